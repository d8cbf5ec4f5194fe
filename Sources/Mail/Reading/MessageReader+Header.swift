/// A header that is being read.
struct HeaderDraft: Sendable {
  var fields: [HeaderFields.Field] = []
  var byteCount = 0
  var isCut = false
  var isDoubtful = false
  /// Whether the latest field goes on, or was left out together with its folds.
  var isLastKept = false
}

extension MessageReader {
  mutating func beginHeader() {
    mode = .header
    headerDraft = HeaderDraft()
    line.removeAll(keepingCapacity: true)
    isLineCut = false
  }

  /// Reads on in a header, up to the end of a line.
  mutating func readHeaderLine<Events: MessageEvents>(
    _ piece: [UInt8], from start: Int, limit: Int, _ events: inout Events
  ) throws(Events.Failure) -> Int {
    if isAfterCarriageReturn {
      isAfterCarriageReturn = false
      if piece[start] == 0x0A { return start + 1 }
      headerDraft.isDoubtful = true
    }
    let end = piece.end(ofRunFrom: start, limit: limit) { $0 != 0x0A && $0 != 0x0D }
    let room = limits.fieldBytes - line.count
    if end - start > room { isLineCut = true }
    line.append(contentsOf: piece[start..<min(end, start + max(0, room))])
    if isNoField {
      // Nothing of a body is lost because its first line is long.
      let taken = start + max(0, min(end - start, room))
      isLineCut = false
      try beginBody(isLineEnded: false, &events)
      return taken
    }
    guard end < limit else { return end }
    isAfterCarriageReturn = piece[end] == 0x0D
    try takeHeaderLine(isEnded: true, &events)
    return end + 1
  }

  /// Whether the line that is held can be nothing but a body's, whatever follows in it.
  private var isNoField: Bool {
    line.count > Self.lineHeldMaximum && !ByteKind.isBlank(line[0])
      && HeaderFields.name(of: line[...]) == nil && !isEnvelope
  }

  /// What some programs put before a message in a file (mbox).
  private var isEnvelope: Bool {
    partCount == 0
      && (line.starts(with: "From ".utf8) || line.starts(with: ">From ".utf8))
  }

  /// Takes the line that is held, as a field, a fold, the header's end, or a boundary. It has its end, or the message
  /// has.
  mutating func takeHeaderLine<Events: MessageEvents>(
    isEnded: Bool, _ events: inout Events
  ) throws(Events.Failure) {
    defer { isLineCut = false }
    guard !line.isEmpty else {
      try endHeader(&events)
      return
    }
    if try takeBoundaryInHeader(&events) { return }
    if line.contains(0) { headerDraft.isDoubtful = true }
    if ByteKind.isBlank(line[0]) {
      fold()
    } else if let name = HeaderFields.name(of: line[...]) {
      add(name)
    } else if !isEnvelope {
      // No field: the body begins without an empty line before it.
      try beginBody(isLineEnded: isEnded, &events)
      return
    }
    line.removeAll(keepingCapacity: true)
  }

  private mutating func takeBoundaryInHeader<Events: MessageEvents>(
    _ events: inout Events
  ) throws(Events.Failure) -> Bool {
    guard let found = heldBoundary() else { return false }
    // The header ends here, and its part is empty. A message in it has a header of its own, which is empty too.
    line.removeAll(keepingCapacity: true)
    repeat { try endHeader(&events) } while mode == .header
    try take(boundaryOf: found.index, isLast: found.isLast, &events)
    return true
  }

  private mutating func add(_ name: String) {
    headerDraft.isLastKept = false
    guard headerDraft.fields.count < limits.fieldCount,
      headerDraft.byteCount + line.count <= limits.headerBytes
    else {
      headerDraft.isCut = true
      return
    }
    if isLineCut { headerDraft.isCut = true }
    headerDraft.byteCount += line.count
    headerDraft.fields.append(HeaderFields.Field(name: name, bytes: line[...]))
    headerDraft.isLastKept = true
  }

  /// A fold belongs to the field before, if that was kept.
  private mutating func fold() {
    guard headerDraft.isLastKept, let last = headerDraft.fields.indices.last else { return }
    guard headerDraft.fields[last].bytes.count + line.count <= limits.fieldBytes,
      headerDraft.byteCount + line.count <= limits.headerBytes
    else {
      headerDraft.isCut = true
      return
    }
    headerDraft.byteCount += line.count
    headerDraft.fields[last].bytes.append(contentsOf: line)
  }

  /// A line that is no field is the body's first, or its beginning, if it is too long to wait for its end.
  private mutating func beginBody<Events: MessageEvents>(
    isLineEnded: Bool, _ events: inout Events
  ) throws(Events.Failure) {
    let first = line
    let hasReturn = isLineEnded && isAfterCarriageReturn
    try endHeader(&events)
    line = first
    if mode == .header {
      // A message in a message, which begins with this line.
      return try takeHeaderLine(isEnded: isLineEnded, &events)
    }
    isAfterCarriageReturn = false
    if isLineEnded, try takeBoundary(&events) {
      isAfterCarriageReturn = hasReturn
      return
    }
    if !isLineEnded, line.count <= Self.lineHeldMaximum { return }
    giveHeldLine()
    isAtLineStart = isLineEnded
    if isLineEnded { heldEnd.append(hasReturn ? 0x0D : 0x0A) }
    if !hasBoundaries { giveHeldEnd() }
  }

  /// Tells the part that the header describes, and what comes next.
  mutating func endHeader<Events: MessageEvents>(
    _ events: inout Events
  ) throws(Events.Failure) {
    let draft = headerDraft
    headerDraft = HeaderDraft()
    line.removeAll(keepingCapacity: true)
    isAtLineStart = true
    mode = .passing
    guard partCount < limits.partCount else { return try tell(.partCount, &events) }
    let header = MessageHeader(
      fields: draft.fields, isCut: draft.isCut, isDoubtful: draft.isDoubtful)
    let contentType = header.field("content-type") ?? []
    let isNamed = MediaTypeName.isOne(HeaderParameters.firstWord(contentType))
    let mediaType =
      isNamed
      ? HeaderParameters.firstWord(contentType) : containers.last?.defaultType ?? "text/plain"
    let encoding = TransferEncodingName.read(header.field("content-transfer-encoding") ?? [])
    let delimiter = HeaderParameters(contentType).bytes("boundary").flatMap(Self.delimiter)
    var kind = MessagePart.Kind.content
    if mediaType.hasPrefix("multipart/"), delimiter != nil {
      kind = .multipart
    } else if mediaType == "message/rfc822" || mediaType == "message/global",
      limits.entersMessages, TransferDecoder(encoding).isIdentity
    {
      kind = .message
    }
    if kind != .content, containers.count >= limits.depth { kind = .tooDeep }
    let part = MessagePart(
      number: partCount, depth: containers.count, container: containers.last?.number, kind: kind,
      header: header, mediaType: mediaType)
    partCount += 1
    try events.begin(part)
    switch kind {
    case .content:
      current = Current(number: part.number, decoder: TransferDecoder(encoding))
      mode = .content
    case .multipart:
      containers.append(
        Container(
          number: part.number, delimiter: delimiter,
          defaultType: mediaType == "multipart/digest" ? "message/rfc822" : "text/plain"))
    case .message:
      containers.append(
        Container(number: part.number, delimiter: nil, defaultType: "text/plain"))
      beginHeader()
    case .tooDeep:
      try tell(.depth, &events)
      try events.end(MessagePartEnd(number: part.number, byteCount: 0, ending: .tooLarge))
    }
  }

  /// Two hyphens and a boundary that can be one. Blanks at its end are none of it (RFC 2046 §5.1.1).
  private static func delimiter(_ boundary: [UInt8]) -> [UInt8]? {
    var boundary = boundary
    while let last = boundary.last, ByteKind.isBlank(last) { boundary.removeLast() }
    guard (1...ReadingLimits.boundaryLengthMaximum).contains(boundary.count) else { return nil }
    return [0x2D, 0x2D] + boundary
  }
}

/// How a type's name looks.
private enum MediaTypeName {
  static func isOne(_ name: String) -> Bool {
    let pieces = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return pieces.count == 2
      && pieces.allSatisfy { !$0.isEmpty && $0.allSatisfy(HeaderWriter.isToken) }
  }
}

private enum TransferEncodingName {
  /// The encoding's name in lower case, without a comment behind it.
  static func read(_ value: [UInt8]) -> String { HeaderParameters.firstWord(value) }
}
