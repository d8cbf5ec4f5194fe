import CivilTime
import Crypto
import Notices
public import Store
public import Workflow

// Who is at the other end of a browser. There are no passwords: whoever reads the mail of an address is that person.
//
// A link in a notice signs in to what the notice is about, again and again until it runs out; a link that was asked
// for signs in to everything that is one's own, once. Either needs a button pressed: mail scanners open links.
// Only hashes of links and cookies are stored.
//
// On a computer that others use somebody is signed out after twelve hours without a use, and after a day in any case;
// on their own after thirty days. Nobody is signed out while they write, up to then.

/// A link from a mail, looked at before its button is pressed.
public enum OpenedLink: Hashable, Sendable {
  /// Nobody ever got it.
  case unknown
  /// It is over, or was used: a fresh one goes to the same person by mail if they ask.
  case over(PersonID)
  case good(LinkToken)
}

/// What pressing a link's button gave.
public struct Entrance: Hashable, Sendable {
  /// The cookie's value: it is nowhere else.
  public var secret: String
  public var session: BrowserSession
}

extension DistrictOffice {
  /// How long a link works that was asked for.
  public static let signInMinutes: Int64 = 15
  /// How long a browser stays signed in on a computer that others use: when it is not used, and in any case.
  public static let shortSessionHours: Int64 = 12
  public static let shortSessionHoursMax: Int64 = 24
  /// How long a browser stays signed in that is one's own.
  public static let longSessionDays: Int64 = 30
  /// Most browsers somebody is signed in with; the oldest ones make room.
  public static let sessionsMax = 20

  /// Mails a link to sign in, if the address is somebody's.
  ///
  /// The caller tells nobody whether it is. Nor does the time until it returns: one transaction is made durable
  /// whether a mail goes out or not.
  ///
  /// - Parameters:
  ///   - email: The address, as it was typed.
  ///   - device: The browser in a few words, for the mail.
  ///   - mayMail: Whether another mail may go to somebody now.
  /// - Throws: ``OfficeError`` when the database could not do it.
  public func askToSignIn(
    email: String, device: String, mayMail: (PersonID) -> Bool = { _ in true }
  ) throws(OfficeError) {
    let person = try read { try $0.person(email: email.trimmed) }?.id
    guard let person, mayMail(person) else {
      try write { records, _ in
        let count = try records.signInsInVain() + 1
        try records.set(.signInsInVain, to: "\(count)")
      }
      return
    }
    try mailLink(to: person, device: device)
  }

  /// Mails a fresh link to whoever a link belonged to, good or not.
  ///
  /// - Returns: Whether anybody ever had it.
  @discardableResult
  public func renewLink(_ token: String, device: String) throws(OfficeError) -> Bool {
    switch try openedLink(token) {
    case .unknown: return false
    case .over(let person):
      try mailLink(to: person, device: device)
    case .good(let link):
      try mailLink(to: link.person, device: device)
    }
    return true
  }

  private func mailLink(to person: PersonID, device: String) throws(OfficeError) {
    let request: String
    do {
      request = CrockfordBase32.encode(try surroundings.random.bytes(10))
    } catch {
      throw .lifted(error)
    }
    try write { records, now in
      guard let person = try records.person(person), person.erased == nil else { return }
      var notice = PlannedNotice.signIn(
        request: request, to: person.id, at: now,
        expires: now.adding(minutes: Self.signInMinutes))
      notice[.device] = device
      try records.carry(.plan(notice), command: 0, at: now)
    }
  }

  /// Makes a link that signs in once, for somebody at the machine's own command line to hand over.
  ///
  /// - Returns: The whole address.
  public func makeSignInLink(for person: PersonID) throws(OfficeError) -> String {
    let token: String
    do {
      token = CrockfordBase32.encode(try surroundings.random.bytes(16))
    } catch {
      throw .lifted(error)
    }
    try write { records, now in
      try records.add(
        LinkToken(
          hash: SHA256.hash(Array(token.utf8)), person: person, scopeKind: LinkKind.signIn.rawValue,
          scopeID: person.number, expires: now.adding(hours: 24)))
    }
    return "\(settings.publicAddress)/s/\(token)"
  }

  /// What a link is, without using it.
  public func openedLink(_ token: String) throws(OfficeError) -> OpenedLink {
    guard let hash = Self.hash(ofToken: token) else { return .unknown }
    let now = surroundings.clock.now()
    return try read { records in
      guard let link = try records.linkToken(hash) else { return .unknown }
      guard let person = try records.person(link.person), person.erased == nil else {
        return .unknown
      }
      return link.isGood(at: now) ? .good(link) : .over(link.person)
    }
  }

  /// Signs a browser in with a link.
  ///
  /// - Parameters:
  ///   - token: What the link ends with.
  ///   - device: The browser in a few words.
  ///   - stays: Whether it is the person's own, and stays signed in for weeks.
  /// - Returns: The entrance; `nil` when the link is not good, or not any more: of two uses at once of a link that
  ///   works once, one succeeds. A link to the office's pages signs nobody in: it offers one that works once.
  /// - Throws: ``OfficeError``.
  public func enter(
    _ token: String, device: String, stays: Bool
  ) throws(OfficeError) -> Entrance? {
    guard case .good(let link) = try openedLink(token) else { return nil }
    // The office's pages need a link that works once, whatever is sent to this one.
    guard link.scopeKind != LinkKind.office.rawValue else { return nil }
    let secret: String
    do {
      secret = CrockfordBase32.encode(try surroundings.random.bytes(20))
    } catch {
      throw .lifted(error)
    }
    return try write { records, now in
      let isOnce = link.scopeKind == LinkKind.signIn.rawValue
      if isOnce {
        guard try records.revoke(link.hash, at: now) else { return nil }
      }
      let stay =
        stays
        ? now.adding(days24h: Self.longSessionDays) : now.adding(hours: Self.shortSessionHours)
      var session = BrowserSession(
        hash: Self.hash(ofSecret: secret), person: link.person, device: String(device.prefix(80)),
        madeAt: now, expires: stay)
      if !isOnce {
        // It is bound to what the link is about, and ends with the link.
        session.scopeKind = link.scopeKind
        session.scopeID = link.scopeID
        session.expires = min(stay, link.expires)
      }
      try records.add(session)
      let all = try records.sessions(of: link.person, at: now, limit: 1_000)
      // Those with one link make room among themselves: who has it from somebody can't sign its owner out elsewhere.
      let alike = all.filter {
        $0.scopeKind == session.scopeKind && $0.scopeID == session.scopeID
      }
      for old in alike.dropFirst(Self.sessionsMax) where old.hash != session.hash {
        try records.endSession(old.hash)
      }
      return Entrance(secret: secret, session: session)
    }
  }

  /// Who a cookie's value stands for; `nil` for one that is not good.
  public func session(_ secret: String) throws(OfficeError) -> BrowserSession? {
    guard secret.utf8.count == 32 else { return nil }
    let hash = Self.hash(ofSecret: secret)
    let now = surroundings.clock.now()
    let found = try read { try $0.session(hash, at: now) }
    guard let found else { return nil }
    if now.milliseconds(since: found.seenAt) >= BrowserSession.touchMilliseconds {
      try write { records, now in
        try records.touch(session: hash, at: now, until: end(of: found, usedAt: now, records))
      }
    }
    return found
  }

  /// Until when a session is good that is used: nobody is signed out while they write. It ends with the link that it
  /// came from, and in any case after a month, or after a day on a computer that others use.
  private func end(
    of session: BrowserSession, usedAt now: Instant, _ records: WriteRecords
  ) throws -> Instant {
    // Which of the two it is stands in its end: a short one's never lies beyond its first day.
    let day = session.madeAt.adding(hours: Self.shortSessionHoursMax)
    var last =
      session.expires <= day ? day : session.madeAt.adding(days24h: Self.longSessionDays)
    if session.scopeKind != BrowserSession.everything {
      let link = try records.lastLinkEnd(
        of: session.person, scopeKind: session.scopeKind, scopeID: session.scopeID)
      guard let link else { return session.expires }
      last = min(last, link)
    }
    return max(session.expires, min(now.adding(hours: Self.shortSessionHours), last))
  }

  /// The browsers that somebody is signed in with.
  public func sessions(of person: PersonID) throws(OfficeError) -> [BrowserSession] {
    let now = surroundings.clock.now()
    return try read { try $0.sessions(of: person, at: now, limit: Self.sessionsMax) }
  }

  /// Signs a browser out.
  public func leave(_ session: BrowserSession) throws(OfficeError) {
    try write { records, _ in try records.endSession(session.hash) }
  }

  /// Signs out every browser of a person, or every other one.
  public func leaveAll(of person: PersonID, except session: BrowserSession?) throws(OfficeError) {
    try write { records, _ in try records.endSessions(of: person, except: session?.hash) }
  }

  /// The hash of a link's token; `nil` for what can't be one.
  static func hash(ofToken token: String) -> Digest32? {
    guard token.utf8.count == 26, CrockfordBase32.decode(token) != nil else { return nil }
    return SHA256.hash(Array(token.utf8))
  }

  /// A cookie's hash is of another kind than a link's, so that neither is ever good for the other.
  private static func hash(ofSecret secret: String) -> Digest32 {
    SHA256.hash(Array("session:\(secret)".utf8))
  }
}

/// The kinds of scope that a link has, as it is stored with its token.
public enum LinkKind: String, Hashable, Sendable, CaseIterable {
  case window
  case submission
  case review
  case reviews
  case office
  case signIn = "sign-in"
  /// A calendar that is subscribed to. Its hashes are of a kind of their own: it never signs anybody in.
  case calendar
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
