import CivilTime
import Files
import Foundation
import Office
import Programs
import Store
import Testing
import Workflow

/// The mails of Tests/Fixtures/Mail/mails.py, sent to a district.
@Suite struct `Five hundred strange mails` {
  private struct Made: Decodable {
    var shape: String
    var bytes: Data
    var files: [[String]]
  }

  private static func make(seed: Int, count: Int) throws -> [Made] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script = repository.appendingPathComponent("Tests/Fixtures/Mail/mails.py").path
    process.arguments = ["python3", "-I", script, "\(seed)", "\(count)"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let lines = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try lines.split(separator: 0x0A).map { try JSONDecoder().decode(Made.self, from: $0) }
  }

  /// What nobody answers.
  private static let silent: Set<String> = ["vacation", "list_mail", "bounce", "stranger"]

  @Test func `are each taken or answered, and nothing is lost`() throws {
    let district = try District.mailing {
      // All come from one teacher on one day.
      $0.mailIntake?.mailsPerDay = 500
      $0.mailIntake?.address = "mc@maplehollow.example"
    }
    // Each for another entry, since one submission has room for sixty files.
    var catalog = "Code,Title,Skills\n"
    for number in 0..<500 { catalog += "XM-\(number),Strange course \(number) x,Technology\n" }
    try district.take(catalog, named: "more.csv")
    let mails = try Self.make(seed: 20_261_223, count: 500)
    #expect(mails.count == 500)
    for (number, mail) in mails.enumerated() {
      let bytes = [UInt8](mail.bytes).replacing(
        Array("m.alder@maplehollow.example".utf8), with: Array(District.address(0).utf8)
      ).replacing(Array("mc+CODE1@".utf8), with: Array("mc+xm-\(number)@".utf8))
      try district.files.writeDurably(
        bytes, to: "incoming/new/\(number)", temporary: "incoming/tmp/\(number)")
      let before = try district.counts
      try district.beat()
      let after = try district.counts
      let rejected = try district.files.exists("incoming/rejected/\(number)")
      let isAnswered = after.answers == before.answers + 1
      #expect(try !district.files.exists("incoming/new/\(number)"))
      switch mail.shape {
      case let shape where Self.silent.contains(shape):
        #expect(rejected && !isAnswered, "\(shape)")
      case "cut", "nuls", "damaged", "noise", "empty":
        // Whatever is left of it: it was taken, or its sender was told, or nobody knows the sender.
        #expect(rejected != (isAnswered && after.taken == before.taken + 1), "\(mail.shape)")
      case "pgp_encrypted", "smime_encrypted", "text_only", "html_only", "many":
        #expect(rejected && isAnswered && after.taken == before.taken, "\(mail.shape)")
      default:
        #expect(!rejected && isAnswered && after.taken == before.taken + 1, "\(mail.shape)")
        let kept = try district.keptFiles
        for file in mail.files { #expect(kept.contains(file[1]), "\(mail.shape) \(file[0])") }
      }
    }
    #expect(try district.submissions.count > 250)
  }
}

extension District {
  /// How many mails were taken and answered so far.
  fileprivate var counts: (taken: Int, answers: Int) {
    get throws {
      let person = try person("1000")
      return try office.read { records in
        (
          try records.intakeFiles(limit: 1_000).count { $0.kind == "mail" && $0.state == .taken },
          try records.answersToMail(of: person, since: .distantPast)
        )
      }
    }
  }

  fileprivate var keptFiles: Set<String> {
    get throws {
      Set(
        try files.list("blobs").filter { $0.kind == .folder && $0.name != "tmp" }.flatMap {
          folder in
          try files.list("blobs/\(folder.name)").map { folder.name + $0.name }
        })
    }
  }
}
