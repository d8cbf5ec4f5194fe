public import CivilTime

extension NoticeText {
  /// 15: Taken back by the teacher.
  static let withdrawn = NoticeText(
    .withdrawn, to: .teacher, .interactive, thread: .submission, exampleSent: "2026-10-02T15:15",
    placeholders: [
      .text("work_kind", limit: 20, "evidence"),
      .instant("withdrawn_at", .moment("2026-10-02T15:15")),
      .optionalBlock("back_line") {
        $0.mayHandInAgain(until: $0.instant(ofExample: "2027-01-25T00:00"))
      },
    ],
    texts: [
      BuiltInText(
        """
        Subject: Taken back: {title_short}
        Preheader: Nobody looks at it any more. Your text is kept as a draft.
        Reply-To: {office_email}

        Hello {first_name},

        You have taken back your {work_kind}. Nobody looks at it any more.

          Title:       {title}
          Taken back:  {withdrawn_at}

        What you wrote is kept as a draft that only you can see.

        {back_line}

        See your draft:
        {link}

        This link is only for you. No password is needed.

        If this was not you, reply to this mail.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension Wording {
  /// Until when something that was taken back can come in again.
  public func mayHandInAgain(until end: Instant) -> BlockLine {
    .line("You can hand it in again until \(self.end(end)).")
  }
}
