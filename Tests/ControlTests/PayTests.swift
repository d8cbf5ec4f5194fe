import CivilTime
import Control
import Crypto
import Foundation
import SQLite
import Testing

@Suite struct `Pay at the command line` {
  private static let people = """
    Employee Number,First Name,Last Name,Email,School,Bargaining Unit
    1001,Robin,Vale,robin@leusd.example.org,District Office,
    1002,Ana,Reyes,ana@leusd.example.org,Lakeside,LETA
    1003,Omar,Diaz,omar@leusd.example.org,Lakeside,LETA

    """

  private static let opening = """
    Kind,Employee Number,Title,Date,Year End,Amount,Hours
    carried,1002,,2026-05-01,,620.50,
    carried,1003,,2026-05-02,,250.00,

    """

  /// Lake Elsinore as its first warrant with us comes near: two are owed something from before, and $700.00 is there.
  private func begin(_ desk: Desk) throws {
    #expect(
      desk.run(
        "init", "--program", "Config/lake-elsinore.json5", "--people", "people.csv",
        "--administrator", "robin@leusd.example.org", files: ["people.csv": Self.people]
      ).code == .ok)
    #expect(desk.run("import", "opening", "o.csv", files: ["o.csv": Self.opening]).code == .ok)
    let granted = desk.run(
      "pay", "funds", "--grant", "700.00", "--on", "2026-09-01", "--reason", "The board.")
    #expect(granted.code == .ok && granted.output.contains("$700.00"), "\(granted)")
    try desk.pass(until: "2027-01-23T18:00:00Z")
  }

  /// What the preview says to seal it with.
  private func token(_ desk: Desk) throws -> String {
    let preview = desk.run("pay", "preview", "2027-01-29", columns: nil)
    let line = try #require(preview.output.split(separator: "\n").last)
    return try #require(line.split(separator: " ").first { $0.count == 64 }.map(String.init))
  }

  /// Lake Elsinore's January warrant: what waits from an earlier year, under the cap, as far as the funds last.
  @Test func `goes from a preview to a sealed file that is marked as paid`() throws {
    try withDesk { desk in
      try begin(desk)
      #expect(
        desk.run("pay", "funds", "--take", "700.01", "--on", "2026-09-01", "--reason", "No.").code
          == .refused)
      #expect(desk.run("pay", "list").output.contains("January warrant"))
      #expect(desk.run("pay", "preview", "2027-01-28").code == .noInput)
      let preview = desk.run("pay", "preview", "2027-01-29", columns: nil)
      #expect(preview.output.contains("$500.00") && preview.output.contains("$120.50"))
      #expect(preview.output.contains("In all: $700.00 for 2 people. The funds have $0.00 left"))
      let forecast = desk.run("pay", "forecast", "--until", "2027-01-31", columns: nil).output
      #expect(forecast.contains("$700.00   $700.00    $170.50       $0.00"), "\(forecast)")
      let token = try token(desk)

      let file = desk.folder + "/january.csv"
      let wrong = String(repeating: "0", count: 64)
      #expect(desk.run("pay", "seal", "2027-01-29", "--shown", wrong).code == .refused)
      #expect(desk.run("pay", "seal", "2027-01-29", "--shown", token).code == .ok)
      #expect(desk.run("pay", "file", "2027-01-29", "--to", file).code == .ok)
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let listed = try desk.run("pay", "list", "--json").objects()
      #expect(
        listed.contains { $0["hash"] as? String == SHA256.hash(Array(text.utf8)).hex })
      #expect(
        text.contains("2027-01-29,1002,Reyes,Ana,from before,opening 1/0,500.00,01-0000-1110\r\n"),
        "\(text)")
      #expect(
        text.contains("2027-01-29,1003,Diaz,Omar,from before,opening 2/0,200.00,01-0000-1110\r\n"),
        "\(text)")
      #expect(desk.run("pay", "seal", "2027-01-29", "--shown", token).code == .refused)
      #expect(desk.run("pay", "file", "2027-01-29").output == text)
      #expect(desk.run("pay", "paid", "2027-01-29").code == .ok)
      #expect(desk.run("pay", "paid", "2027-01-29").code == .refused)
      #expect(desk.run("pay", "list").output.contains("paid"))
      let statement = desk.run("pay", "statement", "1002", columns: nil).output
      #expect(
        statement.contains("carriedOver -$500.00, fulfilled $500.00, sealed $500.00"),
        "\(statement)")
      #expect(statement.contains("$0.00 of $500.00 is left for 2026–27"), "\(statement)")
      #expect(desk.run("verify").code == .ok)
    }
  }

  @Test func `is sealed as it was shown, with every line that pays nothing`() throws {
    try withDesk { desk in
      try begin(desk)
      let shown = try token(desk)
      // Nothing is left for it: the file would be the same, but somebody should have seen it.
      let more = """
        Kind,Employee Number,Title,Date,Year End,Amount,Hours
        carried,1003,,2026-05-03,,50.00,

        """
      #expect(desk.run("import", "opening", "m.csv", files: ["m.csv": more]).code == .ok)
      #expect(desk.run("pay", "seal", "2027-01-29", "--shown", shown).code == .refused)
      #expect(desk.run("pay", "seal", "2027-01-29", "--shown", try token(desk)).code == .ok)
    }
  }

  @Test func `is found again as it was sealed, until somebody in it is erased`() throws {
    try withDesk { desk in
      try begin(desk)
      #expect(desk.run("pay", "seal", "2027-01-29", "--shown", try token(desk)).code == .ok)
      let file = desk.folder + "/january.csv"
      #expect(desk.run("pay", "file", "2027-01-29", "--to", file).code == .ok)
      let sealed = try String(contentsOfFile: file, encoding: .utf8)
      let renamed = Self.people.replacing("Reyes", with: "Reyes-Cole")
      #expect(desk.run("import", "people", "p.csv", files: ["p.csv": renamed]).code == .ok)
      #expect(desk.run("pay", "file", "2027-01-29", "--to", file).code == .ok)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == sealed)
      // A backup has it, too.
      let backup = desk.folder + "/backup"
      #expect(desk.run("backup", backup).code == .ok)
      let hash = SHA256.hash(Array(sealed.utf8)).hex
      #expect(
        FileManager.default.fileExists(
          atPath: backup + "/blobs/\(hash.prefix(2))/\(hash.dropFirst(2))"))

      // What is still owed to somebody who was erased stays in the ledger, and in the next file without a name.
      #expect(desk.run("erase", "1002", "--yes").code == .ok)
      #expect(desk.run("verify").code == .ok)
      #expect(desk.run("pay", "file", "2027-01-29", "--to", file).code == .refused)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == sealed)
      let anew = desk.run("pay", "file", "2027-01-29", "--anew")
      #expect(
        anew.code == .ok && anew.output.contains(",from before,opening 1/0,500.00,01-0000-1110\r\n")
      )
      #expect(!anew.output.contains("Reyes"))
    }
  }

  @Test func `is not sealed a second time after a restore, before somebody has looked`() throws {
    try withDesk { desk in
      try begin(desk)
      let backup = desk.folder + "/backup"
      #expect(desk.run("backup", backup).code == .ok)
      #expect(desk.run("pay", "seal", "2027-01-29", "--shown", try token(desk)).code == .ok)
      let restored = desk.run("restore", backup)
      #expect(restored.code == .ok && restored.output.contains("2027-01-29"), "\(restored)")
      let token = try token(desk)
      let refused = desk.run("pay", "seal", "2027-01-29", "--shown", token)
      #expect(refused.code == .refused && refused.errors.contains("2027-01-29"), "\(refused)")
      #expect(desk.run("pay", "resume").code == .ok)
      #expect(desk.run("pay", "seal", "2027-01-29", "--shown", token).code == .ok)
      // What the backup knows itself holds nothing up.
      #expect(desk.run("backup", backup).code == .ok)
      #expect(desk.run("restore", backup).output.contains("pay resume") == false)
    }
  }

  @Test func `is held against its own entries, cent by cent, by verify`() throws {
    try withDesk { desk in
      try begin(desk)
      #expect(desk.run("pay", "seal", "2027-01-29", "--shown", try token(desk)).code == .ok)
      let database = desk.data + "/rubricd.sqlite3"
      let changes: [(StaticString, StaticString, String)] = [
        (
          "UPDATE lot SET carried = carried + 1 WHERE item = 1",
          "UPDATE lot SET carried = carried - 1 WHERE item = 1",
          "what waits to be paid differs from its entries"
        ),
        (
          "UPDATE posting SET part = 1 WHERE account = 'earned' AND item = 1",
          "UPDATE posting SET part = 0 WHERE account = 'earned' AND item = 1",
          "what it earned is not what is payable"
        ),
        (
          "UPDATE posting SET cents = cents / 2 WHERE day = '2026-09-01'",
          "UPDATE posting SET cents = cents * 2 WHERE day = '2026-09-01'",
          "more was paid from 2026-07-01 on than was granted"
        ),
      ]
      for (change, undo, words) in changes {
        func tamper(_ sql: StaticString) throws {
          let connection = try Connection(path: database)
          try connection.executeScript(sql)
        }
        try tamper(change)
        let found = desk.run("verify", columns: nil)
        #expect((found.output + found.errors).contains(words), "\(found)")
        try tamper(undo)
      }
      #expect(desk.run("verify").code == .ok)
    }
  }

  @Test func `is nothing where the program pays nothing`() throws {
    try withDesk { desk in
      desk.run(
        "init", "--program", "Config/volusia.json5", "--people", "people.csv", "--administrator",
        "robin@leusd.example.org", files: ["people.csv": Self.people])
      #expect(desk.run("pay", "list").output.contains("no pay date"))
      let refused = desk.run("pay", "preview", "2027-01-29")
      #expect(refused.errors.contains("pays nothing"), "\(refused)")
      #expect(desk.run("pay", "hold", "1", "x", "--reason", "R").code == .usage)
    }
  }
}
