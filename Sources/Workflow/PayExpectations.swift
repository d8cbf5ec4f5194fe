public import CivilTime
public import Ledger
public import Programs

/// What work that is not finished may lead to, and when: what a forecast of pay is made of.
///
/// Work that is being judged is expected by the day on which its decision is to be released, or the latest of its
/// reviews is due. What has to come in first is expected as late as the program's terms let it: in the last window
/// before its year ends, or on the last day on which it can be handed in again; a proposal that is not approved yet
/// has its whole year before it. What is overdue is expected now.
public struct PayExpectations: Sendable {
  private let program: Program
  private let deadlines: Deadlines
  private let windows: [Window]
  private let now: Instant

  /// Expectations by a program's terms.
  ///
  /// - Parameters:
  ///   - program: The program in force.
  ///   - deadlines: Its dates.
  ///   - windows: All windows, in their order.
  ///   - now: The instant to judge by.
  public init(program: Program, deadlines: Deadlines, windows: [Window], now: Instant) {
    self.program = program
    self.deadlines = deadlines
    self.windows = windows.filter { $0.state != .cancelled }
    self.now = now
  }

  /// What may come of a proposal with the evidence for it, or of evidence without a proposal.
  ///
  /// - Parameters:
  ///   - work: What its money stands under: the proposal, where there is one.
  ///   - evidence: For a proposal: the latest evidence for it.
  ///   - reviews: All reviews of the evidence, or of evidence without a proposal.
  /// - Returns: When it is expected, and for what amount; `nil` where nothing can be earned with it any more.
  public func underWay(
    _ work: Submission, evidence: Submission? = nil, reviews: [Review]
  ) -> UnderWay? {
    guard let coming = coming(work, evidence, reviews) else { return nil }
    return UnderWay(
      person: work.earner.inLedger, item: work.item, amount: work.cents.map(Money.init(cents:)),
      handedIn: coming.handedIn, expected: max(now, coming.decided),
      appliedOn: work.stage == .proposal && work.source != .opening
        ? deadlines.zone.date(at: work.receivedAt) : nil,
      isHandedIn: coming.isHandedIn)
  }

  private struct Coming {
    var handedIn: Instant
    var decided: Instant
    var isHandedIn = true
  }

  private func coming(
    _ work: Submission, _ evidence: Submission?, _ reviews: [Review]
  ) -> Coming? {
    guard work.stage == .proposal else { return judged(work, reviews) }
    let answer = evidence.flatMap { judged($0, reviews) }
    switch work.progress {
    case .completed: return nil
    // Evidence that came in before its year was over is judged to its end.
    case .ended: return answer.flatMap { $0.isHandedIn ? $0 : nil }
    case .inProgress(let ends), .stopped(_, let ends):
      return answer ?? last(before: ends, .evidence)
    case .none:
      guard let approved = judged(work, reviews) else { return nil }
      let ends = deadlines.zone.date(at: max(now, approved.decided))
        .adding(months: program.completion.months).adding(days: 1)
      return last(before: deadlines.zone.startOfDay(ends), .evidence)
    }
  }

  /// When the decision on something that was handed in is expected.
  private func judged(_ work: Submission, _ reviews: [Review]) -> Coming? {
    switch work.state {
    case .submitted, .underReview:
      let due = reviews.lazy.filter { $0.isOpen && $0.submission == work.id }.map(\.due).max()
      return Coming(
        handedIn: work.receivedAt, decided: max(work.times.releaseBy, due ?? work.receivedAt))
    case .readyToRelease(let outcome, _):
      if outcome == .notApproved { return nil }
      if outcome.asksForMore { return last(before: nextEnd(of: work.stage), work.stage) }
      return Coming(handedIn: work.receivedAt, decided: work.times.releaseBy)
    case .returned(let returned): return last(before: returned.handInBy, work.stage)
    case .decided(_, let outcome, _):
      guard outcome.asksForMore, let end = work.handInAgainBy else { return nil }
      return last(before: end, work.stage)
    case .withdrawn: return nil
    }
  }

  /// What is handed in as late as it can be before an instant.
  private func last(before end: Instant, _ kind: StageKind) -> Coming? {
    guard end > now, let stage = program.stage(kind) else { return nil }
    let window = windows.last {
      $0.stage == kind && now < $0.times.ends && $0.times.ends <= end
    }
    let handedIn = (window?.times.ends ?? end).adding(milliseconds: -1)
    let answer = window?.times.answer ?? deadlines.answerTimes(for: stage, arrivedAt: handedIn)
    return Coming(handedIn: handedIn, decided: answer.releaseBy, isHandedIn: false)
  }

  /// Until when what is asked for again can come, before that is decided.
  private func nextEnd(of kind: StageKind) -> Instant {
    let next = windows.first { $0.stage == kind && now < $0.times.opens }
    return next?.times.ends
      ?? deadlines.zone.startOfDay(
        deadlines.zone.date(at: now).adding(months: handInAgainMonths).adding(days: 1))
  }
}
