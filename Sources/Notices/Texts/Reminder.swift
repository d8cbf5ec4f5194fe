extension NoticeText {
  /// 17: Reviews are due soon. Its subject is that of 16.
  static let reminder = NoticeText(
    .reminder, to: .evaluator, .deadline, thread: .assignment, exampleSent: "2026-10-13T07:00",
    placeholders: [
      .weekday("due_short", .end("2026-10-21T00:00")),
      .instant("due", .end("2026-10-21T00:00")),
      .time("due_time", .end("2026-10-21T00:00")),
      .inDays("days_left", .end("2026-10-21T00:00")),
      .counted("open_count", 2, .review),
      .counted("reviews_are", 2, .reviewIs),
      .block(
        "open_lines",
        .open("Design thinking in grade 4 science", saved: 2, of: 4),
        .open("Podcasts for the school library", saved: 0, of: 4)),
    ],
    texts: [
      BuiltInText(
        .fourteenDays, off: .always, exampleSent: "2026-10-06T07:00",
        """
        Subject: Due {due_short}: your reviews
        Preheader: {open_count} open, and plenty of time.
        Reply-To: {office_email}

        Hello {first_name},

        {reviews_are} due {days_left}. There is plenty of time; this is so that
        you can pick your day.

          Due:  {due}

        {open_lines}

        Go on where you left off:
        {link}

        This link is only for you. No password is needed.

        If a review turns out not to be for you, give it back on that page. That
        helps, too, and the sooner the better for the teacher.

        {office_name}
        {district_name}, {office_phone}

        You can turn off this early note on the page above. The later ones
        always come.
        """),
      BuiltInText(
        .sevenDays,
        """
        Subject: Due {due_short}: your reviews
        Preheader: {open_count} open. What you have saved is kept.
        Reply-To: {office_email}

        Hello {first_name},

        {reviews_are} due {days_left}.

          Due:  {due}

        {open_lines}

        Go on where you left off:
        {link}

        This link is only for you. No password is needed.

        If a review turns out not to be for you, give it back on that page. That
        helps, too, and the sooner the better for the teacher.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .threeDays, exampleSent: "2026-10-16T07:00",
        """
        Subject: Due {due_short}: your reviews
        Preheader: {open_count} open. What you have saved is kept.
        Reply-To: {office_email}

        Hello {first_name},

        {reviews_are} due {days_left}. If you get stuck on one, reply to this mail.

          Due:  {due}

        {open_lines}

        Go on where you left off:
        {link}

        This link is only for you. No password is needed.

        If a review turns out not to be for you, give it back on that page. That
        helps, too, and the sooner the better for the teacher.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .oneDay, exampleSent: "2026-10-19T07:00",
        """
        Subject: Due {due_short}: your reviews
        Preheader: {open_count} open. If time is short, tell us.
        Reply-To: {office_email}

        Hello {first_name},

        {reviews_are} due {days_left}.

          Due:  {due}

        {open_lines}

        Go on where you left off:
        {link}

        This link is only for you. No password is needed.

        If you need a day more, or cannot get to one, say so on that page or
        reply. We can still arrange it.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .onTheDay, exampleSent: "2026-10-20T07:00",
        """
        Subject: Due {due_short}: your reviews
        Preheader: {open_count} open. If time is short, tell us.
        Reply-To: {office_email}

        Hello {first_name},

        {reviews_are} due {days_left}. You have until {due_time}.

          Due:  {due}

        {open_lines}

        Go on where you left off:
        {link}

        This link is only for you. No password is needed.

        If you need a day more, or cannot get to one, say so on that page or
        reply. We can still arrange it.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension BlockLine {
  /// A review that is not handed in, and how far it is.
  public static func open(_ title: String, saved: Int, of criteria: Int) -> BlockLine {
    let state =
      saved == 0 ? "not begun" : "saved: \(saved) of \(Wording.counted(criteria, .criterion))"
    return .item(Shortening.title(title), details: [Detail(state, .quiet)])
  }
}
