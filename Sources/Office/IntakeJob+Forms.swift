import CivilTime
import IntakeFormats
import Store
import Workflow

// Form exports: they grow, and are read again. A row is known by who, what and when. One that is known with the same
// content is passed over; one with other content was changed in the sheet; one that is new, while the row of the
// same person and title that was read before is gone from the export, was edited through the form. Both are a change
// of what was handed in. A row that is set aside is known too, so that it waits once, however often the sheet comes
// in again; each time it is tried anew, since what was in its way may be gone.

extension IntakeJob {
  private static let pieceBytes = 256 << 10
  /// Most rows of one form that wait to be settled and are tried again.
  private static let waitingMax = 5_000

  mutating func takeForm(_ form: String, _ bytes: [UInt8]) throws(IntakeStop) {
    guard let format = reading.forms.first(where: { $0.name == form }),
      let stage = StageKind(rawValue: form)
    else { return }
    // A file that was cut off shows it at its end: it is read through before any row is taken.
    var present: Set<RowIdentity> = []
    try forEachRow(of: format, bytes) { (row) throws(IntakeStop) in
      present.insert(RowIdentity(of: row))
    }
    var export = FormIntake(
      stage: stage, format: format, present: present, waiting: try waiting(for: format))
    var job = self
    let resumed = file.nextRow
    var place = 0
    var batch: [ReadRow<FormResponse>] = []
    try forEachRow(of: format, bytes) { (row) throws(IntakeStop) in
      place += 1
      // What was read before a crash is done, and counted.
      guard place > resumed else { return }
      batch.append(row)
      guard batch.count == Self.batchMax else { return }
      try job.take(batch, &export)
      batch.removeAll(keepingCapacity: true)
    }
    if !batch.isEmpty { try job.take(batch, &export) }
    self = job
  }

  private func forEachRow(
    of format: FormFormat, _ bytes: [UInt8],
    _ body: (ReadRow<FormResponse>) throws(IntakeStop) -> Void
  ) throws(IntakeStop) {
    var reader = RowReader(format, file: file.name)
    func drain() throws(IntakeStop) {
      while let row = try reading({ () throws(FileProblem) in try reader.next() }) {
        try body(row)
      }
    }
    var at = 0
    while at < bytes.count {
      let end = min(at + Self.pieceBytes, bytes.count)
      let piece = Array(bytes[at..<end])
      try reading { () throws(FileProblem) in try reader.append(piece) }
      try drain()
      at = end
    }
    try reading { () throws(FileProblem) in try reader.finish() }
    try drain()
  }

  /// The rows of this form that wait to be settled, by what they are known by.
  private func waiting(for format: FormFormat) throws(IntakeStop) -> [RowIdentity: Int64] {
    let rows = try stopping { () throws(OfficeError) in
      try office.read { try $0.openSetAsideRows(ofKind: file.kind, limit: Self.waitingMax) }
    }
    var waiting: [RowIdentity: Int64] = [:]
    for row in rows {
      // A row that was kept under other headings than the form has today is not in the export either.
      guard let read = row.read(by: format) else { continue }
      waiting[RowIdentity(of: read)] = row.id
    }
    return waiting
  }

  private mutating func take(
    _ rows: [ReadRow<FormResponse>], _ export: inout FormIntake
  ) throws(IntakeStop) {
    var job = self
    let before = export
    var after = export
    try stopping { () throws(OfficeError) in
      try job.office.write { records, now in
        var export = before
        for row in rows { try job.take(row, &export, at: now, in: &records) }
        job.file.rows += rows.count
        job.file.nextRow += rows.count
        try job.note(in: &records, at: now)
        after = export
      }
    }
    self = job
    export = after
  }

  private mutating func take(
    _ row: ReadRow<FormResponse>, _ export: inout FormIntake, at now: Instant,
    in records: inout WriteRecords
  ) throws {
    let identity = RowIdentity(of: row)
    let content = row.row?.content ?? 0
    let before = try records.intakeRow(file.kind, identity)
    let waiting = export.waiting[identity]
    if let before, before.content == content, waiting == nil || row.row == nil {
      known += 1
      return
    }
    do {
      guard let response = row.row else { throw Refusal(.incomplete, row.reason) }
      guard try !isOfBefore(response, export.stage, in: records) else {
        known += 1
        return
      }
      let taken = try take(response, export, before, at: now, in: &records)
      if let waiting { try records.settle(waiting, at: now) }
      export.waiting[identity] = nil
      file.taken += 1
      try records.save(
        IntakeRow(
          kind: file.kind, identity: identity, content: content,
          submission: taken ?? before?.submission, takenAt: now))
    } catch let refusal as Refusal {
      if waiting != nil, before?.content == content {
        known += 1
        return
      }
      // Whom it is about is kept where it can be known, so that erasing them erases this too.
      let person = try row.email(by: export.format).flatMap { try records.person(email: $0)?.id }
      try setAside(
        number: row.number, row.cells.map { .init(column: $0.heading, text: $0.text) },
        about: person, because: refusal.text, at: now, in: &records)
      // Another version of the row waits in its place now.
      if let waiting { try records.settle(waiting, at: now) }
      try records.save(
        IntakeRow(
          kind: file.kind, identity: identity, content: content, submission: before?.submission,
          takenAt: now))
    }
  }

  /// A sheet that has been kept for years brings its past along: before the first window nothing was ours.
  private func isOfBefore(
    _ response: FormResponse, _ stage: StageKind, in records: WriteRecords
  ) throws -> Bool {
    let opened = try records.windows().filter { $0.stage == stage }.map(\.times.opens).min()
    return opened.map { response.submitted < $0 } ?? false
  }

  /// Hands in what a response says.
  ///
  /// - Returns: The submission that it became or changed; `nil` when it said nothing new.
  /// - Throws: `Refusal` when it can't be taken.
  private func take(
    _ response: FormResponse, _ export: FormIntake, _ before: IntakeRow?, at now: Instant,
    in records: inout WriteRecords
  ) throws -> SubmissionID? {
    guard let person = try records.person(email: response.email) else {
      throw Refusal(.notFound, "\(export.format.emailHeading): nobody has this address")
    }
    var work = HandIn(response, stage: export.stage, by: person.id)
    // Changed under its old time stamp: it was changed after it was read, and we know no more than that.
    if let known = before?.submission {
      work.submission = known
      work.arrivedAt = now
    }
    var replaced: [RowIdentity] = []
    if before == nil {
      let earlier = try records.intakeRows(
        file.kind, person: response.identity.person, subject: response.identity.subject)
      for row in earlier where !export.present.contains(row.identity) {
        replaced.append(row.identity)
        guard work.submission == nil, let id = row.submission,
          let submission = try records.submission(id), submission.mayStillChange
        else { continue }
        work.submission = id
      }
    }
    let result = try office.attempt(.handIn(work), by: .intake, at: now, in: &records).get()
    for identity in replaced { try records.removeIntakeRow(file.kind, identity) }
    return result.submission ?? work.submission
  }
}

/// What is known while an export is taken.
struct FormIntake {
  var stage: StageKind
  var format: FormFormat
  /// All rows of the export.
  var present: Set<RowIdentity>
  /// Rows of it that were set aside before, and where they wait.
  var waiting: [RowIdentity: Int64]
}

extension HandIn {
  /// The work that a response hands in.
  init(_ response: FormResponse, stage: StageKind, by person: PersonID) {
    var content = Content()
    for answer in response.answers {
      switch answer.value {
      case .text(let text):
        guard let part = FormFormat.part(of: answer.key), !text.isEmpty else { continue }
        content.answers.append(
          Answer(part: part, text: String(text.prefix(Content.textCharactersMax))))
      case .links(let links, _):
        content.artifacts += links.map { Artifact(part: nil, place: .link($0)) }
      case .choices: continue
      }
    }
    let skills = response.choices(FormFormat.skillsKey)
    self.init(
      stage: stage, earner: person, title: response.title, skills: skills.known + skills.other,
      content: content, source: .form, arrivedAt: response.submitted)
  }
}

extension Submission {
  /// Whether another version of it may still come in.
  fileprivate var mayStillChange: Bool {
    switch state {
    case .submitted, .underReview, .returned, .readyToRelease: true
    case .decided: handInAgainBy != nil
    case .withdrawn: false
    }
  }
}

extension Performed {
  /// The submission that a hand-in became or changed.
  var submission: SubmissionID? {
    for event in events {
      switch event {
      case .handedIn(let event): return event.submission
      case .contentChanged(let event): return event.submission
      default: continue
      }
    }
    return nil
  }
}
