import CivilTime
import Crypto
import Foundation
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `Erasing somebody` {
  /// A district in which Ana's words are in every place that can hold them.
  private func district(in store: DistrictStore) throws -> District {
    var district = try District.founded(in: store)
    try district.passFall()
    try district.perform(
      .recordOpening(
        OpeningFacts(
          kind: .award, earner: district.ana, title: "Ana's earlier award",
          date: try day("2025-05-01"))), by: .technician)
    let ana = district.ana
    let now = district.now
    try store.write { records in
      try records.save(
        Draft(
          person: ana, stage: .evidence, key: "", title: "Ana's unfinished work", skills: [],
          content: Content(
            answers: [Answer(part: "reflection", text: "half a sentence of hers")],
            artifacts: [
              Artifact(
                part: nil,
                place: .file(sha256: file, bytes: 4, mediaType: "text/plain", name: "ana.txt"))
            ]), savedAt: now))
      try records.setAside(
        file: "f", rowNumber: 2, kind: "people",
        fields: [.init(column: "Name", text: "Ana Banana")],
        reason: "unclear", person: ana, at: now)
      let notice = Notice(
        key: "submission/1/decision", template: "decision", mailClass: .deadline, person: ana,
        aboutKind: "submission", aboutID: 1, command: 1, due: now,
        data: Array(#"{"greeting":"Dear Anastasia"}"#.utf8), updatedAt: now)
      let told = try #require(try records.add(notice))
      var other = notice
      other.key = "submission/1/assigned"
      other.person = district.eve
      other.data = Array(#"{"teacher":"Anastasia V."}"#.utf8)
      let toEve = try #require(try records.add(other))
      for (key, held, person) in [("m1", told, ana), ("m2", toEve, district.eve)] {
        let mail = try #require(
          try records.add(
            OutgoingMail(
              key: key, person: person, address: "somebody@example.org", messageID: "<\(key)>",
              mailClass: .deadline, createdAt: now, nextAttempt: now, notices: [held],
              body: Array("Subject: Anastasia Vandermolen's work".utf8))))
        try records.mark(notice: held, mailedBy: mail, at: now)
      }
      try records.add(
        LinkToken(
          hash: SHA256.hash("token"), person: ana, scopeKind: "submission", scopeID: 1,
          expires: .distantFuture))
      for (subject, submission) in [(2, SubmissionID(1)), (5, nil)] as [(UInt64, SubmissionID?)] {
        try records.save(
          IntakeRow(
            kind: "form", identity: RowIdentity(person: 1, subject: subject, moment: 3),
            content: 4, submission: submission, takenAt: now))
      }
      try records.saveDraft(
        Scorecard(
          rubric: RubricVersion(rubric: "r", hash: "0"), scores: [], note: "half a judgement"),
        of: ReviewID(1), at: now)
    }
    return district
  }

  private let file = String(repeating: "ab", count: 32)

  /// Words that only Ana, or somebody about Ana, has said.
  private static let words = [
    "Anastasia", "Vandermolen", "bridges of paper", "the bridges convince", "Ana's video",
    "earlier award", "unfinished work", "half a sentence", "Ana Banana", "half a judgement",
  ]

  @Test func `leaves no byte of their words in the database or its log`() throws {
    try withFolder { folder in
      let path = folder + "/rubricd.sqlite3"
      let store = try DistrictStore(at: .file(path), random: SeededRandom(seed: 1))
      var district = try district(in: store)
      func found() throws -> Set<String> {
        var bytes = Data()
        for suffix in ["", "-wal", "-shm", "-journal"] {
          bytes += FileManager.default.contents(atPath: path + suffix) ?? Data()
        }
        return Set(Self.words.filter { bytes.range(of: Data($0.utf8)) != nil })
      }
      #expect(try found() == Set(Self.words))
      try district.perform(.erasePerson(district.ana))
      try store.scrub()
      #expect(try found() == [])
      #expect(try store.read { records in try records.person(district.ben)?.fullName } != nil)
      #expect(try store.read { records in try records.checkChain() }.isSound)
    }
  }

  @Test func `keeps what happened, without the words`() throws {
    let store = try newStore()
    var district = try district(in: store)
    try district.perform(.erasePerson(district.ana))
    try store.read { records throws in
      let person = try #require(try records.person(district.ana))
      #expect(person.details.value == nil)
      #expect(person.erased == district.now)
      #expect(person.fullName == "(erased)")
      #expect(try records.person(employeeNumber: "E2") == nil)
      #expect(try records.person(email: "anastasia.vandermolen@example.org") == nil)
      let submission = try #require(try records.submission(SubmissionID(1)))
      #expect(submission.title.value == nil)
      #expect(submission.content.value == nil)
      #expect(submission.state.name == .decided)
      for review in try records.reviews(of: SubmissionID(1)) {
        guard case .handedIn(let card, _) = review.state else { continue }
        #expect(card.words.value == nil)
        #expect(!card.scores.isEmpty)
      }
      for decision in try records.decisions(of: SubmissionID(1)) {
        guard case .reopened(_, let reason) = decision.standing else { continue }
        #expect(reason.value == nil)
      }
      #expect(try records.openings(of: district.ana).map(\.title.value) == [nil])
      let history = try records.history(of: SubmissionID(1))
      #expect(history.map(\.event.type).first == "handed-in")
      guard case .handedIn(let event) = history[0].event else { return }
      #expect(event.title.value == nil)
      #expect(event.receivedAt == submission.receivedAt)
    }
  }

  @Test func `takes drafts, set-aside rows, tokens and fingerprints with it, and cancels mail`()
    throws
  {
    let store = try newStore()
    var district = try district(in: store)
    try district.perform(.erasePerson(district.ana))
    try store.read { records throws in
      #expect(try records.drafts(of: district.ana).isEmpty)
      #expect(try records.openSetAsideCount() == 0)
      #expect(try records.linkToken(SHA256.hash("token")) == nil)
      for subject in [2, 5] as [UInt64] {
        #expect(
          try records.intakeRow("form", RowIdentity(person: 1, subject: subject, moment: 3))
            == nil)
      }
      #expect(try records.draftScorecard(of: ReviewID(1)) == nil)
      let mine = try #require(try records.mail(key: "m1"))
      #expect(mine.state == .cancelled)
      #expect(mine.address == nil)
      #expect(mine.body == nil)
      let eves = try #require(try records.mail(key: "m2"))
      #expect(eves.body == nil)
      #expect(eves.address == "somebody@example.org")
      for notice in try records.notices(.all, limit: 9) {
        #expect(notice.data == Array("{}".utf8))
      }
    }
  }

  @Test func `leaves everybody else's words`() throws {
    let store = try newStore()
    var district = try district(in: store)
    try district.perform(.erasePerson(district.ana))
    try store.read { records throws in
      let submission = try #require(try records.submission(SubmissionID(2)))
      #expect(submission.title.value == "My own idea")
      let reviews = try records.reviews(of: SubmissionID(2))
      #expect(reviews.count == 2)
      guard case .declined(_, let words, _) = reviews[0].state else {
        throw Unexpected(what: "it was declined")
      }
      #expect(words.value == "Ben's creek is no field of mine.")
      #expect(try records.person(district.eve)?.evaluator?.interests.value != nil)
    }
  }

  @Test func `takes an evaluator's own words, wherever they declined`() throws {
    let store = try newStore()
    var district = try district(in: store)
    try district.perform(.erasePerson(district.max))
    try store.read { records throws in
      guard case .declined(_, let words, _) = try records.review(ReviewID(2))?.state else {
        throw Unexpected(what: "it was declined")
      }
      #expect(words.value == nil)
      #expect(try records.person(district.max)?.evaluator?.interests.value == nil)
      #expect(try records.submission(SubmissionID(2))?.title.value == "My own idea")
    }
  }

  @Test func `is applied again to a database that does not know of it, once`() throws {
    let store = try newStore()
    var district = try district(in: store)
    let older = try newStore(seed: 2)
    _ = try self.district(in: older)
    try district.perform(.erasePerson(district.ana))
    let erasures = try store.read { records in try records.erasures() }
    #expect(erasures.map(\.person) == [district.ana])
    #expect(erasures.map(\.at) == [district.now])
    #expect(erasures[0].entries.count > 3)
    let stranger = Erasure(person: PersonID(99), at: district.now, entries: [])
    #expect(
      try older.read { records in
        try records.pendingErasures(from: erasures + [stranger])
      } == erasures)
    for expected in [1, 0] {
      let count = try older.write { records in
        try records.reapply(
          erasures, command: records.nextCommand(), at: district.now, by: .technician)
      }
      #expect(count == expected)
    }
    #expect(
      try older.read { records in try records.person(district.ana)?.details.value } == nil)
    #expect(try older.read { records in try records.checkChain() }.isSound)
  }
}
