import Crypto
public import Mail
public import MailTransport
public import Office
public import Programs

/// An installation's relay, as the modules that talk to it want it.
public struct RelaySetup: Sendable {
  public let relay: Relay
  private let publicAddress: String
  private let secrets: Secrets
  private let tokens: RelayTokens

  /// - Parameters:
  ///   - relay: The relay as it is set.
  ///   - publicAddress: What links begin with: its host is what we call ourselves, unless something else is set.
  ///   - secrets: Reads secrets.
  ///   - tokens: Where tokens come from, if the relay wants some that rubricctl fetches.
  public init(
    _ relay: Relay, publicAddress: String, secrets: Secrets, tokens: RelayTokens
  ) {
    self.relay = relay
    self.publicAddress = publicAddress
    self.secrets = secrets
    self.tokens = tokens
  }

  public var limits: RelayLimits {
    var limits = relay.kind.preset.limits
    if let number = relay.limits.messagesPerMinute { limits.messagesPerMinute = number }
    if let number = relay.limits.connections { limits.connections = number }
    if let number = relay.limits.recipientsPerDay { limits.recipientsPerDay = number }
    return limits
  }

  /// By what the mailer goes.
  ///
  /// - Throws: ``RelayProblem`` when the key that signs mail can't be used.
  public func mailerSettings() throws(RelayProblem) -> MailerSettings {
    var retry = RetryPolicy()
    retry.unknownRepeatsMaximum = relay.unknownRepeats
    return MailerSettings(limits: limits, retry: retry, signer: try signer())
  }

  private func signer() throws(RelayProblem) -> DKIMSigner? {
    guard let dkim = relay.dkim else { return nil }
    let pem = try secrets.read(dkim.key)
    do {
      return try DKIMSigner(
        domain: dkim.domain, selector: dkim.selector, key: try RSAKey(pem: pem))
    } catch {
      throw RelayProblem("the key that signs mail (mail.relay.dkim): \(error)")
    }
  }

  /// Whether what signs in runs out by itself, so that it has to be fetched anew.
  public var usesToken: Bool { relay.signIn?.secret.isToken ?? false }

  /// Whether it is rubricctl's own: then there are five minutes left of each that is handed out, and asking again
  /// costs next to nothing.
  public var usesOwnToken: Bool {
    if case .oauth? = relay.signIn?.secret { true } else { false }
  }

  /// How to reach the relay, with the secret as it is now.
  ///
  /// - Parameter isFresh: Whether the last token was refused, so that it must be a new one.
  /// - Returns: What a client goes by.
  /// - Throws: ``RelayProblem``.
  public func connection(isFresh: Bool = false) throws(RelayProblem) -> RelaySettings {
    let tls: TLSSettings
    do throws(TransportError) {
      tls = try TLSSettings(authorities: relay.authorities.map { .file($0) } ?? .system)
    } catch {
      throw RelayProblem("\(error)")
    }
    let isLocal = ["localhost", "127.0.0.1", "::1"].contains(relay.host)
    let conversation = SMTPSettings(
      clientName: clientName, tls: relay.tls.policy, credentials: try credentials(isFresh: isFresh),
      allowsSignInWithoutTLS: isLocal, preset: relay.kind.preset, host: relay.host,
      port: relay.port)
    var settings = RelaySettings(
      host: relay.host, port: UInt16(clamping: relay.port), conversation: conversation, tls: tls)
    settings.messagesMaximum = limits.messagesPerConnection
    // A stop takes five seconds in all.
    settings.stopGraceMilliseconds = 2_000
    return settings
  }

  private var clientName: ClientName {
    let host =
      relay.clientName
      ?? String(
        publicAddress.split(separator: "/").last.map { $0.prefix { $0 != ":" } } ?? "localhost")
    return (try? ClientName(host)) ?? .loopback
  }

  private func credentials(isFresh: Bool) throws(RelayProblem) -> SMTPCredentials? {
    guard let signIn = relay.signIn else { return nil }
    let mechanism = signIn.mechanism.flatMap { SASLMechanism(rawValue: $0.rawValue) }
    let secret: String
    switch signIn.secret {
    case .password(let place): secret = try secrets.text(place)
    case .tokenCommand(let words): secret = try TokenCommand(words: words).token()
    case .oauth: secret = try tokens.fetch(isFresh)
    }
    do throws(SMTPCredentialsProblem) {
      return usesToken
        ? try SMTPCredentials(user: signIn.user, token: secret, mechanism: mechanism)
        : try SMTPCredentials(user: signIn.user, password: secret, mechanism: mechanism)
    } catch {
      throw RelayProblem("mail.relay.signIn: \(error)")
    }
  }
}

extension Relay.Kind {
  var preset: RelayPreset {
    switch self {
    case .microsoft365: .microsoft365
    case .google: .google
    case .postfix: .postfix
    case .other: .other
    }
  }
}

extension Relay.TLS {
  var policy: TLSPolicy {
    switch self {
    case .implicit: .implicit
    case .required: .required
    case .ifOffered: .ifOffered
    case .never: .never
    }
  }
}
