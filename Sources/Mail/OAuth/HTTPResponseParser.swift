/// Takes an answer over HTTP/1.1 apart while it comes in, in pieces of any size (RFC 9112).
///
/// A body ends by its length, by its last chunk or with the connection. Each byte is looked at once, and nothing is
/// kept beyond the limits, however long the other side goes on.
public struct HTTPResponseParser: Sendable {
  /// Most bytes of a body: an answer with a token has some 2 to 5 KiB.
  public static let bodyMaximum = 64 << 10
  /// Most bytes of the status line and all headers, of interim answers (1xx) too, and of what is behind chunks.
  public static let headMaximum = 16 << 10

  private enum Part {
    case statusLine
    case headers
    case body(left: Int)
    case chunkSize
    case chunk(left: Int)
    case chunkEnd
    case trailers
    case untilClose
    case done
  }

  private let isConsent: Bool
  private var part = Part.statusLine
  private var line: [UInt8] = []
  private var headCount = 0
  private var status = 0
  private var reason = ""
  private var length: Int?
  private var isChunked = false
  private var body: [UInt8] = []

  /// - Parameter isConsent: Whether this answers CONNECT, where a success has no body (RFC 9112 §6.3).
  public init(isConsent: Bool = false) {
    self.isConsent = isConsent
  }

  /// The answer, once all of it is there.
  public var response: HTTPResponse? {
    guard case .done = part else { return nil }
    return HTTPResponse(status: status, reason: reason, body: body)
  }

  /// Takes what came.
  ///
  /// - Parameter bytes: The next bytes.
  /// - Returns: The bytes behind the answer's end.
  /// - Throws: ``HTTPProblem``; the connection is of no use then.
  public mutating func take(_ bytes: ArraySlice<UInt8>) throws(HTTPProblem) -> ArraySlice<UInt8> {
    var rest = bytes
    while !rest.isEmpty {
      switch part {
      case .done: return rest
      case .body(let left):
        let piece = rest.prefix(left)
        try add(piece)
        rest = rest.dropFirst(piece.count)
        part = left == piece.count ? .done : .body(left: left - piece.count)
      case .chunk(let left):
        let piece = rest.prefix(left)
        try add(piece)
        rest = rest.dropFirst(piece.count)
        part = left == piece.count ? .chunkEnd : .chunk(left: left - piece.count)
      case .untilClose:
        try add(rest)
        rest = []
      case .statusLine, .headers, .chunkSize, .chunkEnd, .trailers:
        let byte = rest.removeFirst()
        if byte == UInt8(ascii: "\n") {
          if line.last == UInt8(ascii: "\r") { line.removeLast() }
          try take(line: line)
          line.removeAll(keepingCapacity: true)
        } else {
          line.append(byte)
          headCount += 1
          guard headCount <= Self.headMaximum else {
            if case .statusLine = part { throw .notHTTP }
            throw .headTooLong
          }
        }
      }
    }
    return rest
  }

  /// Takes note of the connection's end.
  ///
  /// - Throws: ``HTTPProblem`` if the answer was not complete.
  public mutating func end() throws(HTTPProblem) {
    switch part {
    case .done: return
    case .untilClose: part = .done
    case .statusLine, .headers, .body, .chunkSize, .chunk, .chunkEnd, .trailers: throw .cutShort
    }
  }

  private mutating func add(_ piece: ArraySlice<UInt8>) throws(HTTPProblem) {
    guard body.count + piece.count <= Self.bodyMaximum else { throw .bodyTooLong }
    body += piece
  }

  private mutating func take(line: [UInt8]) throws(HTTPProblem) {
    switch part {
    case .statusLine: try takeStatus(line)
    case .headers:
      if line.isEmpty { try endHead() } else { try takeHeader(line) }
    case .chunkSize:
      // Behind the size there may be extensions, which mean nothing here (RFC 9112 §7.1.1).
      let digits = line.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 0x20 && $0 != 0x09 }
      guard (1...8).contains(digits.count), digits.allSatisfy(Self.isHexadecimal),
        let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
      else { throw .malformed }
      part = size == 0 ? .trailers : .chunk(left: size)
    case .chunkEnd:
      guard line.isEmpty else { throw .malformed }
      part = .chunkSize
    case .trailers:
      if line.isEmpty { part = .done }
    case .body, .chunk, .untilClose, .done: break
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
  }

  private mutating func takeStatus(_ line: [UInt8]) throws(HTTPProblem) {
    // "HTTP/1.1 200 OK", with the blank behind the status even where nothing follows.
    let text = String(decoding: line, as: UTF8.self)
    let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, words[0] == "HTTP/1.1" || words[0] == "HTTP/1.0",
      words[1].utf8.count == 3, let status = Int(words[1]), (100...599).contains(status)
    else { throw .notHTTP }
    self.status = status
    reason = words.count == 3 ? CleanText.line(Array(words[2].utf8)[...], lengthMaximum: 60) : ""
    part = .headers
  }

  private mutating func takeHeader(_ line: [UInt8]) throws(HTTPProblem) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { throw .malformed }
    let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
    let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
      .split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ").lowercased()
    switch name {
    case "content-length":
      guard (1...18).contains(value.utf8.count), let number = Int(value),
        value.utf8.allSatisfy({ (48...57).contains($0) }), length == nil || length == number
      else { throw .malformed }
      length = number
    case "transfer-encoding":
      // Nothing else was offered, so nothing else is understood.
      guard value == "chunked", !isChunked else { throw .malformed }
      isChunked = true
    default: break
    }
  }

  private mutating func endHead() throws(HTTPProblem) {
    // A length beside chunks is how answers are smuggled (RFC 9112 §6.3).
    guard !isChunked || length == nil else { throw .malformed }
    if status < 200 {
      // An interim answer; switching to something else was not asked for.
      guard status != 101 else { throw .malformed }
      (part, length, isChunked) = (.statusLine, nil, false)
    } else if status == 204 || status == 304 || isConsent && status < 300 {
      part = .done
    } else if isChunked {
      part = .chunkSize
    } else if let length {
      guard length <= Self.bodyMaximum else { throw .bodyTooLong }
      part = length == 0 ? .done : .body(left: length)
    } else {
      part = .untilClose
    }
  }
}
