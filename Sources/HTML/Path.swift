/// A page of this site: a path from its root, with each segment percent-encoded.
///
/// A path always begins with one slash followed by something else, so it can't be read as another
/// host (`//host`), nor as another scheme. A segment that is empty, `.` or `..` has no spelling that
/// every reader keeps apart from a step in the tree; it is written as `_`, and leads to "not found"
/// rather than elsewhere.
///
///     Path("reviews", "812").query("tab", "b & c")  // /reviews/812?tab=b%20%26%20c
public struct Path: Hashable, Sendable, CustomStringConvertible {
  /// The path as it stands in `href`; ASCII.
  public private(set) var string: String
  private var hasQuery = false

  /// The path with these segments; without any, the site's root.
  public init(_ segments: String...) {
    self.init(segments: segments)
  }

  /// The path with these segments; without any, the site's root.
  public init(segments: [String]) {
    string = segments.isEmpty ? "/" : ""
    for segment in segments {
      let isStep = segment.isEmpty || segment == "." || segment == ".."
      string += "/" + (isStep ? "_" : PercentEncoding.encode(segment, keeping: .segment))
    }
  }

  /// The path with one more query item at its end.
  public func query(_ name: String, _ value: String) -> Path {
    var path = self
    path.string += hasQuery ? "&" : "?"
    path.string += PercentEncoding.encode(name, keeping: .segment) + "="
    path.string += PercentEncoding.encode(value, keeping: .segment)
    path.hasQuery = true
    return path
  }

  public var description: String { string }
}

/// RFC 3986 §2.1.
enum PercentEncoding {
  /// What may stand for itself.
  enum Kept {
    /// Unreserved characters only (RFC 3986 §2.3).
    case segment
    /// Also `@`, which a Content-ID holds.
    case address
  }

  static func encode(_ text: String, keeping kept: Kept) -> String {
    var encoded: [UInt8] = []
    encoded.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.append(byte)
      case UInt8(ascii: "@") where kept == .address:
        encoded.append(byte)
      default:
        encoded.append(UInt8(ascii: "%"))
        encoded.append(hexDigit(byte >> 4))
        encoded.append(hexDigit(byte & 15))
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
