import CivilTime
import Control
import Crypto
import Foundation
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

  /// Lake Elsinore's January warrant: what waits from an earlier year, under the cap, as far as the funds last.
  @Test func `goes from a preview to a sealed file that is marked as paid`() throws {
    try withDesk { desk in
      #expect(
        desk.run(
          "init", "--program", "Config/lake-elsinore.json5", "--people", "people.csv",
          "--administrator", "robin@leusd.example.org", files: ["people.csv": Self.people]
        ).code == .ok)
      #expect(
        desk.run("import", "opening", "o.csv", files: ["o.csv": Self.opening]).code == .ok)
      let granted = desk.run(
        "pay", "funds", "--grant", "700.00", "--on", "2026-09-01", "--reason", "The board.")
      #expect(granted.code == .ok && granted.output.contains("$700.00"), "\(granted)")
      #expect(
        desk.run("pay", "funds", "--take", "700.01", "--on", "2026-09-01", "--reason", "No.").code
          == .refused)
      #expect(desk.run("pay", "list").output.contains("January warrant"))

      try desk.pass(until: "2027-01-23T18:00:00Z")
      #expect(desk.run("pay", "preview", "2027-01-28").code == .noInput)
      let preview = desk.run("pay", "preview", "2027-01-29", columns: nil)
      #expect(preview.output.contains("$500.00") && preview.output.contains("$120.50"))
      #expect(preview.output.contains("In all: $700.00 for 2 people. The funds have $0.00 left"))
      let line = try #require(preview.output.split(separator: "\n").last)
      let hash = try #require(line.split(separator: " ").first { $0.count == 64 }.map(String.init))

      let file = desk.folder + "/january.csv"
      let wrong = String(repeating: "0", count: 64)
      #expect(desk.run("pay", "seal", "2027-01-29", "--file", wrong).code == .refused)
      #expect(desk.run("pay", "seal", "2027-01-29", "--file", hash).code == .ok)
      #expect(desk.run("pay", "file", "2027-01-29", "--to", file).code == .ok)
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(SHA256.hash(Array(text.utf8)).hex == hash)
      #expect(
        text.contains("2027-01-29,1002,Reyes,Ana,from before,opening 1/0,500.00,,\r\n"), "\(text)")
      #expect(
        text.contains("2027-01-29,1003,Diaz,Omar,from before,opening 2/0,200.00,,\r\n"), "\(text)")
      #expect(desk.run("pay", "seal", "2027-01-29", "--file", hash).code == .refused)
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
      // What is still owed to somebody who was erased stays in the ledger, and in the next file without a name.
      #expect(desk.run("erase", "1002", "--yes").code == .ok)
      #expect(desk.run("verify").code == .ok)
      #expect(desk.run("pay", "file", "2027-01-29").code == .refused)
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
