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
  var events: [Event] = []
  // Backwards, so that what depends on another thing goes first.
  for event in recorded.events.reversed() {
    events += try inverse(of: event, facts: facts, at: now)
  }
  return events + [.undone(Undone(command: number))]
}

private func inverse(
  of event: Event, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch event {
  case .windowChanged(let change):
    let window = try facts.window(change.window)
    try expect(window.version == change.version)
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
    let reviews = facts.reviews.values.joined().filter { created.contains($0.id) }
    try expect(reviews.count == created.count && reviews.allSatisfy(\.isOpen))
    return [
      .assignmentRecalled(
        AssignmentRecalled(assignment: release.assignment, reviews: release.reviews.map(\.review)))
    ]
  case .assignmentAdjusted(let adjusted):
    guard let before = adjusted.before else { throw notUndoable(event) }
    return [
      .assignmentAdjusted(
        AssignmentAdjusted(assignment: adjusted.assignment, before: adjusted.pair, pair: before))
    ]
  case .decisionReleased(let release):
    let submission = try facts.submission(release.submission)
    try expect(submission.decision == release.decision && submission.state.name == .decided)
    return [.decisionRecalled(DecisionRecalled(decision: release.decision))]
  case .returned(let back):
    try expect(try facts.submission(back.submission).state.name == .returned)
    return [
      .returnRecalled(ReturnRecalled(submission: back.submission, reviews: back.reviews))
    ]
  case .extended(let extended):
    let proposal = try facts.submission(extended.submission)
    try expect(proposal.progress == .inProgress(ends: extended.ends))
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
  case .answerDelayed(let delayed):
    return [
      .answerDelayed(
        AnswerDelayed(
          submission: delayed.submission, round: delayed.round, before: delayed.times,
          times: delayed.before))
    ]
  case .roleGranted(let granted):
    return [.roleRevoked(RoleRevoked(person: granted.person, role: granted.role))]
  case .roleRevoked(let revoked):
    return [.roleGranted(RoleGranted(person: revoked.person, role: revoked.role))]
  default: throw notUndoable(event)
  }
}

private func expect(_ stands: Bool) throws(Refusal) {
  guard stands else {
    throw Refusal(
      .notInThisState, "Something has happened since that depends on it, so it stays.")
  }
}

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
  case .extended: "Extend it again, to the right day."
  default: "Enter it again as it should be."
  }
}
