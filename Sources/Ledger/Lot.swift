public import CivilTime
public import Programs

/// Money that was carried over: since when, and what held it back.
public struct Carry: Hashable, Comparable, Sendable, Codable {
  public var since: CivilDate
  public var shortage: PayShortage

  public init(since: CivilDate, shortage: PayShortage) {
    self.since = since
    self.shortage = shortage
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.since, left.shortage) < (right.since, right.shortage)
  }
}

/// An amount that is owed, and where its parts stand.
///
/// Earned = payable + sealed + paid + carried over + refused + reversed, at every instant.
public struct Lot: Hashable, Sendable {
  public let key: LotKey
  public let person: PersonNumber
  public let terms: LotTerms
  public internal(set) var earned = Money.zero
  public internal(set) var payable = Money.zero
  /// By pay date, as long as it is not marked as paid.
  public internal(set) var sealed: [CivilDate: Money] = [:]
  /// By pay date.
  public internal(set) var paid: [CivilDate: Money] = [:]
  public internal(set) var carried: [Carry: Money] = [:]
  public internal(set) var refused = Money.zero
  public internal(set) var reversed = Money.zero
  /// By pay date: what counts against which day's cap.
  public internal(set) var counted: [CivilDate: Counted] = [:]

  public struct Counted: Hashable, Sendable {
    public var day: CivilDate
    public var amount: Money
  }

  init(key: LotKey, person: PersonNumber, terms: LotTerms) {
    self.key = key
    self.person = person
    self.terms = terms
  }

  /// What stands in sealed files, paid or not, by pay date.
  public var exported: [CivilDate: Money] {
    sealed.merging(paid) { $0 + $1 }.filter { $0.value != .zero }
  }

  /// Whether a pay date still has something to do with it.
  var isOpen: Bool { payable != .zero || carried.contains { $0.value != .zero } }
}

/// An amount that counts against a cap since somebody applied for it.
public struct Hold: Hashable, Sendable {
  public let person: PersonNumber
  /// The day of applying, and with it the period.
  public let day: CivilDate
  /// The policy's version on that day: it goes on to hold for this item.
  public let policy: Int
  public internal(set) var reserved = Money.zero
  public internal(set) var fulfilled = Money.zero
  /// What is held or fulfilled; once it is released, what it was.
  public internal(set) var amount = Money.zero
}

/// A rise in base salary that is in force.
public struct Rise: Hashable, Sendable {
  public let annual: Money
  public let from: CivilDate
  /// The first day of the last year for which it is in the book.
  public internal(set) var lastYear: CivilDate
}

/// All that the book holds of one item.
public struct ItemAccount: Hashable, Sendable {
  public let person: PersonNumber
  public internal(set) var hold: Hold?
  /// By part.
  public internal(set) var lots: [Lot] = []
  public internal(set) var rise: Rise?
  public internal(set) var isAwarded = false
  /// The part that the latest award began with.
  public internal(set) var awardedPart = 0

  /// Whether an amount is held that is neither released nor awarded.
  public var isHeld: Bool { hold.map { $0.reserved > .zero } ?? false }

  /// Whether an amount was held, and is free again.
  public var isReleased: Bool {
    hold.map { $0.reserved == .zero && $0.fulfilled == .zero } ?? false
  }

  /// Whether anything of it stands in a sealed file.
  public var isExported: Bool { lots.contains { !$0.exported.isEmpty } }
}

extension ItemAccount {
  /// Carries what counts since it was applied for.
  mutating func carryHold(_ posting: Posting, _ policy: Int) {
    var hold = self.hold ?? Hold(person: person, day: posting.day, policy: policy)
    // What was released and is applied for again is held by its new day.
    if hold.reserved == .zero, hold.fulfilled == .zero, posting.account == .reserved,
      posting.amount > .zero
    {
      hold = Hold(person: person, day: posting.day, policy: policy)
    }
    switch posting.account {
    case .reserved: hold.reserved += posting.amount
    case .fulfilled: hold.fulfilled += posting.amount
    default: break
    }
    if hold.reserved + hold.fulfilled > .zero { hold.amount = hold.reserved + hold.fulfilled }
    self.hold = hold
  }

  /// Carries what is owed.
  ///
  /// - Returns: Whether a pay date has something to do with the lot afterwards.
  mutating func carry(_ posting: Posting, _ key: LotKey, _ entry: LedgerEntry) -> Bool {
    if key.part == lots.count, let terms = entry.terms {
      lots.append(Lot(key: key, person: person, terms: terms))
    }
    guard lots.indices.contains(key.part) else { return false }
    lots[key.part].carry(posting)
    return lots[key.part].isOpen
  }
}

extension Lot {
  fileprivate mutating func carry(_ posting: Posting) {
    let amount = posting.amount
    let payDate = posting.payDate ?? posting.day
    switch posting.account {
    case .earned: earned -= amount
    case .payable: payable += amount
    case .sealed: sealed[payDate, default: .zero] += amount
    case .paid: paid[payDate, default: .zero] += amount
    case .carriedOver:
      let carry = Carry(since: posting.day, shortage: posting.shortage ?? .funds)
      let sum = (carried[carry] ?? .zero) + amount
      carried[carry] = sum == .zero ? nil : sum
    case .refused: refused += amount
    case .reversed: reversed += amount
    case .counted:
      counted[payDate, default: Counted(day: posting.day, amount: .zero)].amount -= amount
    case .reserved, .fulfilled, .granted, .funds, .spent: break
    }
  }
}

/// All that the book holds of one person.
public struct PersonAccount: Hashable, Sendable {
  /// What counts against a cap, by day.
  public internal(set) var counted: [CivilDate: Money] = [:]
  public internal(set) var balances: [Account: Money] = [:]
  /// The cap that held last.
  public internal(set) var lastCap: Money?

  public func balance(_ account: Account) -> Money { balances[account] ?? .zero }

  /// What counts against the cap of a period.
  public func used(in period: Period) -> Money {
    counted.reduce(.zero) { period.contains($1.key) ? $0 + $1.value : $0 }
  }
}
