/// JSON as it grows, for the few kinds of value that an import writes by the hundred thousand.
///
/// Whoever writes by it gives the keys in the order of their bytes, and leaves out what is `nil`, so that the
/// text is what ``JSONWriter`` would write of the same value. The tests hold each such value against that.
struct JSONText {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  init(reserving capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  private mutating func begin() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  mutating func open(_ bracket: Bracket) {
    begin()
    bytes.append(bracket == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
    needsComma = false
  }

  mutating func close(_ bracket: Bracket) {
    bytes.append(bracket == .object ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    needsComma = true
  }

  enum Bracket {
    case object, array
  }

  /// A key, which needs no escape.
  mutating func key(_ key: StaticString) {
    begin()
    bytes.append(UInt8(ascii: "\""))
    key.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func put(_ number: Int64) {
    begin()
    var digits: (UInt64, Int) = (number.magnitude, 1)
    var power: UInt64 = 1
    while digits.0 / power >= 10 {
      power *= 10
      digits.1 += 1
    }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    while power > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(digits.0 / power % 10))
      power /= 10
    }
    needsComma = true
  }

  mutating func put(_ truth: Bool) {
    begin()
    bytes += truth ? "true".utf8 : "false".utf8
    needsComma = true
  }

  mutating func putNull() {
    begin()
    bytes += "null".utf8
    needsComma = true
  }

  mutating func put(_ string: String) {
    begin()
    bytes.append(UInt8(ascii: "\""))
    JSONWriter.escape(string.utf8, into: &bytes)
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// Any other value, by the writer for all of them.
  mutating func put(_ value: some Encodable, by writer: JSONWriter) throws {
    begin()
    try writer.append(value, to: &bytes)
    needsComma = true
  }

  mutating func put(_ strings: some Sequence<String>) {
    open(.array)
    for string in strings { put(string) }
    close(.array)
  }

  // MARK: Keys with their values

  mutating func put(_ name: StaticString, _ number: Int64) {
    key(name)
    put(number)
  }

  mutating func put(_ name: StaticString, ifAny number: Int64?) {
    if let number { put(name, number) }
  }

  mutating func put(_ name: StaticString, _ string: String) {
    key(name)
    put(string)
  }

  mutating func put(_ name: StaticString, ifAny string: String?) {
    if let string { put(name, string) }
  }
}
