public import Crypto

/// What stands for a state of a resource (RFC 9110 §8.8.3); always a strong one.
public struct ETag: Hashable, Sendable {
  /// With its quotation marks.
  public let text: String

  /// A tag from a hash of the content.
  public init(_ digest: Digest32) {
    text = "\"" + digest.hex.prefix(32) + "\""
  }

  /// A tag of letters, digits and hyphens, as of a version's number; other characters become hyphens.
  public init(_ name: String) {
    let kept = name.utf8.map { HTTPHeaders.isTokenByte($0) ? $0 : UInt8(ascii: "-") }
    text = "\"" + String(decoding: kept, as: UTF8.self) + "\""
  }

  /// Whether one of the tags of `If-None-Match` is this one; the weak comparison of RFC 9110 §13.1.2.
  func matches(anyOf list: [String]) -> Bool {
    list.contains { $0 == "*" || $0 == text || $0 == "W/" + text }
  }
}

/// The part of a content that a client asks for: one range (RFC 9110 §14). Requests for several ranges
/// get the whole, which is always allowed.
enum ByteRange: Hashable {
  case whole
  case part(Range<Int64>)
  case unsatisfiable

  /// The range that a `Range` field asks for, of a content of so many bytes.
  static func of(_ header: String?, length: Int64) -> ByteRange {
    guard let header, lowercased(header).hasPrefix("bytes=") else { return .whole }
    let ends = header.dropFirst("bytes=".count)
      .split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { trimmed($0) }
    guard ends.count == 2, ends.allSatisfy({ $0.utf8.count <= 18 }) else { return .whole }
    switch (decimal(ends[0]), decimal(ends[1])) {
    case (let first?, let last?):
      guard first <= last else { return .whole }
      return first < length ? .part(first..<min(last + 1, length)) : .unsatisfiable
    case (let first?, nil):
      guard ends[1].isEmpty else { return .whole }
      return first < length ? .part(first..<length) : .unsatisfiable
    case (nil, let count?):
      guard ends[0].isEmpty else { return .whole }
      return count > 0 && length > 0 ? .part(max(0, length - count)..<length) : .unsatisfiable
    case (nil, nil): return .whole
    }
  }
}
