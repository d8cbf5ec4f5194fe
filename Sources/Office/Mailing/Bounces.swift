import CivilTime
import Files
import Mail
import Store
public import Workflow

// Mails that come back. A mail reader or the district's mail system drops them into the Maildir `bounces/`, or pipes
// them to `rubricctl intake bounce -`.

/// What was done about a bounce.
public struct BounceTaken: Hashable, Sendable {
  /// People whose address takes no mail, by what other mail systems say: they are marked, and the administrator hears
  /// of it.
  public var marked: [PersonID] = []
  /// Mails that did not arrive.
  public var failed: [Int64] = []

  public init(marked: [PersonID] = [], failed: [Int64] = []) {
    self.marked = marked
    self.failed = failed
  }
}

extension DistrictOffice {
  /// Most bounces that one beat takes.
  private static let bouncesABeat = 100
  private static let bounceBytesMax = 32 << 20

  /// Takes a mail that came back.
  ///
  /// Only the permanent failure of a mail that was sent from here, to the address that it tells of, does anything:
  /// anybody can write that somebody's address takes no mail, and whoever is marked hears nothing more.
  ///
  /// - Parameter message: The bounce, as it came.
  /// - Returns: What was done; `nil` if it is no bounce.
  /// - Throws: ``OfficeError``.
  @discardableResult
  public func takeBounce(_ message: [UInt8]) throws(OfficeError) -> BounceTaken? {
    guard let report = BounceReader.report(in: message) else { return nil }
    var taken = BounceTaken()
    let name = report.originalMessageID?.string
    let mail = try read { records in try name.flatMap { try records.mail(messageID: $0) } }
    for recipient in report.recipients where recipient.action == .failed {
      let addresses = [recipient.originalAddress, recipient.address].compactMap { $0 }
      let person = try read { records in
        try addresses.compactMap { try records.person(email: $0)?.id }.first
      }
      guard let mail,
        addresses.contains(where: { $0.lowercased() == mail.address?.lowercased() })
          || (person != nil && person == mail.person)
      else { continue }
      if mail.state == .sent {
        let words = recipient.words
        try write { records, now in
          try records.mark(mail: mail.id, .failed, words: words, at: now)
        }
        taken.failed.append(mail.id)
      }
      if let person, recipient.isAboutAddress {
        try perform(.markAddress(person, hasBounced: true), by: .intake)
        taken.marked.append(person)
      }
    }
    return taken
  }

  /// Takes what lies in the Maildir of bounces: what was looked at lies in `cur` then.
  func takeBounces() throws(OfficeError) {
    do {
      let files = surroundings.files
      guard try files.exists(DataDirectory.bouncesNew) else { return }
      let names = try files.list(DataDirectory.bouncesNew)
        .filter { $0.kind == .file && !$0.name.hasPrefix(".") }.map(\.name)
      var taken = 0
      for name in names where taken < Self.bouncesABeat {
        let path = "\(DataDirectory.bouncesNew)/\(name)"
        do {
          if try !takeBounce(at: path) {
            surroundings.log.write(.notice, "bounces: a message that is no bounce")
          }
          try files.rename(path, to: "\(DataDirectory.bouncesCurrent)/\(name)")
          taken += 1
        } catch let error as FileError where error.reason == .notPermitted {
          // One that rubricd may not read or move must not keep the others waiting.
          surroundings.log.write(
            .warning, "bounces: a file waits that is not permitted to be taken")
        }
      }
    } catch {
      throw .lifted(error)
    }
  }

  /// Takes a file; one that is too large for a bounce is none.
  private func takeBounce(at path: String) throws -> Bool {
    let message: [UInt8]
    do throws(FileError) {
      message = try surroundings.files.read(path, limit: Self.bounceBytesMax)
    } catch {
      if case .tooLarge = error.reason { return false }
      throw error
    }
    return try takeBounce(message) != nil
  }
}

extension BouncedRecipient {
  /// What the other system said, for the outbox.
  fileprivate var words: String {
    let code = status.map { "\($0) " } ?? ""
    return "it came back: \(code)\(diagnostic)"
  }
}
