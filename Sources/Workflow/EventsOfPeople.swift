public import CivilTime

/// HR's facts about somebody, whole: who was not known is now, and who was is as told here.
public struct PersonRecorded: EventPayload {
  public static var type: String { "person-recorded" }
  public var person: PersonID
  public var details: Personal<PersonDetails>
  public var record: EmploymentRecord
  /// From which day the bargaining unit holds, where it is another than before; `nil`: it always did.
  public var unitFrom: CivilDate?

  public init(
    person: PersonID, details: Personal<PersonDetails>, record: EmploymentRecord,
    unitFrom: CivilDate? = nil
  ) {
    self.person = person
    self.details = details
    self.record = record
    self.unitFrom = unitFrom
  }

  public var concerns: [PersonID] { [person] }
}

public struct RoleGranted: EventPayload {
  public static var type: String { "role-granted" }
  public var person: PersonID
  public var role: Role

  public init(person: PersonID, role: Role) {
    self.person = person
    self.role = role
  }
}

public struct RoleRevoked: EventPayload {
  public static var type: String { "role-revoked" }
  public var person: PersonID
  public var role: Role

  public init(person: PersonID, role: Role) {
    self.person = person
    self.role = role
  }
}

/// What an evaluator knows and can take; `nil` when somebody evaluates no more.
public struct EvaluatorRecorded: EventPayload {
  public static var type: String { "evaluator-recorded" }
  public var person: PersonID
  public var profile: EvaluatorProfile?

  public init(person: PersonID, profile: EvaluatorProfile?) {
    self.person = person
    self.profile = profile
  }

  public var concerns: [PersonID] { [person] }
}

/// Two people must not judge each other's work. The reason is nobody else's business, and is not asked.
public struct ConflictDeclared: EventPayload {
  public static var type: String { "conflict-declared" }
  public var person: PersonID
  public var other: PersonID

  public init(person: PersonID, other: PersonID) {
    self.person = person
    self.other = other
  }
}

public struct DeputiesSet: EventPayload {
  public static var type: String { "deputies-set" }
  public var administrator: PersonID
  public var deputies: [Deputy]

  public init(administrator: PersonID, deputies: [Deputy]) {
    self.administrator = administrator
    self.deputies = deputies
  }
}

/// Mail to an address came back for good, or the address is good again.
public struct AddressMarked: EventPayload {
  public static var type: String { "address-marked" }
  public var person: PersonID
  public var hasBounced: Bool

  public init(person: PersonID, hasBounced: Bool) {
    self.person = person
    self.hasBounced = hasBounced
  }
}

/// Somebody switched notices of a kind off, or on again.
public struct NoticesMuted: EventPayload {
  public static var type: String { "notices-muted" }
  public var person: PersonID
  public var kind: String
  public var isMuted: Bool

  public init(person: PersonID, kind: String, isMuted: Bool) {
    self.person = person
    self.kind = kind
    self.isMuted = isMuted
  }
}

/// On which days an evaluator can't work, as they said it themselves: all of them, in the place of what was said before.
public struct AwaySet: EventPayload {
  public static var type: String { "away-set" }
  public var person: PersonID
  public var away: [AwaySpan]

  public init(person: PersonID, away: [AwaySpan]) {
    self.person = person
    self.away = away
  }
}

/// Somebody's name, address and words are erased, with everything that was derived from them.
public struct PersonErased: EventPayload {
  public static var type: String { "person-erased" }
  public var person: PersonID
  /// The journal entries whose payloads were erased: `verify` accepts these gaps and no others.
  public var entries: [Int64]

  public init(person: PersonID, entries: [Int64]) {
    self.person = person
    self.entries = entries
  }
}
