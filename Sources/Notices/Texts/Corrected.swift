extension NoticeText {
  /// 29: A decision was wrong, or was looked at again.
  static let corrected = NoticeText(
    .corrected, to: .teacher, .deadline, calendar: .attachmentIfChanged, thread: .submission,
    exampleSent: "2026-10-29T12:00",
    placeholders: [
      .neededText("old_outcome", limit: 40, "not yet"),
      .neededText("new_outcome", limit: 40, "earned"),
      .day("decided_on", .date("2026-10-22")),
      .neededText(
        "reason", "One of your files was not shown to the evaluator. It has now been read."),
      .optionalBlock(
        "change_lines", .entry("Badge: yours to share."),
        .stipend(cents: 600_00, warrant: "January 2027")),
      .optionalBlock(
        "feedback_lines",
        .feedback(
          criterion: "Samples of student work",
          text: "The posters show the result. Add one sample of the way there.")),
      .day("appeal_by", .promise("2026-11-21T00:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Corrected: decision on {title_short}
        Preheader: The first decision no longer counts. Here is the right one, and why.
        Reply-To: {office_email}

        Hello {first_name},

        On {decided_on} we sent you a decision that has now been corrected.

          Title:   {title}
          Before:  {old_outcome}
          Now:     {new_outcome}

        {reason}

        What changes for you:

        {change_lines}

        {feedback_lines}

        We are sorry for the back and forth.

        See the corrected decision:
        {link}

        This link is only for you. No password is needed.

        If you see it differently, reply to this mail by {appeal_by}. Somebody
        who did not take part will look at it.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .against,
        examples: [
          "old_outcome": .text("earned"), "new_outcome": .text("not yet"),
          "reason": .text("The scores of two teachers were exchanged. Yours are right now."),
          "change_lines": .block([.payrollCalls]),
        ],
        """
        Subject: Corrected: decision on {title_short}
        Preheader: The first decision no longer counts. Here is the right one, and why.
        Reply-To: {office_email}

        Hello {first_name},

        On {decided_on} we sent you a decision that has now been corrected.

          Title:   {title}
          Before:  {old_outcome}
          Now:     {new_outcome}

        {reason}

        What changes for you:

        {change_lines}

        {feedback_lines}

        This is hard to read after good news, and the mistake was ours. We are
        sorry for it.

        See the corrected decision:
        {link}

        This link is only for you. No password is needed.

        If you see it differently, reply to this mail by {appeal_by}. Somebody
        who did not take part will look at it.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .unchanged,
        examples: [
          "new_outcome": .text("not yet"),
          "reason": .text("You asked us whether the third file had been read. It had been."),
        ],
        """
        Subject: Looked at again: {title_short}
        Preheader: The decision stays as it was. Here is why, and what you can do.
        Reply-To: {office_email}

        Hello {first_name},

        Somebody who did not take part looked again at the decision of
        {decided_on}. The decision stays: {new_outcome}.

          Title:  {title}

        {reason}

        {feedback_lines}

        See the decision:
        {link}

        This link is only for you. No password is needed.

        Would you like to talk it over? Reply to this mail.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension BlockLine {
  /// Money that was paid and may not be due: never asked back in a mail.
  public static let payrollCalls = BlockLine.entry(
    "Pay: somebody from payroll will call you before anything changes.")
}
