extension NoticeText {
  /// 25: Decisions wait for their release.
  static let ready = NoticeText(
    .ready, to: .administrator, .deadline, calendar: .attachment, thread: .window,
    exampleSent: "2026-10-22T12:00",
    placeholders: [
      .counted("decision_count", 58, .decision),
      .counted("decisions_wait", 58, .decisionWaits),
      .text("outcome_line", limit: 100, "44 earned, 14 not yet"),
      .optionalBlock("attention_lines", .differed(3)),
      .instant("release_by", .end("2026-10-26T16:00")),
      .weekday("release_by_short", .end("2026-10-26T16:00")),
      .inDays("days_left", .end("2026-10-26T16:00")),
      .day("notify_by", .promise("2026-10-28T00:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Ready to release: {decision_count}
        Preheader: All scorecards are in. The teachers are waiting for this step.
        Reply-To: {office_email}
        Calendar: Due: release {decision_count}

        Hello {first_name},

        All scorecards are in.

          Ready:    {decision_count}
          Outcome:  {outcome_line}

        {attention_lines}

        Please release by {release_by}.
        The teachers were told to expect an answer by {notify_by}.

        Read and release, one by one or all:
        {link}

        For ten minutes after releasing you can undo it. If you are away,
        your deputy sees the same page.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .oneDay, exampleSent: "2026-10-25T12:00",
        """
        Subject: Release by {release_by_short}: {decision_count}
        Preheader: The teachers hear from us once this step is done.
        Reply-To: {office_email}
        Calendar: Due: release {decision_count}

        Hello {first_name},

        {decisions_wait} for your release, due {days_left}.

          Ready:    {decision_count}
          Outcome:  {outcome_line}

        {attention_lines}

        Please release by {release_by}.
        The teachers were told to expect an answer by {notify_by}.

        Read and release, one by one or all:
        {link}

        For ten minutes after releasing you can undo it. If you are away,
        your deputy sees the same page.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension BlockLine {
  /// Decisions on which two evaluators did not agree at first.
  public static func differed(_ count: Int) -> BlockLine {
    .entry(
      count == 1
        ? "1 rests on two scorecards that differed; the adjudicator has settled it."
        : "\(Wording.number(count)) rest on two scorecards that differed; "
          + "the adjudicator has settled them.")
  }
}
