import CivilTime
import IntakeFormats
import Ledger
import Programs

/// Writes payroll's file in a program's format: pure, the same rows give the same bytes.
struct PayrollWriter {
  private let format: PayrollFormat
  private let payDate: PayDate
  private let rows: [PayrollFile.Row]
  private let csv = CSVWriter(formulas: .defused)
  private var bytes: [UInt8] = []
  private var problems: [PayrollFile.Problem] = []

  private init(_ payDate: PayDate, _ rows: [PayrollFile.Row], _ format: PayrollFormat) {
    self.payDate = payDate
    self.rows = rows
    self.format = format
  }

  /// The file, and everything that does not fit into it: its bytes are not what they should be then.
  static func write(
    _ payDate: PayDate, _ rows: [PayrollFile.Row], as format: PayrollFormat
  ) -> (bytes: [UInt8], problems: [PayrollFile.Problem]) {
    var writer = PayrollWriter(payDate, rows, format)
    writer.write()
    return (writer.bytes, writer.problems)
  }

  private mutating func write() {
    if format.kind == .csv, format.hasHeadings {
      record(format.columns.map(\.heading), nil, [])
    }
    if !format.header.isEmpty { record(format.header, nil, 0) }
    for (index, row) in rows.enumerated() { record(format.columns, row, index + 1) }
    if !format.trailer.isEmpty { record(format.trailer, nil, 0) }
  }

  private mutating func record(_ columns: [PayrollColumn], _ row: PayrollFile.Row?, _ line: Int) {
    record(columns.map { cell($0, row, line) }, row, columns)
  }

  private mutating func record(
    _ cells: [String], _ row: PayrollFile.Row?, _ columns: [PayrollColumn]
  ) {
    var record: [UInt8] = []
    switch format.kind {
    case .csv:
      csv.write(cells, to: &record)
      record.removeLast(2)
    case .fixedWidth:
      for (cell, column) in zip(cells, columns) {
        record += Array(filled(cell, column, row).utf8)
      }
    }
    append(record, row, columns, cells)
    bytes += format.lineEnd == .crlf ? [0x0D, 0x0A] : [0x0A]
  }

  /// A record's characters in the file's encoding.
  private mutating func append(
    _ record: [UInt8], _ row: PayrollFile.Row?, _ columns: [PayrollColumn], _ cells: [String]
  ) {
    guard format.encoding == .latin1 else {
      bytes += record
      return
    }
    for (cell, column) in zip(cells, columns)
    where cell.unicodeScalars.contains(where: { $0.value > 0xFF }) {
      problems.append(PayrollFile.Problem(row, column.heading, cell, .notInEncoding))
    }
    for scalar in String(decoding: record, as: UTF8.self).unicodeScalars {
      bytes.append(UInt8(exactly: scalar.value) ?? UInt8(ascii: "?"))
    }
  }

  // MARK: Cells

  private func cell(_ column: PayrollColumn, _ row: PayrollFile.Row?, _ line: Int) -> String {
    switch column.value {
    case .payDate: return column.dates.text(payDate.pays)
    case .label: return payDate.label
    case .count: return "\(rows.count)"
    case .total: return column.amounts.text(rows.reduce(.zero) { $0 + $1.amount })
    case .text: return column.text
    case .employeeNumber, .familyName, .givenName, .hireDate, .line, .what, .reference, .account,
      .amount, .annualAmount, .from:
      return row.map { cell(column, $0, line) } ?? ""
    }
  }

  private func cell(_ column: PayrollColumn, _ row: PayrollFile.Row, _ line: Int) -> String {
    switch column.value {
    case .employeeNumber: return row.employeeNumber
    case .familyName: return row.familyName
    case .givenName: return row.givenName
    case .hireDate: return row.hired.map(column.dates.text) ?? ""
    case .line: return "\(line)"
    case .what: return row.kind.words
    case .reference:
      return "\(row.lot.item.source.rawValue) \(row.lot.item.number)/\(row.lot.part)"
    case .account: return format.accounts.code(of: row.kind) ?? ""
    case .amount: return column.amounts.text(row.amount)
    case .annualAmount:
      guard case .rise(let annual, _) = row.kind else { return "" }
      return column.amounts.text(annual)
    case .from:
      switch row.kind {
      case .rise(_, let day), .laterYear(let day): return column.dates.text(day)
      case .stipend, .correction, .opening: return ""
      }
    case .payDate, .label, .count, .total, .text: return ""
    }
  }

  /// A cell as wide as its column; what is too long is a problem, and cut.
  private mutating func filled(
    _ cell: String, _ column: PayrollColumn, _ row: PayrollFile.Row?
  ) -> String {
    // A line's end within a name would end the record.
    var scalars = cell.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    let width = column.width ?? scalars.count
    if scalars.count > width {
      problems.append(PayrollFile.Problem(row, column.heading, cell, .longer(than: width)))
      scalars.removeLast(scalars.count - width)
    }
    let pad: Unicode.Scalar = column.pad == .zero ? "0" : " "
    let padding = [Unicode.Scalar](repeating: pad, count: width - scalars.count)
    switch column.align {
    case .left: scalars += padding
    case .right:
      // The sign stands before the zeros.
      let isSigned = column.pad == .zero && scalars.first == "-"
      scalars.insert(contentsOf: padding, at: isSigned ? 1 : 0)
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}

extension PayrollColumn.DateStyle {
  func text(_ date: CivilDate) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (month, day) = (two(date.month), two(date.day))
    let year = "\(date)".prefix { $0 != "-" }
    return switch self {
    case .iso: "\(date)"
    case .slashes: "\(month)/\(day)/\(year)"
    case .yearFirst: "\(year)\(month)\(day)"
    case .monthFirst: "\(month)\(day)\(year)"
    case .short: "\(month)/\(day)/\(year.suffix(2))"
    case .shortest: "\(month)\(day)\(year.suffix(2))"
    }
  }
}

extension PayrollColumn.AmountStyle {
  func text(_ amount: Money) -> String {
    self == .cents ? "\(amount.cents)" : amount.decimal
  }
}

extension PayrollAccounts {
  func code(of kind: LotTerms.Kind) -> String? {
    switch kind {
    case .stipend: stipend
    case .rise: rise
    case .laterYear: laterYear ?? rise
    case .correction: correction
    case .opening: opening
    }
  }
}
