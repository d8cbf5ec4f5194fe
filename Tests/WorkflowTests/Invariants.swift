import CivilTime
import Ledger
import Programs
import Rubrics
import Workflow

/// What must hold at every instant, each told as a sentence where it does not.
struct Invariants {
  var records: MemoryRecords
  var now: Instant

  private var program: Program? { records.tables.program }
  private var submissions: [Submission] {
    records.tables.submissions.values.sorted { $0.id < $1.id }
  }
  private var open: [Review] {
    records.tables.reviews.values.filter(\.isOpen).sorted { $0.id < $1.id }
  }

  /// All that is broken; empty when everything is as it must be.
  func broken() -> [String] {
    noConflicts() + noOverload() + nobodyForgotten() + deadlines() + grounds() + states()
      + years() + promises() + money()
  }

  /// 1. No evaluator judges their own work, what they lead, or somebody they declared a conflict with.
  private func noConflicts() -> [String] {
    open.compactMap { review in
      guard let program, let evaluator = records.person(review.evaluator),
        let submission = records.submission(review.submission),
        let earner = records.person(submission.earner),
        let conflict = Conflict.between(
          evaluator: evaluator, earner: earner,
          offering: submission.offering.flatMap(records.offering), by: program.evaluators)
      else { return nil }
      return "review \(review.id): \(conflict.words)"
    }
  }

  /// 2. Nobody holds more than their load allows, but by an administrator's hand.
  private func noOverload() -> [String] {
    records.openReviewCounts().sorted { $0.key < $1.key }.compactMap { id, count in
      let most =
        records.person(id)?.evaluator?.loadMax ?? program?.evaluators.openReviewsMax ?? .max
      let byHand = open.count { $0.evaluator == id && $0.isByHand }
      return count - most <= byHand ? nil : "evaluator \(id) holds \(count) of \(most)"
    }
  }

  /// 3. What is under review has its evaluators or is on the list, and what waits for one is waited upon.
  private func nobodyForgotten() -> [String] {
    submissions.flatMap { submission -> [String] in
      let parts = program?.parts(submission.stage) ?? []
      let lacking = submission.lacking.map(\.part)
      switch submission.state {
      case .underReview:
        let reviews = records.reviews(of: submission.id).filter { $0.round == submission.round }
        let held = reviews.filter { $0.isOpen || $0.state.name == .handedIn }.map(\.part)
        let missing = parts.filter { !held.contains($0) && !lacking.contains($0) }
        let moves = !lacking.isEmpty || reviews.contains(where: \.isOpen)
        return missing.map { "submission \(submission.id) has no \($0)" }
          + (moves ? [] : ["submission \(submission.id) is under review by nobody"])
      case .submitted:
        guard !parts.isEmpty, lacking.isEmpty else { return [] }
        guard let window = submission.window.flatMap(records.window),
          !window.isAssigned, window.state != .cancelled
        else { return ["submission \(submission.id) waits for nobody"] }
        return []
      case .returned, .readyToRelease, .decided, .withdrawn:
        return lacking.isEmpty ? [] : ["submission \(submission.id) needs nobody any more"]
      }
    }
  }

  /// 4. Every open review is due before its teacher hears, and is escalated after it is due.
  private func deadlines() -> [String] {
    open.flatMap { review -> [String] in
      guard let submission = records.submission(review.submission) else {
        return ["review \(review.id) of nothing"]
      }
      return
        (review.due < submission.times.notifyBy
        ? [] : ["review \(review.id) is due after the teacher hears"])
        + (review.due <= review.escalate ? [] : ["review \(review.id) escalates before it is due"])
    }
  }

  /// 5. Every decision has the scorecards that it rests on, in their rubric's version.
  private func grounds() -> [String] {
    records.tables.decisions.values.sorted { $0.id < $1.id }.flatMap { decision -> [String] in
      decision.reviews.compactMap { id in
        guard let review = records.review(id), case .handedIn(let card, _) = review.state,
          card.rubric == decision.rubric, review.round == decision.round,
          review.submission == decision.submission
        else { return "decision \(decision.id) does not rest on review \(id)" }
        return nil
      }
    }
  }

  private func states() -> [String] {
    var broken: [String] = []
    for submission in submissions {
      let reviews = records.reviews(of: submission.id)
      let open = reviews.filter(\.isOpen)
      if submission.state.name != .underReview, !open.isEmpty {
        broken.append(
          "submission \(submission.id) is \(submission.state.name) and has open reviews")
      }
      let standing = reviews.filter {
        $0.round == submission.round && ($0.isOpen || $0.state.name == .handedIn)
      }
      if Set(standing.map(\.part)).count < standing.count {
        broken.append("submission \(submission.id) has two for one part")
      }
      if Set(standing.map(\.evaluator)).count < standing.count {
        broken.append("submission \(submission.id) has one person twice")
      }
      if open.contains(where: { $0.round != submission.round }) {
        broken.append("submission \(submission.id) has a review of another round")
      }
      if case .decided(let id, let outcome, _) = submission.state {
        let decision = records.decision(id)
        if submission.decision != id || decision?.outcome != outcome
          || decision?.standing != .inForce
        {
          broken.append("submission \(submission.id) rests on decision \(id)")
        }
      }
      if Set(submission.lacking.map(\.part)).count < submission.lacking.count {
        broken.append("submission \(submission.id) lacks one part twice")
      }
    }
    return broken
  }

  /// The clock of a year stands still exactly while evidence is being judged.
  private func years() -> [String] {
    submissions.compactMap { proposal in
      let isApproved: Bool
      if case .decided(_, .approvedToBegin, _) = proposal.state {
        isApproved = true
      } else {
        isApproved = false
      }
      guard isApproved == (proposal.progress != nil) else {
        return "submission \(proposal.id) is \(proposal.state.name) with a year"
      }
      guard program?.completion.clockStopsUnderReview == true else { return nil }
      let isJudged = submissions.contains {
        $0.proposal == proposal.id
          && [.submitted, .underReview, .readyToRelease].contains($0.state.name)
      }
      switch proposal.progress {
      case .stopped: return isJudged ? nil : "proposal \(proposal.id) stands still for nothing"
      case .inProgress: return isJudged ? "proposal \(proposal.id) runs under review" : nil
      case .completed, .ended, .none: return nil
      }
    }
  }

  /// 6. The ledger balances, no cap is passed without an administrator's will, and every cent of it is somebody's by
  /// a decision that stands. What was applied for is held exactly as long as it may still be earned.
  private func money() -> [String] {
    let entries = records.tables.ledger
    var book = Book()
    book.apply(entries)
    var broken = (findings(in: entries) + book.findings()).map { "the ledger: \($0)" }
    if entries.map(\.number) != (0..<Int64(entries.count)).map({ $0 + 1 }) {
      broken.append("the ledger has gaps")
    }
    broken += unheld(book)
    for (item, account) in book.items where item.source == .submission {
      guard let submission = records.submission(SubmissionID(item.number)) else {
        broken.append("\(item) is nothing")
        continue
      }
      guard account.person == submission.earner.inLedger else {
        broken.append("submission \(submission.id) is somebody else's money")
        continue
      }
      let evidence = submissions.filter { $0.item == item && $0.stage == .evidence }
      let isEarned = evidence.contains {
        if case .decided(_, .earned, _) = $0.state { true } else { false }
      }
      // What it has become may pay nothing.
      let isFree = submission.cents == 0
      if account.isAwarded != isEarned, !(isFree && isEarned) {
        broken.append("submission \(submission.id) is awarded: \(account.isAwarded)")
      }
      // Whoever was not eligible has nothing held any more, and is refused it.
      guard account.hold != nil, !isEarned, account.isHeld || !isFree else { continue }
      if account.isHeld != mayBeEarned(submission, evidence) {
        broken.append("submission \(submission.id) is held: \(account.isHeld)")
      }
    }
    return broken
  }

  /// What was applied for and may still be earned has its money: nobody earns what nothing was held for.
  private func unheld(_ book: Book) -> [String] {
    submissions.compactMap { submission in
      let day = centralTime.date(at: submission.receivedAt)
      let policy = records.tables.payPolicies.last { $0.effective <= day }?.policy
      guard policy?.cap.binds == .whenApplying, submission.proposal == nil,
        submission.cents ?? 0 > 0
      else { return nil }
      let evidence = submissions.filter { $0.item == submission.item && $0.stage == .evidence }
      let account = book.items[submission.item]
      let isHeld = account?.isHeld == true || account?.isAwarded == true
      return isHeld || !mayBeEarned(submission, evidence)
        ? nil : "nothing is held for submission \(submission.id)"
    }
  }

  private func mayBeEarned(_ submission: Submission, _ evidence: [Submission]) -> Bool {
    switch submission.state {
    case .submitted, .underReview, .returned, .readyToRelease: return true
    case .withdrawn, .decided(_, .notApproved, _), .decided(_, .earned, _): return false
    case .decided(_, .revise, _), .decided(_, .notYet, _): return true
    case .decided(_, .approvedToBegin, _):
      switch submission.progress {
      case .inProgress, .stopped: return true
      case .ended:
        return evidence.contains {
          [.submitted, .underReview, .readyToRelease].contains($0.state.name)
        }
      case .completed, .none: return false
      }
    }
  }

  /// Nobody is promised a day that is over, once the agenda is done.
  private func promises() -> [String] {
    submissions.compactMap { submission in
      switch submission.state {
      case .submitted, .underReview, .readyToRelease:
        submission.times.promisedMorning <= now
          ? "submission \(submission.id) was promised a day that is over"
          : submission.times.releaseBy < submission.times.promisedMorning
            && submission.times.promisedMorning < submission.times.notifyBy
            ? nil : "submission \(submission.id) is said to be late before it is"
      case .returned, .decided, .withdrawn: nil
      }
    }
  }
}
