/// Where a conversation stands, for timeouts and for words.
public enum SMTPPhase: String, Hashable, Sendable, CaseIterable {
  case connecting
  case greeting
  case hello
  case startTLS
  case handshake
  case authentication
  case idle
  case sender
  case recipients
  case data
  case body
  case endOfData
  case reset
  case quit

  /// How long to wait for the relay's answer, at least (RFC 5321 §4.5.3.2).
  ///
  /// The RFC names the greeting (5 min), MAIL and RCPT (5 min), DATA (2 min), a block of data
  /// (3 min) and the end of data (10 min, since giving up too soon makes copies, RFC 1047). What it
  /// does not name has the patience of its neighbours; nothing depends on the answer to QUIT.
  public var timeoutSeconds: Int {
    switch self {
    case .connecting: 30
    case .greeting, .hello, .sender, .recipients: 300
    case .startTLS, .handshake, .authentication, .data, .reset: 120
    case .body: 180
    case .endOfData: 600
    case .idle: 300
    case .quit: 10
    }
  }

  /// A clause for errors: `while the relay read the recipients`.
  public var phrase: String {
    switch self {
    case .connecting: "while connecting to the relay"
    case .greeting: "while waiting for the relay's greeting"
    case .hello: "while the relay said what it can do"
    case .startTLS: "while the relay got ready for TLS"
    case .handshake: "while TLS was agreed with the relay"
    case .authentication: "while signing in to the relay"
    case .idle: "while the connection waited for the next message"
    case .sender: "while the relay read the sender"
    case .recipients: "while the relay read the recipients"
    case .data: "while the relay got ready for the message"
    case .body: "while the relay read the message"
    case .endOfData: "after the end of the message, while the relay took it over"
    case .reset: "while the relay forgot the message before"
    case .quit: "while saying goodbye to the relay"
    }
  }
}
