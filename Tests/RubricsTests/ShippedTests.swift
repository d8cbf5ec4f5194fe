import Documents
import Foundation
import Rubrics
import Testing

@Suite struct `The shipped rubrics` {
  @Test(arguments: shippedNames)
  func `are read, exported and imported again to the same`(name: String) throws {
    let rubric = try shipped(name)
    #expect(rubric.id.rawValue == name)
    #expect(try Rubric.read(Array(rubric.export.utf8), file: "export") == rubric)
    #expect(try Rubric.read(Array(rubric.canonical.utf8), file: "store") == rubric)
  }

  @Test func `ask for Kettle Moraine's three conditions, and consider the fourth`() throws {
    let rubric = try shipped("kettle-moraine-viability")
    #expect(rubric.subject == .proposal)
    #expect(rubric.criteria.filter(\.counts).map(\.id) == ["students", "mission", "needs"])
    #expect(rubric.criteria.filter { !$0.counts }.map(\.id) == ["beyond"])
    let yes: Scorecard = card(
      rubric, ["students": "yes", "mission": "yes", "needs": "yes", "beyond": "stays"])
    #expect(rubric.problems(in: yes).isEmpty)
    #expect(rubric.judge(yes).outcome == .pass)
    #expect(
      rubric.judge(card(rubric, ["students": "unclear", "mission": "yes", "needs": "yes"])).outcome
        == .notYet)
    #expect(
      rubric.judge(card(rubric, ["students": "no", "mission": "yes", "needs": "unclear"])).outcome
        == .stopped)
  }

  @Test func `ask for all four kinds of evidence, and for all three parts`() throws {
    for (name, bar) in [
      ("kettle-moraine-evidence", "met"), ("overview-work-samples-reflection", "demonstrated"),
    ] as [(String, LevelID)] {
      let rubric = try shipped(name)
      #expect(rubric.subject == .evidence)
      var all = Scorecard(
        rubric: rubric.version, scores: rubric.criteria.map { .init(criterion: $0.id, level: bar) })
      #expect(rubric.judge(all).passes)
      #expect(rubric.problems(in: all).isEmpty)
      for index in all.scores.indices {
        var short = all
        let levels = rubric.criteria[index].levels
        let place = try #require(levels.firstIndex { $0.id == bar })
        short.scores[index].level = levels[place + 1].id
        #expect(rubric.judge(short).outcome == .notYet)
        #expect(rubric.problems(in: short) == [.feedbackMissing(rubric.criteria[index].id)])
      }
      all.note = "Well done."
      #expect(rubric.judge(all).met.count == rubric.criteria.count)
    }
    #expect(try shipped("kettle-moraine-evidence").criteria.count == 4)
    #expect(
      try shipped("overview-work-samples-reflection").criteria[0].levels.map(\.title)
        == ["Demonstrated", "Progressing", "Not met"])
  }

  @Test func `offer feedback to start from at every level of what counts`() throws {
    for name in shippedNames {
      for criterion in try shipped(name).criteria where criterion.counts {
        #expect(!criterion.guidance.isEmpty)
        for level in criterion.levels {
          #expect(!level.snippets.isEmpty, "\(name) \(criterion.id) \(level.id)")
        }
      }
    }
  }

  /// Damage of every kind gives a rubric within its limits or mistakes with a place, never a trap.
  @Test(arguments: shippedNames)
  func `may be damaged anywhere and are told with a place`(name: String) throws {
    let whole = try shippedBytes(name)
    let words = whole.split(separator: UInt8(ascii: " ")).map(Array.init)
    var generator = SeededGenerator(state: 40)
    var refused = 0
    for _ in 0..<120 {
      var bytes = whole
      for _ in 0...Int.random(in: 0...2, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 40))
        case 3: bytes.insert(contentsOf: words.randomElement(using: &generator) ?? [], at: place)
        case 4:
          bytes.insert(
            contentsOf: Array("{[:,\"]}'".utf8).shuffled(using: &generator).prefix(1), at: place)
        default: bytes.removeSubrange(max(1, place)...)
        }
      }
      do throws(Mistakes) {
        let rubric = try Rubric.read(bytes, file: name)
        #expect(try Rubric.read(Array(rubric.export.utf8), file: "export") == rubric)
      } catch {
        refused += 1
        for mistake in error.told {
          #expect(mistake.place.line != nil && mistake.place.column != nil, "\(mistake)")
          #expect(!mistake.description.contains("\n"))
        }
      }
    }
    #expect(refused > 20)
  }
}
