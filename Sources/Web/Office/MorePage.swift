import HTML
import HTTPServer
import Office
import Store
import Workflow

/// `/more`: what is looked at now and then: what a year came to, what people read, rows that were set aside.
enum MorePage: Page {
  static let pattern: StaticString = "/more"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let rows = try visit.read { try $0.openSetAsideRows(limit: Office.rowsMax) }
    return Leaf(words("nav.more"), at: .more) {
      visit.told(call.request)
      h1 { words("more.heading") }
      p(.class("lead")) { words("more.lead") }
      ul(.class("rows card part-in")) {
        link("reports", Path("reports"), words)
        link("rehearsal", Path("rehearsal"), words)
        link("rubrics", Path("rubrics"), words)
        link("offerings", Path("offerings"), words)
        link("texts", Path("texts"), words)
        link("history", Path("history"), words)
        link("mail", Path("mail"), words)
      }
      section(.class("part"), .aria(labelledBy: "aside")) {
        h2(.id("aside")) { words("more.set-aside", count: rows.count) }
        p(.class("meta")) { words("more.set-aside-text") }
        if !rows.isEmpty { table(rows, visit) }
      }
    }
  }

  private static func link(_ key: String, _ path: Path, _ words: Words) -> Markup {
    li {
      a(href: .path(path)) { words("more.link.\(key)") }
      span(.class("under")) { words("more.text.\(key)") }
    }
  }

  private static func table(_ rows: [SetAsideRow], _ visit: Visit) -> Markup {
    let words = visit.words
    return dataTable(
      Markup { words("more.set-aside-caption") }, rows,
      head: TableColumn(words("more.row")) { row in
        b { words("more.row-number", ["number": "\(row.rowNumber)"]) }
        span(.class("under")) { bdi { row.file } }
      },
      [
        TableColumn(words("more.why")) { $0.reason },
        TableColumn(words("more.fields")) { row in
          details {
            summary { words("more.fields-open") }
            dl(.class("facts facts-stacked")) {
              for field in row.fields.prefix(40) {
                div {
                  dt { field.column }
                  dd { bdi { field.text } }
                }
              }
            }
          }
        },
        TableColumn(words("column.received")) { visit.moment($0.createdAt) },
        TableColumn("") { row in
          visit.form(Path("more", "rows", "\(row.id)", "dismiss")) {
            button(.class("button button-quiet button-small")) {
              words("more.dismiss")
              span(.class("unseen")) {
                " " + words("more.row-number", ["number": "\(row.rowNumber)"])
              }
            }
          }
        },
      ])
  }
}

/// Leaves a row that was set aside out for good.
enum DismissRowAction: Action {
  static let pattern: StaticString = "/more/rows/:row/dismiss"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let id = try call.number("row")
    let actor = Actor.person(try visit.person().id)
    return try visit.attempt(back: Path("more")) {
      try visit.office.dismiss(row: id, by: actor)
      return try .done("row-dismissed", at: Path("more"))
    }
  }
}
