import Documents
import HTML
import HTTPServer
import Office
import Rubrics
import Store
import Workflow

/// A file of a rubric in memory: it is read and forgotten, or adopted.
final class MemorySink: FileSink {
  private(set) var bytes: [UInt8] = []
  private(set) var isTooLarge = false
  private let bytesMax: Int

  init(bytesMax: Int) { self.bytesMax = bytesMax }

  func write(_ piece: RawSpan) {
    guard bytes.count + piece.byteCount <= bytesMax else {
      isTooLarge = true
      return
    }
    unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  func finish() {}
  func cancel() { bytes = [] }
}

/// `/rubrics/preview`: what a new version would change, before it is in force. Nothing changes by it.
enum RubricPreview {
  static let pattern: StaticString = "/rubrics/preview"
  /// The largest file, and the longest text that goes through the page to its adoption.
  static let bytesMax = 120_000
  /// Most scorecards that are listed.
  private static let rowsMax = 100

  private struct Found {
    var present: Rubric?
    var flips: Flips?
    var submissions: [SubmissionID] = []
    var work: [SubmissionID: SubmissionRow] = [:]
    var names: [PersonID: PersonName] = [:]
  }

  static func handle(_ call: Call<Visit>) throws -> Handling {
    let visit = call.context
    try visit.require(.office)
    let limits = MultipartLimits(
      bodyBytesMax: Int64(bytesMax) * 2, filesMax: 1, fieldsBytesMax: 10_000)
    return .multipart(limits) { _ in
      MemorySink(bytesMax: bytesMax)
    } then: { request, form in
      try visit.check(form.fields, of: request)
      guard let file = form.files.first, let sink = file.sink as? MemorySink else {
        throw HTTPProblem(.badRequest, "a form without its file")
      }
      if sink.isTooLarge || sink.bytes.isEmpty {
        let key = sink.isTooLarge ? "rubrics.too-large" : "rubrics.empty"
        return visit.framed(try RubricsPage.leaf(visit, problems: [visit.words(key)]))
      }
      return try answer(sink.bytes, named: file.part.fileName, visit)
    }
  }

  private static func answer(
    _ bytes: [UInt8], named name: String, _ visit: Visit
  ) throws -> HTTPResponse {
    let rubric: Rubric
    do throws(Mistakes) {
      rubric = try Rubric.read(bytes, file: name)
    } catch {
      return visit.framed(try RubricsPage.leaf(visit, problems: error.told.map(\.description)))
    }
    guard rubric.canonical.utf8.count <= bytesMax else {
      return visit.framed(
        try RubricsPage.leaf(visit, problems: [visit.words("rubrics.too-large")]))
    }
    return visit.framed(try leaf(rubric, visit))
  }

  private static func read(_ rubric: Rubric, _ visit: Visit) throws -> Found {
    let flips = try visit.office.flips(by: rubric)
    return try visit.read { records in
      var found = Found(present: try records.rubricInForce(rubric.id), flips: flips?.flips)
      found.submissions = flips?.submissions ?? []
      let shown = found.flips?.flips.prefix(rowsMax).map { found.submissions[$0.index] } ?? []
      found.work = try records.submissionRows(of: Set(shown))
      found.names = try records.names(of: Set(found.work.values.map(\.earner)))
      return found
    }
  }

  private static func leaf(_ rubric: Rubric, _ visit: Visit) throws -> Leaf {
    let words = visit.words
    let found = try read(rubric, visit)
    let isSame = found.present?.version == rubric.version
    let flips = found.flips?.flips ?? []
    return Leaf(rubric.title, at: .more) {
      p(.class("eyebrow")) {
        a(href: .path(Path("rubrics"))) { words("rubrics.title") }
        " · " + rubric.title
      }
      if isSame {
        h1 { words("rubric-preview.same") }
        p(.class("lead")) { words("rubric-preview.same-text") }
        p(.class("actions")) { buttonLink(words("rubric-preview.back"), Path("rubrics")) }
      } else {
        h1 {
          found.present == nil
            ? words("rubric-preview.new") : words("rubric-preview.heading", count: flips.count)
        }
        p(.class("lead")) { words("rubric-preview.lead") }
        if let present = found.present { differences(present, rubric, words) }
        if !flips.isEmpty { table(flips, found, rubric, visit) }
        if let flips = found.flips { rest(flips, words) }
        adopt(rubric, visit)
        details(.class("part")) {
          summary { words("rubric-preview.whole") }
          RubricView(rubric: rubric, words: words).markup
        }
      }
    }
  }

  private static func differences(_ present: Rubric, _ rubric: Rubric, _ words: Words) -> Markup {
    let differences = present.differences(to: rubric)
    return section(.class("part"), .aria(labelledBy: "differs")) {
      h2(.id("differs")) { words("rubric-preview.differs", count: differences.count) }
      dataTable(
        Markup { words("rubric-preview.differs-caption") },
        Array(differences.prefix(OfficeLimits.rowsMax)),
        head: TableColumn(words("rubric-preview.place")) { difference in
          span(.class("hash")) { difference.path }
        },
        [
          TableColumn(words("column.was")) { difference in
            if let before = difference.before {
              s { before }
            } else {
              words("rubric-preview.nothing")
            }
          },
          TableColumn(words("column.becomes")) { difference in
            if let after = difference.after {
              b { after }
            } else {
              words("rubric-preview.nothing")
            }
          },
        ])
    }
  }

  private static func table(
    _ flips: [Flips.Flip], _ found: Found, _ rubric: Rubric, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    func row(_ flip: Flips.Flip) -> SubmissionRow? { found.work[found.submissions[flip.index]] }
    return section(.class("part"), .aria(labelledBy: "flips")) {
      h2(.id("flips")) { words("rubric-preview.flips") }
      p(.class("meta")) { words("rubric-preview.flips-text") }
      dataTable(
        Markup { words("rubric-preview.flips-caption") }, Array(flips.prefix(rowsMax)),
        head: TableColumn(words("column.submission")) { flip in
          a(href: .path(Path("submissions", "\(found.submissions[flip.index])"))) {
            visit.title(row(flip)?.title)
          }
          if let row = row(flip) {
            span(.class("under")) { found.names.name(row.earner) }
          }
        },
        [
          TableColumn(words("column.state")) { flip in
            if let row = row(flip) { visit.standing(row.state, row.outcome) }
          },
          TableColumn(words("column.was")) { flip in
            s { words("rubric-preview.\(rubric.subject.rawValue).\(flip.before.rawValue)") }
          },
          TableColumn(words("column.becomes")) { flip in
            b { words("rubric-preview.\(rubric.subject.rawValue).\(flip.after.rawValue)") }
          },
        ])
      if flips.count > rowsMax {
        p(.class("meta")) { words("rubric-preview.more", count: flips.count - rowsMax) }
      }
    }
  }

  private static func rest(_ flips: Flips, _ words: Words) -> Markup {
    p(.class("meta part-in")) {
      words("rubric-preview.unchanged", count: flips.unchanged)
      if !flips.unjudged.isEmpty {
        " "
        words("rubric-preview.unjudged", count: flips.unjudged.count)
      }
    }
  }

  private static func adopt(_ rubric: Rubric, _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("card part")) {
      h2 { words("rubric-preview.adopt") }
      p(.class("meta")) { words("rubric-preview.adopt-text") }
      visit.form(Path("rubrics", "adopt")) {
        input(type: .hidden, name: "rubric", .value(rubric.canonical))
        field("reason", words("office.reason"), hint: words("rubric-preview.reason-hint")) {
          described in
          input(
            type: .text, name: "reason", .id("reason"), .required(), .maxlength(500), described)
        }
        p(.class("actions")) {
          button(.class("button")) { words("rubric-preview.adopt-go") }
          a(href: .path(Path("rubrics"))) { words("offering-form.leave") }
        }
      }
    }
  }
}

/// Puts a version of a rubric in force: what comes in from now on is judged by it.
enum AdoptRubric: Action {
  static let pattern: StaticString = "/rubrics/adopt"
  /// The text of a rubric, percent-encoded, and a reason.
  static let bodyBytesMax = 1 << 20
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let reason = try form.text("reason", max: 500)
    guard !reason.isEmpty else {
      return visit.refused(
        Refusal(.incomplete, visit.words("rubric-preview.no-reason")), back: Path("rubrics"))
    }
    let rubric: Rubric
    do throws(Mistakes) {
      rubric = try Rubric.read(Array((form["rubric"] ?? "").utf8), file: "the form")
    } catch {
      throw HTTPProblem(.badRequest, "a rubric that its page did not send")
    }
    return try visit.attempt(back: Path("rubrics")) {
      try visit.perform(.addRubric(rubric, reason: reason))
      return try .done("rubric-adopted", at: rubric.path)
    }
  }
}
