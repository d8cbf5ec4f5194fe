public import CivilTime
public import Ledger

/// What a command means for the ledger: an event of it, or several, after those from which it follows.
///
/// The entries are kept as they were reckoned, and a replay takes them as they are: no later change of a program or
/// of the reckoning moves a cent of the past.
public struct EntriesMade: EventPayload {
  public static var type: String { "entries-made" }
  public var entries: [LedgerEntry]
  /// Why an administrator let an amount pass a cap, or corrected one. Entries themselves hold no words of people.
  public var reason: Personal<String>
  /// When the next year of salaries or funds begins, where one has just begun.
  public var nextYear: PayYearStart?

  public init(
    entries: [LedgerEntry], reason: Personal<String> = Personal(nil), nextYear: PayYearStart? = nil
  ) {
    self.entries = entries
    self.reason = reason
    self.nextYear = nextYear
  }

  /// Entries as events of the journal, in their order: a pay date of very many people is more than one entry of it
  /// can hold.
  ///
  /// - Parameters:
  ///   - entries: What was reckoned.
  ///   - reason: Why an administrator wanted it; it stands in the first event.
  ///   - nextYear: When the next year begins, where one has just begun; with the first event, too.
  /// - Returns: An event for each ``entriesMax`` entries; none where there is nothing to say.
  static func events(
    _ entries: [LedgerEntry], reason: Personal<String> = Personal(nil),
    nextYear: PayYearStart? = nil
  ) -> [Event] {
    if entries.isEmpty {
      return nextYear.map { [.entriesMade(EntriesMade(entries: [], nextYear: $0))] } ?? []
    }
    return stride(from: 0, to: entries.count, by: entriesMax).map { start in
      let part = Array(entries[start..<min(start + entriesMax, entries.count)])
      return .entriesMade(
        start == 0
          ? EntriesMade(entries: part, reason: reason, nextYear: nextYear)
          : EntriesMade(entries: part))
    }
  }

  /// Most entries in one event: about two megabytes.
  static let entriesMax = 2_000

  /// Where it moves nobody's amounts, its words are those of whoever asked.
  public var concerns: [PersonID] {
    guard reason.value != nil else { return [] }
    let asked = Set(entries.compactMap { $0.cause.by.map { PersonID($0.number) } })
    return people.isEmpty ? asked.sorted() : people
  }

  /// Whose amounts it moves, by number.
  public var people: [PersonID] {
    Set(entries.lazy.flatMap(\.postings).compactMap { $0.person.map { PersonID($0.number) } })
      .sorted()
  }

  /// The submissions whose amounts it moves, by number.
  public var submissions: [SubmissionID] {
    let items = entries.lazy.flatMap(\.postings).compactMap(\.lot?.item)
    return Set(items.filter { $0.source == .submission }.map { SubmissionID($0.number) }).sorted()
  }
}

/// A day on which a year of salaries or funds begins, with its first instant.
public struct PayYearStart: Hashable, Sendable, Codable {
  public var day: CivilDate
  public var at: Instant

  public init(day: CivilDate, at: Instant) {
    self.day = day
    self.at = at
  }
}
