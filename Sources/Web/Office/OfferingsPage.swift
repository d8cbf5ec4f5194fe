import HTML
import HTTPServer
import Notices
import Office
import Store
import Workflow

/// `/offerings`: the catalog as the office keeps it, with what is retired.
enum OfferingsPage: Page {
  static let pattern: StaticString = "/offerings"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  /// Which offerings are listed.
  private enum Shown: String, CaseIterable {
    case active, retired, all

    func holds(_ offering: Offering) -> Bool {
      switch self {
      case .active: offering.isActive
      case .retired: !offering.isActive
      case .all: true
      }
    }
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let search = CatalogSearch(call.request.query)
    let shown = call.request.query["show"].flatMap(Shown.init) ?? .active
    let all = try visit.read { try $0.offerings(activeOnly: false, limit: CatalogShown.most) }
    let found = all.filter { shown.holds($0) && search.finds($0) }
      .sorted { ($0.title.foldedTitle, $0.id.number) < ($1.title.foldedTitle, $1.id.number) }
    return Leaf(words("offerings.title"), at: .more) {
      visit.told(call.request)
      p(.class("eyebrow")) { a(href: .path(Path("more"))) { words("nav.more") } }
      h1 { words("offerings.heading", count: all.count(where: \.isActive)) }
      p(.class("lead")) { words("offerings.lead") }
      p(.class("actions")) { buttonLink(words("offerings.add"), Path("offerings", "new")) }
      filters(search, shown, words)
      if found.isEmpty {
        div(.class("part")) { nothing(words("offerings.none"), words("offerings.none-text")) }
      } else {
        div(.class("part")) { table(Array(found.prefix(OfficeLimits.rowsMax)), words) }
        if found.count > OfficeLimits.rowsMax {
          p(.class("meta")) {
            words("offerings.more", count: found.count - OfficeLimits.rowsMax)
          }
        }
      }
    }
  }

  private static func filters(
    _ search: CatalogSearch, _ shown: Shown, _ words: Words
  ) -> Markup {
    form(action: Path("offerings"), method: .get, .class("card part-in"), .role("search")) {
      div(.class("inline")) {
        div(.class("field")) {
          label(for: "q") { words("offerings.text") }
          input(type: .search, name: "q", .id("q"), .value(search.text), .maxlength(100))
        }
        div(.class("field")) {
          label(for: "show") { words("offerings.show") }
          select(name: "show", .id("show")) {
            for choice in Shown.allCases {
              option(
                words("offerings.\(choice.rawValue)"), value: choice.rawValue,
                isSelected: choice == shown)
            }
          }
        }
        button(.class("button button-quiet")) { words("submissions.show") }
      }
    }
  }

  private static func table(_ offerings: [Offering], _ words: Words) -> Markup {
    dataTable(
      Markup { words("offerings.caption") }, offerings,
      head: TableColumn(words("offerings.name")) { offering in
        a(href: .path(Path("offerings", "\(offering.id)"))) { offering.title }
        span(.class("under")) { bdi { offering.code } }
      },
      [
        TableColumn(words("offering.issuer")) { $0.issuer },
        TableColumn(words("offering.skills")) { Wording.list($0.skills) },
        TableColumn(words("offering.hours")) { offering in
          if let hours = offering.hoursHundredths { Wording.hours(hundredths: Int64(hours)) }
        },
        TableColumn(words("column.state")) { offering in
          if offering.isActive {
            state(words("offerings.is-active"), .met, .check)
          } else {
            state(words("offerings.is-retired"), .plain, .back)
          }
        },
      ])
  }
}
