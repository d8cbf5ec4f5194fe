import CivilTime
import Rubrics
import SQLite
public import Workflow

extension WriteRecords {
  public mutating func save(_ window: Window) throws(StoreError) {
    var windows = try self.windows()
    let before = windows.first { $0.id == window.id }
    let bytes = try cache.values.encode(window, table: "intake_window", id: window.id.number)
    try line.execute(
      """
      INSERT INTO intake_window (id, stage, state, opens, value) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, state = excluded.state,
        opens = excluded.opens, value = excluded.value
      """, window.id, window.stage.rawValue, window.state.rawValue,
      window.times.opens.milliseconds, bytes)
    windows.removeAll { $0.id == window.id }
    let place = windows.firstIndex {
      (window.times.opens, window.id) < ($0.times.opens, $0.id)
    }
    windows.insert(window, at: place ?? windows.endIndex)
    cache.windows = windows
    cache.touched.insert(.windows)
    try take(window.id.number, \.window)
    if let program = try program() {
      try replaceAgenda(
        before.map { $0.agenda(by: program) } ?? [], by: window.agenda(by: program))
    }
  }

  public mutating func save(_ submission: Submission) throws(StoreError) {
    let before = try self.submission(submission.id)
    let bytes = try cache.values.encode(submission)
    try line.execute(
      """
      INSERT INTO submission
        (id, stage, earner, offering, proposal, intake_window, round, state, outcome,
         received_at, notify_by, decision, lacks, again_by, is_running, title, folded_title, value)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, earner = excluded.earner,
        offering = excluded.offering, proposal = excluded.proposal,
        intake_window = excluded.intake_window, round = excluded.round, state = excluded.state,
        outcome = excluded.outcome, received_at = excluded.received_at,
        notify_by = excluded.notify_by, decision = excluded.decision, lacks = excluded.lacks,
        again_by = excluded.again_by, is_running = excluded.is_running, title = excluded.title,
        folded_title = excluded.folded_title, value = excluded.value
      """, submission.id, submission.stage.rawValue, submission.earner, submission.offering,
      submission.proposal, submission.window, submission.round, submission.state.name.rawValue,
      submission.outcome?.rawValue, submission.receivedAt.milliseconds,
      submission.times.notifyBy.milliseconds, submission.decision, submission.lacks,
      submission.againBy?.milliseconds, submission.isRunning, submission.title.value,
      submission.title.value?.foldedTitle, bytes)
    if before?.content != submission.content {
      try saveArtifacts(of: submission, isNew: before == nil)
    }
    cache.submissions.keep(submission, for: submission.id)
    cache.touched.insert(.work)
    try take(submission.id.number, \.submission)
    if let program = try program() {
      try replaceAgenda(
        before.map { $0.agenda(by: program) } ?? [], by: submission.agenda(by: program))
    }
  }

  /// Files of earlier rounds stay: what was decided on them must be there to be looked at. An erasure takes all.
  private func saveArtifacts(of submission: Submission, isNew: Bool) throws(StoreError) {
    guard let content = submission.content.value else {
      try line.execute("DELETE FROM artifact WHERE submission = ?", submission.id)
      return
    }
    if !isNew {
      try line.execute(
        "DELETE FROM artifact WHERE submission = ? AND round = ?", submission.id, submission.round)
    }
    for (place, artifact) in content.artifacts.enumerated() {
      guard case .file(let sha256, let bytes, _, _) = artifact.place else { continue }
      try line.execute(
        "INSERT INTO artifact (submission, round, place, sha256, bytes) VALUES (?, ?, ?, ?, ?)",
        submission.id, submission.round, place, sha256, bytes)
    }
  }

  public mutating func save(_ review: Review) throws(StoreError) {
    let before = try self.review(review.id)
    let bytes = try cache.values.encode(review, table: "review", id: review.id.number)
    try line.execute(
      """
      INSERT INTO review
        (id, submission, round, evaluator, part, state, is_open, is_escalated, is_by_hand, due,
         escalate, rubric_hash, value)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET submission = excluded.submission, round = excluded.round,
        evaluator = excluded.evaluator, part = excluded.part, state = excluded.state,
        is_open = excluded.is_open, is_escalated = excluded.is_escalated,
        is_by_hand = excluded.is_by_hand, due = excluded.due, escalate = excluded.escalate,
        rubric_hash = excluded.rubric_hash, value = excluded.value
      """, review.id, review.submission, review.round, review.evaluator, review.part.rawValue,
      review.state.name.rawValue, review.isOpen, review.isEscalated, review.isByHand,
      review.due.milliseconds, review.escalate.milliseconds, review.scorecard?.rubric.hash, bytes)
    cache.reviews.keep(review, for: review.id)
    cache.touched.insert(.work)
    try take(review.id.number, \.review)
    try replaceAgenda(before?.agenda() ?? [], by: review.agenda())
  }

  public mutating func save(_ decision: Decision) throws(StoreError) {
    let before = try self.decision(decision.id)
    let bytes = try cache.values.encode(decision, table: "decision", id: decision.id.number)
    try line.execute(
      """
      INSERT INTO decision
        (id, submission, round, outcome, released_at, in_force, rubric, rubric_hash, value)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET submission = excluded.submission, round = excluded.round,
        outcome = excluded.outcome, released_at = excluded.released_at,
        in_force = excluded.in_force, rubric = excluded.rubric,
        rubric_hash = excluded.rubric_hash, value = excluded.value
      """, decision.id, decision.submission, decision.round, decision.outcome.rawValue,
      decision.releasedAt.milliseconds, decision.standing == .inForce,
      decision.rubric?.rubric.rawValue, decision.rubric?.hash, bytes)
    if before?.reviews != decision.reviews {
      try line.execute("DELETE FROM decision_review WHERE decision = ?", decision.id)
      for review in Set(decision.reviews).sorted() {
        try line.execute(
          "INSERT INTO decision_review (decision, review) VALUES (?, ?)", decision.id, review)
      }
    }
    try take(decision.id.number, \.decision)
  }

  public mutating func save(_ assignment: Assignment) throws(StoreError) {
    let bytes = try cache.values.encode(
      assignment, table: "assignment", id: assignment.id.number)
    try line.execute(
      """
      INSERT INTO assignment (id, intake_window, state, value) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET intake_window = excluded.intake_window,
        state = excluded.state, value = excluded.value
      """, assignment.id, assignment.window, assignment.state.rawValue, bytes)
    try take(assignment.id.number, \.assignment)
  }
}

extension Submission {
  /// The outcome that stands, or that waits for its release.
  var outcome: Outcome? {
    switch state {
    case .readyToRelease(let outcome, _), .decided(_, let outcome, _): outcome
    case .submitted, .underReview, .returned, .withdrawn: nil
    }
  }

  /// How urgently it needs an evaluator: 0 not, 1 the program finds one, 2 an administrator has to.
  var lacks: Int {
    lacking.isEmpty ? 0 : lacking.contains(where: \.isForAdministrator) ? 2 : 1
  }

  /// Until when its teacher can hand it in again, where something is asked for.
  var againBy: Instant? {
    switch state {
    case .returned, .decided(_, .notYet, _), .decided(_, .revise, _): handInAgainBy
    case .submitted, .underReview, .readyToRelease, .decided, .withdrawn: nil
    }
  }

  /// Whether a proposal's year is running.
  var isRunning: Bool {
    if case .inProgress = progress { true } else { false }
  }
}

extension Review {
  /// What was handed in, if it was.
  var scorecard: HandedInScorecard? {
    if case .handedIn(let scorecard, _) = state { scorecard } else { nil }
  }
}
