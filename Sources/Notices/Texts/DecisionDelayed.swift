extension NoticeText {
  /// 11: The promised day has come without a decision.
  static let decisionDelayed = NoticeText(
    .decisionDelayed, to: .teacher, .deadline, thread: .submission, exampleSent: "2026-10-27T07:00",
    placeholders: [
      .day("promised", .promise("2026-10-28T00:00")),
      .day("new_day", .promise("2026-11-04T00:00")),
      .shortDay("new_day_short", .promise("2026-11-04T00:00")),
      .text("work_kind", limit: 20, "evidence"),
      .optionalBlock("reason_line"),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Delayed to {new_day_short}: {title_short}
        Preheader: It is on our side. You do not need to do anything.
        Reply-To: {office_email}

        Hello {first_name},

        We said that you would hear about your {work_kind} by
        {promised}. It will take us longer.

          Title:    {title}
          New day:  {new_day}

        {reason_line}

        This is on our side. You do not need to do anything, and the wait does
        not count against your time.

        See where it stands:
        {link}

        This link is only for you. No password is needed.

        If the wait causes you trouble, reply to this mail, and we will see what
        we can do.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}
