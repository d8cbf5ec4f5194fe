import CivilTime
import Programs
import Rubrics

/// What arrived longer ago than this is of the past: it is recorded, and nobody gets a receipt for it.
private let receiptDaysMax: Int64 = 14
private let titleCharactersMax = 200
private let roundsMax = 20

extension Facts {
  /// The submission that a hand-in continues: the one it names, or else the one of the same title that can
  /// still take it.
  func continued(_ work: HandIn) -> Submission? {
    if let id = work.submission { return own.first { $0.id == id } }
    let title = work.title.foldedTitle
    return own.last {
      $0.stage == work.stage && $0.title.value?.foldedTitle == title
        && !($0.state.name == .decided && $0.handInAgainBy == nil)
    }
  }

  /// The proposal in progress that evidence completes: the one it names, the one of its title, or the only one.
  func proposal(for work: HandIn) throws(Refusal) -> Submission {
    let running = own.filter {
      switch $0.progress {
      case .inProgress, .stopped: $0.stage == .proposal
      case .completed, .ended, .none: false
      }
    }
    if let id = work.proposal {
      guard let named = running.first(where: { $0.id == id }) else {
        throw Refusal(.notInThisState, "Proposal \(id) is not in progress.")
      }
      return named
    }
    let title = work.title.foldedTitle
    if let titled = running.last(where: { $0.title.value?.foldedTitle == title }) { return titled }
    guard let only = running.first, running.count == 1 else {
      throw Refusal(
        .notFound,
        running.isEmpty
          ? "No proposal of this teacher is in progress."
          : "\(running.count) proposals of this teacher are in progress, and none has this title.")
    }
    return only
  }
}

extension String {
  /// A title for comparing: without case, and with one space where there are several.
  public var foldedTitle: String {
    lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

func decideHandIn(
  _ work: HandIn, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let stage = try facts.stage(work.stage)
  let earner = try facts.person(work.earner)
  guard earner.isEmployed(on: facts.zone.date(at: work.arrivedAt)) else {
    throw Refusal(.againstTheRules, "This person did not work in the district on that day.")
  }
  try check(work)
  let proposal =
    work.stage == .evidence && facts.program?.proposals != nil
    ? try facts.proposal(for: work) : nil
  if let known = facts.continued(work) ?? proposal.flatMap({ evidence(for: $0.id, facts) }) {
    return try handInAgain(work, known, stage, facts: facts, at: now)
  }
  if let id = work.submission { throw .notFound("submission", id) }
  let window = try window(for: work, earner, stage, facts: facts, at: now)
  let times: AnswerTimes =
    if let window { window.times.answer } else {
      try facts.deadlines().answerTimes(for: stage, arrivedAt: work.arrivedAt)
    }
  var next = facts.next
  let id: SubmissionID = next.take(\.submission)
  let offering = facts.offerings.first ?? proposal.flatMap { picked(for: $0, facts) }
  let arrived = HandedIn(
    submission: id, stage: work.stage, earner: earner.id,
    offering: offering?.id ?? proposal?.offering, proposal: proposal?.id, window: window?.id,
    round: 1, title: Personal(work.title), skills: skills(of: work, offering, proposal),
    content: Personal(work.content), rubric: facts.rubricInForce[work.stage]?.version,
    source: work.source, receivedAt: work.arrivedAt, times: times,
    lacking: lacking(work.stage, in: window, facts),
    isOfThePast: work.arrivedAt < now.adding(days24h: -receiptDaysMax))
  return [.handedIn(arrived)] + recordedByIssuer(arrived, stage, &next)
}

private func check(_ work: HandIn) throws(Refusal) {
  guard !work.title.foldedTitle.isEmpty, work.title.count <= titleCharactersMax else {
    throw Refusal(
      .incomplete, "A title of 1 to \(titleCharactersMax) characters is needed.")
  }
  guard work.content.answers.count <= Content.answersMax,
    work.content.artifacts.count <= Content.artifactsMax,
    work.content.answers.allSatisfy({ $0.text.count <= Content.textCharactersMax })
  else {
    throw Refusal(
      .incomplete,
      "That is more than can be taken: at most \(Content.artifactsMax) files and links, and "
        + "\(Content.textCharactersMax) characters a part.")
  }
}

private func evidence(for proposal: SubmissionID, _ facts: Facts) -> Submission? {
  facts.own.last {
    $0.proposal == proposal && !($0.state.name == .decided && $0.handInAgainBy == nil)
  }
}

private func picked(for submission: Submission, _ facts: Facts) -> Offering? {
  facts.offerings.first { $0.id == submission.offering }
}

private func skills(of work: HandIn, _ offering: Offering?, _ proposal: Submission?) -> [String] {
  if !work.skills.isEmpty { return work.skills }
  return offering?.skills ?? proposal?.skills ?? []
}

/// Evaluators that work needs now, since no assignment of a window will bring them.
private func lacking(_ kind: StageKind, in window: Window?, _ facts: Facts) -> [EvaluatorPart] {
  if let window, !window.isAssigned, window.assignment == nil { return [] }
  return facts.program?.parts(kind) ?? []
}

/// The window that takes new work; `nil` where intake is always open.
private func window(
  for work: HandIn, _ earner: Person, _ stage: Stage, facts: Facts, at now: Instant
) throws(Refusal) -> Window? {
  if case .always = stage.intake { return nil }
  let ofStage = facts.windows.filter { $0.stage == work.stage }
  if let window = ofStage.first(where: { $0.takes(at: work.arrivedAt) }) {
    guard now < window.times.notifyBy || earner.late.contains(where: { $0.window == window.id })
    else {
      throw Refusal(
        .notNow, "It arrived in the window \"\(window.label)\", whose decisions are over.")
    }
    return window
  }
  let late = earner.late.first { work.arrivedAt < $0.until }
  if let late, let window = ofStage.first(where: { $0.id == late.window }) { return window }
  let next = ofStage.first { work.arrivedAt < $0.times.opens && $0.state != .cancelled }
  throw Refusal(
    .notNow,
    next.map {
      "No \(work.stage.rawValue) window is open. The next one opens on \($0.opensOn)."
    } ?? "No \(work.stage.rawValue) window is open, and none is planned yet.")
}

private func handInAgain(
  _ work: HandIn, _ known: Submission, _ stage: Stage, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  guard known.earner == work.earner, known.stage == work.stage else {
    throw Refusal(.notAllowed, "Submission \(known.id) is somebody else's, or of another kind.")
  }
  guard known.round < roundsMax else {
    throw Refusal(.againstTheRules, "It was handed in \(roundsMax) times: talk to the office.")
  }
  let grace = Int64(stage.graceMinutes)
  func isInTime(_ until: Instant?) -> Bool {
    until.map { work.arrivedAt < $0.adding(minutes: grace) } ?? false
  }
  switch known.state {
  case .submitted:
    return try changeContent(work, known, facts: facts)
  case .returned(let back):
    if let window = facts.windows.first(where: { $0.id == known.window }),
      window.takes(at: work.arrivedAt) || isInTime(back.handInBy)
    {
      return try fillIn(work, known, back, facts: facts, at: now)
    }
    guard isInTime(back.handInBy) || mayBeLate(work, known, facts) else {
      throw Refusal(
        .notNow,
        "The day for adding what was missing has passed. Ask the office to take it late.")
    }
    return try fillIn(work, known, back, facts: facts, at: now)
  case .decided(_, let outcome, _):
    guard outcome.asksForMore else {
      throw Refusal(.notInThisState, "It is \(outcome.words) already.")
    }
    guard isInTime(known.handInAgainBy) || mayBeLate(work, known, facts) else {
      throw Refusal(
        .notNow, "The day for handing it in again has passed. Ask the office to take it late.")
    }
    return try nextRound(work, known, stage, facts: facts)
  case .withdrawn:
    let earner = try facts.person(work.earner)
    let window = try window(for: work, earner, stage, facts: facts, at: now)
    let times: AnswerTimes =
      if let window { window.times.answer } else {
        try facts.deadlines().answerTimes(for: stage, arrivedAt: work.arrivedAt)
      }
    return [
      .handedIn(
        again(
          work, known, round: known.round + 1, window: window?.id, times: times,
          lacking: lacking(work.stage, in: window, facts)))
    ]
  case .underReview, .readyToRelease:
    throw Refusal(
      .notInThisState,
      "It is with an evaluator. What is here counts; a change has to wait for the decision.")
  }
}

private func mayBeLate(_ work: HandIn, _ known: Submission, _ facts: Facts) -> Bool {
  facts.people[work.earner]?.late.contains {
    $0.window == known.window && work.arrivedAt < $0.until
  } ?? false
}

/// Nobody has looked yet: what arrives takes the place of what was there, as long as its window is open.
private func changeContent(
  _ work: HandIn, _ known: Submission, facts: Facts
) throws(Refusal) -> [Event] {
  // A form's export tells the same row again, and older rows after newer ones: neither changes anything.
  guard work.arrivedAt > known.receivedAt else { return [] }
  if let window = facts.windows.first(where: { $0.id == known.window }),
    !window.takes(at: work.arrivedAt), !mayBeLate(work, known, facts)
  {
    throw Refusal(.notNow, "The window is closed. What was handed in before counts.")
  }
  return [
    .contentChanged(
      ContentChanged(
        submission: known.id, earner: known.earner,
        offering: facts.offerings.first?.id ?? known.offering, title: Personal(work.title),
        skills: work.skills.isEmpty ? known.skills : work.skills,
        content: Personal(work.content), receivedAt: work.arrivedAt))
  ]
}

/// What was missing is here: whoever had it before gets it again, by the day that was promised.
private func fillIn(
  _ work: HandIn, _ known: Submission, _ back: Return, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let window = facts.windows.first { $0.id == known.window }
  let parts =
    back.wasUnderReview
    ? facts.program?.parts(work.stage) ?? [] : lacking(work.stage, in: window, facts)
  return try againWithSameEvaluators(
    work, known, round: known.round, times: known.times, parts: parts, facts: facts, at: now)
}

/// Another round after a "not yet" or a "revise": judged at once, within a month of handing in.
private func nextRound(
  _ work: HandIn, _ known: Submission, _ stage: Stage, facts: Facts
) throws(Refusal) -> [Event] {
  let times = try facts.deadlines().answerTimes(for: stage, arrivedAt: work.arrivedAt)
  return try againWithSameEvaluators(
    work, known, round: known.round + 1, times: times,
    parts: facts.program?.parts(work.stage) ?? [],
    facts: facts, at: work.arrivedAt)
}

private func againWithSameEvaluators(
  _ work: HandIn, _ known: Submission, round: Int, times: AnswerTimes, parts: [EvaluatorPart],
  facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  var next = facts.next
  var lacking: [EvaluatorPart] = []
  var assigned: [Event] = []
  let terms = try facts.terms(for: times, stage: work.stage, at: now)
  for part in parts {
    let last = facts.reviews[known.id]?.last {
      $0.part == part && ($0.state.name == .handedIn || $0.state.name == .closed)
    }
    guard let last, let evaluator = facts.people[last.evaluator],
      facts.obstacle(to: evaluator, judging: known, at: now, isByHand: false) == nil
    else {
      lacking.append(part)
      continue
    }
    assigned.append(
      .reviewAssigned(
        ReviewAssigned(
          review: try facts.newReview(
            next.take(\.review), known.id, round: round, evaluator: evaluator.id, part: part,
            isOutsideField: last.isOutsideField, isByHand: false, terms: terms))))
  }
  let arrived = again(
    work, known, round: round, window: known.window, times: terms.times, lacking: lacking)
  return [.handedIn(arrived)] + assigned
}

private func again(
  _ work: HandIn, _ known: Submission, round: Int, window: WindowID?, times: AnswerTimes,
  lacking: [EvaluatorPart]
) -> HandedIn {
  HandedIn(
    submission: known.id, stage: known.stage, earner: known.earner, offering: known.offering,
    proposal: known.proposal, window: window, round: round,
    title: known.title.value == nil || known.stage == .proposal
      ? Personal(work.title) : known.title,
    skills: work.skills.isEmpty ? known.skills : work.skills,
    content: Personal(
      work.source == .page ? work.content : known.content.value.adding(work.content)),
    rubric: known.rubric, source: work.source, receivedAt: work.arrivedAt, times: times,
    lacking: lacking, isOfThePast: false)
}

extension Content? {
  /// What was there with what has come: a form or a mail brings only what is new.
  func adding(_ new: Content) -> Content {
    guard var content = self else { return new }
    for answer in new.answers where !answer.text.isEmpty {
      content.answers.removeAll { $0.part == answer.part }
      content.answers.append(answer)
    }
    for artifact in new.artifacts where !content.artifacts.contains(artifact) {
      content.artifacts.append(artifact)
    }
    content.artifacts = content.artifacts.suffix(Content.artifactsMax)
    return content
  }
}

/// Where the issuer judges, its proof is the decision: the district keeps the record.
private func recordedByIssuer(
  _ arrived: HandedIn, _ stage: Stage, _ next: inout NextIdentifiers
) -> [Event] {
  guard case .issuer = stage.judging else { return [] }
  return [
    .decisionReleased(
      DecisionReleased(
        decision: next.take(\.decision), submission: arrived.submission, round: arrived.round,
        outcome: arrived.stage == .proposal ? .approvedToBegin : .earned, reviews: [], rubric: nil,
        met: [], handInAgainBy: nil, yearEnds: nil, corrects: nil,
        isOfThePast: arrived.isOfThePast))
  ]
}
