import CivilTime

/// In which order a date with slashes names month and day.
///
/// `1/05/2023` is 5 January or 1 May; nothing in the cell says which. It is a setting of the file's
/// origin, and a date that is none in that order is a problem, never turned round.
public enum DateOrder: String, Hashable, Sendable {
  /// As in the United States.
  case monthFirst
  /// As nearly everywhere else.
  case dayFirst

  /// The form to name in a message.
  var example: String {
    switch self {
    case .monthFirst: "a date such as 2026-09-30 or 9/30/2026"
    case .dayFirst: "a date such as 2026-09-30 or 30/9/2026"
    }
  }
}

/// Reads single values from trimmed cells; nil when the cell says something else.
enum CellValues {
  /// Reads `2026-09-30`, `2026/9/30`, `9/30/2026` (or by day first), `30-Sep-2026`.
  ///
  /// A time of day behind the date is passed over, since spreadsheets and rosters append one
  /// (`2026-09-30T00:00:00.000Z`). Years of two digits are refused: their century is a guess.
  static func date(_ cell: ArraySlice<UInt8>, order: DateOrder) -> CivilDate? {
    var scanner = Scanner(cell)
    guard let date = date(&scanner, order: order) else { return nil }
    if scanner.isAtEnd { return date }
    if !scanner.take("T") {
      guard scanner.next == 0x20 else { return nil }
      scanner.skipSpaces()
    }
    guard let hour = scanner.number(upTo: 2), hour.value < 24, scanner.take(":"),
      let minute = scanner.number(upTo: 2), minute.value < 60
    else { return nil }
    let isTime = scanner.rest.allSatisfy {
      (0x30...0x3A).contains($0) || [0x20, 0x2B, 0x2D, 0x2E].contains($0)
        || [0x5A, 0x41, 0x4D, 0x50].contains($0 & 0xDF)
    }
    return isTime ? date : nil
  }

  /// Takes a date off the front.
  static func date(_ scanner: inout Scanner, order: DateOrder) -> CivilDate? {
    guard let first = scanner.number(upTo: 4),
      let sign = scanner.take(oneOf: ["-", "/"])
    else { return nil }
    if first.digits == 4 {
      guard let month = scanner.number(upTo: 2), scanner.take(sign),
        let day = scanner.number(upTo: 2)
      else { return nil }
      return CivilDate(year: first.value, month: month.value, day: day.value)
    }
    guard first.digits <= 2 else { return nil }
    if sign == "-" {
      // As Excel shows dates: 30-Sep-2026.
      let name = scanner.letters(upTo: 9)
      guard let month = month(named: name), scanner.take("-"),
        let year = scanner.number(upTo: 4), year.digits == 4
      else { return nil }
      return CivilDate(year: year.value, month: month, day: first.value)
    }
    guard let second = scanner.number(upTo: 2), scanner.take("/"),
      let year = scanner.number(upTo: 4), year.digits == 4
    else { return nil }
    return switch order {
    case .monthFirst: CivilDate(year: year.value, month: first.value, day: second.value)
    case .dayFirst: CivilDate(year: year.value, month: second.value, day: first.value)
    }
  }

  private static func month(named name: String) -> Int? {
    guard name.utf8.count >= 3 else { return nil }
    return CivilDate.monthNames.firstIndex { $0.uppercased().hasPrefix(name) }.map { $0 + 1 }
  }

  /// Reads a decimal as a whole number of parts of its unit, exactly.
  ///
  /// `2000`, `2,000.5`, `.25`; with a dollar sign in front where money is meant. A third decimal is
  /// refused even if it is zero in value terms elsewhere: `1.005` is no amount of cents.
  ///
  /// - Parameters:
  ///   - cell: The trimmed cell.
  ///   - decimals: How many decimals the unit has: 2 for dollars in cents.
  ///   - allowsDollar: Whether `$` may stand in front.
  /// - Returns: The number times 10 to the power of `decimals`; nil when it is no such number, or
  ///   one of more than twelve digits before the point.
  static func decimal(
    _ cell: ArraySlice<UInt8>, decimals: Int, allowsDollar: Bool = false
  ) -> Int64? {
    var scanner = Scanner(cell)
    if allowsDollar, scanner.take("$") { scanner.skipSpaces() }
    var value: Int64 = 0
    var hasDigits = false
    if let first = scanner.number(upTo: 12) {
      hasDigits = true
      value = Int64(first.value)
      if scanner.next == 0x2C {
        guard first.digits <= 3 else { return nil }
        var groups = 0
        while scanner.take(",") {
          guard groups < 3, let group = scanner.number(upTo: 3), group.digits == 3 else {
            return nil
          }
          value = value * 1000 + Int64(group.value)
          groups += 1
        }
      }
    }
    for _ in 0..<decimals { value *= 10 }
    if scanner.take(".") {
      guard let fraction = scanner.number(upTo: decimals) else { return nil }
      var scaled = Int64(fraction.value)
      for _ in fraction.digits..<decimals { scaled *= 10 }
      value += scaled
      hasDigits = true
    }
    return hasDigits && scanner.isAtEnd ? value : nil
  }

  /// Reads a whole number without sign, of at most nine digits.
  static func whole(_ cell: ArraySlice<UInt8>) -> Int? {
    var scanner = Scanner(cell)
    guard let number = scanner.number(upTo: 9), scanner.isAtEnd else { return nil }
    return number.value
  }

  /// Reads a share of full time: `1`, `0.5`, `50%`, `62.5 %`.
  ///
  /// - Returns: Thousandths, at most 1,500 (there are posts of more than full time); nil for `50`,
  ///   which may mean either.
  static func share(_ cell: ArraySlice<UInt8>) -> Int? {
    let value: Int64?
    if cell.last == UInt8(ascii: "%") {
      value = decimal(cell.dropLast().trimmed, decimals: 1)
    } else {
      value = decimal(cell, decimals: 3)
    }
    guard let value, (0...1_500).contains(value) else { return nil }
    return Int(value)
  }

  /// Reads yes or no in the words that spreadsheets and rosters have for them.
  static func boolean(_ cell: ArraySlice<UInt8>) -> Bool? {
    let yes = ["yes", "y", "true", "t", "1", "x", "active"]
    let no = ["no", "n", "false", "f", "0", "inactive"]
    if yes.contains(where: { cell.isASCII($0) }) { return true }
    if no.contains(where: { cell.isASCII($0) }) { return false }
    return nil
  }

  /// Reads an e-mail address, without a name around it, in small letters.
  ///
  /// It is a check against columns that were mixed up, not of RFC 5321: one `@` with something
  /// without spaces on either side and a dot in the domain, at most 254 bytes. Letters are made
  /// small because form services and HR systems disagree about them, and no mail system tells
  /// people apart by them.
  static func email(_ cell: ArraySlice<UInt8>) -> String? {
    guard cell.count <= 254, let at = cell.firstIndex(of: 0x40) else { return nil }
    let local = cell[..<at]
    let domain = cell[(at + 1)...]
    let forbidden: [UInt8] = [
      0x22, 0x28, 0x29, 0x2C, 0x3A, 0x3B, 0x3C, 0x3E, 0x40, 0x5B, 0x5C, 0x5D, 0x7F,
    ]
    func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
      bytes.allSatisfy { $0 > 0x20 && !forbidden.contains($0) }
        && bytes.first != 0x2E && bytes.last != 0x2E
    }
    guard (1...64).contains(local.count), domain.count >= 3, domain.contains(0x2E),
      isPlain(local), isPlain(domain)
    else { return nil }
    return String(decoding: cell.map(asciiLowercase), as: UTF8.self)
  }

  /// Reads an address of the web: `https://…` or `http://…`, at most 2,048 bytes, without spaces.
  static func link(_ cell: ArraySlice<UInt8>) -> String? {
    guard cell.count <= 2048 else { return nil }
    let scheme = cell.prefix(8).map(asciiLowercase)
    let host: ArraySlice<UInt8>
    if scheme.starts(with: "https://".utf8) {
      host = cell.dropFirst(8)
    } else if scheme.starts(with: "http://".utf8) {
      host = cell.dropFirst(7)
    } else {
      return nil
    }
    guard let first = host.first, first != UInt8(ascii: "/"),
      host.allSatisfy({ $0 > 0x20 && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E && $0 != 0x7F })
    else { return nil }
    return String(decoding: cell, as: UTF8.self)
  }

  /// The text of a cell, with every line break written as one line feed.
  static func text(_ cell: ArraySlice<UInt8>) -> String {
    guard cell.contains(0x0D) else { return String(decoding: cell, as: UTF8.self) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(cell.count)
    var isBehindReturn = false
    for byte in cell {
      if byte == 0x0D {
        bytes.append(0x0A)
      } else if byte != 0x0A || !isBehindReturn {
        bytes.append(byte)
      }
      isBehindReturn = byte == 0x0D
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
