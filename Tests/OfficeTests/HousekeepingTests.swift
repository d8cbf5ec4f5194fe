import CivilTime
import Files
import Foundation
import Notices
import Office
import SQLite
import Store
import Synchronization
import Testing
import Workflow

@Suite struct `A beat` {
  /// Things to do that can't be done, due before everything else: windows that there are not.
  private func addRefusable(_ count: Int, to database: String) throws {
    let connection = try Connection(path: database)
    for number in 0..<count {
      let item = AgendaItem.openWindow(WindowID(9_000 + Int64(number)))
      try connection.execute(
        "INSERT INTO agenda (item, subject, due) VALUES (?, ?, 0)", item.name, item.subject)
    }
  }

  @Test func `gets past what is refused, however much of it is due first`() throws {
    let folder = NSTemporaryDirectory() + "rubricd-beat-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let log = Lines()
    let district = try District.begun(
      place: .folder(folder), files: LocalFiles(root: folder), log: log)
    try addRefusable(210, to: folder + "/rubricd.sqlite3")
    district.clock.pass(until: try district.zone.at("2026-10-26 12:00"))
    // One step of a window after the other, as long as a beat does something.
    while try district.office.beat().done > 0 {}
    #expect(try district.window(.proposal).state == .closed)
    #expect(try district.window(.evidence).state == .open)
    // Each is tried once a beat, and the log says of which record, not in which words.
    let before = log.lines.count
    let report = try district.office.beat()
    #expect(report.refused.count == 210)
    #expect(report.done == 0 && !report.isMore)
    let lines = log.lines.dropFirst(before).filter { $0.hasPrefix("agenda ") }
    #expect(lines.count == 210)
    #expect(lines.first == "agenda open-window 9000: notFound")
  }

  @Test func `does what is due though a folder can't be looked into, and says so then`() throws {
    let clock = HandClock(Instant(milliseconds: 1_787_583_600_000))
    let files = ClosedFiles(SimulatedDisk { clock.now().milliseconds }.files())
    let district = try District.begun(files: files)
    files.close { $0 == "bounces/new" }
    district.clock.pass(until: try district.zone.at("2026-09-14 08:00"))
    for _ in 0..<10 {
      district.clock.pass(until: district.clock.now().adding(minutes: 10))
      let error = try #require(throws: OfficeError.self) { try district.office.beat() }
      #expect("\(error)".contains("bounces/new"))
    }
    #expect(try district.window(.proposal).state != .planned)
    #expect(try !district.office.read { try $0.mails(.all, limit: 1) }.isEmpty)
  }

  @Test func `notes a backup that was made beside it, once`() throws {
    let district = try District.begun()
    #expect(try district.office.read { try $0.lastBackup() } == nil)
    let made = district.clock.now()
    try district.office.leaveWordOfBackup()
    district.clock.pass(until: made.adding(hours: 3))
    try district.beat()
    #expect(try district.office.read { try $0.lastBackup() } == made)
    #expect(try !district.names(in: "run").contains("backed-up"))
    try district.beat()
    #expect(try district.office.read { try $0.lastBackup() } == made)
  }
}

@Suite struct `A file that rubricd may not read` {
  private func district(_ files: ClosedFiles) throws -> District {
    try District.begun(files: files)
  }

  @Test func `is told of once, and keeps no other waiting`() throws {
    let clock = HandClock(Instant(milliseconds: 1_787_583_600_000))
    let files = ClosedFiles(SimulatedDisk { clock.now().milliseconds }.files())
    let district = try district(files)
    // More than one beat takes, all ahead of the one that can be read.
    for number in 10..<40 { try district.drop("closed", named: "a-\(number).csv") }
    files.close { $0.hasPrefix("intake/a-") }
    try district.drop(
      "Employee Number,First Name,Last Name,Email\n7000,Ada,Stone,ada@kmsd.example.org\n",
      named: "z.csv")
    let told = try district.lastSequence
    try district.beat()
    #expect(try district.office.read { try $0.person(employeeNumber: "7000") } != nil)
    let notes = try district.office.read { try $0.entries(after: told, limit: 1_000) }
      .filter { $0.event.type == "file-taken" }
    #expect(notes.count == 31)
    // What stays in the journal for ever is no file's name.
    #expect(!notes.contains { "\($0.event)".contains("a-1") })
    let first = try district.lastSequence
    try district.beat()
    #expect(try district.lastSequence == first)
    let listed = try district.office.read { try $0.intakeFiles(limit: 100) }
      .filter { $0.name == "a-10.csv" }
    #expect(listed.map(\.state) == [.rejected])
    try district.live(until: "2026-08-24 12:00")
    let mails = try district.mails().filter { $0.key.contains("intake/") }
    #expect(mails.count == 1, "\(mails.map(\.key))")
    // Once it may be read, it is taken as any other.
    files.close { _ in false }
    let last = try district.lastSequence
    try district.beat()
    #expect(try district.lastSequence > last)
    #expect(try district.names(in: "intake").filter { $0.hasPrefix("a-") }.count < 30)
  }
}

@Suite struct `A file that is too large` {
  @Test func `goes by the limit that the installation sets, to the byte`() throws {
    let whole = try District.begun()
    var settings = whole.office.settings
    settings.intakeFileBytesMax = 200
    let office = DistrictOffice(
      store: whole.office.store, surroundings: whole.office.surroundings, settings: settings)
    let head = "Employee Number,First Name,Last Name,Email\n"
    func file(_ number: Int, _ count: Int) -> [UInt8] {
      let row = "\(number),Ada,,\(number)@kmsd.example.org\n"
      let name = String(repeating: "x", count: count - head.utf8.count - row.utf8.count)
      return Array((head + "\(number),Ada,\(name),\(number)@kmsd.example.org\n").utf8)
    }
    #expect(file(7_000, 200).count == 200)
    try office.drop(file(7_000, 200), named: "fits.csv")
    try office.drop(file(7_001, 201), named: "large.csv")
    try office.beat()
    #expect(try office.read { try $0.person(employeeNumber: "7000") } != nil)
    #expect(try office.read { try $0.person(employeeNumber: "7001") } == nil)
    let report = try whole.text(of: "intake/rejected/large.csv.report.txt")
    #expect(report.contains("found 201 bytes; expected a file of at most 200 bytes"))
    #expect(
      report.contains("limits.intakeFileMebibytes") && report.split(separator: "\n").count == 1)
  }
}

@Suite struct `A row that was set aside` {
  @Test func `is left out by the office alone`() throws {
    let district = try District.begun()
    try district.live(until: "2026-09-15 12:00")
    var odd = FormRow(0, teacher: 0)
    odd.email = "nobody@kmsd.example.org"
    try district.take(FormRow.sheet([odd], in: district.zone), named: "a.csv")
    let row = try #require(
      try district.office.read { try $0.openSetAsideRows(limit: 10) }.first)
    for actor in [Actor.person(try district.person("1000")), .clock, .intake] {
      #expect(throws: OfficeError.self) { try district.office.dismiss(row: row.id, by: actor) }
      #expect(try district.office.read { try $0.openSetAsideCount() } == 1)
    }
    try district.office.dismiss(row: row.id, by: .technician)
    #expect(try district.office.read { try $0.openSetAsideCount() } == 0)
  }
}

@Suite struct `An address that bounced` {
  @Test func `is told with what did not get there, in the server's words, if it was lately`() throws
  {
    let district = try District.begun()
    try district.live(until: "2026-09-08 06:59")
    let person = try district.person("1000")
    let since = district.clock.now()
    #expect(try district.office.read { try $0.bouncedPeople(limit: 9) } == [])
    let queued = try district.office.read { try $0.mails(.person(person), limit: 10) }
    let mail = try #require(queued.first)
    try district.office.store.write { records in
      try records.mark(mail: mail.id, .failed, words: "550 5.1.1 User unknown", at: since)
    }
    try district.office.perform(.markAddress(person, hasBounced: true), by: .technician)
    let found = try district.office.read { try $0.bounced(since: since) }
    #expect(found.map(\.person) == [person])
    #expect(found.first?.serverWords == "550 5.1.1 User unknown")
    #expect(found.first?.missed.map(\.key) == [mail.key])
    #expect(
      try district.office.read { try $0.bounced(since: since.adding(milliseconds: 1)) }.isEmpty)
  }
}

// MARK: Stand-ins

/// A log that is kept.
private final class Lines: Log {
  private let kept = Mutex<[String]>([])
  var lines: [String] { kept.withLock { $0 } }
  func write(_ level: LogLevel, _ message: String) { kept.withLock { $0.append(message) } }
}
