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
    let (rows, names) = try visit.read { records in
      let rows = try records.openSetAsideRows(limit: OfficeLimits.rowsMax)
      let names = try Set(rows.map(\.file)).reduce(into: [String: String]()) { names, file in
        names[file] = try records.intakeFile(sha256: file)?.name
      }
      return (rows, names)
    }
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
        if !rows.isEmpty { table(rows, names, visit) }
      }
    }
  }

  private static func link(_ key: String, _ path: Path, _ words: Words) -> Markup {
    li {
      a(href: .path(path)) { words("more.link.\(key)") }
      span(.class("under")) { words("more.text.\(key)") }
    }
  }

  private static func table(
    _ rows: [SetAsideRow], _ names: [String: String], _ visit: Visit
  ) -> Markup {
    let words = visit.words
    return dataTable(
      Markup { words("more.set-aside-caption") }, rows,
      head: TableColumn(words("more.row")) { row in
        a(href: .path(Path("more", "rows", "\(row.id)"))) {
          words("more.row-number", ["number": "\(row.rowNumber)"])
        }
        span(.class("under")) { bdi { names[row.file] ?? "" } }
      },
      [
        TableColumn(words("more.why")) { $0.reason },
        TableColumn(words("more.fields")) { row in
          details {
            summary { words("more.fields-open") }
            row.cells
          }
        },
        TableColumn(words("column.received")) { visit.moment($0.createdAt) },
        TableColumn("") { row in
          rowLink(
            words(row.form == nil ? "more.settle" : "more.take"),
            words("more.row-number", ["number": "\(row.rowNumber)"]),
            Path("more", "rows", "\(row.id)"))
        },
      ])
  }
}
