public import CivilTime
import Crypto
import Store
public import Workflow

// A calendar that somebody subscribes to has no cookie and presses no button: whoever knows its address reads it.
// So it tells dates, and neither titles nor names; its owner makes it, makes another, or takes it away. Only its
// hash is stored, so the address is shown once, when it is made.

extension DistrictOffice {
  /// How long an address works that nobody takes away.
  static let calendarDays: Int64 = 3_652

  /// Makes the address of somebody's calendar; those that they had before are good no more.
  ///
  /// - Parameter person: Whose dates it tells.
  /// - Returns: What it ends with.
  /// - Throws: ``OfficeError``.
  public func makeCalendar(for person: PersonID) throws(OfficeError) -> String {
    let token: String
    do {
      token = CrockfordBase32.encode(try surroundings.random.bytes(20))
    } catch {
      throw .lifted(error)
    }
    try write { records, now in
      try records.revokeTokens(of: person, scopeKind: LinkKind.calendar.rawValue, at: now)
      try records.add(
        LinkToken(
          hash: Self.hash(ofCalendar: token), person: person,
          scopeKind: LinkKind.calendar.rawValue, scopeID: 0,
          expires: now.adding(days24h: Self.calendarDays)))
    }
    return token
  }

  /// Takes somebody's calendar away: its address is good no more.
  public func removeCalendar(of person: PersonID) throws(OfficeError) {
    try write { records, now in
      _ = try records.revokeTokens(of: person, scopeKind: LinkKind.calendar.rawValue, at: now)
    }
  }

  /// Whose calendar an address is; `nil` for one that is not good, and when they are not here any more.
  public func calendarOwner(_ token: String) throws(OfficeError) -> Person? {
    guard token.utf8.count == 32, CrockfordBase32.decode(token) != nil else { return nil }
    let now = surroundings.clock.now()
    return try read { records in
      guard let link = try records.linkToken(Self.hash(ofCalendar: token)), link.isGood(at: now),
        link.scopeKind == LinkKind.calendar.rawValue,
        let person = try records.person(link.person), person.erased == nil
      else { return nil }
      return person
    }
  }

  /// When somebody's calendar got the address that is good now; `nil` if they have none.
  public func calendarMade(by person: PersonID) throws(OfficeError) -> Instant? {
    let now = surroundings.clock.now()
    let link = try read { records in
      try records.linkTokens(of: person, scopeKind: LinkKind.calendar.rawValue, at: now).first
    }
    return link?.expires.adding(days24h: -Self.calendarDays)
  }

  /// Of another kind than a link's and a cookie's hash, so that none is ever good for another.
  private static func hash(ofCalendar token: String) -> Digest32 {
    SHA256.hash(Array("calendar:\(token)".utf8))
  }
}
