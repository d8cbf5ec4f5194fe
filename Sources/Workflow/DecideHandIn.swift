import CivilTime
import Programs
import Rubrics

/// What arrived longer ago than this is of the past: it is recorded, and nobody gets a receipt for it.
private let receiptDaysMax: Int64 = 14
/// How far a form's clock may be ahead of ours. What claims to come from later would shut out what really does.
private let aheadMinutesMax: Int64 = 10
private let titleCharactersMax = 200

extension Facts {
  /// The submission that a hand-in continues: the one it names, or else the one of the same title that can
  /// still take it.
  func continued(_ work: HandIn) -> Submission? {
    if let id = work.submission { return own.first { $0.id == id } }
    let title = work.title.foldedTitle
    return own.last {
      $0.stage == work.stage && $0.title.value?.foldedTitle == title && !$0.isSettled
        && (work.proposal == nil || $0.proposal == work.proposal)
    }
  }

  /// The proposal in progress that evidence completes: the one it names, the one of its title, or the only one.
  func proposal(for work: HandIn) throws(Refusal) -> Submission {
    let running = own.filter { $0.stage == .proposal && $0.isRunning(at: work.arrivedAt) }
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

  /// The evidence for a proposal that can still take something.
  func evidence(for proposal: Submission) -> Submission? {
    own.last { $0.proposal == proposal.id && !$0.isSettled }
  }

  /// Whether it was here before, or something newer of the same title was.
  ///
  /// A form's export tells all its rows again, each time; what is decided long since must not begin anew.
  fileprivate func isKnown(_ work: HandIn) -> Bool {
    let title = work.title.foldedTitle
    return own.contains {
      $0.stage == work.stage && $0.title.value?.foldedTitle == title
        && work.arrivedAt <= $0.receivedAt
    }
  }

  /// What was picked from the catalog: evidence goes by its proposal, the rest by the title.
  func offering(of work: HandIn, for proposal: SubmissionID?) -> OfferingID? {
    if let proposal, let known = own.first(where: { $0.id == proposal }) { return known.offering }
    let title = work.title.foldedTitle
    return offerings.first { $0.isActive && $0.title.foldedTitle == title }?.id
  }

  /// Evaluators that work needs now, since no assignment of a window will bring them.
  func lacking(_ kind: StageKind, in window: Window?) -> [EvaluatorPart] {
    if let window, !window.isAssigned, window.assignment == nil { return [] }
    return program?.parts(kind) ?? []
  }
}

extension Submission {
  /// A decision that asks for nothing more was made on it.
  var isSettled: Bool {
    guard case .decided(_, let outcome, _) = state else { return false }
    return !outcome.asksForMore
  }

  /// Whether evidence that arrives at an instant is in time for this proposal. A year that is noticed to be over
  /// still takes what arrived before its end.
  func isRunning(at instant: Instant) -> Bool {
    switch progress {
    case .inProgress(let ends), .ended(at: let ends): instant < ends
    case .stopped: true
    case .completed, .none: false
    }
  }
}

extension String {
  /// A title for comparing: without case, and with one space where there are several.
  public var foldedTitle: String {
    foldedASCII ?? lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The same for a text of ASCII alone, which most titles are, without a look into Unicode's tables; `nil` for
  /// any other.
  private var foldedASCII: String? {
    var folded: [UInt8] = []
    folded.reserveCapacity(utf8.count)
    var isSpaceDue = false
    for byte in utf8 {
      switch byte {
      case 0x80...: return nil
      case 0x20, 0x09...0x0D: isSpaceDue = !folded.isEmpty
      default:
        if isSpaceDue { folded.append(0x20) }
        isSpaceDue = false
        folded.append((0x41...0x5A).contains(byte) ? byte + 0x20 : byte)
      }
    }
    return String(decoding: folded, as: UTF8.self)
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
  guard work.arrivedAt < now.adding(minutes: aheadMinutesMax) else {
    throw Refusal(
      .incomplete, "It is said to have arrived later than now: look at the form's time zone.")
  }
  try check(title: work.title, work.content)
  if let known = facts.continued(work) {
    return try handInAgain(work, known, stage, facts: facts, at: now)
  }
  if let id = work.submission { throw .notFound("submission", id) }
  if facts.isKnown(work) { return [] }
  let proposal =
    work.stage == .evidence && facts.program?.proposals != nil
    ? try facts.proposal(for: work) : nil
  if let proposal, let known = facts.evidence(for: proposal) {
    return try handInAgain(work, known, stage, facts: facts, at: now)
  }
  let place = try facts.place(for: work, stage, at: now)
  var next = facts.next
  let offering = facts.offering(of: work, for: proposal?.id)
  let arrived = HandedIn(
    submission: next.take(\.submission), stage: work.stage, earner: earner.id,
    offering: offering, proposal: proposal?.id, window: place.window?.id, round: 1,
    title: Personal(work.title), skills: facts.skills(of: work, offering, proposal),
    content: Personal(work.content), rubric: facts.rubricInForce[work.stage]?.version,
    source: work.source, receivedAt: work.arrivedAt,
    times: try facts.forPayDate(place.times, work.stage, handedIn: work.arrivedAt, at: now),
    lacking: facts.lacking(work.stage, in: place.window),
    isOfThePast: work.arrivedAt < now.adding(days24h: -receiptDaysMax),
    cents: facts.cents(of: work, offering: offering))
  return [.handedIn(arrived)] + recordedByIssuer(arrived, stage, &next)
}

/// Refuses what is more than can be kept.
func check(title: String, _ content: Content) throws(Refusal) {
  guard !title.foldedTitle.isEmpty, title.count <= titleCharactersMax else {
    throw Refusal(
      .incomplete, "A title of 1 to \(titleCharactersMax) characters is needed.")
  }
  guard content.answers.count <= Content.answersMax,
    content.artifacts.count <= Content.artifactsMax,
    content.answers.allSatisfy({ $0.text.count <= Content.textCharactersMax })
  else {
    throw Refusal(
      .incomplete,
      "That is more than can be taken: at most \(Content.artifactsMax) files and links, and "
        + "\(Content.textCharactersMax) characters a part.")
  }
}

extension Facts {
  fileprivate func skills(
    of work: HandIn, _ offering: OfferingID?, _ proposal: Submission?
  ) -> [String] {
    if !work.skills.isEmpty { return work.skills }
    if let proposal { return proposal.skills }
    return offerings.first { $0.id == offering }?.skills ?? []
  }

  /// Where new work goes, and by when it is answered: its window's month, or a month of its own where there is
  /// no window or it came late.
  func place(
    for work: HandIn, _ stage: Stage, at now: Instant
  ) throws(Refusal) -> (window: Window?, times: AnswerTimes) {
    if case .always = stage.intake { return (nil, try promise(stage, work.arrivedAt, at: now)) }
    let late = try person(work.earner).late
    let ofStage = windows.filter { $0.stage == work.stage && $0.state != .cancelled }
    if let window = ofStage.first(where: { $0.takes(at: work.arrivedAt) }) {
      guard now < window.times.notifyBy || late.contains(where: { $0.window == window.id })
      else {
        throw Refusal(
          .notNow, "It arrived in the window \"\(window.label)\", whose decisions are over.")
      }
      let isAhead = now < window.times.promisedMorning
      return (
        window, isAhead ? window.times.answer : try promise(stage, work.arrivedAt, at: now)
      )
    }
    let excused = ofStage.first { window in
      late.contains { $0.window == window.id && work.arrivedAt < $0.until }
    }
    if let excused { return (excused, try promise(stage, work.arrivedAt, at: now)) }
    let next = ofStage.first { work.arrivedAt < $0.times.opens }
    throw Refusal(
      .notNow,
      next.map {
        "No \(work.stage.rawValue) window is open. The next one opens on \($0.opensOn)."
      } ?? "No \(work.stage.rawValue) window is open, and none is planned yet.")
  }

  /// A month from an arrival, or from now where that day is past already: nothing promises a day that is over.
  func promise(
    _ stage: Stage, _ arrivedAt: Instant, at now: Instant
  ) throws(Refusal) -> AnswerTimes {
    let deadlines = try deadlines()
    let times = deadlines.answerTimes(for: stage, arrivedAt: arrivedAt)
    return now < times.promisedMorning ? times : deadlines.answerTimes(for: stage, arrivedAt: now)
  }
}

/// Where the issuer judges, its proof is the decision: the district keeps the record.
func recordedByIssuer(
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
