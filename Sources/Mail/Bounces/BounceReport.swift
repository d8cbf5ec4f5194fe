/// What a mail system reports about a message of ours (RFC 3464, or a form from before it).
public struct BounceReport: Hashable, Sendable {
  /// The id of the message it is about, as far as the report shows it.
  public let originalMessageID: MessageID?
  /// Whom it is about, at most ``recipientCountMaximum``; never empty.
  public let recipients: [BouncedRecipient]

  /// The most recipients of one report that are looked at.
  public static let recipientCountMaximum = 100

  init?(originalMessageID: MessageID?, recipients: [BouncedRecipient]) {
    guard !recipients.isEmpty else { return nil }
    self.originalMessageID = originalMessageID
    self.recipients = Array(recipients.prefix(Self.recipientCountMaximum))
  }
}

/// What happened to the message for one recipient.
public struct BouncedRecipient: Hashable, Sendable {
  /// What the reporting system did (RFC 3464 §2.3.3).
  public enum Action: String, Hashable, Sendable, CaseIterable {
    case failed
    /// It is still being tried.
    case delayed
    case delivered
    /// Handed on to a system that reports nothing.
    case relayed
    /// Delivered to a list.
    case expanded
  }

  /// The address that failed in the end, as it was reported. It may differ from the one that we wrote to.
  public let address: String
  /// The address that we wrote to, if it is reported (`Original-Recipient`).
  public let originalAddress: String?
  public let action: Action
  public let status: EnhancedStatus?
  /// The words of the system that refused, in one clean line; often empty.
  public let diagnostic: String

  /// What is known of one recipient.
  ///
  /// - Parameters:
  ///   - address: The address that failed in the end.
  ///   - originalAddress: The address that we wrote to.
  ///   - action: What the reporting system did.
  ///   - status: Its code.
  ///   - diagnostic: The words of the system that refused.
  public init(
    address: String, originalAddress: String?, action: Action, status: EnhancedStatus?,
    diagnostic: String
  ) {
    self.address = address
    self.originalAddress = originalAddress
    self.action = action
    self.status = status
    self.diagnostic = diagnostic
  }

  /// The most characters of an address or of the words.
  public static let addressLengthMaximum = 320
  public static let diagnosticLengthMaximum = 600

  /// Whether the address itself is bad, so that writing to it again makes no sense: it or its domain
  /// does not exist, or its mailbox is disabled (RFC 3463 §3.2, §3.3; 5.4.1 and 5.1.10 are Exchange
  /// Online's for unknown recipients).
  public var isAboutAddress: Bool {
    guard action == .failed, let status, status.statusClass == 5 else { return false }
    switch (status.subject, status.detail) {
    case (1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1), (4, 1), (4, 4): return true
    default: return false
    }
  }
}

/// Reads a bounce from bytes that come piece by piece.
///
///     var reader = BounceReader()
///     while let bytes = next() { reader.append(bytes) }
///     if let report = reader.finish() { … }
///
/// Read are delivery reports (RFC 3464, in whichever nesting and encoding), and, by their headers and
/// first words, what Exim, qmail and Exchange send without one. Everything else is no bounce: a
/// vacation notice, a reply, a read receipt. What comes from strangers is bounded everywhere, and all
/// text that is handed on is clean.
public struct BounceReader: Sendable {
  /// The most bytes that are looked at; a report stands before the copy of the message.
  public static let lengthMaximum = 1_048_576

  private var bytes: [UInt8] = []

  public init() {}

  /// Takes the next bytes. What exceeds the limit is left out.
  public mutating func append(_ more: some Collection<UInt8>) {
    bytes.append(contentsOf: more.prefix(Self.lengthMaximum - bytes.count))
  }

  /// The report.
  ///
  /// - Returns: What the message reports, or nil if it is no bounce.
  public consuming func finish() -> BounceReport? {
    BounceMessage(bytes).report()
  }

  /// The report in a message that is there as a whole.
  public static func report(in message: [UInt8]) -> BounceReport? {
    var reader = BounceReader()
    reader.append(message)
    return reader.finish()
  }
}
