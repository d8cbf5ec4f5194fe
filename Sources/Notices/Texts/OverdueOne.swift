extension NoticeText {
  /// 18: Reviews were due yesterday.
  static let overdueOne = NoticeText(
    .overdueOne, to: .evaluator, .deadline, thread: .assignment, exampleSent: "2026-10-21T07:00",
    placeholders: [
      .weekday("due_short", .end("2026-10-21T00:00")),
      .block("open_lines", .open("Podcasts for the school library", saved: 0, of: 4)),
      .day("help_day", .date("2026-10-23")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Was due {due_short}: your reviews
        Preheader: You can still hand in. If you cannot get to it, we find help.
        Reply-To: {office_email}

        Hello {first_name},

        This was due on {due_short}, and is open:

        {open_lines}

        You can still hand it in. Your page works as before, and what you saved
        is there.

        Finish, or give it back:
        {link}

        This link is only for you. No password is needed.

        Giving it back is fine: somebody else can step in. On {help_day} we will
        look for help with whatever is open, so that the teacher hears in time.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .several,
        examples: [
          "open_lines": .block([
            .open("Podcasts for the school library", saved: 0, of: 4),
            .open("Choice boards in middle school math", saved: 3, of: 4),
          ])
        ],
        """
        Subject: Was due {due_short}: your reviews
        Preheader: You can still hand in. If you cannot get to it, we find help.
        Reply-To: {office_email}

        Hello {first_name},

        These were due on {due_short}, and are open:

        {open_lines}

        You can still hand them in. Your page works as before, and what you
        saved is there.

        Finish, or give them back:
        {link}

        This link is only for you. No password is needed.

        Giving one back is fine: somebody else can step in. On {help_day} we will
        look for help with whatever is open, so that the teachers hear in time.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}
