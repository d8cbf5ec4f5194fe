public import CivilTime

/// Somebody of the district, as HR tells it, with what the program has added.
public struct Person: Hashable, Sendable, Codable {
  public let id: PersonID
  public var details: Personal<PersonDetails>
  public var record: EmploymentRecord
  /// The bargaining units with their first days, oldest first; empty for whoever never was in one.
  public var units: [UnitStep] = []
  public var roles: SortedSet<Role> = []
  /// What somebody who evaluates knows and can take; `nil` for everybody else.
  public var evaluator: EvaluatorProfile?
  /// People whose work this person must not judge, as either of them declared.
  public var conflicts: SortedSet<PersonID> = []
  /// Who stands in for an administrator, and when.
  public var deputies: [Deputy] = []
  /// Mail to the address came back for good, and it has not been corrected since.
  public var addressBounced = false
  /// The instant at which name, address and words were erased.
  public var erased: Instant?
  /// Work of this person that an administrator takes after its time.
  public var late: [LateAcceptance] = []
  /// What this person switched off.
  public var muted: SortedSet<String> = []

  public init(id: PersonID, details: Personal<PersonDetails>, record: EmploymentRecord) {
    self.id = id
    self.details = details
    self.record = record
  }

  /// The name that a mail greets: the preferred one if HR has it. Empty when there is none.
  public var greetingName: String {
    guard let details = details.value else { return "" }
    return details.preferredName.isEmpty ? details.givenName : details.preferredName
  }

  /// The name as lists show it; "(erased)" once it is gone.
  public var fullName: String {
    guard let details = details.value else { return "(erased)" }
    return "\(greetingName) \(details.familyName)"
  }

  /// Whether this person works in the district on a day.
  public func isEmployed(on date: CivilDate) -> Bool {
    if let hired = record.hired, date < hired { return false }
    if let left = record.left, date >= left { return false }
    return erased == nil
  }
}

/// What names a person.
public struct PersonDetails: Hashable, Sendable, Codable {
  public var employeeNumber: String
  public var givenName: String
  /// The given name this person goes by; empty if HR has none.
  public var preferredName: String
  public var familyName: String
  public var email: String
  /// Yearly salaries with the days from which they hold, oldest first.
  public var salaries: [SalaryStep]

  public init(
    employeeNumber: String, givenName: String, preferredName: String = "", familyName: String,
    email: String, salaries: [SalaryStep] = []
  ) {
    self.employeeNumber = employeeNumber
    self.givenName = givenName
    self.preferredName = preferredName
    self.familyName = familyName
    self.email = email
    self.salaries = salaries
  }
}

/// A yearly salary, in cents, and the day from which it holds.
public struct SalaryStep: Hashable, Sendable, Codable {
  public var from: CivilDate
  public var cents: Int64

  public init(from: CivilDate, cents: Int64) {
    self.from = from
    self.cents = cents
  }
}

/// A bargaining unit, or none, and the day from which it holds.
public struct UnitStep: Hashable, Sendable, Codable {
  public var from: CivilDate
  public var unit: String?

  public init(from: CivilDate, unit: String?) {
    self.from = from
    self.unit = unit
  }
}

/// What HR says of somebody's place, without naming them.
public struct EmploymentRecord: Hashable, Sendable, Codable {
  public var school: String
  public var supervisor: PersonID?
  public var bargainingUnit: String?
  /// The share of full time in thousandths: 1,000 is full time.
  public var fullTimeThousandths: Int
  public var hired: CivilDate?
  /// The first day on which this person no longer works in the district.
  public var left: CivilDate?

  public init(
    school: String, supervisor: PersonID? = nil, bargainingUnit: String? = nil,
    fullTimeThousandths: Int = 1_000, hired: CivilDate? = nil, left: CivilDate? = nil
  ) {
    self.school = school
    self.supervisor = supervisor
    self.bargainingUnit = bargainingUnit
    self.fullTimeThousandths = fullTimeThousandths
    self.hired = hired
    self.left = left
  }
}

/// What somebody may do beyond handing in their own work.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  /// The assistant superintendent and whoever shares the task.
  case administrator
  /// Settles submissions on which two evaluators differ.
  case adjudicator
  /// Checks documents where nothing is scored.
  case clerk
  /// Gets the payroll file.
  case payroll
  /// Looks after the machine; is told when mail does not flow.
  case technician

  public static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// What an evaluator knows and can take.
public struct EvaluatorProfile: Hashable, Sendable, Codable {
  public var expertise: [Expertise]
  /// The day on which the training was completed; nobody evaluates before it.
  public var trained: CivilDate?
  /// Fewest reviews that this evaluator should get from an assignment.
  public var loadMin: Int
  /// Most open reviews; `nil` takes the program's figure.
  public var loadMax: Int?
  public var away: [AwaySpan]
  /// Interests and past work in the evaluator's own words; matched by words where no skill is named.
  public var interests: Personal<String>

  public init(
    expertise: [Expertise], trained: CivilDate? = nil, loadMin: Int = 0, loadMax: Int? = nil,
    away: [AwaySpan] = [], interests: Personal<String> = .init(nil)
  ) {
    self.expertise = expertise
    self.trained = trained
    self.loadMin = loadMin
    self.loadMax = loadMax
    self.away = away
    self.interests = interests
  }

  /// Whether this evaluator is away on a day.
  public func isAway(on date: CivilDate) -> Bool {
    away.contains { $0.first <= date && date <= $0.last }
  }
}

/// A skill and how well somebody knows it.
public struct Expertise: Hashable, Sendable, Codable {
  public var skill: String
  public var grade: ExpertiseGrade

  public init(skill: String, grade: ExpertiseGrade) {
    self.skill = skill
    self.grade = grade
  }
}

/// How well somebody knows a skill, from the strongest down.
public enum ExpertiseGrade: String, Hashable, Sendable, Codable, CaseIterable {
  case expert
  case proficient
  case related
  case interested
}

/// Days on which an evaluator can't work, both inclusive.
public struct AwaySpan: Hashable, Sendable, Codable {
  public var first: CivilDate
  public var last: CivilDate

  public init(first: CivilDate, last: CivilDate) {
    self.first = first
    self.last = last
  }
}

/// Who stands in for an administrator from one day to another, both inclusive.
public struct Deputy: Hashable, Sendable, Codable {
  public var person: PersonID
  public var from: CivilDate
  public var until: CivilDate

  public init(person: PersonID, from: CivilDate, until: CivilDate) {
    self.person = person
    self.from = from
    self.until = until
  }
}

/// Leave to hand in for a window until an instant, exclusive.
public struct LateAcceptance: Hashable, Sendable, Codable {
  public var window: WindowID
  public var until: Instant

  public init(window: WindowID, until: Instant) {
    self.window = window
    self.until = until
  }
}
