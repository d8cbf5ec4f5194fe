extension NoticeText {
  /// 2: The window is open from today. Its subject is that of 1.
  static let windowOpen = NoticeText(
    .windowOpen, to: .teacher, .bulk, calendar: .attachment, thread: .window,
    exampleSent: "2026-09-14T07:00",
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
      .optionalBlock("yours_line", .yours("Design thinking in grade 4 science", hasDraft: true)),
    ],
    texts: [
      BuiltInText(
        off: .always,
        """
        Subject: {window_subject}: {opens_short} to {closes_short}
        Preheader: Open from today. You can save as you go and finish on another day.
        Reply-To: {office_email}
        Calendar: {window_subject} closes

        Hello {first_name},

        The {window_kind} window is open from today.

          Closes:  {closes}

        {yours_line}

        You can start on your phone and finish at a desk. What you write is
        saved as you go, and nobody else sees it until you hand it in.

        Start or go on:
        {link}

        You hear from us by {notify_by}. If you hand nothing in this time, there
        is nothing to do.

        {office_name}
        {district_name}, {office_phone}

        You can turn off announcements on the page above. Mail about your own
        work always comes.
        """)
    ])
}

extension BlockLine {
  /// What of one's own can be handed in: `Yours: "Podcasts". A draft is saved.`
  public static func yours(_ title: String, hasDraft: Bool) -> BlockLine {
    .line("Yours: \"\(Shortening.title(title))\"." + (hasDraft ? " A draft is saved." : ""))
  }
}
