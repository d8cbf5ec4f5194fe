public import CivilTime

extension NoticeText {
  /// 23: Reviews are overdue; the administrator decides.
  static let escalation = NoticeText(
    .escalation, to: .administrator, .deadline, thread: .window, exampleSent: "2026-10-23T08:00",
    placeholders: [
      .counted("open_count", 4, .review),
      .weekday("due_short", .end("2026-10-21T00:00")),
      Placeholder(
        "overdue_lines", .block, isRequired: true,
        .worded { wording in
          let day = CivilDate(iso: "2026-10-14")
          return [
            wording.overdue("Theo Birch", open: 1, lastWorkedOn: day, matches: ["Ada Rowan"]),
            wording.overdue(
              "Lior Elm", open: 3, lastWorkedOn: nil, matches: ["Ada Rowan (2)", "Sam Hazel (1)"]),
          ]
        }),
      .day("notify_by", .promise("2026-10-28T00:00")),
      .inDays("days_left", .promise("2026-10-28T00:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Decide: {open_count} were due {due_short}
        Preheader: The evaluators heard from us first. Who could take them is below.
        Reply-To: {office_email}

        Hello {first_name},

        {open_count} are open that were due on {due_short}:

        {overdue_lines}

        The teachers were told to expect an answer by {notify_by}, {days_left}.
        The evaluators had a note the day after and one this morning; both are
        friendly, and both say that help is on its way.

        Leave, reassign or give more time:
        {link}

        If you do nothing, they stay where they are. A teacher whose answer is
        not ready on the day gets a note with a new date.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .one,
        examples: [
          "open_count": .counted(1, .review),
          "overdue_lines": .worded { wording in
            let day = CivilDate(iso: "2026-10-14")
            return [
              wording.overdue("Theo Birch", open: 1, lastWorkedOn: day, matches: ["Ada Rowan"])
            ]
          },
        ],
        """
        Subject: Decide: {open_count} was due {due_short}
        Preheader: The evaluator heard from us first. Who could take it is below.
        Reply-To: {office_email}

        Hello {first_name},

        {open_count} is open that was due on {due_short}:

        {overdue_lines}

        The teacher was told to expect an answer by {notify_by}, {days_left}.
        The evaluator had a note the day after and one this morning; both are
        friendly, and both say that help is on its way.

        Leave, reassign or give more time:
        {link}

        If you do nothing, it stays where it is. A teacher whose answer is not
        ready on the day gets a note with a new date.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension Wording {
  /// An evaluator with overdue reviews, and who could take them.
  ///
  /// - Parameters:
  ///   - evaluator: The evaluator's name.
  ///   - count: How many of their reviews are overdue.
  ///   - day: When something was last saved; nil if none was opened.
  ///   - matches: Who has room, the best match first, with the number if there are several.
  /// - Returns: An entry with one line below it.
  public func overdue(
    _ evaluator: String, open count: Int, lastWorkedOn day: CivilDate?, matches: [String]
  ) -> BlockLine {
    let state = day.map { "last worked on \(shortDay($0))" } ?? "not opened yet"
    let them = count == 1 ? "it" : "them"
    let who =
      matches.isEmpty
      ? "nobody without a conflict has room"
      : "could take \(them): \(matches.joined(separator: ", "))"
    return .entry("\(evaluator): \(Self.number(count)) open, \(state)", details: [who])
  }
}
