import CivilTime
import Programs
import Workflow

// Notices 16 to 22: what an evaluator has to do, and no longer has to do.

/// Fields that a line names.
private let fieldsMax = 4
/// Days in which an evaluator is asked to say no, if there is that much time.
private let declineDays = 7

extension Teller {
  // MARK: New

  func assignment() throws -> Told {
    let notices = listed(.assignment, .nowYours)
    let reviews = try openReviews(in: notices)
    guard let first = reviews.first else { return Told(.assignment) }
    let items = try reviews.map { try item($0, dueUnless: first.due) }
    let outside = items.count { $0.isOutside }
    var told = Told(
      .assignment, .standard,
      [
        "due_short": .end(first.due), "due": .end(first.due), "due_span": .end(first.due),
        "submission_count": .counted(reviews.count, .submission),
        "review_count": .counted(reviews.count, .review),
        "submission_lines": .block(items.map(\.line)),
        "outside_line": .block(outside > 0 ? [.outsideFields(outside)] : []),
        "decline_by": .date(try declineDay(before: first.due)),
      ])
    told.date = date(of: reviews, notices)
    told.thread = thread(of: notices)
    return told
  }

  func nowYours() throws -> Told {
    let reviews = try openReviews(in: listed(.nowYours))
    guard let first = reviews.first else { return Told(.nowYours) }
    let all = try facts.openReviews(of: recipient.id).count
    var told = Told(
      .nowYours, reviews.count > 1 ? .several : .standard,
      [
        "due_short": .end(first.due), "due": .end(first.due), "days_left": .end(first.due),
        "submission_lines": .block(try reviews.map { try item($0, dueUnless: first.due).line }),
        "more_count": .counted(reviews.count, .moreReview),
        "review_count": .counted(reviews.count, .review),
        "all_line": .text(
          NoticeText.openReviews(max(all, reviews.count), new: reviews.count)),
        "title": .text(try listTitle(facts.submission(first.submission))),
      ])
    told.date = date(of: reviews, listed(.nowYours))
    told.thread = thread(of: listed(.nowYours))
    return told
  }

  /// A submission as its evaluator reads of it.
  private func item(
    _ review: Review, dueUnless due: Instant
  ) throws -> (line: BlockLine, isOutside: Bool) {
    let submission = try facts.submission(review.submission)
    var name: String?
    var school: String?
    if program.mail.teacherNamedToEvaluator {
      let earner = try submission.flatMap { try facts.person($0.earner) }
      name = earner?.fullName ?? TitleWords.erased
      school = earner.flatMap { $0.record.school.isEmpty ? nil : $0.record.school }
    }
    let skills = submission?.skills.map { Shortening.singleLine($0) }.filter { !$0.isEmpty } ?? []
    let known = Set(recipient.evaluator?.expertise.map { $0.skill.foldedTitle } ?? [])
    let isOutside = review.isOutsideField && !skills.isEmpty
    let shown = isOutside ? skills : skills.filter { known.contains($0.foldedTitle) }
    let fields = Array(shown.prefix(fieldsMax))
    let line = BlockLine.submission(
      try listTitle(submission), person: name, school: school,
      fields: isOutside ? .outside(fields) : .yours(fields),
      due: isShownAlike(review.due, due) ? nil : wording.end(review.due))
    return (line, isOutside)
  }

  /// A week on, or half of the time there is if that is sooner; on a weekday, in breaks, too.
  private func declineDay(before due: Instant) throws -> CivilDate {
    let days = max(0, today.days(until: wording.shownEnd(due).date))
    var day = today.adding(days: min(declineDays, days / 2))
    let calendar = try facts.calendar()
    while today < day, day.weekday.isWeekend || calendar.isHoliday(day) {
      day = day.adding(days: -1)
    }
    return day
  }

  // MARK: Open

  func reminder() throws -> Told {
    let reviews = try openReviews(in: listed(.reminder))
    guard let first = reviews.first else { return Told(letter.name) }
    let alike = reviews.count { isShownAlike($0.due, first.due) }
    var told = Told(
      .reminder, letter.name.notice == .reminder ? letter.name.variant : .sevenDays,
      [
        "due_short": .end(first.due), "due": .end(first.due), "due_time": .end(first.due),
        "days_left": .end(first.due), "open_count": .counted(reviews.count, .review),
        "reviews_are": .counted(alike, .reviewIs),
        "open_lines": .block(try reviews.map { try openLine($0, dueUnless: first.due) }),
      ])
    told.thread = thread(of: listed(.reminder))
    return told
  }

  func overdue(_ notice: PlannedNotice) throws -> Told {
    let notices = listed(.overdueOne, .overdueThree)
    let reviews = try openReviews(in: notices)
    guard let first = reviews.first else { return Told(notice.name) }
    let help = max(today, zone.date(at: reviews.map(\.escalate).min() ?? now))
    var promises: [Instant] = []
    for review in reviews {
      if let submission = try facts.submission(review.submission) {
        promises.append(submission.times.notifyBy)
      }
    }
    var told = Told(
      notice.name, reviews.count > 1 ? .several : .standard,
      [
        "due_short": .end(first.due), "help_day": .date(help),
        "open_lines": .block(try reviews.map { try openLine($0, dueUnless: first.due) }),
      ])
    if let promise = promises.min() { told.values["notify_by"] = .promise(promise) }
    told.thread = thread(of: notices)
    return told
  }

  /// A review that is open, how far it is, and when it is due if that is not the mail's date.
  private func openLine(_ review: Review, dueUnless due: Instant) throws -> BlockLine {
    let title = try listTitle(facts.submission(review.submission))
    let progress = try facts.scorecardProgress(of: review.id)
    let line = BlockLine.open(title, saved: progress?.scored ?? 0, of: progress?.total ?? 0)
    guard !isShownAlike(review.due, due), case .item(let text, let details) = line else {
      return line
    }
    let other = (now < review.due ? "due: " : "was due: ") + wording.end(review.due)
    return .item(text, details: details + [BlockLine.Detail(other, .label)])
  }

  // MARK: Gone

  func givenBack() throws -> Told {
    let notices = listed(.givenBack)
    let reviews = try reviews(in: notices)
    guard let first = reviews.first else { return Told(.givenBack) }
    let titles = try reviews.map { try listTitle(facts.submission($0.submission)) }
    var told = Told(
      .givenBack, reviews.count > 1 ? .several : .standard,
      [
        "title": .text(titles[0]), "returned_count": .counted(reviews.count, .review),
        "returned_lines": .block(titles.map { .entry(Shortening.title($0)) }),
      ])
    try addWhatIsLeft(to: &told, gone: reviews, dueFirst: first.due, notices)
    return told
  }

  func noLongerYours() throws -> Told {
    let notices = listed(.noLongerYours)
    let reviews = try reviews(in: notices)
    guard let first = reviews.first else { return Told(.noLongerYours) }
    let isOne = reviews.count == 1
    let titles = try reviews.map { try listTitle(facts.submission($0.submission)) }
    let lines = zip(reviews, titles).map { review, title in
      isOne
        ? BlockLine.entry(Shortening.title(title)) : reason(of: review, notices).line(about: title)
    }
    var told = Told(
      .noLongerYours, isOne ? .standard : .several,
      [
        "title": .text(titles[0]), "moved_count": .counted(reviews.count, .review),
        "moved_lines": .block(lines),
        "reason_line": .text(isOne ? reason(of: first, notices).words : ""),
      ])
    try addWhatIsLeft(to: &told, gone: reviews, dueFirst: first.due, notices)
    return told
  }

  func reason(of review: Review, _ notices: [PlannedNotice]) -> MoveReason {
    let notice = notices.first { $0.reviews.contains(review.id) }
    return notice?[.why].flatMap(MoveReason.init(rawValue:)) ?? .closed
  }

  /// What stays with the evaluator, and what becomes of the calendar entry.
  ///
  /// The entry goes away when nothing is left of it, whatever else is open.
  private func addWhatIsLeft(
    to told: inout Told, gone: [Review], dueFirst due: Instant, _ notices: [PlannedNotice]
  ) throws {
    let open = try facts.openReviews(of: recipient.id)
    let byDay = Dictionary(grouping: open) { wording.shownEnd($0.due) }.sorted { $0.key < $1.key }
    told.values["left_line"] = .block(
      byDay.compactMap { _, reviews in
        reviews.first.map { wording.stay(reviews.count, due: $0.due) }
      })
    told.values["review_count"] = .counted(open.count, .review)
    told.values["calendar_line"] = .block([])
    told.thread = thread(of: notices)
    guard let thread = told.thread else { return }
    let left = try open.filter { try isIn(thread, $0, due: due) }
    if left.isEmpty {
      told.values["calendar_line"] = .block([.calendarCancelled])
      told.values["review_count"] = .counted(gone.count, .review)
      told.date = CalendarDate(
        name: entryName(thread, due: due), ends: due, summary: "Due: your reviews", details: "",
        isGone: true)
    } else {
      told.values["calendar_line"] = .block([.calendarUpdated])
      told.values["review_count"] = .counted(left.count, .review)
      told.date = date(of: left.sorted { ($0.due, $0.id) < ($1.due, $1.id) }, notices)
    }
  }
}

// MARK: - Calendar entries

// A window's assignment has one entry for each of its evaluators. What was given singly has one for
// each day on which something is due: several such reviews share a mail, and nobody wants an entry
// for each.
extension Teller {
  /// `assignment-31-evaluator-7`, or `reviews-2026-06-22-evaluator-7`.
  private func entryName(_ thread: String, due: Instant) -> String {
    assignment(of: thread) == nil
      ? "reviews-\(wording.shownEnd(due).date)-evaluator-\(recipient.id)"
      : "\(thread.replacing(".", with: "-"))-evaluator-\(recipient.id)"
  }

  /// Whether an open review of the recipient's belongs to an entry.
  private func isIn(_ thread: String, _ review: Review, due: Instant) throws -> Bool {
    if let id = assignment(of: thread) {
      return try facts.assignment(id).map { Self.holds($0, review) } ?? false
    }
    guard isShownAlike(review.due, due) else { return false }
    let window = try facts.submission(review.submission)?.window
    let assignments = try window.map(facts.assignments(of:)) ?? []
    return !assignments.contains { $0.state == .released && Self.holds($0, review) }
  }

  private static func holds(_ assignment: Assignment, _ review: Review) -> Bool {
    review.round == 1
      && assignment.pairs.contains {
        $0.submission == review.submission && $0.evaluator == review.evaluator
          && $0.part == review.part
      }
  }

  private func assignment(of thread: String) -> AssignmentID? {
    guard thread.hasPrefix("assignment.") else { return nil }
    return Int64(thread.dropFirst("assignment.".count)).map(AssignmentID.init(_:))
  }

  /// The earliest due date as a calendar entry, which names the others.
  private func date(of reviews: [Review], _ notices: [PlannedNotice]) -> CalendarDate? {
    guard let first = reviews.first, let thread = thread(of: notices) else { return nil }
    let byDay = Dictionary(grouping: reviews) { wording.shownEnd($0.due) }
      .sorted { $0.key < $1.key }
    let lines = byDay.compactMap { _, reviews -> String? in
      guard let due = reviews.first?.due else { return nil }
      return "\(Wording.counted(reviews.count, .reviewIs)) due \(wording.end(due))."
    }
    return CalendarDate(
      name: entryName(thread, due: first.due), ends: first.due,
      summary: "Due: \(Wording.counted(reviews.count, .review))",
      details: (lines + ["The link is in our mail."]).joined(separator: "\n"))
  }
}

// MARK: - Reviews of a letter

extension Teller {
  /// The reviews that notices are about, as they stand now: by due date, then id.
  func reviews(in notices: [PlannedNotice]) throws -> [Review] {
    var seen: Set<ReviewID> = []
    var reviews: [Review] = []
    for id in notices.flatMap(\.reviews) where seen.insert(id).inserted {
      if let review = try facts.review(id) { reviews.append(review) }
    }
    return reviews.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
  }

  /// Those that are still to be handed in by the recipient.
  func openReviews(in notices: [PlannedNotice]) throws -> [Review] {
    try reviews(in: notices).filter { $0.isOpen && $0.evaluator == recipient.id }
  }

  /// Whether two ends are the same to whoever reads them.
  private func isShownAlike(_ one: Instant, _ other: Instant) -> Bool {
    wording.shownEnd(one) == wording.shownEnd(other)
  }

  private func thread(of notices: [PlannedNotice]) -> String? {
    letter.thread ?? notices.lazy.compactMap { $0[.thread] }.first
  }
}
