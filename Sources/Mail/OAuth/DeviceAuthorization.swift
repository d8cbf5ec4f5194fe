/// A code with which somebody signs in at another device (RFC 8628 §3.2).
public struct DeviceAuthorization: Hashable, Sendable {
  let deviceCode: SecretText
  /// What to type there.
  public let userCode: String
  /// Where to type it.
  public let verificationAddress: String
  /// How long the code can be used.
  public let secondsValid: Int64
  /// How long to wait between two questions, at first.
  public let secondsBetween: Int64

  /// Reads the answer to a request for a code.
  ///
  /// - Parameters:
  ///   - response: What came.
  ///   - request: What it answers, so that nothing secret of it is told.
  /// - Throws: ``TokenProblem``.
  public init(_ response: HTTPResponse, to request: TokenRequest) throws(TokenProblem) {
    let fields = try TokenProblem.fields(of: response, to: request)
    // Google has always called the address a URL.
    guard let code = fields.string("device_code"), let userCode = fields.string("user_code"),
      let address = fields.string("verification_uri") ?? fields.string("verification_url")
    else { throw .malformed("no code to sign in with") }
    deviceCode = SecretText(code)
    self.userCode = CleanText.line(Array(userCode.utf8)[...], lengthMaximum: 60)
    verificationAddress = CleanText.line(Array(address.utf8)[...], lengthMaximum: 300)
    secondsValid = min(max(fields.count("expires_in") ?? 900, 1), 3_600)
    // Five seconds if nothing is said (§3.2).
    secondsBetween = min(max(fields.count("interval") ?? 5, 1), 120)
  }

  /// The right to ask whether somebody has signed in.
  ///
  /// - Parameter client: Who asked for the code.
  /// - Returns: The grant.
  public func grant(for client: TokenRequest.Client) -> TokenRequest.Grant {
    .deviceCode(deviceCode, client)
  }
}

/// How to go on asking until somebody has signed in (RFC 8628 §3.5).
public struct DevicePolling: Hashable, Sendable {
  /// How long to wait before the next question.
  public private(set) var secondsToWait: Int64
  private var secondsLeft: Int64

  public init(_ authorization: DeviceAuthorization) {
    secondsToWait = authorization.secondsBetween
    secondsLeft = authorization.secondsValid
  }

  /// Takes note of a wait.
  ///
  /// - Throws: ``TokenProblem`` `expired_token` once the code's time is over.
  public mutating func waited() throws(TokenProblem) {
    secondsLeft -= secondsToWait
    guard secondsLeft > 0 else { throw .refused(code: "expired_token", words: "") }
  }

  /// Takes note of an answer without a token.
  ///
  /// - Parameter problem: What was answered; `nil` when no answer came.
  /// - Throws: The problem, if asking again makes no sense.
  public mutating func goOn(after problem: TokenProblem?) throws(TokenProblem) {
    switch problem {
    case .refused("authorization_pending", _)?: return
    // From now on, and all later questions too.
    case .refused("slow_down", _)?: secondsToWait += 5
    case let problem? where !problem.isTemporary: throw problem
    // A server that has trouble is asked half as often each time.
    default: secondsToWait = min(secondsToWait * 2, 120)
    }
  }
}
