import Control
import Foundation
import Testing

@Suite struct `A command line` {
  @Test func `that is none is told with the nearest name, and ends with 64`() throws {
    try withDesk { desk in
      let cases: [([String], String)] = [
        (["windo"], "Did you mean window?"), (["window", "lst"], "Did you mean window list?"),
        (["window", "list", "--jsno"], "Did you mean --json?"),
        (["window", "list", "--stagee", "proposal"], "Did you mean --stage?"),
        (["window", "list", "--stage", "proposla"], "Did you mean proposal?"),
        (["person", "grant", "1001", "adminstrator"], "Did you mean administrator?"),
        (["zzzzzz"], "rubricctl --help lists them."),
      ]
      for (arguments, hint) in cases {
        let outcome = desk.run(arguments)
        #expect(outcome.code == .usage, "\(arguments)")
        #expect(outcome.errors.contains(hint), "\(arguments): \(outcome.errors)")
        #expect(outcome.output.isEmpty)
      }
    }
  }

  @Test func `takes its options anywhere, and with an equals sign`() throws {
    try withDesk { desk in
      desk.begin()
      let plain = desk.run("window", "list", "--stage", "proposal", "--json").output
      #expect(!plain.isEmpty)
      #expect(desk.run("--json", "window", "--stage=proposal", "list").code == .usage)
      #expect(desk.run("--json", "window", "list", "--stage=proposal").output == plain)
      #expect(
        desk.run("--data", desk.data, "window", "list", "--json", "--stage", "proposal").output
          == plain)
    }
  }

  @Test func `has everything it needs and nothing more`() throws {
    try withDesk { desk in
      let cases: [([String], String)] = [
        (["window", "open"], "WINDOW is missing."), (["window", "open", "1", "2"], "is too much"),
        (["window", "open", "first"], "expected a number like 12"),
        (["window", "open", "0"], "expected a number like 12"),
        (["window", "cancel", "1"], "--reason TEXT is missing."),
        (["window", "cancel", "1", "--reason"], "--reason needs a value"),
        (["window", "cancel", "1", "--reason", "a", "--reason", "b"], "--reason stands twice"),
        (["window", "list", "--json=yes"], "--json takes no value"),
        (["review", "extend", "1", "--until", "2026-02-29"], "expected a date like 2026-09-14"),
        (["person", "list", "--limit", "100001"], "expected at most 100000"),
        (["verify", "--head", "12ab"], "expected 64 hexadecimal digits"),
      ]
      for (arguments, message) in cases {
        let outcome = desk.run(arguments)
        #expect(outcome.code == .usage, "\(arguments)")
        #expect(outcome.errors.contains(message), "\(arguments): \(outcome.errors)")
      }
      #expect(desk.run(Array(repeating: "x", count: 1_001)).code == .usage)
    }
  }

  @Test func `can ask for help at each level, in 80 columns`() throws {
    try withDesk { desk in
      for arguments in [
        ["--help"], ["window", "--help"], ["window", "add", "-h"], ["help", "undo"],
      ] {
        let outcome = desk.run(arguments)
        #expect(outcome.code == .ok)
        #expect(outcome.output.contains("Usage: rubricctl"), "\(arguments)")
      }
      let overview = desk.run("--help").output
      #expect(overview.split(separator: "\n").allSatisfy { $0.count <= 80 })
      // Alone, a group or the program itself says what there is, and that something was missing.
      #expect(desk.run("window").code == .usage)
      #expect(desk.run([]).code == .usage)
      #expect(desk.run("help", "windo").errors.contains("Did you mean window?"))
    }
  }
}

@Suite struct `The manual page` {
  @Test func `is the one that the commands make, and names every one of them`() throws {
    let path = repository + "/Scripts/man/rubricctl.1"
    let page = try String(contentsOfFile: path, encoding: .utf8)
    try withDesk { desk in
      let made = desk.run("help", "--man").output
      let isSame = page == made
      #expect(isSame, "make it anew: rubricctl help --man > Scripts/man/rubricctl.1")
      let overview = desk.run("--help").output
      var count = 0
      for line in overview.split(separator: "\n") where line.hasPrefix("  ") {
        guard let word = line.split(separator: " ").first, line.dropFirst(2).first != " ",
          word.first?.isLetter == true, word != "rubricctl"
        else { continue }
        count += 1
        #expect(page.contains("rubricctl \(word)"), "\(word)")
      }
      #expect(count > 20)
    }
  }
}
