/// What payroll's file of a pay date looks like.
///
/// ```
/// payroll: {
///   format: "fixedWidth",
///   columns: [
///     { heading: "Employee", value: "employeeNumber", width: 8, align: "right", pad: "0" },
///     { heading: "Amount", value: "amount", amounts: "cents", width: 10, align: "right", pad: "0" },
///     { heading: "Account", value: "account", width: 12 },
///   ],
///   trailer: [{ heading: "Lines", value: "count", width: 8 }, { heading: "Sum", value: "total", width: 12 }],
///   accounts: { stipend: "1130-210", rise: "1130-110" },
/// }
/// ```
public struct PayrollFormat: Hashable, Sendable, Codable {
  public var kind: Kind
  /// Whether a CSV file begins with a line of headings: yes by default.
  public var hasHeadings: Bool
  /// What ends a line: CR LF by default.
  public var lineEnd: LineEnd
  /// How characters become bytes: UTF-8 by default. A width counts characters.
  public var encoding: Encoding
  /// One record before all others, and one after them; none where it is empty.
  public var header: [PayrollColumn]
  public var columns: [PayrollColumn]
  public var trailer: [PayrollColumn]
  /// The account of each kind of amount, for columns that ask for it.
  public var accounts: PayrollAccounts

  public init(
    kind: Kind = .csv, hasHeadings: Bool = true, lineEnd: LineEnd = .crlf,
    encoding: Encoding = .utf8, header: [PayrollColumn] = [], columns: [PayrollColumn],
    trailer: [PayrollColumn] = [], accounts: PayrollAccounts = PayrollAccounts()
  ) {
    self.kind = kind
    self.hasHeadings = hasHeadings
    self.lineEnd = lineEnd
    self.encoding = encoding
    self.header = header
    self.columns = columns
    self.trailer = trailer
    self.accounts = accounts
  }

  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case csv
    /// Each column has its width, and nothing stands between two of them.
    case fixedWidth
  }

  public enum LineEnd: String, Hashable, Sendable, Codable, CaseIterable {
    case crlf, lf
  }

  public enum Encoding: String, Hashable, Sendable, Codable, CaseIterable {
    case utf8 = "utf-8"
    /// One byte for each character (ISO 8859-1).
    case latin1 = "latin-1"
  }

  /// What a program without `payroll` exports: CSV with the figures and names of each line.
  public static let standard = PayrollFormat(
    columns: [
      PayrollColumn("Pay Date", .payDate), PayrollColumn("Employee Number", .employeeNumber),
      PayrollColumn("Last Name", .familyName), PayrollColumn("First Name", .givenName),
      PayrollColumn("What", .what), PayrollColumn("Reference", .reference),
      PayrollColumn("Amount", .amount), PayrollColumn("Annual Amount", .annualAmount),
      PayrollColumn("From", .from),
    ])
}

/// One column, or one field of the record before or after all lines.
public struct PayrollColumn: Hashable, Sendable, Codable {
  /// What it is called, in a CSV file's first line and in mistakes.
  public var heading: String
  public var value: Value
  /// What a column of the value `text` holds.
  public var text: String
  /// How its date is written.
  public var dates: DateStyle
  /// How its amount is written.
  public var amounts: AmountStyle
  /// Characters, in a file of fixed width; `nil` in CSV.
  public var width: Int?
  public var align: Align
  /// What fills it up to its width.
  public var pad: Pad

  public init(
    _ heading: String, _ value: Value, text: String = "", dates: DateStyle = .iso,
    amounts: AmountStyle = .point, width: Int? = nil, align: Align = .left, pad: Pad = .space
  ) {
    self.heading = heading
    self.value = value
    self.text = text
    self.dates = dates
    self.amounts = amounts
    self.width = width
    self.align = align
    self.pad = pad
  }

  /// Where its text comes from.
  public enum Value: String, Hashable, Sendable, Codable, CaseIterable {
    /// Of the pay date: its day, and its label.
    case payDate, label
    /// Of the person, as HR's file tells it.
    case employeeNumber, familyName, givenName, hireDate
    /// Of the line: its number from 1, what it is, what it is for, and the account of its kind.
    case line, what, reference, account
    case amount
    /// Of a rise: what it is a year, and its first day.
    case annualAmount, from
    /// Of the file, in the record before or after its lines: how many there are, and their sum.
    case count, total
    /// Always the same.
    case text

    /// Whether a record before or after the lines may have it.
    public var isOfFile: Bool {
      switch self {
      case .payDate, .label, .count, .total, .text: true
      case .employeeNumber, .familyName, .givenName, .hireDate, .line, .what, .reference, .account,
        .amount, .annualAmount, .from:
        false
      }
    }

    /// Whether each line may have it.
    public var isOfLine: Bool { self != .count && self != .total }
  }

  /// Dates by their pattern.
  public enum DateStyle: String, Hashable, Sendable, Codable, CaseIterable {
    case iso = "yyyy-MM-dd"
    case slashes = "MM/dd/yyyy"
    case yearFirst = "yyyyMMdd"
    case monthFirst = "MMddyyyy"
    case short = "MM/dd/yy"
    case shortest = "MMddyy"
  }

  public enum AmountStyle: String, Hashable, Sendable, Codable, CaseIterable {
    /// 125.00
    case point
    /// 12500: whole cents.
    case cents
  }

  public enum Align: String, Hashable, Sendable, Codable, CaseIterable {
    case left, right
  }

  public enum Pad: String, Hashable, Sendable, Codable, CaseIterable {
    case space = " "
    /// Between the sign and the digits of an amount.
    case zero = "0"
  }
}

/// Account codes by what an amount is; `nil` where the program names none.
public struct PayrollAccounts: Hashable, Sendable, Codable {
  public var stipend: String?
  public var rise: String?
  /// A later year of a rise; that of the rise, if it is not named.
  public var laterYear: String?
  public var correction: String?
  /// What was brought along from before.
  public var opening: String?

  public init(
    stipend: String? = nil, rise: String? = nil, laterYear: String? = nil,
    correction: String? = nil, opening: String? = nil
  ) {
    self.stipend = stipend
    self.rise = rise
    self.laterYear = laterYear
    self.correction = correction
    self.opening = opening
  }
}
