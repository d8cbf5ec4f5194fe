/// What a request line asks for: a path, as its decoded segments, and a query (RFC 9112 §3.2).
///
/// ```
/// /reviews/812/scores?tab=b%20c     segments reviews, 812, scores; query tab = "b c"
/// /reviews/                         segment reviews, with a trailing slash
/// http://rubricd.example/           the absolute form, as a proxy may send it; it also names the host
/// ```
public struct RequestTarget: Hashable, Sendable {
  /// As it was sent, without the query; it begins with a slash.
  public let path: String
  /// Between the slashes, each percent-decoded UTF-8 without control characters. None is `.` or `..`; an
  /// empty one stands for two slashes in a row, and matches no route.
  public let segments: [String]
  /// Whether the path ends with a slash and is not the root.
  public let hasTrailingSlash: Bool
  /// The query as it was sent, without the question mark; empty when there is none.
  public let query: String
  /// The host of an absolute target, with its port.
  public let authority: String?

  /// Reads a target as it stands in the request line.
  ///
  /// - Throws: ``HTTPProblem`` with 400 when it has none of the two forms, a percent sign without two
  ///   digits, bytes that are not UTF-8, a control character, a fragment, a backslash or a step `.` or `..`.
  public init(_ text: String) throws(HTTPProblem) {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
      throw .bad("a character in the request's target that must be encoded")
    }
    var rest = text[...]
    var authority: String?
    if let scheme = ["http://", "https://"].first(where: { lowercased(text).hasPrefix($0) }) {
      rest = rest.dropFirst(scheme.count)
      let host = rest.prefix { $0 != "/" && $0 != "?" }
      guard !host.isEmpty else { throw .bad("an absolute target without a host") }
      authority = String(host)
      rest = rest.dropFirst(host.count)
      if !rest.hasPrefix("/") { rest = "/" + rest }
    }
    guard rest.hasPrefix("/") else { throw .bad("a target that is no path") }
    let path = rest.prefix { $0 != "?" }
    self.path = String(path)
    query = String(rest.dropFirst(path.count).dropFirst())
    self.authority = authority
    var pieces = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    hasTrailingSlash = pieces.count > 1 && pieces.last?.isEmpty == true
    if pieces.last?.isEmpty == true { pieces.removeLast() }
    var segments: [String] = []
    for piece in pieces { segments.append(try Self.segment(piece)) }
    self.segments = segments
  }

  private static func segment(_ piece: Substring) throws(HTTPProblem) -> String {
    guard let bytes = percentDecoded(piece.utf8) else {
      throw .bad("a percent sign in the path without two digits")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .bad("a path that is not UTF-8")
    }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }),
      !text.contains("\\")
    else { throw .bad("a control character or backslash in the path") }
    guard text != ".", text != ".." else { throw .bad("a step in the path") }
    return text
  }
}
