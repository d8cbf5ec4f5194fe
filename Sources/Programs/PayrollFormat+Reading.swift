import Documents

/// Most columns of a record, and most characters of one.
private let columnsMax = 60
private let widthMax = 200

extension PayrollFormat {
  static func read(_ fields: Fields) -> PayrollFormat? {
    let kind = fields.required("format")?.choice(Kind.self)
    let headingsReader = fields.optional("headings")
    let hasHeadings = headingsReader?.bool()
    let lineEnd = fields.optional("lineEnd")?.choice(LineEnd.self) ?? .crlf
    let encoding = fields.optional("encoding")?.choice(Encoding.self) ?? .utf8
    let header = columns(fields.optional("header"), kind, ofFile: true)
    let columns = columns(fields.required("columns"), kind, ofFile: false)
    let trailer = Self.columns(fields.optional("trailer"), kind, ofFile: true)
    let accountsReader = fields.optional("accounts")
    let accounts = accountsReader?.fields(PayrollAccounts.read) ?? PayrollAccounts()
    if kind == .fixedWidth, hasHeadings == true {
      headingsReader?.mistake(
        found: "a line of headings", expected: "false, since columns of fixed width have none")
    }
    if let columns {
      let asks = columns.contains { $0.value == .account }
      if asks, accounts == PayrollAccounts() {
        fields.reader.mistake(
          found: "a column for an account, and no \"accounts\"",
          expected: "the account of each kind of amount that the program pays")
      }
      if !asks {
        accountsReader?.mistake(
          found: "accounts", expected: "none, since no column has the value \"account\"")
      }
    }
    guard let kind, let columns else { return nil }
    return PayrollFormat(
      kind: kind, hasHeadings: hasHeadings ?? (kind == .csv), lineEnd: lineEnd,
      encoding: encoding, header: header ?? [], columns: columns, trailer: trailer ?? [],
      accounts: accounts)
  }

  private static func columns(
    _ reader: Reader?, _ kind: Kind?, ofFile: Bool
  ) -> [PayrollColumn]? {
    reader?.list(count: 1...columnsMax, uniqueBy: "heading", \.heading) { reader in
      reader.fields { PayrollColumn.read($0, kind, ofFile: ofFile) }
    }
  }
}

extension PayrollColumn {
  fileprivate static func read(
    _ fields: Fields, _ kind: PayrollFormat.Kind?, ofFile: Bool
  ) -> PayrollColumn? {
    let heading = fields.required("heading")?.string(length: 1...60)
    let valueReader = fields.required("value")
    let value = valueReader?.choice(Value.self)
    let textReader = fields.optional("text")
    let text = textReader?.string(length: 0...widthMax)
    let datesReader = fields.optional("dates")
    let dates = datesReader?.choice(DateStyle.self)
    let amountsReader = fields.optional("amounts")
    let amounts = amountsReader?.choice(AmountStyle.self)
    let widthReader = fields.optional("width")
    let width = widthReader?.integer(in: 1...widthMax)
    let align = fields.optional("align")?.choice(Align.self)
    let pad = fields.optional("pad")?.choice(Pad.self)
    if let value {
      if ofFile ? !value.isOfFile : !value.isOfLine {
        valueReader?.mistake(
          found: "\(Mistake.quoted(value.rawValue))",
          expected: ofFile
            ? "what the whole file has: payDate, label, count, total or text"
            : "what each line has: count and total belong into the header or the trailer")
      }
      if value == .text, textReader == nil {
        fields.reader.mistake(found: "no key \"text\"", expected: "what the column always holds")
      }
      if value != .text {
        textReader?.mistake(found: "a text", expected: "none, since the value is another")
      }
      if !value.isDate {
        datesReader?.mistake(found: "a form of dates", expected: "none, since it is no date")
      }
      if !value.isAmount {
        amountsReader?.mistake(found: "a form of amounts", expected: "none, since it is none")
      }
    }
    switch kind {
    case .fixedWidth:
      if widthReader == nil {
        fields.reader.mistake(
          found: "no key \"width\"", expected: "one, since the format is \"fixedWidth\"")
      }
    case .csv:
      for key in ["width", "align", "pad"] where fields.has(key) {
        fields.optional(key)?.mistake(
          found: "the key \(Mistake.quoted(key))",
          expected: "it left out, since the format is \"csv\"")
      }
    case .none: break
    }
    guard let heading, let value else { return nil }
    return PayrollColumn(
      heading, value, text: text ?? "", dates: dates ?? .iso, amounts: amounts ?? .point,
      width: kind == .fixedWidth ? width ?? 1 : nil, align: align ?? .left, pad: pad ?? .space)
  }
}

extension PayrollColumn.Value {
  var isDate: Bool { self == .payDate || self == .hireDate || self == .from }
  var isAmount: Bool { self == .amount || self == .annualAmount || self == .total }
}

extension PayrollAccounts {
  fileprivate static func read(_ fields: Fields) -> PayrollAccounts? {
    func code(_ key: String) -> String? { fields.optional(key)?.string(length: 1...60) }
    return PayrollAccounts(
      stipend: code("stipend"), rise: code("rise"), laterYear: code("laterYear"),
      correction: code("correction"), opening: code("opening"))
  }
}
