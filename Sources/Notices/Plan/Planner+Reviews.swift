import CivilTime
import Programs
import Workflow

/// The notices that an evaluator gets ahead of a due date and behind it.
let remindersOfReviews: [NoticeName] = [.reminder, .overdueOne, .overdueThree]

/// How an evaluator came to a review: the notice that told them, and the thread it began.
struct ReviewOrigin {
  /// The key of that notice: a review is young until seven days after its mail.
  let told: String
  let thread: String
}

extension Planning {
  // MARK: Assignments

  mutating func propose(_ event: AssignmentProposed) throws {
    if let replaced = event.replaces {
      cancel(
        PlanSelector(about: .assignment(replaced), names: [.assignmentProposed]),
        because: .replaced)
    }
    var asker: String?
    if case .person(let person) = entry.by { asker = "\(person)" }
    let due = times.next(.assignmentProposed, onOrAfter: entry.at)
    for person in try office(on: zone.date(at: due), facts: facts) {
      plan(
        .assignmentProposed, NoticeKeys.assignmentProposed(event.assignment, to: person),
        to: person, about: .assignment(event.assignment), due: due, .fields([.asker: asker]))
    }
  }

  /// One mail for each evaluator with all that is theirs, and each review's reminders.
  mutating func release(_ event: AssignmentReleased) throws {
    cancel(
      PlanSelector(about: .assignment(event.assignment), names: [.assignmentProposed]),
      because: .decided)
    let due = afterHold(.assignment)
    let thread = Self.thread(of: event.assignment)
    let reviewsByEvaluator = Dictionary(grouping: event.reviews, by: \.evaluator)
    for (evaluator, reviews) in reviewsByEvaluator.sorted(by: { $0.key < $1.key }) {
      let key = NoticeKeys.assignment(event.assignment, to: evaluator)
      plan(
        .assignment, key, to: evaluator, about: .assignment(event.assignment), due: due,
        .fields([.reviews: PlannedNotice.list(reviews.map(\.review)), .thread: thread]))
      for review in reviews {
        planReminders(of: review, ReviewOrigin(told: key, thread: thread))
      }
    }
  }

  /// Somebody got a single review: new to all, or one that another evaluator had before.
  mutating func assign(_ event: ReviewAssigned) throws {
    let new = event.review
    let wasAnothers = try facts.reviews(of: new.submission).contains {
      guard $0.id != new.review, $0.round == new.round, $0.part == new.part else { return false }
      switch $0.state {
      case .declined, .reassigned: return true
      case .assigned, .seen, .handedIn, .closed: return false
      }
    }
    give(new, wasAnothers: wasAnothers)
  }

  private mutating func give(_ review: NewReview, wasAnothers: Bool) {
    let thread = Self.thread(of: review.review)
    let name: NoticeName = wasAnothers ? .nowYours : .assignment
    let key =
      wasAnothers
      ? NoticeKeys.movedTo(review.review, command: entry.command)
      : NoticeKeys.assigned(review.review)
    plan(
      name, key, to: review.evaluator, about: .review(review.review), due: afterHold(name),
      notAfter: nil, .fields([.thread: thread]))
    planReminders(of: review, ReviewOrigin(told: key, thread: thread))
  }

  // MARK: Given back, moved, extended

  mutating func decline(_ event: ReviewDeclined) throws {
    endReminders(of: event.review, because: .declined)
    // What is given back within the minutes of the first goes into one mail with it.
    let waiting = try facts.plannedNotices(for: event.evaluator).first { $0.name == .givenBack }
    plan(
      .givenBack, NoticeKeys.declined(event.review), to: event.evaluator,
      about: .review(event.review), due: waiting?.due ?? times.held(entry.at),
      .fields([.thread: try thread(of: event.review)]))
  }

  mutating func reassign(_ event: ReviewReassigned) throws {
    endReminders(of: event.from, because: .reassigned)
    if let review = try facts.review(event.from) { planMovedFrom(review, why: .reassigned) }
    if let new = event.to { give(new, wasAnothers: true) }
  }

  /// Tells an evaluator that a review is no longer theirs.
  mutating func planMovedFrom(_ review: Review, why: MovedReason) {
    let origin = try? origin(of: review)
    plan(
      .noLongerYours, NoticeKeys.movedFrom(review.id, command: entry.command),
      to: review.evaluator, about: .review(review.id), due: afterHold(.noLongerYours),
      .fields([.why: why.rawValue, .told: origin?.told, .thread: origin?.thread]))
  }

  mutating func extend(_ event: ReviewExtended) throws {
    guard let review = try facts.review(event.review) else { return }
    let new = NewReview(
      review: review.id, submission: review.submission, round: review.round,
      evaluator: review.evaluator, part: review.part, due: review.due, escalate: review.escalate,
      isOutsideField: review.isOutsideField, isByHand: review.isByHand)
    cancel(
      PlanSelector(about: .review(review.id), names: remindersOfReviews), because: .extended)
    planReminders(of: new, try origin(of: review), isMoved: true)
  }

  // MARK: Reminders

  /// The reminders ahead of a due date and behind it; what lies behind us already is left out.
  ///
  /// - Parameters:
  ///   - review: The review with its due date.
  ///   - origin: How the evaluator came to it.
  ///   - isMoved: The due date was another one before, for which some may have been told.
  private mutating func planReminders(
    of review: NewReview, _ origin: ReviewOrigin, isMoved: Bool = false
  ) {
    let about = PlannedNotice.About.review(review.review)
    let since = isMoved ? entry.command : nil
    for days in program.evaluators.reminderDays {
      let due = times.reminder(days: days, before: review.due)
      guard now < due else { continue }
      plan(
        .reminder,
        NoticeKeys.reminder(review.review, days: days, since: since),
        to: review.evaluator, about: about, due: due, notAfter: review.due,
        .fields([.stage: "\(days)d", .told: origin.told, .thread: origin.thread]))
    }
    let third = times.next(.overdueThree, onOrAfter: max(review.escalate, now))
    if let schoolDays = program.evaluators.overdueSchoolDays.first {
      let day = calendar.schoolDay(schoolDays, after: times.shownDay(ofEnd: review.due))
      let first = times.hours.opening(on: day)
      // Where the promise leaves no time, the second note is on the same morning or sooner, and says it all.
      if now < first, first <= third {
        plan(
          .overdueOne,
          NoticeKeys.overdue(review.review, 1, since: since),
          to: review.evaluator, about: about, due: first,
          .fields([.told: origin.told, .thread: origin.thread]))
      }
    }
    plan(
      .overdueThree, NoticeKeys.overdue(review.review, 3, since: since),
      to: review.evaluator, about: about, due: third,
      .fields([.told: origin.told, .thread: origin.thread]))
  }

  /// Nothing is due any more.
  mutating func endReminders(of review: ReviewID, because reason: CancelReason) {
    cancel(PlanSelector(about: .review(review), names: remindersOfReviews), because: reason)
  }

  /// The school calendar changed: reminders that lie ahead move to mornings on which there is school.
  mutating func moveReminders() throws {
    for evaluator in try facts.evaluators() {
      for review in try facts.openReviews(of: evaluator.id) {
        for notice in try facts.plannedNotices(about: .review(review.id)) {
          guard notice.name == .reminder, let days = notice.stageDays else { continue }
          let due = times.reminder(days: days, before: review.due)
          if now < due { move(notice, due: due, notAfter: notice.notAfter) }
        }
      }
    }
    try planYearsEndings(movedBy: .evidence)
  }

  // MARK: Origins

  static func thread(of assignment: AssignmentID) -> String { "assignment.\(assignment)" }
  static func thread(of review: ReviewID) -> String { "review.\(review)" }

  private func thread(of id: ReviewID) throws -> String {
    guard let review = try facts.review(id) else { return Self.thread(of: id) }
    return try origin(of: review).thread
  }

  /// How an evaluator came to a review: with a window's assignment, or by itself.
  func origin(of review: Review) throws -> ReviewOrigin {
    let window = try facts.submission(review.submission)?.window
    for assignment in try window.map(facts.assignments(of:)) ?? [] {
      let key = NoticeKeys.assignment(assignment.id, to: review.evaluator)
      let isReleased = assignment.state == .released
      let isIn = assignment.pairs.contains {
        $0.submission == review.submission && $0.evaluator == review.evaluator
          && $0.part == review.part
      }
      if isReleased, isIn, review.round == 1 {
        return ReviewOrigin(told: key, thread: Self.thread(of: assignment.id))
      }
    }
    let single = NoticeKeys.assigned(review.id)
    let moved = try facts.plannedNotices(about: .review(review.id)).compactMap { $0[.told] }.first
    return ReviewOrigin(told: moved ?? single, thread: Self.thread(of: review.id))
  }
}
