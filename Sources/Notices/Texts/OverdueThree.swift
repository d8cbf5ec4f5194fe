extension NoticeText {
  /// 19: Reviews were due some days ago; help is looked for. Its subject is that of 18.
  static let overdueThree = NoticeText(
    .overdueThree, to: .evaluator, .deadline, thread: .assignment, exampleSent: "2026-10-23T07:00",
    placeholders: [
      .weekday("due_short", .end("2026-10-21T00:00")),
      .block("open_lines", .open("Podcasts for the school library", saved: 0, of: 4)),
      .day("notify_by", .promise("2026-10-28T00:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Was due {due_short}: your reviews
        Preheader: We are looking for help with it. Nearly done? It stays with you.
        Reply-To: {office_email}

        Hello {first_name},

        This was due on {due_short}, and is open:

        {open_lines}

        The teacher expects an answer by {notify_by}. So we are looking today
        for somebody who can help.

        Are you nearly done? Hand it in, or reply with the day when you will, and
        it stays with you. Is it too much right now? Then you need to do nothing.
        We take it from here, and what you saved is not lost.

        Finish, or give it back:
        {link}

        This link is only for you. No password is needed.

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
        Preheader: We are looking for help with them. Nearly done? They stay with you.
        Reply-To: {office_email}

        Hello {first_name},

        These were due on {due_short}, and are open:

        {open_lines}

        The teachers expect an answer by {notify_by}. So we are looking today
        for somebody who can help.

        Are you nearly done? Hand them in, or reply with the day when you will,
        and they stay with you. Is it too much right now? Then you need to do nothing.
        We take it from here, and what you saved is not lost.

        Finish, or give them back:
        {link}

        This link is only for you. No password is needed.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}
