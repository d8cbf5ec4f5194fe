extension NoticeText {
  /// 21: A review has gone to somebody else, or is not needed.
  static let noLongerYours = NoticeText(
    .noLongerYours, to: .evaluator, .deadline, calendar: .invitationOrCancellation,
    thread: .assignment, exampleSent: "2026-10-05T10:00",
    placeholders: [
      .counted("review_count", 2, .review),
      .counted("moved_count", 2, .review),
      .block("moved_lines", .entry("Podcasts for the school library")),
      .text("reason_line", MoveReason.reassigned.words),
      .optionalBlock("left_line") {
        $0.stay(2, due: $0.instant(ofExample: "2026-10-21T00:00"))
      },
      .optionalBlock("calendar_line", .calendarUpdated),
    ],
    texts: [
      BuiltInText(
        """
        Subject: No longer yours: {title_short}
        Preheader: You need to do nothing more for it.
        Reply-To: {office_email}
        Calendar: Due: {review_count}

        Hello {first_name},

        This is no longer with you:

        {moved_lines}

        {reason_line} You need to do nothing more for it. What you saved is kept
        in the record, and the teacher does not see it.

        {left_line}

        {calendar_line}

        See your reviews:
        {link}

        This link is only for you. No password is needed.

        If you had nearly finished, reply to this mail today.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .several,
        examples: [
          "moved_lines": .block([
            MoveReason.reassigned.line(about: "Podcasts for the school library"),
            MoveReason.withdrawn.line(about: "Choice boards in middle school math"),
          ]),
          "reason_line": .text(""),
        ],
        """
        Subject: No longer yours: {moved_count}
        Preheader: You need to do nothing more for them.
        Reply-To: {office_email}
        Calendar: Due: {review_count}

        Hello {first_name},

        These are no longer with you:

        {moved_lines}

        {reason_line} You need to do nothing more for them. What you saved is
        kept in the record, and the teachers do not see it.

        {left_line}

        {calendar_line}

        See your reviews:
        {link}

        This link is only for you. No password is needed.

        If you had nearly finished, reply to this mail today.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

/// Why a review is no longer with its evaluator.
public enum MoveReason: String, Hashable, Sendable, CaseIterable {
  case reassigned, withdrawn, returned, closed

  /// One or two sentences about one review; for several, ``line(about:)`` says it of each.
  public var words: String {
    switch self {
    case .reassigned: "Somebody else evaluates it now."
    case .withdrawn: "The teacher has taken it back."
    case .returned:
      "It went back to the teacher, because something is missing. It will come to you again when "
        + "that is here."
    case .closed: "It does not need a review any more."
    }
  }

  /// A title with the reason below it.
  public func line(about title: String) -> BlockLine {
    .entry(Shortening.title(title), details: [words])
  }
}
