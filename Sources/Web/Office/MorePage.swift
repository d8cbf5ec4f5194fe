import HTML
import HTTPServer
import Office
import Programs
import Rubrics
import Store
import Workflow

/// `/more`: what is looked at now and then: rows that were set aside, the rubrics, the history.
enum MorePage: Page {
  static let pattern: StaticString = "/more"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let (rows, rubrics) = try visit.read { records in
      (try records.openSetAsideRows(limit: Office.rowsMax), try inForce(visit, records))
    }
    return Leaf(words("nav.more"), at: .more) {
      visit.told(call.request)
      h1 { words("more.heading") }
      p(.class("lead")) { words("more.lead") }
      ul(.class("rows card part-in")) {
        link("catalog", Path("catalog"), words)
        link("history", Path("history"), words)
        link("mail", Path("mail"), words)
      }
      section(.class("part"), .aria(labelledBy: "aside")) {
        h2(.id("aside")) { words("more.set-aside", count: rows.count) }
        p(.class("meta")) { words("more.set-aside-text") }
        if !rows.isEmpty { table(rows, visit) }
      }
      section(.class("part"), .aria(labelledBy: "rubrics")) {
        h2(.id("rubrics")) { words("more.rubrics") }
        for rubric in rubrics { show(rubric, words) }
      }
    }
  }

  private static func inForce(_ visit: Visit, _ records: ReadRecords) throws -> [Rubric] {
    try [visit.program.proposals?.rubric, visit.program.evidence.rubric].compactMap(\.self)
      .compactMap { try records.rubricInForce(RubricID(rawValue: $0)) }
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

  private static func show(_ rubric: Rubric, _ words: Words) -> Markup {
    details(.class("card part-in")) {
      summary { words("more.rubric", count: rubric.criteria.count, ["title": rubric.title]) }
      p(.class("meta")) {
        words("more.version")
        " "
        span(.class("hash")) { String(rubric.version.hash.prefix(12)) }
      }
      for criterion in rubric.criteria {
        section(.class("part-in")) {
          h3 { criterion.title }
          p { criterion.asks }
          dl(.class("facts")) {
            for level in criterion.levels {
              div {
                dt { level.title }
                dd { level.descriptor }
              }
            }
          }
        }
      }
    }
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
