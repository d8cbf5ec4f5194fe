/// An encoding in which spreadsheets and form services save text.
public enum TextEncoding: String, Hashable, Sendable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16, little-endian"
  case utf16BigEndian = "UTF-16, big-endian"
  case windows1252 = "Windows-1252"
}

/// Turns a file's bytes into UTF-8, piece by piece, and refuses what is not text.
///
/// How the encoding is told, in this order:
/// 1. A byte order mark says it: UTF-8, UTF-16 little- or big-endian. The mark is dropped.
/// 2. Without one, text whose first 4,096 bytes hold NUL on one side of their byte pairs in at
///    least seven of ten, and on the other in at most one of twenty, is UTF-16 (Western text looks
///    so).
/// 3. Otherwise it is UTF-8 until a byte sequence is none. If everything before was ASCII, the file
///    is Windows-1252 from its first byte on, since ASCII reads the same in both; if there was a
///    well-formed UTF-8 sequence before, the file holds two encodings and is refused.
///
/// So no second look at the file is needed. Once a file is taken for Windows-1252, pairs of bytes
/// that would also be UTF-8 are read as two characters; the five bytes that Windows-1252 leaves
/// undefined refuse the file. NUL refuses it anywhere, more than one control character in thirty
/// bytes of the head does too; a stray control character elsewhere (pasted text has them) becomes
/// U+FFFD, so that a reader sees that something stood there.
///
/// Sources: Unicode 15, table 3-7 (well-formed UTF-8); WHATWG Encoding, index windows-1252.
public struct TextDecoder: Sendable {
  /// How many bytes are looked at before the encoding is settled.
  static let headBytes = 4096

  /// What was settled on; nil until enough bytes were seen. A file that so far holds only ASCII
  /// says UTF-8.
  public internal(set) var encoding: TextEncoding?
  /// How many bytes were taken so far, those held back included.
  public private(set) var bytesSeen = 0

  let file: String
  /// Bytes not yet decoded: the head before the encoding is settled, a cut sequence afterwards.
  var held: [UInt8] = []
  /// The offset in the file of the first byte in `held`.
  var heldOffset = 0
  var line = 1
  var previousWasCarriageReturn = false
  /// Whether a well-formed sequence of two or more bytes was seen: then it cannot be Windows-1252.
  var hasMultibyte = false

  /// Makes a decoder for one file.
  ///
  /// - Parameter file: The file's name, for messages.
  public init(file: String) {
    self.file = file
  }

  /// Decodes one more piece.
  ///
  /// - Parameters:
  ///   - chunk: The next bytes of the file, however cut.
  ///   - output: Takes the text as UTF-8, appended.
  /// - Throws: ``FileProblem`` when the bytes are not text, with the place of the first that is
  ///   not.
  public mutating func decode(_ chunk: [UInt8], into output: inout [UInt8]) throws(FileProblem) {
    bytesSeen += chunk.count
    if held.isEmpty { held = chunk } else { held.append(contentsOf: chunk) }
    if encoding == nil {
      guard held.count >= Self.headBytes else { return }
      try settle()
    }
    try drain(into: &output, isLast: false)
  }

  /// Decodes what was held back, at the file's end.
  ///
  /// - Parameter output: Takes the text as UTF-8, appended.
  /// - Throws: ``FileProblem`` when the bytes are not text or end in the middle of a character.
  public mutating func finish(into output: inout [UInt8]) throws(FileProblem) {
    if encoding == nil { try settle() }
    try drain(into: &output, isLast: true)
  }

  private mutating func drain(into output: inout [UInt8], isLast: Bool) throws(FileProblem) {
    let bytes = held
    held = []
    var used = 0
    if encoding == .utf8 {
      used = try decodeUTF8(bytes, into: &output, isLast: isLast)
    }
    // The UTF-8 pass may have found out that it is Windows-1252.
    switch encoding {
    case .windows1252:
      try decodeWindows1252(bytes, from: used, into: &output)
      used = bytes.count
    case .utf16LittleEndian, .utf16BigEndian:
      used = try decodeUTF16(bytes, into: &output, isLast: isLast)
    case .utf8, nil:
      break
    }
    heldOffset += used
    held = Array(bytes[used...])
  }

  private mutating func settle() throws(FileProblem) {
    if let mistake = Signatures.mistake(in: held) {
      throw FileProblem(
        file: file, .notText, at: Place(byte: 0), found: mistake.found, expected: mistake.expected)
    }
    if held.starts(with: [0xEF, 0xBB, 0xBF]) {
      encoding = .utf8
      drop(3)
      // The mark is the proof that a sequence of several bytes would be.
      hasMultibyte = true
    } else if held.starts(with: [0xFF, 0xFE]) {
      encoding = .utf16LittleEndian
      drop(2)
    } else if held.starts(with: [0xFE, 0xFF]) {
      encoding = .utf16BigEndian
      drop(2)
    } else {
      encoding = Self.looksLikeUTF16(held.prefix(Self.headBytes)) ?? .utf8
    }
    if encoding == .utf8 { try refuseManyControls() }
  }

  private mutating func drop(_ count: Int) {
    held.removeFirst(count)
    heldOffset += count
  }

  private static func looksLikeUTF16(_ head: ArraySlice<UInt8>) -> TextEncoding? {
    var evenNULs = 0
    var oddNULs = 0
    for (offset, byte) in head.enumerated() where byte == 0 {
      if offset.isMultiple(of: 2) { evenNULs += 1 } else { oddNULs += 1 }
    }
    let pairs = head.count / 2
    guard pairs > 0 else { return nil }
    if evenNULs * 20 <= pairs, oddNULs * 10 >= pairs * 7 { return .utf16LittleEndian }
    if oddNULs * 20 <= pairs, evenNULs * 10 >= pairs * 7 { return .utf16BigEndian }
    return nil
  }

  private func refuseManyControls() throws(FileProblem) {
    var controls = 0
    var first = 0
    for (offset, byte) in held.prefix(Self.headBytes).enumerated() where Self.isControl(byte) {
      if controls == 0 { first = offset }
      controls += 1
    }
    guard controls > 1, controls * 30 > min(held.count, Self.headBytes) else { return }
    throw FileProblem(
      file: file, .notText, at: Place(byte: heldOffset + first),
      found: "\(controls) control characters at the beginning: this is no text",
      expected: "a text file, such as a CSV file")
  }

  /// Whether a byte is a control character that text does not use.
  @inline(__always)
  static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 ? !(byte >= 0x09 && byte <= 0x0D) : byte == 0x7F
  }
}

/// What files begin with that are often dropped in a table's place.
enum Signatures {
  /// Recognizes a file that is no text table by its first bytes.
  ///
  /// - Parameter head: The file's first bytes.
  /// - Returns: What it is and what to do instead; nil when it may be text.
  static func mistake(in head: [UInt8]) -> (found: String, expected: String)? {
    let saveAsCSV = "a CSV file: open it there and save it as “CSV UTF-8”"
    let known: [(magic: [UInt8], found: String, expected: String)] = [
      ([0x50, 0x4B, 0x03, 0x04], "an Excel workbook or another zip file", saveAsCSV),
      ([0xD0, 0xCF, 0x11, 0xE0], "an Excel workbook of the older kind", saveAsCSV),
      ([0x25, 0x50, 0x44, 0x46], "a PDF document", "a CSV file"),
      ([0x89, 0x50, 0x4E, 0x47], "a picture (PNG)", "a CSV file"),
      ([0xFF, 0xD8, 0xFF], "a picture (JPEG)", "a CSV file"),
      ([0x47, 0x49, 0x46, 0x38], "a picture (GIF)", "a CSV file"),
      ([0x1F, 0x8B], "a compressed file (gzip)", "the CSV file that is inside"),
      ([0xFF, 0xFE, 0x00, 0x00], "text in UTF-32", "UTF-8 or UTF-16"),
      ([0x00, 0x00, 0xFE, 0xFF], "text in UTF-32", "UTF-8 or UTF-16"),
    ]
    if let hit = known.first(where: { head.starts(with: $0.magic) }) {
      return (hit.found, hit.expected)
    }
    let start = head.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }.prefix(14)
    let lowered = String(decoding: start, as: UTF8.self).lowercased()
    if lowered.hasPrefix("<!doctype html") || lowered.hasPrefix("<html") {
      return ("a web page, perhaps a sign-in page saved in the file's place", "a CSV file")
    }
    return nil
  }
}
