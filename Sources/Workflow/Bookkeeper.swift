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
    by = actor.inLedger
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
    return EntriesMade.events(entries, reason: reason)
  }

  private mutating func follow(_ event: Event, _ pastCap: PastCap) throws(Refusal) {
    switch event {
    case .handedIn(let event):
      arrived[event.submission] = event
      try handedIn(event, pastCap)
    case .contentChanged(let event):
      let known = try facts.submission(event.submission)
      // Evidence for a proposal is paid by it.
      guard known.proposal == nil else { return }
      try hold(event.cents, for: known, at: event.receivedAt, pastCap)
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
        guard !facts.isJudged(evidenceFor: event.submission) else { return }
        try release(item, .yearEnded)
      } else {
        try resume(item, because: event.reason)
      }
    case .yearEnded(let event):
      guard !facts.isJudged(evidenceFor: event.submission) else { return }
      try release(event.submission.inLedger, .yearEnded)
    case .openingRecorded(let event): try opened(event.opening)
    // What the district brought along before it paid here counts from now on.
    case .programSet: for opening in facts.openings { try opened(opening) }
    case .decisionReleased(let event): try decided(event)
    case .decisionRecalled(let event): try recalled(event)
    case .decisionReopened(let event): try reopened(event)
    case .calendarSet, .rubricAdded, .offeringRecorded, .personRecorded, .roleGranted,
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
    try hold(event.cents, for: event, at: event.receivedAt, pastCap)
  }

  /// Holds what work is worth as it stands now: something for the first time, another amount than before, or nothing
  /// any more.
  private mutating func hold(
    _ cents: Int64?, for work: some AppliedFor, at receivedAt: Instant, _ pastCap: PastCap
  ) throws(Refusal) {
    let day = pay.rules.zone.date(at: receivedAt)
    // What came in before the program paid was not applied for.
    guard pay.rules.isInForce(on: day) else { return }
    if work.stage == .evidence {
      // Without proposals, handing in is applying; where the cap binds on payment, nothing is held for it.
      guard pay.rules.version(on: day).policy.cap.binds == .whenApplying else { return }
    }
    let item = work.number.inLedger
    guard let cents else {
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
            person: work.earner.inLedger, item: item, amount: amount, at: receivedAt,
            pastCap: pastCap)))
    }
  }

  private mutating func opened(_ opening: Opening) throws(Refusal) {
    guard let kind = OpeningFigure.Kind(opening.kind) else { return }
    var cents = opening.cents
    if let id = opening.submission {
      // What is here already, and was earned or is over since, is not held any more.
      let known = facts.submissions[id]
      guard known?.mayBeEarned ?? true else { return }
      cents = arrived[id]?.cents ?? known?.cents ?? cents
    }
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
      // A proposal from when the cap bound on payment goes on under that policy: nothing could be held for it.
      let applied = facts.begun(item).map { pay.rules.zone.date(at: $0) }.flatMap {
        pay.rules.isInForce(on: $0) && pay.rules.version(on: $0).policy.cap.binds == .onPayment
          ? $0 : nil
      }
      let day = applied ?? pay.rules.zone.date(at: receivedAt)
      let policy = pay.rules.version(on: day).policy
      let amount = cents.map(Money.init(cents:)) ?? policy.amount ?? .zero
      // What came in before the program paid was not applied for, and nothing is held for it.
      let isOwed =
        pay.rules.isInForce(on: day) && policy.cap.binds == .onPayment && amount > .zero
      guard isHeld(item) || isOwed else { return }
      try enter(
        .awarded(
          Award(
            person: earner.inLedger, item: item, amount: amount, handedIn: receivedAt,
            decided: now, appliedOn: day)),
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
    // Where the award was refused, its hold was free.
    try resume(item, .no)
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

  /// The same by an administrator's will, whose reason stands for passing the cap as well, but for their own work.
  private mutating func resume(_ item: Item, because words: Personal<String>) throws(Refusal) {
    let count = entries.count
    let isOwn = by != nil && book.items[item]?.person == by
    try resume(item, isOwn ? .no : words.value.map { PastCap.yes(reason: $0) } ?? .no)
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
    if case .handIn(let work) = command, let reason = work.pastCap {
      guard actor != .person(work.earner) else { throw Refusal.ownMoney }
      override = reason
    }
    var bookkeeper = Bookkeeper(self, pay, by: actor, at: now)
    return events + (try bookkeeper.follow(events, pastCap: override))
  }

  /// What a micro-credential of the catalog pays.
  func offered(_ id: OfferingID?) -> Money? {
    guard let id, let cents = offerings.first(where: { $0.id == id })?.cents else { return nil }
    return Money(cents: cents)
  }

  /// What work is worth, in cents, as the catalog, its teacher or the program says on the day on which it comes in;
  /// `nil` where nothing says so, where the program pays nothing on that day, and for evidence of a proposal.
  ///
  /// What is known already keeps its amount, unless something else is picked or asked for.
  func cents(of work: HandIn, offering: OfferingID?, known: Submission? = nil) -> Int64? {
    let isOfNoProposal = known.map { $0.proposal == nil } ?? (program?.proposals == nil)
    guard let pay, work.stage == .proposal || isOfNoProposal,
      pay.rules.isInForce(on: zone.date(at: work.arrivedAt))
    else { return nil }
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

  /// Whether an amount is held for a submission itself.
  func isHeld(_ submission: Submission) -> Bool {
    submission.proposal == nil && pay?.book.items[submission.item]?.isHeld == true
  }

  /// When a proposal came in.
  fileprivate func begun(_ item: Item) -> Instant? {
    let id = SubmissionID(item.number)
    let known = submissions[id] ?? own.first { $0.id == id }
    return known.flatMap { $0.stage == .proposal && $0.source != .opening ? $0.receivedAt : nil }
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

/// What is worth an amount: work that comes in, or that is here already.
private protocol AppliedFor {
  var number: SubmissionID { get }
  var earner: PersonID { get }
  var stage: StageKind { get }
}

extension HandedIn: AppliedFor {
  fileprivate var number: SubmissionID { submission }
}

extension Submission: AppliedFor {
  fileprivate var number: SubmissionID { id }
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
  static let ownMoney = Refusal(
    .againstTheRules, "It is their own money: another administrator has to decide on it.")

  /// What the ledger refuses, in its words.
  public init(_ refusal: LedgerRefusal) {
    self.init(.againstTheRules, refusal.description)
    ledger = refusal
  }
}
