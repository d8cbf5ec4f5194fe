import CivilTime
import HTML
import HTTPServer
import IntakeFormats
import Ledger
import Office
import Programs
import Store
import Workflow

/// `/statement/:person`: what somebody applied for, earned and was paid, entry by entry: one's own, or for payroll.
enum StatementPage: Page {
  static let pattern: StaticString = "/statement/:person"

  static func sight(_ call: Call<Visit>) throws -> Sight {
    .statement(PersonID(try call.number("person")))
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let from = call.request.query["from"].flatMap { Int($0) } ?? 0
    let sheet = try StatementSheet.read(PersonID(try call.number("person")), from: from, visit)
    let isOwn = sheet.person.id == visit.signedIn?.person.id
    let title = isOwn ? words("statement.own") : sheet.person.fullName
    return Leaf(words("statement.title", ["name": title]), at: isOwn ? .ownPay : .statements) {
      visit.told(call.request)
      p(.class("eyebrow")) {
        if isOwn {
          a(href: .path(Path("home"))) { words("teacher.back") }
        } else {
          a(href: .path(Path("pay", "people"))) { words("nav.statements") }
          if let number = sheet.person.details.value?.employeeNumber {
            " · " + words("pay.number", ["number": number])
          }
        }
      }
      h1 { title }
      p(.class("lead")) { lead(sheet, isOwn: isOwn, visit) }
      balances(sheet, visit)
      PayView.cap(sheet.pay?.cap, visit)
      section(.class("part"), .aria(labelledBy: "entries")) {
        h2(.id("entries")) { words("statement.entries", count: sheet.lines.count) }
        if sheet.lines.isEmpty {
          div(.class("empty")) { p { words("statement.none") } }
        } else {
          table(sheet, visit)
          visit.further(
            sheet.place.upperBound < sheet.lines.count
              ? Path("statement", "\(sheet.person.id)")
                .query("from", "\(sheet.place.upperBound)") : nil)
          p(.class("actions")) {
            buttonLink(
              words("reports.csv"), Path("statement", "\(sheet.person.id)", "file"), isQuiet: true)
          }
        }
      }
    }
  }

  private static func lead(_ sheet: StatementSheet, isOwn: Bool, _ visit: Visit) -> Markup {
    let words = visit.words
    return Markup {
      if let next = sheet.pay?.next, next.amount != .zero {
        words.markup(
          isOwn ? "statement.next-own" : "statement.next",
          [
            "amount": strong { next.amount.shown },
            "day": strong { visit.long(next.payDate.pays) },
          ])
        if sheet.pay?.hasFunds == true { " " + words("statement.while-funds") }
      } else if let next = sheet.pay?.next {
        words("statement.nothing-next", ["day": visit.long(next.payDate.pays)])
      } else {
        words("statement.no-date")
      }
    }
  }

  private static func balances(_ sheet: StatementSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let all = sheet.lines.last?.line.balances ?? [:]
    func balance(_ accounts: Account...) -> Money {
      accounts.reduce(.zero) { $0 + (all[$1] ?? .zero) }
    }
    var figures: [(key: String, amount: Money)] = [
      ("earned", -balance(.earned) - balance(.reversed)), ("paid", balance(.paid)),
      ("to-come", balance(.payable, .sealed, .carriedOver)),
    ]
    if balance(.reserved) != .zero { figures.append(("held", balance(.reserved))) }
    if balance(.refused) != .zero { figures.append(("refused", balance(.refused))) }
    return dl(.class("stats card part-in")) {
      for figure in figures {
        div {
          dt { words("statement.balance.\(figure.key)") }
          dd { figure.amount.shown }
        }
      }
    }
  }

  private static func table(_ sheet: StatementSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return dataTable(
      Markup { words("statement.caption") }, sheet.shown,
      head: TableColumn(words("column.when")) { row in
        visit.stamped(row.line.entry.cause.at, visit.short(row.line.entry.cause.at))
      },
      [
        TableColumn(words("column.what")) { row in
          b { row.words.text }
          if let reason = row.reason { span(.class("under")) { bdi { reason } } }
        },
        TableColumn(words("column.for")) { row in
          row.items.map { sheet.title(of: $0, visit) }.joined(separator: "; ")
        },
        TableColumn(words("column.amount"), isAmount: true) { row in
          if let amount = row.words.amount { amount.shown }
        },
        TableColumn(words("column.to-come"), isAmount: true) { row in row.toCome.shown },
        TableColumn("") { row in
          for item in row.items.prefix(1) where row.items.count == 1 {
            a(
              href: .path(Path("statement", "\(sheet.person.id)", item.name)),
              .class("button button-plain button-small")
            ) {
              words("pay.why")
              span(.class("unseen")) { ": \(row.words.text), \(sheet.title(of: item, visit))" }
            }
          }
        },
      ])
  }
}

/// What a statement shows, read at once.
struct StatementSheet {
  /// An entry as it concerns the person.
  struct Row {
    var line: StatementLine
    var words: EntryWords
    /// What it is about.
    var items: [Item]
    /// Why an administrator asked for it.
    var reason: String?
    /// What is owed and not paid after it.
    var toCome: Money
  }

  var person: Person
  var lines: [Row]
  var titles: [SubmissionID: String]
  /// What is left and what comes; `nil` where the program pays nothing.
  var pay: OwnPay?

  /// Which entries a page shows, counted from the latest.
  var place: Range<Int>

  /// Those entries, the last first.
  var shown: [Row] {
    lines.dropLast(place.lowerBound).suffix(place.count).reversed()
  }

  func title(of item: Item, _ visit: Visit) -> String {
    switch item.source {
    case .submission: visit.title(titles[SubmissionID(item.number)])
    case .opening: visit.words("pay.from-before")
    }
  }

  static func read(_ id: PersonID, from: Int = 0, _ visit: Visit) throws -> StatementSheet {
    try visit.read { records in
      guard let person = try records.person(id) else {
        throw HTTPProblem(.notFound, "no such person")
      }
      let entries = try records.ledger(.person(id)).filter { visit.tells($0, of: id) }
      let reasons = try Self.reasons(of: entries, records)
      let lines = statement(of: id.inLedger, in: entries).map { line in
        let own = line.entry.postings.filter { $0.person == id.inLedger }
        let owed: [Account] = [.payable, .sealed, .carriedOver]
        return Row(
          line: line, words: EntryWords(line.entry, moved: line.moved, visit),
          items: Set(own.compactMap(\.lot?.item)).sorted(), reason: reasons[line.entry.number],
          toCome: owed.reduce(.zero) { $0 + (line.balances[$1] ?? .zero) })
      }
      let items = Set(lines.flatMap(\.items)).filter { $0.source == .submission }
      let first = min(max(0, from), max(0, lines.count - 1))
      return StatementSheet(
        person: person, lines: lines,
        titles: try records.titles(of: items.map { SubmissionID($0.number) }),
        pay: try OwnPay.read(person, records, visit),
        place: first..<min(first + OfficeLimits.rowsMax, lines.count))
    }
  }

  /// Why entries were asked for that needed a reason, by number.
  private static func reasons(
    of entries: [LedgerEntry], _ records: ReadRecords
  ) throws -> [Int64: String] {
    var reasons: [Int64: String] = [:]
    for entry in entries where entry.kind.needsReason {
      reasons[entry.number] = try records.reason(of: entry)
    }
    return reasons
  }
}

extension LedgerEntry.Kind {
  /// Whether an administrator said why of the amount itself. Where something is held again beyond the cap, the reason is
  /// that of a decision, and none of payroll's business.
  var needsReason: Bool {
    switch self {
    case .corrected, .appliedBeyondCap, .amendedBeyondCap: true
    default: false
    }
  }
}

/// `/statement/:person/file`: the same as CSV (RFC 4180), with every account.
enum StatementFile {
  static let pattern: StaticString = "/statement/:person/file"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    let id = PersonID(try call.number("person"))
    try visit.require(.statement(id))
    let sheet = try StatementSheet.read(id, visit)
    let words = visit.words
    let accounts = Account.allCases.filter { $0.ring != .funds }
    // As in a report: a byte order mark, so that Excel reads names right, and no formulas.
    var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    let writer = CSVWriter(formulas: .defused)
    writer.write(
      [
        words("column.when"), words("column.what"), words("column.for"), words("statement.entry"),
        words("statement.policy"), words("statement.journal"), words("statement.decision"),
      ] + accounts.map { words("account.\($0.rawValue)") }, to: &bytes)
    for row in sheet.lines {
      let entry = row.line.entry
      writer.write(
        [
          "\(visit.zone.date(at: entry.cause.at))", row.words.text.replacing("\u{A0}", with: " "),
          row.items.map { sheet.title(of: $0, visit) }.joined(separator: "; "), "\(entry.number)",
          "\(entry.policy)", "\(entry.cause.journal)",
          entry.cause.decision.map { "\($0)" } ?? "",
        ] + accounts.map { (row.line.moved[$0] ?? .zero).decimal }, to: &bytes)
    }
    return HTTPResponse(.ok, type: .csv, bytes).with(cache: .never)
      .download(named: "statement-\(id).csv")
  }
}
