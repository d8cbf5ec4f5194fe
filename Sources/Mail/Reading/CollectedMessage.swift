/// A message whose parts are all kept, for those that are small: bounces, and what tests look at.
public struct CollectedMessage: Sendable {
  public struct Part: Sendable {
    public let part: MessagePart
    /// Decoded; empty for containers.
    public fileprivate(set) var content: [UInt8] = []
    public fileprivate(set) var ending = MessagePartEnd.Ending.whole

    /// Its content as text.
    public var text: String { part.charset.text(of: content[...]) }
  }

  /// The message itself first, then what is in it, in order.
  public private(set) var parts: [Part] = []
  public private(set) var passed: [ReadingLimit] = []

  /// Reads a message that is there as a whole.
  public init(_ bytes: [UInt8], _ limits: ReadingLimits = ReadingLimits()) {
    var reader = MessageReader(limits)
    reader.read(bytes, into: &self)
    reader.finish(into: &self)
  }

  /// A message whose bytes come.
  public init() {}
}

extension CollectedMessage: MessageEvents {
  public mutating func begin(_ part: MessagePart) {
    parts.append(Part(part: part))
  }

  public mutating func content(_ bytes: [UInt8]) {
    guard let last = parts.indices.last else { return }
    parts[last].content.append(contentsOf: bytes)
  }

  public mutating func end(_ end: MessagePartEnd) {
    guard parts.indices.contains(end.number) else { return }
    parts[end.number].ending = end.ending
  }

  public mutating func passed(_ limit: ReadingLimit) {
    passed.append(limit)
  }
}
