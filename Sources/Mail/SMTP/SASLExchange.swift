import Crypto

/// What is said while signing in, mechanism by mechanism: challenges go in, responses come out.
struct SASLExchange: Sendable {
  let mechanism: SASLMechanism
  private let credentials: SMTPCredentials
  private let host: String
  private let port: Int
  private var scram: SCRAM?
  private var challenges = 0
  /// What the relay says in a challenge about why it refuses a token, as JSON (RFC 7628 §3.2.2).
  private(set) var errorChallenge = ""

  /// No mechanism has more than this many challenges; a server that goes on is confused.
  private static let challengesMaximum = 4

  init(
    _ mechanism: SASLMechanism, _ credentials: SMTPCredentials, host: String, port: Int,
    nonce: String
  ) {
    self.mechanism = mechanism
    self.credentials = credentials
    self.host = host
    self.port = port
    if mechanism == .scramSHA256 {
      scram = SCRAM(user: credentials.user, password: credentials.secret, nonce: nonce)
    }
  }

  /// What is said first, if the mechanism begins with the client.
  var initialResponse: [UInt8]? {
    let user = credentials.user
    let secret = credentials.secret
    switch mechanism {
    case .plain: return Array("\u{0}\(user)\u{0}\(secret)".utf8)
    case .login: return nil
    case .scramSHA256: return scram?.clientFirst
    case .xoauth2: return Array("user=\(user)\u{1}auth=Bearer \(secret)\u{1}\u{1}".utf8)
    case .oauthBearer:
      var text = "n,a=\(SCRAM.escape(user)),\u{1}"
      if !host.isEmpty { text += "host=\(host)\u{1}port=\(port)\u{1}" }
      return Array((text + "auth=Bearer \(secret)\u{1}\u{1}").utf8)
    }
  }

  /// Answers a challenge.
  ///
  /// - Parameters:
  ///   - challenge: Its text, in base64.
  ///   - initialResponseIsDue: Whether this is the empty challenge that asks for the initial
  ///     response, because the line was too long for it.
  /// - Returns: The response.
  /// - Throws: ``SASLProblem``; the conversation ends then.
  mutating func respond(
    to challenge: [UInt8], initialResponseIsDue: Bool
  ) throws(SASLProblem) -> [UInt8] {
    challenges += 1
    guard challenges <= Self.challengesMaximum else { throw .tooManyChallenges }
    if initialResponseIsDue, let initialResponse {
      challenges -= 1
      return initialResponse
    }
    switch mechanism {
    case .plain: throw .malformedChallenge
    case .login:
      // The prompts say "Username:" and "Password:", or anything else, in this order.
      switch challenges {
      case 1: return Array(credentials.user.utf8)
      case 2: return Array(credentials.secret.utf8)
      default: throw .malformedChallenge
      }
    case .scramSHA256:
      guard let decoded = Base64.decode(challenge[...]) else { throw .malformedChallenge }
      if challenges == 1, var scram {
        let final = try scram.clientFinal(decoded)
        self.scram = scram
        return final
      }
      guard challenges == 2, var scram else { throw .malformedChallenge }
      try scram.verify(decoded)
      self.scram = scram
      return []
    case .xoauth2, .oauthBearer:
      // A refusal with reasons; the relay refuses in words once this was answered.
      guard challenges == 1 else { throw .malformedChallenge }
      let reason = Base64.decode(challenge[...]) ?? challenge
      errorChallenge = CleanText.line(reason[...], lengthMaximum: 300)
      return mechanism == .oauthBearer ? [1] : []
    }
  }

  /// Checks a success that the relay tells.
  ///
  /// - Throws: ``SASLProblem/relayNotProved`` if SCRAM's last message is missing.
  func finish() throws(SASLProblem) {
    guard let scram, !scram.isVerified else { return }
    throw .relayNotProved
  }
}

/// Why signing in was given up on this side.
public enum SASLProblem: Error, Hashable, Sendable {
  /// A challenge that the mechanism does not have.
  case malformedChallenge
  case tooManyChallenges
  /// SCRAM: the relay's nonce does not begin with ours.
  case foreignNonce
  /// SCRAM: too few rounds to be safe, or more than are computed.
  case iterations(Int)
  /// SCRAM: the relay does not know the password, so it is not who it says.
  case relayNotProved
  /// SCRAM: why the relay refuses.
  case refused(String)
  /// None of the wanted mechanisms is offered.
  case nothingOffered(wanted: [SASLMechanism], offered: [String])
  /// The secret would go over the wire in the clear.
  case notSecured
}

extension SASLProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformedChallenge: "the relay asked for something that this sign-in does not have"
    case .tooManyChallenges: "the relay asked again and again"
    case .foreignNonce: "the relay answered another sign-in than this one"
    case .iterations(let count):
      "the relay asks for \(count) rounds of hashing; "
        + "\(SCRAM.iterationsMinimum) to \(PBKDF2SHA256.iterationsMaximum) are safe"
    case .relayNotProved: "the relay could not prove that it knows the password"
    case .refused(let reason):
      "the relay refused: \(CleanText.line(Array(reason.utf8)[...], lengthMaximum: 100))"
    case .nothingOffered(let wanted, let offered):
      "the relay offers \(offered.isEmpty ? "no sign-in" : offered.prefix(12).joined(separator: ", ")), "
        + "but not \(wanted.map(\.rawValue).joined(separator: " or "))"
    case .notSecured: "the connection has no TLS, so the password or token was not sent"
    }
  }
}
