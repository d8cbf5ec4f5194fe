/// One installation: where its links lead, how mail leaves it, its limits.
///
/// It holds no policy and no secret, and nothing that a program's file says. The data directory
/// isn't in it either: that is given at the start, since this file may lie in it.
public struct Installation: Hashable, Sendable {
  /// What links in notices begin with, such as `https://microcredentials.example.org`.
  public var publicAddress: String
  public var delivery: Delivery
  /// The relay that mail goes to; `nil` before one is set.
  public var relay: Relay?
  /// Where the pages are served; `nil` where nobody is to have any.
  public var listen: Listen?
  /// Whether everybody may read the catalog, signed in or not: yes by default.
  public var showsCatalog: Bool
  public var limits: Limits

  /// Where the pages are served. What encrypts them, and what the world sees, is a proxy before it.
  public struct Listen: Hashable, Sendable {
    public var place: Place
    /// Addresses or networks of proxies that are believed about who their clients are: ``thisMachine`` by default.
    public var proxies: [String]
    /// In which header they say so. The other is the client's own, and is not looked at.
    public var proxyHeader: ProxyHeader

    public enum ProxyHeader: String, Hashable, Sendable, CaseIterable {
      /// `X-Forwarded-For`, `-Proto` and `-Host`, as Caddy and most others write them.
      case xForwarded = "x-forwarded"
      /// `Forwarded` (RFC 7239).
      case forwarded
    }

    public enum Place: Hashable, Sendable {
      /// A numeric address, and a port.
      case address(String, port: Int)
      /// A socket that systemd opened.
      case systemd
    }

    /// This machine itself: where the proxy is that is believed unless a file names others.
    public static let thisMachine = ["127.0.0.1", "::1"]

    public init(
      _ place: Place, proxies: [String] = Listen.thisMachine,
      proxyHeader: ProxyHeader = .xForwarded
    ) {
      self.place = place
      self.proxies = proxies
      self.proxyHeader = proxyHeader
    }

    /// What a new installation begins with: this machine, with a proxy on it.
    public static let first = Listen(.address("127.0.0.1", port: 8080))
  }

  /// How mail leaves the installation.
  public enum Delivery: String, Hashable, Sendable, CaseIterable {
    /// Into the Maildir `mail/` of the data directory.
    case maildir
    /// To the relay.
    case relay
  }

  /// The most that is taken from outside.
  public struct Limits: Hashable, Sendable {
    /// Mebibytes of one file in `intake/`: 20 by default.
    public var intakeFileMebibytes: Int
    /// Days for which a notice's link outlives its deadline: 30 by default.
    public var linkDaysAfterDeadline: Int

    /// Mebibytes of one file that a teacher hands in on a page: 2,048 by default.
    public var artifactMebibytes: Int
    /// Files and links of one submission: 20 by default.
    public var artifactsPerSubmission: Int

    public init(
      intakeFileMebibytes: Int = 20, linkDaysAfterDeadline: Int = 30,
      artifactMebibytes: Int = 2_048, artifactsPerSubmission: Int = 20
    ) {
      self.intakeFileMebibytes = intakeFileMebibytes
      self.linkDaysAfterDeadline = linkDaysAfterDeadline
      self.artifactMebibytes = artifactMebibytes
      self.artifactsPerSubmission = artifactsPerSubmission
    }
  }

  public init(
    publicAddress: String, delivery: Delivery = .maildir, relay: Relay? = nil,
    listen: Listen? = nil, showsCatalog: Bool = true, limits: Limits = .init()
  ) {
    self.listen = listen
    self.showsCatalog = showsCatalog
    self.publicAddress = publicAddress
    self.delivery = delivery
    self.relay = relay
    self.limits = limits
  }
}
