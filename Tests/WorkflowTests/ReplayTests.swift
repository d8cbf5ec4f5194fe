import CivilTime
import Programs
import Testing
import Workflow

@Suite struct `A journal` {
  /// A season with something of everything, and its end.
  private func season() throws -> District {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-15 12:00")
    try district.handIn(.proposal, of: noah, "Kites")
    var walk = RandomWalk(district, seed: 11)
    for _ in 0..<300 { try walk.step() }
    district = walk.district
    try district.perform(
      .recordOpening(
        OpeningFacts(kind: .award, earner: dana, title: "Robots", date: day("2025-05-01"))))
    return district
  }

  @Test func `leads to the same records each time it is replayed`() throws {
    let district = try season()
    #expect(district.records.journal.count > 100)
    #expect(try replay(district.records.journal) == district.records.tables)
  }

  @Test func `leads to the same records through its stored form`() throws {
    let district = try season()
    let coding = EventCoding()
    let stored = try district.records.journal.map { entry in
      var entry = entry
      entry.event = try coding.decode(coding.encode(entry.event))
      return entry
    }
    #expect(try replay(stored) == district.records.tables)
  }

  @Test func `is replayed without any payload, too: the words are gone, and nothing else`() throws {
    let district = try season()
    let coding = EventCoding()
    let erased = try district.records.journal.map { entry in
      var entry = entry
      var stored = try coding.encode(entry.event)
      stored.payload = nil
      entry.event = try coding.decode(stored)
      return entry
    }
    let tables = try replay(erased)
    #expect(
      tables.submissions.mapValues(\.state.name)
        == district.records.tables.submissions.mapValues(\.state.name))
    #expect(
      tables.submissions.mapValues(\.times)
        == district.records.tables.submissions.mapValues(\.times))
    #expect(tables.windows == district.records.tables.windows)
    #expect(tables.submissions.values.allSatisfy { $0.title.value == nil })
    #expect(tables.people.values.allSatisfy { $0.details.value == nil })
  }

  @Test func `from which somebody was erased leads to what erasing left`() throws {
    var district = try season()
    for submission in district.records.submissions(of: noah) {
      switch submission.state {
      case .submitted, .underReview, .readyToRelease:
        try district.perform(.withdraw(submission.id))
      case .returned, .decided, .withdrawn: continue
      }
    }
    try district.perform(.markAddress(noah, hasBounced: true))
    try district.perform(
      .recordPerson(
        PersonFacts(
          details: PersonDetails(
            employeeNumber: "1006", givenName: "Noah", familyName: "Foss",
            email: "noah.foss@maplehollow.example"), record: EmploymentRecord(school: ""))))
    try district.perform(.markAddress(noah, hasBounced: true))
    let events = try district.perform(.erasePerson(noah), by: .technician)
    guard case .personErased(let erasure) = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(erasure.entries.count > 5)
    let coding = EventCoding()
    let gone = Set(erasure.entries)
    let left = try district.records.journal.map { entry in
      guard gone.contains(entry.sequence) else { return entry }
      var entry = entry
      var stored = try coding.encode(entry.event)
      #expect(stored.payload != nil)
      stored.payload = nil
      entry.event = try coding.decode(stored)
      return entry
    }
    #expect(try replay(left) == district.records.tables)
  }
}
