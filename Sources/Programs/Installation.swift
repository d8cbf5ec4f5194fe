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
  public var limits: Limits

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

    public init(intakeFileMebibytes: Int = 20, linkDaysAfterDeadline: Int = 30) {
      self.intakeFileMebibytes = intakeFileMebibytes
      self.linkDaysAfterDeadline = linkDaysAfterDeadline
    }
  }

  public init(
    publicAddress: String, delivery: Delivery = .maildir, relay: Relay? = nil,
    limits: Limits = .init()
  ) {
    self.publicAddress = publicAddress
    self.delivery = delivery
    self.relay = relay
    self.limits = limits
  }
}
