public import CivilTime

extension NoticeText {
  /// 8: Approved to begin.
  static let proposalApproved = NoticeText(
    .proposalApproved, to: .teacher, .deadline, calendar: .attachment, thread: .submission,
    exampleSent: "2026-10-22T12:00",
    placeholders: [
      .span("span", .text("a year")),
      .instant("year_end", .end("2027-10-23T00:00")),
      Placeholder(
        "windows_lines", .block, isRequired: true, mayBeEmpty: true,
        .worded { wording in
          [
            ("2027-01-11T00:00", "2027-01-25T00:00", false),
            ("2027-04-12T00:00", "2027-04-26T00:00", false),
            ("2027-09-13T00:00", "2027-09-27T00:00", true),
          ].map { start, end, isLast in
            wording.window(
              from: wording.instant(ofExample: start), to: wording.instant(ofExample: end),
              isLast: isLast)
          }
        }),
      .optionalBlock("amount_line", .setAside(cents: 600_00)),
      .optionalBlock(
        "feedback_line",
        .fromEvaluator("Think early about how you will show what students learned.")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Approved to begin: {title_short}
        Preheader: You can start today. Inside: by when, and when evidence can come in.
        Reply-To: {office_email}
        Calendar: Last day for evidence

        Hello {first_name},

        Your proposal is approved to begin.

          Title:  {title}

        {feedback_line}

        You have {span} to complete it, until
        {year_end}.

        Evidence can come in during these windows:

        {windows_lines}

        {amount_line}

        See your proposal, and what evidence to collect:
        {link}

        This link is only for you. No password is needed.

        A good first step is to look at the rubric now. It is what your evaluator
        will look at. If your idea changes on the way, you can ask to amend it
        on that page. There is no need to begin again.

        The days on which we look at your evidence are not counted.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension Wording {
  /// The days of a window: `September 13 to September 26, 2027 (the last in your year)`.
  public func window(from start: Instant, to end: Instant, isLast: Bool = false) -> BlockLine {
    .entry(days(from: start, to: end) + (isLast ? " (the last in your year)" : ""))
  }
}

extension BlockLine {
  /// What is set aside for a micro-credential.
  public static func setAside(cents: Int64) -> BlockLine {
    .line("Pay set aside for this micro-credential: \(Wording.money(cents: cents)).")
  }

  /// An evaluator's words about the whole.
  public static func fromEvaluator(_ text: String) -> BlockLine {
    .line(
      "From your evaluator: "
        + Shortening.atSentence(
          Shortening.singleLine(text), maximum: Shortening.feedbackMaximum))
  }
}
