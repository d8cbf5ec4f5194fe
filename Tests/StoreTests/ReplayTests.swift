import Crypto
import Programs
import Rubrics
import SQLite
import Store
import Testing
import Workflow

@Suite struct `Replaying the journal` {
  @Test func `gives the same tables`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    try district.passFall()
    let copy = try newStore(seed: 99)
    try store.replayed(into: copy)
    #expect(try copy.tablesHash() == store.tablesHash())
  }

  @Test func `gives the same tables after somebody was erased, though their words are gone`() throws
  {
    let store = try newStore()
    var district = try District.founded(in: store)
    try district.perform(.markAddress(district.ana, hasBounced: true))
    var moved = District.people[1]
    moved.details.email = "ana@elsewhere.example"
    try district.perform(.recordPerson(moved))
    try district.passFall()
    try district.perform(.erasePerson(district.max))
    try district.perform(.erasePerson(district.ana))
    let copy = try newStore(seed: 99)
    try store.replayed(into: copy)
    #expect(try copy.tablesHash() == store.tablesHash())
  }

  @Test func `does not hide a table that differs`() throws {
    let store = try newStore()
    let district = try District.founded(in: store)
    let before = try store.tablesHash()
    try store.write { records in
      guard var person = try records.person(district.ana) else { return }
      person.addressBounced = true
      try records.save(person)
    }
    #expect(try store.tablesHash() != before)
  }

  @Test func `refuses a target with a journal of its own`() throws {
    let store = try newStore()
    _ = try District.founded(in: store)
    #expect(throws: StoreError.self) { try store.replayed(into: store) }
  }

  @Test func `renews the agenda when the program asks for other things`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    try district.passFall()
    try district.handIn(district.ben, title: "My own idea", answer: "We measured it again.")
    var program = District.program
    program.evaluators.releasesDecisionsByItself = true
    try district.perform(
      .handInScorecard(ReviewID(5), try district.scorecard("met", feedback: "Now it shows.")),
      by: .person(district.eve))
    let end = try at("2030-01-01T00:00:00Z")
    let before = try store.read { records in try records.due(at: end, limit: 100).map(\.item) }
    #expect(!before.contains(.releaseDecision(SubmissionID(2))))
    try district.perform(.setProgram(program))
    let after = try store.read { records in try records.due(at: end, limit: 100).map(\.item) }
    #expect(after.contains(.releaseDecision(SubmissionID(2))))
    let copy = try newStore(seed: 99)
    try store.replayed(into: copy)
    #expect(try copy.tablesHash() == store.tablesHash())
  }
}
