public import CivilTime
import Files
import Mail
import Store
public import Workflow

/// A mail that was not taken, as it lies in `incoming/rejected/`.
public struct RejectedMail: Hashable, Sendable {
  /// The name of its file, by which it is asked for.
  public let name: String
  public let arrivedAt: Instant
  public let byteCount: Int
  /// Whom it says that it is from, and what about; empty where it does not say.
  public let from: String
  public let subject: String
  /// Why it was not taken.
  public let report: String
}

extension DistrictOffice {
  private static let reportEnding = ".report.txt"
  private static let reportBytesMax = 65_536
  private static let fieldLengthMax = 200

  /// How many mails wait to be taken, and how many lie there that were not.
  public func mailsAside() throws(OfficeError) -> (waiting: Int, rejected: Int) {
    (try incomingNames().count, try rejectedNames().count)
  }

  /// The mails that were not taken, the latest first.
  ///
  /// - Parameter limit: The most that are told of.
  /// - Returns: At most so many.
  /// - Throws: ``OfficeError``.
  public func rejectedMails(limit: Int) throws(OfficeError) -> [RejectedMail] {
    let files = surroundings.files
    do {
      var found: [(name: String, at: Int64, bytes: Int)] = []
      for name in try rejectedNames() {
        let path = "\(DataDirectory.incomingRejected)/\(name)"
        guard let known = try files.attributes(path) else { continue }
        found.append((name, known.modifiedMilliseconds, known.byteCount))
      }
      found.sort { ($1.at, $1.name) < ($0.at, $0.name) }
      return try found.prefix(limit).map { mail in
        let path = "\(DataDirectory.incomingRejected)/\(mail.name)"
        let header = try head(of: path)
        let report = path + Self.reportEnding
        let words =
          try files.exists(report) ? files.read(report, limit: Self.reportBytesMax) : []
        return RejectedMail(
          name: mail.name, arrivedAt: Instant(milliseconds: mail.at), byteCount: mail.bytes,
          from: header?.text("from", lengthMaximum: Self.fieldLengthMax) ?? "",
          subject: header?.text("subject", lengthMaximum: Self.fieldLengthMax) ?? "",
          report: String(String(decoding: words, as: UTF8.self).prefix { !$0.isNewline }))
      }
    } catch {
      throw .lifted(error)
    }
  }

  private func head(of path: String) throws -> MessageHeader? {
    let file = try surroundings.files.open(path)
    defer { file.close() }
    return try MailHead.read(file)
  }

  /// Puts a mail that was not taken where mails come in: HR's file knows its sender now, or a setting has changed. It
  /// counts from the moment at which it first came.
  ///
  /// - Parameters:
  ///   - name: The name of its file.
  ///   - actor: Who asks.
  /// - Throws: ``OfficeError``; refused where there is no such mail.
  public func retakeMail(named name: String, by actor: Actor) throws(OfficeError) {
    let path = try rejected(name, by: actor)
    do {
      if let key = try key(ofMailAt: path) {
        // What was noted of it would say once more that it was not taken.
        try write { records, _ in try records.readAgain(mail: key) }
      }
      try surroundings.files.moveDurably(path, to: "\(DataDirectory.incomingNew)/\(name)")
      try surroundings.files.removeIfPresent(path + Self.reportEnding)
    } catch {
      throw .lifted(error)
    }
  }

  /// Removes a mail that was not taken, for good.
  ///
  /// - Parameters:
  ///   - name: The name of its file.
  ///   - actor: Who asks.
  /// - Throws: ``OfficeError``; refused where there is no such mail.
  public func dismissMail(named name: String, by actor: Actor) throws(OfficeError) {
    let path = try rejected(name, by: actor)
    do throws(FileError) {
      try surroundings.files.removeDurably(path)
      try surroundings.files.removeIfPresent(path + Self.reportEnding)
    } catch {
      throw .file(error)
    }
  }

  /// Where such a mail lies, if its name is one of those that are there: no name leads to another folder.
  private func rejected(_ name: String, by actor: Actor) throws(OfficeError) -> String {
    try read { records in
      try Permission.checkDismissing(
        by: actor, at: self.now(in: records), zone: self.zone(in: records), from: records)
    }
    guard try rejectedNames().contains(name) else {
      throw .refused(
        Refusal(.notFound, "No mail of this name lies there: rubricctl intake rejected"))
    }
    return "\(DataDirectory.incomingRejected)/\(name)"
  }

  private func rejectedNames() throws(OfficeError) -> [String] {
    do throws(FileError) {
      return try surroundings.files.list(DataDirectory.incomingRejected)
        .filter { $0.kind == .file }.map(\.name)
        .filter { !$0.hasSuffix(Self.reportEnding) && !$0.hasSuffix(".report.part") }
    } catch {
      if error.reason == .notFound { return [] }
      throw .file(error)
    }
  }
}
