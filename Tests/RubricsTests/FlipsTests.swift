import Documents
import Foundation
import Rubrics
import Testing

@Suite struct `A changed rubric` {
  @Test func `shows what it would have flipped, both ways`() throws {
    let old = try rubric(sample())
    let stricter = try rubric(
      sample(pass: #"{ everyCriterionAtLeast: "met", mustPass: { work: "more" } }"#))
    let milder = try rubric(sample(pass: #"{ everyCriterionAtLeast: "partly" }"#))
    let past = [
      card(old, ["plan": "met", "work": "more", "reflection": "met"]),
      card(old, ["plan": "met", "work": "met", "reflection": "met"]),
      card(old, ["plan": "met", "work": "partly", "reflection": "met"]),
    ]
    let harder = Rubric.flips(from: old, to: stricter, past: past)
    #expect(
      harder.flips == [
        .init(
          index: 1, before: .pass, after: .notYet,
          missing: [.belowBar("work", "met", bar: "more")])
      ])
    #expect(harder.unchanged == 2)
    let easier = Rubric.flips(from: old, to: milder, past: past)
    #expect(easier.flips == [.init(index: 2, before: .notYet, after: .pass, missing: [])])
    #expect(Rubric.flips(from: old, to: old, past: past).unchanged == 3)
  }

  @Test func `tells its changes by criterion and level`() throws {
    let old = try rubric(sample())
    let new = try rubric(
      sample(pass: #"{ everyCriterionAtLeast: "partly" }"#, weights: ["2", "1", "1"]))
    #expect(
      old.differences(to: new).map(\.description) == [
        "criteria[plan].weight: added 2", #"pass.everyCriterionAtLeast: "met" → "partly""#,
      ])
  }

  @Test func `says which scorecards it can't judge, and why`() throws {
    let old = try rubric(sample())
    let new = try rubric(
      sample(
        extra: """
          { id: "impact", title: "Impact", asks: "What came of it?",
            levels: { more: "A lot.", met: "Enough.", partly: "A little." } },
          """, without: "plan"
      ).replacingOccurrences(of: "partly", with: "begun"))
    let past = [
      card(old, ["plan": "met", "work": "partly", "reflection": "met"]),
      card(old, ["plan": "met", "work": "met"]),
      card(new, ["work": "met", "reflection": "met", "impact": "met"]),
    ]
    let flips = Rubric.flips(from: old, to: new, past: past)
    #expect(
      flips.unjudged == [
        .init(index: 0, reasons: [.levelIsGone("work", "partly"), .criterionIsNew("impact")]),
        .init(index: 1, reasons: [.wasIncomplete("reflection"), .criterionIsNew("impact")]),
        .init(index: 2, reasons: [.otherVersion(new.version)]),
      ])
    #expect(flips.flips.isEmpty)
    #expect(flips.unchanged == 0)
    #expect(
      flips.unjudged[0].reasons.map(new.words) == [
        "“The work” no longer has the level “partly”.",
        "“Impact” is new: it was not judged then.",
      ])
  }

  @Test func `keeps in mind what had been met in an earlier round`() throws {
    let old = try rubric(sample())
    let milder = try rubric(sample(pass: #"{ everyCriterionAtLeast: "partly" }"#))
    let second = card(old, ["work": "partly"])
    let flips = Rubric.flips(
      from: old, to: milder, past: [Flips.Past(second, alreadyMet: ["plan", "reflection"])])
    #expect(flips.flips.map(\.after) == [.pass])
    #expect(Rubric.flips(from: old, to: milder, past: [second]).unjudged.count == 1)
  }

  @Test func `can't judge by a criterion that was only considered and left open`() throws {
    let old = try rubric(sample())
    let new = try rubric(
      sample(pass: #"{ mustPass: { beyond: "yes" } }"#)
        .replacingOccurrences(of: "considered: true", with: "considered: false"))
    let past = [
      card(old, ["plan": "met", "work": "met", "reflection": "met"]),
      card(old, ["plan": "met", "work": "met", "reflection": "met", "beyond": "no"]),
    ]
    let flips = Rubric.flips(from: old, to: new, past: past)
    #expect(flips.unjudged == [.init(index: 0, reasons: [.criterionIsNew("beyond")])])
    #expect(flips.flips.map(\.index) == [1])
  }
}
