import CivilTime
import Foundation
import IntakeFormats
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `A season of evidence` {
  @Test func `goes from a form's export to everybody's decision`() throws {
    let district = try District.begun(
      at: "2026-10-13 09:00", teachers: 142, evaluators: 12
    ) { $0.intake.evidenceForm?.skillOptions.append(FormRow.withComma) }
    let administrator = try district.administrator
    let rows = FormRow.season

    // Most teachers proposed before rubricd came: their approvals are in the opening file, which an old
    // spreadsheet wrote in Windows-1252.
    try district.office.drop(FormRow.approvals(of: rows), named: "opening.csv")
    try district.beat()
    #expect(try district.waitingRows.isEmpty)
    #expect(try district.submissions.count == 143)

    // The window opens by itself, and the sheet is exported after a week, as spreadsheets write it.
    try district.live(until: "2026-11-04 08:00")
    #expect(try district.window(.evidence).state == .open)
    try district.take(
      FormRow.sheet(Array(rows.prefix(90)), in: district.zone), named: "evidence-1.csv")
    #expect(try district.evidence.count == 90)
    #expect(try district.waitingRows.isEmpty)

    // In the minutes of grace the form's own download comes: the same rows in its other shape, and the rest.
    try district.live(until: "2026-11-09 00:05")
    try district.take(FormRow.download(rows, in: district.zone), named: "evidence-2.csv")
    let evidence = try district.evidence
    #expect(evidence.count == 136)
    let last = try #require(try district.office.read { try $0.intakeFiles(limit: 1).first })
    #expect((last.rows, last.taken, last.setAside) == (142, 49, 3))
    for submission in evidence {
      let place = try #require(rows.firstIndex { $0.title == submission.title.value })
      #expect(
        submission.receivedAt == rows.last { $0.teacher == rows[place].teacher }?.at(district))
      #expect(submission.skills == rows[place].skills)
      let words = submission.content.value?.answers.first { $0.part == "own-reflection" }?.text
      #expect(words == rows.last { $0.teacher == rows[place].teacher }?.reflection)
      #expect(submission.content.value?.artifacts.count == 2)
    }

    // The window closes, and who evaluates what is worked out.
    try district.live(until: "2026-11-09 09:30")
    let window = try district.window(.evidence)
    #expect(window.state == .closed)
    let assignment = try #require(
      try window.assignment.flatMap { id in try district.office.read { try $0.assignment(id) } })
    #expect(assignment.pairs.count == 136 && assignment.unassigned.isEmpty)

    // Three rows could not be taken. The administrator knows whose they are; they count from when they came.
    let waiting = try district.waitingRows
    #expect(waiting.count == 3)
    for row in waiting { try settle(row, in: district, by: administrator) }
    #expect(try district.waitingRows.isEmpty)
    #expect(try district.evidence.count == 139)
    #expect(try district.evidence.allSatisfy { $0.receivedAt < window.times.ends })

    // She releases the assignment, and every evaluator gets one mail with all that is theirs.
    try district.live(until: "2026-11-10 10:00")
    try district.office.perform(.releaseAssignment(assignment.id), by: administrator)
    #expect(try district.evidence.allSatisfy { $0.state.name == .underReview })
    try district.live(until: "2026-11-10 12:00")
    let letters = try district.mails().filter { $0.key.hasPrefix("assignment/\(assignment.id)/") }
      .filter { !$0.key.contains("proposed") }
    let evaluators = Set(assignment.pairs.map(\.evaluator))
    #expect(letters.count == evaluators.count)
    #expect(Set(letters.map(\.to)).count == evaluators.count)

    // Scorecards come in, some with "not yet".
    try district.live(until: "2026-11-20 15:00")
    var notYet: Set<SubmissionID> = []
    for submission in try district.evidence {
      let isMet = submission.id.number % 10 != 3
      if !isMet { notYet.insert(submission.id) }
      try district.judge(submission, isMet: isMet)
    }
    #expect(try district.evidence.allSatisfy { $0.state.name == .readyToRelease })

    // The decisions are released together, and everybody hears.
    try district.live(until: "2026-12-01 10:00")
    try district.office.perform(
      .releaseDecisions(try district.evidence.map(\.id)), by: administrator)
    try district.live(until: "2026-12-02 12:00")
    for submission in try district.evidence {
      guard case .decided(_, let outcome, _) = submission.state else {
        Issue.record("submission \(submission.id) is \(submission.state.name)")
        continue
      }
      #expect(outcome == (notYet.contains(submission.id) ? .notYet : .earned))
    }
    try expectOneReceiptAndOneDecision(in: district)
    #expect(
      try district.office.read { try $0.mailCounts() }.keys.filter { $0 != .sent } == [])
  }

  private func settle(_ row: Store.SetAsideRow, in district: District, by actor: Actor) throws {
    let email = row.fields.first { $0.column == "Email Address" }?.text
    if email == FormRow.unknown {
      #expect(row.reason.contains("nobody has this address"))
      try district.office.settle(row: row.id, person: try district.person("1139"), by: actor)
    } else if email == District.address(140) {
      #expect(row.reason.contains("Timestamp"))
      try district.office.settle(
        row: row.id, arrivedAt: try district.zone.at("2026-11-07 21:00"), by: actor)
    } else {
      #expect(row.reason.contains("2 proposals"))
      try district.office.settle(row: row.id, title: "Station rotation 141", by: actor)
    }
  }

  private func expectOneReceiptAndOneDecision(in district: District) throws {
    let mails = try district.mails()
    let receipts = mails.filter { $0.key.hasSuffix("/receipt") }
    let decisions = mails.filter { $0.key.hasPrefix("decision/") }
    for submission in try district.evidence {
      let details = try #require(
        try district.office.read { try $0.person(submission.earner)?.details.value })
      #expect(receipts.count { $0.to == details.email } == 1, "receipts to \(details.email)")
      #expect(decisions.count { $0.to == details.email } == 1, "decisions to \(details.email)")
    }
    #expect(receipts.count == 139 && decisions.count == 139)
  }
}

extension District {
  var evidence: [Submission] {
    get throws { try submissions.filter { $0.stage == .evidence } }
  }

  /// The evaluator hands in a scorecard on which everything is met, or one criterion only partly.
  func judge(_ submission: Submission, isMet: Bool) throws {
    let review = try #require(
      try office.read { try $0.reviews(of: submission.id).last { $0.isOpen } })
    let version = try #require(submission.rubric)
    let rubric = try #require(rubrics.first { $0.version == version })
    let scores = rubric.criteria.enumerated().map { place, criterion in
      let isShort = !isMet && place == 2
      return Scorecard.Score(
        criterion: criterion.id,
        level: isShort ? criterion.levels[criterion.levels.count - 2].id : criterion.levels[0].id,
        feedback: isShort ? "Show two samples from before and after." : "Clear and convincing.")
    }
    try office.perform(
      .handInScorecard(
        review.id, Scorecard(rubric: version, scores: scores, note: "Thank you for your work.")),
      by: .person(review.evaluator))
  }
}

/// One response to the evidence form.
struct FormRow {
  var number: Int
  var teacher: Int
  var email: String
  var title: String
  /// `nil` for one that nobody can read.
  var hours: Int?
  var again = false

  static let unknown = "nobody@kmsd.example.org"
  static let withComma = "Reading, Writing & Talk"

  /// 142 responses, with what real ones have: 136 people, three of them twice, an address that nobody has, a time
  /// stamp that is none, and a title that could mean two proposals.
  static let season: [FormRow] = {
    var rows = (0..<136).map { FormRow($0, teacher: $0) }
    for (number, teacher) in [(136, 96), (137, 97), (138, 98)] {
      rows.append(FormRow(number, teacher: teacher, again: true))
    }
    rows.append(FormRow(139, teacher: 139, email: unknown))
    rows.append(FormRow(140, teacher: 140, hours: .some(nil)))
    rows.append(FormRow(141, teacher: 141, title: "My micro-credential"))
    return rows
  }()

  init(
    _ number: Int, teacher: Int, email: String? = nil, title: String? = nil, hours: Int?? = nil,
    again: Bool = false
  ) {
    self.number = number
    self.teacher = teacher
    self.email = email ?? District.address(teacher)
    self.title = title ?? "Station rotation \(teacher)"
    self.hours = hours ?? number * 2
    self.again = again
  }

  var known: [String] {
    var ticked = ["Design thinking", "Personalized learning", "STEM/STEAM"][teacher % 3]
    if teacher % 5 == 0 { ticked = Self.withComma }
    return teacher % 4 == 0 ? [ticked, "Technology"] : [ticked]
  }

  /// What was ticked, "Other" last, as its own words.
  var skills: [String] { teacher % 11 == 0 ? known + ["Puppetry, with shadows"] : known }

  var reflection: String {
    let words = "Line one\nline two, with \"quotes\", of \(teacher)"
    return again ? words + "\nand what I forgot" : words
  }

  func local(_ zone: Zone) -> CivilDateTime? {
    guard let hours, let first = try? zone.at("2026-10-27 08:00") else { return nil }
    return zone.civil(at: first.adding(hours: Int64(hours)))
  }

  func at(_ district: District) -> Instant? {
    local(district.zone).map { district.zone.instant(of: $0, .earlier) }
  }

  // MARK: Files

  static let headings = [
    "Timestamp", "Email Address", "Micro-credential title",
    "Skills this micro-credential is about", "Upload your artifacts",
    "Your learning process (readings, discussions)",
    "Your students' learning process and how you measured it",
    "Samples of student work and reflections on new learning",
    "Your reflection: what you learned, how, the impact, next steps",
  ]

  private func cells(_ timestamp: String, joint: String) -> [String] {
    [
      timestamp, email, title, skills.joined(separator: joint),
      [1, 2].map { "https://drive.google.com/open?id=\($0)AAAAAAAAAAAA\(teacher)" }
        .joined(separator: ", "),
      "I read two books, and talked about them.", "We measured it with exit tickets.",
      "See the links.", reflection,
    ]
  }

  /// The sheet's export: a byte order mark, CRLF, local times, checkboxes joined by commas.
  static func sheet(_ rows: [FormRow], in zone: Zone) -> String {
    "\u{FEFF}" + text([headings] + rows.map { row in row.cells(row.sheetTime(zone), joint: ", ") })
  }

  /// The form's own download: 12-hour times with an offset, checkboxes joined by semicolons.
  static func download(_ rows: [FormRow], in zone: Zone) -> String {
    text([headings] + rows.map { row in row.cells(row.downloadTime(zone), joint: ";") })
  }

  private func sheetTime(_ zone: Zone) -> String {
    guard let at = local(zone) else { return "yesterday, in the evening" }
    return "\(at.date.month)/\(at.date.day)/\(at.date.year) \(at.time.hour):00:00"
  }

  private func downloadTime(_ zone: Zone) -> String {
    guard let at = local(zone) else { return "yesterday, in the evening" }
    let offset = zone.offset(at: zone.instant(of: at, .earlier)) / 3_600
    let hour = at.time.hour % 12 == 0 ? 12 : at.time.hour % 12
    return "\(at.date.year)/\(two(at.date.month))/\(two(at.date.day)) \(hour):00:00 "
      + "\(at.time.hour < 12 ? "AM" : "PM") GMT\(offset)"
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  static func text(_ rows: [[String]]) -> String {
    var bytes: [UInt8] = []
    let writer = CSVWriter(formulas: .asTheyAre)
    for row in rows { writer.write(row, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// An open approval for everybody, two for whoever writes an ambiguous title; in Windows-1252.
  static func approvals(of rows: [FormRow], besides: Bool = true) throws -> [UInt8] {
    var lines = ["Kind,Employee Number,Title,Date,Year End"]
    for row in rows where !row.again {
      let title = "Station rotation \(row.teacher)"
      lines.append("approval,\(1_000 + row.teacher),\(title),2026-06-01,2027-06-30")
    }
    guard besides else { return Array(lines.joined(separator: "\r\n").utf8) }
    lines.append("approval,1141,Atelier à la carte – the café,2026-06-01,2027-06-30")
    lines.append("approval,1001,“Genius” hour,2026-06-01,2027-06-30")
    lines.append("approval,1002,“Genius” hour,2026-06-01,2027-06-30")
    lines.append("approval,1006,“Genius” hour,2026-06-01,2027-06-30")
    return [UInt8](
      try #require(lines.joined(separator: "\r\n").data(using: .windowsCP1252)))
  }
}
