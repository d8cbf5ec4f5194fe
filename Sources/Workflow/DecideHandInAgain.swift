import CivilTime
import Programs
import Rubrics

// Work that continues what is here already: changed before anybody looked, filled in after a return, or a further
// round after "not yet", "revise" or a withdrawal.

private let roundsMax = 20

func handInAgain(
  _ work: HandIn, _ known: Submission, _ stage: Stage, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  guard known.earner == work.earner, known.stage == work.stage else {
    throw Refusal(.notAllowed, "Submission \(known.id) is somebody else's, or of another kind.")
  }
  // A form's export tells the same row again, and older rows after newer ones: neither changes anything.
  guard work.arrivedAt > known.receivedAt else { return [] }
  let again = Again(work: work, known: known, stage: stage, facts: facts, now: now)
  switch known.state {
  case .submitted: return try again.changed()
  case .returned(let back): return try again.filledIn(back)
  case .decided(_, let outcome, let at):
    guard outcome.asksForMore else {
      throw Refusal(.notInThisState, "It is \(outcome.words) already.")
    }
    guard work.arrivedAt >= at else {
      throw Refusal(
        .notInThisState,
        "It arrived while an evaluator had the work. Hand it in again, now that it is decided.")
    }
    return try again.nextRound()
  case .withdrawn(let at):
    guard work.arrivedAt >= at else { return [] }
    return try again.roundInWindow()
  case .underReview, .readyToRelease:
    throw Refusal(
      .notInThisState,
      "It is with an evaluator. What is here counts; a change has to wait for the decision.")
  }
}

extension Facts {
  /// Which evaluators a submission that is filled in still needs: those whose scorecard of this round is in keep
  /// it, because nothing that they wrote was about what is missing.
  fileprivate func unjudged(_ submission: Submission) -> [EvaluatorPart] {
    let cards = cards(of: submission)
    let parts = program?.parts(submission.stage) ?? []
    let open = parts.filter { cards[$0] == nil }
    return open.isEmpty && !parts.isEmpty ? [.adjudicator] : open
  }
}

/// One arrival for a submission that is known.
private struct Again {
  var work: HandIn
  var known: Submission
  var stage: Stage
  var facts: Facts
  var now: Instant

  var window: Window? { facts.windows.first { $0.id == known.window } }

  /// Nobody has looked yet: what arrives takes the place of what was there, as long as its window is open.
  func changed() throws(Refusal) -> [Event] {
    if let window, !window.takes(at: work.arrivedAt), !isExcused {
      throw Refusal(.notNow, "The window is closed. What was handed in before counts.")
    }
    // A mail brings only what is new; a form and the page bring the whole.
    let content = work.source == .mail ? try merged() : work.content
    let skills = work.skills.isEmpty ? known.skills : work.skills
    let offering = offering(titled: work.title)
    let cents = facts.cents(of: work, offering: offering, known: known)
    guard
      known.title.value != work.title || known.content.value != content
        || known.skills != skills || known.offering != offering || known.cents != cents
    else { return [] }
    return [
      .contentChanged(
        ContentChanged(
          submission: known.id, earner: known.earner, offering: offering,
          title: Personal(work.title), skills: skills, content: Personal(content),
          receivedAt: work.arrivedAt, cents: cents))
    ]
  }

  /// What was missing is here: whoever had it before gets it again, by the day that was promised.
  func filledIn(_ back: Return) throws(Refusal) -> [Event] {
    var window = window
    var times = known.times
    if !isInTime(back.handInBy), !isExcused, window?.takes(at: work.arrivedAt) != true {
      (window, times) = try placeAfterDay()
    }
    let parts =
      back.wasUnderReview ? facts.unjudged(known) : facts.lacking(work.stage, in: window)
    return try events(round: known.round, window: window, times: times, parts: parts)
  }

  /// Another round after a "not yet" or a "revise": judged at once, within a month of handing in. After its day,
  /// it waits for a window like new work, and what was met stays met.
  func nextRound() throws(Refusal) -> [Event] {
    guard isInTime(known.handInAgainBy) || isExcused else { return try roundInWindow() }
    let times = try facts.promise(stage, work.arrivedAt, at: now)
    return try events(
      round: try nextNumber(), window: window, times: times,
      parts: facts.program?.parts(work.stage) ?? [])
  }

  /// A round that comes in through a window, as new work does.
  func roundInWindow() throws(Refusal) -> [Event] {
    if known.stage == .evidence, let id = known.proposal {
      var named = work
      named.proposal = id
      _ = try facts.proposal(for: named)
    }
    let (window, times) = try placeAfterDay()
    return try events(
      round: try nextNumber(), window: window, times: times,
      parts: facts.lacking(work.stage, in: window))
  }

  private func nextNumber() throws(Refusal) -> Int {
    guard known.round < roundsMax else {
      throw Refusal(.againstTheRules, "It was handed in \(roundsMax) times: talk to the office.")
    }
    return known.round + 1
  }

  private func placeAfterDay() throws(Refusal) -> (window: Window?, times: AnswerTimes) {
    do {
      return try facts.place(for: work, stage, at: now)
    } catch {
      guard known.state.name != .withdrawn else { throw error }
      throw Refusal(
        error.reason,
        "The day for handing it in has passed. Ask the office to take it late. \(error.text)")
    }
  }

  private func isInTime(_ until: Instant?) -> Bool {
    until.map { work.arrivedAt < $0.adding(minutes: Int64(stage.graceMinutes)) } ?? false
  }

  /// An administrator takes it late.
  private var isExcused: Bool {
    facts.people[work.earner]?.late.contains {
      $0.window == known.window && work.arrivedAt < $0.until
    } ?? false
  }

  /// Evidence keeps what its proposal picked; a proposal whose title stays keeps what it picked, even if the
  /// catalog has it no more.
  private func offering(titled title: String) -> OfferingID? {
    if known.proposal != nil { return known.offering }
    if let id = facts.offering(of: work, for: nil) { return id }
    return known.title.value?.foldedTitle == title.foldedTitle ? known.offering : nil
  }

  /// What was there with what has come.
  private func merged() throws(Refusal) -> Content {
    guard var content = known.content.value else { return work.content }
    for answer in work.content.answers where !answer.text.isEmpty {
      content.answers.removeAll { $0.part == answer.part }
      content.answers.append(answer)
    }
    for artifact in work.content.artifacts where !content.artifacts.contains(artifact) {
      content.artifacts.append(artifact)
    }
    try check(title: work.title, content)
    return content
  }

  private func events(
    round: Int, window: Window?, times: AnswerTimes, parts: [EvaluatorPart]
  ) throws(Refusal) -> [Event] {
    let title =
      known.title.value.flatMap { known.stage == .proposal ? nil : $0 } ?? work.title
    var judged = known
    judged.round = round
    judged.offering = offering(titled: title)
    // Where the window's assignment brings the evaluators, its promise holds as it is.
    let isWaiting = parts.isEmpty && facts.program?.isEvaluated(work.stage) == true
    let times = try facts.forPayDate(times, work.stage, handedIn: work.arrivedAt, at: now)
    let terms =
      isWaiting
      ? ReviewTerms(due: times.reviewsDue, times: times)
      : try facts.terms(for: times, stage: work.stage, handedIn: work.arrivedAt, at: now)
    var next = facts.next
    var lacking: [EvaluatorPart] = []
    var assigned: [Event] = []
    var taken: Set<PersonID> = []
    for part in parts {
      // Whoever was the one evaluator in one round may have been the other in another.
      guard let last = facts.lastReview(of: known.id, as: part),
        let evaluator = facts.people[last.evaluator], taken.insert(evaluator.id).inserted,
        facts.obstacle(to: evaluator, judging: judged, at: now, isByHand: false) == nil
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
    let arrived = HandedIn(
      submission: known.id, stage: known.stage, earner: known.earner, offering: judged.offering,
      proposal: known.proposal, window: window?.id, round: round, title: Personal(title),
      skills: work.skills.isEmpty ? known.skills : work.skills,
      content: Personal(work.source == .page ? work.content : try merged()),
      rubric: known.rubric ?? facts.rubricInForce[work.stage]?.version, source: work.source,
      receivedAt: work.arrivedAt, times: terms.times, lacking: lacking, isOfThePast: false,
      cents: facts.cents(
        of: work, offering: judged.offering,
        known: known.state.name == .withdrawn ? nil : known))
    return [.handedIn(arrived)] + assigned + recordedByIssuer(arrived, stage, &next)
  }
}

extension Facts {
  /// The latest review by whoever judged a part, or was about to when the work was returned.
  fileprivate func lastReview(of submission: SubmissionID, as part: EvaluatorPart) -> Review? {
    reviews[submission]?.last {
      $0.part == part && ($0.state.name == .handedIn || $0.state.name == .closed)
    }
  }
}
