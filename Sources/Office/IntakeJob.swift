import CivilTime
import IntakeFormats
import Programs
import Store
import Workflow

/// One file on its way in: rows become commands, ``batchMax`` to a transaction, each with its own outcome.
struct IntakeJob {
  let office: DistrictOffice
  let reading: IntakeReading
  var file: IntakeFile
  var known = 0
  var problems: [String] = []
  /// Most rows of one transaction.
  static let batchMax = 500
  /// Most reasons that a report lists.
  static let problemsMax = 200

  /// A row that becomes a command.
  struct RowCommand {
    var number: Int
    var command: Command
    /// What the row says, for whoever settles it if it can't be taken.
    var fields: [SetAsideRow.Field]
    var person: PersonID?
    /// Whether the row's outcome is that of this command: not when another one has to go before it.
    var counts = true
    /// Why it can't even be asked for: the row names somebody who is not here.
    var obstacle: String?
  }

  /// Performs the commands of rows, and sets aside what is refused.
  mutating func perform(_ rows: [RowCommand]) throws(IntakeStop) {
    var rest = rows[...]
    while !rest.isEmpty {
      let some = Array(rest.prefix(Self.batchMax))
      rest = rest.dropFirst(some.count)
      var job = self
      try stopping { () throws(OfficeError) in
        try job.office.write { records, now in
          for row in some {
            let outcome =
              if let obstacle = row.obstacle {
                Result<Performed, Refusal>.failure(Refusal(.notFound, obstacle))
              } else {
                try job.office.attempt(row.command, by: .intake, at: now, in: &records)
              }
            switch outcome {
            case .success:
              if row.counts { job.file.taken += 1 }
            case .failure(let refusal):
              guard row.counts else { continue }
              try job.setAside(
                number: row.number, row.fields, about: row.person, because: refusal.text, at: now,
                in: &records)
            }
          }
          try job.note(in: &records, at: now)
        }
      }
      self = job
    }
  }

  /// Keeps a row that can't be taken, with the reason, until somebody settles it.
  mutating func setAside(
    number: Int, _ fields: [SetAsideRow.Field], about person: PersonID?, because reason: String,
    at now: Instant, in records: inout WriteRecords
  ) throws {
    file.setAside += 1
    note("row \(number): \(reason)")
    try records.setAside(
      file: file.sha256, rowNumber: number, kind: file.kind, fields: fields, reason: reason,
      person: person, at: now)
  }

  /// Sets aside rows that could not even be read.
  mutating func setAside(_ unread: [RowProblem]) throws(IntakeStop) {
    let left = unread.filter { $0.consequence == .rowLeftOut }
    for problem in unread where problem.consequence != .rowLeftOut { note("\(problem)") }
    guard !left.isEmpty else { return }
    var job = self
    try stopping { () throws(OfficeError) in
      try job.office.write { records, now in
        var numbers: Set<Int> = []
        for problem in left where numbers.insert(problem.row).inserted {
          try job.setAside(
            number: problem.row, [], about: nil, because: problem.reason, at: now, in: &records)
        }
        try job.note(in: &records, at: now)
      }
    }
    self = job
  }

  mutating func note(_ problem: String) {
    if problems.count < Self.problemsMax { problems.append(problem) }
  }

  /// Keeps how far the file was read, in the transaction of its rows.
  mutating func note(in records: inout WriteRecords, at now: Instant) throws {
    file.updatedAt = now
    try records.save(file)
  }

  /// Says that the file was taken, and tells the administrator of what was set aside.
  mutating func finish() throws(IntakeStop) -> IntakeReport {
    var job = self
    job.file.rows = max(file.rows, file.taken + file.setAside + known)
    job.file.state = .taken
    try stopping { () throws(OfficeError) in
      try job.office.write { records, now in
        try job.note(in: &records, at: now)
        _ = try job.office.perform(
          .noteFile(
            FileTaken(
              file: job.file.sha256, kind: job.file.kind, rows: job.file.rows,
              taken: job.file.taken, setAside: job.file.setAside)),
          by: .intake, at: now, in: &records)
      }
    }
    self = job
    var report = IntakeReport(file: file)
    report.known = known
    report.problems = problems
    return report
  }

  func stopping<Result>(
    _ body: () throws(OfficeError) -> Result
  ) throws(IntakeStop) -> Result {
    do throws(OfficeError) {
      return try body()
    } catch {
      throw .office(error)
    }
  }

  func reading<Result>(
    _ body: () throws(FileProblem) -> Result
  ) throws(IntakeStop) -> Result {
    do throws(FileProblem) {
      return try body()
    } catch {
      throw .problem(error)
    }
  }
}
