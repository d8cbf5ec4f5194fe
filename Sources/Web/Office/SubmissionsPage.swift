import CivilTime
import HTML
import HTTPServer
import Store
import Workflow

/// `/submissions`: the list of what was handed in, by window, state, teacher or title.
enum SubmissionsPage: Page {
  static let pattern: StaticString = "/submissions"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  /// What the list is narrowed to.
  private struct Wanted {
    var window: WindowID?
    var state: String
    var text: String
    var after: SubmissionID

    init(_ query: FormData) throws(HTTPProblem) {
      window = query["window"].flatMap(Int64.init).map { WindowID($0) }
      state = query["state"] ?? ""
      text = try query.text("q", max: 200)
      after = SubmissionID(query["after"].flatMap(Int64.init) ?? 0)
    }

    var isAll: Bool { window == nil && state.isEmpty && text.isEmpty }
    var stateName: SubmissionStateName? { SubmissionStateName(rawValue: state) }

    /// All that the list depends on besides what has happened and the day.
    var question: String { path(after: after).string }

    func path(after id: SubmissionID) -> Path {
      var path = Path("submissions")
      if let window { path = path.query("window", "\(window)") }
      if !state.isEmpty { path = path.query("state", state) }
      if !text.isEmpty { path = path.query("q", text) }
      return path.query("after", "\(id)")
    }
  }

  private struct Listing {
    var rows: [SubmissionRow]
    var names: [PersonID: PersonName]
    var windows: [Window]
    var count: Int?
    var next: Path?
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let wanted = try Wanted(call.request.query)
    let list = try visit.read { records in
      try visit.remembered(in: visit.desk.lists, for: wanted.question, records) {
        shown(wanted, try read(wanted, records), visit)
      }
    }
    return Leaf(words("nav.submissions"), at: .submissions) {
      visit.told(call.request)
      list
    }
  }

  /// The same for everybody who may see it.
  private static func shown(_ wanted: Wanted, _ list: Listing, _ visit: Visit) -> Markup {
    let words = visit.words
    return Markup {
      h1 { heading(wanted, list, visit) }
      filters(wanted, list, visit)
      if list.rows.isEmpty {
        div(.class("part")) {
          nothing(words("submissions.none"), words("submissions.none-text"))
        }
      } else {
        div(.class("part")) { table(list, visit) }
      }
      visit.further(list.next)
    }
  }

  private static func heading(_ wanted: Wanted, _ list: Listing, _ visit: Visit) -> String {
    let words = visit.words
    if let count = list.count {
      if let window = list.windows.first(where: { $0.id == wanted.window }) {
        return words("submissions.in-window", count: count, ["window": visit.name(of: window)])
      }
      return words("submissions.found", count: count)
    }
    return words("submissions.some", count: list.rows.count)
  }

  /// One query for the rows, one for the names, one for the count.
  private static func read(_ wanted: Wanted, _ records: ReadRecords) throws -> Listing {
    let limit = OfficeLimits.rowsMax + 1
    let rows = try rows(wanted, records, limit: limit)
    let shown = Array(rows.prefix(OfficeLimits.rowsMax))
    var count: Int?
    if rows.count <= OfficeLimits.rowsMax, wanted.after == SubmissionID(0) {
      count = rows.count
    } else if let window = wanted.window, wanted.text.isEmpty {
      let counts = try records.submissionCounts(in: window)
      count = wanted.stateName.map { counts[$0, default: 0] } ?? counts.values.reduce(0, +)
    }
    return Listing(
      rows: shown, names: try records.names(of: Set(shown.map(\.earner))),
      windows: try records.windows(), count: count,
      next: rows.count > OfficeLimits.rowsMax ? shown.last.map { wanted.path(after: $0.id) } : nil)
  }

  private static func rows(
    _ wanted: Wanted, _ records: ReadRecords, limit: Int
  ) throws -> [SubmissionRow] {
    if !wanted.text.isEmpty {
      if let number = Int64(wanted.text), let row = try one(number, records) { return [row] }
      let people = try records.people(matching: wanted.text, limit: OfficeLimits.rowsMax).map(\.id)
      let found =
        if let window = wanted.window {
          try records.submissions(
            in: window, titled: wanted.text, orOf: people, after: wanted.after, limit: limit)
        } else {
          try records.submissions(ofAny: people, after: wanted.after, limit: limit)
        }
      guard let state = wanted.stateName else { return found }
      return found.filter { $0.state == state }
    }
    if wanted.state == "lacking" {
      return try records.submissions(.lacking, after: wanted.after, limit: limit)
    }
    let filter: SubmissionFilter =
      switch (wanted.window, wanted.stateName) {
      case (let window?, let state?): .windowAndState(window, state)
      case (let window?, nil): .window(window)
      case (nil, let state?): .state(state)
      case (nil, nil): .all
      }
    return try records.submissions(filter, after: wanted.after, limit: limit)
  }

  private static func one(_ number: Int64, _ records: ReadRecords) throws -> SubmissionRow? {
    try records.submissionRows(of: [SubmissionID(number)]).first?.value
  }

  private static func filters(_ wanted: Wanted, _ list: Listing, _ visit: Visit) -> Markup {
    let words = visit.words
    return form(action: Path("submissions"), method: .get, .class("card part-in")) {
      div(.class("inline")) {
        div(.class("field")) {
          label(for: "window") { words("column.window") }
          select(name: "window", .id("window")) {
            option(words("submissions.all-windows"), value: "")
            for window in list.windows.reversed() where window.state != .planned {
              option(
                visit.name(of: window), value: "\(window.id)",
                isSelected: window.id == wanted.window)
            }
          }
        }
        div(.class("field")) {
          label(for: "state") { words("column.state") }
          select(name: "state", .id("state")) {
            option(words("submissions.all-states"), value: "")
            for name in SubmissionStateName.allCases {
              option(
                words("office-standing.\(name.rawValue)"), value: name.rawValue,
                isSelected: name.rawValue == wanted.state)
            }
            option(
              words("submissions.lacking"), value: "lacking", isSelected: wanted.state == "lacking")
          }
        }
        div(.class("field")) {
          label(for: "q") { words("submissions.text") }
          input(
            type: .search, name: "q", .id("q"), .value(wanted.text), .maxlength(200),
            .aria(describedBy: "q-hint"))
        }
        button(.class("button button-quiet")) { words("submissions.show") }
      }
      p(.class("fine"), .id("q-hint")) { words("submissions.text-hint") }
    }
  }

  private static func table(_ list: Listing, _ visit: Visit) -> Markup {
    let words = visit.words
    let windows = Dictionary(list.windows.map { ($0.id, visit.name(of: $0)) }) { first, _ in first }
    // What many rows say alike is said once.
    let received = said(list.rows.map { visit.zone.date(at: $0.receivedAt) }) { visit.short($0) }
    let hearBy = said(list.rows.map(\.notifyBy)) { visit.shortDay(ofEnd: $0) }
    let standings = said(list.rows.map(Standing.init)) { visit.standing($0.state, $0.outcome) }
    let under = Shell { content in span(.class("under")) { content } }
    return dataTable(
      Markup { words("submissions.caption") }, list.rows,
      head: TableColumn(words("column.submission")) { row in
        a(href: .path(Path("submissions", "\(row.id)"))) { visit.title(row.title) }
        under {
          "#\(row.id)"
          if row.round > 1 { " · " + words("office.round", ["round": "\(row.round)"]) }
        }
      },
      [
        TableColumn(words("column.teacher")) { row in
          list.names.name(row.earner)
          under { list.names[row.earner]?.school ?? "" }
        },
        TableColumn(words("column.window")) { row in
          row.window.flatMap { windows[$0] } ?? visit.stage(row.stage)
        },
        TableColumn(words("column.received")) { row in
          received[visit.zone.date(at: row.receivedAt)] ?? ""
        },
        TableColumn(words("column.hear-by")) { row in
          switch row.state {
          case .submitted, .underReview, .readyToRelease: hearBy[row.notifyBy] ?? ""
          case .returned, .decided, .withdrawn: Markup()
          }
        },
        TableColumn(words("column.state")) { row in
          standings[Standing(row)]
          if row.lacks == .theAdministratorsChoice {
            state(words("submissions.needs-you"), .short, .alert)
          }
        },
      ])
  }

  private struct Standing: Hashable {
    var state: SubmissionStateName
    var outcome: Outcome?

    init(_ row: SubmissionRow) { (state, outcome) = (row.state, row.outcome) }
  }

  private static func said<Key: Hashable, Words>(
    _ keys: [Key], _ say: (Key) -> Words
  ) -> [Key: Words] {
    var said: [Key: Words] = [:]
    for key in keys where said[key] == nil { said[key] = say(key) }
    return said
  }
}
