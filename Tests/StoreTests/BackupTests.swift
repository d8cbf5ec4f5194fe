import CivilTime
import Crypto
import Files
import Foundation
import SQLite
import Store
import Testing
import Workflow

@Suite struct `A backup` {
  private func folder(_ path: String, seed: UInt64 = 1) throws -> DataFolder {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return DataFolder(path: path, random: SeededRandom(seed: seed))
  }

  /// A district with two files, one of them handed in.
  private func district(in folder: DataFolder) throws -> (District, Digest32) {
    let digest = try folder.blobs().put(Array("a video".utf8))
    try folder.blobs().put(Array("given up".utf8))
    var district = try District.founded(in: try folder.open())
    try district.passFall()
    try district.handIn(
      district.ben, title: "My own idea", answer: "We measured it again.",
      artifacts: [
        Artifact(
          part: nil,
          place: .file(sha256: digest.hex, bytes: 7, mediaType: "video/mp4", name: "v.mp4"))
      ])
    return (district, digest)
  }

  @Test func `holds the database and the files that it refers to`() throws {
    try withFolder { root in
      let (used, safe) = (try folder(root + "/office"), try folder(root + "/safe", seed: 2))
      let (district, digest) = try district(in: used)
      let report = try district.store.backUp(used.blobs(), to: safe)
      #expect(report.files == 1)
      #expect(report.filesCopied == 1)
      #expect(report.filesMissing == [])
      let copy = try safe.open()
      #expect(try copy.tablesHash() == district.store.tablesHash())
      #expect(try copy.read { records in try records.lastSequence() } == report.lastSequence)
      #expect(try safe.blobs().isSound(digest.hex, bytes: 7))
      let again = try district.store.backUp(used.blobs(), to: safe)
      #expect(again.files == 1)
      #expect(again.filesCopied == 0)
    }
  }

  @Test func `is one file for the database, and tells which files were missing`() throws {
    try withFolder { root in
      let (used, safe) = (try folder(root + "/office"), try folder(root + "/safe", seed: 2))
      let (district, digest) = try district(in: used)
      let path = "/blobs/\(digest.hex.prefix(2))/\(digest.hex.dropFirst(2))"
      try FileManager.default.removeItem(atPath: used.path + path)
      let report = try district.store.backUp(used.blobs(), to: safe)
      #expect(report.filesMissing == [digest.hex])
      let names = try FileManager.default.contentsOfDirectory(atPath: safe.path)
      #expect(names.filter { $0.hasPrefix("rubricd") } == ["rubricd.sqlite3"])
    }
  }

  @Test func `brings everything back, with the outbox paused`() throws {
    try withFolder { root in
      let (used, safe) = (try folder(root + "/office"), try folder(root + "/safe", seed: 2))
      let new = try folder(root + "/new", seed: 3)
      let (district, digest) = try district(in: used)
      try district.store.backUp(used.blobs(), to: safe)
      let before = try Data(contentsOf: URL(fileURLWithPath: safe.path + "/rubricd.sqlite3"))
      let now = district.now.adding(hours: 1)
      let report = try new.restore(from: safe, at: now, by: .technician)
      #expect(report.erased == 0)
      #expect(report.backup.filesCopied == 1)
      let restored = try new.open()
      #expect(try restored.tablesHash() == district.store.tablesHash())
      #expect(try new.blobs().isSound(digest.hex, bytes: 7))
      try restored.read { records throws in
        #expect(try records.isOutboxPaused())
        #expect(try records.lastInstant() == now)
      }
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: safe.path + "/rubricd.sqlite3")) == before)
    }
  }

  @Test func `does not bring back whoever was erased since`() throws {
    try withFolder { root in
      let (used, safe) = (try folder(root + "/office"), try folder(root + "/safe", seed: 2))
      do {
        var (district, _) = try district(in: used)
        try district.store.backUp(used.blobs(), to: safe)
        try district.perform(.erasePerson(district.ana))
      }
      let report = try used.restore(
        from: safe, at: try at("2027-01-01T12:00:00Z"), by: .technician)
      #expect(report.erased == 1)
      let restored = try used.open()
      try restored.read { records throws in
        #expect(try records.person(PersonID(2))?.details.value == nil)
        #expect(try records.person(PersonID(3))?.details.value != nil)
        #expect(try records.checkChain().isSound)
      }
      let bytes = try Data(contentsOf: URL(fileURLWithPath: used.path + "/rubricd.sqlite3"))
      #expect(bytes.range(of: Data("Vandermolen".utf8)) == nil)
      let copy = try newStore(seed: 9)
      try restored.replayed(into: copy)
      #expect(try copy.tablesHash() == restored.tablesHash())
    }
  }

  @Test func `asks also a database of another version who was erased`() throws {
    try withFolder { root in
      let (used, safe) = (try folder(root + "/used"), try folder(root + "/safe", seed: 2))
      do {
        var (district, _) = try district(in: used)
        try district.store.backUp(used.blobs(), to: safe)
        try district.perform(.erasePerson(district.ana))
      }
      do {
        let connection = try Connection(path: used.path + "/rubricd.sqlite3")
        try connection.executeScript("UPDATE meta SET value = '0' WHERE name = 'derived'")
      }
      let report = try used.restore(
        from: safe, at: try at("2027-01-01T12:00:00Z"), by: .technician)
      #expect(report.erased == 1)
      #expect(report.knowsErasures)
    }
  }

  @Test func `takes the place of a database that can't be read any more, and says so`() throws {
    try withFolder { root in
      let (used, safe) = (try folder(root + "/used"), try folder(root + "/safe", seed: 2))
      do {
        let (district, _) = try district(in: used)
        try district.store.backUp(used.blobs(), to: safe)
      }
      try used.files.writeDurably(
        [UInt8](repeating: 7, count: 9_000), to: "rubricd.sqlite3", temporary: "tmp")
      let report = try used.restore(
        from: safe, at: try at("2027-01-01T12:00:00Z"), by: .technician,
        knownErasures: [
          Erasure(person: PersonID(2), at: try at("2026-12-01T12:00:00Z"), entries: [])
        ])
      #expect(!report.knowsErasures)
      #expect(report.erased == 1)
      let restored = try used.open()
      #expect(try restored.read { records in try records.person(PersonID(2))?.erased } != nil)
    }
  }

  @Test func `that is damaged is refused, and what was there stays`() throws {
    try withFolder { root in
      let (used, safe) = (try folder(root + "/office"), try folder(root + "/safe", seed: 2))
      let hash: Digest32
      do {
        let (district, _) = try district(in: used)
        try district.store.backUp(used.blobs(), to: safe)
        hash = try district.store.tablesHash()
      }
      do {
        let connection = try Connection(path: safe.path + "/rubricd.sqlite3")
        try connection.execute("UPDATE journal SET at = at + 1 WHERE seq = 5")
      }
      let now = try at("2027-01-01T12:00:00Z")
      let error = try #require(throws: StoreError.self) {
        try used.restore(from: safe, at: now, by: .technician)
      }
      #expect("\(error)".contains("entry 5 was changed"))
      #expect(try used.open().tablesHash() == hash)
      let empty = try folder(root + "/empty")
      #expect(throws: StoreError.self) {
        try used.restore(from: empty, at: now, by: .technician)
      }
    }
  }

  @Test func `lets somebody give up what waited in the outbox`() throws {
    let store = try newStore()
    let noon = try at("2026-09-14T17:00:00Z")
    try store.write { records throws in
      func notice(_ key: String, due: Instant) -> Notice {
        Notice(
          key: key, template: "t", mailClass: .bulk, person: PersonID(2), aboutKind: "window",
          aboutID: 1, command: 1, due: due, data: [], updatedAt: noon)
      }
      try records.add(notice("old", due: noon.adding(milliseconds: -1)))
      try records.add(notice("new", due: noon))
      let held = try #require(try records.add(notice("held", due: noon)))
      let mail = try #require(
        try records.add(
          OutgoingMail(
            key: "m", person: nil, address: "a@example.org", messageID: "<m>", mailClass: .bulk,
            createdAt: noon.adding(minutes: -1), nextAttempt: noon, notices: [held],
            body: [1])))
      try records.mark(notice: held, mailedBy: mail, at: noon)
      let count = try records.cancelWaiting(before: noon, reason: "restored", at: noon)
      #expect(count == (2, 1))
      #expect(try records.dueNotices(at: noon, limit: 9).map(\.key) == ["new"])
      #expect(try records.mail(mail)?.state == .cancelled)
      #expect(try records.notice(held)?.state == .cancelled)
      #expect(try records.findings() == [])
    }
  }
}

@Suite struct `An upgrade` {
  @Test func `rebuilds derived tables of another version from the journal`() throws {
    try withFolder { path in
      let folder = DataFolder(path: path, random: SeededRandom(seed: 1))
      let hash: Digest32
      do {
        var district = try District.founded(in: try folder.open())
        try district.passFall()
        try district.store.write { records in try records.set("digest", to: "kept") }
        hash = try district.store.tablesHash()
      }
      do {
        // As an older program might have left it: another version, a table that looks different.
        let connection = try Connection(path: path + "/rubricd.sqlite3")
        try connection.executeScript(
          """
          UPDATE meta SET value = '0' WHERE name = 'derived';
          DROP TABLE agenda;
          ALTER TABLE opening ADD COLUMN extra TEXT;
          UPDATE submission SET title = 'wrong';
          """)
      }
      #expect(throws: StoreError.self) { try folder.open() }
      let report = try folder.upgrade()
      #expect(report.from.derived == 0)
      #expect(report.to == DistrictStore.schemaVersion)
      #expect(report.entries > 20)
      let kept = try #require(report.kept)
      #expect(FileManager.default.fileExists(atPath: path + "/" + kept))
      let store = try folder.open()
      #expect(try store.tablesHash() == hash)
      #expect(try store.read { records in try records.setting("digest") } == "kept")
      #expect(try folder.upgrade().kept == nil)
    }
  }

  @Test func `leaves a database whose journal is not whole as it is`() throws {
    try withFolder { path in
      let folder = DataFolder(path: path, random: SeededRandom(seed: 1))
      do { _ = try District.founded(in: try folder.open()) }
      do {
        let connection = try Connection(path: path + "/rubricd.sqlite3")
        try connection.executeScript(
          """
          UPDATE meta SET value = '0' WHERE name = 'derived';
          UPDATE journal SET at = at + 1 WHERE seq = 5;
          """)
      }
      let error = try #require(throws: StoreError.self) { try folder.upgrade() }
      #expect("\(error)".contains("entry 5 was changed"))
      let connection = try Connection(path: path + "/rubricd.sqlite3")
      #expect(
        try connection.scalar("SELECT value FROM meta WHERE name = 'derived'", as: String.self)
          == "0")
    }
  }

  @Test func `refuses a database that is newer than the program`() throws {
    try withFolder { path in
      let folder = DataFolder(path: path, random: SeededRandom(seed: 1))
      do { _ = try folder.open() }
      do {
        let connection = try Connection(path: path + "/rubricd.sqlite3")
        try connection.executeScript("INSERT INTO migration VALUES (9, '2040 holograms')")
      }
      #expect(throws: StoreError.self) { try folder.open() }
      #expect(throws: StoreError.self) { try folder.upgrade() }
    }
  }
}

@Suite struct `A store on a disk that loses power` {
  @Test func `has each transaction whole or not at all, whenever the power goes`() throws {
    var step = 1
    var survivors: Set<Int64> = []
    while true {
      let disk = SimulatedDisk()
      let vfs = FaultVFS(disk: disk)
      let folder = DataFolder(
        path: "", files: disk.files(), random: SeededRandom(seed: 1),
        options: Connection.Options(vfs: vfs.name))
      do { _ = try District.founded(in: try folder.open()) }
      let isDone = try lastAct(in: folder, on: disk, losingPowerAt: step)
      disk.disarm()
      disk.crash(.torn(sectorBytes: 512, seed: UInt64(step)))
      disk.reopen()
      let store = try folder.open()
      let report = try store.read { records in try records.checkChain() }
      #expect(report.isSound)
      // The founding has 14 entries, the last act one more and a notice with it.
      #expect(report.entries == 14 || report.entries == 15)
      #expect(
        try store.read { records in try records.notices(.all, limit: 9).count }
          == Int(report.entries) - 14)
      let copy = try newStore(seed: 9)
      try store.replayed(into: copy)
      #expect(try copy.tablesHash() == store.tablesHash())
      if isDone { #expect(report.entries == 15) }
      survivors.insert(report.entries)
      if isDone { break }
      step += 1
    }
    #expect(survivors == [14, 15])
  }

  /// Grants a role and notes a notice, in one transaction; whether that was reported as done.
  private func lastAct(
    in folder: DataFolder, on disk: SimulatedDisk, losingPowerAt step: Int
  ) throws -> Bool {
    let store = try folder.open()
    disk.arm(.powerLoss(.torn(sectorBytes: 512, seed: UInt64(step))), at: step)
    do {
      try store.write { records in
        let now = try records.lastInstant()
        let command = try records.nextCommand()
        try records.append(
          .roleGranted(RoleGranted(person: PersonID(2), role: .clerk)), command: command,
          at: now, by: .technician)
        try records.add(
          Notice(
            key: "n", template: "t", mailClass: .bulk, person: PersonID(2), aboutKind: "person",
            aboutID: 2, command: command, due: now, data: [], updatedAt: now))
      }
      return true
    } catch is StoreError {
      return false
    }
  }
}
