public import CivilTime
public import Programs

/// Where all money stands, as the entries say.
///
/// It holds nothing that is not in the entries: carrying the same entries into an empty book gives an equal
/// one. It may hold a part of the district only: a person's own entries are enough for what concerns that
/// person, those of all open lots for a pay date.
public struct Book: Hashable, Sendable {
  public private(set) var nextEntry: Int64
  public private(set) var people: [PersonNumber: PersonAccount] = [:]
  public private(set) var items: [Item: ItemAccount] = [:]
  /// What is left of the funds, by the day of each grant and payment.
  public private(set) var funds: [CivilDate: Money] = [:]
  public private(set) var balances: [Account: Money] = [:]
  public private(set) var payDates: [CivilDate: SealedPayDate] = [:]
  /// Lots with something to pay or carried over.
  public private(set) var open: Set<LotKey> = []
  /// Items with a rise that is in force.
  public private(set) var rises: Set<Item> = []
  /// Periods' first days for which funds were granted.
  public private(set) var granted: Set<CivilDate> = []

  /// An empty book.
  ///
  /// - Parameter nextEntry: The number that the next entry will have.
  public init(nextEntry: Int64 = 1) {
    self.nextEntry = nextEntry
  }

  /// A pay date whose file was sealed.
  public struct SealedPayDate: Hashable, Sendable {
    public let payDate: PayDate
    /// Of the file, as whoever sealed it told it.
    public let hash: String
    public let cause: Cause
    public internal(set) var lots: Set<LotKey> = []
    public internal(set) var total = Money.zero
    public internal(set) var isPaid = false
  }

  public func lot(_ key: LotKey) -> Lot? {
    guard let lots = items[key.item]?.lots, lots.indices.contains(key.part) else { return nil }
    return lots[key.part]
  }

  public func balance(_ account: Account) -> Money { balances[account] ?? .zero }

  /// What is left of a period's funds.
  public func fundsLeft(in period: Period) -> Money {
    funds.reduce(.zero) { period.contains($1.key) ? $0 + $1.value : $0 }
  }

  public func used(by person: PersonNumber, in period: Period) -> Money {
    people[person]?.used(in: period) ?? .zero
  }

  /// Takes what is left of the funds as it is known, for a book that does not hold all entries that moved them.
  public mutating func take(funds: [CivilDate: Money]) {
    self.funds = funds
  }

  /// Carries entries into the book, in their order.
  public mutating func apply(_ entries: some Sequence<LedgerEntry>) {
    for entry in entries { apply(entry) }
  }

  /// Carries one entry into the book.
  public mutating func apply(_ entry: LedgerEntry) {
    nextEntry = max(nextEntry, entry.number + 1)
    if case .sealed(let payDate, let hash) = entry.kind {
      payDates[payDate.pays] = SealedPayDate(payDate: payDate, hash: hash, cause: entry.cause)
    }
    if case .paid(let day) = entry.kind { payDates[day]?.isPaid = true }
    if case .fundsGranted(byPolicy: true) = entry.kind {
      for posting in entry.postings { granted.insert(posting.day) }
    }
    for posting in entry.postings { carry(posting, of: entry) }
    if let limit = entry.limit {
      people[limit.person, default: PersonAccount()].lastCap = limit.cap
    }
    noteAward(entry)
  }

  private mutating func carry(_ posting: Posting, of entry: LedgerEntry) {
    balances[posting.account, default: .zero] += posting.amount
    if posting.account == .funds { funds[posting.day, default: .zero] += posting.amount }
    guard let person = posting.person else { return }
    people[person, default: PersonAccount()].balances[posting.account, default: .zero] +=
      posting.amount
    if posting.account == .counted {
      people[person, default: PersonAccount()].counted[posting.day, default: .zero] -=
        posting.amount
    }
    guard let key = posting.lot else { return }
    if posting.payDate == nil, posting.account.ring == .cap {
      items[key.item, default: ItemAccount(person: person)].carryHold(posting, entry.policy)
      return
    }
    let isOpen = items[key.item, default: ItemAccount(person: person)].carry(posting, key, entry)
    if isOpen { open.insert(key) } else { open.remove(key) }
    if posting.account == .sealed, case .settled(let payDate) = entry.kind {
      payDates[payDate]?.lots.insert(key)
      payDates[payDate]?.total += posting.amount
    }
  }

  private mutating func noteAward(_ entry: LedgerEntry) {
    guard let key = entry.postings.lazy.compactMap(\.lot).first else { return }
    switch entry.kind {
    case .awarded:
      items[key.item]?.isAwarded = true
      items[key.item]?.awardedPart = key.part
      guard case .rise(let annual, let from) = entry.terms?.kind,
        let year = entry.postings.first(where: { $0.account == .earned })?.day
      else { return }
      items[key.item]?.rise = Rise(annual: annual, from: from, lastYear: year)
      rises.insert(key.item)
    case .recurred(let year): items[key.item]?.rise?.lastYear = year
    case .reversed:
      items[key.item]?.isAwarded = false
      items[key.item]?.rise = nil
      rises.remove(key.item)
    default: break
    }
  }
}
