extension NoticeText {
  /// 1: The dates of the next window. Nothing to do yet.
  static let windowAnnounced = NoticeText(
    .windowAnnounced, to: .teacher, .bulk, calendar: .attachment, thread: .window,
    exampleSent: "2026-09-01T07:00",
    placeholders: [
      .text("window_kind", limit: 20, "evidence"),
      .text("window_subject", limit: 30, "Evidence window"),
      .shortDay("opens_short", .start("2026-09-14T00:00")),
      .shortDay("closes_short", .end("2026-09-28T00:00")),
      .instant("opens", .start("2026-09-14T00:00")),
      .instant("closes", .end("2026-09-28T00:00")),
      .text(
        "window_purpose",
        "You can hand in evidence for a micro-credential that is approved to begin."),
      .day("notify_by", .promise("2026-10-28T00:00")),
    ],
    texts: [
      BuiltInText(
        off: .always,
        """
        Subject: {window_subject}: {opens_short} to {closes_short}
        Preheader: Nothing to do today. The dates are here and in the calendar file.
        Reply-To: {office_email}
        Calendar: {window_subject} closes

        Hello {first_name},

        The next {window_kind} window is set.

          Opens:   {opens}
          Closes:  {closes}

        {window_purpose} Whoever hands in hears from us by {notify_by}.

        You do not need to do anything today. The attached file puts the dates
        in your calendar.

        What you need, and examples:
        {link}

        Questions are welcome: reply to this mail.

        {office_name}
        {district_name}, {office_phone}

        You can turn off announcements on the page above. Mail about your own
        work always comes.
        """)
    ])
}
