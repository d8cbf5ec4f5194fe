/// An absolute `https` address that was checked, for mail and for pages of other sites.
///
/// The host is a name of letters, digits and hyphens (a name in another script comes as its
/// A-labels), with a port perhaps; there is no user and no password in it; the rest is ASCII, in
/// which only the characters of RFC 3986 stand and each `%` has its two digits.
public struct WebLink: Hashable, Sendable, CustomStringConvertible {
  /// The most bytes that a link may have: what every mail reader and browser takes.
  public static let lengthMaximum = 2_048

  /// The address as it was given.
  public let string: String

  /// Checks an address.
  ///
  /// - Parameter string: The whole address, such as `https://credentials.example/s/K7QM`.
  /// - Throws: ``LinkProblem``, the first that was found.
  public init(_ string: String) throws(LinkProblem) {
    guard string.utf8.count <= Self.lengthMaximum else { throw .length }
    guard string.hasPrefix(Self.scheme) else { throw .scheme }
    let rest = string.utf8.dropFirst(Self.scheme.utf8.count)
    let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
    try Self.check(authority: Array(rest[..<end]))
    try Self.check(path: Array(rest[end...]))
    self.string = string
  }

  /// A page of this link's site.
  ///
  /// - Parameter path: Where on the site.
  /// - Returns: The same host with that path; a path, query or fragment of this link is left out.
  /// - Throws: ``LinkProblem/length`` if the whole becomes too long.
  public func page(_ path: Path) throws(LinkProblem) -> WebLink {
    let rest = string.utf8.dropFirst(Self.scheme.utf8.count)
    let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
    return try WebLink(String(string[..<end]) + path.string)
  }

  public var description: String { string }

  private static let scheme = "https://"

  private static func check(authority: [UInt8]) throws(LinkProblem) {
    let parts = authority.split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    let host = parts[0]
    guard (1...253).contains(host.count) else { throw .host }
    for label in host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"),
        label.last != UInt8(ascii: "-"),
        label.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") })
      else { throw .host }
    }
    guard parts.count == 2 else { return }
    let digits = parts[1]
    guard (1...5).contains(digits.count), digits.allSatisfy(isDigit),
      let port = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(port)
    else { throw .port }
  }

  private static func check(path: [UInt8]) throws(LinkProblem) {
    var hasFragment = false
    var index = 0
    while index < path.count {
      let byte = path[index]
      if byte == UInt8(ascii: "%") {
        guard index + 2 < path.count, isHex(path[index + 1]), isHex(path[index + 2]) else {
          throw .character
        }
      } else if byte == UInt8(ascii: "#") {
        guard !hasFragment else { throw .character }
        hasFragment = true
      } else {
        guard isAlphanumeric(byte) || "-._~!$&'()*+,;=:@/?".utf8.contains(byte) else {
          throw .character
        }
      }
      index += 1
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
