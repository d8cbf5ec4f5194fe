import CivilTime
import Crypto
import Files
import Foundation
import Office
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `Care for a district's data` {
  /// What must be found nowhere once Quirina is erased.
  private static let traces = [
    "Quirina", "Xanthopoulos", "q.xanthopoulos@kmsd.example.org", "quirina@old.example.org",
    "Quokka studies", "zebrafinch", "capybara", "armadillo",
  ]

  /// A district on this machine's disk in which Quirina has handed in, was judged, and has heard.
  private func lived(in folder: URL) throws -> District {
    let district = try District.begun(
      at: "2026-10-20 09:00", teachers: 5, place: .folder(folder.path),
      files: LocalFiles(root: folder.path))
    try district.take(
      "Employee Number,First Name,Last Name,Email\n"
        + "1002,Quirina,Xanthopoulos,quirina@old.example.org\n", named: "people-1.csv")
    let renamed =
      "\u{FEFF}Employee Number,First Name,Last Name,Email\n"
      + "1002,Quirina,Xanthopoulos,q.xanthopoulos@kmsd.example.org\n"
    let wide = try #require(renamed.data(using: .utf16LittleEndian))
    try district.office.drop([UInt8](wide), named: "people-2.csv")
    var rows = (0..<5).map { FormRow($0, teacher: $0) }
    rows[2] = FormRow(
      2, teacher: 2, email: "q.xanthopoulos@kmsd.example.org", title: "Quokka studies")
    try district.office.drop(FormRow.approvals(of: rows, besides: false), named: "opening.csv")
    try district.beat()
    try district.live(until: "2026-11-03 12:00")
    var odd = rows[2]
    odd.hours = nil
    try district.take(FormRow.sheet(rows + [odd], in: district.zone), named: "evidence.csv")
    // She adds an artifact and a sentence, and leaves a draft.
    let person = try district.person("1002")
    let artifact = try Blobs(files: district.files, random: SeededRandom(seed: 3))
      .put(Array("armadillo".utf8))
    let work = HandIn(
      stage: .evidence, earner: person, title: "Quokka studies",
      content: Content(
        answers: [Answer(part: "own-reflection", text: "My zebrafinch.")],
        artifacts: [
          Artifact(
            part: nil,
            place: .file(
              sha256: artifact.hex, bytes: 9, mediaType: "text/plain", name: "zebrafinch.txt"))
        ]), source: .page, arrivedAt: district.clock.now())
    try district.office.perform(.handIn(work), by: .person(person))
    try district.office.saveDraft(work, at: district.clock.now())
    try district.live(until: "2026-11-10 10:00")
    let administrator = try district.administrator
    let assignment = try #require(try district.window(.evidence).assignment)
    try district.office.perform(.releaseAssignment(assignment), by: administrator)
    try district.live(until: "2026-11-12 10:00")
    for submission in try district.evidence { try judge(submission, in: district) }
    try district.office.perform(
      .releaseDecisions(try district.evidence.map(\.id)), by: administrator)
    try district.live(until: "2026-11-14 12:00")
    // A mail reader has opened one of the mails to her.
    let mail = try #require(
      try district.names(in: "mail/new").first {
        try district.text(of: "mail/new/\($0)").contains("q.xanthopoulos")
      })
    try district.files.rename("mail/new/\(mail)", to: "mail/cur/\(mail):2,S")
    return district
  }

  private func judge(_ submission: Submission, in district: District) throws {
    let isHers = try submission.earner == district.person("1002")
    let version = try #require(submission.rubric)
    let rubric = try #require(district.rubrics.first { $0.version == version })
    let review = try #require(
      try district.office.read { try $0.reviews(of: submission.id).last { $0.isOpen } })
    let scores = rubric.criteria.map {
      Scorecard.Score(
        criterion: $0.id, level: $0.levels[0].id,
        feedback: isHers ? "Your capybara convinced me, Quirina." : "Convincing.")
    }
    try district.office.perform(
      .handInScorecard(
        review.id, Scorecard(rubric: version, scores: scores, note: isHers ? "capybara" : "")),
      by: .person(review.evaluator))
  }

  /// Every file below a folder that holds a text, as bytes, in UTF-8 or UTF-16.
  private func files(in folder: URL, holding text: String) throws -> [String] {
    let needles = [
      Data(text.utf8), try #require(text.data(using: .utf16LittleEndian)),
    ]
    let found = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    return try found.compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }.filter { url in
      let data = try Data(contentsOf: url)
      return needles.contains { data.range(of: $0) != nil }
    }.map(\.lastPathComponent)
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "care-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func `verifies what is sound, and finds a cut-off end by a head that was kept`() throws {
    let district = try District.begun()
    let head = try #require(try district.office.read { try $0.chainHead()?.hex })
    try district.live(until: "2026-08-25 12:00")
    #expect(try district.office.verify().problems == [])
    #expect(try district.office.verify(head: head).isSound)
    let other = try District.begun(teachers: 7)
    let foreign = try #require(try other.office.read { try $0.chainHead()?.hex })
    #expect(try district.office.verify(head: foreign).problems.count == 1)
  }

  @Test func `erases a person from every file, and verifies still`() throws {
    try withFolder { folder in
      let district = try lived(in: folder)
      for trace in Self.traces {
        #expect(try !files(in: folder, holding: trace).isEmpty, "\(trace) was there before")
      }
      let others = try district.evidence.count
      let person = try district.person("1002")
      let report = try district.office.erase(person, by: try district.administrator)
      #expect(report.performed.command != nil)
      #expect(report.mails > 0 && report.files > 0 && report.rows == 1 && report.artifacts == 1)
      for trace in Self.traces {
        #expect(try files(in: folder, holding: trace) == [], "\(trace)")
      }
      #expect(try district.office.verify().problems == [])
      // What concerns others stays, and so do the figures.
      #expect(try district.evidence.count == others)
      #expect(try !files(in: folder, holding: "t0@kmsd.example.org").isEmpty)
      #expect(try district.mails().contains { $0.to == "t0@kmsd.example.org" })
      // Asked again, there is nothing left to do.
      let again = try district.office.erase(person, by: .technician)
      #expect(again.performed.command == nil && again.mails == 0 && again.artifacts == 0)
    }
  }

  @Test func `erases nobody whose work is being judged`() throws {
    let district = try District.begun(at: "2026-09-21 10:00")
    try district.live(until: "2026-09-21 12:00")
    let teacher = try district.person("1000")
    try district.office.perform(
      .handIn(
        HandIn(
          stage: .proposal, earner: teacher, title: "Genius Hour", content: Content(),
          source: .page, arrivedAt: district.clock.now())), by: .person(teacher))
    try district.live(until: "2026-09-21 13:00")
    let before = try (district.state, district.mails().count)
    #expect(throws: OfficeError.self) {
      try district.office.erase(teacher, by: try district.administrator)
    }
    #expect(try (district.state, district.mails().count) == before)
  }

  @Test func `restores a backup without mailing anything again, and erases again`() throws {
    try withFolder { folder in
      let home = folder.appendingPathComponent("home")
      let away = folder.appendingPathComponent("away")
      for url in [home, away] {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      }
      let random = SeededRandom(seed: 5)
      let backup = DataFolder(path: away.path, random: random)
      let data = DataFolder(path: home.path, random: random)
      let stopped = try liveOn(home, backup)
      try DistrictOffice.restore(data, from: backup, at: stopped, by: .technician)
      for trace in Self.traces {
        #expect(try files(in: home, holding: trace) == [], "\(trace)")
      }
      let restored = try District(
        at: "2026-11-16 10:00", place: .folder(home.path), files: LocalFiles(root: home.path))
      #expect(try restored.office.verify().problems == [])
      let before = try restored.mails().count
      try restored.live(until: "2026-11-16 12:00")
      #expect(try restored.mails().count == before)
      try restored.office.resumeOutbox(givingUpBefore: stopped)
      try restored.live(until: "2026-11-16 13:00")
      #expect(try restored.mails().count == before)
      #expect(try restored.office.verify().problems == [])
    }
  }

  /// A district that is backed up in the middle of its life, goes on, and then erases Quirina.
  private func liveOn(_ home: URL, _ backup: DataFolder) throws -> Instant {
    let district = try lived(in: home)
    try district.office.backUp(to: backup)
    try district.live(until: "2026-11-16 09:00")
    try district.office.erase(try district.person("1002"), by: try district.administrator)
    return district.clock.now()
  }
}
