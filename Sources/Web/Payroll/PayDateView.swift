import CivilTime
import HTML
import HTTPServer
import Ledger
import Office
import Programs
import Workflow

/// The pieces of a pay date's page: its figures, its lines, and what has changed since they were shown.
enum PayDateView {
  static func stats(_ sheet: PayDateSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let annual = sheet.lines.reduce(Money.zero) { sum, line in
      if case .rise(let annual, _) = line.kind { sum + annual } else { sum }
    }
    var figures: [(name: String, value: String)] = [
      (words("pay.stat.people", count: sheet.people), Words.number(sheet.people)),
      (words("pay.stat.total"), sheet.total.shown),
    ]
    if annual != .zero { figures.append((words("pay.stat.annual"), annual.shown)) }
    if sheet.lines.contains(where: \.kind.isCorrection) {
      figures.append((words("pay.stat.corrections"), sheet.corrections.shown))
    }
    if sheet.held != .zero { figures.append((words("pay.stat.held"), sheet.held.shown)) }
    if let before = sheet.fundsBefore {
      figures.append((words("pay.stat.funds"), (before - sheet.total).shown))
    }
    return dl(.class("stats card part-in")) {
      for figure in figures {
        div {
          dt { figure.name }
          dd { figure.value }
        }
      }
    }
  }

  // MARK: The lines

  /// The lines: what is earned first, then what corrects.
  static func table(_ sheet: PayDateSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let shown = sheet.lines[sheet.shown]
    let changed = Dictionary(sheet.changes.map { ($0.lot, $0) }) { first, _ in first }
    let hasHeld = shown.contains { !$0.held.isEmpty }
    func rows(_ lines: [PayDateSheet.Line]) -> Markup {
      tbody(.role("rowgroup")) {
        for line in lines { row(line, sheet, changed[line.lot], hasHeld: hasHeld, visit) }
      }
    }
    let corrections = shown.filter(\.kind.isCorrection)
    let others = shown.filter { !$0.kind.isCorrection }
    func heading(_ key: String, isAmount: Bool = false) -> Markup {
      th(.scope(.column), .role("columnheader"), .when(isAmount, .class("amount"))) { words(key) }
    }
    return HTML.table(.class("table"), .role("table")) {
      caption { words("pay.lines-caption") }
      thead(.role("rowgroup")) {
        tr(.role("row")) {
          heading("column.employee")
          heading("column.for")
          heading("column.decided")
          if hasHeld { heading("column.held") }
          heading("column.pays", isAmount: true)
          th(.scope(.column), .role("columnheader")) { span(.class("unseen")) { words("pay.why") } }
        }
      }
      if !others.isEmpty { rows(others) }
      if !corrections.isEmpty { rows(corrections) }
      tfoot(.role("rowgroup")) {
        tr(.role("row")) {
          th(.scope(.row), .role("rowheader"), .colspan(hasHeld ? 4 : 3)) {
            words("pay.total", count: sheet.paying.count)
          }
          td(.role("cell"), .class("amount"), .dataLabel(words("column.pays"))) {
            div { sheet.total.shown }
          }
          td(.role("cell"), .class("blank")) { "" }
        }
      }
    }
  }

  private static func row(
    _ line: PayDateSheet.Line, _ sheet: PayDateSheet, _ change: PayDateSheet.Change?,
    hasHeld: Bool, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let title = sheet.title(of: line.lot.item, visit)
    func cell(_ key: String, isAmount: Bool = false, @MarkupBuilder _ content: () -> Markup)
      -> Markup
    {
      td(.role("cell"), .dataLabel(words(key)), .when(isAmount, .class("amount"))) {
        div { content() }
      }
    }
    return tr(.role("row"), .when(change != nil, .class("open"))) {
      th(.scope(.row), .role("rowheader")) {
        b { sheet.name(line) }
        if let number = sheet.numbers[line.person] {
          span(.class("under")) { words("pay.number", ["number": number]) }
        }
      }
      cell("column.for") {
        if line.kind.isCorrection {
          state(words(line.isReversal ? "pay.reversal" : "pay.correction"), .wait, .back)
          " "
        }
        title
        span(.class("under")) {
          line.kind.isCorrection ? line.reason ?? "" : line.kind.said(visit)
          if let since = line.since { " " + words("pay.since", ["day": visit.dated(since)]) }
        }
      }
      cell("column.decided") { visit.short(visit.zone.date(at: line.decided)) }
      if hasHeld {
        if line.held.isEmpty {
          td(.role("cell"), .class("blank")) { "" }
        } else {
          cell("column.held") {
            for held in line.held {
              span(.class("held")) {
                words(
                  "pay.held.\(held.why.rawValue)\(held.isRefused ? "-refused" : "")",
                  ["amount": held.amount.shown])
              }
            }
          }
        }
      }
      cell("column.pays", isAmount: true) {
        b { line.pays.shown }
        if let change {
          span(.class("under")) {
            change.was.map { words("pay.was", ["amount": $0.shown]) } ?? words("pay.new")
          }
        }
      }
      td(.role("cell")) {
        a(
          href: .path(Path("statement", "\(line.person)", line.lot.item.name)),
          .class("button button-plain button-small")
        ) {
          words("pay.why")
          span(.class("unseen")) { ": \(sheet.name(line)), \(title)" }
        }
      }
    }
  }

  // MARK: What stands in the way, and what has changed

  /// Most things that are told of what does not fit.
  private static let problemsMax = 10

  private static func said(_ problem: PayrollFile.Problem, _ words: Words) -> String {
    let whose = problem.person == nil ? words("pay.file-problem.record") : problem.whose
    let facts = ["whose": whose, "text": problem.text, "column": problem.column]
    switch problem.reason {
    case .longer(let width):
      return words("pay.file-problem.longer", count: width, facts)
    case .notInEncoding: return words("pay.file-problem.encoding", facts)
    }
  }

  static func problems(_ sheet: PayDateSheet, _ words: Words) -> Markup {
    guard !sheet.problems.isEmpty else { return Markup() }
    let more = sheet.problems.count - problemsMax
    return div(.class("part-in")) {
      note(.short, .alert) {
        h2 { words("pay.file-problems") }
        for problem in sheet.problems.prefix(problemsMax) { p { said(problem, words) } }
        if more > 0 { p { words("pay.file-problems-more", count: more) } }
        p { words("pay.file-problems-text") }
      }
    }
  }

  static func changed(_ sheet: PayDateSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let changes = sheet.changes
    let gone = changes.filter { $0.isNow == nil }
    return div(.class("part-in")) {
      note(.wait, .alert) {
        h2 { words("pay.changed") }
        p { words("pay.changed-text") }
        if changes.isEmpty {
          p { words("pay.changed-otherwise") }
        } else {
          p { words("pay.changed-lines", count: changes.count) }
        }
        for change in gone {
          p {
            words(
              "pay.changed-gone",
              [
                "amount": (change.was ?? .zero).shown,
                "title": sheet.title(of: change.lot.item, visit),
              ])
          }
        }
      }
    }
  }
}
