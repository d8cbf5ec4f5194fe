public import Crypto
import SQLite
import Workflow

/// What walking the journal from its first entry to its last found.
public struct ChainReport: Hashable, Sendable {
  /// How many entries were walked.
  public var entries: Int64
  /// The hash of the last entry; zeros for an empty journal.
  public var head: Digest32
  /// The first fault; `nil` if every link holds.
  public var fault: ChainFault?
  /// Where the hash that was asked about stands; `nil` if none was.
  public var asked: Standing?

  /// Where a hash that somebody kept stands in the journal.
  public enum Standing: Hashable, Sendable {
    /// It is the last entry's.
    case isHead
    /// It is this entry's, and the journal has grown since.
    case isEarlier(sequence: Int64)
    /// No entry has it: the end was cut off, or what follows an older entry was written anew.
    case isNowhere
  }

  /// Whether the journal is whole, as far as can be told.
  public var isSound: Bool { fault == nil && asked != .isNowhere }
}

/// What is wrong with the journal, and where it begins.
public enum ChainFault: Hashable, Sendable, CustomStringConvertible {
  /// The entry is not what its hash was made of, or does not follow from the one before.
  case changed(sequence: Int64)
  /// The entry of this number is not there.
  case removed(sequence: Int64)
  /// The entry's personal values are gone, and no erasure names it.
  case payloadMissing(sequence: Int64)
  /// The entry's personal values are not what its hash was made of.
  case payloadChanged(sequence: Int64)

  public var description: String {
    switch self {
    case .changed(let sequence): "entry \(sequence) was changed"
    case .removed(let sequence): "entry \(sequence) was removed"
    case .payloadMissing(let sequence):
      "the personal values of entry \(sequence) are gone, and no erasure names it"
    case .payloadChanged(let sequence):
      "the personal values of entry \(sequence) were changed"
    }
  }
}

extension StoredRecords {
  /// Walks the journal and computes every hash anew, holding one entry at a time.
  ///
  /// - Parameter head: A hash that somebody kept, such as the one in a weekly digest: 64 hexadecimal digits,
  ///   with or without white space. Only so does a cut-off tail show.
  /// - Returns: What was found, with the first fault.
  /// - Throws: ``StoreError``.
  public func checkChain(head: String? = nil) throws(StoreError) -> ChainReport {
    let wanted = head.map { text in Digest32(hex: String(text.filter { !$0.isWhitespace })) }
    let erased = try erasedEntries()
    var report = ChainReport(entries: 0, head: .zero)
    if wanted != nil { report.asked = .isNowhere }
    try line.forEach(
      """
      SELECT journal.seq, command, at, actor, type, version, structure, payload_hash, previous,
        hash, salt, bytes
      FROM journal LEFT JOIN payload ON payload.seq = journal.seq ORDER BY journal.seq
      """
    ) { row throws(StoreError) in
      let link = try lifting { () throws(SQLiteError) in try Link(row) }
      report.fault = link.fault(after: report, erased: erased)
      guard report.fault == nil else { return false }
      report.entries = link.sequence
      report.head = link.hash
      if let wanted, wanted == link.hash { report.asked = .isEarlier(sequence: link.sequence) }
      return true
    }
    if let wanted, wanted == report.head, report.entries > 0 { report.asked = .isHead }
    return report
  }

  /// The entries whose payloads erasures name, in order.
  private func erasedEntries() throws(StoreError) -> Set<Int64> {
    var erased: Set<Int64> = []
    for erasure in try erasures() { erased.formUnion(erasure.entries) }
    return erased
  }
}

/// One entry with its links.
private struct Link {
  var sequence: Int64
  var hash: Digest32
  private var computed: Digest32
  private var previous: Digest32?
  private var payloadHash: Digest32?
  /// Of salt and payload as they are there now; `nil` where there are none.
  private var found: Digest32?

  init(_ row: borrowing Row) throws(SQLiteError) {
    sequence = try row.integer(0)
    payloadHash = try row.blobOrNull(7).flatMap { Digest32($0) }
    previous = Digest32(try row.blob(8))
    hash = Digest32(try row.blob(9)) ?? .zero
    computed = Chain.hash(
      after: previous ?? .zero, sequence: sequence, command: try row.integer(1),
      at: try row.integer(2), actor: try row.text(3), type: try row.text(4),
      version: try row.integer(5), structure: try row.blob(6), payload: payloadHash)
    if let salt = try row.blobOrNull(10) {
      found = Chain.digest(salt: salt, payload: try row.blob(11))
    }
  }

  func fault(after report: ChainReport, erased: Set<Int64>) -> ChainFault? {
    let expected = report.entries + 1
    if sequence > expected { return .removed(sequence: expected) }
    guard sequence == expected, previous == report.head, computed == hash else {
      return .changed(sequence: sequence)
    }
    switch (payloadHash, found) {
    case (nil, nil): return nil
    case (.some, nil): return erased.contains(sequence) ? nil : .payloadMissing(sequence: sequence)
    case (let expected, let found):
      return expected == found ? nil : .payloadChanged(sequence: sequence)
    }
  }
}
