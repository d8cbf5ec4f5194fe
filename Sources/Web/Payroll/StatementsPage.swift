import HTML
import HTTPServer
import Store
import Workflow

/// `/pay/people`: whose statement payroll wants to see, by name or number.
enum StatementsPage: Page {
  static let pattern: StaticString = "/pay/people"
  static func sight(_ call: Call<Visit>) -> Sight { .payroll }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let text = try call.request.query.text("q", max: 100)
    let after = PersonID(call.request.query["after"].flatMap(Int64.init) ?? 0)
    let found = try visit.read { records in
      try records.people(matching: text, after: after, limit: OfficeLimits.rowsMax + 1)
    }
    let shown = Array(found.prefix(OfficeLimits.rowsMax))
    return Leaf(words("nav.statements"), at: .statements) {
      h1 { words("statements.heading") }
      p(.class("lead")) { words("statements.lead") }
      form(action: Path("pay", "people"), method: .get, .class("card part-in"), .role("search")) {
        div(.class("inline")) {
          div(.class("field")) {
            label(for: "q") { words("people.text") }
            input(type: .search, name: "q", .id("q"), .value(text), .maxlength(100))
          }
          button(.class("button button-quiet")) { words("submissions.show") }
        }
      }
      div(.class("part")) {
        if shown.isEmpty {
          nothing(words("people.none"), words("people.none-text"))
        } else {
          dataTable(
            Markup { words("statements.caption") }, shown,
            head: TableColumn(words("column.name")) { person in
              a(href: .path(Path("statement", "\(person.id)"))) { person.fullName }
              span(.class("under")) { person.details.value?.employeeNumber ?? "" }
            },
            [TableColumn(words("column.school")) { $0.record.school }])
        }
      }
      visit.further(
        found.count > OfficeLimits.rowsMax
          ? shown.last.map {
            Path("pay", "people").query("q", text).query("after", "\($0.id)")
          } : nil)
    }
  }
}
