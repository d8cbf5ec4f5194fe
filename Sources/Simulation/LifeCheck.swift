public import Crypto
public import Office
import Store

/// What `verify` asks of a database, and that its tables follow from its journal.
public enum LifeCheck {
  /// Looks for whatever contradicts the promises of the store.
  ///
  /// - Parameters:
  ///   - office: An office, open.
  ///   - head: The journal's head when somebody was last answered; `nil` if nobody was.
  ///   - replays: Whether the tables are built anew and compared, which takes the longest.
  /// - Returns: What is wrong, in sentences; empty if nothing.
  /// - Throws: `StoreError` when it can't be read at all.
  public static func problems(
    in office: DistrictOffice, head: Digest32?, replays: Bool
  ) throws -> [String] {
    var problems: [String] = []
    let chain = try office.store.read { try $0.checkChain(head: head?.hex) }
    if let fault = chain.fault { problems.append("the journal's \(fault)") }
    if head != nil, chain.asked == .isNowhere {
      problems.append("what was answered before the crash is not in the journal")
    }
    problems += try office.store.read { try $0.findings().map(\.description) }
    if replays, try !hasTablesOfItsJournal(office.store) {
      problems.append("the journal gives other tables when it is replayed")
    }
    return problems
  }

  private static func hasTablesOfItsJournal(_ store: DistrictStore) throws -> Bool {
    let replay = try DistrictStore(at: .memory, random: SeededRandom(seed: 0))
    try store.replayed(into: replay)
    return try replay.tablesHash() == store.tablesHash()
  }
}
