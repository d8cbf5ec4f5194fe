import CMicroHTTPD
import Glibc

/// The header of a request, as libmicrohttpd has read it, checked for what it lets pass.
///
/// What two readers could read in two ways is refused, so that no request hides within another (RFC 9112
/// §11.2): a length and chunks, two lengths, a name that is no token, a control character in a value.
struct RequestHead {
  let request: HTTPRequest
  let length: Exchange.BodyLength

  /// Checks a header.
  ///
  /// - Parameters:
  ///   - head: What was sent.
  ///   - settings: Its limits, and who is believed.
  /// - Throws: ``HTTPProblem``: 400, 413, 414, 431 or 501.
  init(_ head: RawHead, _ settings: WebServerSettings) throws(HTTPProblem) {
    guard head.target.utf8.count <= settings.targetBytesMax else {
      throw HTTPProblem(.uriTooLong, "a target of more than \(settings.targetBytesMax) bytes")
    }
    guard head.bytes <= settings.headerBytesMax else {
      throw HTTPProblem(.headersTooLarge, "a header of more than \(settings.headerBytesMax) bytes")
    }
    guard let method = HTTPMethod(rawValue: head.method) else {
      throw HTTPProblem(.notImplemented, "an unknown method", allowed: HTTPMethod.allCases)
    }
    guard !head.isBroken else { throw .bad("a NUL, a lone line feed, a folded or a nameless line") }
    var headers = HTTPHeaders()
    for field in head.fields {
      do throws(HeaderProblem) {
        try headers.add(field.name, field.value)
      } catch {
        throw .bad("a header field with a character that it cannot have")
      }
    }
    guard headers["Host"] != nil || head.version != "HTTP/1.1" else { throw .bad("no host") }
    length = try Self.length(headers, isOld: head.version != "HTTP/1.1")
    if let expectation = headers["Expect"], lowercased(expectation) != "100-continue" {
      throw .bad("an expectation that nobody meets")
    }
    request = try HTTPRequest(
      method, head.target, headers: headers, from: head.peer, proxies: settings.proxies,
      arrivedAtMilliseconds: head.arrivedAtMilliseconds, number: head.number)
  }

  private static func length(_ headers: HTTPHeaders, isOld: Bool) throws(HTTPProblem)
    -> Exchange.BodyLength
  {
    let lengths = headers.all("Content-Length")
    let codings = headers.all("Transfer-Encoding")
    guard codings.isEmpty else {
      guard lengths.isEmpty, !isOld, codings.count == 1, lowercased(codings[0]) == "chunked" else {
        throw .bad("a transfer encoding that is not chunked and alone")
      }
      return .unknown
    }
    guard let first = lengths.first else { return .none }
    guard lengths.count == 1, let bytes = decimal(first) else {
      throw .bad("a length that is no single number")
    }
    return bytes == 0 ? .none : .bytes(bytes)
  }
}

/// What libmicrohttpd hands over of a request. Its pointer is good while the callback runs, in which the value
/// lives.
@safe
struct RawHead {
  var method: String
  var version: String
  var target: String
  /// Whether the bytes on the line were not those that are handed over.
  var isBroken: Bool
  var fields: [(name: String, value: String)] = []
  /// Of names and values, with what stands between them.
  var bytes = 0
  var peer: IPAddress
  var arrivedAtMilliseconds: Int64
  var number: Int64
  /// Where the next line has to begin: a field, or the empty one that ends the header.
  private var nextLine: UnsafePointer<CChar>

  init(
    method: String, version: UnsafePointer<CChar>, target: RawTarget, peer: IPAddress,
    arrivedAtMilliseconds: Int64, number: Int64
  ) {
    let count = unsafe strnlen(version, 32)
    self.method = method
    unsafe self.version = text(version, count)
    self.target = target.text
    isBroken = unsafe target.hidesBytes(before: version)
    unsafe nextLine = version + count + 2
    self.peer = peer
    self.arrivedAtMilliseconds = arrivedAtMilliseconds
    self.number = number
  }

  /// Takes all header fields of a connection's request.
  mutating func takeFields(of connection: OpaquePointer) {
    unsafe withUnsafeMutablePointer(to: &self) { head in
      _ = unsafe MHD_get_connection_values_n(
        connection, MHD_ValueKind.HEADER_KIND,
        { head, _, name, nameBytes, value, valueBytes in
          guard let head = unsafe head?.assumingMemoryBound(to: RawHead.self) else { return .NO }
          unsafe head.pointee.fields.append(
            (text(name, nameBytes), text(value, valueBytes)))
          unsafe head.pointee.bytes += nameBytes + valueBytes + 4
          if Layout.isKnown {
            unsafe head.pointee.look(at: name, nameBytes, value, valueBytes)
          }
          return .YES
        }, head)
    }
    // A line that begins with a colon is taken for the end.
    if Layout.isKnown, !isBroken, unsafe nextLine[0] != 0 || nextLine[1] != 0 { isBroken = true }
  }

  private mutating func look(
    at name: UnsafePointer<CChar>?, _ nameBytes: Int, _ value: UnsafePointer<CChar>?,
    _ valueBytes: Int
  ) {
    guard let value = unsafe value, let name = unsafe name,
      unsafe name == nextLine && Layout.isOneLine(name, nameBytes, value, valueBytes)
    else {
      isBroken = true
      return
    }
    unsafe nextLine = value + valueBytes + 2
  }
}

/// A request's target, and where it stood.
struct RawTarget {
  var text = ""
  private var end: UInt?

  init() {}

  /// A target of as many bytes as may be, and one more: enough to see that it is too long.
  init(_ start: UnsafePointer<CChar>, bytesMax: Int) {
    let count = unsafe strnlen(start, bytesMax + 1)
    unsafe text = HTTPServer.text(start, count)
    if count <= bytesMax { end = UInt(bitPattern: start) + UInt(count) }
  }

  /// Whether something else stood on the line than the target, one blank, the version, and CR LF: a NUL
  /// cuts a target short.
  func hidesBytes(before version: UnsafePointer<CChar>) -> Bool {
    guard Layout.isKnown, let end else { return false }
    return unsafe UInt(bitPattern: version) != end + 1 || version[strnlen(version, 32) + 1] != 0
  }
}

/// How libmicrohttpd 0.9 leaves a header in memory: as it came, with a NUL for the colon of each line, and one
/// each for its CR and LF. Names and values are C strings for it, so that a NUL hides the rest of a value, a lone line
/// feed ends a line, a folded line becomes part of the name before it, and a line that begins with a colon ends the
/// header. All of it is to be refused (RFC 9110 §5.5, RFC 9112 §2.2 and §5), and can only be seen there. From 1.0 on the library refuses
/// them itself.
enum Layout {
  static let isKnown = unsafe text(MHD_get_version(), 4) == "0.9."

  /// Whether a field stood in one line that ended with CR LF, with nothing hidden in it.
  static func isOneLine(
    _ name: UnsafePointer<CChar>, _ nameBytes: Int, _ value: UnsafePointer<CChar>,
    _ valueBytes: Int
  ) -> Bool {
    let colon = UInt(bitPattern: name) + UInt(nameBytes)
    let start = UInt(bitPattern: value)
    // More blanks than that are in nobody's interest.
    guard start > colon, start - colon <= 64 else { return false }
    let between = unsafe UnsafeBufferPointer(start: name + nameBytes, count: Int(start - colon))
    guard unsafe between.allSatisfy({ $0 == 0 || $0 == 0x20 || $0 == 0x09 }) else { return false }
    // The header has ended behind this line, so that there is at least one more byte.
    return unsafe value[valueBytes] == 0 && value[valueBytes + 1] == 0
  }
}

/// Bytes as text: UTF-8, or each byte a character where it is not (RFC 9110 §5.5 calls those opaque).
func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
  guard let start = unsafe start else { return "" }
  let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
  if let text = unsafe String(validating: bytes, as: UTF8.self) { return text }
  let scalars = unsafe Array(bytes).map { Unicode.Scalar($0) }
  return String(String.UnicodeScalarView(scalars))
}
