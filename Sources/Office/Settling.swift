public import CivilTime
import IntakeFormats
public import Store
public import Workflow

// Rows that could not be taken wait for somebody who knows better: whose work it is, what it is called, when it came.

extension DistrictOffice {
  /// Takes a form's row that was set aside, put right. It counts from the moment at which it was first handed in.
  ///
  /// - Parameters:
  ///   - id: The number of the row that was set aside.
  ///   - person: Whose work it is; `nil` keeps the row's address.
  ///   - title: What it is called; `nil` keeps the row's title.
  ///   - arrivedAt: When it was handed in, for a row whose time stamp can't be read; `nil` keeps the row's own,
  ///     and where it has none takes the moment at which the row came in here.
  ///   - actor: Who settles it.
  /// - Returns: What came of it.
  /// - Throws: ``OfficeError/refused(_:)`` when it still can't be taken; it waits on then.
  @discardableResult
  public func settle(
    row id: Int64, person: PersonID? = nil, title: String? = nil, arrivedAt: Instant? = nil,
    by actor: Actor
  ) throws(OfficeError) -> Performed {
    let reading = try IntakeReading(self)
    return try write { records, now in
      let row = try openRow(id, in: records)
      let found = reading.forms.first { FileKind.form($0.name).description == row.kind }
      guard let format = found, let stage = StageKind(rawValue: format.name),
        let before = row.read(by: format)
      else {
        throw Refusal(
          .againstTheRules,
          "Row \(id) is of a file of the kind \"\(row.kind)\". Mend the file and drop it in again; "
            + "then dismiss the row.")
      }
      var settled = row
      if let person {
        guard let details = try records.person(person)?.details.value else {
          throw Refusal(.notFound, "There is no person \(person).")
        }
        try settled.set("email", of: format, to: details.email)
      }
      if let title { try settled.set("title", of: format, to: title) }
      if before.row == nil || arrivedAt != nil {
        let instant = arrivedAt ?? row.createdAt
        let time = reading.zone.civil(at: instant)
        if arrivedAt != nil || before.problems.contains(where: { $0.isAbout("timestamp", format) })
        {
          try settled.set("timestamp", of: format, to: time.asSheet)
        }
      }
      guard let read = settled.read(by: format), let response = read.row else {
        throw Refusal(.incomplete, settled.read(by: format)?.reason ?? "The row can't be read.")
      }
      guard let earner = try records.person(email: response.email) else {
        throw Refusal(.notFound, "Nobody has the address in row \(id): say whose work it is.")
      }
      let performed = try perform(
        .handIn(HandIn(response, stage: stage, by: earner.id)), by: actor, at: now, in: &records)
      try records.settle(id, at: now)
      // The row in the sheet stays as wrong as it is: it is known by what it says there.
      try records.save(
        IntakeRow(
          kind: row.kind, identity: RowIdentity(of: before), content: before.row?.content ?? 0,
          submission: performed.submission, takenAt: now))
      return performed
    }
  }

  /// Settles a row that was set aside by leaving it out for good.
  ///
  /// - Parameters:
  ///   - id: The number of the row that was set aside.
  ///   - actor: Who settles it.
  /// - Throws: ``OfficeError/refused(_:)`` when no such row waits, or it is not theirs to settle.
  public func dismiss(row id: Int64, by actor: Actor) throws(OfficeError) {
    try write { records, now in
      try Permission.checkDismissing(by: actor, at: now, zone: zone(in: records), from: records)
      _ = try openRow(id, in: records)
      try records.settle(id, at: now)
    }
  }

  private func openRow(_ id: Int64, in records: WriteRecords) throws -> SetAsideRow {
    guard let row = try records.setAsideRow(id) else {
      throw Refusal(.notFound, "There is no row \(id) that was set aside.")
    }
    guard row.settledAt == nil else {
      throw Refusal(.notInThisState, "Row \(id) was settled already.")
    }
    return row
  }
}

extension SetAsideRow {
  /// The step whose form it came through, so that it can be put right and taken; `nil` for a row of another kind of
  /// file.
  public var form: StageKind? {
    StageKind.allCases.first { FileKind.form($0.rawValue).description == kind }
  }

  /// Puts another text into the cell of a form's field.
  fileprivate mutating func set(
    _ field: String, of format: FormFormat, to text: String
  ) throws(Refusal) {
    guard let index = fields.firstIndex(where: { format.isHeading($0.column, of: field) }) else {
      throw Refusal(.incomplete, "Row \(id) has no column for this.")
    }
    fields[index].text = text
  }
}

extension RowProblem {
  fileprivate func isAbout(_ field: String, _ format: FormFormat) -> Bool {
    consequence == .rowLeftOut
      && format.mapping.columns.contains { column in
        column.field == field && column.headings.contains { self.column.contains($0) }
      }
  }
}

extension CivilDateTime {
  /// The time as the sheet of a form writes it: `8/31/2023 19:08:16`.
  fileprivate var asSheet: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date.month)/\(date.day)/\(date.year) "
      + "\(two(time.hour)):\(two(time.minute)):\(two(time.second))"
  }
}
