import CivilTime
import Programs

func decidePeople(
  _ command: Command, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch command {
  case .recordPerson(let person): return try recordPerson(person, facts: facts, at: now)
  case .grantRole(let id, let role):
    if try facts.person(id).roles.contains(role) { return [] }
    return [.roleGranted(RoleGranted(person: id, role: role))]
  case .revokeRole(let id, let role):
    guard try facts.person(id).roles.contains(role) else { return [] }
    if role == .administrator, facts.administrators.allSatisfy({ $0.id == id }) {
      throw Refusal(
        .againstTheRules, "Somebody has to run the program: name another administrator first.")
    }
    return [.roleRevoked(RoleRevoked(person: id, role: role))]
  case .recordEvaluator(let id, let profile):
    if try facts.present(id).evaluator == profile { return [] }
    return [.evaluatorRecorded(EvaluatorRecorded(person: id, profile: profile))]
  case .declareConflict(let id, let other):
    let person = try facts.person(id)
    _ = try facts.person(other)
    guard id != other else {
      throw Refusal(.incomplete, "Nobody judges their own work anyway: name somebody else.")
    }
    return person.conflicts.contains(other) ? [] : facts.conflict(id, other)
  case .setDeputies(let id, let deputies):
    let administrator = try facts.person(id)
    guard administrator.roles.contains(.administrator) else {
      throw Refusal(.againstTheRules, "Only an administrator has deputies.")
    }
    for deputy in deputies {
      _ = try facts.person(deputy.person)
      guard deputy.from <= deputy.until, deputy.person != id else {
        throw Refusal(
          .incomplete, "A deputy is somebody else, and from a day that is not after the last one.")
      }
    }
    return administrator.deputies == deputies
      ? [] : [.deputiesSet(DeputiesSet(administrator: id, deputies: deputies))]
  case .markAddress(let id, let hasBounced):
    if try facts.person(id).addressBounced == hasBounced { return [] }
    return [.addressMarked(AddressMarked(person: id, hasBounced: hasBounced))]
  case .muteNotices(let id, let kind, let isMuted):
    if try facts.person(id).muted.contains(kind) == isMuted { return [] }
    return [.noticesMuted(NoticesMuted(person: id, kind: kind, isMuted: isMuted))]
  case .setAway(let id, let spans): return try setAway(id, spans, facts: facts, at: now)
  case .erasePerson(let id): return try erase(id, facts: facts)
  case .recordOpening(let opening): return try recordOpening(opening, facts: facts, at: now)
  default: return []
  }
}

/// Most spans of days on which one evaluator says to be away.
private let awaySpansMax = 20

private func setAway(
  _ id: PersonID, _ spans: [AwaySpan], facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  guard var profile = try facts.present(id).evaluator else {
    throw Refusal(.againstTheRules, "Only evaluators say when they are away.")
  }
  guard spans.allSatisfy({ $0.first <= $0.last }) else {
    throw Refusal(.incomplete, "The last day away is before the first one.")
  }
  guard spans.count <= awaySpansMax else {
    throw Refusal(.incomplete, "At most \(awaySpansMax) times away can be kept.")
  }
  let sorted = spans.sorted { ($0.first, $0.last) < ($1.first, $1.last) }
  if sorted == profile.away { return [] }
  let before = profile
  profile.away = sorted
  // At once, not on the first day away: whoever gets it instead has the more time for it.
  return [.awaySet(AwaySet(person: id, away: sorted))]
    + facts.handedBack { review, _ in
      review.evaluator == id && !facts.canKeep(review, profile, at: now)
        && facts.canKeep(review, before, at: now)
    }
}

private func recordPerson(
  _ person: PersonFacts, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let number = person.details.employeeNumber
  guard !number.isEmpty else {
    throw Refusal(.incomplete, "A person is known by their employee number: it is missing.")
  }
  let email = person.details.email.lowercased()
  let known = facts.people.values.first { $0.details.value?.employeeNumber == number }
  let holder =
    email.isEmpty
    ? nil : facts.people.values.first { $0.details.value?.email.lowercased() == email }
  if let holder, holder.id != known?.id {
    throw Refusal(.againstTheRules, "The e-mail address already belongs to somebody else.")
  }
  var record = person.record
  if let supervisor = person.supervisorNumber {
    let found = facts.people.values.first { $0.details.value?.employeeNumber == supervisor }
    guard let found else {
      throw Refusal(
        .notFound, "The supervisor's employee number belongs to nobody: put that person first.")
    }
    record.supervisor = found.id
  }
  let details = Personal(person.details)
  if let known, known.details == details, known.record == record { return [] }
  var next = facts.next
  // HR's file says how things are, not since when: a unit that is another than before is so from today.
  let isOtherUnit = known.map { $0.record.bargainingUnit != record.bargainingUnit } ?? false
  let since = known?.units.last.flatMap { $0.from == .first ? nil : $0.from }
  let unitFrom = isOtherUnit ? facts.zone.date(at: now) : since
  return [
    .personRecorded(
      PersonRecorded(
        person: known?.id ?? next.take(\.person), details: details, record: record,
        unitFrom: unitFrom))
  ]
}

private func erase(_ id: PersonID, facts: Facts) throws(Refusal) -> [Event] {
  let person = try facts.person(id)
  if person.erased != nil { return [] }
  for submission in facts.own {
    switch submission.state {
    case .submitted, .underReview, .readyToRelease:
      throw Refusal(
        .notNow,
        "Submission \(submission.id) is not decided yet. Withdraw it first, then erase.")
    case .returned, .decided, .withdrawn: continue
    }
  }
  if person.roles.contains(.administrator), facts.administrators.allSatisfy({ $0.id == id }) {
    throw Refusal(
      .againstTheRules, "Somebody has to run the program: name another administrator first.")
  }
  return facts.handedBack { review, _ in review.evaluator == id }
    + [.personErased(PersonErased(person: id, entries: facts.concerning))]
}

private func recordOpening(
  _ opening: OpeningFacts, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let person = try facts.present(opening.earner)
  // An amount from before is a figure: it may belong to several micro-credentials, and needs no title.
  let isOfOne = opening.kind == .approval || opening.kind == .award
  guard !isOfOne || !opening.title.foldedTitle.isEmpty else {
    throw Refusal(.incomplete, "A title is needed.")
  }
  let known = facts.openings.contains {
    $0.kind == opening.kind && $0.title.value == opening.title && $0.date == opening.date
      && $0.cents == opening.cents && $0.hoursHundredths == opening.hoursHundredths
  }
  // The same file may be read twice: what is recorded stays as it is.
  if known { return [] }
  var next = facts.next
  let offering = facts.offerings.first
  guard opening.kind == .approval else {
    return [
      .openingRecorded(
        OpeningRecorded(
          opening: Opening(
            id: next.take(\.opening), kind: opening.kind, earner: person.id,
            title: Personal(opening.title), offering: offering?.id, date: opening.date,
            cents: opening.cents, hoursHundredths: opening.hoursHundredths, submission: nil)))
    ]
  }
  let program = try facts.policy()
  guard program.proposals != nil else {
    throw Refusal(.againstTheRules, "This program has no proposals, so none can be open.")
  }
  let lastDay =
    opening.lastDay ?? opening.date.adding(months: program.completion.months)
  let ends = facts.zone.startOfDay(lastDay.adding(days: 1))
  guard now < ends else {
    throw Refusal(.notNow, "The year of this approval was over on \(lastDay).")
  }
  let submission: SubmissionID = next.take(\.submission)
  let received = facts.zone.startOfDay(opening.date)
  let times = AnswerTimes(
    reviewsDue: received, releaseBy: received, promisedMorning: received, notifyBy: received)
  let work = HandedIn(
    submission: submission, stage: .proposal, earner: person.id, offering: offering?.id,
    proposal: nil, window: nil, round: 1, title: Personal(opening.title),
    skills: offering?.skills ?? [], content: Personal(Content()), rubric: nil, source: .opening,
    receivedAt: received, times: times, lacking: [], isOfThePast: true,
    cents: facts.cents(of: opening, offering?.id))
  let decision = DecisionReleased(
    decision: next.take(\.decision), submission: submission, round: 1, outcome: .approvedToBegin,
    reviews: [], rubric: nil, met: [], handInAgainBy: nil, yearEnds: ends, corrects: nil,
    isOfThePast: true)
  return [
    .handedIn(work), .decisionReleased(decision),
    .openingRecorded(
      OpeningRecorded(
        opening: Opening(
          id: next.take(\.opening), kind: .approval, earner: person.id,
          title: Personal(opening.title), offering: offering?.id, date: opening.date,
          cents: opening.cents, hoursHundredths: opening.hoursHundredths,
          submission: submission))),
  ]
}

extension Facts {
  /// Whether an absence leaves the days that a late review gets at the least before one is due; of a review that has
  /// fewer days left anyway, each of them.
  fileprivate func canKeep(
    _ review: Review, _ profile: EvaluatorProfile, at now: Instant
  ) -> Bool {
    let needed = program?.evaluators.reassignedDaysMin ?? 0
    let end = zone.date(at: review.due)
    var day = zone.date(at: now)
    var free = 0
    var isAway = profile.isAway(on: day)
    while day < end {
      if profile.isAway(on: day) { isAway = true } else { free += 1 }
      if free >= needed { return true }
      day = day.adding(days: 1)
    }
    return !isAway
  }

  /// A conflict between two people, which ends what either judges of the other.
  func conflict(_ one: PersonID, _ other: PersonID, besides id: ReviewID? = nil) -> [Event] {
    let isKnown = people[one]?.conflicts.contains(other) == true
    return (isKnown ? [] : [.conflictDeclared(ConflictDeclared(person: one, other: other))])
      + handedBack { review, submission in
        review.id != id
          && ((review.evaluator == one && submission.earner == other)
            || (review.evaluator == other && submission.earner == one))
      }
  }

  /// Open reviews that their evaluators can't keep go back, so that somebody else is found.
  func handedBack(where isAffected: (Review, Submission) -> Bool) -> [Event] {
    reviews.values.joined().filter(\.isOpen).sorted { $0.id < $1.id }.compactMap { review in
      guard let submission = submissions[review.submission], isAffected(review, submission)
      else { return nil }
      return .reviewReassigned(ReviewReassigned(from: review.id, to: nil))
    }
  }
}
