import Control
import Foundation
import Testing

@Suite struct `rubricctl intake mail` {
  private let mail = "From: a@kmsd.example.org\nSubject: MC-100\n\nHello.\n"

  private func names(_ desk: Desk, _ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(desk.data)/incoming/\(folder)")
  }

  @Test func `keeps the mail durably, with what the envelope says above it`() throws {
    try withDesk { desk in
      #expect(desk.begin().code == .ok)
      let outcome = desk.run(
        "intake", "mail", "--sender", "a@kmsd.example.org", "--recipient",
        "mc+mc-100@kmsd.example.org", "-", files: ["-": mail])
      #expect(outcome.code == .ok, "\(outcome.errors)")
      let name = try #require(try names(desk, "new").first)
      let kept = try String(contentsOfFile: "\(desk.data)/incoming/new/\(name)", encoding: .utf8)
      #expect(
        kept == "Return-Path: <a@kmsd.example.org>\nDelivered-To: mc+mc-100@kmsd.example.org\n"
          + mail)
      #expect(try names(desk, "tmp") == [])
      // Without an envelope it is the mail alone, from standard input; and two are two.
      #expect(desk.run("intake", "mail", files: ["-": mail]).code == .ok)
      #expect(try names(desk, "new").count == 2)
    }
  }

  @Test func `that was not taken is told of, listed, taken again and removed`() throws {
    try withDesk { desk in
      #expect(desk.begin(program: "lake-elsinore").code == .ok)
      #expect(desk.run("status").output.contains("0 to take, 0 not taken"))
      #expect(desk.run("intake", "rejected").output.contains("No mail was rejected."))
      let rejected = "\(desk.data)/incoming/rejected"
      for (name, text) in [
        ("1", mail), ("1.report.txt", "It was set aside without an answer: a test.\n"),
      ] {
        try text.write(toFile: "\(rejected)/\(name)", atomically: true, encoding: .utf8)
      }
      #expect(desk.run("status").output.contains("0 to take, 1 not taken"))
      let list = desk.run("intake", "rejected", "--json")
      let row = try #require(try list.objects().first)
      #expect(row["mail"] as? String == "1" && row["subject"] as? String == "MC-100")
      #expect((row["why"] as? String)?.contains("a test") == true)

      #expect(desk.run("intake", "retake", "2").code != .ok)
      #expect(desk.run("intake", "retake", "1").code == .ok)
      #expect(try names(desk, "rejected") == [] && names(desk, "new") == ["1"])
      let status = try #require(try desk.run("status", "--json").objects().first)
      #expect(status["mailsToTake"] as? Int == 1 && status["mailsRejected"] as? Int == 0)

      try mail.write(toFile: "\(rejected)/3", atomically: true, encoding: .utf8)
      #expect(desk.run("intake", "retake", "3", "--dismiss").code == .ok)
      #expect(try names(desk, "rejected") == [] && names(desk, "new") == ["1"])
    }
  }

  @Test func `takes no line break from an address into the header`() throws {
    try withDesk { desk in
      #expect(desk.begin().code == .ok)
      let outcome = desk.run(
        "intake", "mail", "--sender", "<>", "--recipient", "x\nAuthentication-Results: y",
        files: ["-": mail])
      #expect(outcome.code == .ok)
      let name = try #require(try names(desk, "new").first)
      let kept = try String(contentsOfFile: "\(desk.data)/incoming/new/\(name)", encoding: .utf8)
      #expect(kept.hasPrefix("Return-Path: <>\nDelivered-To: x?Authentication-Results: y\nFrom:"))
    }
  }

  @Test func `ends with 75 when it can't be kept, so that the mail system tries again`() throws {
    try withDesk { desk in
      // No district yet, an input that can't be read, and a folder that is none.
      #expect(desk.run("intake", "mail", files: ["-": mail]).code == .temporary)
      #expect(desk.begin().code == .ok)
      #expect(desk.run("intake", "mail", "no such file").code == .temporary)
      try FileManager.default.removeItem(atPath: "\(desk.data)/incoming/new")
      try "".write(toFile: "\(desk.data)/incoming/new", atomically: true, encoding: .utf8)
      #expect(desk.run("intake", "mail", files: ["-": mail]).code == .temporary)
      #expect(try names(desk, "tmp") == [])
    }
  }
}
