extension NoticeText {
  /// 36: Documents that came by mail are complete.
  static let mailTaken = NoticeText(
    .mailTaken, to: .teacher, .interactive, thread: .submission, exampleSent: "2026-12-29T16:47",
    placeholders: [
      .neededText("contents_line", limit: 100, "1 certificate, 1 reflection"),
      .instant("received_at", .moment("2026-12-29T16:47")),
      .optionalBlock("cutoff_line", .inTime(warrant: "January 2027")),
      .neededText("receipt_code", limit: 20, "7f3a 91c0 5de2"),
      .optionalBlock("ignored_line", .picturesLeftOut(1)),
      .day("notify_by", .promise("2027-01-09T00:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Taken: {title_short}
        Preheader: Your documents are here and complete. Nothing else is needed.
        Reply-To: {office_email}

        Hello {first_name},

        Your mail has arrived, and the documents are complete. You do not need
        to send anything else.

          Micro-credential:  {title}
          We took:           {contents_line}
          Arrived:           {received_at}
          Receipt:           {receipt_code}

        {cutoff_line}

        {ignored_line}

        See what we took:
        {link}

        This link is only for you. No password is needed.

        What comes next: somebody checks the documents, and you hear from us by
        {notify_by}.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension BlockLine {
  /// The pay warrant that documents came in time for.
  public static func inTime(warrant: String) -> BlockLine {
    .line("It is in time for the \(warrant) warrant.")
  }

  /// Pictures of a signature, which are no documents.
  public static func picturesLeftOut(_ count: Int) -> BlockLine {
    .line(
      count == 1
        ? "One picture from your signature was left out."
        : "\(Wording.spelled(count, atBeginning: true)) pictures from your signature were left out."
    )
  }
}
