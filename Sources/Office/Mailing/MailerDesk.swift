import CivilTime
import Mail
import Programs
import Store
import Synchronization
import Workflow

/// A mail that was taken from the outbox and is in words.
struct ReadyMail {
  var mail: OutgoingMail
  var message: SMTPMessage

  var isInteractive: Bool { mail.mailClass == .interactive }
}

/// What a session gets its messages from: the mailer, for one call of `deliver`.
final class MailerDesk: DeliveryDesk {
  private let mailer: Mailer
  private let office: DistrictOffice
  private let post: MailerPost
  /// Why nothing more was given, if storing failed.
  private(set) var error: OfficeError?
  /// Whether stale mails went back to the desk that plans.
  private(set) var hasPlannedAnew = false

  init(_ mailer: Mailer, _ office: DistrictOffice, _ post: MailerPost) {
    self.mailer = mailer
    self.office = office
    self.post = post
  }

  func nextMessage() -> SMTPMessage? {
    guard error == nil else { return nil }
    do throws(OfficeError) {
      return try mailer.next(for: post, office, hasPlannedAnew: &hasPlannedAnew)
    } catch {
      self.error = error
      return nil
    }
  }

  func markEndOfData(_ id: Int64) throws {
    do throws(OfficeError) {
      try mailer.markEndOfData(id, office)
    } catch {
      self.error = error
      throw error
    }
  }

  func record(_ outcome: SMTPOutcome) {
    mailer.record(outcome, office)
  }
}

extension Mailer {
  /// The next message for a connection, if one may go now.
  ///
  /// - Parameters:
  ///   - post: What the connection is for.
  ///   - office: Whose mail.
  ///   - hasPlannedAnew: Set when stale mails went back to the desk that plans.
  /// - Returns: The message.
  /// - Throws: ``OfficeError``.
  func next(
    for post: MailerPost, _ office: DistrictOffice, hasPlannedAnew: inout Bool
  ) throws(OfficeError) -> SMTPMessage? {
    let (now, isPaused, isInteractive) = try office.read { records in
      let now = try office.now(in: records)
      let interactive = try records.nextInteractiveMail()
      return (now, try records.isOutboxPaused(), interactive.map { $0 <= now } ?? false)
    }
    let (isOpen, isEmpty) = state.withLock { state in
      let wanted = state.ready.contains { post != .interactive || $0.isInteractive }
      return (!state.isStopped && state.pause.isOver(at: now), !wanted)
    }
    if isPaused || !isOpen { return nil }
    // Interactive mail is taken as soon as it is there, whatever was taken before.
    if isInteractive {
      try take(.interactive, at: now, office, &hasPlannedAnew)
    } else if isEmpty, post != .interactive {
      try take(nil, at: now, office, &hasPlannedAnew)
    }
    return state.withLock { state in
      let index =
        state.ready.firstIndex(where: \.isInteractive)
        ?? (post == .interactive ? nil : state.ready.indices.first)
      guard let index else { return nil }
      let priority: RateLimiter.Priority =
        state.ready[index].isInteractive ? .interactive : .other
      guard case .now = state.limiter.permission(for: priority, recipients: 1, at: now) else {
        return nil
      }
      state.limiter.note(recipients: 1, at: now)
      let entry = state.ready.remove(at: index)
      state.given[entry.mail.id] = entry.mail
      return entry.message
    }
  }

  /// Takes mails from the outbox and puts them into words.
  private func take(
    _ mailClass: MailClass?, at now: Instant, _ office: DistrictOffice,
    _ hasPlannedAnew: inout Bool
  ) throws(OfficeError) {
    let (mails, stale) = try office.write { records, now in
      let mails = try records.leaseMails(
        of: mailClass, at: now,
        until: now.adding(milliseconds: MailerSettings.leaseMilliseconds), limit: settings.batch)
      let fresh = try mails.filter { mail in
        guard try isStale(mail, records, at: now) else { return true }
        return try !records.composeAnew(mail: mail.id, at: now)
      }
      return (fresh, mails.count - fresh.count)
    }
    if stale > 0 { hasPlannedAnew = true }
    guard !mails.isEmpty else { return }
    var ready: [(entry: ReadyMail, written: WrittenMail?)] = []
    var problems: [(mail: OutgoingMail, words: String)] = []
    let sender = try office.read { try $0.program()?.district.officeEmail }
    for mail in mails {
      switch try inWords(mail, from: sender, office, at: now) {
      case .success(let entry): ready.append(entry)
      case .failure(let problem): problems.append((mail, problem.words))
      }
    }
    // The text, and the link in it, have to be there before anybody can have them.
    if !problems.isEmpty || ready.contains(where: { $0.written != nil }) {
      try office.write { records, now in
        for (entry, written) in ready {
          guard let written else { continue }
          try records.write(mail: entry.mail.id, address: written.address, body: written.bytes)
          if let token = written.token { try records.add(token) }
        }
        for (mail, words) in problems {
          try records.mark(mail: mail.id, .failed, words: words, at: now)
        }
      }
    }
    state.withLock { $0.ready += ready.map(\.entry) }
  }

  /// A mail as a message, and what is to be stored of it: nothing if it was put into words before.
  private func inWords(
    _ mail: OutgoingMail, from sender: String?, _ office: DistrictOffice, at now: Instant
  ) throws(OfficeError) -> Result<(entry: ReadyMail, written: WrittenMail?), UnwritableMail> {
    let isFresh = mail.address == nil
    switch try office.written(mail, at: now) {
    case .failure(let problem): return .failure(problem)
    case .success(var written):
      do {
        if isFresh, let signer = settings.signer {
          written.bytes = try signer.sign(written.bytes, at: now)
        }
        let message = try SMTPMessage(
          id: mail.id, sender: try sender.map { try Address($0) },
          recipients: [try Address(written.address)], content: written.bytes)
        return .success((ReadyMail(mail: mail, message: message), isFresh ? written : nil))
      } catch {
        return .failure(UnwritableMail(words: "\(error)"))
      }
    }
  }

  /// Whether what a mail says may no longer be so: it was never tried and has waited for hours, or a notice in it has
  /// run out.
  private func isStale(
    _ mail: OutgoingMail, _ records: WriteRecords, at now: Instant
  ) throws -> Bool {
    guard !mail.notices.isEmpty, mail.unknowns == 0 else { return false }
    let waited = now.milliseconds(since: mail.createdAt)
    if mail.attempts <= 1, waited >= settings.composeAnewAfterMilliseconds { return true }
    return try mail.notices.contains { number in
      try records.notice(number)?.notAfter.map { $0 <= now } ?? false
    }
  }
}
