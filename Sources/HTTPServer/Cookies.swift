/// The cookies that a request carries (RFC 6265 §4.2). Pairs that are malformed are passed over.
public struct Cookies: Hashable, Sendable {
  /// More are not looked at.
  public static let countMaximum = 64

  /// In the order in which they came.
  public private(set) var pairs: [FormData.Field] = []

  /// Reads the values of all `Cookie` fields.
  public init(_ values: [String] = []) {
    for piece in values.lazy.flatMap({ $0.split(separator: ";") }) {
      guard pairs.count < Self.countMaximum else { return }
      guard let equals = piece.firstIndex(of: "=") else { continue }
      let name = trimmed(piece[..<equals])
      var value = trimmed(piece[piece.index(after: equals)...])
      if value.utf8.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
        value = String(value.dropFirst().dropLast())
      }
      guard HTTPHeaders.isToken(name), Self.isValue(value) else { continue }
      pairs.append(FormData.Field(name, value))
    }
  }

  /// The first value of a name.
  ///
  /// A browser sends the one of the narrowest path first. For names with `__Host-` there is only one.
  public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// Whether a text is made of cookie-octets.
  static func isValue(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case 0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E: true
      default: false
      }
    }
  }
}

/// A cookie that only this host gets back, over HTTPS, and that no script sees.
///
/// It is named with `__Host-`, so that browsers refuse one that another host or a plain connection sets
/// (RFC 6265bis §4.1.3.2), and goes with `Secure; HttpOnly; SameSite=Lax; Path=/`.
public struct HostCookie: Hashable, Sendable {
  /// With its prefix.
  public let name: String
  /// The field's value, after `Set-Cookie: `.
  public let header: String

  /// A cookie.
  ///
  /// - Parameters:
  ///   - name: A token, without the prefix.
  ///   - value: Cookie-octets: letters, digits, most marks; no blank, comma, semicolon or quotation mark.
  ///   - maxAgeSeconds: How long it lasts; until the browser ends when nothing is said.
  /// - Throws: ``HeaderProblem/cookie``; also when the whole is over the 4,096 bytes that browsers take.
  public init(_ name: String, value: String, maxAgeSeconds: Int? = nil) throws(HeaderProblem) {
    guard HTTPHeaders.isToken(name), Cookies.isValue(value),
      name.utf8.count + value.utf8.count <= 3_900
    else { throw .cookie }
    self.name = Self.name(name)
    let age = maxAgeSeconds.map { "; Max-Age=\(max(0, $0))" } ?? ""
    header = "\(self.name)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax\(age)"
  }

  /// What makes the browser forget a cookie.
  public static func expired(_ name: String) throws(HeaderProblem) -> HostCookie {
    try HostCookie(name, value: "", maxAgeSeconds: 0)
  }

  /// The name with which the cookie comes back.
  public static func name(_ name: String) -> String { "__Host-" + name }
}
