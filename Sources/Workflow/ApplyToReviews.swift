import CivilTime

func applyToAssignments(_ entry: Entry, _ records: inout some Records) throws {
  switch entry.event {
  case .assignmentProposed(let event):
    if let replaced = event.replaces, var old = try records.assignment(replaced) {
      old.state = .replaced
      try records.save(old)
    }
    try records.save(
      Assignment(
        id: event.assignment, window: event.window, pairs: event.pairs,
        unassigned: event.unassigned))
    try change(event.window, &records) { $0.assignment = event.assignment }
  case .assignmentAdjusted(let event):
    guard var assignment = try records.assignment(event.assignment) else { return }
    let pair = event.pair
    let index = assignment.pairs.firstIndex {
      $0.submission == pair.submission && $0.part == pair.part
    }
    if let index { assignment.pairs[index] = pair } else { assignment.pairs.append(pair) }
    // With two evaluators, the other may still be missing; then the release says so.
    if event.before == nil { assignment.unassigned.removeAll { $0 == pair.submission } }
    try records.save(assignment)
  case .assignmentReleased(let event): try released(event, entry, &records)
  case .assignmentRecalled(let event):
    for id in event.reviews {
      try change(id, &records) { $0.state = .closed(.undone, at: entry.at) }
      guard let review = try records.review(id) else { continue }
      try change(review.submission, &records) { $0.state = .submitted(at: $0.receivedAt) }
    }
    guard var assignment = try records.assignment(event.assignment) else { return }
    for before in assignment.before {
      try change(before.submission, &records) {
        $0.lacking = before.lacking
        $0.times = before.times
        $0.delays = before.delays
      }
    }
    assignment.state = .proposed
    assignment.before = []
    try records.save(assignment)
    try change(assignment.window, &records) { $0.isAssigned = false }
  default: break
  }
}

private func released(
  _ event: AssignmentReleased, _ entry: Entry, _ records: inout some Records
) throws {
  let touched = SortedSet(event.reviews.map(\.submission) + event.lacking.map(\.submission))
  let before = try touched.compactMap { id in
    try records.submission(id).map {
      BeforeAssignment(submission: id, lacking: $0.lacking, times: $0.times, delays: $0.delays)
    }
  }
  for review in event.reviews { try assign(review, at: entry.at, &records) }
  for lack in event.lacking {
    try change(lack.submission, &records) {
      $0.lacking.append(
        LackingEvaluator(
          part: lack.part, since: entry.at, isForAdministrator: lack.isForAdministrator))
    }
  }
  try change(event.window, &records) { $0.isAssigned = true }
  guard var assignment = try records.assignment(event.assignment) else { return }
  assignment.state = .released
  assignment.before = before
  try records.save(assignment)
}

func applyToReviews(_ entry: Entry, _ records: inout some Records) throws {
  switch entry.event {
  case .reviewAssigned(let event): try assign(event.review, at: entry.at, &records)
  case .evaluatorNeeded(let event):
    try change(event.submission, &records) {
      $0.lacking.removeAll { $0.part == event.part }
      $0.lacking.append(
        LackingEvaluator(
          part: event.part, since: entry.at, isForAdministrator: event.isForAdministrator))
    }
  case .reviewSeen(let event):
    try change(event.review, &records) {
      if case .assigned = $0.state { $0.state = .seen(at: entry.at) }
    }
  case .scorecardHandedIn(let event):
    try change(event.review, &records) { $0.state = .handedIn(event.scorecard, at: entry.at) }
  case .reviewDeclined(let event):
    try change(event.review, &records) {
      $0.state = .declined(event.reason, words: event.words, at: entry.at)
    }
    try lack(event.review, at: entry.at, &records)
  case .reviewReassigned(let event):
    try change(event.from, &records) {
      $0.state = .reassigned(to: event.to?.review, at: entry.at)
    }
    if let review = event.to {
      try assign(review, at: entry.at, &records)
    } else {
      try lack(event.from, at: entry.at, &records)
    }
  case .reviewExtended(let event):
    try change(event.review, &records) {
      $0.due = event.due
      $0.escalate = event.escalate
      // Back to a day that is over means back to what the administrator was told of it.
      $0.isEscalated = event.escalate <= entry.at
    }
  case .criterionReopened(let event):
    try change(event.submission, &records) {
      $0.reopened.removeAll { $0.criterion == event.criterion }
      $0.reopened.append(
        ReopenedCriterion(criterion: event.criterion, reason: event.reason))
    }
  case .overdueEscalated(let event):
    for review in event.reviews { try change(review, &records) { $0.isEscalated = true } }
  default: break
  }
}

/// A review begins: its submission is under review, and lacks that evaluator no longer.
private func assign(_ new: NewReview, at instant: Instant, _ records: inout some Records) throws {
  try records.save(
    Review(
      id: new.review, submission: new.submission, round: new.round, evaluator: new.evaluator,
      part: new.part, assignedAt: instant, due: new.due, escalate: new.escalate,
      isOutsideField: new.isOutsideField, isByHand: new.isByHand))
  try change(new.submission, &records) {
    if case .submitted = $0.state { $0.state = .underReview(since: instant) }
    $0.lacking.removeAll { $0.part == new.part }
  }
}

/// The submission of a review that ended without a scorecard needs somebody else.
private func lack(_ id: ReviewID, at instant: Instant, _ records: inout some Records) throws {
  guard let review = try records.review(id) else { return }
  try change(review.submission, &records) {
    $0.lacking.removeAll { $0.part == review.part }
    $0.lacking.append(
      LackingEvaluator(part: review.part, since: instant, isForAdministrator: false))
  }
}
