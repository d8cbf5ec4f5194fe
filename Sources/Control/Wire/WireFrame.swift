/// One piece of the conversation between rubricctl and the daemon.
///
///     kind   1 byte
///     length 4 bytes, the most significant first
///     payload
///
/// rubricctl sends one `request` (JSON, ``WireRequest``), then the bytes of each file that it names, in order, in
/// `file` frames, then `end`. The daemon answers with any number of `output` and `errors` frames, then `exit`, whose
/// payload is one byte: the exit status. Then both close. Anything else breaks the conversation.
public struct WireFrame: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    case request = 0x52
    case file = 0x46
    case end = 0x45
    case output = 0x6F
    case errors = 0x65
    case exit = 0x78
  }

  public var kind: Kind
  public var payload: [UInt8]

  public init(_ kind: Kind, _ payload: [UInt8] = []) {
    self.kind = kind
    self.payload = payload
  }

  /// Most bytes of a payload; longer texts and files go in several frames.
  public static let payloadMax = 256 << 10

  /// The frame as it travels.
  public var bytes: [UInt8] {
    let count = UInt32(payload.count)
    return [
      kind.rawValue, UInt8(truncatingIfNeeded: count >> 24), UInt8(truncatingIfNeeded: count >> 16),
      UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count),
    ] + payload
  }

  /// Text or a file in as many frames as it needs; none for no bytes.
  public static func pieces(_ kind: Kind, _ bytes: [UInt8]) -> [WireFrame] {
    stride(from: 0, to: bytes.count, by: payloadMax).map { start in
      WireFrame(kind, Array(bytes[start..<min(start + payloadMax, bytes.count)]))
    }
  }
}

/// Why a conversation can't go on.
public enum WireError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The first byte of a frame is none that is known: the other side speaks something else.
  case unknownKind(UInt8)
  case tooLong(Int)
  /// The other side closed, or fell silent, in the middle.
  case brokenOff
  /// The other side kept us waiting for too long in all, bit by bit.
  case tooSlow
  /// A frame at a place where it makes no sense.
  case unexpected(WireFrame.Kind)
  /// The request can't be read, or breaks a limit.
  case badRequest(String)
  /// Another version of the conversation.
  case otherVersion(Int)
  /// The operating system's error.
  case system(Int32)

  public var description: String {
    switch self {
    case .unknownKind(let byte): "a frame of unknown kind \(byte)"
    case .tooLong(let count): "a frame of \(count) bytes; at most \(WireFrame.payloadMax) are taken"
    case .brokenOff: "the conversation broke off"
    case .tooSlow: "the conversation too slow"
    case .unexpected(let kind): "a frame \"\(kind)\" where none belongs"
    case .badRequest(let what): "a request that can't be read: \(what)"
    case .otherVersion(let version): "version \(version) of the conversation"
    case .system(let number): "the system's error \(number)"
    }
  }
}

/// Makes frames of bytes as they come in.
public struct WireReader: Sendable {
  private var bytes: [UInt8] = []
  private var start = 0

  public init() {}

  /// Takes bytes, in pieces of any size.
  public mutating func append(_ piece: some Collection<UInt8>) {
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes.append(contentsOf: piece)
  }

  /// The next whole frame; `nil` until more bytes come.
  ///
  /// - Throws: ``WireError`` as soon as the header shows that no good frame can follow.
  public mutating func next() throws(WireError) -> WireFrame? {
    guard bytes.count > start else { return nil }
    guard let kind = WireFrame.Kind(rawValue: bytes[start]) else {
      throw .unknownKind(bytes[start])
    }
    guard bytes.count - start >= 5 else { return nil }
    let length = bytes[start + 1..<start + 5].reduce(0) { $0 << 8 | Int($1) }
    guard length <= WireFrame.payloadMax else { throw .tooLong(length) }
    guard bytes.count - start >= 5 + length else { return nil }
    let frame = WireFrame(kind, Array(bytes[start + 5..<start + 5 + length]))
    start += 5 + length
    return frame
  }

  /// Whether a frame has begun and is not whole.
  public var isInTheMiddle: Bool { bytes.count > start }
}
