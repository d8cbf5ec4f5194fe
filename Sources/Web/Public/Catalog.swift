import HTML
import HTTPServer
import Notices
import Office
import Programs
import Store
import Workflow

/// What somebody looks for in the catalog.
struct CatalogSearch: Equatable {
  /// Typical time, as the filter offers it.
  enum Hours: String, CaseIterable {
    case short, middle, long

    /// In hundredths of an hour: up to 10 hours, up to 30, and more.
    func holds(_ hundredths: Int) -> Bool {
      switch self {
      case .short: hundredths <= 1_000
      case .middle: (1_001...3_000).contains(hundredths)
      case .long: hundredths > 3_000
      }
    }
  }

  var text = ""
  var issuer = ""
  var skill = ""
  var hours: Hours?
  /// From 1.
  var page = 1

  static let perPage = 20

  init(_ query: FormData) {
    text = String((query["q"] ?? "").prefix(100))
    issuer = query["issuer"] ?? ""
    skill = query["skill"] ?? ""
    hours = query["hours"].flatMap(Hours.init(rawValue:))
    page = min(max(1, query["page"].flatMap { Int($0) } ?? 1), 1_000)
  }

  var isNarrow: Bool { !text.isEmpty || !issuer.isEmpty || !skill.isEmpty || hours != nil }

  /// Whether an offering is looked for: each word of the text is in its title, issuer, skills, code or summary.
  func finds(_ offering: Offering) -> Bool {
    if !issuer.isEmpty, offering.issuer != issuer { return false }
    if !skill.isEmpty, !offering.skills.contains(skill) { return false }
    if let hours {
      guard let known = offering.hoursHundredths, hours.holds(known) else { return false }
    }
    guard !text.isEmpty else { return true }
    let whole =
      ([offering.title, offering.issuer, offering.code, offering.summary] + offering.skills)
      .joined(separator: " ").lowercased()
    return text.lowercased().split(whereSeparator: \.isWhitespace).allSatisfy(whole.contains)
  }

  /// The same search at another page.
  func path(page: Int) -> Path {
    var path = Path("catalog")
    if !text.isEmpty { path = path.query("q", text) }
    if !issuer.isEmpty { path = path.query("issuer", issuer) }
    if !skill.isEmpty { path = path.query("skill", skill) }
    if let hours { path = path.query("hours", hours.rawValue) }
    return page > 1 ? path.query("page", "\(page)") : path
  }
}

/// A page of the catalog, and what it can be narrowed by.
struct CatalogShown {
  var found: [Offering]
  var count: Int
  var pages: Int
  var search: CatalogSearch
  var issuers: [String]
  var skills: [String]
  /// Whether there is any at all.
  var isEmpty: Bool

  /// Most offerings of a district that are looked through.
  static let most = 5_000

  static func read(_ search: CatalogSearch, _ visit: Visit) throws -> CatalogShown {
    let all = try visit.read { try $0.offerings(activeOnly: true, limit: most) }
    var found = all.filter(search.finds)
    found.sort { ($0.title.foldedTitle, $0.id.number) < ($1.title.foldedTitle, $1.id.number) }
    let pages = max(1, (found.count + CatalogSearch.perPage - 1) / CatalogSearch.perPage)
    var search = search
    search.page = min(search.page, pages)
    let first = (search.page - 1) * CatalogSearch.perPage
    return CatalogShown(
      found: Array(found.dropFirst(first).prefix(CatalogSearch.perPage)), count: found.count,
      pages: pages, search: search,
      issuers: Array(Set(all.map(\.issuer)).filter { !$0.isEmpty }.sorted().prefix(200)),
      skills: Array(Set(all.flatMap(\.skills)).sorted().prefix(200)), isEmpty: all.isEmpty)
  }
}

/// `/catalog`: search and filters.
enum CatalogPage: Page {
  static let pattern: StaticString = "/catalog"
  static func sight(_ call: Call<Visit>) -> Sight { call.context.catalogSight }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let shown = try CatalogShown.read(CatalogSearch(call.request.query), visit)
    return Leaf(words("catalog.title"), at: .catalog) {
      h1 { words("catalog.heading") }
      p(.class("lead")) { words("catalog.lead") }
      if shown.isEmpty {
        div(.class("empty part")) { p { words("catalog.none") } }
      } else {
        filters(words, shown)
        section(.class("part"), .aria(labelledBy: "found")) {
          h2(.id("found")) { words("catalog.found", count: shown.count) }
          if shown.found.isEmpty {
            div(.class("empty")) {
              p { words("catalog.nothing") }
              p(.class("part-in")) { a(href: .path(Path("catalog"))) { words("catalog.all") } }
            }
          } else {
            ul(.class("rows card")) {
              for offering in shown.found { item(words, offering) }
            }
            pager(words, shown)
          }
        }
      }
    }
  }

  private static func filters(_ words: Words, _ shown: CatalogShown) -> Markup {
    let search = shown.search
    return form(
      action: Path("catalog"), method: .get, .class("card part-in filters"), .role("search")
    ) {
      field("q", words("catalog.search")) { _ in
        input(type: .search, name: "q", .id("q"), .value(search.text), .maxlength(100))
      }
      choice("issuer", words("catalog.issuer"), shown.issuers, search.issuer, words)
      choice("skill", words("catalog.skill"), shown.skills, search.skill, words)
      field("hours", words("catalog.hours")) { _ in
        select(name: "hours", .id("hours")) {
          option(words("catalog.any"), value: "", isSelected: search.hours == nil)
          for hours in CatalogSearch.Hours.allCases {
            option(
              words("catalog.hours.\(hours.rawValue)"), value: hours.rawValue,
              isSelected: search.hours == hours)
          }
        }
      }
      p(.class("filters-do")) {
        button(.class("button")) {
          Symbol.search.icon
          words("catalog.go")
        }
        if search.isNarrow { a(href: .path(Path("catalog"))) { words("catalog.all") } }
      }
    }
  }

  private static func choice(
    _ name: String, _ title: String, _ options: [String], _ chosen: String, _ words: Words
  ) -> Markup {
    field(name, title) { _ in
      select(name: name, .id(name)) {
        option(words("catalog.any"), value: "", isSelected: chosen.isEmpty)
        for text in options { option(text, value: text, isSelected: text == chosen) }
      }
    }
  }

  private static func item(_ words: Words, _ offering: Offering) -> Markup {
    li {
      h3 { a(href: .path(Path("catalog", "\(offering.id)"))) { offering.title } }
      p(.class("meta")) { CatalogWords.line(offering) }
      if !offering.summary.isEmpty { p { CatalogWords.short(offering.summary) } }
    }
  }

  private static func pager(_ words: Words, _ shown: CatalogShown) -> Markup {
    guard shown.pages > 1 else { return Markup() }
    let page = shown.search.page
    return nav(.class("actions"), .aria(label: words("catalog.pages"))) {
      if page > 1 {
        a(href: .path(shown.search.path(page: page - 1))) { words("catalog.before") }
      }
      span(.class("meta")) {
        words("catalog.page", ["page": "\(page)", "pages": "\(shown.pages)"])
      }
      if page < shown.pages {
        a(href: .path(shown.search.path(page: page + 1))) { words("catalog.after") }
      }
    }
  }
}

/// `/catalog/:offering`: one micro-credential, and how to begin it.
enum OfferingPage: Page {
  static let pattern: StaticString = "/catalog/:offering"
  static func sight(_ call: Call<Visit>) -> Sight { call.context.catalogSight }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let id = OfferingID(try call.number("offering"))
    let (found, pay) = try visit.read { records in
      (
        try records.offering(id),
        try visit.signedIn.flatMap { signedIn in
          try OwnPay.read(signedIn.person, on: visit.applyingDay(records), records, visit)
        }
      )
    }
    guard let offering = found else {
      throw HTTPProblem(.notFound, "no such offering")
    }
    let beginning = offering.isActive ? try begin(visit, offering) : nil
    return Leaf(offering.title, at: .catalog) {
      p(.class("eyebrow")) { a(href: .path(Path("catalog"))) { words("catalog.back") } }
      h1 { offering.title }
      p(.class("lead")) { CatalogWords.line(offering) }
      if let beginning {
        let worth = pay?.worth(offering)
        PayView.applying(pay, worth, worth.flatMap { pay?.objection(to: $0) }, visit)
        beginning
      } else {
        note(.wait, .clock) { p { words("offering.inactive") } }
      }
      if !offering.summary.isEmpty {
        section(.class("part"), .aria(labelledBy: "about")) {
          h2(.id("about")) { words("offering.about") }
          div(.class("prose")) { prose(offering.summary) }
        }
      }
      section(.class("part"), .aria(labelledBy: "facts")) {
        h2(.id("facts")) { words("offering.facts") }
        div(.class("card")) {
          facts(factRows(offering, visit))
          if let link = offering.link.flatMap({ try? WebLink($0) }) {
            p(.class("part-in")) { a(href: .web(link)) { words("offering.more") } }
          }
        }
      }
    }
  }

  private static func factRows(
    _ offering: Offering, _ visit: Visit
  ) -> [(name: String, value: Markup)] {
    let words = visit.words
    var rows: [(name: String, value: Markup)] = [
      (words("offering.code"), Markup { offering.code }),
      (words("offering.issuer"), Markup { offering.issuer }),
    ]
    if !offering.skills.isEmpty {
      rows.append((words("offering.skills"), Markup { Wording.list(offering.skills) }))
    }
    if let hours = offering.hoursHundredths {
      let text = Wording.hours(hundredths: Int64(hours))
      rows.append((words("offering.hours"), Markup { text }))
    }
    if let policy = visit.program.pay,
      let worth = offering.cents.map(Money.init(cents:)) ?? policy.amount
    {
      rows.append((words("offering.pays"), Markup { policy.kind.said(worth, words) }))
    }
    return rows
  }

  private static func begin(_ visit: Visit, _ offering: Offering) throws -> Markup {
    let words = visit.words
    let stage: StageKind = visit.program.proposals == nil ? .evidence : .proposal
    let mayWrite = try !visit.capacities(toSee: .writing(stage)).isEmpty
    return Markup {
      if mayWrite {
        visit.form(Path("begin", stage.rawValue)) {
          input(type: .hidden, name: "offering", .value("\(offering.id)"))
          p(.class("actions")) {
            button(.class("button")) { words("offering.begin.\(stage.rawValue)") }
          }
        }
      } else {
        p(.class("actions")) {
          buttonLink(
            words("offering.sign-in"),
            Path("sign-in").query("next", Path("catalog", "\(offering.id)").string))
        }
      }
    }
  }
}

enum CatalogWords {
  /// `Digital Promise. Design thinking and STEM. 12 hours.`
  static func line(_ offering: Offering) -> String {
    var parts: [String] = []
    if !offering.issuer.isEmpty { parts.append(offering.issuer) }
    if !offering.skills.isEmpty { parts.append(Wording.list(offering.skills)) }
    if let hours = offering.hoursHundredths {
      parts.append(Wording.hours(hundredths: Int64(hours)))
    }
    return parts.joined(separator: " · ")
  }

  /// A summary's beginning, up to a whole word.
  static func short(_ text: String) -> String {
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if line.count + word.count > 220 { return line + " …" }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return line
  }
}

extension Visit {
  /// Everybody's, if the district shows its catalog; else whoever is signed in.
  var catalogSight: Sight { desk.settings.showsCatalog ? .program : .catalog }
}
