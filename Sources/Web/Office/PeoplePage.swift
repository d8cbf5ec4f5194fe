import HTML
import HTTPServer
import Store
import Workflow

/// `/people`: everybody whom HR knows, by name, address or number.
enum PeoplePage: Page {
  static let pattern: StaticString = "/people"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  /// What the list is narrowed to.
  private enum Shown: String, CaseIterable {
    case everybody = ""
    case evaluators, administrator, adjudicator, clerk, payroll, technician, bounced
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let text = try call.request.query.text("q", max: 100)
    let wanted = Shown(rawValue: call.request.query["show"] ?? "") ?? .everybody
    let after = PersonID(call.request.query["after"].flatMap(Int64.init) ?? 0)
    let found = try visit.read { records in
      try people(wanted, text, after: after, records)
    }
    let shown = Array(found.prefix(OfficeLimits.rowsMax))
    let next = found.count > OfficeLimits.rowsMax ? shown.last : nil
    return Leaf(words("nav.people"), at: .people) {
      visit.told(call.request)
      h1 {
        next != nil || after != PersonID(0)
          ? words("people.some", count: shown.count) : words("people.found", count: shown.count)
      }
      filters(text, wanted, words)
      div(.class("part")) {
        if shown.isEmpty {
          nothing(words("people.none"), words("people.none-text"))
        } else {
          table(shown, visit)
        }
      }
      visit.further(
        next.map {
          Path("people").query("q", text).query("show", wanted.rawValue).query("after", "\($0.id)")
        })
    }
  }

  private static func people(
    _ wanted: Shown, _ text: String, after: PersonID, _ records: ReadRecords
  ) throws -> [Person] {
    let limit = OfficeLimits.rowsMax + 1
    func matching(_ people: [Person]) -> [Person] {
      let folded = text.lowercased()
      return Array(
        people.filter { person in
          guard person.erased == nil, person.id > after else { return false }
          let details = person.details.value
          let all =
            "\(person.fullName) \(details?.email ?? "") \(details?.employeeNumber ?? "")"
          return folded.isEmpty || all.lowercased().contains(folded)
        }.prefix(limit))
    }
    switch wanted {
    case .everybody: return try records.people(matching: text, after: after, limit: limit)
    case .evaluators: return matching(try records.evaluators())
    case .administrator: return matching(try records.people(with: .administrator))
    case .adjudicator: return matching(try records.people(with: .adjudicator))
    case .clerk: return matching(try records.people(with: .clerk))
    case .payroll: return matching(try records.people(with: .payroll))
    case .technician: return matching(try records.people(with: .technician))
    case .bounced:
      return matching(
        try records.bouncedPeople(limit: limit).compactMap { try records.person($0) })
    }
  }

  private static func filters(_ text: String, _ wanted: Shown, _ words: Words) -> Markup {
    form(action: Path("people"), method: .get, .class("card part-in")) {
      div(.class("inline")) {
        div(.class("field")) {
          label(for: "q") { words("people.text") }
          input(type: .search, name: "q", .id("q"), .value(text), .maxlength(100))
        }
        div(.class("field")) {
          label(for: "show") { words("people.show") }
          select(name: "show", .id("show")) {
            for shown in Shown.allCases {
              option(
                words(shown == .everybody ? "people.everybody" : "people.\(shown.rawValue)"),
                value: shown.rawValue, isSelected: shown == wanted)
            }
          }
        }
        button(.class("button button-quiet")) { words("submissions.show") }
      }
    }
  }

  private static func table(_ people: [Person], _ visit: Visit) -> Markup {
    let words = visit.words
    return dataTable(
      Markup { words("people.caption") }, people,
      head: TableColumn(words("column.name")) { person in
        a(href: .path(Path("people", "\(person.id)"))) { person.fullName }
        span(.class("under")) { person.details.value?.employeeNumber ?? "" }
      },
      [
        TableColumn(words("column.address")) { person in
          bdi { person.details.value?.email ?? "" }
          if person.addressBounced { state(words("people.refused"), .short, .alert) }
        },
        TableColumn(words("column.school")) { $0.record.school },
        TableColumn(words("column.roles")) { visit.roles(of: $0).joined(separator: ", ") },
      ])
  }
}

extension Visit {
  /// What somebody is beyond a teacher, in words.
  func roles(of person: Person) -> [String] {
    person.roles.map { words("role.\($0.rawValue)") }
      + (person.evaluator == nil ? [] : [words("role.evaluator")])
  }
}
