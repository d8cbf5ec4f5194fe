import CivilTime
import Files
import Foundation
import Office
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `A form's growing export` {
  /// A window for evidence is open, and everybody has an approval of the title that they hand in.
  private func open(teachers: Int = 6) throws -> District {
    let district = try District.begun(at: "2026-10-20 09:00", teachers: teachers)
    let rows = (0..<teachers).map { FormRow($0, teacher: $0) }
    try district.office.drop(FormRow.approvals(of: rows, besides: false), named: "opening.csv")
    try district.beat()
    try district.live(until: "2026-11-03 12:00")
    return district
  }

  @Test func `is read again without doubles, and nobody gets a second receipt`() throws {
    let district = try open()
    let rows = (0..<6).map { FormRow($0, teacher: $0) }
    try district.take(FormRow.sheet(Array(rows.prefix(4)), in: district.zone), named: "a.csv")
    let before = try district.evidence
    // The same rows in the other shape, sorted the other way round, and two more.
    try district.take(FormRow.download(rows.reversed(), in: district.zone), named: "b.csv")
    #expect(try district.evidence.prefix(4) == before.prefix(4))
    #expect(try district.evidence.count == 6)
    #expect(try district.mails().count { $0.key.hasSuffix("/receipt") } == 6)
  }

  @Test func `is taken once, also when the same bytes are dropped again under another name`() throws
  {
    let district = try open()
    let text = FormRow.sheet([FormRow(0, teacher: 0)], in: district.zone)
    try district.take(text, named: "a.csv")
    let last = try district.lastSequence
    try district.take(text, named: "copy of a.csv")
    #expect(try district.lastSequence == last)
    #expect(try district.names(in: "intake/done").contains("copy of a.csv"))
  }

  @Test func `keeps what was handed over when another file has the same name`() throws {
    let district = try open()
    let first = FormRow.sheet([FormRow(0, teacher: 0)], in: district.zone)
    let second = FormRow.sheet([FormRow(0, teacher: 0), FormRow(1, teacher: 1)], in: district.zone)
    try district.take(first, named: "a.csv")
    try district.take(second, named: "a.csv")
    let names = try district.names(in: "intake/done").filter { $0.hasSuffix("a.csv") }
    #expect(Set(try names.map { try district.text(of: "intake/done/\($0)") }) == [first, second])
  }

  @Test func `takes an edited response in the place of the one that it replaces`() throws {
    let district = try open()
    try district.take(FormRow.sheet([FormRow(0, teacher: 0)], in: district.zone), named: "a.csv")
    // The form service replaces the row, and dates it anew.
    let edited = FormRow(9, teacher: 0, again: true)
    try district.take(FormRow.sheet([edited], in: district.zone), named: "b.csv")
    let work = try #require(try district.evidence.first)
    #expect(try district.evidence.count == 1)
    #expect(
      work.content.value?.answers.first { $0.part == "own-reflection" }?.text
        == edited.reflection)
    #expect(work.receivedAt == edited.at(district))
    // Only the new row is known now: the old one, should it come back, is older than what counts.
    try district.take(
      FormRow.sheet([FormRow(0, teacher: 0), edited], in: district.zone), named: "c.csv")
    #expect(try district.evidence == [work])
  }

  @Test func `takes a row that was changed in the sheet under its old time stamp`() throws {
    let district = try open()
    try district.take(FormRow.sheet([FormRow(0, teacher: 0)], in: district.zone), named: "a.csv")
    let changed = FormRow(0, teacher: 0, again: true)
    try district.take(FormRow.sheet([changed], in: district.zone), named: "b.csv")
    let work = try #require(try district.evidence.first)
    #expect(
      work.content.value?.answers.first { $0.part == "own-reflection" }?.text
        == changed.reflection)
    // It counts from when it was seen: before that, nobody can say when it was changed.
    #expect(work.receivedAt == district.clock.now())
  }

  @Test func `sets a row aside once, tries it again each time, and takes it when it can`() throws {
    let district = try open()
    let stranger = FormRow(0, teacher: 50)
    try district.take(FormRow.sheet([stranger], in: district.zone), named: "a.csv")
    try district.take(
      FormRow.sheet([stranger, FormRow(1, teacher: 1)], in: district.zone), named: "b.csv")
    let waiting = try district.waitingRows
    #expect(waiting.count == 1)
    #expect(waiting.first?.fields.contains { $0.text == stranger.reflection } == true)
    // HR's next file knows the address, and the row is taken with the next export.
    try district.take(
      "Employee Number,First Name,Last Name,Email\n1050,Nia,New,\(stranger.email)\n",
      named: "people-2.csv")
    try district.office.drop(FormRow.approvals(of: [stranger], besides: false), named: "o.csv")
    try district.beat()
    try district.take(
      FormRow.sheet([stranger, FormRow(1, teacher: 1), FormRow(2, teacher: 2)], in: district.zone),
      named: "c.csv")
    #expect(try district.waitingRows.isEmpty)
    let arrived = try #require(stranger.at(district))
    #expect(try district.evidence.map(\.receivedAt).contains(arrived))
  }

  @Test func `leaves out for good what was dismissed`() throws {
    let district = try open()
    let odd = FormRow(0, teacher: 0, hours: .some(nil))
    try district.take(FormRow.sheet([odd], in: district.zone), named: "a.csv")
    let row = try #require(try district.waitingRows.first)
    try district.office.dismiss(row: row.id, by: district.administrator)
    try district.take(
      FormRow.sheet([odd, FormRow(1, teacher: 1)], in: district.zone), named: "b.csv")
    #expect(try district.waitingRows.isEmpty)
    #expect(throws: OfficeError.self) {
      try district.office.dismiss(row: row.id, by: district.administrator)
    }
  }

  @Test func `tells the administrator once of what an hour's files set aside`() throws {
    let district = try open()
    let administrator = "avery.adams@kmsd.example.org"
    for number in 0..<3 {
      try district.take(
        FormRow.sheet([FormRow(number, teacher: 60 + number)], in: district.zone),
        named: "\(number).csv")
    }
    try district.live(until: "2026-11-04 12:00")
    let reports = try district.mails().filter {
      $0.to == administrator && $0.key.contains("report")
    }
    #expect(reports.count == 1)
  }

  @Test func `of the past sends no receipts`() throws {
    let district = try open()
    // What was handed in three weeks ago, and is read today, is known to whoever handed it in.
    try district.live(until: "2026-11-20 09:00")
    try district.take(FormRow.sheet([FormRow(0, teacher: 0)], in: district.zone), named: "a.csv")
    try district.live(until: "2026-11-21 12:00")
    #expect(try district.evidence.count == 1)
    #expect(try district.mails().filter { $0.key.hasSuffix("/receipt") }.isEmpty)
  }

  @Test func `survives a loss of power at every single step of taking it`() throws {
    let rows = (0..<4).map { FormRow($0, teacher: $0) } + [FormRow(9, teacher: 70)]
    var step = 0
    var isOver = false
    while !isOver {
      step += 1
      let district = try open(teachers: 4)
      try district.drop(FormRow.sheet(rows, in: district.zone), named: "a.csv")
      district.disk.arm(.powerLoss(.unsynced), at: step, of: .changes)
      do {
        try district.beat()
        isOver = true
      } catch is OfficeError {
        district.disk.reopen()
        try district.office.freeLeases()
        try district.beat()
      }
      district.disk.disarm()
      #expect(try district.evidence.count == 4, "step \(step)")
      #expect(try district.waitingRows.count == 1)
      #expect(try district.names(in: "intake").filter { $0.hasSuffix(".csv") } == [])
      #expect(try district.names(in: "intake/done").contains("a.csv"))
      let mails = try district.mails().filter { $0.key.hasSuffix("/receipt") }
      #expect(Set(mails.map(\.key)).count == 4 && mails.count == 4, "step \(step)")
    }
    #expect(step > 4)
  }
}
