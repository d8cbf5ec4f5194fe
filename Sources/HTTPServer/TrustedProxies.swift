/// Which proxies are believed, and what they say of a request's origin.
///
/// A proxy appends what it saw at the right; whatever stands further left may be the client's own
/// invention. So the list is read from the right, as long as the one who wrote is trusted.
///
/// ```
/// X-Forwarded-For: 6.6.6.6, 203.0.113.9     from 127.0.0.1, which is trusted: the client is 203.0.113.9
/// Forwarded: for=203.0.113.9;proto=https;host=rubricd.example
/// ```
public struct TrustedProxies: Hashable, Sendable {
  /// Which fields the proxies write. The others are the client's, and are not looked at.
  public enum Fields: String, Hashable, Sendable, CaseIterable {
    /// `Forwarded` (RFC 7239).
    case forwarded = "forwarded"
    /// `X-Forwarded-For`, `-Proto` and `-Host`, as Caddy and most others write them.
    case xForwarded = "x-forwarded"
  }

  public var networks: [IPNetwork]
  public var fields: Fields

  /// Longer lists of proxies are not believed.
  public static let hopsMaximum = 16

  public init(_ networks: [IPNetwork] = [], fields: Fields = .xForwarded) {
    self.networks = networks
    self.fields = fields
  }

  public static let none = TrustedProxies()

  public func trusts(_ address: IPAddress) -> Bool {
    networks.contains { $0.contains(address) }
  }

  /// Where a request really comes from.
  public struct Origin: Hashable, Sendable {
    public var address: IPAddress
    public var scheme: HTTPRequest.Scheme
    /// What the proxy says the client asked for, if it says so.
    public var host: String?
  }

  /// Where a request comes from, as far as it can be believed.
  public func origin(of headers: HTTPHeaders, from peer: IPAddress) -> Origin {
    guard trusts(peer) else { return Origin(address: peer, scheme: .http, host: nil) }
    switch fields {
    case .forwarded: return forwarded(headers, peer)
    case .xForwarded: return xForwarded(headers, peer)
    }
  }

  private func xForwarded(_ headers: HTTPHeaders, _ peer: IPAddress) -> Origin {
    var address = peer
    for text in headers.list("X-Forwarded-For").reversed().prefix(Self.hopsMaximum) {
      guard trusts(address), let next = Self.node(text) else { break }
      address = next
    }
    // Only the nearest proxy is known to be trusted for what is said once for the whole chain.
    let scheme = headers.list("X-Forwarded-Proto").last.map(lowercased)
    return Origin(
      address: address, scheme: scheme == "https" ? .https : .http,
      host: headers.list("X-Forwarded-Host").last)
  }

  private func forwarded(_ headers: HTTPHeaders, _ peer: IPAddress) -> Origin {
    var origin = Origin(address: peer, scheme: .http, host: nil)
    let elements = headers.all("Forwarded").flatMap { Self.split($0, at: ",") }
    for element in elements.reversed().prefix(Self.hopsMaximum) {
      guard trusts(origin.address) else { break }
      var address: IPAddress?
      var scheme: HTTPRequest.Scheme?
      var host: String?
      for pair in Self.split(element, at: ";") {
        guard let equals = pair.firstIndex(of: "=") else { continue }
        let value = Self.unquoted(trimmed(pair[pair.index(after: equals)...]))
        switch lowercased(trimmed(pair[..<equals])) {
        case "for": address = Self.node(value)
        case "proto": scheme = HTTPRequest.Scheme(rawValue: lowercased(value))
        case "host": host = value
        default: break
        }
      }
      // An element without an address hides its client (`for=unknown`): nothing before it is known.
      guard let address else { break }
      origin = Origin(address: address, scheme: scheme ?? origin.scheme, host: host ?? origin.host)
    }
    return origin
  }

  /// An address, with a port or in brackets (RFC 7239 §6).
  private static func node(_ text: String) -> IPAddress? {
    if text.hasPrefix("[") {
      return IPAddress(String(text.dropFirst().prefix { $0 != "]" }))
    }
    if let address = IPAddress(text) { return address }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 ? IPAddress(String(parts[0])) : nil
  }

  /// The pieces between marks that do not stand within quotation marks.
  private static func split(_ text: some StringProtocol, at mark: Character) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if character == mark, !isQuoted {
        pieces.append(piece)
        piece = ""
        continue
      }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && character == "\\" && !isEscaped
      piece.append(character)
    }
    return pieces + [piece]
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
    var plain = ""
    var isEscaped = false
    for character in text.dropFirst().dropLast() {
      if character == "\\", !isEscaped {
        isEscaped = true
      } else {
        plain.append(character)
        isEscaped = false
      }
    }
    return plain
  }
}
