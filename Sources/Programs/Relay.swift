/// The mail relay that an installation hands its mail to. It holds no secret, only where secrets are.
public struct Relay: Hashable, Sendable {
  /// Whose relay it is: what its answers mean, and what it takes.
  public var kind: Kind
  /// The relay's name, which its certificate must have.
  public var host: String
  public var port: Int
  public var tls: TLS
  /// A PEM file of the authorities to trust instead of the system's.
  public var authorities: String?
  /// How this machine calls itself; `nil` takes the public address's host.
  public var clientName: String?
  /// `nil` where the relay knows us by our address.
  public var signIn: SignIn?
  public var limits: Limits
  /// How often a mail is repeated that the relay may have: 1 by default. Each repeat may make a copy.
  public var unknownRepeats: Int
  public var dkim: DKIM?

  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case microsoft365, google, postfix, other
  }

  /// How the connection is protected.
  public enum TLS: String, Hashable, Sendable, CaseIterable {
    /// From the first byte, as on port 465.
    case implicit
    /// By STARTTLS, or nothing is sent: the default.
    case required
    /// By STARTTLS if the relay offers it.
    case ifOffered
    /// Never: only for a relay on this machine.
    case never
  }

  /// Who signs in, and where the secret is.
  public struct SignIn: Hashable, Sendable {
    public var user: String
    /// The name of the only mechanism to use; `nil` for the best that is offered.
    public var mechanism: Mechanism?
    public var secret: Secret

    public enum Mechanism: String, Hashable, Sendable, CaseIterable {
      case plain = "PLAIN"
      case login = "LOGIN"
      case scramSHA256 = "SCRAM-SHA-256"
      case xoauth2 = "XOAUTH2"
      case oauthBearer = "OAUTHBEARER"

      /// Whether it takes an OAuth token instead of a password.
      public var takesToken: Bool { self == .xoauth2 || self == .oauthBearer }
    }

    public enum Secret: Hashable, Sendable {
      case password(SecretPlace)
      /// A program that prints an OAuth access token, and its arguments.
      case tokenCommand([String])
      /// Tokens that `rubricctl mail token` fetches and renews.
      case oauth(OAuth)

      /// Whether it is an OAuth token, which runs out by itself.
      public var isToken: Bool {
        switch self {
        case .password: false
        case .tokenCommand, .oauth: true
        }
      }
    }

    public init(user: String, mechanism: Mechanism? = nil, secret: Secret) {
      self.user = user
      self.mechanism = mechanism
      self.secret = secret
    }
  }

  /// What is set instead of the kind's own limits.
  public struct Limits: Hashable, Sendable {
    public var messagesPerMinute: Int?
    public var connections: Int?
    public var recipientsPerDay: Int?

    public init(
      messagesPerMinute: Int? = nil, connections: Int? = nil, recipientsPerDay: Int? = nil
    ) {
      self.messagesPerMinute = messagesPerMinute
      self.connections = connections
      self.recipientsPerDay = recipientsPerDay
    }
  }

  /// Signs what goes out, where the relay does not.
  public struct DKIM: Hashable, Sendable {
    public var domain: String
    public var selector: String
    public var key: SecretPlace

    public init(domain: String, selector: String, key: SecretPlace) {
      self.domain = domain
      self.selector = selector
      self.key = key
    }
  }

  public init(
    kind: Kind = .other, host: String, port: Int = 587, tls: TLS = .required,
    authorities: String? = nil, clientName: String? = nil, signIn: SignIn? = nil,
    limits: Limits = .init(), unknownRepeats: Int = 1, dkim: DKIM? = nil
  ) {
    self.kind = kind
    self.host = host
    self.port = port
    self.tls = tls
    self.authorities = authorities
    self.clientName = clientName
    self.signIn = signIn
    self.limits = limits
    self.unknownRepeats = unknownRepeats
    self.dkim = dkim
  }
}

/// Where a secret is: never in a setting itself.
public enum SecretPlace: Hashable, Sendable {
  /// One of the credentials that systemd hands over (`LoadCredential=`), by its name.
  case credential(String)
  /// A file that only its owner may read, by its absolute path.
  case file(String)
}
