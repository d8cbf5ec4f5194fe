/// A length in an attribute: CSS pixels, or percent of what it stands in.
public enum Length: Hashable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  case pixels(Double)
  case percent(Double)

  public init(integerLiteral value: Int) {
    self = .pixels(Double(value))
  }

  public init(floatLiteral value: Double) {
    self = .pixels(value)
  }
}

extension [UInt8] {
  mutating func append(length: Length) {
    switch length {
    case .pixels(let value): append(decimal: value)
    case .percent(let value):
      append(decimal: value)
      append(UInt8(ascii: "%"))
    }
  }

  /// Appends a number with at most three decimals, which is finer than any screen, and without an
  /// exponent. What is no number, or beyond ±1,000,000,000, is written as 0: a drawing may be wrong
  /// then, but never breaks the page.
  mutating func append(decimal value: Double) {
    guard value.isFinite, abs(value) <= 1_000_000_000 else { return append(UInt8(ascii: "0")) }
    // To the nearest, half away from zero; `rounded()` would need the C mathematics library.
    let thousandths = Int64(value * 1_000 + (value < 0 ? -0.5 : 0.5))
    if thousandths < 0 { append(UInt8(ascii: "-")) }
    let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
    append(contentsOf: String(whole).utf8)
    guard rest > 0 else { return }
    append(UInt8(ascii: "."))
    var remaining = rest
    var place: UInt64 = 100
    while remaining > 0 {
      append(UInt8(ascii: "0") + UInt8(remaining / place))
      remaining %= place
      place /= 10
    }
  }
}
