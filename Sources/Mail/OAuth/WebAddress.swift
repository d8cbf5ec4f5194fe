/// An address in the web to which secrets may go: `https`, a host, perhaps a port, and what follows.
public struct WebAddress: Hashable, Sendable {
  /// The name, or the address as numbers without brackets; this is also whose certificate it must have.
  public let host: String
  public let port: UInt16
  /// The path with its query, as it goes into the request line; at least `/`.
  public let target: String

  /// Most bytes of an address.
  public static let lengthMaximum = 1_000

  /// Understands an address.
  ///
  /// - Parameter text: Such as `https://login.example.org:8443/token`: ASCII, without user, password or fragment.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.lengthMaximum,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      !text.contains("#"), !text.contains("\\"), text.lowercased().hasPrefix("https://")
    else { return nil }
    let rest = text.dropFirst("https://".count)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    guard let place = HostAndPort(rest[..<end], standardPort: 443) else { return nil }
    host = place.host
    port = place.port
    let tail = rest[end...]
    target = tail.hasPrefix("/") ? String(tail) : "/" + tail
  }

  /// Host and port as in the header `Host` (RFC 9110 §7.2).
  public var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == 443 ? name : "\(name):\(port)"
  }
}

extension WebAddress: CustomStringConvertible {
  public var description: String { "https://\(authority)\(target)" }
}

/// The proxy through which the web is reached, if it is not reached directly.
public struct WebProxy: Hashable, Sendable {
  public let host: String
  public let port: UInt16

  /// Understands what `https_proxy` says.
  ///
  /// - Parameter text: `http://proxy.example.org:3128`, or without `http://`. With a user and password in it, or
  ///   asked for over TLS, it is none that is known here.
  public init?(_ text: String) {
    var rest = text[...]
    if rest.lowercased().hasPrefix("http://") { rest = rest.dropFirst("http://".count) }
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    guard let place = HostAndPort(rest, standardPort: 80) else { return nil }
    host = place.host
    port = place.port
  }
}

/// `host`, `host:port` or `[address]:port`.
private struct HostAndPort {
  let host: String
  let port: UInt16

  init?(_ text: some StringProtocol, standardPort: UInt16) {
    var name = Substring(text)
    var digits: Substring?
    let isBracketed = name.hasPrefix("[")
    if isBracketed {
      guard let close = name.firstIndex(of: "]") else { return nil }
      let after = name[name.index(after: close)...]
      if !after.isEmpty {
        guard after.hasPrefix(":") else { return nil }
        digits = after.dropFirst()
      }
      name = name[name.index(after: name.startIndex)..<close]
    } else if let colon = name.firstIndex(of: ":") {
      digits = name[name.index(after: colon)...]
      name = name[..<colon]
    }
    let isGood: (UInt8) -> Bool =
      isBracketed
      ? { "0123456789abcdefABCDEF:.".utf8.contains($0) }
      : { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || "-._".utf8.contains(byte)
      }
    guard (1...253).contains(name.utf8.count), name.utf8.allSatisfy(isGood) else { return nil }
    host = String(name).lowercased()
    guard let digits else {
      port = standardPort
      return
    }
    guard let number = UInt16(digits), number > 0,
      digits.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    port = number
  }
}
