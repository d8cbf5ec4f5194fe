import HTML
import HTTPServer
import Office
import Programs
import Rubrics
import Store
import Workflow

/// `/rubrics`: every rubric with its versions, and a place to bring in a new one.
enum RubricsPage: Page {
  static let pattern: StaticString = "/rubrics"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  private struct Row {
    var use: RubricUse
    var rubric: Rubric
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    try leaf(call.context, told: call.context.told(call.request))
  }

  /// - Parameters:
  ///   - visit: Who asks.
  ///   - told: What was just done.
  ///   - problems: What is wrong with a file that was sent.
  /// - Returns: The page.
  /// - Throws: What reading throws.
  static func leaf(_ visit: Visit, told: Markup? = nil, problems: [String] = []) throws -> Leaf {
    let words = visit.words
    let rows = try visit.read { records in
      try records.rubricUses(limit: OfficeLimits.rowsMax).compactMap { use in
        try records.rubric(use.version).map { Row(use: use, rubric: $0) }
      }
    }
    let inForce = rows.filter(\.use.isInForce)
    var leaf = Leaf(words("rubrics.title"), at: .more) {
      if let told { told }
      p(.class("eyebrow")) { a(href: .path(Path("more"))) { words("nav.more") } }
      h1 { words("rubrics.heading", count: inForce.count) }
      p(.class("lead")) { words("rubrics.lead") }
      for row in inForce {
        section(.class("part"), .aria(labelledBy: "rubric-\(row.rubric.id)")) {
          h2(.id("rubric-\(row.rubric.id)")) { row.rubric.title }
          p(.class("meta")) { words("rubrics.judges.\(row.rubric.subject.rawValue)") }
          table(rows.filter { $0.rubric.id == row.rubric.id }, row.rubric.title, visit)
        }
      }
      upload(problems, visit)
    }
    if !problems.isEmpty { leaf.status = .unprocessableContent }
    return leaf
  }

  private static func table(_ rows: [Row], _ title: String, _ visit: Visit) -> Markup {
    let words = visit.words
    return dataTable(
      Markup { words("rubrics.caption", ["title": title]) }, rows,
      head: TableColumn(words("more.version")) { row in
        a(href: .path(row.rubric.path)) {
          span(.class("hash")) { row.rubric.version.hash.prefix(12) }
        }
      },
      [
        TableColumn(words("rubrics.since")) {
          visit.stamped($0.use.since, visit.day(of: $0.use.since))
        },
        TableColumn(words("rubrics.criteria"), isAmount: true) { "\($0.rubric.criteria.count)" },
        TableColumn(words("column.state")) { row in
          if row.use.isInForce {
            state(words("rubrics.in-force"), .met, .check)
          } else {
            state(words("rubrics.before"), .plain, .back)
          }
        },
      ])
  }

  private static func upload(_ problems: [String], _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("card part")) {
      h2 { words("rubrics.bring") }
      p(.class("meta")) { words("rubrics.bring-text") }
      visit.form(Path("rubrics", "preview"), takesFiles: true) {
        field(
          "file", words("rubrics.file"), hint: words("rubrics.file-hint"),
          problem: problems.isEmpty ? nil : problems.joined(separator: "\n")
        ) { described in
          input(
            type: .file, name: "file", .id("file"), .required(), .accept(".json5,.json"), described,
            .when(!problems.isEmpty, .aria(invalid: true)))
        }
        p(.class("actions")) { button(.class("button")) { words("rubrics.preview") } }
      }
    }
  }
}

extension Rubric {
  var path: Path { Path("rubrics", id.rawValue, version.hash) }
}

/// `/rubrics/:rubric/:hash`: a version as teachers and evaluators read it.
enum RubricPage: Page {
  static let pattern: StaticString = "/rubrics/:rubric/:hash"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let rubric = try call.rubric()
    let isInForce = try visit.read { try $0.rubricInForce(rubric.id) }?.version == rubric.version
    return Leaf(rubric.title, at: .more) {
      visit.told(call.request)
      p(.class("eyebrow")) {
        a(href: .path(Path("rubrics"))) { words("rubrics.title") }
        " · "
        span(.class("hash")) { rubric.version.hash.prefix(12) }
      }
      h1 { rubric.title }
      p(.class("lead")) { words(isInForce ? "rubric.in-force" : "rubric.before") }
      p(.class("actions")) {
        a(
          href: .path(Path("rubrics", rubric.id.rawValue, rubric.version.hash, "file")),
          .class("button button-quiet button-small")
        ) { words("rubric.save") }
      }
      RubricView(rubric: rubric, words: words).markup
    }
  }
}

/// `/rubrics/:rubric/:hash/file`: a version as a file, to be changed and brought in again.
enum RubricFile {
  static let pattern: StaticString = "/rubrics/:rubric/:hash/file"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    try call.context.require(.office)
    let rubric = try call.rubric()
    return HTTPResponse(.ok, type: .plain, Array(rubric.export.utf8)).with(cache: .never)
      .download(named: "\(rubric.id.rawValue).json5")
  }
}

/// A rubric's words: what teachers are asked, the levels, what evaluators can begin from, and what passes.
struct RubricView {
  let rubric: Rubric
  let words: Words

  var markup: Markup {
    Markup {
      if !rubric.about.isEmpty { div(.class("prose part-in")) { prose(rubric.about) } }
      section(.class("card part-in")) {
        h2 { words("rubric.passes") }
        ul { for rule in rules { li { rule } } }
      }
      for criterion in rubric.criteria { show(criterion) }
    }
  }

  private var rules: [String] {
    var rules: [String] = []
    if let least = rubric.pass.everyCriterionAtLeast {
      rules.append(words("rubric.every", ["level": title(of: least)]))
    }
    for bar in rubric.pass.mustPass {
      let criterion = rubric[bar.criterion]
      rules.append(
        words(
          "rubric.must",
          [
            "criterion": criterion?.title ?? bar.criterion.rawValue,
            "level": criterion?[bar.atLeast]?.title ?? bar.atLeast.rawValue,
          ]))
    }
    if let total = rubric.pass.totalAtLeast {
      rules.append(words("rubric.total", ["points": "\(total)"]))
    }
    return rules
  }

  private func title(of level: LevelID) -> String {
    rubric.criteria.lazy.compactMap { $0[level]?.title }.first ?? level.rawValue
  }

  private func show(_ criterion: Criterion) -> Markup {
    section(.class("part"), .aria(labelledBy: "criterion-\(criterion.id)")) {
      h2(.id("criterion-\(criterion.id)")) { criterion.title }
      div(.class("pair")) {
        div(.class("card")) {
          h3 { words("rubric.teachers") }
          p { criterion.asks }
          if !criterion.guidance.isEmpty { div(.class("meta")) { prose(criterion.guidance) } }
          if !criterion.counts { p(.class("fine")) { words("rubric.considered") } }
        }
        div(.class("card")) {
          h3 { words("rubric.evaluators") }
          ul(.class("rows")) {
            for level in criterion.levels {
              li {
                b { level.title }
                span(.class("under")) { level.descriptor }
                if rubric.bar(of: criterion)?.id == level.id {
                  p { state(words("rubric.bar"), .met, .check) }
                }
                if level.stops { p { state(words("rubric.stops"), .short, .circle) } }
                if !level.snippets.isEmpty {
                  details {
                    summary { words("rubric.snippets", count: level.snippets.count) }
                    ul(.class("meta")) { for snippet in level.snippets { li { snippet } } }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

extension Call<Visit> {
  fileprivate func rubric() throws -> Rubric {
    let id = try text("rubric")
    let hash = try text("hash")
    let version = RubricVersion(rubric: RubricID(rawValue: id), hash: hash)
    guard let rubric = try context.read({ try $0.rubric(version) }) else {
      throw HTTPProblem(.notFound, "no such version")
    }
    return rubric
  }
}
