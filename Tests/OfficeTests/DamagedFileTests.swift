import CivilTime
import Foundation
import Office
import Store
import Testing
import Workflow

@Suite struct `A damaged file` {
  /// Of each kind, a file with all its columns.
  private func whole() -> [(name: String, text: String)] {
    [
      ("people.csv", "Employee Number,First Name,Last Name,Email\n8,Eve,Eden,eve@example.org\n"),
      ("evaluators.csv", "Employee Number,Skills\n1000,Technology\n"),
      ("catalog.csv", "Code,Title,Skills\nMC-1,Genius Hour,Technology\n"),
      ("opening.csv", "Kind,Employee Number,Title,Date\naward,1000,Genius Hour,2026-01-01\n"),
      ("calendar.csv", "From,To,Kind,Name\n2026-10-12,,holiday,A holiday\n"),
      ("evidence.csv", FormRow.text([FormRow.headings, FormRow.headings.map { _ in "x" }])),
    ]
  }

  /// Drops a file, and expects that it is refused with one clear message and nothing else has changed.
  private func expectRefused(
    _ bytes: [UInt8], named name: String, in district: District, _ words: String...
  ) throws {
    let tables = try counts(in: district)
    let sequence = try district.lastSequence
    try district.office.drop(bytes, named: name)
    try district.beat()
    #expect(try counts(in: district) == tables, "\(name)")
    #expect(try district.lastSequence == sequence + 1, "\(name)")
    #expect(try district.names(in: "intake").filter { $0 == name } == [])
    let report = try district.text(of: "intake/rejected/\(name).report.txt")
    #expect(report.contains("found") && report.contains("expected"), "\(name): \(report)")
    for word in words { #expect(report.contains(word), "\(name): \(report)") }
    #expect(report.split(separator: "\n").count == 1, "\(name): \(report)")
    let event = try district.office.read { try $0.entries(after: sequence, limit: 1).first?.event }
    guard case .fileTaken(let taken) = event else {
      Issue.record("\(name): \(String(describing: event))")
      return
    }
    #expect(!taken.unreadable.isEmpty && taken.taken == 0)
  }

  private func counts(in district: District) throws -> [Int] {
    try district.office.read { records in
      [
        try records.people(limit: 10_000).count, try records.submissions(.all, limit: 10_000).count,
        try records.offerings(activeOnly: false, limit: 10_000).count, try records.windows().count,
        try records.calendar().daysOff.count, try records.openSetAsideCount(),
        try records.evaluators().count,
      ]
    }
  }

  @Test func `of any kind that is cut off within a cell changes nothing`() throws {
    let district = try District.begun()
    for (name, text) in whole() {
      try expectRefused(
        Array((text + "\"cut o").utf8), named: "cut-\(name)", in: district, "cut-\(name)")
    }
    try expectRefused(
      Array("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTA".utf8), named: "cut.ics",
      in: district)
    try expectRefused([0x50, 0x4B, 3, 4, 20, 0, 0, 0], named: "cut.zip", in: district)
  }

  @Test func `that is binary, empty or of no known kind changes nothing`() throws {
    let district = try District.begun()
    var noise: [UInt8] = []
    for index in 0..<4_096 { noise.append(UInt8(truncatingIfNeeded: index &* 167 &+ index >> 5)) }
    try expectRefused([0] + noise, named: "noise.csv", in: district)
    try expectRefused([0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3], named: "picture.csv", in: district)
    try expectRefused([], named: "empty.csv", in: district)
    try expectRefused(Array("\r\n \r\n".utf8), named: "blank.csv", in: district)
    try expectRefused(Array("Color,Shape\nred,round\n".utf8), named: "odd.csv", in: district)
    for (name, text) in whole() {
      // Binary behind a good heading.
      let heading = text.prefix { $0 != "\n" && $0 != "\r\n" }
      try expectRefused(
        Array(heading.utf8) + [0x0A] + noise, named: "binary-\(name)", in: district)
    }
  }

  @Test func `that contradicts itself changes nothing`() throws {
    let district = try District.begun()
    for (name, text) in whole() {
      // Each column twice: which of them counts?
      let lines = text.split(whereSeparator: \.isNewline).map { "\($0),\($0)" }
      try expectRefused(
        Array(lines.joined(separator: "\n").utf8), named: "double-\(name)", in: district)
    }
  }

  @Test func `that is gigantic is refused unread`() throws {
    let district = try District.begun()
    let text = Array("Employee Number,First Name,Last Name,Email\n".utf8)
    try expectRefused(
      text + [UInt8](repeating: UInt8(ascii: "x"), count: 20 << 20), named: "people.csv",
      in: district, "20971520", "limits.intakeFileMebibytes")
  }

  @Test func `is told to the administrator, once however often it is dropped`() throws {
    let district = try District.begun()
    for number in 0..<2 {
      try district.take("Color,Shape\nred,round\n", named: "odd-\(number).csv")
    }
    try district.live(until: "2026-08-25 12:00")
    let told = try district.mails().filter {
      $0.to == "avery.adams@kmsd.example.org" && $0.key.contains("/report")
    }
    #expect(told.count == 1)
  }
}
