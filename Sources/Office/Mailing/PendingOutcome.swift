import CivilTime
import Mail
import Store
import Workflow

/// What became of a mail, and what the outbox is to say of it.
struct PendingOutcome {
  enum Change: Hashable {
    case sent
    case deferred(until: Instant, MailTry)
    case ended(MailEnd)
  }

  let mail: Int64
  let change: Change
  /// The relay's own words, or what kept us from hearing any.
  let words: String
  /// Whose address the relay does not know.
  let unreachable: PersonID?

  /// - Parameters:
  ///   - mail: The mail, as it was taken: its present try counted.
  ///   - result: What the relay did with it.
  ///   - policy: When to try again.
  ///   - now: When that was.
  ///   - random: Any number, by chance.
  init(
    of mail: OutgoingMail, _ result: RecipientResult, policy: RetryPolicy, at now: Instant,
    random: UInt64
  ) {
    self.mail = mail.id
    switch result {
    case .accepted(let reply):
      words = reply.words
      change = .sent
      unreachable = nil
    case .failed(let failure):
      let history = DeliveryHistory(
        queuedAt: mail.createdAt, attempts: max(0, mail.attempts - 1), unknowns: mail.unknowns)
      switch policy.verdict(on: failure, after: history, at: now, random: random) {
      case .retry(let next, let counts):
        let isUnknown = if case .unknown = failure { true } else { false }
        change = .deferred(until: next, isUnknown ? .unknown : counts ? .counted : .uncounted)
        words = "\(failure)"
        unreachable = nil
      case .giveUp(.unknown):
        change = .ended(.unknown)
        words = "\(failure); whether it went, nobody knows"
        unreachable = nil
      case .giveUp(.tooOld):
        change = .ended(.failed)
        words = "\(failure); it was tried for days"
        unreachable = nil
      case .giveUp(.refused):
        change = .ended(.failed)
        words = "\(failure)"
        unreachable = failure.isAboutAddress ? mail.person : nil
      }
    }
  }

  /// Stores it. A mail that was erased meanwhile stays as it is.
  func store(in records: inout WriteRecords, at now: Instant) throws(StoreError) {
    guard let state = try records.mailState(mail), state == .sending || state == .endOfData
    else { return }
    switch change {
    case .sent: try records.markSent(mail: mail, words: words, at: now)
    case .deferred(let next, let kind):
      try records.markDeferred(mail: mail, until: next, words: words, as: kind, at: now)
    case .ended(let end): try records.mark(mail: mail, end, words: words, at: now)
    }
  }
}

extension DeliveryFailure {
  /// Whether the relay says that the address itself takes no mail, as a bounce would.
  fileprivate var isAboutAddress: Bool {
    guard cause.phase == .recipients, let reply = cause.reply else { return false }
    return BouncedRecipient(
      address: "", originalAddress: nil, action: .failed, status: reply.enhanced, diagnostic: ""
    ).isAboutAddress
  }
}
