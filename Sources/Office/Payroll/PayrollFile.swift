public import CivilTime
import Crypto
import Files
public import Ledger
public import Programs
public import Store
public import Workflow

/// What payroll gets for a pay date: a row for each amount of each person, in the program's own format.
///
/// It is made of the ledger and HR's own figures alone. Whoever was erased has a row without a number or a name: the
/// reference says what it is for.
public struct PayrollFile: Hashable, Sendable {
  public let payDate: PayDate
  public let rows: [Row]
  public let bytes: [UInt8]
  /// What does not fit into the format: a file with any is never sealed.
  public let problems: [Problem]

  /// The SHA-256 of its bytes, in hex, by which the ledger knows it.
  public var hash: String { SHA256.hash(bytes).hex }
  public var total: Money { rows.reduce(.zero) { $0 + $1.amount } }

  /// One amount that somebody gets, or gives back.
  public struct Row: Hashable, Sendable {
    public let person: PersonID
    public let employeeNumber: String
    public let familyName: String
    public let givenName: String
    public let hired: CivilDate?
    public let lot: LotKey
    public let kind: LotTerms.Kind
    public let amount: Money

    public init(
      person: PersonID, employeeNumber: String, familyName: String, givenName: String,
      hired: CivilDate? = nil, lot: LotKey, kind: LotTerms.Kind, amount: Money
    ) {
      self.person = person
      self.employeeNumber = employeeNumber
      self.familyName = familyName
      self.givenName = givenName
      self.hired = hired
      self.lot = lot
      self.kind = kind
      self.amount = amount
    }
  }

  /// A cell that does not fit into its column.
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// Whose line it is; `nil` for the record before or after all lines.
    public let person: PersonID?
    /// The person as payroll knows them: employee number and name.
    public let whose: String
    public let column: String
    public let text: String
    public let reason: Reason

    public enum Reason: Hashable, Sendable {
      case longer(than: Int)
      /// The file's encoding has no such character.
      case notInEncoding
    }

    init(_ row: Row?, _ column: String, _ text: String, _ reason: Reason) {
      person = row?.person
      whose =
        row.map { "\($0.employeeNumber) \($0.givenName) \($0.familyName)" }
        ?? "the record for the whole file"
      self.column = column
      self.text = text
      self.reason = reason
    }

    public var description: String {
      switch reason {
      case .longer(let width):
        "\(whose): \"\(text)\" is longer than the \(width) characters of the column \"\(column)\""
      case .notInEncoding:
        "\(whose): \"\(text)\" in the column \"\(column)\" has a character that Latin-1 does not have"
      }
    }
  }

  /// Makes the file.
  ///
  /// - Parameters:
  ///   - payDate: What it is for.
  ///   - rows: Its lines, in their order.
  ///   - format: What it looks like.
  public init(_ payDate: PayDate, _ rows: [Row], as format: PayrollFormat = .standard) {
    self.payDate = payDate
    self.rows = rows
    (bytes, problems) = PayrollWriter.write(payDate, rows, as: format)
  }
}

extension LotTerms.Kind {
  /// What an amount is, as payroll reads it.
  public var words: String {
    switch self {
    case .stipend: "stipend"
    case .rise: "rise, first year"
    case .laterYear: "rise, later year"
    case .correction: "correction"
    case .opening: "from before"
    }
  }
}

/// A pay date as it would be sealed now.
public struct PayDatePreview: Hashable, Sendable {
  public let settlement: Settlement
  public let file: PayrollFile

  /// What stands for every line of it, of the file too, by which it is sealed as it was shown.
  public var token: String { SHA256.hash(Array((settlement.token + file.hash).utf8)).hex }
}

extension Refusal {
  /// What does not fit into payroll's file.
  fileprivate static func doesNotFit(_ problems: [PayrollFile.Problem]) -> Refusal {
    let first = problems.prefix(3).map(\.description).joined(separator: "; ")
    let rest = problems.count > 3 ? "; and \(problems.count - 3) more" : ""
    return Refusal(
      .againstTheRules,
      "Nothing is sealed, because it does not fit into payroll's file: \(first)\(rest). Change the program's "
        + "`payroll`, or what HR's file says.")
  }

  /// Why nothing is sealed after a restore, by what ``SettingKey/sealingPaused`` says.
  fileprivate static func sealingPaused(_ days: String) -> Refusal {
    let what =
      days == "unknown"
      ? "a backup was restored, and it is not known what was sealed after it was made"
      : "a backup was restored that does not know what was sealed after it was made: \(days)"
    return Refusal(
      .notNow,
      "Nothing is sealed, because \(what). Ask payroll which files it has; then rubricctl pay resume."
    )
  }
}

extension DistrictOffice {
  /// What a pay date would mean if it were sealed now, with its file; nothing is entered.
  ///
  /// - Parameter day: The day on which it is paid.
  /// - Returns: Every line of it, also of those who get nothing now, and the file.
  /// - Throws: ``OfficeError``; refused where there is no such pay date.
  public func preview(of day: CivilDate) throws(OfficeError) -> PayDatePreview {
    try read { records in try self.preview(of: day, in: records) }
  }

  /// The same, of one state of the records.
  public func preview(of day: CivilDate, in records: some StoredRecords) throws -> PayDatePreview {
    try preview(reckoned(day, in: records), in: records)
  }

  /// Seals a pay date: what stands in its file is not changed any more.
  ///
  /// - Parameters:
  ///   - day: The day on which it is paid.
  ///   - token: What the preview showed: if a line of it has changed since, or the file, it is refused.
  ///   - actor: Who asks.
  /// - Returns: What came of it, with the file.
  /// - Throws: ``OfficeError``.
  public func sealPayDate(
    _ day: CivilDate, expecting token: String, by actor: Actor
  ) throws(OfficeError) -> (performed: Performed, file: PayrollFile) {
    try write { records, now in
      if let days = try records.setting(.sealingPaused) { throw Refusal.sealingPaused(days) }
      let reckoned = try self.reckoned(day, in: records)
      let preview = try self.preview(reckoned, in: records)
      guard preview.token == token else { throw Refusal(.changedSincePreview) }
      guard preview.file.problems.isEmpty else {
        throw Refusal.doesNotFit(preview.file.problems)
      }
      // The file lasts before anything says that it was sealed; one that is not sealed after all is swept away.
      try blobs.put(preview.file.bytes)
      let performed = try self.perform(
        .sealPayDate(day, token: preview.settlement.token, file: preview.file.hash), by: actor,
        at: now, knowing: reckoned.pay, in: &records)
      return (performed, preview.file)
    }
  }

  /// Lets pay dates be sealed again after a restore.
  public func resumeSealing() throws(OfficeError) {
    try write { records, _ in try records.set(.sealingPaused, to: nil) }
  }

  /// The file of a pay date that was sealed: as it was kept then, or else made anew from the ledger.
  ///
  /// - Parameter day: The day on which it is paid.
  /// - Returns: Its bytes, and whether they are the sealed ones: once somebody in it was erased it is made anew,
  ///   without that name.
  /// - Throws: ``OfficeError``; refused where that day is not sealed.
  public func payrollFile(
    of day: CivilDate
  ) throws(OfficeError) -> (bytes: [UInt8], isSealedOne: Bool) {
    let (made, hash, kept) = try madeAnew(day)
    if made.hash == hash { return (made.bytes, true) }
    if let kept, let bytes = try keptBytes(kept) { return (bytes, true) }
    return (made.bytes, false)
  }

  /// The bytes of a file that was kept; `nil` where it is missing or damaged.
  private func keptBytes(_ sha256: String) throws(OfficeError) -> [UInt8]? {
    do throws(FileError) {
      let file = try blobs.open(sha256)
      defer { file.close() }
      var bytes: [UInt8] = []
      while true {
        let piece = try file.read(at: bytes.count, count: 1 << 16)
        if piece.isEmpty { break }
        bytes += piece
      }
      return SHA256.hash(bytes).hex == sha256 ? bytes : nil
    } catch {
      if error.reason == .notFound { return nil }
      throw .lifted(error)
    }
  }

  /// The file as the ledger and HR's figures make it now, the hash of the sealed one, and where that is kept.
  private func madeAnew(
    _ day: CivilDate
  ) throws(OfficeError) -> (file: PayrollFile, hash: String, kept: String?) {
    try read { records in
      var book = Book()
      let parts = try records.ledger(.district) + records.ledger(.payDate(day))
      let entries = parts.sorted { $0.number < $1.number }
      book.apply(entries)
      guard let sealed = book.payDates[day] else { throw Refusal(.payDateNotSealed(day)) }
      var amounts: [LotKey: Money] = [:]
      for entry in entries {
        guard case .settled(day) = entry.kind else { continue }
        for posting in entry.postings where posting.account == .sealed {
          if let lot = posting.lot { amounts[lot, default: .zero] += posting.amount }
        }
      }
      let lines = amounts.compactMap { key, amount in
        book.lot(key).map { ($0.person, key, $0.terms.kind, amount) }
      }
      let file = PayrollFile(
        sealed.payDate, try self.rows(lines, in: records), as: try Self.format(in: records))
      return (file, sealed.hash, try records.payrollFile(of: day))
    }
  }

  private func preview(
    _ reckoned: Reckoned, in records: some StoredRecords
  ) throws -> PayDatePreview {
    let settlement = reckoned.settlement
    var amounts: [LotKey: (PersonNumber, LotTerms.Kind, Money)] = [:]
    for line in settlement.paying {
      amounts[line.lot, default: (line.person, line.kind, .zero)].2 += line.pays
    }
    let lines = amounts.map { ($0.value.0, $0.key, $0.value.1, $0.value.2) }
    let file = PayrollFile(
      settlement.payDate, try rows(lines, knowing: reckoned.people, in: records),
      as: try Self.format(in: records))
    return PayDatePreview(settlement: settlement, file: file)
  }

  private static func format(in records: some StoredRecords) throws -> PayrollFormat {
    try records.program()?.payroll ?? .standard
  }

  /// Amounts with HR's figures, by employee number, then by what they are for.
  private func rows(
    _ lines: [(person: PersonNumber, lot: LotKey, kind: LotTerms.Kind, amount: Money)],
    knowing people: [PersonID: Person] = [:], in records: some StoredRecords
  ) throws -> [PayrollFile.Row] {
    var rows: [PayrollFile.Row] = []
    for line in lines where line.amount != .zero {
      let person = PersonID(line.person.number)
      let known = if let known = people[person] { known } else { try records.person(person) }
      let details = known?.details.value
      rows.append(
        PayrollFile.Row(
          person: person, employeeNumber: details?.employeeNumber ?? "",
          familyName: details?.familyName ?? "", givenName: details?.givenName ?? "",
          hired: details == nil ? nil : known?.record.hired, lot: line.lot, kind: line.kind,
          amount: line.amount))
    }
    return rows.sorted {
      ($0.employeeNumber, $0.person, $0.lot) < ($1.employeeNumber, $1.person, $1.lot)
    }
  }
}
