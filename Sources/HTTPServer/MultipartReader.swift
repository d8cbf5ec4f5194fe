import Glibc

/// What a multipart body consists of, piece by piece.
public protocol MultipartEvents {
  mutating func begin(_ part: MultipartPart) throws
  mutating func content(_ bytes: RawSpan) throws
  mutating func endPart() throws
}

/// The head of a part of `multipart/form-data` (RFC 7578 §4.2).
public struct MultipartPart: Hashable, Sendable {
  public let name: String
  /// As it was sent; nothing if the part is no file.
  public let fileName: String?
  /// The type as it was sent.
  public let mediaType: String?
}

/// Reads `multipart/form-data` as it arrives, in memory that does not grow with it.
///
/// The same events come however the body is cut. What is held
/// back between two calls is shorter than a delimiter, or the head of a part.
public struct MultipartReader {
  private enum State {
    /// Before the first delimiter: what stands here is passed over.
    case preamble(passed: Int)
    /// Behind a delimiter: either the end follows, or a line's end and a part.
    case delimiter
    case head
    case content
    case epilogue
  }

  private let delimiter: [UInt8]
  private let headBytesMax: Int
  private var state = State.preamble(passed: 0)
  /// What has come and is not yet read.
  private var held: [UInt8]
  private var start = 0

  /// Longer preambles are refused; no browser sends one.
  public static let preambleBytesMaximum = 1_024

  /// A reader of what stands between delimiters.
  ///
  /// - Parameters:
  ///   - contentType: The request's `Content-Type`, with its boundary.
  ///   - headBytesMax: How long the head of a part may be.
  /// - Throws: ``HTTPProblem``: 415 when it is no `multipart/form-data` with a boundary of 1 to 70
  ///   characters (RFC 2046 §5.1.1).
  public init(contentType: String?, headBytesMax: Int = 4_096) throws(HTTPProblem) {
    let value = HeaderValue(contentType ?? "")
    guard lowercased(value.first) == "multipart/form-data",
      let boundary = value.parameter("boundary"), (1...70).contains(boundary.utf8.count),
      boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !boundary.hasSuffix(" ")
    else { throw HTTPProblem(.unsupportedMediaType, "no multipart/form-data with a boundary") }
    delimiter = Array("\r\n--\(boundary)".utf8)
    self.headBytesMax = headBytesMax
    // The first delimiter has no line before it: it is as if it had.
    held = [0x0D, 0x0A]
  }

  /// Reads what came next.
  ///
  /// - Throws: ``HTTPProblem`` with 400 for a malformed body, 413 for a part's head that is too long; and what
  ///   the receiver throws. Nothing may be read after that.
  public mutating func read(_ bytes: RawSpan, into events: inout some MultipartEvents) throws {
    if case .epilogue = state { return }
    unsafe bytes.withUnsafeBytes { unsafe held.append(contentsOf: $0) }
    while try step(&events) {}
    held.removeFirst(start)
    start = 0
  }

  /// Says that no more comes.
  ///
  /// - Throws: ``HTTPProblem`` with 400 when the last delimiter is missing.
  public func finish() throws(HTTPProblem) {
    guard case .epilogue = state else { throw .bad("a multipart body without its end") }
  }

  /// Goes on by one piece; false when more must come first.
  private mutating func step(_ events: inout some MultipartEvents) throws -> Bool {
    switch state {
    case .preamble(let passed):
      let found = find(delimiter)
      let kept = found ?? max(start, held.count - delimiter.count + 1)
      let all = passed + kept - start
      guard all <= Self.preambleBytesMaximum else { throw HTTPProblem.bad("a body without parts") }
      state = found == nil ? .preamble(passed: all) : .delimiter
      start = found == nil ? kept : kept + delimiter.count
      return found != nil
    case .delimiter: return try stepBehindDelimiter()
    case .head: return try stepHead(&events)
    case .content:
      if let found = find(delimiter) {
        try give(start..<found, to: &events)
        start = found + delimiter.count
        state = .delimiter
        try events.endPart()
        return true
      }
      let kept = max(start, held.count - delimiter.count + 1)
      try give(start..<kept, to: &events)
      start = kept
      return false
    case .epilogue:
      start = held.count
      return false
    }
  }

  private mutating func stepBehindDelimiter() throws(HTTPProblem) -> Bool {
    // Blanks may follow a delimiter (RFC 2046 §5.1.1); a line of them has an end.
    var next = start
    while next < held.count, held[next] == 0x20 || held[next] == 0x09 { next += 1 }
    guard next - start <= 64 else { throw .bad("blanks behind a delimiter") }
    guard next + 1 < held.count else { return false }
    switch (held[next], held[next + 1]) {
    case (UInt8(ascii: "-"), UInt8(ascii: "-")): state = .epilogue
    case (0x0D, 0x0A): state = .head
    default: throw .bad("a delimiter in the midst of a line")
    }
    start = next + 2
    return true
  }

  private mutating func stepHead(_ events: inout some MultipartEvents) throws -> Bool {
    guard let end = find([0x0D, 0x0A, 0x0D, 0x0A]) else {
      // Up to three bytes may already be of the end that is not whole yet.
      guard held.count - start <= headBytesMax + 3 else {
        throw HTTPProblem.tooLarge("a part's head of more than \(headBytesMax) bytes")
      }
      return false
    }
    guard end - start <= headBytesMax else {
      throw HTTPProblem.tooLarge("a part's head of more than \(headBytesMax) bytes")
    }
    try events.begin(try MultipartPart(head: Array(held[start..<end])))
    start = end + 4
    state = .content
    return true
  }

  private func give(_ range: Range<Int>, to events: inout some MultipartEvents) throws {
    guard !range.isEmpty else { return }
    try events.content(unsafe held.span.bytes.extracting(range))
  }

  private func find(_ piece: [UInt8]) -> Int? {
    unsafe held.withUnsafeBytes { all -> Int? in
      guard let base = all.baseAddress, let first = piece.first else { return nil }
      var at = start
      while all.count - at >= piece.count {
        let places = all.count - at - piece.count + 1
        guard let hit = unsafe memchr(base + at, Int32(first), places) else { return nil }
        if unsafe memcmp(hit, piece, piece.count) == 0 { return unsafe base.distance(to: hit) }
        unsafe at = base.distance(to: UnsafeRawPointer(hit)) + 1
      }
      return nil
    }
  }
}
