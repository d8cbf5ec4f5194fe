public import CivilTime
import Programs
import Rubrics

extension Facts {
  /// Reads what a command needs.
  ///
  /// - Parameters:
  ///   - command: What is asked for.
  ///   - actor: Who asks.
  ///   - now: The instant of asking.
  ///   - zone: The district's zone, made from the system's zone file.
  ///   - pay: What pay is reckoned from, where it was read in this transaction already.
  ///   - records: The records, in the transaction in which the decision will be stored.
  /// - Returns: The facts.
  /// - Throws: Whatever the records throw when they can't be read.
  public static func gather(
    for command: Command, by actor: Actor, at now: Instant, zone: Zone, pay: PayFacts? = nil,
    from records: borrowing some RecordReading
  ) throws -> Facts {
    var facts = Facts(
      program: try records.program(), calendar: try records.calendar(), zone: zone,
      next: try records.nextIdentifiers())
    facts.payRules = try records.payRules(zone: zone)
    if case .person(let id) = actor {
      facts.asker = try records.person(id)
      facts.administrators = try records.people(with: .administrator)
    }
    switch command {
    case .setProgram(let program, _):
      for (kind, stage) in [(StageKind.proposal, program.proposals), (.evidence, program.evidence)]
      {
        guard let id = stage?.rubric else { continue }
        facts.rubricInForce[kind] = try records.rubricInForce(.init(rawValue: id))
      }
      facts.windows = try records.windows()
    case .addRubric(let rubric, _):
      let inForce = try records.rubricInForce(rubric.id)
      if let inForce { facts.rubrics[inForce.version] = inForce }
    case .setCalendar, .planYear, .addWindow, .changeWindow, .announceWindow,
      .openWindow, .noteWindowClosing, .closeWindow, .reopenWindow, .cancelWindow:
      facts.windows = try records.windows()
      if case .cancelWindow(let id, _) = command {
        facts.inWindow = try records.submissions(in: id)
      }
    case .recordOffering(let offering):
      if let known = try records.offering(code: offering.code) { facts.offerings = [known] }
      for number in offering.leaderNumbers {
        try facts.add(records.person(employeeNumber: number))
      }
      for id in facts.people.keys.sorted() { try facts.addOpenReviews(of: id, from: records) }
    case .recordPerson(let person):
      try facts.add(records.person(employeeNumber: person.details.employeeNumber))
      try facts.add(records.person(email: person.details.email))
      if let number = person.supervisorNumber {
        try facts.add(records.person(employeeNumber: number))
      }
    case .grantRole(let id, _), .revokeRole(let id, _), .recordEvaluator(let id, _),
      .markAddress(let id, _), .muteNotices(let id, _, _), .setAway(let id, _):
      try facts.add(records.person(id))
      facts.administrators = try records.people(with: .administrator)
      if case .setAway = command { try facts.addOpenReviews(of: id, from: records) }
    case .erasePerson(let id):
      try facts.add(records.person(id))
      facts.administrators = try records.people(with: .administrator)
      try facts.addOpenReviews(of: id, from: records)
      facts.own = try records.submissions(of: id)
      facts.concerning = try records.entries(concerning: id)
    case .declareConflict(let id, let other):
      for one in [id, other] {
        try facts.add(records.person(one))
        try facts.addOpenReviews(of: one, from: records)
      }
    case .setDeputies(let id, let deputies):
      try facts.add(records.person(id))
      for deputy in deputies { try facts.add(records.person(deputy.person)) }
    case .acceptLate(let id, let window, _, _):
      try facts.add(records.person(id))
      if let window = try records.window(window) { facts.windows = [window] }
    case .handIn(let work): try facts.gatherHandIn(work, from: records)
    case .recordOpening(let opening):
      try facts.add(records.person(opening.earner))
      facts.offerings = try records.offerings(titled: opening.title)
      facts.own = try records.submissions(of: opening.earner)
      facts.openings = try records.openings(of: opening.earner)
      facts.windows = try records.windows()
      try facts.addRubrics(from: records)
    case .withdraw(let id), .returnSubmission(let id, _), .checkDocuments(let id),
      .amend(let id, _, _, _, _), .extend(let id, _, _), .endYear(let id), .delayAnswer(let id),
      .reopenDecision(let id, _), .noteEvaluatorNeeded(let id, _), .holdAmount(let id, _, _),
      .correctPay(let id, _, _):
      try facts.add(submission: id, from: records)
      facts.windows = try records.windows()
      if case .reopenDecision = command, let earner = facts.submissions[id]?.earner {
        facts.own = try records.submissions(of: earner)
      }
    case .assignReview(let id, let evaluator, _, _):
      try facts.add(submission: id, from: records)
      try facts.addEvaluator(evaluator, from: records)
    case .releaseDecisions(let ids):
      for id in ids { try facts.add(submission: id, from: records) }
      facts.windows = try records.windows()
    case .proposeAssignment(let window, let pairs, _):
      facts.windows = try records.windows()
      facts.inWindow = try records.submissions(in: window)
      try facts.addEvaluators(of: pairs, from: records)
    case .moveAssignment(let id, _, let evaluator, _), .pinAssignment(let id, _, let evaluator, _):
      try facts.gatherAssignment(id, from: records)
      try facts.addEvaluator(evaluator, from: records)
    case .releaseAssignment(let id): try facts.gatherAssignment(id, from: records)
    case .seeReview(let id), .handInScorecard(let id, _), .extendReview(let id, _),
      .reopenCriterion(let id, _, _):
      try facts.add(review: id, from: records)
    case .declineReview(let id, _, _):
      try facts.add(review: id, from: records)
      guard let review = try records.review(id) else { break }
      try facts.addOpenReviews(of: review.evaluator, from: records)
      if let submission = facts.submissions[review.submission] {
        try facts.addOpenReviews(of: submission.earner, from: records)
      }
    case .reassignReview(let id, let evaluator):
      try facts.add(review: id, from: records)
      if let evaluator { try facts.addEvaluator(evaluator, from: records) }
    case .escalateOverdue(let window):
      facts.overdue = try records.overdueReviews(of: window, at: now)
    case .undo(let number): try facts.gatherUndo(number, from: records)
    case .grantFunds, .sealPayDate, .markPaid, .beginPayYear, .noteFile, .confirmClock: break
    }
    if let pay {
      facts.pay = pay
    } else {
      try facts.gatherPay(for: command, at: now, from: records)
    }
    return facts
  }

  private mutating func gatherHandIn(
    _ work: HandIn, from records: borrowing some RecordReading
  ) throws {
    try add(records.person(work.earner))
    windows = try records.windows()
    own = try ownWork(work, from: records)
    offerings = try records.offerings(titled: work.title)
    try addRubrics(from: records)
    guard let known = continued(work) ?? begun(for: work) else { return }
    try add(submission: known.id, from: records)
    // Whoever judged it before gets it again, so their facts matter.
    for review in reviews[known.id] ?? [] {
      try addEvaluator(review.evaluator, from: records)
    }
  }

  /// What the teacher has handed in before, as far as it matters to what comes now.
  ///
  /// Where nothing is named and no proposal is asked for, only the title can lead to it; reading all of
  /// somebody's work for each row of an import would make the import slower with every row.
  private func ownWork(
    _ work: HandIn, from records: borrowing some RecordReading
  ) throws -> [Submission] {
    let needsProposal = work.stage == .evidence && program?.proposals != nil
    guard work.submission == nil, work.proposal == nil, !needsProposal else {
      return try records.submissions(of: work.earner)
    }
    let titled = try records.submissions(of: work.earner, titled: work.title)
    return titled.allSatisfy { $0.proposal == nil }
      ? titled : try records.submissions(of: work.earner)
  }

  /// Evidence that is known under another title than the one that comes now.
  private func begun(for work: HandIn) -> Submission? {
    guard work.stage == .evidence, program?.proposals != nil else { return nil }
    return (try? proposal(for: work)).flatMap(evidence(for:))
  }

  private mutating func gatherAssignment(
    _ id: AssignmentID, from records: borrowing some RecordReading
  ) throws {
    assignment = try records.assignment(id)
    guard let assignment else { return }
    windows = try records.windows()
    inWindow = try records.submissions(in: assignment.window)
    try addEvaluators(of: assignment.pairs, from: records)
  }

  private mutating func gatherUndo(
    _ number: Int64, from records: borrowing some RecordReading
  ) throws {
    recorded = try records.recordedCommand(number)
    windows = try records.windows()
    administrators = try records.people(with: .administrator)
    for event in recorded?.events ?? [] {
      switch event {
      case .assignmentReleased(let event):
        try gatherAssignment(event.assignment, from: records)
        for review in event.reviews { try add(submission: review.submission, from: records) }
        for lack in event.lacking { try add(submission: lack.submission, from: records) }
      case .assignmentAdjusted(let event): try gatherAssignment(event.assignment, from: records)
      case .decisionReleased(let event):
        try add(submission: event.submission, from: records)
        if let earner = submissions[event.submission]?.earner {
          own += try records.submissions(of: earner)
        }
      case .returned(let event):
        try add(submission: event.submission, from: records)
        for review in reviews[event.submission] ?? [] {
          try addEvaluator(review.evaluator, from: records)
        }
      case .extended(let event):
        try add(submission: event.submission, from: records)
        if let earner = submissions[event.submission]?.earner {
          own += try records.submissions(of: earner)
        }
      case .reviewExtended(let event): try add(review: event.review, from: records)
      case .roleGranted(let event): try add(records.person(event.person))
      case .roleRevoked(let event): try add(records.person(event.person))
      default: break
      }
    }
  }

  private mutating func add(_ person: Person?) {
    if let person { people[person.id] = person }
  }

  private mutating func add(submission id: SubmissionID, from records: borrowing some RecordReading)
    throws
  {
    guard submissions[id] == nil || reviews[id] == nil, let submission = try records.submission(id)
    else { return }
    submissions[id] = submission
    reviews[id] = try records.reviews(of: id)
    try add(records.person(submission.earner))
    if let version = submission.rubric { rubrics[version] = try records.rubric(version) }
    if let id = submission.decision { decisions[id] = try records.decision(id) }
    if let id = submission.offering, let offering = try records.offering(id) {
      offerings.append(offering)
    }
    if let proposal = submission.proposal {
      submissions[proposal] = try records.submission(proposal)
    }
  }

  private mutating func add(review id: ReviewID, from records: borrowing some RecordReading) throws
  {
    guard let review = try records.review(id) else { return }
    try add(submission: review.submission, from: records)
    try add(records.person(review.evaluator))
  }

  /// What somebody still has to judge.
  private mutating func addOpenReviews(
    of evaluator: PersonID, from records: borrowing some RecordReading
  ) throws {
    for review in try records.openReviews(of: evaluator) {
      try add(submission: review.submission, from: records)
    }
  }

  private mutating func addEvaluator(_ id: PersonID, from records: borrowing some RecordReading)
    throws
  {
    try add(records.person(id))
    openCounts[id] = try records.openReviews(of: id).count
  }

  private mutating func addEvaluators(
    of pairs: [AssignedPair], from records: borrowing some RecordReading
  ) throws {
    openCounts = try records.openReviewCounts()
    for person in try records.evaluators() { add(person) }
    for pair in pairs where people[pair.evaluator] == nil {
      try add(records.person(pair.evaluator))
    }
    for submission in inWindow {
      if submission.state.name == .submitted {
        reviews[submission.id] = try records.reviews(of: submission.id)
      }
      if people[submission.earner] == nil { try add(records.person(submission.earner)) }
      if let id = submission.offering, !offerings.contains(where: { $0.id == id }),
        let offering = try records.offering(id)
      {
        offerings.append(offering)
      }
    }
  }

  private mutating func addRubrics(from records: borrowing some RecordReading) throws {
    for kind in StageKind.allCases {
      guard let id = program?.stage(kind)?.rubric else { continue }
      rubricInForce[kind] = try records.rubricInForce(.init(rawValue: id))
    }
  }
}
