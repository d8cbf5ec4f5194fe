import CivilTime

/// What takes a command back, as long as nobody has been told of it.
func decideUndo(
  _ number: Int64, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  guard let recorded = facts.recorded, recorded.number == number, !recorded.events.isEmpty else {
    throw .notFound("command", number)
  }
  guard !recorded.isUndone else {
    throw Refusal(.notInThisState, "Command \(number) was undone already.")
  }
  guard !recorded.isTold else {
    throw Refusal(
      .notNow, "People have been told already. \(correction(for: recorded.events[0]))")
  }
  // What is asked for money's own sake has no way back: in a ledger, nothing is ever taken out.
  if case .entriesMade = recorded.events[0] { throw notUndoable(recorded.events[0]) }
  // A release is recalled whole, with the days that it moved and the proposal that it was made of.
  let isRelease = recorded.events.contains { $0.type == AssignmentReleased.type }
  var events: [Event] = []
  // Backwards, so that what depends on another thing goes first.
  for event in recorded.events.reversed() {
    switch event {
    case .answerDelayed, .assignmentProposed:
      guard isRelease else { throw notUndoable(event) }
    // What it meant for the ledger goes with what takes it back.
    case .entriesMade: continue
    default: events += try inverse(of: event, facts: facts)
    }
  }
  return events + [.undone(Undone(command: number))]
}

private func inverse(of event: Event, facts: Facts) throws(Refusal) -> [Event] {
  switch event {
  case .windowChanged(let change):
    let window = try facts.window(change.window)
    try expect(window.version == change.version)
    // A window that has opened or closed since stays as people found it.
    switch window.state {
    case .planned, .announced: break
    case .open: try expect(change.before.opensOn == window.opensOn)
    case .closed, .cancelled: try expect(false)
    }
    return [
      .windowChanged(
        WindowChanged(
          window: window.id, version: window.version + 1, opensOn: change.before.opensOn,
          endsOn: change.before.endsOn, times: change.before.times, before: window.dates,
          reason: ""))
    ]
  case .windowReopened(let change):
    let window = try facts.window(change.window)
    try expect(window.version == change.version && window.state == .open)
    return [
      .windowChanged(
        WindowChanged(
          window: window.id, version: window.version + 1, opensOn: window.opensOn,
          endsOn: change.before.endsOn, times: change.before.times, before: window.dates,
          reason: "")),
      .windowClosed(WindowClosed(window: window.id)),
    ]
  case .assignmentReleased(let release):
    let created = Set(release.reviews.map(\.review))
    let ids = Set(release.reviews.map(\.submission) + release.lacking.map(\.submission))
    for id in ids {
      let submission = try facts.submission(id)
      let open = (facts.reviews[id] ?? []).filter(\.isOpen).map(\.id)
      let made = release.reviews.filter { $0.submission == id }.map(\.review)
      try expect(
        submission.state.name == (made.isEmpty ? .submitted : .underReview)
          && open.sorted() == made.sorted())
    }
    try expect(try facts.theAssignment(release.assignment).state == .released)
    return [
      .assignmentRecalled(
        AssignmentRecalled(assignment: release.assignment, reviews: created.sorted()))
    ]
  case .assignmentAdjusted(let adjusted):
    guard let before = adjusted.before else { throw notUndoable(event) }
    let assignment = try facts.theAssignment(adjusted.assignment)
    try expect(assignment.state == .proposed && assignment.pairs.contains(adjusted.pair))
    return [
      .assignmentAdjusted(
        AssignmentAdjusted(assignment: adjusted.assignment, before: adjusted.pair, pair: before))
    ]
  case .decisionReleased(let release): return try recall(release, facts)
  case .returned(let back):
    guard case .returned(let now) = try facts.submission(back.submission).state else {
      throw changedSince
    }
    try expect(now.handInBy == back.handInBy && now.missing == back.missing)
    for id in back.reviews {
      let review = try facts.review(id)
      let hasRoom = facts.hasRoom(try facts.person(review.evaluator))
      try expect(hasRoom || review.isByHand)
    }
    return [
      .returnRecalled(ReturnRecalled(submission: back.submission, reviews: back.reviews))
    ]
  case .extended(let extended):
    let proposal = try facts.submission(extended.submission)
    switch proposal.progress {
    case .inProgress(let ends), .stopped(_, let ends): try expect(ends == extended.ends)
    case .completed, .ended, .none: throw changedSince
    }
    return [
      .extended(
        Extended(
          submission: proposal.id, earner: proposal.earner, ends: extended.endedBefore,
          endedBefore: extended.ends, reason: Personal(nil)))
    ]
  case .reviewExtended(let extended):
    let review = try facts.review(extended.review)
    try expect(review.isOpen && review.due == extended.due)
    return [
      .reviewExtended(
        ReviewExtended(
          review: review.id, due: extended.dueBefore, escalate: extended.escalateBefore,
          dueBefore: extended.due, escalateBefore: extended.escalate))
    ]
  case .roleGranted(let granted):
    try expect(try facts.person(granted.person).roles.contains(granted.role))
    if granted.role == .administrator {
      try expect(facts.administrators.contains { $0.id != granted.person })
    }
    return [.roleRevoked(RoleRevoked(person: granted.person, role: granted.role))]
  case .roleRevoked(let revoked):
    try expect(try !facts.present(revoked.person).roles.contains(revoked.role))
    return [.roleGranted(RoleGranted(person: revoked.person, role: revoked.role))]
  default: throw notUndoable(event)
  }
}

/// A decision can be recalled as long as nothing rests on it: no evidence for the proposal that it approved, and
/// no change of the year that it set.
private func recall(_ release: DecisionReleased, _ facts: Facts) throws(Refusal) -> [Event] {
  let submission = try facts.submission(release.submission)
  try expect(submission.decision == release.decision && submission.state.name == .decided)
  try expect(
    !facts.own.contains { $0.proposal == release.submission && $0.state.name != .withdrawn })
  if let ends = release.yearEnds { try expect(submission.progress == .inProgress(ends: ends)) }
  if let id = submission.proposal, let decision = facts.decisions[release.decision] {
    switch try facts.submission(id).progress {
    case .completed(let at): try expect(at == decision.releasedAt)
    case .inProgress, .ended, .none: try expect(release.outcome != .earned)
    case .stopped: throw changedSince
    }
  }
  return [.decisionRecalled(DecisionRecalled(decision: release.decision))]
}

private func expect(_ stands: Bool) throws(Refusal) {
  guard stands else { throw changedSince }
}

private let changedSince = Refusal(
  .notInThisState, "Something has happened since that depends on it, so it stays.")

private func notUndoable(_ event: Event) -> Refusal {
  Refusal(.againstTheRules, "This can't be taken back. \(correction(for: event))")
}

/// The command that sets right what can no longer be undone.
private func correction(for event: Event) -> String {
  switch event {
  case .windowPlanned: "Cancel the window, or change its dates."
  case .windowChanged, .windowReopened: "Change the dates again: whoever was told hears of it."
  case .windowCancelled: "Add a new window."
  case .assignmentReleased, .reviewAssigned, .reviewReassigned: "Reassign single reviews."
  case .decisionReleased: "Reopen the decision: the teacher gets a corrected one."
  case .returned: "Take the work as it is once the teacher hands it in again."
  case .entriesMade: "Enter a correction: it goes with the next payroll file."
  case .extended: "Extend it again, to the right day."
  default: "Enter it again as it should be."
  }
}
