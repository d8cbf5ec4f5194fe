import Rubrics
import Testing

@Suite struct `Judging a scorecard` {
  @Test func `passes when every criterion is at its bar, and not one level below`() throws {
    let rubric = try rubric(sample())
    let good = card(rubric, ["plan": "met", "work": "more", "reflection": "met", "beyond": "no"])
    let judgement = rubric.judge(good)
    #expect(judgement.outcome == .pass)
    #expect(judgement.met == ["plan", "work", "reflection"])
    #expect(judgement.total.description == "7")
    #expect(judgement.missing.isEmpty)

    let short = card(
      rubric, ["plan": "met", "work": "partly", "reflection": "met", "beyond": "no"])
    let notYet = rubric.judge(short)
    #expect(notYet.outcome == .notYet)
    #expect(notYet.met == ["plan", "reflection"])
    #expect(notYet.missing == [.belowBar("work", "partly", bar: "met")])
    #expect(notYet.total.description == "4.5")
    #expect(
      notYet.missing.map(rubric.words) == ["“The work” is at “Partly”; “Met” is needed."])
  }

  @Test func `never passes half done, and takes an unknown level for none`() throws {
    let rubric = try rubric(sample())
    let empty = rubric.judge(Scorecard(rubric: rubric.version))
    #expect(empty.missing == [.unscored("plan"), .unscored("work"), .unscored("reflection")])
    #expect(empty.outcome == .notYet)
    let odd = rubric.judge(card(rubric, ["plan": "best", "work": "met", "reflection": "met"]))
    #expect(odd.missing == [.unscored("plan")])
  }

  @Test func `lets what is only considered decide nothing`() throws {
    let rubric = try rubric(sample())
    for level in ["yes", "no"] as [LevelID] {
      let judgement = rubric.judge(
        card(rubric, ["plan": "met", "work": "met", "reflection": "met", "beyond": level]))
      #expect(judgement.passes)
      #expect(judgement.total.description == "6")
      #expect(!judgement.met.contains("beyond"))
    }
  }

  @Test func `keeps what was met, and counts its points at the better of bar and card`() throws {
    let rubric = try rubric(sample(pass: #"{ everyCriterionAtLeast: "met", totalAtLeast: 7 }"#))
    let second = card(rubric, ["work": "met"])
    let met = rubric.judge(second, alreadyMet: ["plan", "reflection"])
    #expect(met.met == ["plan", "work", "reflection"])
    #expect(met.missing == [.total(by: try #require(Quantity("1")))])
    #expect(!met.passes)
    let copied = card(rubric, ["plan": "more", "work": "met"])
    #expect(rubric.judge(copied, alreadyMet: ["plan", "reflection"]).passes)
    // A lower level on the new card takes nothing back.
    let lower = card(rubric, ["plan": "partly", "work": "more"])
    #expect(rubric.judge(lower, alreadyMet: ["plan", "reflection"]).passes)
    // Reopened: no longer in the set.
    #expect(
      rubric.judge(lower, alreadyMet: ["reflection"]).missing.first
        == .belowBar("plan", "partly", bar: "met"))
  }

  @Test func `adds weights and points exactly, on both sides of the least total`() throws {
    // 0.1 × 3 + 0.2 × 3 + 0.7 × 3 = 3, which binary floating point misses.
    for (least, passes) in [("3", true), ("3.000001", false)] {
      let text = sample(
        pass: "{ totalAtLeast: \"\(least)\" }", weights: ["0.1", "0.2", "0.7"])
      if passes {
        let rubric = try rubric(text)
        let all = card(rubric, ["plan": "more", "work": "more", "reflection": "more"])
        #expect(rubric.judge(all).passes)
        #expect(rubric.totalMax.description == "3")
      } else {
        #expect(told(text).count == 1)
      }
    }
    let rubric = try rubric(
      sample(pass: #"{ totalAtLeast: "1.950001" }"#, weights: ["0.1", "0.2", "0.7"]))
    let most = rubric.judge(card(rubric, ["plan": "met", "work": "partly", "reflection": "met"]))
    #expect(most.total.description == "1.7")
    #expect(most.missing.map(rubric.words) == ["The total is 0.250001 short of what is needed."])
  }

  @Test func `holds must-pass criteria to their own bar, and others to none without a rule`() throws
  {
    let rubric = try rubric(
      sample(pass: #"{ totalAtLeast: "4.5", mustPass: { work: "more" } }"#))
    let good = rubric.judge(
      card(rubric, ["plan": "partly", "work": "more", "reflection": "partly"]))
    #expect(good.missing == [.total(by: try #require(Quantity("0.5")))])
    #expect(good.met == ["work"])
    #expect(
      rubric.judge(card(rubric, ["plan": "partly", "work": "more", "reflection": "met"])).passes)
    let bad = rubric.judge(card(rubric, ["plan": "more", "work": "met", "reflection": "more"]))
    #expect(bad.missing == [.belowBar("work", "met", bar: "more")])
    // Without a bar a criterion is met at its best level only.
    #expect(bad.met == ["plan", "reflection"])
  }

  @Test func `lets a criterion's own bar go before that of all`() throws {
    let rubric = try rubric(
      sample(pass: #"{ everyCriterionAtLeast: "met", mustPass: { work: "partly", plan: "more" } }"#)
    )
    #expect(rubric.pass.mustPass.map(\.criterion) == ["plan", "work"])
    #expect(
      rubric.judge(card(rubric, ["plan": "more", "work": "partly", "reflection": "met"])).passes)
    #expect(
      rubric.judge(card(rubric, ["plan": "met", "work": "partly", "reflection": "partly"])).missing
        == [.belowBar("plan", "met", bar: "more"), .belowBar("reflection", "partly", bar: "met")])
  }

  @Test func `stops a proposal at a level that stops, whatever else is missing`() throws {
    let rubric = try rubric(sample(subject: "proposal", lowest: ", stops: true"))
    let stopped = rubric.judge(
      card(rubric, ["plan": "more", "work": "partly", "reflection": "met"]))
    #expect(stopped.outcome == .stopped)
    #expect(stopped.missing == [.stopped("work", "partly")])
    #expect(stopped.missing.map(rubric.words) == ["“The work” is at “Partly”."])
    #expect(rubric.judge(card(rubric, ["work": "partly"])).outcome == .stopped)
    // What was met before is not stopped by a later card.
    let again = rubric.judge(
      card(rubric, ["plan": "met", "work": "partly", "reflection": "met"]), alreadyMet: ["work"])
    #expect(again.passes)
  }
}
