import Foundation
import Testing

/// The unit files, as systemd itself reads them. Debian's package `systemd` has the tool; Scripts/test installs it.
@Suite struct `The unit files` {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("systemd")

  @Test(arguments: ["rubricd.service", "rubricd@.service"])
  func `are clean by systemd-analyze, and let nothing through`(name: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/" + name
    // On the machine that builds it, the program is not installed yet.
    let unit = try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
    #expect(unit.contains("ExecStart=/usr/bin/rubricd "))
    try unit.replacing("/usr/bin/rubricd", with: RunningDaemon.binary().path)
      .write(toFile: path, atomically: true, encoding: .utf8)
    let (verdict, complaints) = try analyze(["verify", "--man=no", path])
    #expect(verdict == 0)
    #expect(complaints.isEmpty, "\(complaints)")

    // Exposure times ten: at most 1.5.
    let (exposure, table) = try analyze(
      ["security", "--offline=yes", "--threshold=15", "--no-pager", path])
    #expect(exposure == 0, "\(table)")
    #expect(table.contains("Overall exposure level"))
  }

  @Test func `get a network for a relay by one more file, and nothing else`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/rubricd.service"
    let unit = try String(
      contentsOf: Self.root.appendingPathComponent("rubricd.service"), encoding: .utf8)
    try unit.replacing("/usr/bin/rubricd", with: RunningDaemon.binary().path)
      .write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.copyItem(
      at: Self.root.appendingPathComponent("rubricd.service.d"),
      to: URL(fileURLWithPath: path + ".d"))
    let (verdict, complaints) = try analyze(["verify", "--man=no", path])
    #expect(verdict == 0)
    #expect(complaints.isEmpty, "\(complaints)")
    let settings = try String(contentsOfFile: path + ".d/relay.conf", encoding: .utf8)
      .split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("[") }
    #expect(
      settings == [
        "PrivateNetwork=no", "RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK",
        "IPAddressDeny=",
      ])
  }

  @Test(arguments: ["rubricd", "rubricd@"])
  func `have a socket for pages, at which this machine alone is let in`(name unit: String) throws {
    let folder = try TemporaryFolder()
    for name in ["\(unit).service", "\(unit).socket"] {
      let unit = try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
      try unit.replacing("/usr/bin/rubricd", with: RunningDaemon.binary().path)
        .write(toFile: folder.path + "/" + name, atomically: true, encoding: .utf8)
    }
    let (verdict, complaints) = try analyze(
      ["verify", "--man=no", folder.path + "/\(unit).socket"])
    #expect(verdict == 0)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test func `say why each line of the sandbox is there`() throws {
    for name in [
      "rubricd.service", "rubricd@.service", "rubricd.socket", "rubricd@.socket",
      "rubricd.service.d/relay.conf",
    ] {
      let unit = try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
      // Settings stand in groups, each under its comment.
      for group in unit.components(separatedBy: "\n\n") where group.contains("=") {
        let first = group.split(separator: "\n").first { !$0.hasPrefix("[") } ?? ""
        #expect(first.hasPrefix("#") || group.hasPrefix("["), "\(name): \(group)")
      }
    }
  }

  @Test func `differ only in the district's name`() throws {
    func settings(_ name: String) throws -> [String] {
      try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
        .split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }
    #expect(
      try settings("rubricd@.service").map {
        $0.replacing("/%i", with: "").replacing("the school district %i", with: "a school district")
      } == settings("rubricd.service"))
  }

  private func analyze(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/systemd-analyze")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
