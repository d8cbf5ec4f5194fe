public import CivilTime
import Ledger
import Programs

// What is asked for money's own sake. Whatever follows from proposals, decisions and years is the bookkeeper's.

func decidePay(
  _ command: Command, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  guard let pay = facts.pay else {
    throw Refusal.paysNothing
  }
  func entries(
    _ happening: Happening, decision: Decision? = nil
  ) throws(Refusal) -> [LedgerEntry] {
    let cause = Cause(
      journal: pay.sequence, at: now, by: actor.inLedger, decision: decision?.id.number,
      rubric: decision?.rubric)
    do {
      return try pay.rules.entries(
        for: happening, cause: cause, people: pay.people, book: pay.book)
    } catch {
      throw Refusal(error)
    }
  }
  switch command {
  case .holdAmount(let id, let amount, let reason):
    let submission = try facts.submission(id)
    guard actor != .person(submission.earner) else { throw Refusal.ownMoney }
    _ = try facts.present(submission.earner)
    let happening = try held(submission, amount, try checked(reason), facts, pay)
    return try made(entries(happening), because: reason)
  case .grantFunds(let amount, let day, let reason):
    return try made(entries(.fundsGranted(amount, on: day)), because: try checked(reason))
  case .correctPay(let id, let amount, let reason):
    let submission = try facts.submission(id)
    guard actor != .person(submission.earner) else { throw Refusal.ownMoney }
    let decision = submission.decision.flatMap { facts.decisions[$0] }
    return try made(
      entries(.corrected(submission.item, by: amount), decision: decision),
      because: try checked(reason))
  case .sealPayDate(let day, let token, let file):
    guard let payDate = pay.rules.payDates(from: day, through: day).first else {
      throw Refusal.noPayDate(day)
    }
    return try made(entries(.sealed(payDate, token: token, hash: file)))
  case .markPaid(let day): return try made(entries(.paid(day)))
  case .beginPayYear(let day):
    let made = try entries(.yearBegan(day))
    let next = pay.rules.yearStart(after: day)
    return EntriesMade.events(
      made, nextYear: PayYearStart(day: next, at: pay.rules.zone.startOfDay(next)))
  default: return []
  }
}

/// What holding an amount means: an application where nothing is held yet, or another amount.
private func held(
  _ submission: Submission, _ amount: Money, _ reason: String, _ facts: Facts, _ pay: PayFacts
) throws(Refusal) -> Happening {
  let account = pay.book.items[submission.item]
  if account?.isHeld == true {
    return .amended(submission.item, to: amount, pastCap: .yes(reason: reason))
  }
  let proposal = submission.proposal.flatMap { facts.submissions[$0] } ?? submission
  guard proposal.mayBeEarned else {
    throw Refusal(.notInThisState, "Nothing can be earned with it any more.")
  }
  let day = pay.rules.zone.date(at: proposal.receivedAt)
  guard pay.rules.version(on: day).policy.cap.binds == .whenApplying else {
    throw Refusal(
      .againstTheRules,
      "This program's cap binds on payment, and nothing is held before: change what it pays once it is earned."
    )
  }
  return .applied(
    Application(
      person: submission.earner.inLedger, item: submission.item, amount: amount,
      at: proposal.receivedAt, pastCap: .yes(reason: reason)))
}

extension Submission {
  /// Whether what is applied for with it may still be earned: it is being judged, or its year lasts.
  var mayBeEarned: Bool {
    switch progress {
    case .inProgress, .stopped: return true
    case .completed, .ended: return false
    case .none: break
    }
    return switch state {
    case .submitted, .underReview, .returned, .readyToRelease: true
    case .decided(_, let outcome, _): outcome.asksForMore
    case .withdrawn: false
    }
  }
}

extension Refusal {
  public static let paysNothing = Refusal(
    .againstTheRules, "This program pays nothing: its file has no `pay`.")

  public static func noPayDate(_ day: CivilDate) -> Refusal {
    Refusal(.notFound, "\(day) is no pay date of this program.")
  }
}

private func checked(_ reason: String) throws(Refusal) -> String {
  guard reason.contains(where: { !$0.isWhitespace }) else {
    throw Refusal(LedgerRefusal.reasonMissing)
  }
  return reason
}

private func made(_ entries: [LedgerEntry], because reason: String? = nil) -> [Event] {
  EntriesMade.events(entries, reason: Personal(reason))
}

extension PayRules {
  /// The first day after another on which a year begins by which salaries rise or funds are granted.
  fileprivate func yearStart(after day: CivilDate) -> CivilDate {
    PeriodKind.allCases.map { period($0, holding: day).end }.min() ?? .last
  }
}
