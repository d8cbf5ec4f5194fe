extension NoticeText {
  /// 4: The window closes on another day than was told.
  static let windowChanged = NoticeText(
    .windowChanged, to: .teacher, .deadline, calendar: .attachment, thread: .window,
    exampleSent: "2026-09-24T12:00",
    placeholders: [
      .text("window_kind", limit: 20, "evidence"),
      .instant("old_closes", .end("2026-09-28T00:00")),
      .instant("new_closes", .end("2026-10-01T00:00")),
      .shortDay("new_closes_short", .end("2026-10-01T00:00")),
      .neededText("reason", "Schools are closed on Friday because of the storm."),
      .day("notify_by", .promise("2026-10-31T00:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: New date, {new_closes_short}: {window_kind} window
        Preheader: You have more time. What you have saved or handed in stays as it is.
        Reply-To: {office_email}
        Calendar: Closes: {window_kind} window

        Hello {first_name},

        The {window_kind} window now closes on a different day.

          New:     {new_closes}
          Before:  {old_closes}

        {reason}

        Nothing is lost: drafts stay saved, and what you have handed in stays
        handed in. You hear from us by {notify_by}.

        See the dates:
        {link}

        The attached file updates your calendar.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .sooner,
        examples: [
          "new_closes": .end("2026-09-26T00:00"),
          "new_closes_short": .end("2026-09-26T00:00"),
          "reason": .text("The network is renewed on the weekend of September 26."),
          "notify_by": .promise("2026-10-27T00:00"),
        ],
        """
        Subject: New date, {new_closes_short}: {window_kind} window
        Preheader: The window closes sooner than we said. Please look at the new date.
        Reply-To: {office_email}
        Calendar: Closes: {window_kind} window

        Hello {first_name},

        The {window_kind} window now closes on a different day.

          New:     {new_closes}
          Before:  {old_closes}

        {reason}

        If this leaves you too little time, reply, and we will find a way.
        Drafts stay saved, and what you have handed in stays handed in. You hear
        from us by {notify_by}.

        See the dates:
        {link}

        The attached file updates your calendar.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}
