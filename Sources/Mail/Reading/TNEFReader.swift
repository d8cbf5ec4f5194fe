/// What a `winmail.dat` consists of: the files that Outlook wrapped into it.
public protocol TNEFEvents {
  associatedtype Failure: Error

  mutating func beginFile() throws(Failure)
  mutating func fileContent(_ bytes: [UInt8]) throws(Failure)
  /// A file's name often stands behind its content: one clean line of at most ``MessagePart/nameLengthMaximum``
  /// characters; empty if there is none.
  mutating func endFile(name: String, isWhole: Bool) throws(Failure)
  /// An attachment that is no file, such as a message.
  mutating func unreadAttachment() throws(Failure)
}

/// Reads application/ms-tnef as it comes (MS-OXTNEF), in memory that does not grow with it.
///
/// Of the stream, the attachments' content and names are read, nothing else: a signature and a key, then attributes,
/// each a level (1 byte), an id (4), a length (4), so many bytes, and a checksum (2), all little-endian. Checksums
/// are passed over: old programs write them wrong. What is damaged ends the reading; what came until then counts.
public struct TNEFReader: Sendable {
  private enum State: Sendable {
    case signature
    case attribute
    case value(Attribute, left: Int)
    case checksum
    /// No TNEF, or damaged.
    case over
  }

  private enum Attribute: Sendable {
    case content
    case title
    case properties
    case codePage
    case other
  }

  private var state = State.signature
  /// What of the next fixed piece, or of a value that is held, has come.
  private var held: [UInt8] = []
  private var hasAttachment = false
  private var hasFile = false
  private var fileBytes = 0
  private var isCut = false
  private var title: [UInt8] = []
  private var longName: String?
  private var fileCount = 0
  private var charset = Charset.windows1252

  /// The most files that are told.
  public static let fileCountMaximum = 1_000
  /// The most bytes of an attachment's properties that are looked at; the long name stands among the first.
  static let propertiesBytesMaximum = 65_536
  /// The most bytes of one file.
  private let fileBytesMax: Int

  /// Whether what came was read as TNEF, up to its end or to where it is damaged.
  public private(set) var isTNEF = false

  public init(fileBytesMax: Int = 128 << 20) {
    self.fileBytesMax = fileBytesMax
  }

  /// Reads what came next.
  ///
  /// - Throws: What `events` throws; nothing may be read after that.
  public mutating func read<Events: TNEFEvents>(
    _ piece: [UInt8], into events: inout Events
  ) throws(Events.Failure) {
    var index = 0
    while index < piece.count {
      switch state {
      case .signature:
        guard take(6, piece, &index) else { return }
        isTNEF = held.prefix(4) == [0x78, 0x9F, 0x3E, 0x22]
        state = isTNEF ? .attribute : .over
        held = []
      case .attribute:
        guard take(9, piece, &index) else { return }
        let (level, id, length) = (held[0], number(1), number(5))
        held = []
        guard level == 1 || level == 2, length <= Int(Int32.max) else {
          state = .over
          continue
        }
        let attribute = try begin(id, &events)
        state = length == 0 ? .checksum : .value(attribute, left: length)
      case .value(let attribute, let left):
        let end = min(piece.count, index + left)
        try take(piece[index..<end], of: attribute, &events)
        let rest = left - (end - index)
        index = end
        if rest == 0 { finish(attribute) }
        state = rest == 0 ? .checksum : .value(attribute, left: rest)
      case .checksum:
        guard take(2, piece, &index) else { return }
        held = []
        state = .attribute
      case .over: return
      }
    }
  }

  /// Says that no more comes.
  ///
  /// - Throws: What `events` throws.
  public mutating func finish<Events: TNEFEvents>(
    into events: inout Events
  ) throws(Events.Failure) {
    if case .value(.content, _) = state { isCut = true }
    try endAttachment(&events)
    state = .over
  }

  /// Fills `held` up to a length; whether it is full.
  private mutating func take(_ length: Int, _ piece: [UInt8], _ index: inout Int) -> Bool {
    let end = min(piece.count, index + length - held.count)
    held.append(contentsOf: piece[index..<end])
    index = end
    return held.count == length
  }

  private func number(_ offset: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(held[offset + $1]) << (8 * $1) }
  }

  /// Whether a name is wanted, which stands behind the content.
  private mutating func begin<Events: TNEFEvents>(
    _ id: Int, _ events: inout Events
  ) throws(Events.Failure) -> Attribute {
    switch id {
    case 0x0006_9002:  // attAttachRendData: another attachment
      try endAttachment(&events)
      hasAttachment = true
      return .other
    case 0x0006_800F:  // attAttachData
      hasAttachment = true
      guard !hasFile, fileCount < Self.fileCountMaximum else { return .other }
      hasFile = true
      fileCount += 1
      try events.beginFile()
      return .content
    case 0x0001_8010: return .title  // attAttachTitle
    case 0x0006_9005: return .properties  // attAttachment
    case 0x0006_9007: return .codePage  // attOemCodepage
    default: return .other
    }
  }

  private mutating func take<Events: TNEFEvents>(
    _ bytes: ArraySlice<UInt8>, of attribute: Attribute, _ events: inout Events
  ) throws(Events.Failure) {
    switch attribute {
    case .content:
      let kept = bytes.prefix(max(0, fileBytesMax - fileBytes))
      if kept.count < bytes.count { isCut = true }
      fileBytes += kept.count
      if !kept.isEmpty { try events.fileContent(Array(kept)) }
    case .title, .codePage: held.append(contentsOf: bytes.prefix(max(0, 1_000 - held.count)))
    case .properties:
      held.append(contentsOf: bytes.prefix(max(0, Self.propertiesBytesMaximum - held.count)))
    case .other: break
    }
  }

  private mutating func finish(_ attribute: Attribute) {
    switch attribute {
    case .title: title = Array(held.prefix { $0 != 0 })
    case .codePage where held.count >= 4:
      charset = number(0) == 65_001 ? .utf8 : .windows1252
    case .properties:
      if let name = TNEFProperties.longName(held, charset) { longName = name }
    case .content, .codePage, .other: break
    }
    held = []
  }

  private mutating func endAttachment<Events: TNEFEvents>(
    _ events: inout Events
  ) throws(Events.Failure) {
    guard hasAttachment else { return }
    if hasFile {
      let name = longName ?? charset.text(of: title[...])
      try events.endFile(
        name: CleanText.line(
          Array(name.utf8)[...], lengthMaximum: MessagePart.nameLengthMaximum),
        isWhole: !isCut)
    } else {
      try events.unreadAttachment()
    }
    (hasAttachment, hasFile, isCut, fileBytes) = (false, false, false, 0)
    (title, longName) = ([], nil)
  }
}

/// An attachment's properties: a number of them, then each a type and an id (2 bytes each), perhaps a name, and a
/// value whose length follows from the type, filled up to 4 bytes.
enum TNEFProperties {
  /// PR_ATTACH_LONG_FILENAME, else PR_DISPLAY_NAME.
  static func longName(_ bytes: [UInt8], _ charset: Charset) -> String? {
    var cursor = Cursor(bytes: bytes)
    var displayed: String?
    guard let count = cursor.number(4) else { return nil }
    for _ in 0..<min(count, 1_000) {
      guard let type = cursor.number(2), let id = cursor.number(2) else { return displayed }
      if id >= 0x8000, !cursor.skipName() { return displayed }
      guard let value = cursor.value(ofType: type) else { return displayed }
      guard id == 0x3707 || id == 0x3001, type & 0xFFF == 0x1E || type & 0xFFF == 0x1F else {
        continue
      }
      let text =
        type & 0xFFF == 0x1F
        ? Charset.utf16LittleEndian.text(of: value) : charset.text(of: value)
      let name = String(text.unicodeScalars.prefix { $0.value != 0 })
      guard !name.isEmpty else { continue }
      if id == 0x3707 { return name }
      displayed = name
    }
    return displayed
  }

  private struct Cursor {
    var bytes: [UInt8]
    var index = 0

    mutating func number(_ length: Int) -> Int? {
      guard bytes.count - index >= length else { return nil }
      defer { index += length }
      return (0..<length).reduce(0) { $0 | Int(bytes[index + $1]) << (8 * $1) }
    }

    mutating func slice(_ length: Int) -> ArraySlice<UInt8>? {
      guard length >= 0, bytes.count - index >= length else { return nil }
      let slice = bytes[index..<(index + length)]
      index = min(bytes.count, index + (length + 3) / 4 * 4)
      return slice
    }

    /// A property with a name of its own: a GUID, and a number or a text.
    mutating func skipName() -> Bool {
      guard slice(16) != nil, let kind = number(4) else { return false }
      if kind == 0 { return number(4) != nil }
      guard let length = number(4) else { return false }
      return slice(length) != nil
    }

    /// The first of a property's values.
    mutating func value(ofType type: Int) -> ArraySlice<UInt8>? {
      let isMany = type & 0x1000 != 0
      let base = type & 0xFFF
      let isCounted = [0x1E, 0x1F, 0x102, 0x0D].contains(base)
      var count = 1
      if isMany || isCounted {
        guard let given = number(4), given <= 10_000 else { return nil }
        count = given
      }
      var first: ArraySlice<UInt8>?
      for _ in 0..<count {
        let length: Int
        switch base {
        case 0x1E, 0x1F, 0x102, 0x0D:
          guard let given = number(4) else { return nil }
          length = given
        case 0x02, 0x03, 0x04, 0x0A, 0x0B: length = 4
        case 0x05, 0x06, 0x07, 0x14, 0x40: length = 8
        case 0x48: length = 16
        case 0x01: length = 0
        default: return nil
        }
        guard let value = slice(length) else { return nil }
        if first == nil { first = value }
      }
      return first ?? []
    }
  }
}
