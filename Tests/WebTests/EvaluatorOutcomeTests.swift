import HTTPServer
import Office
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `The outcome of a scorecard` {
  /// The fields that choose the same place among each criterion's levels, the best being 0.
  private func fields(_ rubric: Rubric, level place: Int) throws -> [(String, String)] {
    rubric.criteria.flatMap { criterion in
      let level = criterion.levels[min(place, criterion.levels.count - 1)]
      return [
        ("level-\(criterion.id)", level.id.rawValue), ("feedback-\(criterion.id)", "Because."),
      ]
    }
  }

  private func outcome(_ scene: EvaluatorScene, _ id: ReviewID) throws -> Outcome? {
    guard case .handedIn(let card, _) = try scene.review(id).state else { return nil }
    return card.outcome
  }

  @Test func `of a proposal is approved, to be revised, or not approved`() throws {
    let scene = try EvaluatorScene(withProposals: true)
    let rubric = try scene.proposals
    let expected: [Outcome] = [.approvedToBegin, .revise, .notApproved]
    for (place, outcome) in expected.enumerated() {
      let work = try scene.handIn(teacher: place, "Proposal \(place)", stage: .proposal)
      let id = try scene.assign(work)
      let browser = try scene.browser()
      let page = try browser.get("/reviews/\(id)")
      #expect(page.text.contains("How well does the proposal meet this?"))
      #expect(page.html.contains("class=\"level level-below level-stops\""))
      for words in ["approved to begin", "revise", "not approved"] {
        #expect(page.text.contains("Outcome: \(words)."))
      }
      let sent = try browser.post("/reviews/\(id)/scores", try fields(rubric, level: place))
      #expect(sent.status == 303)
      #expect(try self.outcome(scene, id) == outcome)
      #expect(try browser.get("/reviews/\(id)").text.contains("Outcome: \(outcome.words)."))
    }
  }

  @Test func `is added up by the server where the total counts, and a low one needs words`() throws
  {
    let scene = try EvaluatorScene()
    let text = String(
      decoding: try bytes(of: "Rubrics/kettle-moraine-evidence.json5"), as: UTF8.self
    )
    .replacing("pass: { everyCriterionAtLeast: \"met\" }", with: "pass: { totalAtLeast: \"9\" }")
    let rubric = try Rubric.read(Array(text.utf8), file: "evidence")
    try scene.office.perform(.addRubric(rubric), by: try scene.district.administrator)
    let id = try scene.review()
    let browser = try scene.browser()
    let fresh = try browser.get("/reviews/\(id)")
    #expect(fresh.text.contains("it takes 9 of 12 points"))
    #expect(fresh.text.contains("Outcome: open.") && !fresh.text.contains("meets the bar"))
    // Four times 2 points: one short, with no criterion to blame.
    let low = try fields(rubric, level: 1)
    _ = try browser.post("/reviews/\(id)/draft", low)
    let drafted = try browser.get("/reviews/\(id)")
    #expect(drafted.text.contains("Outcome: not yet.") && drafted.text.contains("8 points"))
    let without = try browser.post("/reviews/\(id)/scores", low)
    #expect(without.status == 422 && without.text.contains("the total is too low"))
    #expect(without.html.contains("href=\"#note\""))
    let high = try fields(rubric, level: 0)
    _ = try browser.post("/reviews/\(id)/draft", high)
    #expect(try browser.get("/reviews/\(id)").text.contains("Outcome: earned."))
    let sent = try browser.post("/reviews/\(id)/scores", low + [("note", "Two more samples.")])
    #expect(sent.status == 303)
    #expect(try outcome(scene, id) == .notYet)
  }

  @Test func `is the adjudicator's where two differ, and each sees only what they wrote`() throws {
    let scene = try EvaluatorScene { $0.evidence.judging = .evaluators(.twoAndAdjudicator) }
    let work = try scene.handIn()
    let first = try scene.assign(work)
    let second = try scene.assign(work, to: EvaluatorScene.other, part: .secondEvaluator)
    let page = try scene.browser(EvaluatorScene.other).get("/reviews/\(second)")
    #expect(page.text.contains("as second evaluator"))
    let one = try scene.browser().post("/reviews/\(first)/scores", try scene.card())
    #expect(one.status == 303)
    let during = try scene.browser(EvaluatorScene.other).get("/reviews/\(second)")
    #expect(!during.text.contains("Words on student-work."))
    let past = try scene.browser().get("/queue/past")
    #expect(past.text.contains("It waits for another evaluator."))
    let other = try scene.browser(EvaluatorScene.other)
      .post("/reviews/\(second)/scores", try scene.card(["student-work"]))
    #expect(other.status == 303)
    #expect(try scene.submission(of: first).state.name == .underReview)
    // Whoever decides between them reads both.
    let third = try scene.assign(work, to: "502", part: .adjudicator)
    let deciding = try scene.browser("502").get("/reviews/\(third)")
    #expect(deciding.text.contains("as adjudicator"))
    #expect(
      deciding.text.contains("What the evaluators said Met Words on student-work. Partly met Words")
    )
  }
}
