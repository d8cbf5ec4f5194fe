import CivilTime
import Programs

/// A review that begins today is due on the day after tomorrow at the earliest: on the third day at 00:00.
private let daysMin = 3

/// By when a review that begins now is due, and the promise to the teacher that goes with it.
struct ReviewTerms: Sendable {
  var due: Instant
  /// The teacher's promise; later than before where the review can't be done in time any more.
  var times: AnswerTimes
}

/// Why somebody can't be given a review now.
enum Obstacle: Hashable, Sendable {
  case conflict(Conflict)
  case notAnEvaluator
  case notTrained
  case away
  case fullLoad(open: Int, most: Int)
  case alreadyHasIt
  case gaveItBack

  /// The obstacle in words, after "because".
  var words: String {
    switch self {
    case .conflict(let conflict): conflict.words
    case .notAnEvaluator: "they are not an evaluator"
    case .notTrained: "their training is not completed yet"
    case .away: "they are away"
    case .fullLoad(let open, let most):
      "they have \(open) open reviews, and may have \(most)"
    case .alreadyHasIt: "they have it already"
    case .gaveItBack: "they gave it back, or it was taken from them"
    }
  }
}

extension Facts {
  /// The terms of a review that begins now.
  ///
  /// The due date is the promise's own as long as that leaves the days that a late review gets at the least.
  /// After that the evaluator gets those days; where they end after the promise, the promise moves with them,
  /// and the teacher is told: a due date behind the promised day would promise what nobody can keep.
  ///
  /// Evidence that is in time for a pay date is due before payroll's lock, as long as that leaves three days.
  func terms(
    for times: AnswerTimes, stage kind: StageKind, handedIn: Instant, at now: Instant
  ) throws(Refusal) -> ReviewTerms {
    var terms = try ordinaryTerms(for: times, stage: kind, at: now)
    if let meeting = payDateAhead(ofHandIn: handedIn, stage: kind),
      zone.startOfDay(zone.date(at: now).adding(days: daysMin)) <= meeting.reviewsDue
    {
      terms.due = min(terms.due, meeting.reviewsDue)
    }
    return terms
  }

  private func ordinaryTerms(
    for times: AnswerTimes, stage kind: StageKind, at now: Instant
  ) throws(Refusal) -> ReviewTerms {
    let program = try policy()
    let stage = program.stage(kind) ?? program.evidence
    let days = program.evaluators.reassignedDaysMin
    let soonest = zone.startOfDay(zone.date(at: now).adding(days: days + 1))
    if times.reviewsDue >= soonest { return ReviewTerms(due: times.reviewsDue, times: times) }
    let lastDue = zone.startOfDay(zone.date(at: times.notifyBy).adding(days: -1))
    if soonest <= lastDue { return ReviewTerms(due: soonest, times: times) }
    let earliest = zone.startOfDay(zone.date(at: now).adding(days: daysMin))
    // A few days before the promise are still enough for one review; below that the promise moves.
    if earliest <= lastDue { return ReviewTerms(due: lastDue, times: times) }
    let moved = try deadlines().answerTimes(
      for: stage,
      notifyOn: zone.date(at: soonest).adding(days: stage.evaluatorMarginDays))
    return ReviewTerms(due: soonest, times: moved)
  }

  /// A review as it is given to an evaluator under the terms.
  func newReview(
    _ id: ReviewID, _ submission: SubmissionID, round: Int, evaluator: PersonID,
    part: EvaluatorPart, isOutsideField: Bool, isByHand: Bool, terms: ReviewTerms
  ) throws(Refusal) -> NewReview {
    NewReview(
      review: id, submission: submission, round: round, evaluator: evaluator, part: part,
      due: terms.due,
      escalate: try deadlines().escalation(due: terms.due, notifyBy: terms.times.notifyBy),
      isOutsideField: isOutsideField, isByHand: isByHand)
  }

  /// The moved promise, where the terms moved it.
  func delay(of submission: Submission, to terms: ReviewTerms) -> [Event] {
    guard terms.times.notifyBy != submission.times.notifyBy else { return [] }
    return [
      .answerDelayed(
        AnswerDelayed(
          submission: submission.id, round: submission.round, before: submission.times,
          times: terms.times))
    ]
  }

  /// What keeps somebody from judging a submission now; `nil` if nothing does.
  ///
  /// An administrator's hand passes over load and absence, never over a conflict.
  func obstacle(
    to evaluator: Person, judging submission: Submission, at now: Instant, isByHand: Bool,
    openCount: Int? = nil
  ) -> Obstacle? {
    guard let program, let earner = people[submission.earner] else { return .notAnEvaluator }
    let offering = offerings.first { $0.id == submission.offering }
    if let conflict = Conflict.between(
      evaluator: evaluator, earner: earner, offering: offering, by: program.evaluators)
    {
      return .conflict(conflict)
    }
    let today = zone.date(at: now)
    guard let profile = evaluator.evaluator, evaluator.isEmployed(on: today) else {
      return .notAnEvaluator
    }
    for review in reviews[submission.id] ?? [] where review.evaluator == evaluator.id {
      if let obstacle = review.obstacle(to: submission.round, isByHand: isByHand) {
        return obstacle
      }
    }
    if isByHand { return nil }
    if let trained = profile.trained, today < trained { return .notTrained }
    if profile.isAway(on: today) { return .away }
    let most = profile.loadMax ?? program.evaluators.openReviewsMax
    let open = openCount ?? openCounts[evaluator.id] ?? 0
    return open >= most ? .fullLoad(open: open, most: most) : nil
  }

  /// Whether somebody may hold one more review.
  func hasRoom(_ evaluator: Person) -> Bool {
    let most = evaluator.evaluator?.loadMax ?? program?.evaluators.openReviewsMax ?? 0
    return openCounts[evaluator.id, default: 0] < most
  }

  /// Whether none of the skills that work names is known to the evaluator. Work that names none is in nobody's field.
  func isOutsideField(_ submission: Submission, of evaluator: Person) -> Bool {
    guard !submission.skills.isEmpty else { return false }
    let known = evaluator.evaluator?.knownSkills(by: program?.skills) ?? [:]
    return submission.skills.allSatisfy { known[$0.foldedTitle] == nil }
  }
}

extension Review {
  /// What this review means for giving its evaluator the same submission once more.
  fileprivate func obstacle(to round: Int, isByHand: Bool) -> Obstacle? {
    switch state {
    case .assigned, .seen, .handedIn: self.round == round ? .alreadyHasIt : nil
    case .declined, .reassigned:
      self.round == round && !isByHand ? .gaveItBack : nil
    case .closed: nil
    }
  }
}
