import HTML
import HTTPServer
import Store
import Workflow

// Pieces of the administrator's pages.

/// A column of a table: its heading, and what a row shows in it.
struct TableColumn<Row> {
  let name: String
  let isAmount: Bool
  let show: (Row) -> Markup

  init(_ name: String, isAmount: Bool = false, @MarkupBuilder show: @escaping (Row) -> Markup) {
    self.name = name
    self.isAmount = isAmount
    self.show = show
  }
}

/// A table that is one card a row on a phone. It keeps its roles there, which the style takes from it.
///
/// - Parameters:
///   - caption: What the table holds, in text.
///   - rows: The rows.
///   - head: The column that names a row.
///   - columns: The others; one without a name holds buttons.
/// - Returns: The table.
func dataTable<Row>(
  _ caption: Markup, _ rows: [Row], head: TableColumn<Row>, _ columns: [TableColumn<Row>]
) -> Markup {
  table(.class("table"), .role("table")) {
    HTML.caption { caption }
    thead(.role("rowgroup")) {
      tr(.role("row")) {
        th(.scope(.column), .role("columnheader")) { head.name }
        for column in columns {
          if column.name.isEmpty {
            // A heading that says nothing is none.
            td(.role("cell")) { "" }
          } else {
            th(
              .scope(.column), .role("columnheader"),
              .when(column.isAmount, .class("amount"))
            ) { column.name }
          }
        }
      }
    }
    tbody(.role("rowgroup")) { body(rows, head, columns) }
  }
}

/// The rows. Most of the time that a long list takes goes into its tags: they are written once.
private func body<Row>(
  _ rows: [Row], _ head: TableColumn<Row>, _ columns: [TableColumn<Row>]
) -> Markup {
  let line = Shell { content in tr(.role("row")) { content } }
  let name = Shell { content in th(.scope(.row), .role("rowheader")) { content } }
  let cells = columns.map { column in
    let label: Attribute = column.name.isEmpty ? .none : .dataLabel(column.name)
    return Shell { content in
      td(.role("cell"), label, .when(column.isAmount, .class("amount"))) { div { content } }
    }
  }
  let blank = td(.role("cell"), .class("blank")) { "" }
  var body = Markup()
  for row in rows {
    body.append(in: line) { body in
      body.append(head.show(row), in: name)
      for (column, cell) in zip(columns, cells) {
        let content = column.show(row)
        if content.isEmpty { body += blank } else { body.append(content, in: cell) }
      }
    }
  }
  return body
}

/// A button in a row, with what it is about for those who don't see the row.
func rowLink(_ text: String, _ object: String, _ path: Path) -> Markup {
  a(href: .path(path), .class("button button-quiet button-small")) {
    text
    span(.class("unseen")) { " " + object }
  }
}

/// What there is when there is nothing.
func nothing(_ heading: String, _ text: String) -> Markup {
  div(.class("empty")) {
    h2 { heading }
    p { text }
  }
}

extension Visit {
  /// Where a submission stands: shape, word, colour.
  func standing(_ name: SubmissionStateName, _ outcome: Outcome?) -> Markup {
    if name == .decided, let outcome { return self.outcome(outcome) }
    let text = words("office-standing.\(name.rawValue)")
    return switch name {
    case .submitted: state(text, .plain, .circle)
    case .underReview: state(text, .now, .half)
    case .returned: state(text, .wait, .back)
    case .readyToRelease: state(text, .now, .dot)
    case .decided: state(text, .met, .check)
    case .withdrawn: state(text, .plain, .back)
    }
  }

  /// An outcome in people's words.
  func outcome(_ outcome: Outcome) -> Markup {
    let text = words("office-outcome.\(outcome.rawValue)")
    return switch outcome {
    case .approvedToBegin, .earned: state(text, .met, .check)
    case .revise, .notYet: state(text, .wait, .half)
    case .notApproved: state(text, .short, .circle)
    }
  }

  func stage(_ stage: StageKind) -> String { words("office-stage.\(stage.rawValue)") }

  /// A window as people call it: "Evidence, Fall 2026".
  func name(of window: Window) -> String {
    words("office.window-name", ["stage": stage(window.stage), "label": window.label])
  }

  /// A title, or that it is gone.
  func title(_ title: String?) -> String { title ?? words("office.erased") }

  /// The next page of a list.
  func further(_ path: Path?) -> Markup {
    Markup {
      if let path {
        p(.class("actions")) { buttonLink(words("office.further"), path, isQuiet: true) }
      }
    }
  }

  /// The numbers of a form's boxes, at most as many as a list shows.
  static func numbers(_ values: [String]) -> [Int64] {
    Array(values.prefix(OfficeLimits.rowsMax)).compactMap(Int64.init).filter { $0 > 0 }
  }
}

/// What holds for all pages of the office.
enum OfficeLimits {
  /// Most rows of a list.
  static let rowsMax = 200
}

extension [PersonID: PersonName] {
  func name(_ id: PersonID) -> String { self[id]?.name ?? "" }
}
