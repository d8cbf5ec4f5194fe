/// A part of a message: bytes with their fields, or parts within one (RFC 2045, 2046).
indirect enum MIMEPart {
  /// A text or file.
  case leaf(Leaf)
  /// `multipart/` with this subtype.
  case multipart(String, [MIMEPart])

  struct Leaf {
    /// Such as `text/plain`.
    var mediaType: String
    var parameters: [(name: String, value: String)] = []
    var disposition: String?
    var fileName: String?
    var contentID: String?
    var encoding: TransferEncoding
    var bytes: [UInt8]
  }

  /// A text part in UTF-8. Its lines become CRLF lines.
  static func text(
    _ mediaType: String, _ utf8: [UInt8],
    parameters: [(name: String, value: String)] = []
  ) -> Leaf {
    let lines = CRLFLines.normalize(utf8)
    return Leaf(
      mediaType: mediaType, parameters: parameters + [("charset", "utf-8")],
      encoding: .best(for: lines), bytes: lines)
  }
}

/// Writes parts after each other, with boundaries that no part can contain.
///
/// A boundary begins with `=_`, which neither quoted-printable nor base64 ever writes; a text that
/// would go as it is and has a line that begins so is encoded (see `LineScan`).
struct MIMEWriter {
  private let seed: String
  private var boundaryCount = 0

  /// - Parameter messageID: From which the boundaries follow.
  init(messageID: MessageID) {
    // FNV-1a, 64 bits: to tell messages apart in a log, not to keep anything safe.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in messageID.string.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    seed = String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// Writes a part: its fields into the headers that are open, then everything below them.
  mutating func write(_ part: MIMEPart, headers: HeaderWriter, into output: inout [UInt8]) {
    var headers = headers
    switch part {
    case .leaf(let leaf):
      Self.writeFields(of: leaf, into: &headers)
      headers.endSection()
      output.append(contentsOf: headers.bytes)
      leaf.encoding.encode(leaf.bytes, into: &output)
    case .multipart(let subtype, let parts):
      boundaryCount += 1
      let boundary = "=_\(seed)_\(boundaryCount)"
      headers.begin("Content-Type")
      headers.word("multipart/" + subtype)
      if subtype == "related" { headers.parameter("type", "text/html") }
      headers.parameter("boundary", boundary)
      headers.end()
      headers.endSection()
      output.append(contentsOf: headers.bytes)
      for (index, inner) in parts.enumerated() {
        output.append(contentsOf: (index == 0 ? "--" : "\r\n--").utf8)
        output.append(contentsOf: boundary.utf8)
        output.append(contentsOf: "\r\n".utf8)
        write(inner, headers: HeaderWriter(reserving: 256), into: &output)
      }
      output.append(contentsOf: "\r\n--".utf8)
      output.append(contentsOf: boundary.utf8)
      output.append(contentsOf: "--\r\n".utf8)
    }
  }

  private static func writeFields(of leaf: MIMEPart.Leaf, into headers: inout HeaderWriter) {
    headers.begin("Content-Type")
    headers.word(leaf.mediaType)
    for parameter in leaf.parameters { headers.parameter(parameter.name, parameter.value) }
    if let fileName = leaf.fileName { headers.parameter("name", fileName) }
    headers.end()
    headers.field("Content-Transfer-Encoding", words: [leaf.encoding.rawValue])
    if let disposition = leaf.disposition {
      headers.begin("Content-Disposition")
      headers.word(disposition)
      if let fileName = leaf.fileName { headers.parameter("filename", fileName) }
      headers.end()
    }
    if let contentID = leaf.contentID {
      headers.field("Content-ID", words: ["<" + contentID + ">"])
    }
  }
}

/// Line ends as mail has them.
enum CRLFLines {
  /// The text with CRLF for each CRLF, LF or lone CR.
  static func normalize(_ text: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(text.count + text.count / 16)
    var index = 0
    while index < text.count {
      let end = text.end(ofRunFrom: index, limit: text.count) { !ByteKind.isLineEnd($0) }
      lines.append(contentsOf: text[index..<end])
      guard end < text.count else { break }
      lines.append(0x0D)
      lines.append(0x0A)
      let isPair = text[end] == 0x0D && end + 1 < text.count && text[end + 1] == 0x0A
      index = end + (isPair ? 2 : 1)
    }
    return lines
  }
}
