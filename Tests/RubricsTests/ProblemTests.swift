import Foundation
import Rubrics
import Testing

@Suite struct `A scorecard` {
  @Test func `is told all its problems at once`() throws {
    let rubric = try rubric(sample())
    var bad = Scorecard(rubric: rubric.version)
    bad.scores = [
      .init(criterion: "plan", level: "best"),
      .init(criterion: "work", level: "partly", feedback: " \n"),
      .init(criterion: "reflection", level: "met"),
      .init(criterion: "reflection", level: "met"),
      .init(criterion: "charm", level: "met"),
    ]
    bad.note = String(repeating: "n", count: 4_001)
    let problems = rubric.problems(in: bad)
    #expect(
      problems == [
        .unknownLevel("plan", "best"), .feedbackMissing("work"), .scoredTwice("reflection"),
        .unscored("beyond"), .unknownCriterion("charm"), .noteTooLong(count: 4_001),
      ])
    #expect(
      problems.map(rubric.words) == [
        "“The plan” has no level “best”.",
        "“The work” is below what is needed: please say why, and what would help.",
        "“The reflection” is scored more than once.",
        "“Beyond” has no level yet.",
        "This rubric has no criterion “charm”.",
        "The note has 4001 characters; at most 4000 are possible.",
      ])
  }

  @Test func `needs feedback below the bar, and none at it`() throws {
    let rubric = try rubric(sample())
    var scores = card(
      rubric, ["plan": "met", "work": "met", "reflection": "partly", "beyond": "no"])
    for index in scores.scores.indices { scores.scores[index].feedback = "" }
    #expect(rubric.problems(in: scores) == [.feedbackMissing("reflection")])
    scores.scores[2].feedback = "Please add the impact."
    #expect(rubric.problems(in: scores).isEmpty)
    scores.scores[2].feedback = ""
    scores.scores[2].level = "met"
    #expect(rubric.problems(in: scores).isEmpty)
  }

  @Test func `needs feedback at a level that stops, bar or no bar`() throws {
    let rubric = try rubric(
      sample(pass: "{ totalAtLeast: 2 }", subject: "proposal", lowest: ", stops: true"))
    var stopped = card(
      rubric, ["plan": "met", "work": "met", "reflection": "partly", "beyond": "no"])
    #expect(rubric.judge(stopped).outcome == .stopped)
    stopped.scores[2].feedback = ""
    #expect(rubric.problems(in: stopped) == [.feedbackMissing("reflection")])
    stopped.scores[2].feedback = "It belongs to another program."
    #expect(rubric.problems(in: stopped).isEmpty)
  }

  @Test func `needs no score for what was met before`() throws {
    let rubric = try rubric(sample())
    let second = card(rubric, ["work": "met", "beyond": "no"])
    #expect(rubric.problems(in: second, alreadyMet: ["plan", "reflection"]).isEmpty)
    #expect(rubric.problems(in: second, alreadyMet: ["plan"]) == [.unscored("reflection")])
  }

  @Test func `may have 4,000 characters of feedback and not one more`() throws {
    let rubric = try rubric(sample())
    var long = card(rubric, ["plan": "met", "work": "met", "reflection": "met", "beyond": "no"])
    long.scores[0].feedback = String(repeating: "é", count: 4_000)
    long.note = String(repeating: "é", count: 4_000)
    #expect(rubric.problems(in: long).isEmpty)
    long.scores[0].feedback += "e\u{301}"
    #expect(rubric.problems(in: long) == [.feedbackTooLong("plan", count: 4_002)])
  }

  @Test func `needs a note when only the total is too low`() throws {
    let rubric = try rubric(sample(pass: "{ totalAtLeast: 7 }"))
    var low = card(rubric, ["plan": "met", "work": "met", "reflection": "met", "beyond": "no"])
    #expect(rubric.problems(in: low) == [.noteMissing])
    low.note = "Any one part at its best would do."
    #expect(rubric.problems(in: low).isEmpty)
    low.note = ""
    low.scores[0].level = "more"
    #expect(rubric.problems(in: low).isEmpty)
  }

  @Test func `belongs to the exact words that it was written on`() throws {
    let rubric = try rubric(sample())
    let changed = try Rubrics.Rubric.read(
      Array(sample().replacingOccurrences(of: "All of it.", with: "All.").utf8), file: "r")
    #expect(rubric.version != changed.version)
    let old = card(rubric, ["plan": "met", "work": "met", "reflection": "met", "beyond": "no"])
    #expect(changed.problems(in: old) == [.otherVersion(rubric.version)])
    let many = Scorecard(
      rubric: rubric.version,
      scores: Array(repeating: .init(criterion: "plan", level: "met"), count: 41))
    #expect(rubric.problems(in: many) == [.tooManyScores(count: 41)])
  }

  @Test func `comes back from JSON as it was, and so does a judgement`() throws {
    let rubric = try rubric(sample(pass: #"{ totalAtLeast: "8.5" }"#, weights: ["1.5", "1", "1"]))
    var draft = card(rubric, ["plan": "met", "work": "partly"])
    draft.scores.append(.init(criterion: "reflection", level: nil, feedback: "half"))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let decoder = JSONDecoder()
    #expect(try decoder.decode(Scorecard.self, from: encoder.encode(draft)) == draft)
    let judgement = rubric.judge(draft)
    let bytes = try encoder.encode(judgement)
    #expect(try decoder.decode(Judgement.self, from: bytes) == judgement)
    #expect(String(decoding: bytes, as: UTF8.self).contains(#""total":"3.5""#))
    for wrong in ["\"1.2345678\"", "\"-1\"", "\"01\"", "\"1.\"", "\"\"", "\"1e3\"", "1"] {
      #expect(throws: DecodingError.self, "\(wrong)") {
        try decoder.decode(Quantity.self, from: Data(wrong.utf8))
      }
    }
  }
}
