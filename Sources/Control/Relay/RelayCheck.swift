import Crypto
import Mail
import MailTransport
import Programs
import Synchronization

/// Talks to a relay step by step, in words for whoever has to mend it. No message is sent.
struct RelayCheck {
  struct Step: Hashable {
    var isGood: Bool
    var words: String
  }

  private let setup: RelaySetup
  private(set) var steps: [Step] = []
  /// What to change, if something does not work.
  private(set) var advice: String?

  init(_ setup: RelaySetup) {
    self.setup = setup
  }

  /// Goes through the steps.
  ///
  /// - Parameters:
  ///   - clock: Monotonic milliseconds.
  ///   - random: For the sign-in.
  /// - Returns: Whether mail could be sent.
  mutating func run(
    clock: @escaping MonotonicMilliseconds, random: any RandomSource
  ) -> Bool {
    let relay = setup.relay
    let settings: RelaySettings
    do throws(RelayProblem) {
      _ = try setup.mailerSettings()
      settings = try setup.connection()
    } catch {
      return fail("\(error)", error.advice)
    }
    if let signIn = relay.signIn {
      pass(
        signIn.secret.isToken
          ? "there is a token for \(signIn.user)" : "the secret of \(signIn.user) can be read")
    }
    if relay.dkim != nil { pass("the key that signs mail can be read") }
    let stop: StopSignal
    do throws(TransportError) {
      stop = try StopSignal()
    } catch {
      return fail("\(error)", nil)
    }
    var quick = settings
    // Somebody waits at the screen.
    quick.timeoutMilliseconds = { min(Int64($0.timeoutSeconds), 30) * 1_000 }
    let seen = Mutex<[SMTPPhase]>([])
    let client = RelayClient(
      quick, TransportSurroundings(clock: clock, stop: stop, random: random)
    ) { phase in seen.withLock { $0.append(phase) } }
    do throws(DeliveryFailure) {
      let welcome = try client.connect()
      client.close()
      tell(welcome)
      return true
    } catch {
      tell(phases: seen.withLock { $0 }, before: error.cause.phase)
      return fail("\(error)", Self.advice(on: error.cause, relay))
    }
  }

  private mutating func pass(_ words: String) {
    steps.append(Step(isGood: true, words: words))
  }

  private mutating func fail(_ words: String, _ advice: String?) -> Bool {
    steps.append(Step(isGood: false, words: words))
    self.advice = advice
    return false
  }

  private mutating func tell(_ welcome: RelayWelcome) {
    let relay = setup.relay
    pass("connected to \(relay.host), port \(relay.port)")
    if let greeting = welcome.greeting { pass("it greets: \(greeting.words)") }
    if let version = welcome.tlsVersion {
      pass("the connection is secret (\(version)), and the certificate is \(relay.host)'s")
    } else {
      pass("the connection is not secret (tls: \"\(relay.tls.rawValue)\")")
    }
    if let mechanism = welcome.signedInBy {
      pass("signed in as \(relay.signIn?.user ?? "") by \(mechanism.rawValue)")
    } else {
      pass("no sign-in is set: the relay has to know this machine by its address")
    }
    let offers = welcome.extensions
    pass(
      "messages of up to "
        + (offers.sizeBytesMaximum.map { "\($0 / 1_048_576) MiB" } ?? "any size")
        + (offers.pipelining ? ", several at a stretch" : ", one step at a time"))
    let limits = setup.limits
    pass(
      "limits kept here: \(limits.messagesPerMinute) messages a minute, "
        + "\(limits.connections) connections, "
        + (limits.recipientsPerDay.map { "\($0) recipients a day" } ?? "any number a day"))
  }

  /// What went well before it failed.
  private mutating func tell(phases: [SMTPPhase], before phase: SMTPPhase) {
    let relay = setup.relay
    var told: Set<SMTPPhase> = []
    for seen in phases where seen != phase && told.insert(seen).inserted {
      switch seen {
      case .connecting: pass("connected to \(relay.host), port \(relay.port)")
      case .greeting: pass("it greets")
      case .hello: pass("it says what it can do")
      case .startTLS: pass("it agrees to TLS")
      case .handshake: pass("the connection is secret, and the certificate is \(relay.host)'s")
      case .authentication, .idle, .sender, .recipients, .data, .body, .endOfData, .reset, .quit:
        break
      }
    }
  }

  /// What to change, by where it failed.
  static func advice(on cause: DeliveryCause, _ relay: Relay) -> String? {
    switch cause.phase {
    case .connecting:
      // TLS from the start is a part of connecting.
      if case .lost(.tls) = cause.event { return tlsAdvice }
      return "Compare host and port with the relay's own pages, and see that a firewall lets this "
        + "machine out. Many networks let only port 587 through."
    case .greeting, .hello:
      return relay.tls == .implicit
        ? "If the port is 587, the relay wants tls: \"required\"."
        : "If the port is 465, the relay wants tls: \"implicit\"."
    case .startTLS:
      return "If the relay has no TLS at all, and is on this machine, set tls: \"never\"; "
        + "otherwise ask its administrator for it, or try port 465 with tls: \"implicit\"."
    case .handshake: return tlsAdvice
    case .authentication: return signInAdvice(relay)
    case .idle, .sender, .recipients, .data, .body, .endOfData, .reset, .quit: return nil
    }
  }

  private static let tlsAdvice =
    "A certificate of the district's own is trusted by naming its authority's file in "
    + "mail.relay.authorities. Anything else about TLS is to be mended at the relay."

  private static func signInAdvice(_ relay: Relay) -> String {
    guard let signIn = relay.signIn else {
      return "The relay wants a sign-in: set mail.relay.signIn."
    }
    if case .oauth(let oauth) = signIn.secret { return tokenAdvice(oauth, signIn.user) }
    switch (relay.kind, signIn.secret.isToken) {
    case (.microsoft365, false):
      return "Microsoft 365 turns passwords for SMTP off. Set oauth instead of password, "
        + "and let an administrator allow \"Authenticated SMTP\" for the mailbox \(signIn.user)."
    case (.google, false):
      return "Google takes an app password of \(signIn.user), made in the account's security "
        + "settings; the account's own password does not do."
    case (_, true):
      return
        "Run the token command by hand: its token must be new, for the mailbox \(signIn.user), "
        + "and may send mail by SMTP."
    case (.postfix, false), (.other, false):
      return "Compare user and password with the relay's. If it offers another way to sign in, "
        + "name it in mail.relay.signIn.mechanism."
    }
  }

  /// The server gave a token, and the relay does not take it.
  private static func tokenAdvice(_ oauth: Relay.OAuth, _ user: String) -> String {
    switch (oauth.provider, oauth.grant) {
    case (.microsoft, .clientCredentials):
      "The application needs the permission SMTP.SendAsApp with an administrator's consent, and has to be made known to "
        + "Exchange: New-ServicePrincipal, then Add-MailboxPermission for the mailbox \(user)."
    case (.microsoft, _):
      "The token must be for the mailbox \(user), with the scope SMTP.Send, and an administrator has to allow "
        + "\"Authenticated SMTP\" for it."
    case (.google, _), (.other, _):
      "The token must be for the mailbox \(user), and its scope has to allow sending mail by SMTP."
    }
  }
}
