import Files
import Store
public import Workflow

/// What an erasure removed.
public struct ErasureReport: Hashable, Sendable {
  /// The command; its number is `nil` when the person had been erased before.
  public var performed: Performed
  /// Mails removed from the Maildir: to the person, and to others about them.
  public var mails = 0
  /// Files that had been dropped in and name the person.
  public var files = 0
  /// Rows that waited to be settled.
  public var rows = 0
  /// Artifacts that nothing else refers to.
  public var artifacts = 0
}

// An erasure is one command, and with it goes everything that lies beside the journal. The files are removed within
// the command's transaction: while it is not durable the database still knows what to look for, so that an erasure
// that was cut short can be asked for again. Copies of the database that a restore or an upgrade kept go as well.
// Backups elsewhere are the technician's; a restore from one erases again.

extension DistrictOffice {
  /// Erases a person: name, addresses and words, in every file of the data directory.
  ///
  /// - Parameters:
  ///   - id: The person. Their submissions have to be decided or withdrawn.
  ///   - actor: Who asks.
  /// - Returns: What was removed. Asking again finishes what was cut short.
  /// - Throws: ``OfficeError``; with a busy database, when a reader kept the log from being emptied: ask again.
  @discardableResult
  public func erase(_ id: PersonID, by actor: Actor) throws(OfficeError) -> ErasureReport {
    // A file that waits may hold other people's work: it is taken before anything is removed.
    while try takeFiles() > 0 {}
    while try takeIncoming() > 0 {}
    var report = try write { records, now in
      let traces = try Traces(of: id, in: records)
      let mails = try records.mailsConcerning(id)
      let rows = try removeRows(traces, in: &records)
      var report = ErasureReport(
        performed: try self.perform(.erasePerson(id), by: actor, at: now, in: &records))
      report.rows = rows
      report.mails = try removeMails(mails, traces)
      report.files = try removeFiles(traces)
      return report
    }
    do {
      report.artifacts = try store.sweep(blobs, at: surroundings.clock.now())
      try store.scrub()
    } catch {
      throw .lifted(error)
    }
    return report
  }

  private func removeRows(_ traces: Traces, in records: inout WriteRecords) throws -> Int {
    var removed = 0
    var last: Int64 = 0
    while true {
      let rows = try records.setAsideRows(after: last, limit: 500)
      guard let end = rows.last else { break }
      for row in rows where row.fields.contains(where: { traces.are(in: $0.text) }) {
        try records.removeSetAside(row.id)
        removed += 1
      }
      last = end.id
    }
    for print in traces.prints { try records.removeIntakeRows(person: print) }
    return removed
  }

  private func removeMails(_ mails: [Int64], _ traces: Traces) throws(FileError) -> Int {
    let files = surroundings.files
    let known = Set(mails)
    var removed = 0
    for folder in ["tmp", "new", "cur"].map({ "\(DataDirectory.mail)/\($0)" }) {
      guard try files.exists(folder) else { continue }
      for entry in try files.list(folder) where entry.kind == .file {
        let path = "\(folder)/\(entry.name)"
        let isAbout = Maildir.number(of: entry.name).map(known.contains) ?? false
        if !isAbout {
          let bytes = try files.read(path, limit: Self.fileBytesMax)
          guard traces.areInMail(bytes) else { continue }
        }
        try files.removeIfPresent(path)
        removed += 1
      }
      try files.syncFolder(folder)
    }
    return removed
  }

  private func removeFiles(_ traces: Traces) throws(FileError) -> Int {
    let files = surroundings.files
    let report = ".report.txt"
    var removed = 0
    for folder in [DataDirectory.intakeDone, DataDirectory.intakeRejected] {
      guard try files.exists(folder) else { continue }
      for entry in try files.list(folder) where entry.kind == .file {
        let path = "\(folder)/\(entry.name)"
        // A report goes with its file.
        guard try files.exists(path) else { continue }
        guard try traces.areInFile(files.read(path, limit: Self.fileBytesMax), named: entry.name)
        else { continue }
        try files.removeIfPresent(path)
        try files.removeIfPresent(path + report)
        if !entry.name.hasSuffix(report) { removed += 1 }
      }
      try files.syncFolder(folder)
    }
    removed += try removeIncoming(traces)
    for entry in try files.list("")
    where entry.kind == .file && entry.name.hasPrefix(DataDirectory.database + ".") {
      try files.removeIfPresent(entry.name)
      removed += 1
    }
    try files.syncFolder("")
    return removed
  }
}

extension DistrictOffice {
  /// How much of a mail is looked at: whom it is from, and what it says, stand before what is attached.
  private static let incomingHeadBytes = 4 << 20

  /// Removes mails that came in from the person, or speak of them, and were not taken.
  private func removeIncoming(_ traces: Traces) throws(FileError) -> Int {
    let files = surroundings.files
    let folder = DataDirectory.incomingRejected
    guard try files.exists(folder) else { return 0 }
    var removed = 0
    for entry in try files.list(folder)
    where entry.kind == .file && !entry.name.hasSuffix(".report.txt") {
      let path = "\(folder)/\(entry.name)"
      let file = try files.open(path)
      defer { file.close() }
      guard traces.areInMail(try file.read(at: 0, count: Self.incomingHeadBytes)) else { continue }
      try files.removeIfPresent(path)
      try files.removeIfPresent(path + ".report.txt")
      removed += 1
    }
    try files.syncFolder(folder)
    return removed
  }
}

extension Maildir {
  /// The number of the mail in a file's name; `nil` for a file that is not ours.
  static func number(of name: String) -> Int64? {
    let parts = name.split(separator: ".")
    guard parts.count >= 3, parts[1].hasPrefix("M") else { return nil }
    return Int64(parts[1].dropFirst())
  }
}
