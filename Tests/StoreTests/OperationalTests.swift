import CivilTime
import Crypto
import Rubrics
import SQLite
import Store
import Testing
import Workflow

@Suite struct `What is kept beside the history` {
  private let noon = Instant(milliseconds: 1_800_000_000_000)

  @Test func `drafts: one for each person, stage and key, the latest first`() throws {
    let store = try newStore()
    try store.write { records throws in
      var draft = Draft(
        person: PersonID(2), stage: .evidence, key: "", title: "One", skills: ["a"],
        content: Content(answers: [Answer(part: "reflection", text: "x")]), savedAt: noon)
      try records.save(draft)
      draft.title = "One, longer"
      draft.savedAt = noon.adding(minutes: 1)
      try records.save(draft)
      var other = draft
      other.key = "submission/3"
      other.savedAt = noon.adding(minutes: 2)
      try records.save(other)
      #expect(try records.draft(of: PersonID(2), stage: .evidence, key: "") == draft)
      #expect(try records.draft(of: PersonID(2), stage: .proposal, key: "") == nil)
      #expect(try records.drafts(of: PersonID(2)) == [other, draft])
      #expect(try records.peopleWithDrafts(of: .evidence, limit: 9) == [PersonID(2)])
      #expect(try records.peopleWithDrafts(of: .proposal, limit: 9).isEmpty)
      try records.removeDraft(of: PersonID(2), stage: .evidence, key: "")
      #expect(try records.drafts(of: PersonID(2)) == [other])
    }
  }

  @Test func `scorecards that are half done`() throws {
    let store = try newStore()
    let version = RubricVersion(rubric: "r", hash: "0")
    try store.write { records throws in
      var card = Scorecard(rubric: version, scores: [], note: "first")
      try records.saveDraft(card, of: ReviewID(1), at: noon)
      card.note = "second"
      try records.saveDraft(card, of: ReviewID(1), at: noon.adding(minutes: 1))
      let found = try #require(try records.draftScorecard(of: ReviewID(1)))
      #expect(found.card == card)
      #expect(found.savedAt == noon.adding(minutes: 1))
      #expect(try records.draftScorecard(of: ReviewID(2)) == nil)
      try records.removeDraftScorecard(of: ReviewID(1))
      #expect(try records.draftScorecard(of: ReviewID(1)) == nil)
    }
  }

  @Test func `files that were read, and how far`() throws {
    let store = try newStore()
    try store.write { records throws in
      var file = IntakeFile(
        sha256: "ab", name: "form.csv", kind: "evidence", state: .reading, rows: 10, nextRow: 4,
        updatedAt: noon)
      try records.save(file)
      #expect(try records.intakeFile(sha256: "ab") == file)
      file.state = .taken
      file.taken = 9
      file.setAside = 1
      file.nextRow = 10
      file.updatedAt = noon.adding(minutes: 1)
      try records.save(file)
      try records.save(
        IntakeFile(
          sha256: "cd", name: "x", kind: "", state: .rejected, problem: "no CSV",
          updatedAt: noon))
      #expect(try records.intakeFile(sha256: "ab") == file)
      #expect(try records.intakeFiles(limit: 9).map(\.sha256) == ["ab", "cd"])
      #expect(try records.intakeFiles(limit: 1).map(\.sha256) == ["ab"])
    }
  }

  @Test func `rows that were taken, with fingerprints of all 64 bits`() throws {
    let store = try newStore()
    let identity = RowIdentity(person: .max, subject: 1 << 63, moment: 0)
    try store.write { records throws in
      var row = IntakeRow(
        kind: "form", identity: identity, content: .max - 1, submission: SubmissionID(4),
        takenAt: noon)
      try records.save(row)
      #expect(try records.intakeRow("form", identity) == row)
      #expect(try records.intakeRow("other", identity) == nil)
      row.content = 3
      try records.save(row)
      #expect(try records.intakeRow("form", identity)?.content == 3)
      var later = row
      later.identity.moment = 5
      later.takenAt = noon.adding(minutes: 1)
      try records.save(later)
      #expect(
        try records.intakeRows("form", person: .max, subject: 1 << 63) == [later, row])
      try records.removeIntakeRow("form", identity)
      #expect(try records.intakeRows("form", person: .max, subject: 1 << 63) == [later])
    }
  }

  @Test func `rows that somebody has to settle`() throws {
    let store = try newStore()
    try store.write { records throws in
      for number in [7, 8, 7] {
        try records.setAside(
          file: "ab", rowNumber: number, kind: "people",
          fields: [.init(column: "E-mail", text: "x\(number)")], reason: "unclear", person: nil,
          at: noon)
      }
      let open = try records.openSetAsideRows(limit: 9)
      #expect(open.map(\.rowNumber) == [7, 8])
      #expect(open[0].fields == [.init(column: "E-mail", text: "x7")])
      #expect(try records.openSetAsideRows(after: open[0].id, limit: 9).map(\.rowNumber) == [8])
      #expect(try records.settle(open[0].id, at: noon))
      #expect(try !records.settle(open[0].id, at: noon))
      #expect(try records.openSetAsideCount() == 1)
      #expect(try records.setAsideRow(open[0].id)?.settledAt == noon)
    }
  }

  @Test func `settings, and the last instant that was acted upon`() throws {
    let store = try newStore()
    try store.write { records throws in
      #expect(try records.setting("digest") == nil)
      try records.set("digest", to: "2026-09-14")
      try records.set("digest", to: "2026-09-21")
      #expect(try records.setting("digest") == "2026-09-21")
      try records.set("digest", to: nil)
      #expect(try records.setting("digest") == nil)
      #expect(try records.lastInstant() == .distantPast)
      try records.noteInstant(noon)
      try records.noteInstant(noon.adding(minutes: -5))
      #expect(try records.lastInstant() == noon)
      let later = noon.adding(minutes: 5)
      try records.append(
        .clockConfirmed(ClockConfirmed(at: later)), command: 1, at: later, by: .clock)
      #expect(try records.lastInstant() == later)
    }
  }

  @Test func `tokens: good until their instant, once used or revoked no more`() throws {
    let store = try newStore()
    func token(_ text: String, _ scope: String = "review", expires: Instant) -> LinkToken {
      LinkToken(
        hash: SHA256.hash(text), person: PersonID(2), scopeKind: scope, scopeID: 8,
        expires: expires)
    }
    try store.write { records throws in
      let one = token("one", expires: noon)
      try records.add(one)
      try records.add(token("two", "submission", expires: noon.adding(minutes: 1)))
      #expect(try records.linkToken(one.hash) == one)
      #expect(one.isGood(at: noon.adding(milliseconds: -1)))
      #expect(!one.isGood(at: noon))
      #expect(try records.linkToken(SHA256.hash("three")) == nil)
      #expect(try !records.revoke(one.hash, at: noon))
      #expect(try records.revoke(one.hash, at: noon.adding(milliseconds: -1)))
      #expect(try !records.revoke(one.hash, at: noon.adding(milliseconds: -1)))
      #expect(
        try records.revokeTokens(of: PersonID(2), scopeKind: "review", scopeID: 8, at: noon) == 0)
      #expect(try records.revokeTokens(of: PersonID(2), at: noon) == 1)
      #expect(try records.removeTokens(expiredBefore: noon, limit: 9) == 0)
      #expect(
        try records.removeTokens(expiredBefore: noon.adding(milliseconds: 1), limit: 9) == 1)
    }
  }
}

@Suite struct `Opening a store` {
  @Test func `makes a new one with an id of its own, and finds it again`() throws {
    try withFolder { folder in
      let place = DistrictStore.Place.folder(folder)
      let first = try DistrictStore(at: place, random: SeededRandom(seed: 1)).installation()
      #expect(first.count == 32)
      #expect(try DistrictStore(at: place, random: SeededRandom(seed: 2)).installation() == first)
      #expect(try newStore(seed: 2).installation() != first)
    }
  }

  @Test func `refuses a file of another version, and says what to do`() throws {
    try withFolder { folder in
      let path = folder + "/rubricd.sqlite3"
      _ = try DistrictStore(at: .file(path), random: SeededRandom(seed: 1))
      do {
        let connection = try Connection(path: path)
        try connection.execute("UPDATE meta SET value = '0' WHERE name = 'derived'")
      }
      let error = try #require(throws: StoreError.self) {
        try DistrictStore(at: .file(path), random: SeededRandom(seed: 1))
      }
      guard case .otherVersion(let found, let expected) = error else { throw error }
      #expect(found.derived == 0)
      #expect(expected == DistrictStore.schemaVersion)
      #expect("\(error)".contains("rubricctl upgrade"))
    }
  }

  @Test func `refuses a database of another program`() throws {
    try withFolder { folder in
      let path = folder + "/rubricd.sqlite3"
      do {
        let connection = try Connection(path: path)
        try connection.executeScript("CREATE TABLE song (title TEXT)")
      }
      let error = try #require(throws: StoreError.self) {
        try DistrictStore(at: .file(path), random: SeededRandom(seed: 1))
      }
      guard case .notOurs = error else { throw error }
    }
  }

  @Test func `lets readers read while somebody writes`() throws {
    try withFolder { folder in
      let store = try DistrictStore(
        at: .folder(folder), random: SeededRandom(seed: 1), threading: .pool(readers: 2))
      let district = try District.founded(in: store)
      try store.write { records throws in
        try records.append(
          .windowClosed(WindowClosed(window: district.fall)), command: 50, at: district.now,
          by: .clock)
        #expect(
          try store.read { reading in try reading.window(district.fall)?.state } == .open)
      }
      #expect(try store.read { reading in try reading.window(district.fall)?.state } == .closed)
    }
  }
}
