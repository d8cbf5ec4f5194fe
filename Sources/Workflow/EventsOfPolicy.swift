public import CivilTime
public import Programs
public import Rubrics

/// The program's policy, whole: the latest one is in force.
public struct ProgramSet: EventPayload {
  public static var type: String { "program-set" }
  public var program: Program
  /// The first day of its pay policy, where that is another than before. What happened earlier is not reckoned
  /// anew.
  public var payFrom: PayYearStart?

  public init(program: Program, payFrom: PayYearStart? = nil) {
    self.program = program
    self.payFrom = payFrom
  }
}

public struct CalendarSet: EventPayload {
  public static var type: String { "calendar-set" }
  public var calendar: SchoolCalendar

  public init(calendar: SchoolCalendar) { self.calendar = calendar }
}

/// A rubric's version came into use; the latest version of an id is the one in force.
public struct RubricAdded: EventPayload {
  public static var type: String { "rubric-added" }
  public var version: RubricVersion
  /// The rubric's canonical text, whose hash is the version's.
  public var text: String
  /// Why, where somebody said so.
  public var reason: Personal<String>?

  public init(version: RubricVersion, text: String, reason: Personal<String>? = nil) {
    self.version = version
    self.text = text
    self.reason = reason
  }
}

public struct OfferingRecorded: EventPayload {
  public static var type: String { "offering-recorded" }
  public var offering: Offering

  public init(offering: Offering) { self.offering = offering }
}

/// A file in `intake/` was taken: how many of its rows were, and how many wait to be settled.
public struct FileTaken: EventPayload {
  public static var type: String { "file-taken" }
  /// The SHA-256 of its bytes, in hex.
  public var file: String
  public var kind: String
  public var rows: Int
  public var taken: Int
  public var setAside: Int
  /// The problem that kept the whole file out, without any cell's content; empty if it could be read.
  public var unreadable: String

  public init(
    file: String, kind: String, rows: Int, taken: Int, setAside: Int, unreadable: String = ""
  ) {
    self.file = file
    self.kind = kind
    self.rows = rows
    self.taken = taken
    self.setAside = setAside
    self.unreadable = unreadable
  }
}

/// A command was undone; the events beside this one say what that meant.
public struct Undone: EventPayload {
  public static var type: String { "undone" }
  /// The number of the command that was undone.
  public var command: Int64

  public init(command: Int64) { self.command = command }
}

/// Somebody confirmed that a jump of the clock is real, so that the agenda goes on.
public struct ClockConfirmed: EventPayload {
  public static var type: String { "clock-confirmed" }
  public var at: Instant

  public init(at: Instant) { self.at = at }
}

/// A figure or approval from before the program ran here: an open approval, an award, an amount.
public struct OpeningRecorded: EventPayload {
  public static var type: String { "opening-recorded" }
  public var opening: Opening

  public init(opening: Opening) { self.opening = opening }

  public var concerns: [PersonID] { [opening.earner] }
}

/// What a program that begins in mid-year brings along for one person.
public struct Opening: Hashable, Sendable, Codable {
  public let id: OpeningID
  public var kind: Kind
  public var earner: PersonID
  public var title: Personal<String>
  public var offering: OfferingID?
  public var date: CivilDate
  /// Whole cents; `nil` where no money is meant.
  public var cents: Int64?
  public var hoursHundredths: Int?
  /// The submission that an open approval became.
  public var submission: SubmissionID?

  public init(
    id: OpeningID, kind: Kind, earner: PersonID, title: Personal<String>, offering: OfferingID?,
    date: CivilDate, cents: Int64?, hoursHundredths: Int?, submission: SubmissionID?
  ) {
    self.id = id
    self.kind = kind
    self.earner = earner
    self.title = title
    self.offering = offering
    self.date = date
    self.cents = cents
    self.hoursHundredths = hoursHundredths
    self.submission = submission
  }

  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A proposal that was approved to begin, and whose year runs.
    case approval
    /// A micro-credential earned before.
    case award
    /// An amount already granted in this period.
    case granted
    /// An amount carried over from an earlier period.
    case carriedOver
  }
}
