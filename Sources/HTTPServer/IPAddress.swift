import Glibc

/// An internet address of version 4 or 6. A version 4 address within version 6 is one of version 4.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  /// 4 or 16, in network order.
  public let bytes: [UInt8]

  /// Reads an address as numbers; nothing for a name, a port or a zone.
  public init?(_ text: String) {
    guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
    var buffer = [UInt8](repeating: 0, count: 16)
    if unsafe inet_pton(AF_INET, text, &buffer) == 1 {
      bytes = Array(buffer.prefix(4))
    } else if unsafe inet_pton(AF_INET6, text, &buffer) == 1 {
      bytes = Self.plain(buffer)
    } else {
      return nil
    }
  }

  /// An address from its 4 or 16 bytes.
  public init?(bytes: [UInt8]) {
    switch bytes.count {
    case 4: self.bytes = bytes
    case 16: self.bytes = Self.plain(bytes)
    default: return nil
    }
  }

  private init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  private static func plain(_ sixteen: [UInt8]) -> [UInt8] {
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    return sixteen.starts(with: mapped) ? Array(sixteen.suffix(4)) : sixteen
  }

  public var description: String {
    var text = [CChar](repeating: 0, count: 46)
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard unsafe inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// What counts as one client where connections or tries are counted: the address, or the /64 of version 6,
  /// which is what one household or phone gets (RFC 6177).
  public var clientKey: IPAddress {
    guard bytes.count == 16 else { return self }
    var key = bytes
    for index in 8..<16 { key[index] = 0 }
    return IPAddress(unchecked: key)
  }

  public static let loopback4 = IPAddress(unchecked: [127, 0, 0, 1])
  public static let loopback6 = IPAddress(unchecked: [UInt8](repeating: 0, count: 15) + [1])
}

/// Addresses with the same first bits, written `10.0.0.0/8` or as a single address.
public struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
  public let address: IPAddress
  public let prefixBits: Int

  /// Reads a network; nothing for a malformed one, or one with bits set beyond its prefix.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = IPAddress(String(first)) else { return nil }
    let all = address.bytes.count * 8
    let bits = parts.count == 1 ? all : decimal(parts[1]).flatMap { Int(exactly: $0) }
    guard let bits, (0...all).contains(bits) else { return nil }
    self.address = address
    prefixBits = bits
    guard Self.masked(address.bytes, bits) == address.bytes else { return nil }
  }

  public func contains(_ other: IPAddress) -> Bool {
    other.bytes.count == address.bytes.count
      && Self.masked(other.bytes, prefixBits) == address.bytes
  }

  public var description: String { "\(address)/\(prefixBits)" }

  private static func masked(_ bytes: [UInt8], _ bits: Int) -> [UInt8] {
    bytes.enumerated().map { index, byte in
      let kept = min(max(bits - index * 8, 0), 8)
      return kept == 0 ? 0 : byte & (0xFF << UInt8(8 - kept))
    }
  }
}
