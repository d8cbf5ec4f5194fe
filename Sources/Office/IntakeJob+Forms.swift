import CivilTime
import IntakeFormats
import Rubrics
import Store
import Workflow

// Form exports: they grow, and are read again. A row is known by who, what and when; one that is known with the
// same content is passed over, one with other content is a change of what was handed in.

extension IntakeJob {
  private static let pieceBytes = 256 << 10

  mutating func takeForm(_ form: String, _ bytes: [UInt8]) throws(IntakeStop) {
    guard let format = reading.forms.first(where: { $0.name == form }),
      let stage = StageKind(rawValue: form)
    else { return }
    // A file that was cut off shows it at its end: it is read through before any row is taken.
    try forEachRow(of: format, bytes) { (_) throws(IntakeStop) in }
    var job = self
    var batch: [ReadRow<FormResponse>] = []
    try forEachRow(of: format, bytes) { (row) throws(IntakeStop) in
      job.file.rows += 1
      batch.append(row)
      guard batch.count == DistrictOffice.batchMax else { return }
      try job.take(batch, stage)
      batch.removeAll(keepingCapacity: true)
    }
    if !batch.isEmpty { try job.take(batch, stage) }
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

  private mutating func take(
    _ rows: [ReadRow<FormResponse>], _ stage: StageKind
  ) throws(IntakeStop) {
    var job = self
    try stopping { () throws(OfficeError) in
      try job.office.write { records, now in
        for row in rows {
          guard let response = row.row else {
            try job.setAsideUnread(row, at: now, in: &records)
            continue
          }
          try job.take(response, stage, at: now, in: &records)
        }
        try job.note(in: &records, at: now)
      }
    }
    self = job
  }

  private mutating func setAsideUnread(
    _ row: ReadRow<FormResponse>, at now: Instant, in records: inout WriteRecords
  ) throws {
    let problem = row.problems.first { $0.consequence == .rowLeftOut }
    let reason =
      problem.map { "\($0.column): found \($0.found); expected \($0.expected)" }
      ?? "it can't be read"
    file.setAside += 1
    note("row \(row.number): \(reason)")
    try records.setAside(
      file: file.sha256, rowNumber: row.number, kind: file.kind, fields: [], reason: reason,
      person: nil, at: now)
  }

  private mutating func take(
    _ response: FormResponse, _ stage: StageKind, at now: Instant, in records: inout WriteRecords
  ) throws {
    let identity = RowIdentity(
      person: response.identity.person, subject: response.identity.subject,
      moment: response.identity.moment)
    if let before = try records.intakeRow(file.kind, identity), before.content == response.content {
      known += 1
      return
    }
    guard let person = try records.person(email: response.email) else {
      return try setAside(
        response, person: nil, because: "Email: nobody has this address", at: now, in: &records)
    }
    // A sheet that has been kept for years brings its past along: before the first window nothing was ours.
    if let first = try records.windows().filter({ $0.stage == stage }).map(\.times.opens).min(),
      response.submitted < first
    {
      known += 1
      return
    }
    let work = HandIn(
      stage: stage, earner: person.id, title: response.title,
      skills: response.choices(FormFormat.skillsKey).known
        + response.choices(FormFormat.skillsKey).other,
      content: content(of: response), source: .form, arrivedAt: response.submitted)
    switch try office.attempt(.handIn(work), by: .intake, at: now, in: &records) {
    case .success(let performed):
      file.taken += 1
      try records.save(
        IntakeRow(
          kind: file.kind, identity: identity, content: response.content,
          submission: performed.submission, takenAt: now))
    case .failure(let refusal):
      try setAside(
        response, person: person.id, because: refusal.text, at: now, in: &records)
    }
  }

  private mutating func setAside(
    _ response: FormResponse, person: PersonID?, because reason: String, at now: Instant,
    in records: inout WriteRecords
  ) throws {
    // The same row of a grown export waits once.
    let isWaiting = try records.hasOpenSetAside(
      kind: file.kind, rowNumber: response.row, reason: reason)
    if isWaiting {
      known += 1
      return
    }
    try setAside(
      RowCommand(
        number: response.row, command: .confirmClock,
        fields: [
          .init(column: "Timestamp", text: response.submitted.description),
          .init(column: "Email", text: response.email),
          .init(column: "Title", text: response.title),
        ], person: person),
      because: reason, at: now, in: &records)
  }

  private func content(of response: FormResponse) -> Content {
    var content = Content()
    for answer in response.answers {
      switch answer.value {
      case .text(let text):
        guard answer.key.hasPrefix("answer/"), !text.isEmpty else { continue }
        let part = CriterionID(rawValue: String(answer.key.dropFirst(7)))
        content.answers.append(
          Answer(part: part, text: String(text.prefix(Content.textCharactersMax))))
      case .links(let links, _):
        content.artifacts += links.map { Artifact(part: nil, place: .link($0)) }
      case .choices: continue
      }
    }
    return content
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
