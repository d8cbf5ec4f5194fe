/// Takes replies out of a stream of bytes, however it is split.
///
/// Forgiving where servers differ (a bare LF ends a line, a code may stand alone), strict where
/// confusion begins: each line of a reply has the same code, and everything is bounded. After a
/// problem the stream can't be trusted any more; the parser stays where it is.
///
/// Work is linear in the bytes: a line is looked at once, when its end has come.
public struct SMTPReplyParser: Sendable {
  /// The most octets of a line before its end. RFC 5321 §4.5.3.1.5 has 512 with it; some exceed that.
  public static let lineLengthMaximum = 1_000
  /// The most lines of one reply.
  public static let lineCountMaximum = 100
  /// The most octets of one reply's text.
  public static let textLengthMaximum = 16_384

  private var buffer: [UInt8] = []
  /// Where the next line begins.
  private var start = 0
  /// Up to where no line end was found.
  private var searched = 0

  /// Of the reply that is being read; 0 before its first line.
  private var code = 0
  private var text: [UInt8] = []
  private var lineCount = 0

  public init() {}

  /// Whether bytes wait that belong to no complete reply yet.
  public var isInMidst: Bool { start < buffer.count || lineCount > 0 }

  /// Takes the next bytes of the stream.
  public mutating func append(_ bytes: [UInt8]) {
    if start == buffer.count {
      // The usual case: the whole of what came before is used up.
      buffer = bytes
      start = 0
      searched = 0
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Forgets everything, as at STARTTLS (RFC 3207 §4.2).
  public mutating func reset() {
    self = SMTPReplyParser()
  }

  /// The next complete reply; `nil` if more bytes are needed.
  ///
  /// - Returns: The reply, or `nil`.
  /// - Throws: ``SMTPReplyProblem``; the connection is of no more use then.
  public mutating func next() throws(SMTPReplyProblem) -> SMTPReply? {
    while let end = lineEnd() {
      let next = end + 1
      let hasCR = end > start && buffer[end - 1] == 0x0D
      let line = start..<(hasCR ? end - 1 : end)
      guard line.count <= Self.lineLengthMaximum else { throw .lineTooLong }
      let isLast = try take(line)
      start = next
      searched = next
      guard isLast else { continue }
      let reply = SMTPReply(code: code, text: text)
      code = 0
      text = []
      lineCount = 0
      return reply
    }
    // A CR at the end may be half of the line's end.
    let waiting = buffer.count - start - (buffer.last == 0x0D ? 1 : 0)
    guard waiting <= Self.lineLengthMaximum else { throw .lineTooLong }
    if start > 0 {
      buffer.removeSubrange(..<start)
      searched -= start
      start = 0
    }
    return nil
  }

  private mutating func lineEnd() -> Int? {
    let end = buffer.end(ofRunFrom: searched, limit: buffer.count) { $0 != 0x0A }
    searched = end
    return end < buffer.count ? end : nil
  }

  /// Takes one line into the reply.
  ///
  /// - Returns: Whether it is the last.
  private mutating func take(_ line: Range<Int>) throws(SMTPReplyProblem) -> Bool {
    guard let lineCode = lineCode(line) else {
      let found = CleanText.line(buffer[line], lengthMaximum: 60)
      throw .notAReply(found: found)
    }
    guard lineCount == 0 || lineCode == code else {
      throw .codeChanged(from: code, to: lineCode)
    }
    lineCount += 1
    guard lineCount <= Self.lineCountMaximum else { throw .tooManyLines }
    guard text.count + line.count <= Self.textLengthMaximum else { throw .tooLong }
    code = lineCode
    if lineCount > 1 { text.append(0x0A) }
    text.append(contentsOf: buffer[min(line.lowerBound + 4, line.upperBound)..<line.upperBound])
    return line.count == 3 || buffer[line.lowerBound + 3] != UInt8(ascii: "-")
  }

  /// The code at the start of a line, if something may follow it so.
  private func lineCode(_ line: Range<Int>) -> Int? {
    guard line.count >= 3 else { return nil }
    let first = buffer[line.lowerBound] &- 0x30
    let second = buffer[line.lowerBound + 1] &- 0x30
    let third = buffer[line.lowerBound + 2] &- 0x30
    guard (2...5).contains(first), second <= 9, third <= 9 else { return nil }
    if line.count > 3 {
      let separator = buffer[line.lowerBound + 3]
      guard ByteKind.isBlank(separator) || separator == UInt8(ascii: "-") else { return nil }
    }
    return Int(first) * 100 + Int(second) * 10 + Int(third)
  }
}

/// Why bytes are no reply of SMTP.
public enum SMTPReplyProblem: Error, Hashable, Sendable {
  case lineTooLong
  case tooManyLines
  case tooLong
  /// A line without a code, as far as it can be shown.
  case notAReply(found: String)
  /// Two lines of one reply disagree.
  case codeChanged(from: Int, to: Int)
}

extension SMTPReplyProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .lineTooLong: "a line of more than \(SMTPReplyParser.lineLengthMaximum) bytes"
    case .tooManyLines: "an answer of more than \(SMTPReplyParser.lineCountMaximum) lines"
    case .tooLong: "an answer of more than \(SMTPReplyParser.textLengthMaximum) bytes"
    case .notAReply(let found):
      found.isEmpty ? "an empty line" : "\"\(found)\", which is no answer of a mail relay"
    case .codeChanged(let from, let to): "an answer that is both \(from) and \(to)"
    }
  }
}
