extension NoticeText {
  /// 16: One mail with all that an evaluator is to look at.
  static let assignment = NoticeText(
    .assignment, to: .evaluator, .deadline, calendar: .invitation, thread: .assignment,
    exampleSent: "2026-09-30T12:00",
    placeholders: [
      .weekday("due_short", .end("2026-10-21T00:00")),
      .instant("due", .end("2026-10-21T00:00")),
      .counted("submission_count", 3, .submission),
      .counted("review_count", 3, .review),
      .span("due_span", .end("2026-10-21T00:00")),
      .block(
        "submission_lines",
        .submission(
          "Design thinking in grade 4 science", person: "Maya Alder", school: "Birch Elementary",
          fields: .yours(["design thinking"])),
        .submission(
          "Choice boards in middle school math", person: "Ines Cedar",
          school: "Rowan Middle School", fields: .yours(["personalized learning"])),
        .submission(
          "Podcasts for the school library", person: "Noor Hazel", school: "Linden High School",
          fields: .outside(["media"]))),
      .optionalBlock("outside_line", .outsideFields(1)),
      .day("decline_by", .date("2026-10-07")),
    ],
    headings: ["link": "How it works"],
    texts: [
      BuiltInText(
        """
        Subject: Due {due_short}: your reviews
        Preheader: {submission_count}, {due_span}. A calendar entry is attached.
        Reply-To: {office_email}
        Calendar: Due: {review_count}

        Hello {first_name},

        You have {submission_count} to evaluate, by
        {due}.
        That is {due_span} from today.

        {submission_lines}

        {outside_line}

        Open your reviews:
        {link}

        This link is only for you. No password is needed, and it works on a
        phone.

        The evidence and the rubric stand side by side there. What you score and
        write is saved as you go.

        Do you know the teacher too well, is the field not yours, or is there no
        time? Give it back on that page, if you can by {decline_by}. It takes a
        moment, and we find somebody else. If a file or a link does not open,
        there is a button for that, too.

        Thank you. Your feedback is what the teacher will remember.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension BlockLine {
  /// The fields of a submission, seen from its evaluator.
  public enum Fields: Hashable, Sendable {
    case yours([String])
    case outside([String])
  }

  /// A submission in an evaluator's list.
  ///
  /// - Parameters:
  ///   - title: Its title.
  ///   - person: The teacher's name; nil where the program evaluates without names.
  ///   - school: The teacher's school, left out with the name.
  ///   - fields: Which fields it is in.
  ///   - due: Words for a due date that differs from the mail's.
  /// - Returns: A numbered entry.
  public static func submission(
    _ title: String, person: String?, school: String?, fields: Fields, due: String? = nil
  ) -> BlockLine {
    var details: [Detail] = []
    if let person {
      details.append(Detail([person, school].compactMap { $0 }.joined(separator: ", "), .quiet))
    }
    switch fields {
    case .yours(let names):
      if !names.isEmpty {
        let label = names.count == 1 ? "Your field: " : "Your fields: "
        details.append(Detail(label + names.joined(separator: ", ")))
      }
    case .outside(let names):
      details.append(Detail("Outside your fields: " + names.joined(separator: ", "), .label))
    }
    if let due { details.append(Detail("Due: " + due, .label)) }
    return .item(Shortening.title(title), details: details)
  }

  /// Why there is something outside an evaluator's fields, and what to do about it.
  public static func outsideFields(_ count: Int) -> BlockLine {
    let beginning =
      count == 1
      ? "One is outside your fields. There were more submissions than evaluators who know "
        + "that field, and the rubric will carry you."
      : "\(Wording.spelled(count, atBeginning: true)) are outside your fields. There were more "
        + "submissions than evaluators who know those fields, and the rubric will carry you."
    return .line(beginning + " If you would rather not, give it back.")
  }
}
