import CivilTime
public import Programs

/// One entry as it concerns somebody, with where that leaves them.
public struct StatementLine: Hashable, Sendable {
  public let entry: LedgerEntry
  /// What the entry moved for this person, by account; those that it left alone are not there.
  public let moved: [Account: Money]
  /// Every balance after it.
  public let balances: [Account: Money]
}

/// What somebody applied for, earned and was paid, entry by entry.
///
/// - Parameters:
///   - person: Whose statement.
///   - entries: Entries in their order; those that don't concern the person are passed over.
/// - Returns: A line for each entry that does.
public func statement(
  of person: PersonNumber, in entries: some Sequence<LedgerEntry>
) -> [StatementLine] {
  var balances: [Account: Money] = [:]
  var lines: [StatementLine] = []
  for entry in entries {
    var moved: [Account: Money] = [:]
    for posting in entry.postings where posting.person == person {
      moved[posting.account, default: .zero] += posting.amount
    }
    guard !moved.isEmpty else { continue }
    balances.merge(moved) { $0 + $1 }
    lines.append(StatementLine(entry: entry, moved: moved, balances: balances))
  }
  return lines
}

/// Every entry that one item's money rests on: from applying to the cent that was paid.
public func trace(_ item: Item, in entries: some Sequence<LedgerEntry>) -> [LedgerEntry] {
  entries.filter { $0.postings.contains { $0.lot?.item == item } }
}
