import Documents

extension PayrollFormat {
  /// Every setting spelled out; what can't matter is left out, since its file would be refused.
  var plain: Plain {
    .fields([
      "format": .string(kind.rawValue),
      "headings": kind == .csv ? .bool(hasHeadings) : nil,
      "lineEnd": .string(lineEnd.rawValue),
      "encoding": .string(encoding.rawValue),
      "header": header.isEmpty ? nil : .list(header.map(\.plain)),
      "columns": .list(columns.map(\.plain)),
      "trailer": trailer.isEmpty ? nil : .list(trailer.map(\.plain)),
      "accounts": columns.contains { $0.value == .account } ? accounts.plain : nil,
    ])
  }
}

extension PayrollColumn {
  fileprivate var plain: Plain {
    .fields([
      "heading": .string(heading),
      "value": .string(value.rawValue),
      "text": value == .text ? .string(text) : nil,
      "dates": value.isDate ? .string(dates.rawValue) : nil,
      "amounts": value.isAmount ? .string(amounts.rawValue) : nil,
      "width": width.map(Plain.integer),
      "align": width == nil ? nil : .string(align.rawValue),
      "pad": width == nil ? nil : .string(pad.rawValue),
    ])
  }
}

extension PayrollAccounts {
  fileprivate var plain: Plain {
    .fields([
      "stipend": stipend.map(Plain.string), "rise": rise.map(Plain.string),
      "laterYear": laterYear.map(Plain.string), "correction": correction.map(Plain.string),
      "opening": opening.map(Plain.string),
    ])
  }
}
