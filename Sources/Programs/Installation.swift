/// One installation: where it listens, where its links lead, how mail leaves it, its limits.
///
/// It holds no policy and no secret, and nothing that a program's file says. The data directory
/// isn't in it either: that is given at the start, since this file may lie in it.
public struct Installation: Hashable, Sendable {
  /// What links in notices begin with, such as `https://microcredentials.example.org`.
  public var publicAddress: String
  public var listen: Listen
  public var delivery: Delivery
  public var limits: Limits

  /// The socket that the daemon listens on, behind a proxy that ends TLS.
  public struct Listen: Hashable, Sendable {
    /// An IP address: `127.0.0.1` by default.
    public var address: String
    /// 8080 by default.
    public var port: Int

    public init(address: String = "127.0.0.1", port: Int = 8_080) {
      self.address = address
      self.port = port
    }
  }

  /// How mail leaves the installation.
  public enum Delivery: String, Hashable, Sendable, CaseIterable {
    /// Into the Maildir `mail/` of the data directory.
    case maildir
  }

  /// The most that is taken from outside.
  public struct Limits: Hashable, Sendable {
    /// Mebibytes of one artifact: 100 by default.
    public var artifactMebibytes: Int
    /// 20 by default.
    public var artifactsPerSubmission: Int
    /// Mebibytes of one file in `intake/`: 20 by default.
    public var intakeFileMebibytes: Int
    /// Days for which a notice's link outlives its deadline: 30 by default.
    public var linkDaysAfterDeadline: Int

    public init(
      artifactMebibytes: Int = 100, artifactsPerSubmission: Int = 20,
      intakeFileMebibytes: Int = 20, linkDaysAfterDeadline: Int = 30
    ) {
      self.artifactMebibytes = artifactMebibytes
      self.artifactsPerSubmission = artifactsPerSubmission
      self.intakeFileMebibytes = intakeFileMebibytes
      self.linkDaysAfterDeadline = linkDaysAfterDeadline
    }
  }

  public init(
    publicAddress: String, listen: Listen = .init(), delivery: Delivery = .maildir,
    limits: Limits = .init()
  ) {
    self.publicAddress = publicAddress
    self.listen = listen
    self.delivery = delivery
    self.limits = limits
  }
}
