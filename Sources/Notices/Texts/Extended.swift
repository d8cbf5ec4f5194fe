extension NoticeText {
  /// 14: There is more time.
  static let extended = NoticeText(
    .extended, to: .teacher, .deadline, calendar: .attachment, thread: .submission,
    exampleSent: "2026-12-01T12:00",
    placeholders: [
      .instant("old_end", .end("2027-10-23T00:00")),
      .instant("new_end", .end("2028-01-29T00:00")),
      .optionalBlock("windows_lines") {
        $0.window(
          from: $0.instant(ofExample: "2028-01-10T00:00"),
          to: $0.instant(ofExample: "2028-01-24T00:00"))
      },
    ],
    texts: [
      BuiltInText(
        """
        Subject: More time: {title_short}
        Preheader: The new date is inside, and in the calendar file.
        Reply-To: {office_email}
        Calendar: Last day for evidence

        Hello {first_name},

        You have more time for this micro-credential.

          Title:   {title}
          New:     {new_end}
          Before:  {old_end}

        Evidence can come in during:

        {windows_lines}

        Everything else stays as it was.

        See your proposal:
        {link}

        This link is only for you. No password is needed.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}
