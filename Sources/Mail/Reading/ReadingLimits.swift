/// How much of a stranger's message is looked at. What lies beyond is told, and never read.
public struct ReadingLimits: Hashable, Sendable {
  /// The message as it came, in bytes. What follows is passed over, and all parts that are open end as cut off.
  public var messageBytes: Int
  /// The header of one part, in bytes, and how many fields it has. Further fields are left out; the part says so.
  public var headerBytes: Int
  public var fieldCount: Int
  /// One field with its folds, in bytes. The rest of it is left out.
  public var fieldBytes: Int
  /// How deep parts lie in parts. What lies deeper is told as one part that was not read.
  public var depth: Int
  /// How many parts are told, containers included.
  public var partCount: Int
  /// A part's content, decoded, in bytes. What follows is left out, and its end says so.
  public var partBytes: Int
  /// Whether messages in messages are read as parts, or handed out as they are.
  public var entersMessages: Bool

  public init(
    messageBytes: Int = 128 << 20, headerBytes: Int = 256 << 10, fieldCount: Int = 1_000,
    fieldBytes: Int = 32 << 10, depth: Int = 100, partCount: Int = 20_000,
    partBytes: Int = 128 << 20, entersMessages: Bool = true
  ) {
    self.messageBytes = messageBytes
    self.headerBytes = headerBytes
    self.fieldCount = fieldCount
    self.fieldBytes = fieldBytes
    self.depth = depth
    self.partCount = partCount
    self.partBytes = partBytes
    self.entersMessages = entersMessages
  }

  /// The most characters of a boundary that are looked at. RFC 2046 §5.1.1 allows 70; some programs do not know.
  public static let boundaryLengthMaximum = 250
}

/// Which limit a message went beyond. Each is told once.
public enum ReadingLimit: Hashable, Sendable, CaseIterable {
  case messageBytes
  case depth
  case partCount
}
