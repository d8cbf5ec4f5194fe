import Control
import Foundation
import Testing

@Suite struct `A district on the command line` {
  @Test func `begins once, whole or not at all`() throws {
    try withDesk { desk in
      let begun = desk.begin()
      #expect(begun.code == .ok, "\(begun.errors)")
      #expect(desk.begin().code == .cantCreate)
    }
    try withDesk { desk in
      let refused = desk.run(
        "init", "--program", "Config/kettle-moraine.json5", "--people", "people.csv",
        "--administrator", "nobody@kmsd.example.org", files: ["people.csv": Desk.people])
      #expect(refused.code == .noInput)
      #expect(refused.errors.contains("nobody@kmsd.example.org"))
      // Nothing was left behind: the same folder can begin now.
      #expect(desk.run("status").code == .noInput)
      #expect(desk.begin().code == .ok)
    }
  }

  @Test func `lists its windows in 80 columns`() throws {
    try withDesk { desk in
      desk.begin()
      let listed = desk.run("window", "list").output
      let expected = """
         #  STAGE     WINDOW       OPENS       LAST DAY    STATE    IN  ANSWER BY
         1  proposal  Fall 2026    2026-09-14  2026-09-27  planned   0  2026-10-27
         4  evidence  Fall 2026    2026-10-26  2026-11-08  planned   0  2026-12-08
         2  proposal  Winter 2027  2027-01-11  2027-01-24  planned   0  2027-02-24
         5  evidence  Winter 2027  2027-02-08  2027-02-21  planned   0  2027-03-21
        """
      #expect(listed.hasPrefix(expected), "\(listed)")
      #expect(listed.split(separator: "\n").count == 13)
    }
  }

  @Test func `knows people by address, number and id, and nobody else`() throws {
    try withDesk { desk in
      desk.begin()
      for name in ["maya@kmsd.example.org", "MAYA@kmsd.example.org", "1004", "#4"] {
        let shown = desk.run("person", "show", name, "--json")
        #expect(try shown.objects().first?["name"] as? String == "Maya Linden", "\(name)")
      }
      #expect(desk.run("person", "show", "1099").code == .noInput)
      #expect(desk.run("person", "show", "#99").code == .noInput)
      let administrators = try desk.run("person", "list", "--role", "administrator", "--json")
        .objects()
      #expect(administrators.count == 1)
      #expect(administrators.first?["email"] as? String == "robin@kmsd.example.org")
    }
  }

  @Test func `does for whoever asks what they may, and nothing else`() throws {
    try withDesk { desk in
      desk.begin()
      let change = [
        "window", "change", "1", "--last-day", "2026-09-28", "--reason", "A day without power",
      ]
      #expect(desk.run(change + ["--as", "maya@kmsd.example.org"]).code == .notAllowed)
      #expect(desk.run(change + ["--as", "nobody@kmsd.example.org"]).code == .noInput)
      #expect(desk.run(change + ["--as", "robin@kmsd.example.org"]).code == .ok)
      let windows = try desk.run("window", "list", "--json").objects()
      #expect(windows.first?["lastDay"] as? String == "2026-09-28")
      // The same again changes nothing, and a window that is over can't be cancelled.
      #expect(desk.run(change).output == "Nothing to change.\n")
      #expect(desk.run("window", "open", "99").code == .noInput)
    }
  }

  @Test func `prints JSON and nothing else when asked to`() throws {
    try withDesk { desk in
      try desk.withReviews()
      let commands = [
        "status", "window list", "person list", "person show #4", "submission list",
        "submission show 1", "assignment show", "assignment suggest 1", "review list",
        "review show 1", "decision list", "outbox list", "outbox show 1", "notice list",
        "notice list --all", "notice preview", "notice preview not-yet", "intake list",
        "intake list --rows", "agenda", "history 1", "history --window 1", "undo", "verify",
        "export people", "export submissions", "export calendar", "export program",
        "export rubric kettle-moraine-evidence", "version",
      ]
      for command in commands {
        let outcome = desk.run(command.split(separator: " ").map(String.init) + ["--json"])
        #expect(outcome.code == .ok, "\(command): \(outcome.errors)")
        #expect(outcome.errors.isEmpty, "\(command)")
        if command != "intake list --rows", command != "decision list", command != "export calendar"
        {
          #expect(try !outcome.objects().isEmpty, "\(command)")
        }
      }
    }
  }

  @Test func `can be taken out and brought in again`() throws {
    try withDesk { desk in
      desk.begin()
      let program = desk.run("export", "program").output
      let same = desk.run("import", "program", "p.json5", files: ["p.json5": program])
      #expect(same.code == .ok)
      #expect(same.output == "It is the program in force.\n", "\(same.output)")
      let other = program.replacingOccurrences(of: "holdMinutes: 10", with: "holdMinutes: 12")
      let shown = desk.run("import", "program", "p.json5", files: ["p.json5": other])
      #expect(shown.output.contains("mail.holdMinutes: 10 → 12"), "\(shown.output)")
      #expect(shown.output.contains("Nothing was applied."))
      #expect(desk.run("export", "program").output == program)
      #expect(
        desk.run("import", "program", "p.json5", "--apply", files: ["p.json5": other]).code == .ok)
      #expect(desk.run("export", "program").output.contains("holdMinutes: 12"))

      let people = desk.run("export", "people").output
      let report = desk.run("import", "people", "again.csv", "--json", files: ["again.csv": people])
      #expect(report.code == .ok, "\(report.errors)")
      let taken = try report.objects().first?["taken"] as? Int
      #expect(taken == 5)
      #expect(desk.run("export", "people").output == people)

      let file = desk.folder + "/out.csv"
      #expect(desk.run("export", "people", "--to", file).code == .ok)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == people)
      #expect(
        desk.run("export", "people", "--to", desk.folder + "/none/out.csv").code == .cantCreate)
    }
  }
}

@Suite struct `A file that is wrong` {
  static let header = "Employee Number,First Name,Last Name,Email\r\n"

  @Test(arguments: [
    ("people", ""), ("people", "\u{0}\u{1}\u{2}PNG\u{0}"), ("people", "A,B\r\n1,2\r\n"),
    ("people", header + "1,\"A,B,c@d.org\r\n"), ("people", header + ",,,\r\n1,A,,\r\n"),
    ("evaluators", "x"), ("catalog", "{}"), ("opening", "Name\r\nA\r\n"),
    ("calendar", "BEGIN:VCALENDAR\r\n"),
    ("calendar", "From,To\r\n"), ("form", ""), ("form", "Timestamp,Email\r\n"),
  ])
  func `gets one clear message, ends with 65 and changes nothing`(kind: String, text: String) throws
  {
    try withDesk { desk in
      desk.begin()
      let before = desk.run("export", "people").output
      let entries = try desk.run("status", "--json").objects().first?["journalHead"] as? String
      let outcome = desk.run("import", kind, "bad.csv", files: ["bad.csv": text])
      #expect(outcome.code == .data, "\(kind): \(outcome.code) \(outcome.errors) \(outcome.output)")
      #expect(outcome.errors.hasPrefix("rubricctl: "))
      #expect(desk.run("export", "people").output == before)
      let after = try desk.run("status", "--json").objects().first?["journalHead"] as? String
      if kind != "people" || !text.hasPrefix(Self.header + ",,") { #expect(after == entries) }
    }
  }

  @Test func `and is a program or a rubric ends with 78`() throws {
    try withDesk { desk in
      desk.begin()
      let program = desk.run("export", "program").output
      let cases: [(String, String)] = [
        ("program", ""), ("program", "{"), ("program", "\u{0}"),
        ("program", "{ format: 1, nam: 2 }"),
        ("program", String(program.dropLast(200))),
        ("program", program.replacingOccurrences(of: "kettle-moraine-evidence", with: "none")),
        ("program", program.replacingOccurrences(of: "America/Chicago", with: "America/Nowhere")),
        ("program", String(repeating: " ", count: 1_048_577)), ("rubric", ""), ("rubric", "[]"),
      ]
      for (kind, text) in cases {
        let outcome = desk.run("import", kind, "bad.json5", "--apply", files: ["bad.json5": text])
        let expected: ExitCode = text.utf8.count > 1_048_576 ? .data : .config
        #expect(outcome.code == expected, "\(kind) \(text.prefix(30)): \(outcome.errors)")
        #expect(outcome.errors.hasPrefix("rubricctl: "))
      }
      #expect(desk.run("export", "program").output == program)
      #expect(desk.run("import", "program", "missing.json5").code == .noInput)
    }
  }

  @Test func `and is the database is told, and left as it is`() throws {
    try withDesk { desk in
      #expect(desk.run("status").code == .noInput)
      try FileManager.default.createDirectory(
        atPath: desk.data + "/run", withIntermediateDirectories: true)
      let path = desk.data + "/rubricd.sqlite3"
      try Data("This is a letter, not a database, and it is long enough to be read as one.".utf8)
        .write(to: URL(fileURLWithPath: path))
      #expect(desk.run("status").code == .data)
      #expect(desk.run("window", "open", "1").code == .data)
      #expect(FileManager.default.contents(atPath: path)?.count == 74)
    }
  }
}
