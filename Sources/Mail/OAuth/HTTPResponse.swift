/// An answer over HTTP, complete.
public struct HTTPResponse: Hashable, Sendable {
  public let status: Int
  /// What stands behind the status, often nothing; without what could disturb a terminal.
  public let reason: String
  public let body: [UInt8]

  public init(status: Int, reason: String = "", body: [UInt8] = []) {
    self.status = status
    self.reason = reason
    self.body = body
  }

  /// `503 Service Unavailable`.
  public var words: String { reason.isEmpty ? "\(status)" : "\(status) \(reason)" }
}

/// Why what came is no answer over HTTP that can be used.
public enum HTTPProblem: Error, Hashable, Sendable {
  /// The first line is none of HTTP/1.
  case notHTTP
  /// A line, or the head, is longer than is taken.
  case headTooLong
  case bodyTooLong
  /// A length or a piece of the body is told in a way that does not add up.
  case malformed
  /// The connection ended before the answer did.
  case cutShort
  /// Something came behind the proxy's consent, before it was asked for.
  case injected
}

extension HTTPProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notHTTP: "what came is no answer of a web server"
    case .headTooLong:
      "the head of the answer has more than \(HTTPResponseParser.headMaximum) bytes"
    case .bodyTooLong: "the answer has more than \(HTTPResponseParser.bodyMaximum) bytes"
    case .malformed: "the answer tells its length in a way that does not add up"
    case .cutShort: "the connection ended in the middle of the answer"
    case .injected: "something came behind the proxy's consent that nobody had asked for"
    }
  }
}
