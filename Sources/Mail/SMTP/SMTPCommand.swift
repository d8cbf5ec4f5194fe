import Crypto

/// What the client says (RFC 5321 §4.1.1, RFC 3207, RFC 4954).
///
/// A command is made of values that can't hold a line break or NUL, so that its wire form is always
/// one line: ``Address``, ``ClientName``, numbers, and bytes that go out as base64.
public enum SMTPCommand: Hashable, Sendable {
  case ehlo(ClientName)
  case helo(ClientName)
  case startTLS
  /// Begins to sign in; with an initial response where the mechanism has one and the line is short.
  case auth(SASLMechanism, initialResponse: [UInt8]?)
  /// Answers a challenge of AUTH. Nothing at all is an empty line.
  case authResponse([UInt8])
  /// Begins a message. No sender is the null path `<>`.
  case mail(from: Address?, sizeBytes: Int? = nil, is8Bit: Bool = false, usesSMTPUTF8: Bool = false)
  case rcpt(to: Address)
  case data
  case rset
  case noop
  case quit

  /// The most octets of a command line with its end (RFC 5321 §4.5.3.1.4), beyond which an initial
  /// response waits for its own line (RFC 4954 §4).
  public static let lineLengthMaximum = 512

  /// The line as it goes out, with its CRLF.
  public var wireForm: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// Appends the wire form, so that a group of commands becomes one write.
  public func append(to output: inout [UInt8]) {
    switch self {
    case .ehlo(let name):
      output.append(contentsOf: "EHLO ".utf8)
      output.append(contentsOf: name.string.utf8)
    case .helo(let name):
      output.append(contentsOf: "HELO ".utf8)
      output.append(contentsOf: name.string.utf8)
    case .startTLS: output.append(contentsOf: "STARTTLS".utf8)
    case .auth(let mechanism, let response):
      output.append(contentsOf: "AUTH ".utf8)
      output.append(contentsOf: mechanism.rawValue.utf8)
      guard let response else { break }
      output.append(0x20)
      // An empty initial response is told from none by "=" (RFC 4954 §4).
      if response.isEmpty { output.append(UInt8(ascii: "=")) }
      Base64.append(response[...], to: &output)
    case .authResponse(let response): Base64.append(response[...], to: &output)
    case .mail(let sender, let sizeBytes, let is8Bit, let usesSMTPUTF8):
      output.append(contentsOf: "MAIL FROM:<".utf8)
      if let sender { output.append(contentsOf: sender.string.utf8) }
      output.append(UInt8(ascii: ">"))
      if let sizeBytes { output.append(contentsOf: " SIZE=\(sizeBytes)".utf8) }
      if is8Bit { output.append(contentsOf: " BODY=8BITMIME".utf8) }
      if usesSMTPUTF8 { output.append(contentsOf: " SMTPUTF8".utf8) }
    case .rcpt(let recipient):
      output.append(contentsOf: "RCPT TO:<".utf8)
      output.append(contentsOf: recipient.string.utf8)
      output.append(UInt8(ascii: ">"))
    case .data: output.append(contentsOf: "DATA".utf8)
    case .rset: output.append(contentsOf: "RSET".utf8)
    case .noop: output.append(contentsOf: "NOOP".utf8)
    case .quit: output.append(contentsOf: "QUIT".utf8)
    }
    output.append(0x0D)
    output.append(0x0A)
  }
}

/// How this machine calls itself in EHLO: a host name, or its address as a literal
/// (RFC 5321 §4.1.1.1).
public struct ClientName: Hashable, Sendable {
  public let string: String

  /// - Parameter text: Such as `cellar.maplehollow.example`, `cellar`, `[192.0.2.7]` or
  ///   `[IPv6:2001:db8::7]`. Names in other scripts become A-labels.
  /// - Throws: ``AddressProblem``, as for the domain of an address.
  public init(_ text: String) throws(AddressProblem) {
    guard text.hasPrefix("["), text.hasSuffix("]") else {
      string = try DomainName.ascii(Array(text.unicodeScalars)[...], needsDot: false)
      return
    }
    let inner = text.dropFirst().dropLast()
    let address = inner.hasPrefix("IPv6:") ? inner.dropFirst(5) : inner
    for scalar in address.unicodeScalars {
      let isAddress = scalar.properties.isASCIIHexDigit || scalar == "." || scalar == ":"
      guard scalar.isASCII, isAddress else { throw .domainCharacter(scalar) }
    }
    guard !address.isEmpty else { throw .domainEmpty }
    guard address.utf8.count <= 45 else { throw .domainTooLong }
    string = text
  }

  /// For a machine that knows no name of itself.
  public static let loopback = ClientName(known: "[127.0.0.1]")

  private init(known: String) {
    string = known
  }
}

extension ClientName: CustomStringConvertible {
  public var description: String { string }
}
