import CivilTime
import Control
import Crypto
import Daemon
import Foundation
import Glibc
import Notices
import Office
import Programs
import Simulation
import Store
import Testing
import Workflow

/// The real programs: rubricctl drops a mail, rubricd takes it.
@Suite(.serialized) struct `A mail of 60 MB` {
  /// What either program may have resident at most.
  private static let residentBytesMax = 150 << 20
  private static let bytes = 60 << 20

  @Test func `is piped in, taken and answered with at most 150 MB resident`() throws {
    let district = try MapleHollow(by: SystemClock())
    let title = try district.takeMail()
    let large = try district.large(bytes: Self.bytes, subject: title)
    let notify = try NotifySocket(path: district.path + "/notify")
    let daemon = try RunningDaemon(
      ["--data", district.path], environment: ["NOTIFY_SOCKET": district.path + "/notify"])
    #expect(notify.next() == "READY=1\nSTATUS=Begins.")
    let piped = try district.pipe(large)
    #expect(piped.status == 0)
    #expect(piped.residentBytes < Self.residentBytesMax)
    #expect(
      try eventually {
        try district.names(in: "incoming/new").isEmpty
          && !district.names(in: "mail/new").isEmpty
      })
    #expect(try district.residentBytes(of: daemon.pid) < Self.residentBytesMax)
    #expect(try district.names(in: "incoming/rejected") == [])
    daemon.send(SIGTERM)
    #expect(daemon.end() == 0)
    let store = try district.store()
    let submission = try store.read { records in
      try records.submissions(.all, limit: 10).first.flatMap { try records.submission($0.id) }
    }
    let content = try #require(submission?.content.value)
    guard case .file(_, let length, let type, "large.pdf") = content.artifacts.first?.place else {
      Issue.record("no file: \(content)")
      return
    }
    #expect(length >= Int64(Self.bytes) && type == "application/pdf")
  }
}

extension MapleHollow {
  /// Lets the program take evidence by mail, at any time.
  ///
  /// - Returns: The title of an entry of the catalog.
  fileprivate func takeMail() throws -> String {
    var program = program
    program.mailIntake = MailIntakePolicy(address: "mc@maplehollow.example")
    program.proposals = nil
    program.pay = nil
    program.evidence.intake = .always
    let store = try store()
    let office = DistrictOffice(
      store: store,
      surroundings: Surroundings(
        clock: SystemClock(), random: SecureRandom(), files: files,
        zoneFile: { try SystemZones().bytes($0) }),
      settings: OfficeSettings(
        publicAddress: "https://credentials.example.org", texts: try .init(),
        intakeRestMilliseconds: 0))
    try office.perform(.setProgram(program), by: .technician)
    let first = try store.read { try $0.offerings(activeOnly: true, limit: 1).first }
    return try #require(first).title
  }

  /// A mail with one large attachment, as a file.
  fileprivate func large(bytes: Int, subject: String) throws -> String {
    let path = folder.path + "/large.eml"
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/Mail/mails.py").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c",
      "python3 -I \"$0\" large \"$1\" | sed -e \"s/m.alder@maplehollow.example/$3/\" "
        + "-e \"s/Subject: My video/Subject: $4/\" >\"$2\"",
      script, "\(bytes)", path, district.member(1).email, subject,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return path
  }

  /// Runs rubricctl as a mail server does.
  ///
  /// - Returns: How it ended, and the most memory that it had resident.
  fileprivate func pipe(_ path: String) throws -> (status: Int32, residentBytes: Int) {
    let process = Process()
    process.executableURL = try RunningDaemon.binary().deletingLastPathComponent()
      .appendingPathComponent("rubricctl")
    process.arguments = [
      "--data", self.path, "intake", "mail", "--recipient", "mc@maplehollow.example", "-",
    ]
    let input = Pipe()
    process.standardInput = input
    try process.run()
    let file = try #require(FileHandle(forReadingAtPath: path))
    var most = 0
    while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
      try input.fileHandleForWriting.write(contentsOf: piece)
      most = max(most, try residentBytes(of: process.processIdentifier))
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    return (process.terminationStatus, most)
  }

  /// The most memory that a process had resident so far.
  fileprivate func residentBytes(of pid: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
    return try #require(kibibytes.flatMap { Int($0) }) << 10
  }
}
