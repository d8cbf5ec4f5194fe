public import CivilTime

extension NoticeText {
  /// 12: The year for a micro-credential comes to its end.
  static let yearEnding = NoticeText(
    .yearEnding, to: .teacher, .deadline, calendar: .attachment, thread: .submission,
    exampleSent: "2027-08-27T07:00",
    placeholders: [
      .shortDay("last_close_short", .end("2027-09-27T00:00")),
      .instant("last_close", .end("2027-09-27T00:00")),
      .inDays("days_left", .end("2027-09-27T00:00")),
      .span("time_left", .end("2027-09-27T00:00")),
      .optionalBlock("window_line") {
        $0.windowOpens($0.instant(ofExample: "2027-09-13T00:00"))
      },
      .optionalBlock("state_line", .draftIsSaved),
    ],
    texts: [
      BuiltInText(
        .sixtyDays, off: .always, exampleSent: "2027-07-28T07:00",
        """
        Subject: Evidence by {last_close_short}: {title_short}
        Preheader: The last evidence window in your year, and what to do if it is too soon.
        Reply-To: {office_email}
        Calendar: Last day for evidence

        Hello {first_name},

        You have {time_left} left for this micro-credential. We write early, so
        that the summer or a break does not take you by surprise.

          Title:   {title}
          Closes:  {last_close}

        {window_line}

        {state_line}

        Go on with your evidence:
        {link}

        This link is only for you. No password is needed.

        If the time is too short, ask for more on that page. A sentence on why is
        enough. If your evidence gets a "not yet", you can hand in once more,
        even after the year ends.

        {office_name}
        {district_name}, {office_phone}

        You can turn off this first note on the page above. The later ones
        always come.
        """),
      BuiltInText(
        .thirtyDays,
        """
        Subject: Evidence by {last_close_short}: {title_short}
        Preheader: The last evidence window in your year, and what to do if it is too soon.
        Reply-To: {office_email}
        Calendar: Last day for evidence

        Hello {first_name},

        The last evidence window in your year closes {days_left}.

          Title:   {title}
          Closes:  {last_close}

        {window_line}

        {state_line}

        Go on with your evidence:
        {link}

        This link is only for you. No password is needed.

        If the time is too short, ask for more on that page. A sentence on why is
        enough. If your evidence gets a "not yet", you can hand in once more,
        even after the year ends.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .sevenDays, exampleSent: "2027-09-17T07:00",
        """
        Subject: Evidence by {last_close_short}: {title_short}
        Preheader: The last evidence window in your year, and what to do if it is too soon.
        Reply-To: {office_email}
        Calendar: Last day for evidence

        Hello {first_name},

        The last evidence window in your year closes {days_left}. If you need
        more time, today is a good day to ask.

          Title:   {title}
          Closes:  {last_close}

        {window_line}

        {state_line}

        Go on with your evidence:
        {link}

        This link is only for you. No password is needed.

        If the time is too short, ask for more on that page. A sentence on why is
        enough. If your evidence gets a "not yet", you can hand in once more,
        even after the year ends.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .noWindow,
        """
        Subject: Evidence by {last_close_short}: {title_short}
        Preheader: No window is left in your year, by our dates. Asking takes one sentence.
        Reply-To: {office_email}
        Calendar: Last day for evidence

        Hello {first_name},

        No evidence window is left in your year. That came about by our dates,
        so please ask for more time on the page below. It takes one sentence.

          Title:      {title}
          Year ends:  {last_close}

        {state_line}

        Ask for more time:
        {link}

        This link is only for you. No password is needed.

        Your proposal and what you have written are kept.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension Wording {
  /// When a window that was named before opens.
  public func windowOpens(_ opens: Instant) -> BlockLine {
    .line("The window opens on \(start(opens)).")
  }
}

extension BlockLine {
  public static let draftIsSaved = BlockLine.line("A draft is saved.")
}
