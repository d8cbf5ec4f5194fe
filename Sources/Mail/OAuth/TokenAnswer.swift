public import CivilTime

/// What a token address gave: a token, until when, and perhaps what renews it.
public struct TokenAnswer: Hashable, Sendable {
  public let accessToken: SecretText
  /// When the server stops taking it.
  public let expires: Instant
  /// A new refresh token, which stands in for the one that was sent (RFC 6749 §6).
  public let refreshToken: SecretText?

  /// What holds for a token whose answer does not say how long it lasts.
  static let secondsUnsaid: Int64 = 600
  /// What is believed of a lifetime at most.
  static let secondsMaximum: Int64 = 86_400

  /// Reads the answer to a request for a token.
  ///
  /// - Parameters:
  ///   - response: What came.
  ///   - request: What it answers, so that nothing secret of it is told.
  ///   - now: When it was asked: a lifetime is reckoned from the question on.
  /// - Throws: ``TokenProblem``.
  public init(
    _ response: HTTPResponse, to request: TokenRequest, at now: Instant
  ) throws(TokenProblem) {
    let fields = try TokenProblem.fields(of: response, to: request)
    guard let token = fields.string("access_token") else { throw .malformed("no access_token") }
    guard token.utf8.count <= SMTPCredentials.secretLengthMaximum,
      token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw .malformed("an access_token that can't be sent in a sign-in") }
    // A token of another type must not be used (RFC 6749 §7.1).
    guard fields.string("token_type")?.lowercased() == "bearer" else {
      throw .malformed("a token whose token_type is not Bearer")
    }
    let lifetime = min(fields.count("expires_in") ?? Self.secondsUnsaid, Self.secondsMaximum)
    accessToken = SecretText(token)
    expires = now.adding(seconds: lifetime)
    refreshToken = fields.string("refresh_token").map(SecretText.init)
  }
}
