/// How much a relay takes from us.
public struct RelayLimits: Hashable, Sendable {
  /// Messages in any sixty seconds, 1…60,000.
  public var messagesPerMinute: Int
  /// Connections at the same time, at least 1.
  public var connections: Int
  /// Recipients in any 24 hours; `nil` for no limit.
  public var recipientsPerDay: Int?
  /// Messages over one connection before a fresh one.
  public var messagesPerConnection: Int
  /// How much of the day's recipients and of the connections only interactive mail may use, in percent.
  public var interactivePercent: Int

  /// - Parameters:
  ///   - messagesPerMinute: Messages in any sixty seconds.
  ///   - connections: Connections at the same time.
  ///   - recipientsPerDay: Recipients in any 24 hours.
  ///   - messagesPerConnection: Messages over one connection.
  ///   - interactivePercent: The share that is kept for interactive mail, 0…90.
  public init(
    messagesPerMinute: Int, connections: Int, recipientsPerDay: Int?,
    messagesPerConnection: Int = 100, interactivePercent: Int = 10
  ) {
    self.messagesPerMinute = min(max(messagesPerMinute, 1), 60_000)
    self.connections = max(connections, 1)
    self.recipientsPerDay = recipientsPerDay.map { max($0, 1) }
    self.messagesPerConnection = max(messagesPerConnection, 1)
    self.interactivePercent = min(max(interactivePercent, 0), 90)
  }
}

extension RelayPreset {
  /// What its makers publish, or what is polite where they publish nothing.
  public var limits: RelayLimits {
    switch self {
    case .microsoft365:
      // Exchange Online limits: 30 messages a minute, 3 connections a mailbox, 10,000 recipients a day.
      RelayLimits(messagesPerMinute: 30, connections: 3, recipientsPerDay: 10_000)
    case .google:
      // Gmail sending limits in Google Workspace: 2,000 messages a day. A notice has one recipient.
      RelayLimits(messagesPerMinute: 60, connections: 2, recipientsPerDay: 2_000)
    case .postfix:
      RelayLimits(
        messagesPerMinute: 600, connections: 4, recipientsPerDay: nil, messagesPerConnection: 1_000)
    case .other: RelayLimits(messagesPerMinute: 120, connections: 2, recipientsPerDay: nil)
    }
  }
}
