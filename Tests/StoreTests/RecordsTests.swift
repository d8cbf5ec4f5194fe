import CivilTime
import Crypto
import Programs
import Rubrics
import SQLite
import Store
import Testing
import Workflow

@Suite struct `Records of a store` {
  @Test func `find a person by number, employee number and e-mail, in whatever case`() throws {
    let store = try newStore()
    let district = try District.founded(in: store)
    try store.read { records throws in
      let ana = try #require(try records.person(district.ana))
      #expect(try records.person(employeeNumber: "E2") == ana)
      #expect(try records.person(email: "ANASTASIA.vandermolen@example.ORG") == ana)
      #expect(try records.person(email: "anastasia@example.org") == nil)
      #expect(try records.person(employeeNumber: "E99") == nil)
      #expect(try records.people(with: .administrator).map(\.id) == [district.robin])
      #expect(try records.people(with: .clerk).isEmpty)
      #expect(try records.evaluators().map(\.id) == [district.eve, district.max])
    }
  }

  @Test func `find people by what their name holds, letters beyond A to Z as they are written`()
    throws
  {
    let store = try newStore()
    var district = try District.founded(in: store)
    var renamed = District.people[1]
    renamed.details.givenName = "Élodie"
    try district.perform(.recordPerson(renamed))
    try store.read { records throws in
      for text in ["Élodie", "ÉLODIE", "lodie VANDER", "e2"] {
        #expect(try records.people(matching: text, limit: 9).map(\.id) == [district.ana], "\(text)")
      }
      #expect(try records.people(matching: "Elodie", limit: 9).isEmpty)
      #expect(try records.people(matching: "", limit: 9).count == 5)
    }
  }

  @Test func `find an offering by its title without regard to case and spaces`() throws {
    let store = try newStore()
    _ = try District.founded(in: store)
    try store.read { records throws in
      #expect(try records.offerings(titled: " design THINKING ").map(\.code) == ["DT-1"])
      #expect(try records.offerings(titled: "design").isEmpty)
      #expect(try records.offering(code: "DT-1")?.leaders.contains(PersonID(5)) == true)
    }
  }

  @Test func `give each kind its next number`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    #expect(
      try store.read { records throws in try records.nextIdentifiers() }
        == NextIdentifiers(person: 6, offering: 2, window: 2))
    try district.passFall()
    #expect(
      try store.read { records throws in try records.nextIdentifiers() }
        == NextIdentifiers(
          person: 6, offering: 2, window: 2, submission: 3, review: 5, decision: 4,
          assignment: 2))
  }

  @Test func `have the same rubric in force for the writer and for a reader`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    let old = try District.evidenceRubric()
    let new = try District.evidenceRubric(title: "Evidence, second edition")
    try district.perform(.addRubric(new))
    try store.read { records throws in
      #expect(try records.rubricInForce("kettle-moraine-evidence") == new)
      #expect(try records.rubric(old.version) == old)
    }
    try store.write { records throws in
      #expect(try records.rubricInForce("kettle-moraine-evidence") == new)
    }
  }

  @Test func `count open reviews, and find the overdue ones of a window only`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    let first = try district.handIn(district.ana, title: "One", answer: "1")
    let second = try district.handIn(district.ben, title: "Two", answer: "2")
    district.now = try at("2026-09-28T06:00:00Z")
    try district.perform(.closeWindow(district.fall), by: .clock)
    try district.perform(
      .proposeAssignment(
        district.fall,
        pairs: [district.pair(first, district.eve), district.pair(second, district.eve)],
        unassigned: []), by: .clock)
    try district.perform(.releaseAssignment(AssignmentID(1)), by: .person(district.robin))
    let escalate = try #require(
      try store.read { records throws in try records.review(ReviewID(1))?.escalate })
    try store.read { records throws in
      #expect(try records.openReviewCounts() == [district.eve: 2])
      #expect(try records.openReviews(of: district.eve).map(\.id) == [ReviewID(1), ReviewID(2)])
      let before = escalate.adding(milliseconds: -1)
      #expect(try records.overdueReviews(of: district.fall, at: before).isEmpty)
      #expect(try records.overdueReviews(of: district.fall, at: escalate).count == 2)
      #expect(try records.overdueReviews(of: nil, at: escalate).isEmpty)
      let due = try #require(try records.review(ReviewID(1))).due
      #expect(try records.lateReviews(at: due.adding(milliseconds: -1), limit: 9).isEmpty)
      #expect(try records.lateReviews(at: due, limit: 9).map(\.id) == [ReviewID(1), ReviewID(2)])
      #expect(try records.lateReviews(at: due, limit: 1).count == 1)
    }
    district.now = escalate
    try district.perform(.escalateOverdue(district.fall), by: .clock)
    #expect(
      try store.read { records throws in
        try records.overdueReviews(of: district.fall, at: escalate)
      }.isEmpty)
  }
}

@Suite struct `A transaction` {
  @Test func `that throws leaves nothing, also not in what the store remembers`() throws {
    let store = try newStore()
    let district = try District.founded(in: store)
    let hash = try store.tablesHash()
    let head = try store.read { records throws in try records.chainHead() }
    var other = District.program
    other.name = "Another program"
    #expect(throws: Unexpected.self) {
      try store.write { records throws in
        try records.append(
          .programSet(ProgramSet(program: other)), command: 99, at: district.now,
          by: .technician)
        try records.append(
          .windowClosed(WindowClosed(window: district.fall)), command: 99, at: district.now,
          by: .clock)
        throw Unexpected(what: "on purpose")
      }
    }
    #expect(try store.tablesHash() == hash)
    try store.write { records throws in
      #expect(try records.program()?.name == "Micro-credentials")
      #expect(try records.window(district.fall)?.state == .open)
      #expect(try records.chainHead() == head)
      #expect(try records.nextCommand() < 99)
    }
  }

  @Test func `keeps its other rows when a savepoint is undone`() throws {
    let store = try newStore()
    let district = try District.founded(in: store)
    try store.write { records throws in
      let before = try records.nextIdentifiers()
      for number in 0..<6 {
        do {
          try records.savepoint { records throws in
            let facts = PersonFacts(
              details: PersonDetails(
                employeeNumber: "N\(number)", givenName: "New", familyName: "Teacher\(number)",
                email: "n\(number)@example.org"),
              record: EmploymentRecord(school: "Wales"))
            _ = try District.perform(
              .recordPerson(facts), by: .intake, at: district.now, zone: district.zone,
              on: &records)
            if number.isMultiple(of: 2) { throw Unexpected(what: "refused") }
          }
        } catch is Unexpected {
          continue
        }
      }
      #expect(try records.nextIdentifiers().person == before.person + 3)
      #expect(try records.person(employeeNumber: "N0") == nil)
      #expect(try records.person(employeeNumber: "N1")?.id == PersonID(before.person))
      #expect(try records.person(employeeNumber: "N5")?.id == PersonID(before.person + 2))
    }
    let report = try store.read { records throws in try records.checkChain() }
    #expect(report.isSound)
    #expect(report.entries == 17)
    let copy = try newStore(seed: 3)
    try store.replayed(into: copy)
    #expect(try copy.tablesHash() == store.tablesHash())
  }

  @Test func `undoes an inner savepoint alone, and an outer one with what it kept`() throws {
    let store = try newStore()
    let district = try District.founded(in: store)
    func plan(_ id: Int64, _ records: inout WriteRecords) throws {
      guard var window = try records.window(district.fall) else { return }
      window = Window(
        id: WindowID(id), stage: .evidence, label: "\(id)", opensOn: window.opensOn,
        endsOn: window.endsOn, times: window.times)
      try records.save(window)
    }
    try store.write { records throws in
      let outer = try undone(&records) { records in
        try plan(10, &records)
        try records.savepoint { records in try plan(11, &records) }
        let inner = try undone(&records) { records in try plan(12, &records) }
        #expect(inner)
        #expect(try records.windows().map(\.id.number) == [1, 10, 11])
        #expect(try records.nextIdentifiers().window == 12)
      }
      #expect(outer)
      #expect(try records.windows().map(\.id.number) == [1])
      #expect(try records.nextIdentifiers().window == 2)
    }
  }

  /// Does something in a savepoint and then undoes it; whether it came to that.
  private func undone(
    _ records: inout WriteRecords, _ body: (inout WriteRecords) throws -> Void
  ) throws -> Bool {
    do {
      try records.savepoint { records in
        try body(&records)
        throw Unexpected(what: "on purpose")
      }
      return false
    } catch is Unexpected {
      return true
    }
  }
}

@Suite struct `The agenda of a store` {
  @Test func `holds what is due, oldest first, and no more than asked for`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    let window = try #require(
      try store.read { records throws in try records.window(district.fall) })
    try store.read { records throws in
      let note = window.times.closingNote
      #expect(try records.due(at: note.adding(milliseconds: -1), limit: 10).isEmpty)
      #expect(
        try records.due(at: note, limit: 10)
          == [AgendaEntry(item: .noteWindowClosing(district.fall), due: note)])
      #expect(
        try records.due(at: window.times.graceEnds, limit: 10).map(\.item)
          == [.noteWindowClosing(district.fall), .closeWindow(district.fall)])
      #expect(try records.due(at: window.times.graceEnds, limit: 1).count == 1)
      #expect(try records.nextDue() == note)
    }
    district.now = window.times.closingNote
    try district.perform(.noteWindowClosing(district.fall), by: .clock)
    #expect(
      try store.read { records throws in try records.nextDue() } == window.times.graceEnds)
  }

  @Test func `is exactly what the records ask for, whatever happened`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    try district.passFall()
    try district.handIn(district.ben, title: "My own idea", answer: "We measured it again.")
    try store.read { records throws in
      let program = try #require(try records.program())
      var expected: [AgendaEntry] = []
      for window in try records.windows() { expected += window.agenda(by: program) }
      for id in [SubmissionID(1), SubmissionID(2)] {
        expected += try #require(try records.submission(id)).agenda(by: program)
        for review in try records.reviews(of: id) { expected += review.agenda() }
      }
      #expect(Set(expected) == Set(try records.due(at: .distantFuture, limit: 1_000)))
      #expect(!expected.isEmpty)
    }
  }
}

@Suite struct `Listings` {
  @Test func `page through submissions of a window, a state, a teacher`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    for number in 1...5 {
      try district.handIn(district.ana, title: "Work \(number)", answer: "a")
    }
    try district.perform(.withdraw(SubmissionID(2)), by: .person(district.ana))
    try district.handIn(district.ben, title: "Ben's work", answer: "b")
    func ids(
      _ filter: SubmissionFilter, after id: Int64 = 0, limit: Int = 100
    ) throws -> [Int64] {
      try store.read { records throws in
        try records.submissions(filter, after: SubmissionID(id), limit: limit).map(\.id.number)
      }
    }
    #expect(try ids(.all) == [1, 2, 3, 4, 5, 6])
    #expect(try ids(.all, after: 2, limit: 2) == [3, 4])
    #expect(try ids(.window(district.fall), limit: 2) == [1, 2])
    #expect(try ids(.windowAndState(district.fall, .submitted)) == [1, 3, 4, 5, 6])
    #expect(try ids(.state(.withdrawn)) == [2])
    #expect(try ids(.earner(district.ben)) == [6])
    #expect(try ids(.lacking).isEmpty)
    #expect(try ids(.window(WindowID(9))).isEmpty)
    #expect(
      try store.read { records throws in try records.submissionCounts(in: district.fall) }
        == [.submitted: 5, .withdrawn: 1])
  }

  @Test func `show an evaluator's reviews by due instant, and whom nobody judges`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    try district.passFall()
    try store.read { records throws in
      #expect(try records.openReviewRows(of: district.eve, limit: 10).isEmpty)
      #expect(
        try records.reviewRows(of: district.eve, limit: 10).map(\.id.number) == [4, 3, 1])
      #expect(try records.reviewRows(of: district.max, limit: 10).map(\.state) == [.declined])
      #expect(try records.people(after: district.ben, limit: 2).map(\.id.number) == [4, 5])
    }
  }
}
