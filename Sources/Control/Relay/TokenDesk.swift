import CivilTime
import Crypto
import Mail
import MailTransport
import Office
import Programs

/// Fetches, keeps and renews the access token with which the relay is signed in to.
struct TokenDesk {
  /// How long others may have fetched before, so that there is time left for a question of 20 s.
  private static let waitMillisecondsMax: Int64 = 8_000

  let oauth: Relay.OAuth
  let mailbox: String
  private let secrets: Secrets
  let folder: TokenFolder
  private let web: HTTPSClient
  let clock: any Clock

  /// - Parameters:
  ///   - oauth: How tokens are had.
  ///   - mailbox: Whose mail is sent.
  ///   - data: The data directory.
  ///   - secrets: Reads secrets.
  ///   - environment: Clock, proxy and randomness.
  /// - Throws: ``RelayProblem`` for settings that can't be used.
  init(
    _ oauth: Relay.OAuth, mailbox: String, data: String, secrets: Secrets,
    _ environment: Environment
  ) throws(RelayProblem) {
    self.oauth = oauth
    self.mailbox = mailbox
    self.secrets = secrets
    folder = TokenFolder(data: data)
    clock = environment.clock
    let proxy = environment.webProxy.flatMap(WebProxy.init)
    guard environment.webProxy == nil || proxy != nil else {
      throw RelayProblem(
        "https_proxy is none that can be used; expected http://HOST:PORT, without user and password"
      )
    }
    do throws(TransportError) {
      let clock = environment.clock
      web = HTTPSClient(
        tls: try TLSSettings(authorities: oauth.authorities.map { .file($0) } ?? .system),
        proxy: proxy,
        surroundings: TransportSurroundings(
          clock: { clock.monotonicMilliseconds() }, stop: try StopSignal(),
          random: environment.random))
    } catch {
      throw RelayProblem("\(error)")
    }
  }

  // MARK: - A token

  /// A token that holds for five minutes at least, unless the server gives shorter ones: the one that is kept, or a
  /// new one.
  ///
  /// - Parameter isFresh: Whether the kept one was refused. One that somebody else fetched since the question does.
  /// - Returns: The token.
  /// - Throws: ``RelayProblem``.
  func token(isFresh: Bool) throws(RelayProblem) -> StoredToken {
    let asked = clock.now()
    let begun = clock.monotonicMilliseconds()
    return try folder.alone { () throws(RelayProblem) in
      let now = clock.now()
      if let kept = folder.accessToken(),
        kept.isUsable(at: now, for: purpose, fetchedSince: isFresh ? asked : nil)
      {
        return kept
      }
      // Whoever runs this waits for half a minute, and a refresh that is cut off can lose what it was given.
      guard clock.monotonicMilliseconds() - begun <= Self.waitMillisecondsMax else {
        throw RelayProblem("others were fetching tokens for too long", isTemporary: true)
      }
      return try fetch(at: now)
    }
  }

  private func fetch(at now: Instant) throws(RelayProblem) -> StoredToken {
    let address: WebAddress
    let grant: TokenRequest.Grant
    switch oauth.grant {
    case .clientCredentials:
      address = try webAddress(oauth.tokenAddress)
      grant = .clientCredentials(try client())
    case .refreshToken:
      address = try webAddress(oauth.tokenAddress)
      guard let kept = try folder.refreshToken() else {
        throw RelayProblem(
          "nobody has signed in yet",
          advice: "Sign in once: rubricctl mail token --sign-in")
      }
      grant = .refreshToken(kept, try client())
      try folder.checkRoom()
    case .serviceAccount: (address, grant) = try statement(at: now)
    }
    let request = TokenRequest(grant, scope: oauth.scope)
    let response = try post(request, to: address)
    let answer = try Self.telling(oauth.grant.kind, address) { () throws(TokenProblem) in
      try TokenAnswer(response, to: request, at: now)
    }
    // A new refresh token first, since the old one may be worth nothing by now.
    if let renewed = answer.refreshToken, oauth.grant == .refreshToken {
      try folder.keep(refreshToken: renewed)
    }
    return try keep(answer, fetched: now)
  }

  func keep(_ answer: TokenAnswer, fetched: Instant) throws(RelayProblem) -> StoredToken {
    let token = StoredToken(
      accessToken: answer.accessToken, expires: answer.expires, fetched: fetched,
      purpose: purpose)
    try folder.keep(token)
    return token
  }

  private func statement(
    at now: Instant
  ) throws(RelayProblem) -> (WebAddress, TokenRequest.Grant) {
    guard let place = oauth.key else { throw RelayProblem("no key is set for the service account") }
    let file = try secrets.read(place)
    let key: ServiceAccountKey
    do throws(ServiceAccountKeyProblem) {
      key = try ServiceAccountKey(file: file)
    } catch {
      throw RelayProblem("the service account's key (mail.relay.signIn.oauth.key): \(error)")
    }
    let address = try oauth.tokenAddress.map(webAddress) ?? key.tokenAddress
    do throws(CryptoError) {
      return (
        address,
        .jwtBearer(
          try JWTAssertion.sign(
            with: key, mailbox: mailbox, scope: oauth.scope ?? "", audience: address, at: now))
      )
    } catch {
      throw RelayProblem("\(error)")
    }
  }

  // MARK: - Parts

  /// What a token is for, so that none of other settings is used. No secret is in it.
  private var purpose: String {
    let parts: [String?] = [
      oauth.grant.rawValue, oauth.tokenAddress, oauth.clientID, oauth.scope, mailbox,
      oauth.key.map { "\($0)" }, oauth.clientSecret.map { "\($0)" },
    ]
    return SHA256.hash(parts.map { $0 ?? "" }.joined(separator: "\u{0}")).description
  }

  func client() throws(RelayProblem) -> TokenRequest.Client {
    TokenRequest.Client(
      id: oauth.clientID ?? "",
      secret: try oauth.clientSecret.map { place throws(RelayProblem) in
        SecretText(try secrets.text(place))
      },
      authentication: oauth.clientAuthentication == .basic ? .basic : .post)
  }

  func webAddress(_ text: String?) throws(RelayProblem) -> WebAddress {
    guard let address = text.flatMap(WebAddress.init) else {
      throw RelayProblem("mail.relay.signIn.oauth: \"\(text ?? "")\" is no address for tokens")
    }
    return address
  }

  func post(
    _ request: TokenRequest, to address: WebAddress
  ) throws(RelayProblem) -> HTTPResponse {
    do throws(HTTPSError) {
      return try web.post(request, to: address)
    } catch {
      throw RelayProblem("\(error)", isTemporary: error.isTemporary, advice: error.advice)
    }
  }

  /// Runs something, and tells a server's refusal with what to change.
  static func telling<Result>(
    _ kind: TokenGrantKind, _ address: WebAddress,
    _ body: () throws(TokenProblem) -> Result
  ) throws(RelayProblem) -> Result {
    do throws(TokenProblem) {
      return try body()
    } catch {
      throw RelayProblem(
        "\(address.host) gives no token: \(error)", isTemporary: error.isTemporary,
        advice: error.advice(for: kind))
    }
  }
}

extension Relay.OAuth.Grant {
  fileprivate var kind: TokenGrantKind {
    switch self {
    case .clientCredentials: .clientCredentials
    case .refreshToken: .refreshToken
    case .serviceAccount: .serviceAccount
    }
  }
}
