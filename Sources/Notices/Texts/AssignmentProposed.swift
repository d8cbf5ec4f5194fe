extension NoticeText {
  /// 24: An assignment is ready to be checked.
  static let assignmentProposed = NoticeText(
    .assignmentProposed, to: .administrator, .deadline, thread: .window,
    exampleSent: "2026-09-28T08:00",
    placeholders: [
      .counted("submission_count", 142, .submission),
      .counted("evaluator_count", 12, .evaluator),
      .text("load_line", limit: 60, Wording.load(from: 11, to: 12)),
      .text("in_field_line", limit: 60, Wording.match(inField: 129, outside: 13)),
      .optionalBlock(
        "attention_lines", .needEvaluator(2),
        .entry("1 match is weak: a proposal that names no known skill.")),
      .instant("release_by", .end("2026-09-30T16:00")),
      .span("due_span", .end("2026-10-21T00:00")),
      .weekday("due_short", .end("2026-10-21T00:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Check: assignment for {submission_count}
        Preheader: Nothing has gone out. What needs your eye is inside.
        Reply-To: {office_email}

        Hello {first_name},

        The window has closed, and an assignment is ready for you to check.
        Nothing has gone out yet.

          To assign:   {submission_count}
          Evaluators:  {evaluator_count}, {load_line}
          Match:       {in_field_line}

        {attention_lines}

        Check, adjust and release:
        {link}

        If you release it by {release_by},
        evaluators have until {due_short}, {due_span}. For ten minutes after
        you release it you can undo it, and nobody will have heard.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension Wording {
  /// How many reviews each evaluator gets: `11 or 12 each`.
  public static func load(from least: Int, to most: Int) -> String {
    if least == most { return "\(number(least)) each" }
    return "\(number(least)) \(most == least + 1 ? "or" : "to") \(number(most)) each"
  }

  /// How many reviews are in their evaluator's fields: `129 in field, 13 outside`.
  public static func match(inField: Int, outside: Int) -> String {
    outside == 0 ? "all in field" : "\(number(inField)) in field, \(number(outside)) outside"
  }
}

extension BlockLine {
  /// Submissions that nobody could be found for.
  public static func needEvaluator(_ count: Int) -> BlockLine {
    .entry(
      "\(Wording.number(count)) \(count == 1 ? "needs" : "need") an evaluator: "
        + "nobody without a conflict has room.")
  }
}
