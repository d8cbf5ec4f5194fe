/// Why a token address gave no token, in words for whoever has to mend it. Nothing secret is in them.
public enum TokenProblem: Error, Hashable, Sendable {
  /// The server said why, by a code of RFC 6749 §5.2 or RFC 8628 §3.5, and perhaps in words of its own.
  case refused(code: String, words: String)
  /// The server answered with a status, and nothing of OAuth.
  case status(Int, words: String)
  /// An answer that is none of RFC 6749 §5.1; what is wrong with it.
  case malformed(String)

  /// Whether the same question may be answered otherwise in a while.
  public var isTemporary: Bool {
    switch self {
    case .refused(let code, _): ["temporarily_unavailable", "server_error"].contains(code)
    case .status(let status, _): status >= 500 || status == 429 || status == 408
    case .malformed: false
    }
  }

  /// What to change, if that is known.
  ///
  /// - Parameter grant: By what right a token was asked for.
  /// - Returns: A sentence.
  public func advice(for grant: TokenGrantKind) -> String? {
    switch self {
    case .refused("invalid_client", _):
      return "The client secret is wrong or has expired: make a new one, and put its value (not "
        + "its id) where clientSecret says. Compare clientID too."
    case .refused("invalid_grant", _):
      switch grant {
      case .refreshToken:
        return "The stored sign-in has ended: it was withdrawn, the password was changed, or it "
          + "was not used for too long. Sign in again: rubricctl mail token --sign-in"
      case .serviceAccount:
        return "Google does not take the statement: compare signIn.user with the mailbox, see that "
          + "this machine's clock is right, and that the key was not deleted."
      case .clientCredentials, .deviceCode:
        return "What was granted holds no longer: begin anew."
      }
    case .refused("unauthorized_client", _):
      switch grant {
      case .serviceAccount:
        return "Let the service account's client ID act for the domain, with the scope "
          + "https://mail.google.com/ (Google Admin: Security, API controls, domain-wide delegation)."
      case .clientCredentials, .refreshToken, .deviceCode:
        return "The application may not ask in this way: allow it in its registration, and compare "
          + "clientID and tenant."
      }
    case .refused("invalid_scope", _): return "Compare scope with what the server's pages name."
    case .refused("unsupported_grant_type", _):
      return "The server does not know this way to ask: compare grant and tokenAddress."
    case .refused("access_denied", _): return "Whoever was asked said no: sign in again."
    case .refused("expired_token", _):
      return "The code was not used in time: begin again with rubricctl mail token --sign-in"
    case .refused("invalid_request", _):
      return "Compare provider, tenant, clientID and scope with the registration."
    case .status(let status, _) where (300..<400).contains(status):
      return "Name the address where it answers by itself as tokenAddress: no secret follows a "
        + "redirection."
    case .status(404, _), .status(405, _): return "Compare tenant and tokenAddress."
    case .malformed: return "Compare tokenAddress: this seems to be another page."
    case .refused, .status: return nil
    }
  }
}

/// The kinds of grant, for advice.
public enum TokenGrantKind: Hashable, Sendable {
  case clientCredentials
  case refreshToken
  case serviceAccount
  case deviceCode
}

extension TokenProblem: CustomStringConvertible {
  /// Words without their full stop.
  public var description: String {
    switch self {
    case .refused(let code, let words): words.isEmpty ? code : "\(code): \(words)"
    case .status(let status, let words):
      (300..<400).contains(status)
        ? "it answered \(words), and leads elsewhere" : "it answered \(words)"
    case .malformed(let what): "it answered with \(what)"
    }
  }

  /// Most characters of a server's own words that are told.
  static let wordsMaximum = 400

  /// The members of a good answer.
  static func fields(
    of response: HTTPResponse, to request: TokenRequest
  ) throws(TokenProblem) -> JSONFields {
    let fields = JSONFields(response.body)
    // Some servers say no with status 200.
    if let code = fields?.string("error"),
      response.status != 200 || fields?.has("access_token") != true
    {
      throw .refused(
        code: clean(code, request, 60),
        words: clean(fields?.string("error_description") ?? "", request, wordsMaximum))
    }
    guard response.status == 200 else {
      throw .status(response.status, words: request.withoutSecrets(response.words))
    }
    guard let fields else { throw .malformed("something that is no JSON object") }
    return fields
  }

  private static func clean(_ words: String, _ request: TokenRequest, _ maximum: Int) -> String {
    // First the secrets, then the cut: half a secret is not to be left over.
    var line = CleanText.line(
      Array(request.withoutSecrets(words).utf8)[...], lengthMaximum: maximum)
    if line.hasSuffix(".") { line.removeLast() }
    return line
  }
}
