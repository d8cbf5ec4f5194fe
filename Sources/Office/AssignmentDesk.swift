public import Assignments
public import CivilTime
import Programs
public import Store
public import Workflow

// Working out who evaluates what takes a while, so it happens outside of any transaction: facts are read, the
// best assignment is computed, and a command brings the result, which `decide` holds against every rule again.

extension DistrictOffice {
  /// Works out a window's assignment and proposes it. Pairs that are pinned stay.
  ///
  /// - Parameters:
  ///   - id: A closed window.
  ///   - actor: Who asks.
  /// - Returns: What came of it.
  /// - Throws: ``OfficeError``.
  @discardableResult
  public func proposeAssignment(
    for id: WindowID, by actor: Actor
  ) throws(OfficeError) -> Performed {
    guard let question = try assignmentQuestion(of: id) else {
      return Performed(command: nil, at: try now(), events: [])
    }
    let answer = question.bestAssignment()
    let performed = try perform(
      .proposeAssignment(id, pairs: answer.pairs, unassigned: answer.unassigned), by: actor)
    guard question.policy.releasesByItself,
      let assignment = try read({ try $0.window(id)?.assignment })
    else { return performed }
    return try perform(.releaseAssignment(assignment), by: actor)
  }

  /// What a window's assignment is worked out from: what waits in it, who could judge it, and what is pinned.
  ///
  /// Solving it takes a while, so it is read first and solved afterwards: 600 submissions and 40 evaluators took the
  /// solver 58 ms on one of two busy cores, and what each review's second best would cost another 93 ms.
  ///
  /// - Parameters:
  ///   - id: The window.
  ///   - place: A review that counts as not pinned, for the question what moving it costs.
  /// - Returns: The question; `nil` before a program is set.
  /// - Throws: ``OfficeError``.
  public func assignmentQuestion(
    of id: WindowID, unpinning place: ReviewPlace? = nil
  ) throws(OfficeError) -> AssignmentQuestion? {
    try read { records in
      let waiting = try records.submissions(in: id).filter {
        $0.state.name == .submitted && $0.lacking.isEmpty
      }
      let latest = try records.window(id)?.assignment.flatMap { try records.assignment($0) }
      let pinned = (latest?.pairs ?? []).filter { pair in
        pair.isPinned
          && ReviewPlace(submission: pair.submission, evaluator: pair.evaluator) != place
      }
      return try records.assignmentQuestion(
        for: waiting, pinned: pinned, today: try self.today(in: records))
    }
  }

  /// Who could judge a submission, the best match first; those without room come last.
  ///
  /// - Parameters:
  ///   - id: The submission.
  ///   - limit: Most people to return.
  /// - Returns: People without a conflict.
  /// - Throws: ``OfficeError``.
  public func suggestions(
    for id: SubmissionID, limit: Int
  ) throws(OfficeError) -> [PersonID] {
    try read { records in
      guard let submission = try records.submission(id),
        let question = try records.assignmentQuestion(
          for: [submission], pinned: [], today: try self.today(in: records))
      else { return [] }
      let part = submission.lacking.first?.part ?? .evaluator
      return question.ranked(for: submission, part).prefix(limit).map(\.person)
    }
  }

  /// The day it is, for absences and trainings.
  func today(in records: some StoredRecords) throws -> CivilDate {
    let now = try self.now(in: records)
    return try zone(in: records).date(at: now)
  }
}

extension StoredRecords {
  /// Everything that matching needs to know; `nil` before a program is set.
  ///
  /// - Parameters:
  ///   - submissions: What needs evaluators.
  ///   - pinned: Pairs that stay.
  ///   - today: The day for absences and trainings; `nil` takes nobody for away.
  /// - Returns: The question.
  /// - Throws: Whatever the records throw.
  public func assignmentQuestion(
    for submissions: [Submission], pinned: [AssignedPair], today: CivilDate?
  ) throws -> AssignmentQuestion? {
    guard let program = try program() else { return nil }
    var earners: [PersonID: Person] = [:]
    var offerings: [OfferingID: Offering] = [:]
    var holders: [SubmissionID: [PersonID]] = [:]
    for submission in submissions {
      earners[submission.earner] = try person(submission.earner)
      if let id = submission.offering { offerings[id] = try offering(id) }
      holders[submission.id] = try reviews(of: submission.id)
        .filter { $0.round == submission.round }.map(\.evaluator)
    }
    return AssignmentQuestion(
      submissions: submissions, evaluators: try evaluators(), earners: earners,
      offerings: offerings, openCounts: try openReviewCounts(), alreadyAsked: holders,
      pinned: pinned, program: program, today: today ?? .last,
      history: try history(today: today, program))
  }

  /// What evaluators have judged before, the latest reviews.
  private func history(today: CivilDate?, _ program: Program) throws -> [PastReview] {
    let month = program.schoolYearFirstMonth
    let began = today.flatMap { today in
      CivilDate(year: today.month >= month ? today.year : today.year - 1, month: month, day: 1)
    }
    // A day more or less at the year's edge changes nobody's load: the zone is left aside.
    let since = began.map { Zone.utc.startOfDay($0) }
    return try reviewsHandedIn(limit: 5_000).map { past in
      PastReview(
        evaluator: past.evaluator, offering: past.offering, title: past.title ?? "",
        isThisYear: since.map { $0 <= past.due } ?? false)
    }
  }
}
