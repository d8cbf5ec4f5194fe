/// An address and, perhaps, the name that stands before it.
public struct Mailbox: Hashable, Sendable {
  /// The name that readers show; `nil` or empty for none.
  public let name: String?
  public let address: Address

  public init(name: String? = nil, _ address: Address) {
    self.name = name.flatMap { $0.isEmpty ? nil : $0 }
    self.address = address
  }
}

/// What names a message for all time: `<left@right>` (RFC 5322 §3.6.4).
public struct MessageID: Hashable, Sendable {
  /// Without the brackets.
  public let string: String

  /// The most bytes, so that it fits into one line of any reader.
  public static let lengthMaximum = 250

  /// An id of our own.
  ///
  /// - Parameters:
  ///   - left: What is unique in the domain: a notice's key, such as `review/812/reminder/7d`.
  ///     What can't stand in an id is written as `=XX`, so that different keys stay different.
  ///   - domain: A host name of the district's, in ASCII.
  /// - Throws: ``MessageProblem/malformed(_:_:)`` if one is empty, the domain is none, or the whole
  ///   is longer than 250 bytes.
  public init(left: String, domain: String) throws(MessageProblem) {
    guard let domain = try? DomainName.ascii(Array(domain.unicodeScalars)[...]) else {
      throw .malformed("Message-ID", "\"\(domain)\" is no domain")
    }
    guard !left.isEmpty else { throw .malformed("Message-ID", "nothing stands before the @") }
    let parts = left.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    // A dot at an end or next to another is no dot of an id.
    let hasStrayDot = parts.contains(where: \.isEmpty)
    let id = Self.encode(left, dots: !hasStrayDot) + "@" + domain
    guard id.utf8.count <= Self.lengthMaximum else {
      throw .malformed("Message-ID", "longer than \(Self.lengthMaximum) bytes")
    }
    string = id
  }

  /// The id of a message that came in, with or without its brackets, as it is.
  ///
  /// - Parameter text: Taken if it is printable ASCII without a space or inner bracket, has an `@`,
  ///   and at most 250 bytes.
  public init?(received text: String) {
    var inner = Array(text.utf8)[...]
    if inner.first == UInt8(ascii: "<"), inner.last == UInt8(ascii: ">") {
      inner = inner.dropFirst().dropLast()
    }
    let brackets = [UInt8(ascii: "<"), UInt8(ascii: ">")]
    guard inner.count <= Self.lengthMaximum, inner.contains(UInt8(ascii: "@")),
      inner.allSatisfy({ (0x21...0x7E).contains($0) && !brackets.contains($0) })
    else { return nil }
    string = String(decoding: inner, as: UTF8.self)
  }

  private static func encode(_ left: String, dots: Bool) -> String {
    var encoded: [UInt8] = []
    for byte in left.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "/"), UInt8(ascii: "+"):
        encoded.append(byte)
      case UInt8(ascii: ".") where dots:
        encoded.append(byte)
      default:
        encoded.append(UInt8(ascii: "="))
        Hexadecimal.append(byte, to: &encoded)
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}

extension MessageID: CustomStringConvertible {
  /// With its brackets, as in the header.
  public var description: String { "<" + string + ">" }
}
