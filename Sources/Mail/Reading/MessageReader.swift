/// Reads a stranger's message as it comes, in memory that does not grow with it.
///
///     var reader = MessageReader()
///     while let bytes = next() { try reader.read(bytes, into: &desk) }
///     try reader.finish(into: &desk)
///
/// The same parts come, with the same content, however the message is cut. Nothing in a message is an error: what
/// is damaged is read as far as it goes, by what most programs do. A line may end in CRLF, LF or CR. A header ends
/// at an empty line, or at a line that is no field, which is the body's first then. A container whose last line is
/// missing ends with the message, or with what holds it.
///
/// What is held back is a line that may be a boundary (at most `lineHeldMaximum` bytes), the line's end before it, a
/// header, and one boundary for each container that is open. Each byte is looked at once, and each line that begins
/// with two hyphens once for each open container.
public struct MessageReader: Sendable {
  /// What comes next.
  enum Mode: Sendable {
    case header
    /// The content of the latest part.
    case content
    /// What nobody is told: before the first boundary of a container and after its last, and what is beyond a limit.
    case passing
  }

  /// A container that is open.
  struct Container: Sendable {
    var number: Int
    /// Two hyphens and the boundary; `nil` for a message, which ends with what holds it.
    var delimiter: [UInt8]?
    /// The type of parts that name none.
    var defaultType: String
  }

  /// The part whose content is read.
  struct Current: Sendable {
    var number: Int
    var decoder: TransferDecoder
    var byteCount = 0
    var isTooLarge = false
  }

  private(set) var limits: ReadingLimits
  var mode = Mode.header
  var containers: [Container] = []
  var current: Current?
  var partCount = 0
  var passed: Set<ReadingLimit> = []
  private var messageBytes = 0

  /// Content that was decoded and not handed out yet.
  var output: [UInt8] = []
  private static let outputBytesMaximum = 65_536

  // Lines.
  /// The line's beginning, as long as it may be a boundary, or of the header.
  var line: [UInt8] = []
  /// Whether the line is longer than what is held of it.
  var isLineCut = false
  var isAtLineStart = true
  /// The end of the line before, which belongs to a boundary that may follow.
  var heldEnd: [UInt8] = []
  /// Whether a CR ended the last line that was taken out, so that an LF behind it belongs to it.
  var isAfterCarriageReturn = false

  var headerDraft = HeaderDraft()

  /// No boundary's line is longer, with the blanks that may follow.
  static let lineHeldMaximum = ReadingLimits.boundaryLengthMaximum + 250

  public init(_ limits: ReadingLimits = ReadingLimits()) {
    self.limits = limits
    // A line that is no field is told from one before it is full.
    self.limits.fieldBytes = max(limits.fieldBytes, 2 * Self.lineHeldMaximum)
  }

  /// Reads what came next.
  ///
  /// - Throws: What `events` throws; nothing may be read after that.
  public mutating func read<Events: MessageEvents>(
    _ piece: [UInt8], into events: inout Events
  ) throws(Events.Failure) {
    let room = limits.messageBytes - messageBytes
    guard room > 0 || piece.isEmpty else { return try tell(.messageBytes, &events) }
    let limit = min(piece.count, room)
    messageBytes += limit
    var index = 0
    while index < limit {
      switch mode {
      case .header: index = try readHeaderLine(piece, from: index, limit: limit, &events)
      case .content, .passing: index = try readBody(piece, from: index, limit: limit, &events)
      }
      if output.count >= Self.outputBytesMaximum { try flush(&events) }
    }
    try flush(&events)
    if limit < piece.count { try tell(.messageBytes, &events) }
  }

  /// Says that no more comes.
  ///
  /// - Throws: What `events` throws.
  public mutating func finish<Events: MessageEvents>(
    into events: inout Events
  ) throws(Events.Failure) {
    switch mode {
    case .header:
      if !line.isEmpty { try takeHeaderLine(isEnded: false, &events) }
    case .content, .passing: break
    }
    // A last line without an end may be a boundary all the same.
    if mode != .header, isAtLineStart, !line.isEmpty, try !takeBoundary(&events) { giveHeldLine() }
    while mode == .header { try endHeader(&events) }
    giveHeldEnd()
    let isCut = !containers.allSatisfy { $0.delimiter == nil } || passed.contains(.messageBytes)
    try endPart(isCut ? .cutOff : .whole, &events)
    while let last = containers.popLast() {
      let isWhole = last.delimiter == nil && !isCut
      try events.end(
        MessagePartEnd(number: last.number, byteCount: 0, ending: isWhole ? .whole : .cutOff))
    }
    mode = .passing
  }

  // MARK: - Telling

  mutating func tell<Events: MessageEvents>(
    _ limit: ReadingLimit, _ events: inout Events
  ) throws(Events.Failure) {
    guard passed.insert(limit).inserted else { return }
    try events.passed(limit)
  }

  /// Hands out what was decoded.
  mutating func flush<Events: MessageEvents>(_ events: inout Events) throws(Events.Failure) {
    guard !output.isEmpty, var part = current else { return }
    let room = limits.partBytes - part.byteCount
    if output.count > room {
      part.isTooLarge = true
      output.removeLast(output.count - max(0, room))
    }
    part.byteCount += output.count
    current = part
    if !output.isEmpty { try events.content(output) }
    output.removeAll(keepingCapacity: true)
  }

  /// Ends the part whose content is read, if there is one.
  mutating func endPart<Events: MessageEvents>(
    _ ending: MessagePartEnd.Ending, _ events: inout Events
  ) throws(Events.Failure) {
    current?.decoder.finish(into: &output)
    try flush(&events)
    guard let part = current else { return }
    current = nil
    try events.end(
      MessagePartEnd(
        number: part.number, byteCount: part.byteCount,
        ending: part.isTooLarge ? .tooLarge : ending))
  }
}
