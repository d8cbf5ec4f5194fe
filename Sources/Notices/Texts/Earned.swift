extension NoticeText {
  /// 27: Earned.
  static let earned = NoticeText(
    .earned, to: .teacher, .deadline, thread: .submission, exampleSent: "2026-12-10T12:00",
    placeholders: [
      .optionalBlock("badge_line", .badge),
      .optionalBlock("pay_line", .stipend(cents: 600_00, warrant: "January 2027")),
      .optionalBlock("credit_line", .credit(hundredths: 4_00)),
      .optionalBlock(
        "feedback_line",
        .fromEvaluator(
          "The before-and-after sketches show how your students' thinking changed. "
            + "Others could learn from this.")),
      .optionalBlock("next_line", .nothingLeft),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Earned: {title_short}
        Preheader: Congratulations. Here is what you receive, and when.
        Reply-To: {office_email}

        Hello {first_name},

        Congratulations. You have earned this micro-credential:

          {title}

        {feedback_line}

        What you receive:

        {badge_line}
        {pay_line}
        {credit_line}

        {next_line}

        See your decision and your badge:
        {link}

        This link is only for you. No password is needed. The badge there has a
        public address of its own that you can share.

        If a figure does not look right, reply to this mail.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .withoutBadge,
        """
        Subject: Earned: {title_short}
        Preheader: Congratulations. Here is what you receive, and when.
        Reply-To: {office_email}

        Hello {first_name},

        Congratulations. You have earned this micro-credential:

          {title}

        {feedback_line}

        What you receive:

        {badge_line}
        {pay_line}
        {credit_line}

        {next_line}

        See your decision:
        {link}

        This link is only for you. No password is needed.

        If a figure does not look right, reply to this mail.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension BlockLine {
  public static let badge = BlockLine.entry(
    "Badge: yours to share, with a page that shows that it is real.")
  public static let nothingLeft = BlockLine.line("There is nothing left for you to do.")

  /// A stipend that is paid in full.
  public static func stipend(cents: Int64, warrant: String) -> BlockLine {
    .entry("Pay: \(Wording.money(cents: cents)) with the \(warrant) warrant.")
  }

  /// A stipend of which a part waits; names no cap.
  public static func stipend(cents: Int64, warrant: String, waiting: Int64) -> BlockLine {
    let now = cents == 0 ? "" : "\(Wording.money(cents: cents)) with the \(warrant) warrant. "
    let rest = Wording.money(cents: waiting)
    return .entry(
      "Pay: \(now)\(cents == 0 ? rest : "The other \(rest)") waits for a later school year, when "
        + "funds are available.")
  }

  /// Hours on the teacher's record.
  public static func credit(hundredths: Int64) -> BlockLine {
    .entry("Credit: \(Wording.hours(hundredths: hundredths)), on your record from today.")
  }
}
