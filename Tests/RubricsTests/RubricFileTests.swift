import Documents
import Foundation
import Rubrics
import Testing

@Suite struct `A rubric's file` {
  @Test func `is told every mistake at once`() {
    let text = """
      {
        format: 2, id: "Sample One", subject: "evidense", tittle: "x",
        scale: [
          { id: "partly", title: "Partly", points: 1.5 },
          { id: "met", title: "Met", points: "-1" },
        ],
        criteria: [
          { id: "plan", title: "Plan", asks: "Where?", weight: "1.2345", levels: [] },
          { id: "work", title: "Work", asks: "Where?", guidence: "Look.", levels: { met: "x" } },
        ],
        pass: { everyCriterionAtLest: "met", totalAtLeast: "much" },
      }
      """
    #expect(
      told(text) == [
        #"r:1:1: found no key "title", expected one"#,
        "r:2:11: at format: found the number 2, expected a whole number from 1 to 1",
        #"r:2:18: at id: found "Sample One", expected a name of small letters, digits and hyphens, at most 64"#,
        #"r:2:41: at subject: found "evidense", expected one of "proposal", "evidence" (did you mean "evidence"?)"#,
        #"r:2:53: at tittle: found the unknown key "tittle", expected "title""#,
        #"r:4:46: at scale[0].points: found the number 1.5, expected a whole number, or a decimal one in quotes like "1.5", with at most three decimals, from 0 to 1000"#,
        #"r:5:40: at scale[1].points: found "-1", expected a whole number, or a decimal one in quotes like "1.5", with at most three decimals, from 0 to 1000"#,
        #"r:8:58: at criteria[0].weight: found "1.2345", expected a whole number, or a decimal one in quotes like "1.5", with at most three decimals, from 0 to 1000"#,
        "r:8:76: at criteria[0].levels: found an empty list, expected from 2 to 10 items",
        #"r:9:50: at criteria[1].guidence: found the unknown key "guidence", expected "guidance""#,
        #"r:9:77: at criteria[1].levels: found { met: … }, expected a list of levels, since the rubric has no "scale" that can be read"#,
        #"r:11:11: at pass.everyCriterionAtLest: found the unknown key "everyCriterionAtLest", expected "everyCriterionAtLeast""#,
        #"r:11:54: at pass.totalAtLeast: found "much", expected a whole number, or a decimal one in quotes like "7.5", with at most six decimals"#,
      ])
  }

  @Test func `is refused when it contradicts itself`() {
    func one(_ text: String, _ part: String) {
      let lines = told(text)
      #expect(lines.count == 1, "\(lines)")
      #expect(lines.first?.contains(part) == true, "\(lines)")
    }
    one(sample(pass: "{}"), "expected at least one of")
    one(sample(pass: #"{ everyCriterionAtLeast: "met" }, extra: 1"#), "unknown key")
    one(sample(pass: #"{ mustPass: { plans: "met" } }"#), #"unknown criterion "plans""#)
    one(
      sample(pass: #"{ mustPass: { plan: "best" } }"#),
      #"expected a level of "plan": "more", "met", "partly""#)
    one(sample(pass: #"{ mustPass: { beyond: "yes" } }"#), "only considered")
    one(sample(pass: #"{ totalAtLeast: 10 }"#), "at most 9, the highest total")
    #expect(told(sample(pass: #"{ totalAtLeast: 9 }"#)) == [])
    // One for each criterion that uses the scale.
    #expect(told(sample(lowest: ", stops: true")).count == 3)
    #expect(
      told(
        sample(
          pass: #"{ everyCriterionAtLeast: "partly" }"#, subject: "proposal",
          lowest: ", stops: true")
      )
      .count == 3)
    #expect(told(sample(pass: #"{ everyCriterionAtLeast: "best" }"#)).count == 3)
    one(sample().replacingOccurrences(of: "points: 3", with: "points: 1"), "points never rising")
    one(
      sample().replacingOccurrences(of: #"id: "plan""#, with: #"id: "work""#),
      "the same id as in line")
    one(
      sample().replacingOccurrences(
        of: #"considered: true,"#, with: #"considered: true, weight: 2,"#), "no weight")
  }

  @Test func `holds numbers to three decimals and to 1,000`() {
    for good in ["0", "1", "1.5", "0.125", "1000", "1000.000"] {
      #expect(Quantity(good) != nil, "\(good)")
    }
    for wrong in [
      "", ".5", "5.", "1.2345", "1000.001", "1001", "01", "-1", "+1", "1e3", "1,5", "１", "1 ",
      "99999999999999999999", "1.5.5", "0x1",
    ] {
      #expect(Quantity(wrong) == nil, "\(wrong)")
    }
  }

  @Test func `may have forty criteria, ten levels and 4,000 characters of guidance, not one more`()
  {
    func criteria(_ count: Int) -> String {
      (0..<count).map {
        #"{ id: "c\#($0)", title: "C", asks: "?", levels: { more: "a", met: "b", partly: "c" } },"#
      }.joined(separator: "\n")
    }
    #expect(told(sample(extra: criteria(36))) == [])
    #expect(told(sample(extra: criteria(37))).count == 1)
    func own(levels: Int, guidance: Int) -> String {
      let steps = (0..<levels).map {
        #"{ id: "l\#($0)", title: "L", points: 1, descriptor: "d" },"#
      }.joined()
      return #"{ id: "own", title: "O", asks: "?", considered: true, guidance: ""#
        + String(repeating: "g", count: guidance) + #"", levels: [\#(steps)] },"#
    }
    #expect(told(sample(extra: own(levels: 10, guidance: 4_000))) == [])
    #expect(told(sample(extra: own(levels: 11, guidance: 4_000))).count == 1)
    #expect(told(sample(extra: own(levels: 1, guidance: 0))).count == 1)
    #expect(told(sample(extra: own(levels: 2, guidance: 4_001))).count == 1)
  }

  @Test func `is the same version whatever its comments and the order of its keys`() throws {
    let one = try rubric(sample())
    let commented = try rubric("// A comment.\n" + sample())
    let full = try rubric(sample().replacingOccurrences(of: #"weight: "1","#, with: ""))
    #expect(commented.version == one.version)
    #expect(full.version == one.version)
    #expect(
      try rubric(sample().replacingOccurrences(of: "A sample", with: "A Sample")).version
        != one.version)
    #expect(try rubric(sample(weights: ["1.5", "1", "1"])).version != one.version)
    #expect(one.version.hash.count == 64)
    #expect(one.version.description == "sample@" + one.version.hash.prefix(12))
  }

  @Test func `has a hash that anybody can compute again`() throws {
    let rubric = try shipped("kettle-moraine-evidence")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sys,hashlib; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest(), end='')",
    ]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(rubric.canonical.utf8))
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(String(decoding: answer, as: UTF8.self) == rubric.version.hash)
  }
}
