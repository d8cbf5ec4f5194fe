public import CivilTime
public import Crypto

/// Signs messages for a domain (DKIM, RFC 6376): rsa-sha256, relaxed/relaxed.
///
/// Relaxed on both sides, because relays fold headers and trim lines; no body length, because what is
/// appended must show. Signed is what RFC 6376 §5.4.1 advises and what RFC 8058 §4 demands for
/// unsubscribing; From, To, Subject and Date are named once more than they occur, so that a second
/// one breaks the signature (§8.15).
public struct DKIMSigner: Sendable {
  /// Whose word the signature is, the `d=` tag. DMARC wants it to be the From address's.
  public let domain: String
  /// Under which name in `_domainkey` of the domain the public key stands, the `s=` tag.
  public let selector: String
  private let key: RSAKey

  /// - Parameters:
  ///   - domain: Such as `maplehollow.example`.
  ///   - selector: Such as `rubricd2026`.
  ///   - key: The private key; 2,048 bits are usual.
  /// - Throws: ``AddressProblem`` if domain or selector is no name.
  public init(domain: String, selector: String, key: RSAKey) throws(AddressProblem) {
    self.domain = try DomainName.ascii(Array(domain.unicodeScalars)[...])
    self.selector = try DomainName.ascii(Array(selector.unicodeScalars)[...], needsDot: false)
    self.key = key
  }

  /// The message with its signature in front.
  ///
  /// - Parameters:
  ///   - message: Headers and body in CRLF lines, as they go out.
  ///   - now: The instant of signing.
  /// - Returns: One header more, folded, then the message.
  /// - Throws: ``DKIMProblem``.
  public func sign(_ message: [UInt8], at now: Instant) throws(DKIMProblem) -> [UInt8] {
    var signed = try signature(of: message, at: now)
    signed.append(contentsOf: message)
    return signed
  }

  /// The `DKIM-Signature` header of a message, folded, with its line end.
  ///
  /// - Parameters:
  ///   - message: Headers and body in CRLF lines, as they go out.
  ///   - now: The instant of signing.
  /// - Returns: The header's bytes.
  /// - Throws: ``DKIMProblem``.
  public func signature(of message: [UInt8], at now: Instant) throws(DKIMProblem) -> [UInt8] {
    let (fields, bodyStart) = HeaderFields.split(message)
    guard fields.contains(where: { $0.name == "from" }) else { throw .noFrom }
    let names = Self.signedNames(fields)
    let bodyHash = CanonicalBody.hash(message, from: bodyStart)
    var header = unsignedHeader(names, bodyHash: bodyHash, at: now)
    var input: [UInt8] = []
    var left = fields
    for name in names {
      // The last of a name first (§5.4.2); one that is not there adds nothing.
      guard let index = left.lastIndex(where: { $0.name == name.lowercased() }) else { continue }
      CanonicalHeader.append(left[index].bytes, to: &input)
      input.append(contentsOf: [0x0D, 0x0A])
      left.remove(at: index)
    }
    CanonicalHeader.append(header[...], to: &input)
    let signature: [UInt8]
    do throws(CryptoError) {
      signature = try key.sign(input)
    } catch {
      throw .crypto(error)
    }
    let text = Array(Base64.encode(signature).utf8)
    for start in stride(from: 0, to: text.count, by: 72) {
      if start > 0 { header.append(contentsOf: [0x0D, 0x0A, 0x20, 0x20]) }
      header.append(contentsOf: text[start..<min(start + 72, text.count)])
    }
    header.append(contentsOf: [0x0D, 0x0A])
    return header
  }

  /// The header up to `b=`, without a line end: what is signed of it.
  private func unsignedHeader(_ names: [String], bodyHash: Digest32, at now: Instant) -> [UInt8] {
    var lines = [
      "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;", " d=\(domain);", " s=\(selector);",
      " t=\(now.seconds);",
    ]
    var line = " h="
    for (index, name) in names.enumerated() {
      let piece = name + (index + 1 < names.count ? ":" : ";")
      if line.utf8.count + piece.utf8.count > 76 {
        lines.append(line)
        line = "  "
      }
      line += piece
    }
    lines.append(line)
    lines.append(" bh=\(Base64.encode(bodyHash.bytes));")
    lines.append(" b=")
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  /// Signed where they occur. Names stay as they are usually written.
  private static let wanted = [
    "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To",
    "References", "Auto-Submitted", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
  ]

  /// Named once more than they occur.
  private static let guarded = ["From", "To", "Subject", "Date"]

  /// The `h=` tag's names, as often as they occur.
  private static func signedNames(_ fields: [HeaderFields.Field]) -> [String] {
    var names: [String] = []
    for name in wanted {
      let lowercase = name.lowercased()
      let count = fields.count { $0.name == lowercase }
      names += [String](repeating: name, count: count + (guarded.contains(name) ? 1 : 0))
    }
    return names
  }
}

/// Why a message could not be signed.
public enum DKIMProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// A signature must cover From (RFC 6376 §5.4).
  case noFrom
  case crypto(CryptoError)

  public var description: String {
    switch self {
    case .noFrom: "the message has no From, which every signature covers"
    case .crypto(let error): error.description
    }
  }
}

/// Header canonicalization "relaxed" (RFC 6376 §3.4.2).
enum CanonicalHeader {
  /// Appends a field: name in lower case, blanks around the colon and at the end gone, other runs of
  /// blanks and folds as one space; no line end.
  static func append(_ field: ArraySlice<UInt8>, to output: inout [UInt8]) {
    let colon = field.firstIndex(of: UInt8(ascii: ":")) ?? field.endIndex
    for byte in field[..<colon] where !ByteKind.isBlank(byte) {
      output.append((0x41...0x5A).contains(byte) ? byte + 0x20 : byte)
    }
    output.append(UInt8(ascii: ":"))
    var hasText = false
    var owesSpace = false
    for byte in field[min(colon + 1, field.endIndex)...] {
      if ByteKind.isBlank(byte) {
        owesSpace = hasText
      } else if !ByteKind.isLineEnd(byte) {
        if owesSpace { output.append(0x20) }
        owesSpace = false
        hasText = true
        output.append(byte)
      }
    }
  }
}

/// Body canonicalization "relaxed" (RFC 6376 §3.4.4).
enum CanonicalBody {
  /// The body hash, in one pass and with a small buffer, so that attachments are not held twice.
  static func hash(_ bytes: [UInt8], from bodyStart: Int) -> Digest32 {
    var hash = SHA256()
    var buffer: [UInt8] = []
    buffer.reserveCapacity(20_480)
    var start = bodyStart
    // Empty lines count only if another line follows.
    var emptyLines = 0
    while start < bytes.count {
      let end = bytes.firstIndex(ofByte: 0x0A, from: start)
      var line = bytes[start..<end]
      if line.last == 0x0D { line = line.dropLast() }
      while let last = line.last, ByteKind.isBlank(last) { line = line.dropLast() }
      start = end + 1
      if line.isEmpty {
        emptyLines += 1
        continue
      }
      for _ in 0..<emptyLines { buffer.append(contentsOf: [0x0D, 0x0A]) }
      emptyLines = 0
      appendLine(line, of: bytes, to: &buffer)
      if buffer.count >= 16_384 {
        hash.update(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    hash.update(buffer)
    return hash.finish()
  }

  /// Appends a line with each run of blanks as one space.
  private static func appendLine(
    _ line: ArraySlice<UInt8>, of bytes: [UInt8], to buffer: inout [UInt8]
  ) {
    var index = line.startIndex
    while index < line.endIndex {
      let end = bytes.end(ofRunFrom: index, limit: line.endIndex) { !ByteKind.isBlank($0) }
      buffer.append(contentsOf: bytes[index..<end])
      index = bytes.end(ofRunFrom: end, limit: line.endIndex, where: ByteKind.isBlank)
      if index > end { buffer.append(0x20) }
    }
    buffer.append(contentsOf: [0x0D, 0x0A])
  }
}
