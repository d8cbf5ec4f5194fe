/// What a mail server found out about who a message is from (RFC 8601).
public struct AuthenticationResults: Hashable, Sendable {
  public struct Result: Hashable, Sendable {
    /// In lower case: `dmarc`, `spf`, `dkim`.
    public var method: String
    /// In lower case: `pass`, `fail`, `none`.
    public var result: String
    /// In lower case, such as `header.from` and `maplehollow.example`.
    public var properties: [String: String]
  }

  /// The server that says so, in lower case.
  public let server: String
  public let results: [Result]

  private static let resultsMaximum = 100

  /// Reads a field's value; `nil` if it names no server.
  public init?(_ value: [UInt8]) {
    let text = Self.withoutComments(value)
    let pieces = text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    let words = pieces.first?.split(whereSeparator: ByteKind.isBlank) ?? []
    guard let name = words.first else { return nil }
    server = Self.word(name)
    // A version may follow the name: 1 is the only one there is.
    guard words.count < 2 || words[1].elementsEqual("1".utf8) else { return nil }
    results = pieces.dropFirst().prefix(Self.resultsMaximum).compactMap(Self.result)
  }

  /// Whether the server vouches that the message is from a domain, the one of the address in From, in ASCII and lower
  /// case: by DMARC, or by SPF or DKIM of that very domain.
  public func vouches(for domain: String) -> Bool {
    let dmarc = results.filter { $0.method == "dmarc" }
    // Where DMARC was looked at, it decides: a domain without a policy says "none", and then SPF or DKIM may.
    if dmarc.contains(where: { $0.result != "pass" && $0.result != "none" }) { return false }
    return results.contains { result in
      guard result.result == "pass" else { return false }
      switch result.method {
      case "dmarc": return result.properties["header.from"].map { $0 == domain } ?? false
      case "spf": return Self.isAligned(result.properties["smtp.mailfrom"], domain)
      case "dkim":
        return Self.isAligned(
          result.properties["header.d"] ?? result.properties["header.i"], domain)
      default: return false
      }
    }
  }

  /// Whether an address or a domain is of the same domain, strictly: neither above nor below it, since nothing here
  /// knows which names belong to one owner.
  private static func isAligned(_ value: String?, _ domain: String) -> Bool {
    guard let value else { return false }
    return value.split(separator: "@").last.map { $0 == domain } ?? false
  }

  private static func result(_ piece: ArraySlice<UInt8>) -> Result? {
    // Blanks around "=" are allowed; without them, each word is one thing.
    var text: [UInt8] = []
    for byte in piece {
      if byte == UInt8(ascii: "=") {
        while let last = text.last, ByteKind.isBlank(last) { text.removeLast() }
        text.append(byte)
      } else if ByteKind.isBlank(byte), text.last == UInt8(ascii: "=") {
        continue
      } else {
        text.append(byte)
      }
    }
    let words = text.split(whereSeparator: ByteKind.isBlank).prefix(60)
    guard let first = words.first, let (method, result) = pair(first) else { return nil }
    var properties: [String: String] = [:]
    for word in words.dropFirst() {
      guard let (name, value) = pair(word), properties[name] == nil else { continue }
      properties[name] = value
    }
    return Result(
      method: String(method.prefix { $0 != "/" }), result: result, properties: properties)
  }

  private static func pair(_ word: ArraySlice<UInt8>) -> (String, String)? {
    guard let sign = word.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let (name, value) = (self.word(word[..<sign]), self.word(word[(sign + 1)...]))
    return name.isEmpty || value.isEmpty ? nil : (name, value)
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> String {
    let bare = bytes.filter { $0 != UInt8(ascii: "\"") }
    return CleanText.line(bare[...], lengthMaximum: 320).lowercased()
  }

  private static func withoutComments(_ value: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var index = 0
    var isQuoted = false
    while index < value.count {
      let byte = value[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: "("), !isQuoted {
        index = ReceivedAddress.endOfComment(value, from: index) + 1
        text.append(0x20)
        continue
      }
      // A quoted semicolon must not begin another result: nothing that matters holds one.
      text.append(isQuoted && byte == UInt8(ascii: ";") ? 0x5F : byte)
      index += 1
    }
    return text
  }
}
