public import CivilTime

extension NoticeText {
  /// 20: An evaluator has given reviews back.
  static let givenBack = NoticeText(
    .givenBack, to: .evaluator, .deadline, calendar: .invitationOrCancellation, thread: .assignment,
    exampleSent: "2026-10-05T10:00",
    placeholders: [
      .counted("review_count", 2, .review),
      .counted("returned_count", 2, .review),
      .block("returned_lines", .entry("Podcasts for the school library")),
      .optionalBlock("left_line") {
        $0.stay(2, due: $0.instant(ofExample: "2026-10-21T00:00"))
      },
      .optionalBlock("calendar_line", .calendarUpdated),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Given back: {title_short}
        Preheader: It is no longer yours. Thank you for saying so in time.
        Reply-To: {office_email}
        Calendar: Due: {review_count}

        Hello {first_name},

        You have given this back:

        {returned_lines}

        It is no longer yours, and you need to do nothing more. Thank you for
        saying so: it leaves somebody else time to do it well.

        {left_line}

        {calendar_line}

        See your reviews:
        {link}

        This link is only for you. No password is needed.

        Given back by mistake? Reply to this mail today.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .several,
        examples: [
          "returned_lines": .block([
            .entry("Podcasts for the school library"),
            .entry("Choice boards in middle school math"),
          ])
        ],
        """
        Subject: Given back: {returned_count}
        Preheader: They are no longer yours. Thank you for saying so in time.
        Reply-To: {office_email}
        Calendar: Due: {review_count}

        Hello {first_name},

        You have given these back:

        {returned_lines}

        They are no longer yours, and you need to do nothing more. Thank you for
        saying so: it leaves somebody else time to do them well.

        {left_line}

        {calendar_line}

        See your reviews:
        {link}

        This link is only for you. No password is needed.

        Given back by mistake? Reply to this mail today.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension Wording {
  /// Reviews that an evaluator keeps.
  public func stay(_ count: Int, due: Instant) -> BlockLine {
    let reviews = Self.counted(count, .review)
    return .line("\(reviews) \(count == 1 ? "stays" : "stay") with you, due \(end(due)).")
  }
}

extension BlockLine {
  /// With an invitation that carries the new count.
  public static let calendarUpdated = BlockLine.line("Your calendar entry is updated.")
  /// With a cancellation.
  public static let calendarCancelled = BlockLine.line("Your calendar entry goes away.")
}
