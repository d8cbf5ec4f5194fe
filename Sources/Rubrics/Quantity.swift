/// An exact number of points, or a weight: not negative, with at most six decimals.
///
/// Files give up to three decimals; a weight times points then has six, and nothing is ever
/// rounded.
public struct Quantity: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Largest number that a file may give, so that no total of 40 criteria can overflow.
  public static let fileMax = 1_000

  public static let zero = Quantity(millionths: 0)
  public static let one = Quantity(millionths: 1_000_000)

  let millionths: Int64

  /// A number such as `2`, `1.5` or `0.125`: no sign, no exponent, at most three decimals and
  /// 1,000.
  public init?(_ text: String) {
    let most = Int64(Self.fileMax) * 1_000_000
    guard let number = Quantity(text, decimalsMax: 3), number.millionths <= most else { return nil }
    self = number
  }

  /// A total of weighted points, such as `7.5`: at most six decimals and twelve digits before them.
  init?(total text: String) { self.init(text, decimalsMax: 6) }

  init(millionths: Int64) { self.millionths = millionths }

  private init?(_ text: String, decimalsMax: Int) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, (1...12).contains(whole.count),
      whole.count == 1 || whole.first != UInt8(ascii: "0")
    else { return nil }
    let decimals = parts.count == 2 ? parts[1] : ""[...].utf8
    guard parts.count == 1 || (1...decimalsMax).contains(decimals.count) else { return nil }
    var number: Int64 = 0
    for byte in Array(whole) + Array(decimals) {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = number * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    for _ in decimals.count..<6 { number *= 10 }
    millionths = number
  }

  /// The shortest decimal form: `12`, `7.5`.
  public var description: String {
    let fraction = millionths % 1_000_000
    guard fraction > 0 else { return String(millionths / 1_000_000) }
    var digits = String(fraction)
    digits = String(repeating: "0", count: 6 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(millionths / 1_000_000).\(digits)"
  }

  public static func < (left: Quantity, right: Quantity) -> Bool {
    left.millionths < right.millionths
  }

  static func + (left: Quantity, right: Quantity) -> Quantity {
    Quantity(millionths: left.millionths + right.millionths)
  }

  /// What is missing from `left` to `right`; zero when nothing is.
  static func shortfall(from left: Quantity, to right: Quantity) -> Quantity {
    Quantity(millionths: max(0, right.millionths - left.millionths))
  }

  /// Points times a weight. Exact, because both come from files: three decimals, at most 1,000
  /// each.
  func weighted(by weight: Quantity) -> Quantity {
    Quantity(millionths: (millionths / 1_000) * (weight.millionths / 1_000))
  }
}

/// Written as a string, so that no reader on the way makes a floating-point number of it.
extension Quantity: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let number = Quantity(total: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a decimal number like 7.5 was expected")
    }
    self = number
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
