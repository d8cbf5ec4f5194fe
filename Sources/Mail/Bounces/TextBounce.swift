/// A bounce in words only: Exim's, qmail's, Exchange's and their like.
///
/// It is taken for one only if its headers say so: nobody to answer to, a sender that is a mail system,
/// or the names of failed recipients. A vacation notice has none of that.
struct TextBounce {
  private(set) var recipients: [BouncedRecipient] = []

  /// The most lines that are read.
  private static let lineCountMaximum = 2_000

  init?(_ reader: MIMEReader) {
    guard let message = reader.parts.first else { return nil }
    let headers = message.fields
    let named = Self.failedRecipients(headers)
    guard !named.isEmpty || Self.isFromMailSystem(headers) else { return nil }
    guard let part = reader.parts.first(where: { $0.mediaType == "text/plain" }) else {
      recipients = named.map { Self.recipient($0, words: "") }
      if recipients.isEmpty { return nil }
      return
    }
    let lines = Self.lines(reader.content(of: part))
    var found = Self.read(lines)
    // The header knows who failed; the text knows why.
    if !named.isEmpty {
      found = named.map { address in
        found.first { $0.address.lowercased() == address.lowercased() }
          ?? Self.recipient(address, words: "")
      }
    }
    guard !found.isEmpty else { return nil }
    recipients = found
  }

  // MARK: - Headers

  /// Exim's `X-Failed-Recipients`, and Gmail's.
  private static func failedRecipients(_ headers: [HeaderFields.Field]) -> [String] {
    let values = headers.filter { $0.name == "x-failed-recipients" }
    let addresses = values.flatMap { $0.value.split(separator: UInt8(ascii: ",")) }
    return addresses.prefix(BounceReport.recipientCountMaximum).map { bytes in
      CleanText.line(
        bytes.drop(while: ByteKind.isBlank),
        lengthMaximum: BouncedRecipient.addressLengthMaximum)
    }.filter { $0.utf8.contains(UInt8(ascii: "@")) }
  }

  private static func isFromMailSystem(_ headers: [HeaderFields.Field]) -> Bool {
    // An answer by a person's own program says "auto-replied" (RFC 3834 §5); so do some bounces.
    let from = (headers.text(of: "from") ?? "").lowercased()
    let isSystem = ["mailer-daemon@", "postmaster@", "mail delivery", "microsoftexchange"].contains
    {
      from.containsText($0)
    }
    let isNull = (headers.text(of: "return-path") ?? "") == "<>"
    let isReport = headers.contains { $0.name == "x-ms-exchange-message-is-ndr" }
    guard isSystem || isNull || isReport else { return false }
    let subject = (headers.text(of: "subject") ?? "").lowercased()
    return isReport
      || [
        "undeliver", "failure notice", "delivery failure", "delivery status", "returned mail",
        "mail delivery failed", "delivery has failed", "could not be delivered", "delayed",
        "nicht zugestellt", "unzustellbar",
      ].contains { subject.containsText($0) }
  }

  // MARK: - Text

  private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    text.split(
      separator: 0x0A, maxSplits: lineCountMaximum, omittingEmptySubsequences: false
    ).prefix(lineCountMaximum).map { $0.last == 0x0D ? $0.dropLast() : $0 }
  }

  /// Whether the copy of the message begins here.
  private static func beginsCopy(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: "-") || line.starts(with: "Original message".utf8) else {
      return false
    }
    let text = CleanText.line(line, lengthMaximum: 200).lowercased()
    return ["copy of the message", "copy of your message", "original message"].contains {
      text.containsText($0)
    }
  }

  /// A paragraph that begins with an address: `<a@b>:` and words (qmail, Postfix), or `  a@b` and words
  /// (Exim, Exchange).
  private static func read(_ lines: [ArraySlice<UInt8>]) -> [BouncedRecipient] {
    var found: [BouncedRecipient] = []
    var address: String?
    var words: [UInt8] = []
    func end() {
      guard let known = address else { return }
      let isNew = !found.contains { $0.address == known }
      if isNew {
        found.append(
          recipient(
            known,
            words: CleanText.line(
              words[...], lengthMaximum: BouncedRecipient.diagnosticLengthMaximum)))
      }
      address = nil
      words = []
    }
    for line in lines {
      if beginsCopy(line) || found.count >= BounceReport.recipientCountMaximum { break }
      if let (begun, rest) = leadingAddress(line) {
        end()
        address = begun
        words = Array(rest)
      } else if line.allSatisfy(ByteKind.isBlank) {
        // Exim leaves no empty line before its words, Exchange one.
        if !words.isEmpty { end() }
      } else if address != nil, words.count < 4 * BouncedRecipient.diagnosticLengthMaximum {
        words.append(0x20)
        words.append(contentsOf: line)
      }
    }
    end()
    return found
  }

  /// An address that begins a line, and what follows it there.
  private static func leadingAddress(
    _ line: ArraySlice<UInt8>
  ) -> (String, ArraySlice<UInt8>)? {
    let text = line.drop(while: ByteKind.isBlank)
    let isBracketed = text.first == UInt8(ascii: "<")
    guard isBracketed || text.startIndex > line.startIndex else { return nil }
    let start = isBracketed ? text.dropFirst() : text
    let end =
      start.firstIndex { isBracketed ? $0 == UInt8(ascii: ">") : ByteKind.isBlank($0) }
      ?? start.endIndex
    var token = start[..<end]
    if !isBracketed, token.last == UInt8(ascii: ":") { token = token.dropLast() }
    guard token.count <= Address.lengthMaximum,
      let address = try? Address(String(decoding: token, as: UTF8.self))
    else { return nil }
    var rest = start[end...]
    if isBracketed { rest = rest.dropFirst() }
    rest = rest.drop { $0 == UInt8(ascii: ":") || ByteKind.isBlank($0) }
    return (address.string, rest)
  }

  private static func recipient(_ address: String, words: String) -> BouncedRecipient {
    let status = status(in: words)
    return BouncedRecipient(
      address: address, originalAddress: nil, action: status?.statusClass == 4 ? .delayed : .failed,
      status: status, diagnostic: words)
  }

  /// The first enhanced code in the words, else what a bare "550" says about an address.
  private static func status(in words: String) -> EnhancedStatus? {
    var hasReply550 = false
    for word in words.split(whereSeparator: { " #;:,()<>".contains($0) }) {
      if let status = EnhancedStatus(word), status.subject < 10 { return status }
      if word == "550" { hasReply550 = true }
    }
    return hasReply550 ? EnhancedStatus(5, 0, 0) : nil
  }

  /// The id in the copy of the message that some systems put below their words.
  static func messageIDOfCopy(in text: [UInt8]) -> MessageID? {
    var index = 0
    var isCopy = false
    var lines = 0
    while index < text.count, lines < lineCountMaximum {
      lines += 1
      let newline = text.firstIndex(ofByte: 0x0A, from: index)
      let line = text[index..<newline]
      if isCopy, line.count >= 11,
        String(decoding: line.prefix(11), as: UTF8.self).lowercased() == "message-id:"
      {
        let (fields, _) = HeaderFields.split(text, from: index, limit: text.count)
        return BounceMessage.messageID(in: fields)
      }
      if beginsCopy(line) { isCopy = true }
      index = newline + 1
    }
    return nil
  }
}
