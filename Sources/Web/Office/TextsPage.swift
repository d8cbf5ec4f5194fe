import Documents
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Workflow

/// `/texts`: what people are told, notice by notice, in the groups of those who read them.
enum TextsPage: Page {
  static let pattern: StaticString = "/texts"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let (catalog, mistakes) = try Wordings.read(visit)
    return Leaf(words("texts.title"), at: .more) {
      visit.told(call.request)
      p(.class("eyebrow")) { a(href: .path(Path("more"))) { words("nav.more") } }
      h1 { words("texts.heading", count: NoticeText.all.count) }
      p(.class("lead")) { words("texts.lead") }
      if !mistakes.isEmpty { Wordings.told(mistakes, words) }
      for audience in NoticeText.Audience.allCases {
        let notices = NoticeText.all.filter { $0.audience == audience }
        if !notices.isEmpty {
          section(.class("part"), .aria(labelledBy: audience.rawValue)) {
            h2(.id(audience.rawValue)) { words("texts.to.\(audience.rawValue)") }
            table(notices, audience, catalog, words)
          }
        }
      }
    }
  }

  private static func table(
    _ notices: [NoticeText], _ audience: NoticeText.Audience, _ catalog: NoticeCatalog,
    _ words: Words
  ) -> Markup {
    dataTable(
      Markup { words("texts.caption.\(audience.rawValue)") }, notices,
      head: TableColumn(words("column.notice")) { notice in
        b { words("notice.\(notice.name.rawValue)") }
      },
      [
        TableColumn(words("texts.variants")) { notice in
          ul {
            for text in notice.texts {
              let name = TemplateName(notice.name, text.variant)
              li {
                a(href: .path(Path("texts", "\(name)"))) {
                  Wordings.variant(name, words)
                  span(.class("unseen")) { ": " + words("notice.\(notice.name.rawValue)") }
                }
                if catalog.overridden.contains(name) {
                  " "
                  state(words("texts.own"), .now, .dot)
                }
              }
            }
          }
        },
        TableColumn(words("texts.when")) { words("texts.class.\($0.mailClass.rawValue)") },
      ])
  }
}

/// The wordings as they lie in the data directory, and how pages speak of them.
enum Wordings {
  /// All texts, and what is wrong with the district's own; where something is, those in force.
  static func read(_ visit: Visit) throws -> (NoticeCatalog, mistakes: [String]) {
    do throws(OfficeError) {
      return (try visit.office.texts(), [])
    } catch {
      guard case .mistakes(let mistakes) = error else { throw error }
      return (visit.office.settings.texts, mistakes.told.map(\.description))
    }
  }

  /// "The usual text", "7 days before".
  static func variant(_ name: TemplateName, _ words: Words) -> String {
    name.variant == .standard
      ? words("texts.variant") : words("texts.variant-\(name.variant.rawValue)")
  }

  static func told(_ mistakes: [String], _ words: Words) -> Markup {
    note(.short, .alert) {
      p { words("texts.mistakes", count: mistakes.count) }
      ul(.class("problem")) {
        for mistake in mistakes { li { bdi { mistake } } }
      }
    }
  }
}
