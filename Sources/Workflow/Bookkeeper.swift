import CivilTime
public import Ledger
import Programs
import Rubrics

/// Says what events mean for the ledger.
///
/// It looks at events, not at commands: whatever led to a decision, a withdrawal or the end of a year, its money
/// follows. What was applied for is held as long as it may still be earned: while the proposal is judged, while its
/// year lasts, and while evidence for it is being judged.
struct Bookkeeper {
  private let facts: Facts
  private let pay: PayFacts
  private let by: PersonNumber?
  private let now: Instant
  private var book: Book
  private var entries: [LedgerEntry] = []
  private var reason = Personal<String>(nil)
  /// What this very command brought in, which the facts don't know yet.
  private var arrived: [SubmissionID: HandedIn] = [:]
  /// The journal's entry that is looked at.
  private var sequence: Int64

  init(_ facts: Facts, _ pay: PayFacts, by actor: Actor, at now: Instant) {
    self.facts = facts
    self.pay = pay
    self.now = now
    by = if case .person(let id) = actor { id.inLedger } else { nil }
    book = pay.book
    sequence = pay.sequence
  }

  /// The entries that follow from events, as an event of their own.
  ///
  /// - Parameters:
  ///   - events: What a command led to, in order.
  ///   - override: An administrator's reason for letting an amount pass the cap.
  /// - Returns: One event, or none where nothing follows.
  /// - Throws: ``Refusal`` if money stands against it.
  mutating func follow(
    _ events: [Event], pastCap override: String? = nil
  ) throws(Refusal) -> [Event] {
    for event in events {
      try follow(event, override.map { PastCap.yes(reason: $0) } ?? .no)
      sequence += 1
    }
    if let override, entries.contains(where: \.kind.isBeyondCap) { reason = Personal(override) }
    return entries.isEmpty
      ? [] : [.entriesMade(EntriesMade(entries: entries, reason: reason))]
  }

  private mutating func follow(_ event: Event, _ pastCap: PastCap) throws(Refusal) {
    switch event {
    case .handedIn(let event):
      arrived[event.submission] = event
      try handedIn(event, pastCap)
    case .contentChanged(let event):
      let item = try facts.submission(event.submission).item
      guard let cents = event.cents, isHeld(item) else { return }
      if cents == 0 { return try release(item, .withdrawn) }
      try enter(.amended(item, to: Money(cents: cents), pastCap: pastCap))
    case .withdrawn(let event):
      let submission = try facts.submission(event.submission)
      if facts.hasEnded(submission.proposal) {
        try release(submission.item, .yearEnded)
      } else if submission.proposal == nil {
        try release(submission.item, .withdrawn)
      }
    case .returned(let event):
      let submission = try facts.submission(event.submission)
      if facts.hasEnded(submission.proposal) { try release(submission.item, .yearEnded) }
    case .returnRecalled(let event):
      try resume(facts.submission(event.submission).item, .no)
    case .extended(let event):
      let item = event.submission.inLedger
      if event.ends <= now {
        try release(item, .yearEnded)
      } else {
        try resume(item, because: event.reason)
      }
    case .yearEnded(let event):
      guard !facts.isJudged(evidenceFor: event.submission) else { return }
      try release(event.submission.inLedger, .yearEnded)
    case .openingRecorded(let event): try opened(event.opening)
    case .decisionReleased(let event): try decided(event)
    case .decisionRecalled(let event): try recalled(event)
    case .decisionReopened(let event): try reopened(event)
    case .programSet, .calendarSet, .rubricAdded, .offeringRecorded, .personRecorded, .roleGranted,
      .roleRevoked, .evaluatorRecorded, .conflictDeclared, .deputiesSet, .addressMarked,
      .noticesMuted, .awaySet, .personErased, .windowPlanned, .windowAnnounced, .windowOpened,
      .windowClosingNoted, .windowClosed, .windowChanged, .windowReopened, .windowCancelled,
      .lateAccepted, .amended, .answerDelayed, .assignmentProposed, .assignmentAdjusted,
      .assignmentReleased, .assignmentRecalled, .reviewAssigned, .evaluatorNeeded, .reviewSeen,
      .scorecardHandedIn, .reviewDeclined, .reviewReassigned, .reviewExtended, .criterionReopened,
      .overdueEscalated, .outcomeReached, .entriesMade, .fileTaken, .undone, .clockConfirmed:
      break
    }
  }

  // MARK: Applying

  private mutating func handedIn(_ event: HandedIn, _ pastCap: PastCap) throws(Refusal) {
    // What an open approval from before is worth stands in its own figure.
    guard event.source != .opening else { return }
    if let proposal = event.proposal { return try resume(proposal.inLedger, .no) }
    let item = event.submission.inLedger
    if event.stage == .evidence {
      // Without proposals, handing in is applying; where the cap binds on payment, nothing is held for it.
      let version = pay.rules.version(on: pay.rules.zone.date(at: event.receivedAt))
      guard version.policy.cap.binds == .whenApplying else { return }
    }
    guard let cents = event.cents else {
      throw Refusal(
        .incomplete,
        "Neither the catalog nor the program says what it is worth: say what you apply for.")
    }
    let amount = Money(cents: cents)
    if amount == .zero {
      // The catalog says that it pays nothing.
      try release(item, .withdrawn)
    } else if isHeld(item) {
      try enter(.amended(item, to: amount, pastCap: pastCap))
    } else {
      try enter(
        .applied(
          Application(
            person: event.earner.inLedger, item: item, amount: amount, at: event.receivedAt,
            pastCap: pastCap)))
    }
  }

  private mutating func opened(_ opening: Opening) throws(Refusal) {
    guard let kind = OpeningFigure.Kind(opening.kind) else { return }
    let cents = opening.submission.flatMap { arrived[$0]?.cents } ?? opening.cents
    guard let cents, cents > 0 else { return }
    let amount = Money(cents: cents)
    let item = opening.submission?.inLedger ?? opening.id.inLedger
    try enter(
      .opened(
        OpeningFigure(
          kind: kind, person: opening.earner.inLedger, item: item, amount: amount,
          day: opening.date)))
  }

  // MARK: Decisions

  private mutating func decided(_ event: DecisionReleased) throws(Refusal) {
    let item: Item
    let earner: PersonID
    let receivedAt: Instant
    let cents: Int64?
    if let new = arrived[event.submission] {
      item = (new.proposal ?? new.submission).inLedger
      (earner, receivedAt) = (new.earner, new.receivedAt)
      cents = new.proposal.map { facts.worth($0) } ?? new.cents
    } else {
      let known = try facts.submission(event.submission)
      item = known.item
      (earner, receivedAt) = (known.earner, known.receivedAt)
      cents = known.proposal.map { facts.worth($0) } ?? known.cents
    }
    switch event.outcome {
    case .notApproved: try release(item, .notApproved)
    case .earned:
      guard book.items[item]?.isAwarded != true else { return }
      let policy = pay.rules.version(on: pay.rules.zone.date(at: receivedAt)).policy
      let amount = cents.map(Money.init(cents:)) ?? policy.amount ?? .zero
      // What came in before the program paid was not applied for, and nothing is held for it.
      guard isHeld(item) || (policy.cap.binds == .onPayment && amount > .zero) else { return }
      try enter(
        .awarded(
          Award(
            person: earner.inLedger, item: item, amount: amount, handedIn: receivedAt,
            decided: now)),
        decision: event.decision.number, rubric: event.rubric)
    case .notYet:
      // The year was over before the answer came: unless it goes on now, what was held for it is free.
      let proposal = facts.submissions[event.submission]?.proposal
      guard let proposal, case .ended(let ends) = facts.submissions[proposal]?.progress,
        event.yearLastsUntil.map({ $0 <= ends }) ?? true
      else { return }
      try release(item, .yearEnded)
    case .approvedToBegin, .revise: break
    }
  }

  /// A release was undone before anybody heard: what it led to goes, as long as no file rests on it.
  private mutating func recalled(_ event: DecisionRecalled) throws(Refusal) {
    guard let decision = facts.decisions[event.decision] else { return }
    let item = try facts.submission(decision.submission).item
    guard decision.outcome == .earned else { return try resume(item, .no) }
    guard let account = book.items[item], account.isAwarded else { return }
    guard !account.isExported else {
      throw Refusal(
        .notInThisState, "It is in a payroll file already: reopen the decision instead.")
    }
    try enter(.reopened(item), decision: event.decision.number)
  }

  private mutating func reopened(_ event: DecisionReopened) throws(Refusal) {
    guard let decision = facts.decisions[event.decision] else { return }
    let item = try facts.submission(event.submission).item
    if decision.outcome == .earned, book.items[item]?.isAwarded == true {
      try enter(.reopened(item), decision: event.decision.number)
    }
    try resume(item, because: event.reason)
  }

  // MARK: Holding

  private func isHeld(_ item: Item) -> Bool { book.items[item]?.isHeld ?? false }

  private mutating func release(_ item: Item, _ release: Release) throws(Refusal) {
    if isHeld(item) { try enter(.released(item, release)) }
  }

  /// Holds again what was released, should it be.
  private mutating func resume(_ item: Item, _ pastCap: PastCap) throws(Refusal) {
    guard let account = book.items[item], account.isReleased, !account.isAwarded else { return }
    try enter(.resumed(item, pastCap: pastCap))
  }

  /// The same by an administrator's will, whose reason stands for passing the cap as well.
  private mutating func resume(_ item: Item, because words: Personal<String>) throws(Refusal) {
    let count = entries.count
    try resume(item, words.value.map { PastCap.yes(reason: $0) } ?? .no)
    if entries[count...].contains(where: \.kind.isBeyondCap) { reason = words }
  }

  /// Reckons what follows from something, and carries it into the book.
  private mutating func enter(
    _ happening: Happening, decision: Int64? = nil, rubric: RubricVersion? = nil
  ) throws(Refusal) {
    let cause = Cause(journal: sequence, at: now, by: by, decision: decision, rubric: rubric)
    do {
      let made = try pay.rules.entries(
        for: happening, cause: cause, people: pay.people, book: book
      ).filter(\.saysSomething)
      book.apply(made)
      entries += made
    } catch {
      throw Refusal(error)
    }
  }
}

extension Facts {
  /// Adds to events what they mean for the ledger, where the program pays.
  func withPay(
    _ events: [Event], of command: Command, by actor: Actor, at now: Instant
  ) throws(Refusal) -> [Event] {
    guard let pay, !events.isEmpty else { return events }
    var override: String?
    if case .handIn(let work) = command { override = work.pastCap }
    var bookkeeper = Bookkeeper(self, pay, by: actor, at: now)
    return events + (try bookkeeper.follow(events, pastCap: override))
  }

  /// What a micro-credential of the catalog pays.
  func offered(_ id: OfferingID?) -> Money? {
    guard let id, let cents = offerings.first(where: { $0.id == id })?.cents else { return nil }
    return Money(cents: cents)
  }

  /// What work is worth, in cents, as the catalog, its teacher or the program says on the day on which it comes in;
  /// `nil` where nothing says so, where the program pays nothing, and for evidence of a proposal.
  ///
  /// What is known already keeps its amount, unless something else is picked or asked for.
  func cents(of work: HandIn, offering: OfferingID?, known: Submission? = nil) -> Int64? {
    guard let pay, work.stage == .proposal || program?.proposals == nil else { return nil }
    if let known, let cents = known.cents, known.offering == offering, work.amount == nil {
      return cents
    }
    let policy = pay.rules.version(on: zone.date(at: work.arrivedAt)).policy
    return (offered(offering) ?? work.amount ?? policy.amount)?.cents
  }

  /// What an open approval is worth: its own figure, or what another would be.
  func cents(of opening: OpeningFacts, _ offering: OfferingID?) -> Int64? {
    guard let pay else { return nil }
    return opening.cents
      ?? (offered(offering) ?? pay.rules.version(on: opening.date).policy.amount)?.cents
  }

  /// What was applied for with a proposal, in cents.
  fileprivate func worth(_ proposal: SubmissionID) -> Int64? {
    (submissions[proposal] ?? own.first { $0.id == proposal })?.cents
  }

  /// Whether a proposal's year is over.
  fileprivate func hasEnded(_ proposal: SubmissionID?) -> Bool {
    guard let proposal, case .ended = submissions[proposal]?.progress else { return false }
    return true
  }

  /// Whether evidence for a proposal is being judged.
  fileprivate func isJudged(evidenceFor proposal: SubmissionID) -> Bool {
    own.contains { evidence in
      guard evidence.proposal == proposal else { return false }
      return switch evidence.state {
      case .submitted, .underReview, .readyToRelease: true
      case .returned, .decided, .withdrawn: false
      }
    }
  }
}

extension LedgerEntry {
  /// Where the cap binds on payment, nothing is held for what is applied for, and nothing has to be said of it.
  fileprivate var saysSomething: Bool { !postings.isEmpty }
}

extension LedgerEntry.Kind {
  /// Whether an administrator let it pass a cap.
  fileprivate var isBeyondCap: Bool {
    switch self {
    case .appliedBeyondCap, .amendedBeyondCap, .resumedBeyondCap: true
    case .applied, .amended, .released, .resumed, .awarded, .recurred, .reversed, .corrected,
      .fundsGranted, .sealed, .settled, .paid, .opened:
      false
    }
  }
}

extension OpeningFigure.Kind {
  fileprivate init?(_ kind: Opening.Kind) {
    switch kind {
    case .approval: self = .approval
    case .granted: self = .granted
    case .carriedOver: self = .carriedOver
    case .award: return nil
    }
  }
}

extension Refusal {
  /// What the ledger refuses, in its words.
  public init(_ refusal: LedgerRefusal) {
    self.init(.againstTheRules, refusal.description)
  }
}
