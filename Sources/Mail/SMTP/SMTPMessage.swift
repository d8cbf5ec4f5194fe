import Glibc

/// A message with its envelope, ready for a relay.
///
/// What could be read as something else on the wire is refused here, before any connection is made:
/// a CR or LF that is not part of CRLF, by which a second message could be smuggled past a server
/// (CVE-2023-51764 and its kin), NUL, and lines that no server has to take.
public struct SMTPMessage: Hashable, Sendable {
  /// What the caller knows it by, such as its number in the outbox.
  public let id: Int64
  /// Where reports of failure go; `nil` for a message that must not cause any.
  public let sender: Address?
  /// 1…``recipientCountMaximum``.
  public let recipients: [Address]
  /// CRLF lines, the last one ended, without the dots that SMTP adds.
  public let content: [UInt8]
  /// Whether the content has bytes beyond ASCII.
  public let is8Bit: Bool
  /// Whether an address or a header is beyond ASCII, so that only SMTPUTF8 takes it (RFC 6531).
  public let needsSMTPUTF8: Bool

  /// The most recipients of one message (RFC 5321 §4.5.3.1.8).
  public static let recipientCountMaximum = 100
  /// The most octets of a line before its CRLF (RFC 5321 §4.5.3.1.6).
  public static let lineLengthMaximum = 998
  /// The most octets of the content.
  public static let contentLengthMaximum = 33_554_432

  /// - Parameters:
  ///   - id: What the caller knows it by.
  ///   - sender: The envelope's sender.
  ///   - recipients: The envelope's recipients.
  ///   - content: Headers and body, in CRLF lines.
  /// - Throws: ``SMTPMessageProblem``, the first.
  public init(
    id: Int64, sender: Address?, recipients: [Address], content: [UInt8]
  ) throws(SMTPMessageProblem) {
    guard !recipients.isEmpty else { throw .noRecipient }
    guard recipients.count <= Self.recipientCountMaximum else { throw .tooManyRecipients }
    guard content.count <= Self.contentLengthMaximum else { throw .tooLong }
    let scan = try ContentScan(content)
    self.id = id
    self.sender = sender
    self.recipients = recipients
    self.content = content
    is8Bit = scan.is8Bit
    needsSMTPUTF8 =
      scan.has8BitHeader || sender?.needsSMTPUTF8 == true
      || recipients.contains(where: \.needsSMTPUTF8)
  }

  /// A message of our own making.
  ///
  /// - Parameters:
  ///   - id: What the caller knows it by.
  ///   - message: The content. Its `From` is the sender, its `To` the recipients.
  /// - Throws: ``SMTPMessageProblem``, the first.
  public init(id: Int64, _ message: MailMessage) throws(SMTPMessageProblem) {
    try self.init(
      id: id, sender: message.draft.from.address, recipients: message.draft.to.map(\.address),
      content: message.bytes)
  }
}

/// Why something can't be sent over SMTP at all.
public enum SMTPMessageProblem: Error, Hashable, Sendable {
  case noRecipient
  case tooManyRecipients
  case tooLong
  /// The content is empty, or its last line has no end.
  case unfinished
  /// A CR without LF or an LF without CR. Lines count from 1.
  case bareLineBreak(line: Int)
  case nul
  case lineTooLong(line: Int)
}

extension SMTPMessageProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noRecipient: "the message has no recipient"
    case .tooManyRecipients:
      "the message has more than \(SMTPMessage.recipientCountMaximum) recipients"
    case .tooLong: "the message has more than \(SMTPMessage.contentLengthMaximum) bytes"
    case .unfinished: "the message does not end with the end of a line"
    case .bareLineBreak(let line):
      "line \(line) of the message holds half of a line end, by which mail can be forged"
    case .nul: "the message holds a NUL"
    case .lineTooLong(let line):
      "line \(line) of the message is longer than \(SMTPMessage.lineLengthMaximum) bytes"
    }
  }
}

/// One look at a content, at the speed of libc's searches.
private struct ContentScan {
  var is8Bit = false
  var has8BitHeader = false

  init(_ content: [UInt8]) throws(SMTPMessageProblem) {
    guard content.count >= 2, content.last == 0x0A else { throw .unfinished }
    guard content.firstIndex(ofByte: 0, from: 0) == content.count else { throw .nul }
    is8Bit = content.isBeyondASCII
    var start = 0
    var line = 0
    var isHeader = true
    while start < content.count {
      line += 1
      let end = content.firstIndex(ofByte: 0x0A, from: start)
      // The first CR of the line is the one before its LF, so there is no other.
      guard end < content.count, content.firstIndex(ofByte: 0x0D, from: start) == end - 1 else {
        throw .bareLineBreak(line: line)
      }
      let length = end - 1 - start
      guard length <= SMTPMessage.lineLengthMaximum else { throw .lineTooLong(line: line) }
      if length == 0 { isHeader = false }
      if isHeader, is8Bit, content[start..<end].contains(where: { $0 >= 0x80 }) {
        has8BitHeader = true
      }
      start = end + 1
    }
  }
}

/// Writes a content as lines of DATA: a dot before each line that begins with one, and the lone dot
/// that ends it (RFC 5321 §4.5.2).
///
/// In blocks, so that a long message is not held twice.
struct DotStuffing: Sendable {
  /// The most octets that are taken from the content at a time.
  static let blockLengthMaximum = 262_144

  private let content: [UInt8]
  private var index = 0

  init(_ content: [UInt8]) {
    self.content = content
  }

  /// Whether the next block is the last, and so brings the end of data.
  var nextIsLast: Bool { content.count - index <= Self.blockLengthMaximum }

  /// Appends the next block; after the last one, the end of data.
  mutating func appendBlock(to output: inout [UInt8]) {
    let isLast = nextIsLast
    let end = isLast ? content.count : index + Self.blockLengthMaximum
    output.reserveCapacity(output.count + (end - index) + 512)
    if index < end, content[index] == UInt8(ascii: "."),
      index == 0 || content[index - 1] == 0x0A
    {
      output.append(UInt8(ascii: "."))
    }
    while index < end {
      let dot = content.firstIndex(ofDottedLineFrom: index, limit: end)
      output.append(contentsOf: content[index..<dot])
      if dot < end { output.append(UInt8(ascii: ".")) }
      index = dot
      // The dot itself goes with what follows it.
      if dot < end {
        output.append(content[dot])
        index += 1
      }
    }
    if isLast { output.append(contentsOf: [UInt8(ascii: "."), 0x0D, 0x0A]) }
  }
}

extension [UInt8] {
  /// Whether any byte has its highest bit set; eight are looked at together.
  fileprivate var isBeyondASCII: Bool {
    unsafe withUnsafeBytes { bytes in
      var bits: UInt64 = 0
      var index = 0
      while index + 8 <= bytes.count {
        bits |= unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        index += 8
      }
      while index < bytes.count {
        bits |= UInt64(unsafe bytes[index])
        index += 1
      }
      return bits & 0x8080_8080_8080_8080 != 0
    }
  }

  /// The first index of a byte from `start` on; `count` if there is none.
  func firstIndex(ofByte byte: UInt8, from start: Int) -> Int {
    precondition(start >= 0 && start <= count)
    return unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
      else { return bytes.count }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// The first index after `start` and below `limit` of a dot that begins a line; `limit` if none
  /// does.
  fileprivate func firstIndex(ofDottedLineFrom start: Int, limit: Int) -> Int {
    precondition(start >= 0 && start <= limit && limit <= count)
    return unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return limit }
      var index = start
      while index < limit, let found = unsafe memchr(base + index, 0x0A, limit - index) {
        index = unsafe UnsafeRawPointer(found) - base + 1
        if index < limit, unsafe bytes[index] == UInt8(ascii: ".") { return index }
      }
      return limit
    }
  }
}
