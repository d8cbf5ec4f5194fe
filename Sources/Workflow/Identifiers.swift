/// The number of one record of a kind, unique in its district and never used again.
///
/// The kind is a phantom: a review's number can't be passed where a submission's is meant.
public struct Identifier<Kind: IdentifierKind>: Hashable, Comparable, Sendable, Codable {
  public var number: Int64

  public init(_ number: Int64) {
    self.number = number
  }

  public init(from decoder: any Decoder) throws {
    number = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.number < right.number
  }
}

extension Identifier: CustomStringConvertible {
  public var description: String { "\(number)" }
}

/// What an identifier is a number of.
public protocol IdentifierKind: Sendable {}

public enum PersonKind: IdentifierKind {}
public enum OfferingKind: IdentifierKind {}
public enum WindowKind: IdentifierKind {}
public enum SubmissionKind: IdentifierKind {}
public enum ReviewKind: IdentifierKind {}
public enum DecisionKind: IdentifierKind {}
public enum AssignmentKind: IdentifierKind {}
public enum OpeningKind: IdentifierKind {}

public typealias PersonID = Identifier<PersonKind>
public typealias OfferingID = Identifier<OfferingKind>
public typealias WindowID = Identifier<WindowKind>
public typealias SubmissionID = Identifier<SubmissionKind>
public typealias ReviewID = Identifier<ReviewKind>
public typealias DecisionID = Identifier<DecisionKind>
public typealias AssignmentID = Identifier<AssignmentKind>
public typealias OpeningID = Identifier<OpeningKind>

/// The next free number of each kind; a decision takes its new records' numbers from here.
public struct NextIdentifiers: Hashable, Sendable {
  public var person: Int64
  public var offering: Int64
  public var window: Int64
  public var submission: Int64
  public var review: Int64
  public var decision: Int64
  public var assignment: Int64
  public var opening: Int64
  /// Of the ledger.
  public var ledgerEntry: Int64

  public init(
    person: Int64 = 1, offering: Int64 = 1, window: Int64 = 1, submission: Int64 = 1,
    review: Int64 = 1, decision: Int64 = 1, assignment: Int64 = 1, opening: Int64 = 1,
    ledgerEntry: Int64 = 1
  ) {
    self.person = person
    self.offering = offering
    self.window = window
    self.submission = submission
    self.review = review
    self.decision = decision
    self.assignment = assignment
    self.opening = opening
    self.ledgerEntry = ledgerEntry
  }

  /// Takes the number that a counter stands at, and moves it on.
  public mutating func take<Kind>(_ counter: WritableKeyPath<Self, Int64>) -> Identifier<Kind> {
    defer { self[keyPath: counter] += 1 }
    return Identifier(self[keyPath: counter])
  }
}
