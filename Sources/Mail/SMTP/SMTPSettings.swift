/// Whether a connection is protected.
public enum TLSPolicy: String, Hashable, Sendable, CaseIterable {
  /// From the first byte on, as on port 465. The caller has TLS up before the conversation begins.
  case implicit
  /// By STARTTLS, or not at all, as on port 587.
  case required
  /// By STARTTLS if the relay offers it.
  case ifOffered
  /// Never, as to a relay on the same machine.
  case never
}

/// What one conversation is held by.
public struct SMTPSettings: Hashable, Sendable {
  /// How this machine calls itself.
  public var clientName: ClientName
  public var tls: TLSPolicy
  /// `nil` where the relay knows us by our address.
  public var credentials: SMTPCredentials?
  /// Whether to sign in without TLS, which shows the secret to the network.
  public var allowsSignInWithoutTLS: Bool
  public var preset: RelayPreset
  /// Host and port, as OAUTHBEARER names them; an empty host is left out.
  public var host: String
  public var port: Int
  /// Whether the next message's commands may follow the end of the one before in one write, where the
  /// relay offers PIPELINING (RFC 2920 §3.1 allows it expressly). Saves a round trip a message.
  public var overlapsMessages: Bool

  /// - Parameters:
  ///   - clientName: How this machine calls itself.
  ///   - tls: Whether the connection is protected.
  ///   - credentials: Who signs in, if somebody has to.
  ///   - allowsSignInWithoutTLS: Whether the secret may go in the clear.
  ///   - preset: Whose relay it is.
  ///   - host: The relay's name, printable ASCII.
  ///   - port: The relay's port.
  ///   - overlapsMessages: Whether the next message may begin before the last is answered.
  public init(
    clientName: ClientName, tls: TLSPolicy, credentials: SMTPCredentials? = nil,
    allowsSignInWithoutTLS: Bool = false, preset: RelayPreset = .other, host: String = "",
    port: Int = 0, overlapsMessages: Bool = true
  ) {
    self.clientName = clientName
    self.tls = tls
    self.credentials = credentials
    self.allowsSignInWithoutTLS = allowsSignInWithoutTLS
    self.preset = preset
    self.host = host
    self.port = port
    self.overlapsMessages = overlapsMessages
  }
}
