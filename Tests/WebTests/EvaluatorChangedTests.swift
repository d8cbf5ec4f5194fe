import CivilTime
import HTTPServer
import Office
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `What changed since the round before` {
  private static let part: CriterionID = "student-work"

  /// A second round of which the first held one thing, and this holds another, for the criterion that was short.
  private func review(
    _ before: String, _ now: String, had: [Artifact] = [], has: [Artifact] = [],
    in scene: EvaluatorScene
  ) throws -> ReviewID {
    try scene.secondRound(short: Self.part, had: had, has: has, before: before, now: now)
  }

  private func link(_ name: String, _ part: CriterionID? = part) -> Artifact {
    Artifact(part: part, place: .link("https://drive.example.org/\(name)"))
  }

  /// The words of the comparison: those that stay and go, and those that stay and come.
  private func compared(_ page: Shown) throws -> (old: [String], new: [String]) {
    let start = try #require(page.html.firstRange(of: "<div class=\"prose difference\">"))
    let rest = page.html[start.upperBound...]
    let end = try #require(rest.firstRange(of: "</div>"))
    var (old, new): ([String], [String]) = ([], [])
    var html = String(rest[..<end.lowerBound])
    html = html.replacing(/<span class="unseen">[^<]*<\/span>/, with: "")
    var tag = ""
    for piece in html.split(separator: "<") {
      let parts = piece.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
      tag = String(parts[0])
      let words = parts.count > 1 ? parts[1].split(whereSeparator: \.isWhitespace) : []
      if tag != "ins" { old += words.map(String.init) }
      if tag != "del" { new += words.map(String.init) }
    }
    return (old, new)
  }

  @Test func `is told word by word beside the criterion, and said to those who don't see marks`()
    throws
  {
    let scene = try EvaluatorScene()
    let old = "Four students read aloud each week, and I listened to all of them with care."
    let new = "Six students read aloud each week, and I listened to all of them with much care."
    let id = try review(old, new, in: scene)
    let page = try scene.browser().get("/reviews/\(id)")
    #expect(page.status == 200)
    #expect(page.text.contains("What changed since the first round"))
    #expect(page.text.contains("2 words added. One word taken out."))
    #expect(
      page.text.contains("taken out: Four , end. added: Six , end.")
        || page.text.contains("taken out: Four, end. added: Six, end."))
    #expect(page.html.contains("<del>") && page.html.contains("<ins>"))
    // The whole answer stands there too, and so does the earlier one.
    #expect(page.html.contains("<p>\(new)</p>") && page.html.contains("<p>\(old)</p>"))
    #expect(page.text.contains("The answer is as it was in the first round"))
    // What was met stays shown as met.
    #expect(page.text.contains("Met in the first round"))
    #expect(!page.html.contains("name=\"level-own-learning\""))
  }

  @Test func `makes the one text of the other, whatever they are`() throws {
    var random = SystemOfWords(seed: 7)
    for _ in 0..<12 {
      let scene = try EvaluatorScene()
      let old = (0..<30).map { _ in random.word() }
      var new = old
      for _ in 0..<random.number(8) {
        let place = random.number(new.count)
        switch random.number(3) {
        case 0: new.remove(at: place)
        case 1: new.insert(random.word(), at: place)
        default: new[place] = random.word()
        }
      }
      guard new != old else { continue }
      let id = try review(
        old.joined(separator: " "), new.joined(separator: "\n"), in: scene)
      let shown = try compared(try scene.browser().get("/reviews/\(id)"))
      #expect(shown.old == old)
      #expect(shown.new == new)
    }
  }

  @Test func `leaves out long stretches that stay`() throws {
    let scene = try EvaluatorScene()
    let long = (0..<300).map { "word\($0)" }.joined(separator: " ")
    let id = try review(long, long + " and more", in: scene)
    let page = try scene.browser().get("/reviews/\(id)")
    let start = try #require(page.html.firstRange(of: "<div class=\"prose difference\">"))
    let shown = page.html[start.upperBound...].prefix(600)
    #expect(shown.contains("…") && shown.contains("word299") && !shown.contains("word100"))
  }

  @Test func `does not compare what was written anew`() throws {
    let scene = try EvaluatorScene()
    let old = (0..<60).map { "old\($0)" }.joined(separator: " ")
    let new = (0..<1_500).map { "new\($0)" }.joined(separator: " ")
    let page = try scene.browser().get("/reviews/\(try review(old, new, in: scene))")
    #expect(page.text.contains("The answer was written anew since the first round"))
    #expect(!page.html.contains("class=\"prose difference\""))
    #expect(page.html.contains("<p>\(old)</p>"))
  }

  @Test func `tells answers that came and went`() throws {
    let scene = try EvaluatorScene()
    let new = try scene.browser().get("/reviews/\(try review(" ", "Now there.", in: scene))")
    #expect(new.text.contains("The answer is new since the first round"))
    let other = try EvaluatorScene()
    let gone = try other.browser().get("/reviews/\(try review("Was there.", "", in: other))")
    #expect(gone.text.contains("The answer of the first round was taken out"))
    #expect(gone.text.contains("Was there."))
  }

  @Test func `tells files and links that came or went`() throws {
    let scene = try EvaluatorScene()
    let id = try review(
      "Same words.", "Same words.", had: [link("old"), link("stays"), link("whole-old", nil)],
      has: [link("stays"), link("new"), link("whole-new", nil)], in: scene)
    let page = try scene.browser().get("/reviews/\(id)")
    #expect(page.text.contains("One new file or link. One file or link is gone."))
    #expect(page.html.contains("<del><bdi>https://drive.example.org/old</bdi></del>"))
    #expect(page.html.contains("<del><bdi>https://drive.example.org/whole-old</bdi></del>"))
    #expect(page.text.components(of: "New in this round") == 2)
    #expect(!page.html.contains("<del><bdi>https://drive.example.org/stays"))
  }

  @Test func `says when what was asked for did not change`() throws {
    let scene = try EvaluatorScene()
    let page = try scene.browser().get("/reviews/\(try review("Same.", " Same. ", in: scene))")
    #expect(page.text.contains("Nothing: it was handed in as it was."))
    let title = try #require(try scene.evidence[Self.part]).title
    #expect(page.text.contains("Nothing new for \(title)"))
  }

  @Test func `is not there in a first round`() throws {
    let scene = try EvaluatorScene()
    let page = try scene.browser().get("/reviews/\(try scene.review())")
    #expect(!page.text.contains("What changed") && !page.text.contains("New in this round"))
  }

  @Test func `shows scripts as text, taken out or added`() throws {
    let scene = try EvaluatorScene()
    let stay = "one two three four five six seven eight"
    let id = try review(
      "<script>alert(1)</script> " + stay, stay + " <img/onerror=alert(2)>",
      had: [link("\"><script>")], in: scene)
    let page = try scene.browser().get("/reviews/\(id)")
    #expect(!page.html.contains("<script>alert") && !page.html.contains("<img/onerror"))
    #expect(!page.html.contains("\"><script>"))
    #expect(page.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
  }
}

/// Words by a seed.
private struct SystemOfWords {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func number(_ below: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, below)))
  }

  mutating func word() -> String { ["a", "b", "c", "d", "e", "f"][number(6)] }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
