extension NoticeText {
  /// 33: The mail server takes no mail, or takes it again.
  static let relayTrouble = NoticeText(
    .relayTrouble, to: .administrator, .deadline, thread: .none, exampleSent: "2026-10-20T08:00",
    placeholders: [
      .instant("since", .moment("2026-10-20T06:10")),
      .instant("until", .moment("2026-10-21T09:30")),
      .counted("waiting_count", 214, .message),
      .counted("messages_wait", 214, .messageWaits),
      .counted("messages_have", 214, .messageHas),
      .neededText("server_words", limit: 200, "535 5.7.139 Authentication unsuccessful"),
      .text(
        "meaning",
        "The mail server no longer accepts our sign-in. "
          + "The technician renews it with \"rubricctl mail token\"."),
      .optionalBlock(
        "late_lines", .linksHadRunOut(12), .putTogether(reminders: 37, into: 12)),
      .optionalBlock("moved_line", .passedMeanwhile(2)),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Mail is waiting: {waiting_count}
        Preheader: Nothing is lost. The mail server does not take our mail for now.
        Reply-To: {office_email}

        Hello {first_name},

        Since {since}
        the mail server has not taken our mail. {messages_wait}.

          It says:  {server_words}

        {meaning}

        Nothing is lost. Mail goes out by itself when the server takes it, sign-in
        links first, and nobody gets a heap: what has grown old is put together.

        See what waits:
        {link}

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .over, exampleSent: "2026-10-21T09:40",
        """
        Subject: Mail flows again: {waiting_count} went out
        Preheader: What was late, what was put together, and what to look at.
        Reply-To: {office_email}

        Hello {first_name},

        Mail goes out again. It had been waiting

          from  {since}
          to    {until}

        {messages_have} gone out.

        {late_lines}

        {moved_line}

        See the list:
        {link}

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension BlockLine {
  /// Sign-in links that were no longer good when mail flowed again.
  public static func linksHadRunOut(_ count: Int) -> BlockLine {
    .entry(
      "\(Wording.counted(count, Noun("sign-in link"))) had run out and "
        + "\(count == 1 ? "was" : "were") not sent.")
  }

  /// Reminders that became fewer mails.
  public static func putTogether(reminders: Int, into count: Int) -> BlockLine {
    .entry(
      "\(Wording.counted(reminders, Noun("reminder"))) were put together "
        + "into \(Wording.number(count))."
    )
  }

  /// Due dates that nobody could have been told of.
  public static func passedMeanwhile(_ count: Int) -> BlockLine {
    .line(
      count == 1
        ? "1 due date was passed meanwhile. It does not count against anybody."
        : "\(Wording.number(count)) due dates were passed meanwhile. "
          + "They do not count against anybody.")
  }
}
