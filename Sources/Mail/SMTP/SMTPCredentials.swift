/// A way to sign in to a relay (RFC 4954). The raw value is its name in SASL.
public enum SASLMechanism: String, Hashable, Sendable, CaseIterable {
  /// User and password in one line (RFC 4616).
  case plain = "PLAIN"
  /// User and password in answer to two prompts (draft-murchison-sasl-login).
  case login = "LOGIN"
  /// Proves the knowledge of the password on both sides (RFC 5802, 7677).
  case scramSHA256 = "SCRAM-SHA-256"
  /// An OAuth token, in the form that Google and Microsoft began with.
  case xoauth2 = "XOAUTH2"
  /// An OAuth token, in the form of RFC 7628.
  case oauthBearer = "OAUTHBEARER"

  /// Whether it takes an OAuth token instead of a password.
  public var takesToken: Bool {
    switch self {
    case .xoauth2, .oauthBearer: true
    case .plain, .login, .scramSHA256: false
    }
  }
}

/// Who signs in to the relay, and with what. Its secret is never part of a description.
public struct SMTPCredentials: Hashable, Sendable {
  public let user: String
  let secret: String
  /// The mechanisms to use, the most wanted first. The first that the relay offers is taken.
  public let mechanisms: [SASLMechanism]

  /// The most bytes of a user name.
  public static let userLengthMaximum = 255
  /// The most bytes of a password or token (RFC 4954 §4 bounds the line at 12,288 in base64).
  public static let secretLengthMaximum = 8_192

  /// Signs in with a password.
  ///
  /// - Parameters:
  ///   - user: As the relay knows it, often an address.
  ///   - password: Sent as it is; SCRAM's preparation of letters beyond ASCII (RFC 4013) is not done.
  ///   - mechanism: The only one to use; `nil` for the best that is offered: SCRAM-SHA-256, PLAIN,
  ///     LOGIN.
  /// - Throws: ``SMTPCredentialsProblem``.
  public init(
    user: String, password: String, mechanism: SASLMechanism? = nil
  ) throws(SMTPCredentialsProblem) {
    if let mechanism, mechanism.takesToken { throw .mechanismTakesToken(mechanism) }
    try self.init(
      user: user, secret: password,
      mechanisms: mechanism.map { [$0] } ?? [.scramSHA256, .plain, .login])
  }

  /// Signs in with an OAuth access token.
  ///
  /// - Parameters:
  ///   - user: Whose mailbox sends.
  ///   - token: Printable ASCII without a space (RFC 6750 §2.1).
  ///   - mechanism: The only one to use; `nil` for OAUTHBEARER, or XOAUTH2 where that is missing.
  /// - Throws: ``SMTPCredentialsProblem``.
  public init(
    user: String, token: String, mechanism: SASLMechanism? = nil
  ) throws(SMTPCredentialsProblem) {
    if let mechanism, !mechanism.takesToken { throw .mechanismTakesPassword(mechanism) }
    guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .secretCharacter }
    try self.init(
      user: user, secret: token, mechanisms: mechanism.map { [$0] } ?? [.oauthBearer, .xoauth2])
  }

  private init(
    user: String, secret: String, mechanisms: [SASLMechanism]
  ) throws(SMTPCredentialsProblem) {
    guard !user.isEmpty else { throw .userEmpty }
    guard user.utf8.count <= Self.userLengthMaximum else { throw .userTooLong }
    guard !secret.isEmpty else { throw .secretEmpty }
    guard secret.utf8.count <= Self.secretLengthMaximum else { throw .secretTooLong }
    // Control characters separate fields in these mechanisms, and end lines.
    let isControl: (UInt8) -> Bool = { $0 < 0x20 || $0 == 0x7F }
    guard !user.utf8.contains(where: isControl) else { throw .userCharacter }
    guard !secret.utf8.contains(where: isControl) else { throw .secretCharacter }
    self.user = user
    self.secret = secret
    self.mechanisms = mechanisms
  }
}

extension SMTPCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
  public var description: String {
    "\(user) by \(mechanisms.map(\.rawValue).joined(separator: " or "))"
  }

  public var debugDescription: String { description }

  /// Without the secret, which `dump` and failed expectations would show.
  public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}

/// Why these are no credentials.
public enum SMTPCredentialsProblem: Error, Hashable, Sendable {
  case userEmpty
  case userTooLong
  case userCharacter
  case secretEmpty
  case secretTooLong
  case secretCharacter
  case mechanismTakesToken(SASLMechanism)
  case mechanismTakesPassword(SASLMechanism)
}

extension SMTPCredentialsProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .userEmpty: "the user name is empty"
    case .userTooLong: "the user name is longer than \(SMTPCredentials.userLengthMaximum) bytes"
    case .userCharacter: "the user name holds a control character"
    case .secretEmpty: "the password or token is empty"
    case .secretTooLong:
      "the password or token is longer than \(SMTPCredentials.secretLengthMaximum) bytes"
    case .secretCharacter:
      "the password or token holds a character that it can't have, such as a line end"
    case .mechanismTakesToken(let mechanism): "\(mechanism.rawValue) takes a token, not a password"
    case .mechanismTakesPassword(let mechanism):
      "\(mechanism.rawValue) takes a password, not a token"
    }
  }
}
