import HTTPServer
import Testing

/// What people write is shown as they wrote it, and runs nowhere: tried in every text field of every form that the
/// teacher's, the evaluator's and the administrator's pages have.
@Suite struct `Script in what people write` {
  private typealias Visitor = School.Visitor
  /// The teacher last, who takes back what the others act on.
  private let visitors: [Visitor] = [.evaluator, .administrator, .owner]

  /// Of pages that differ in numbers alone, so many.
  private static let pagesOfAKind = 3

  /// `/work/12?open=x` and `/work/13` are of one kind; so are the wordings of notices.
  private func kind(_ path: String) -> String {
    let plain = path.prefix { $0 != "?" }
    if plain.hasPrefix("/texts/") { return "/texts/:" + (plain.hasSuffix("/test") ? "/test" : "") }
    return plain.split(separator: "/").map { segment in
      segment.contains { $0.isNumber } ? ":" : String(segment)
    }.joined(separator: "/")
  }

  /// The pages that lead on from somebody's first one.
  private func pages(_ browser: Browser, from start: [String]) throws -> [(String, PageReader)] {
    var waiting = start
    var seen: [String: Set<String>] = [:]
    var pages: [(String, PageReader)] = []
    while let path = waiting.popLast() {
      let kind = kind(path)
      guard !kind.hasPrefix("assets"), !kind.hasPrefix("files") else { continue }
      guard seen[kind, default: []].count < Self.pagesOfAKind,
        seen[kind, default: []].insert(path).inserted
      else { continue }
      let shown = try browser.get(path)
      if let location = shown.location { waiting.append(location) }
      // What is saved as a file is no page.
      guard shown.status == 200, shown.answer.headers["Content-Disposition"] == nil else {
        continue
      }
      let reader = PageReader(shown.html)
      #expect(reader.runs == nil, "\(path)")
      pages.append((shown.html, reader))
      waiting += reader.links
    }
    return pages
  }

  private func start(_ visitor: Visitor) -> [String] {
    switch visitor {
    case .owner: ["/home"]
    case .evaluator: ["/queue"]
    default: ["/office"]
    }
  }

  /// Those that end something go last: the others' pages are gone after them.
  private func isAnEnd(_ form: PageReader.Form) -> Bool {
    ["withdraw", "give-up", "cancel", "decline", "unopenable", "return", "hand-in", "scores"]
      .contains { form.action.hasSuffix($0) }
  }

  @Test func `is shown, and never runs`() throws {
    let school = try School()
    var written: [String: String] = [:]
    var seen: Set<String> = []
    // Everybody sees what was written, and nothing of it runs.
    func look() throws {
      for visitor in Visitor.allCases {
        let first = visitors.flatMap { start($0) } + ["/", "/catalog", "/history", "/more", "/pay"]
        for (html, _) in try pages(try school.browser(visitor), from: first) {
          for (mark, field) in written where html.contains(mark) { seen.insert(field) }
        }
      }
    }
    for ends in [false, true] {
      try look()
      for visitor in visitors {
        let browser = try school.browser(visitor)
        var done: Set<String> = []
        let forms = try pages(browser, from: start(visitor)).flatMap { $0.1.forms }
        for form in forms where form.method == "post" && isAnEnd(form) == ends {
          guard !form.action.contains("sign-out"), !form.action.contains("undo") else { continue }
          guard done.insert(kind(form.action) + "\(form.others.map(\.0))").inserted else {
            continue
          }
          var fields = form.others.filter { $0.0 != "token" }
          for name in form.texts {
            let mark = "w\(written.count)w"
            written[mark] = "\(kind(form.action)) \(name.prefix { $0 != "." && $0 != "-" })"
            // Out of an attribute, out of a text, and a script.
            let script = "\(mark)\" onfocus=\"alert(1)\" '><script>alert(2)</script>"
            fields.append((name, name.contains("address") ? "\(mark)@b.example" : script))
          }
          let shown =
            form.takesFiles
            ? try browser.send(
              form.action, fields,
              files: form.files.prefix(1).map { ($0, "w<script>alert(3)</script>.pdf", [1]) })
            : try browser.post(form.action, fields)
          #expect(shown.status < 500, "\(form.action)")
          #expect(PageReader(shown.html).runs == nil, "\(form.action)")
          for (mark, field) in written where shown.html.contains(mark) { seen.insert(field) }
        }
      }
    }
    try look()
    let unseen = Set(written.values).subtracting(seen)
    #expect(unseen.sorted() == [], "of \(written.count) fields; seen: \(seen.sorted())")
  }
}
