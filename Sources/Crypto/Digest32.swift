/// Thirty-two bytes: a SHA-256 digest, or an authentication code of that length.
///
/// Held inline as four words, so that a digest costs no allocation and makes a good key. Ordered as
/// its bytes are, and so as its hexadecimal text is. Encoded as lowercase hexadecimal.
public struct Digest32: Hashable, Sendable {
  // Big-endian words, the first four bytes of the digest in the top of `a`.
  var a: UInt64
  var b: UInt64
  var c: UInt64
  var d: UInt64

  /// How many bytes every digest has.
  public static let byteCount = 32

  /// The digest of zeros only, which stands before the first link of a chain.
  public static let zero = Digest32(a: 0, b: 0, c: 0, d: 0)

  init(a: UInt64, b: UInt64, c: UInt64, d: UInt64) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }

  /// A digest from exactly 32 bytes; nil for any other count.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for (index, byte) in bytes.enumerated() {
      switch index >> 3 {
      case 0: words.0 = words.0 << 8 | UInt64(byte)
      case 1: words.1 = words.1 << 8 | UInt64(byte)
      case 2: words.2 = words.2 << 8 | UInt64(byte)
      default: words.3 = words.3 << 8 | UInt64(byte)
      }
    }
    self.init(a: words.0, b: words.1, c: words.2, d: words.3)
  }

  /// A digest from 64 hexadecimal digits of either case; nil for anything else.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    for word in [a, b, c, d] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    return bytes
  }

  /// Sixty-four lowercase hexadecimal digits.
  public var hex: String { Hex.encode(bytes) }

  /// The first `count` hexadecimal digits, for people to recognize a digest by; at most 64.
  public func shortHex(_ count: Int = 12) -> String { String(hex.prefix(max(0, count))) }

  /// Compares with another digest in a time that does not depend on the bytes.
  public func equalsInConstantTime(_ other: Digest32) -> Bool {
    (a ^ other.a) | (b ^ other.b) | (c ^ other.c) | (d ^ other.d) == 0
  }
}

extension Digest32: Comparable {
  public static func < (left: Digest32, right: Digest32) -> Bool {
    (left.a, left.b, left.c, left.d) < (right.a, right.b, right.c, right.d)
  }
}

extension Digest32: CustomStringConvertible {
  public var description: String { hex }
}

extension Digest32: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let digest = Digest32(hex: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected 64 hexadecimal digits, found “\(text)”")
    }
    self = digest
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}
