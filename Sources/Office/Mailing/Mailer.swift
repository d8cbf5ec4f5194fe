public import CivilTime
import Crypto
public import Mail
import Store
import Synchronization
import Workflow

/// Takes mails from the outbox to a relay.
///
///     let mailer = Mailer(settings) { office }
///     while let next = mailer.work(over: session, at: .all(0)) { sleep(until: next) }
///
/// Each mail is put into words once, and its text kept, so that a repeat is the same to the last byte, with the same
/// Message-ID. Before its final dot goes, that is durable (`endOfData`), in the same commit as what became of the mail
/// before. So a crash at any instant loses none, and makes at most one copy for each connection: of the mail whose dot
/// had gone, since nobody knows whether the relay has it. That is repeated as often as the settings allow.
///
/// What the relay or a setting is to blame for stops everything for a while (``RelayPause``) and is no try of the mail.
/// A mail that waited for hours, or whose notices have run out, goes back to the desk that plans notices, and is told
/// as things stand then.
///
/// For several threads, each with a session of its own. Time, chance and storage are the office's.
public final class Mailer: Sendable {
  let settings: MailerSettings
  let office: @Sendable () -> DistrictOffice
  private let hasNews: @Sendable () -> Void
  let state: Mutex<State>

  /// What the connections share.
  struct State {
    var limiter: RateLimiter
    var pause = RelayPause()
    /// Taken and in words, not yet given to a connection.
    var ready: [ReadyMail] = []
    /// What became of mails, not yet stored.
    var outcomes: [PendingOutcome] = []
    /// Mails that connections have.
    var given: [Int64: OutgoingMail] = [:]
    var connectionsAtWork = 0
    /// Whether the day's count was restored, and what the last process left was looked at.
    var hasBegun = false
    var isStopped = false
    /// Whether it is on record that mail waits, and whether the relay has taken one since.
    var hasIncident = false
    var hasTaken = false
  }

  /// - Parameters:
  ///   - settings: By what to go.
  ///   - hasNews: Called when stale mails went back to the desk that plans, so that a beat tells them anew, and when
  ///     the relay begins or ends to be in trouble.
  ///   - office: Whose mails; asked each time, since an office may be configured anew.
  public init(
    _ settings: MailerSettings, hasNews: @escaping @Sendable () -> Void = {},
    office: @escaping @Sendable () -> DistrictOffice
  ) {
    self.settings = settings
    self.hasNews = hasNews
    self.office = office
    state = Mutex(State(limiter: RateLimiter(settings.limits)))
  }

  /// Delivers what may go now.
  ///
  /// - Parameters:
  ///   - session: The calling thread's own way to the relay.
  ///   - post: What its connection is for.
  /// - Returns: When to come again; `nil` when only a call can bring something.
  /// - Throws: ``OfficeError`` when the disk or the database fails. What is not stored yet is stored first next time.
  public func work(
    over session: any RelaySession, at post: MailerPost
  ) throws(OfficeError) -> Instant? {
    let office = self.office()
    try begin(office)
    try settle(office)
    guard let turn = try nextTurn(at: post, office) else { return nil }
    guard try turn <= office.now() else { return turn }
    let before = state.withLock { state in
      state.connectionsAtWork += 1
      return state.pause
    }
    let desk = MailerDesk(self, office, post)
    let end = session.deliver(from: desk)
    state.withLock { $0.connectionsAtWork -= 1 }
    if case .failed(let failure) = end { try note(failure, after: before, office) }
    try settle(office)
    try keepIncident(office)
    if desk.hasPlannedAnew || (trouble == nil) != (before.cause == nil) { hasNews() }
    if let error = desk.error { throw error }
    if case .stopped = end { return nil }
    let next = try nextTurn(at: post, office)
    // What can't go soon is not held: it may be undone, cancelled, or grow stale.
    let soon = try office.now().adding(milliseconds: MailerSettings.holdMilliseconds)
    if next.map({ $0 > soon }) ?? true { try giveBackReady(office) }
    return next
  }

  /// Takes nothing more, and gives back what no connection has: for the end of the process, after all threads ended or
  /// while they do.
  ///
  /// - Throws: ``OfficeError``; the next start frees them then.
  public func stop() throws(OfficeError) {
    state.withLock { $0.isStopped = true }
    let office = self.office()
    try settle(office)
    try giveBackReady(office)
  }

  /// Why nothing goes to the relay, and since when; `nil` while it takes mail.
  public var trouble: (cause: DeliveryCause, since: Instant, until: Instant)? {
    state.withLock { state in
      guard let cause = state.pause.cause, let since = state.pause.failingSince,
        let until = state.pause.until
      else { return nil }
      return (cause, since, until)
    }
  }

  // MARK: - When

  /// When a connection should be used next.
  private func nextTurn(
    at post: MailerPost, _ office: DistrictOffice
  ) throws(OfficeError) -> Instant? {
    let now = try office.now()
    let (pause, ready, working, isStopped) = state.withLock { state in
      (
        state.pause, (state.ready.contains(where: \.isInteractive), state.ready.count),
        state.connectionsAtWork, state.isStopped
      )
    }
    if isStopped { return nil }
    let waiting = try office.read {
      records -> (interactive: Instant?, any: Instant?, count: Int)? in
      if try records.isOutboxPaused() { return nil }
      var count = ready.1
      if case .all(let place) = post, place > 0 {
        count += try records.waitingMailCount(
          at: now, limit: place * MailerSettings.mailsAConnection)
      }
      return (try records.nextInteractiveMail(), try records.nextMailAttempt(), count)
    }
    guard let waiting else { return nil }
    var next: Instant?
    switch post {
    case .all(let place):
      if place > 0, waiting.count < place * MailerSettings.mailsAConnection { return nil }
      next = ready.1 > 0 ? now : waiting.any
    case .interactive:
      next = ready.0 ? now : waiting.interactive
      // As long as the others are free, they are quicker than a further connection.
      if let due = next, due <= now, working == 0 { next = now.adding(seconds: 2) }
    }
    guard var next else { return nil }
    if let until = pause.until { next = max(next, until) }
    guard next <= now else { return next }
    let priority: RateLimiter.Priority =
      ready.0 || waiting.interactive.map { $0 <= now } ?? false ? .interactive : .other
    let permission = state.withLock {
      $0.limiter.permission(for: priority, recipients: 1, at: now)
    }
    switch permission {
    case .now: return now
    case .notBefore(let instant, _): return instant
    }
  }

  // MARK: - What became of mails

  /// Stores what became of mails, if anything is to be stored.
  func settle(_ office: DistrictOffice) throws(OfficeError) {
    let outcomes = state.withLock { $0.outcomes }
    guard !outcomes.isEmpty else { return }
    try office.write { records, now in
      for outcome in outcomes { try outcome.store(in: &records, at: now) }
    }
    didStore(outcomes, office)
  }

  /// Stores what became of mails, and that the end of another is about to go: one commit for both.
  func markEndOfData(_ id: Int64, _ office: DistrictOffice) throws(OfficeError) {
    let outcomes = state.withLock { $0.outcomes }
    let isOurs = try office.write { records, now in
      for outcome in outcomes { try outcome.store(in: &records, at: now) }
      return try records.markEndOfData(mail: id)
    }
    didStore(outcomes, office)
    guard isOurs else { throw .store(.unsound("mail \(id) is no longer to be sent")) }
  }

  private func didStore(_ outcomes: [PendingOutcome], _ office: DistrictOffice) {
    state.withLock { state in
      let stored = Set(outcomes.map(\.mail))
      state.outcomes.removeAll { stored.contains($0.mail) }
    }
    for outcome in outcomes {
      guard let person = outcome.unreachable else { continue }
      do throws(OfficeError) {
        try office.perform(.markAddress(person, hasBounced: true), by: .clock)
      } catch {
        office.surroundings.log.write(.warning, "an address could not be marked")
      }
    }
  }

  /// Takes what became of a mail. It is stored with the next mark, or when nothing more is to be sent.
  func record(_ outcome: SMTPOutcome, _ office: DistrictOffice) {
    guard let result = outcome.results.first else { return }
    let chance = Self.chance(office)
    let now = office.surroundings.clock.now()
    state.withLock { state in
      guard let mail = state.given.removeValue(forKey: outcome.id) else { return }
      let pending = PendingOutcome(
        of: mail, result, policy: settings.retry, at: now, random: chance)
      state.outcomes.append(pending)
      switch result {
      case .accepted:
        state.pause.noteSuccess()
        state.hasTaken = true
      case .failed(let failure): state.pause.note(failure, at: now, random: chance)
      }
    }
  }

  /// Notes that the relay can't be used now, unless a mail's own end has said so already.
  ///
  /// - Parameters:
  ///   - failure: Why.
  ///   - before: What was known of the relay before it was tried.
  ///   - office: Whose relay.
  /// - Throws: ``OfficeError``.
  private func note(
    _ failure: DeliveryFailure, after before: RelayPause, _ office: DistrictOffice
  ) throws(OfficeError) {
    let now = try office.now()
    let chance = Self.chance(office)
    state.withLock { state in
      guard state.pause.failures <= before.failures else { return }
      state.pause.note(failure, at: now, random: chance)
    }
    if before.cause?.logWords != failure.cause.logWords {
      office.surroundings.log.write(
        .warning, "the relay takes no mail, which waits: \(failure.cause.logWords)")
    }
    try giveBackReady(office)
  }

  /// Gives back what was taken and not given to a connection.
  private func giveBackReady(_ office: DistrictOffice) throws(OfficeError) {
    let ready = state.withLock { state in
      defer { state.ready = [] }
      return state.ready
    }
    guard !ready.isEmpty else { return }
    try office.write { records, _ in
      for entry in ready { try records.giveBack(mail: entry.mail.id) }
    }
  }

  /// Begins, once: the day's limit holds over a restart, and a mail whose fate nobody knows is tried again as far as
  /// that is allowed.
  private func begin(_ office: DistrictOffice) throws(OfficeError) {
    guard state.withLock({ !$0.hasBegun }) else { return }
    let now = try office.now()
    let sent = try office.read { try $0.mailsSent(since: now.adding(hours: -25)) }
    let hasIncident = try office.read { try $0.setting(.relayTroubleSince) != nil }
    let retry = settings.retry
    try office.write { records, now in
      // A repeat waits a little, so that the copy shows if it is there.
      _ = try records.repeatUnknownMails(
        atMost: retry.unknownRepeatsMaximum, next: now.adding(seconds: retry.firstDelaySeconds))
    }
    state.withLock { state in
      guard !state.hasBegun else { return }
      for (hour, count) in sent { state.limiter.note(recipients: count, at: hour) }
      state.hasIncident = hasIncident
      state.hasBegun = true
    }
  }

  /// Any number, by chance; only the length of pauses depends on it.
  static func chance(_ office: DistrictOffice) -> UInt64 {
    guard let bytes = try? office.surroundings.random.bytes(8) else { return 0 }
    return bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension DeliveryCause {
  /// The cause for the log: without the relay's own words, in which an address may stand.
  public var logWords: String {
    reply.map { "\(phase.phrase), it answered \($0.code)" } ?? description
  }
}
