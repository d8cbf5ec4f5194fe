public import Crypto
public import Store
import Workflow

/// What holding a data directory against what it must be has found.
public struct VerifyReport: Hashable, Sendable {
  /// The walk along the journal, every hash computed anew.
  public var chain: ChainReport
  /// What contradicts a rule that must hold at every instant.
  public var findings: [Finding]
  /// The hash of the derived tables.
  public var tables: Digest32
  /// The hash of the tables that the journal gives when it is replayed; `nil` if it can't be.
  public var replayed: Digest32?
  /// Why the journal could not be replayed; empty if it could.
  public var replayProblem = ""

  /// Whether nothing was found.
  public var isSound: Bool { problems.isEmpty }

  /// Everything that was found, one sentence each, without names.
  public var problems: [String] {
    var problems: [String] = []
    if let fault = chain.fault { problems.append("The journal is not whole: \(fault).") }
    if chain.asked == .isNowhere {
      problems.append(
        "No entry of the journal has the given hash: its end was cut off, or written anew.")
    }
    if !replayProblem.isEmpty {
      problems.append("The journal can't be replayed: \(replayProblem)")
    } else if replayed != tables {
      problems.append("The tables are not those that the journal gives.")
    }
    return problems + findings.map { "\($0)." }
  }
}

extension DistrictOffice {
  /// Most times that a replay is begun again because something happened meanwhile.
  private static let replaysMax = 5

  /// Holds journal, tables, rules and files against each other.
  ///
  /// The journal is walked, replayed into memory, and its tables are compared; every rule is asked; every artifact
  /// is read and hashed. Takes as long as all of that has bytes, and changes nothing.
  ///
  /// - Parameter head: A hash of the journal's end that somebody kept, such as the one in a weekly digest, in 64
  ///   hexadecimal digits: only so does a cut-off end show.
  /// - Returns: What was found.
  /// - Throws: ``OfficeError`` when the database can't be read at all.
  public func verify(head: String? = nil) throws(OfficeError) -> VerifyReport {
    let blobs = blobs
    do {
      let (chain, findings) = try store.read { records in
        let findings = try records.findings { sha256, bytes in
          try blobs.isSound(sha256, bytes: bytes)
        }
        return (try records.checkChain(head: head), findings)
      }
      var report = VerifyReport(
        chain: chain, findings: findings, tables: try store.tablesHash())
      try replay(&report)
      return report
    } catch {
      throw .lifted(error)
    }
  }

  private func replay(_ report: inout VerifyReport) throws {
    for _ in 0..<Self.replaysMax {
      let before = try store.read { try $0.lastSequence() }
      do {
        let copy = try DistrictStore(at: .memory, random: surroundings.random)
        try store.replayed(into: copy)
        report.tables = try store.tablesHash()
        report.replayed = try copy.tablesHash()
      } catch let error as StoreError {
        report.replayProblem = "\(error)"
        return
      }
      // Something may have happened while the journal was replayed.
      if try store.read({ try $0.lastSequence() }) == before { return }
    }
  }

  /// The artifacts.
  var blobs: Blobs { Blobs(files: surroundings.files, random: surroundings.random) }
}
