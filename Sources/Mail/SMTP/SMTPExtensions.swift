/// What a relay says it can do in its answer to EHLO (RFC 5321 §4.1.1.1).
///
/// Keywords that are not used here are left out.
public struct SMTPExtensions: Hashable, Sendable {
  public var startTLS = false
  public var pipelining = false
  public var eightBitMIME = false
  public var smtpUTF8 = false
  public var enhancedStatusCodes = false
  /// Whether the relay offers SIZE.
  public var size = false
  /// The most bytes of a message; `nil` if it is not said (RFC 1870 §3).
  public var sizeBytesMaximum: Int?
  /// The ways to sign in, in capitals, as they came.
  public var authMechanisms: [String] = []

  /// None, as after HELO.
  public init() {}

  init(_ reply: SMTPReply) {
    for line in reply.furtherLines {
      // Before RFC 4954 some wrote "AUTH=LOGIN", beside the right form or alone.
      let words = line.split { ByteKind.isBlank($0) || $0 == UInt8(ascii: "=") }
      guard let first = words.first else { continue }
      let parameters = words.dropFirst().map { Self.capitals($0) }
      switch Self.capitals(first) {
      case "STARTTLS": startTLS = true
      case "PIPELINING": pipelining = true
      case "8BITMIME": eightBitMIME = true
      case "SMTPUTF8": smtpUTF8 = true
      case "ENHANCEDSTATUSCODES": enhancedStatusCodes = true
      case "SIZE":
        size = true
        // 0 means that there is no fixed limit.
        sizeBytesMaximum = parameters.first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
      case "AUTH":
        for mechanism in parameters where !authMechanisms.contains(mechanism) {
          authMechanisms.append(mechanism)
        }
      default: continue
      }
    }
  }

  /// Whether a way to sign in is offered.
  public func offers(_ mechanism: SASLMechanism) -> Bool {
    authMechanisms.contains(mechanism.rawValue)
  }

  private static func capitals(_ bytes: ArraySlice<UInt8>) -> String {
    let capitals = bytes.prefix(64).map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
    return CleanText.line(capitals[...], lengthMaximum: 64)
  }
}
