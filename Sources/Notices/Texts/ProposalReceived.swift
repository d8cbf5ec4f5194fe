public import CivilTime

extension NoticeText {
  /// 5: The proposal has arrived.
  static let proposalReceived = NoticeText(
    .proposalReceived, to: .teacher, .interactive, thread: .submission,
    exampleSent: "2026-09-25T21:42",
    placeholders: [
      .instant("received_at", .moment("2026-09-25T21:42")),
      .neededText("receipt_code", limit: 20, "7f3a 91c0 5de2"),
      .optionalBlock("change_line") {
        $0.mayChange(until: $0.instant(ofExample: "2026-09-28T00:00"))
      },
      .day("notify_by", .promise("2026-10-28T00:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Received: your proposal {title_short}
        Preheader: It is with us. You do not need to send anything else.
        Reply-To: {office_email}

        Hello {first_name},

        Your proposal has arrived. You do not need to send anything else.

          Title:    {title}
          Arrived:  {received_at}
          Receipt:  {receipt_code}

        {change_line}

        See your proposal:
        {link}

        This link is only for you. No password is needed.

        What comes next: an evaluator reads it, and you hear from us by
        {notify_by}.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension Wording {
  /// Until when a proposal can be changed or taken back.
  public func mayChange(until end: Instant) -> BlockLine {
    .line("You can still change it, or take it back, until \(self.end(end)).")
  }
}
