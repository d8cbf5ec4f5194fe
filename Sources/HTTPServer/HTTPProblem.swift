/// Why a request gets an error page. Thrown by handlers and by everything here that judges a request.
///
/// The site's closure makes the page; ``reason`` is for the log and for developers, and holds nothing that the
/// client sent.
public struct HTTPProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// 400 or more.
  public var status: HTTPStatus
  /// What was wrong, in words of ours.
  public var reason: String
  /// What may be asked for instead: the `Allow` header of a 405.
  public var allowed: [HTTPMethod]
  /// When to come again: the `Retry-After` header of a 429 or 503.
  public var retryAfterSeconds: Int?

  /// A problem with a status; one below 400 is taken as 500.
  public init(
    _ status: HTTPStatus, _ reason: String = "", allowed: [HTTPMethod] = [],
    retryAfterSeconds: Int? = nil
  ) {
    self.status = status.code < 400 ? .internalServerError : status
    self.reason = reason
    self.allowed = allowed
    self.retryAfterSeconds = retryAfterSeconds
  }

  public var description: String {
    reason.isEmpty ? "\(status)" : "\(status): \(reason)"
  }

  static func bad(_ reason: String) -> HTTPProblem { HTTPProblem(.badRequest, reason) }

  static func tooLarge(_ reason: String) -> HTTPProblem { HTTPProblem(.contentTooLarge, reason) }
}
