public import Ledger

/// Why a command makes no sense here. Nothing has changed then; the text says what can be done.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
  public var reason: Reason
  /// A sentence or two for whoever asked.
  public var text: String
  /// What the ledger refused, where it was the ledger: pages say it in their own words.
  public internal(set) var ledger: LedgerRefusal?

  public init(_ reason: Reason, _ text: String) {
    self.reason = reason
    self.text = text
  }

  public var description: String { text }

  /// Sorted by what to do next.
  public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
    /// Whoever asked may not: somebody else has to.
    case notAllowed
    /// There is no such record: look at the number or the name.
    case notFound
    /// It is not the time for it: wait, or have the time changed.
    case notNow
    /// The record is in another state by now: look again, then decide.
    case notInThisState
    /// What was asked breaks a rule of the program.
    case againstTheRules
    /// What was given is incomplete or too much: mend it and ask again.
    case incomplete
  }

  static func notFound(_ what: String, _ id: some CustomStringConvertible) -> Refusal {
    Refusal(.notFound, "There is no \(what) \(id).")
  }
}
