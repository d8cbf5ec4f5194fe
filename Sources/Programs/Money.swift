/// An amount of US dollars in whole cents; in JSON a bare integer.
///
/// There is no fraction of a cent and no floating point: whatever is shared out is rounded once, where it is
/// said how. Amounts that come in are at most ``most``, so that sums over millions of them can't overflow.
public struct Money: Hashable, Comparable, Sendable, AdditiveArithmetic {
  public var cents: Int64

  public init(cents: Int64) { self.cents = cents }

  public static let zero = Money(cents: 0)
  /// The most that a file or a form may name: $99,999,999.99.
  public static let most = Money(cents: 99_999_999_99)

  public static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }
  public static func + (left: Money, right: Money) -> Money {
    Money(cents: left.cents + right.cents)
  }
  public static func - (left: Money, right: Money) -> Money {
    Money(cents: left.cents - right.cents)
  }
  public static prefix func - (amount: Money) -> Money { Money(cents: -amount.cents) }

  /// The share `part` of `whole`, rounded to the cent, half a cent away from zero.
  ///
  /// $250.00 for 7 of 12 months is $145.83, $500.00 is $291.67.
  ///
  /// - Parameters:
  ///   - part: 0 or more, at most a million.
  ///   - whole: 1 or more, at most a million.
  /// - Returns: The share, with the sign of the whole amount.
  public func share(_ part: Int, of whole: Int) -> Money {
    let product = cents.magnitude.multipliedFullWidth(by: UInt64(max(0, part)))
    let divisor = UInt64(max(1, whole))
    let (quotient, rest) = divisor.dividingFullWidth((product.high % divisor, product.low))
    let rounded = Int64(clamping: rest >= divisor - rest ? quotient + 1 : quotient)
    return Money(cents: cents < 0 ? -rounded : rounded)
  }
}

extension Money: CustomStringConvertible {
  /// As people read it: `$2,000.00`, `-$58.33`.
  public var description: String {
    let (dollars, rest) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
    var grouped = ""
    for (index, digit) in String(dollars).reversed().enumerated() {
      if index > 0 && index % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return "\(cents < 0 ? "-" : "")$\(String(grouped.reversed())).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// As a file writes it: `2000.00`.
  public var decimal: String {
    let (dollars, rest) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
    return "\(cents < 0 ? "-" : "")\(dollars).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Reads `2000.00` and `2000`: no sign, no comma, two decimals or none, at most ``most``.
  public init?(decimal text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), (1...8).contains(parts[0].utf8.count),
      parts.count == 1 || parts[1].utf8.count == 2,
      parts.allSatisfy({
        $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
      ), parts[0].utf8.count == 1 || !parts[0].hasPrefix("0"),
      let cents = Int64(parts[0] + (parts.count == 2 ? parts[1] : "00"))
    else { return nil }
    self.init(cents: cents)
  }
}

extension Money: Codable {
  public init(from decoder: any Decoder) throws {
    cents = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(cents)
  }
}
