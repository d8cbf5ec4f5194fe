import CivilTime
import HTTPServer
import Ledger
import Office
import Programs
import Store
import Workflow

/// What the page of a pay date shows: its lines as they would be sealed now, or as they were.
struct PayDateSheet {
  /// One line of payroll's file, or one that is held back.
  struct Line {
    var lot: LotKey
    var person: PersonID
    var kind: LotTerms.Kind
    var decided: Instant
    var pays: Money
    var held: [Held] = []
    /// Since when it waits, if it was carried over.
    var since: CivilDate?
    /// Whether a decision was reopened, so that it is taken back.
    var isReversal = false
    /// Why it was corrected.
    var reason: String?
  }

  /// What a line does not pay.
  struct Held {
    enum Why: String { case cap, funds, ineligible, salary }
    var why: Why
    var amount: Money
    /// Refused for good rather than carried over.
    var isRefused: Bool
  }

  var date: PayDateStanding
  /// By person, then by what it is for.
  var lines: [Line]
  var policy: Int
  var fundsBefore: Money?
  /// What stands for every line, by which it is sealed as it is shown; `nil` once it is sealed.
  var token: String?
  var sealedBy: String?
  /// What does not fit into payroll's file: it can't be sealed then.
  var problems: [PayrollFile.Problem] = []
  /// What differs from what was shown before, by line.
  var changes: [Change] = []
  /// The lines that this page shows, of all.
  var shown: Range<Int>
  var names: [PersonID: PersonName] = [:]
  var numbers: [PersonID: String] = [:]
  var titles: [SubmissionID: String] = [:]

  var payDate: PayDate { date.payDate }
  var paying: [Line] { lines.filter { $0.pays != .zero } }
  var total: Money { lines.reduce(.zero) { $0 + $1.pays } }
  var people: Int { Set(paying.map(\.person)).count }
  var held: Money { lines.lazy.flatMap(\.held).reduce(.zero) { $0 + $1.amount } }
  var corrections: Money {
    lines.reduce(.zero) { $1.kind.isCorrection ? $0 + $1.pays : $0 }
  }

  /// What something is called.
  func title(of item: Item, _ visit: Visit) -> String {
    switch item.source {
    case .submission: visit.title(titles[SubmissionID(item.number)])
    case .opening: visit.words("pay.from-before")
    }
  }

  func name(_ line: Line) -> String { names.name(line.person) }
}

extension PayDateSheet {
  /// Reads a pay date.
  ///
  /// - Parameters:
  ///   - day: The day on which it is paid.
  ///   - from: The first line that is shown.
  ///   - remembered: The lines as they were shown before, as the page's form sent them back.
  ///   - visit: Whose page.
  /// - Returns: What the page shows.
  /// - Throws: ``HTTPServer/HTTPProblem`` with 404 where there is no such pay date.
  static func read(
    _ day: CivilDate, from: Int = 0, shownBefore remembered: String? = nil, _ visit: Visit
  ) throws -> PayDateSheet {
    try visit.read { records in
      let found = try visit.office.payDates(from: day, through: day, in: records).first
      guard let date = found else { throw HTTPProblem(.notFound, "no such pay date") }
      var sheet = try date.sealed == nil ? open(date, visit, records) : sealed(date, records)
      let first = min(max(0, from), max(0, sheet.lines.count - 1))
      sheet.shown = first..<min(first + OfficeLimits.rowsMax, sheet.lines.count)
      sheet.changes = remembered.map { sheet.changes(since: $0) } ?? []
      try sheet.name(records)
      return sheet
    }
  }

  private static func open(
    _ date: PayDateStanding, _ visit: Visit, _ records: ReadRecords
  ) throws -> PayDateSheet {
    let preview = try visit.office.preview(of: date.payDate.pays, in: records)
    let settlement = preview.settlement
    let rules = try records.payRules(zone: visit.zone)
    let beyond = rules?.version(on: date.payDate.pays).policy.carryOver
    let lines = settlement.lines.map { line in
      let held = [
        Held(why: .cap, amount: line.overCap, isRefused: beyond?.beyondCap == .refused),
        Held(why: .funds, amount: line.overFunds, isRefused: beyond?.beyondFunds == .refused),
        Held(why: .ineligible, amount: line.ineligible, isRefused: true),
        Held(why: .salary, amount: line.lacksSalary ? line.due : .zero, isRefused: false),
      ]
      return Line(
        lot: line.lot, person: PersonID(line.person.number), kind: line.kind,
        decided: line.decided, pays: line.pays, held: held.filter { $0.amount != .zero },
        since: line.from?.since)
    }
    return PayDateSheet(
      date: date, lines: lines, policy: settlement.policy, fundsBefore: settlement.fundsBefore,
      token: preview.token, problems: preview.file.problems, shown: 0..<0)
  }

  /// What stands in the file of a pay date that was sealed.
  private static func sealed(
    _ date: PayDateStanding, _ records: ReadRecords
  ) throws -> PayDateSheet {
    let day = date.payDate.pays
    var book = Book()
    let entries = try records.ledger(.payDate(day))
    book.apply(entries)
    var lines: [LotKey: Line] = [:]
    var policy = 0
    for entry in entries {
      guard case .settled(day) = entry.kind else { continue }
      policy = entry.policy
      for posting in entry.postings {
        guard let key = posting.lot, let lot = book.lot(key) else { continue }
        var line =
          lines[key]
          ?? Line(
            lot: key, person: PersonID(lot.person.number), kind: lot.terms.kind,
            decided: lot.terms.decided, pays: .zero)
        switch posting.account {
        case .sealed: line.pays += posting.amount
        case .carriedOver where posting.amount < .zero: line.since = posting.day
        case .carriedOver:
          line.held.append(
            Held(
              why: posting.shortage == .cap ? .cap : .funds, amount: posting.amount,
              isRefused: false))
        case .refused:
          let why: Held.Why =
            switch posting.shortage {
            case .cap: .cap
            case .funds: .funds
            case nil: .ineligible
            }
          line.held.append(Held(why: why, amount: posting.amount, isRefused: true))
        default: break
        }
        lines[key] = line
      }
    }
    let by = date.sealed?.cause.by.map { PersonID($0.number) }
    return PayDateSheet(
      date: date,
      lines: lines.values.sorted { ($0.person, $0.lot) < ($1.person, $1.lot) }, policy: policy,
      sealedBy: try by.flatMap { try records.person($0)?.fullName }, shown: 0..<0)
  }

  /// Reads what the lines that are shown are called, and why those are corrections that are.
  private mutating func name(_ records: ReadRecords) throws {
    let all = lines[shown]
    names = try records.names(of: Set(all.map(\.person)))
    numbers = try records.employeeNumbers(of: Set(all.map(\.person)))
    let items = all.map(\.lot.item) + changes.prefix(OfficeLimits.rowsMax).map(\.lot.item)
    titles = try records.titles(
      of: Set(
        items.lazy.filter { $0.source == .submission }.map { SubmissionID($0.number) }))
    for place in shown where lines[place].kind.isCorrection {
      let item = lines[place].lot.item
      let entries = trace(item, in: try records.ledger(.person(lines[place].person)))
      let made = entries.first { entry in
        entry.terms != nil && entry.postings.contains { $0.lot == lines[place].lot }
      }
      lines[place].isReversal = made?.kind == .reversed
      if let made, made.kind == .corrected {
        lines[place].reason = try records.reason(of: made)
      }
    }
  }
}

extension ReadRecords {
  /// Why an administrator asked for an entry of the ledger; `nil` where it needed no reason, or it was erased.
  func reason(of entry: LedgerEntry) throws -> String? {
    // It stands in the event that brought the entry, which follows what it follows from.
    for line in try entries(after: entry.cause.journal - 1, limit: 12) {
      guard case .entriesMade(let event) = line.event,
        event.entries.contains(where: { $0.number == entry.number })
      else { continue }
      return event.reason.value
    }
    return nil
  }
}

// MARK: - What has changed since it was shown

extension PayDateSheet {
  /// Most lines that a page remembers: with more, only the total says whether something has changed.
  private static let rememberedMax = 4_000

  /// Its lines with their amounts, as the page's form sends them back.
  var remembered: String {
    amounts.count > Self.rememberedMax
      ? ""
      : amounts.sorted { $0.key < $1.key }.map { "\($0.key.mark):\($0.value.cents)" }
        .joined(separator: " ")
  }

  private var amounts: [LotKey: Money] {
    lines.reduce(into: [:]) { $0[$1.lot, default: .zero] += $1.pays }
  }

  /// A line that is not as it was shown.
  struct Change {
    var lot: LotKey
    /// `nil`: it was not there.
    var was: Money?
    /// `nil`: it is not there any more.
    var isNow: Money?
  }

  /// What differs from what was shown, by line; nothing where that is not known.
  private func changes(since remembered: String) -> [Change] {
    guard !remembered.isEmpty else { return [] }
    var before: [LotKey: Money] = [:]
    for part in remembered.split(separator: " ").prefix(Self.rememberedMax) {
      let sides = part.split(separator: ":")
      guard sides.count == 2, let key = LotKey(mark: sides[0]), let cents = Int64(sides[1]) else {
        return []
      }
      before[key] = Money(cents: cents)
    }
    let after = amounts
    return Set(before.keys).union(after.keys).sorted().compactMap { key in
      before[key] == after[key] ? nil : Change(lot: key, was: before[key], isNow: after[key])
    }
  }
}

extension LotKey {
  /// `submission-12/0`.
  fileprivate var mark: String { "\(item.name)/\(part)" }

  fileprivate init?(mark: some StringProtocol) {
    let sides = mark.split(separator: "/")
    guard sides.count == 2, let item = Item(name: String(sides[0])), let part = Int(sides[1]) else {
      return nil
    }
    self.init(item, part)
  }
}
