extension NoticeText {
  /// 32: Mail came back for good.
  static let addressBounced = NoticeText(
    .addressBounced, to: .administrator, .deadline, thread: .none, exampleSent: "2026-10-23T07:00",
    placeholders: [
      .counted("address_count", 1, .address),
      Placeholder(
        "address_lines", .block, isRequired: true,
        .block([
          .bounced(
            "Maya Alder", address: "m.alder@maplehollow.example",
            missed: ["the decision of October 22"], serverWords: "550 5.1.1 User unknown")
        ])),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Mail came back: {address_count}
        Preheader: Whoever is behind it has not heard from us. Nothing is lost.
        Reply-To: {office_email}

        Hello {first_name},

        Mail to {address_count} came back for good:

        {address_lines}

        We have stopped writing there. Nothing is lost: their pages show
        everything, and their dates stand.

        Correct the address and send again:
        {link}

        If a date was missed because of this, you can accept late work there
        with one click. A call to the school is often the quickest way.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension BlockLine {
  /// An address that takes no mail.
  ///
  /// - Parameters:
  ///   - name: Whose address it is.
  ///   - address: The address.
  ///   - missed: What did not reach it.
  ///   - serverWords: The server's reply, as received; cut and made one line.
  /// - Returns: An entry with two lines below it.
  public static func bounced(
    _ name: String, address: String, missed: [String], serverWords: String
  ) -> BlockLine {
    .entry(
      "\(name), \(address)",
      details: [
        "did not get: \(Wording.list(missed))",
        "the server says: \(Shortening.serverWords(serverWords))",
      ])
  }
}
