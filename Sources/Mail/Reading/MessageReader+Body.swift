extension MessageReader {
  /// Whether a boundary can come. Without one, content goes straight through.
  var hasBoundaries: Bool { containers.contains { $0.delimiter != nil } }

  /// Reads on in a body, up to the end of a line.
  ///
  /// - Returns: The index behind what was read.
  mutating func readBody<Events: MessageEvents>(
    _ piece: [UInt8], from start: Int, limit: Int, _ events: inout Events
  ) throws(Events.Failure) -> Int {
    if isAfterCarriageReturn {
      isAfterCarriageReturn = false
      if piece[start] == 0x0A { return start + 1 }
    }
    guard hasBoundaries else {
      // Many small outputs are one: what has come so far is handed out when it is enough.
      let end = min(limit, start + 65_536)
      give(piece[start..<end])
      return end
    }
    return isAtLineStart
      ? try readLineStart(piece, from: start, limit: limit, &events)
      : readLineRest(piece, from: start, limit: limit)
  }

  /// Reads on in a line that is no boundary, its end included.
  private mutating func readLineRest(_ piece: [UInt8], from start: Int, limit: Int) -> Int {
    let end = piece.end(ofRunFrom: start, limit: limit) { $0 != 0x0A && $0 != 0x0D }
    if end > start { give(piece[start..<end]) }
    guard end < limit else { return end }
    heldEnd.append(piece[end])
    isAtLineStart = true
    return end + 1
  }

  /// Reads on at a line's beginning, until it is clear whether it is a boundary.
  private mutating func readLineStart<Events: MessageEvents>(
    _ piece: [UInt8], from start: Int, limit: Int, _ events: inout Events
  ) throws(Events.Failure) -> Int {
    var index = start
    if line.isEmpty, heldEnd == [0x0D], piece[index] == 0x0A {
      heldEnd.append(0x0A)
      return index + 1
    }
    while index < limit {
      let byte = piece[index]
      if byte == 0x0A || byte == 0x0D {
        if !line.isEmpty, try takeBoundary(&events) {
          isAfterCarriageReturn = byte == 0x0D
          return index + 1
        }
        giveHeldLine()
        heldEnd.append(byte)
        return index + 1
      }
      let isHyphen = byte == UInt8(ascii: "-")
      if line.count < 2 && !isHyphen || line.count >= Self.lineHeldMaximum {
        giveHeldLine()
        isAtLineStart = false
        return index
      }
      line.append(byte)
      index += 1
    }
    return index
  }

  /// Gives content to the decoder.
  private mutating func give(_ bytes: ArraySlice<UInt8>) {
    giveHeldEnd()
    // What is left out anyway is not decoded.
    if current?.isTooLarge == false { current?.decoder.decode(bytes, into: &output) }
  }

  /// The end of a line was content: no boundary followed.
  mutating func giveHeldEnd() {
    guard !heldEnd.isEmpty else { return }
    if current?.isTooLarge == false { current?.decoder.decode(heldEnd[...], into: &output) }
    heldEnd.removeAll(keepingCapacity: true)
  }

  /// The line was content.
  mutating func giveHeldLine() {
    giveHeldEnd()
    if current?.isTooLarge == false { current?.decoder.decode(line[...], into: &output) }
    line.removeAll(keepingCapacity: true)
  }

  /// Takes the held line as a boundary.
  ///
  /// - Returns: Whether it is one; otherwise it is still held.
  mutating func takeBoundary<Events: MessageEvents>(
    _ events: inout Events
  ) throws(Events.Failure) -> Bool {
    guard let found = heldBoundary() else { return false }
    try take(boundaryOf: found.index, isLast: found.isLast, &events)
    return true
  }

  /// The innermost container whose boundary the held line is.
  func heldBoundary() -> (index: Int, isLast: Bool)? {
    guard line.count <= Self.lineHeldMaximum, line.starts(with: [0x2D, 0x2D]) else { return nil }
    for index in containers.indices.reversed() {
      if let delimiter = containers[index].delimiter, let isLast = isBoundary(delimiter) {
        return (index, isLast)
      }
    }
    return nil
  }

  /// Whether the held line is a container's boundary, and then, whether its last. Blanks may follow.
  private func isBoundary(_ delimiter: [UInt8]) -> Bool? {
    guard line.starts(with: delimiter) else { return nil }
    let rest = line[delimiter.count...]
    if rest.allSatisfy(ByteKind.isBlank) { return false }
    guard rest.starts(with: [0x2D, 0x2D]) else { return nil }
    return rest.dropFirst(2).allSatisfy(ByteKind.isBlank) ? true : nil
  }

  mutating func take<Events: MessageEvents>(
    boundaryOf index: Int, isLast: Bool, _ events: inout Events
  ) throws(Events.Failure) {
    line.removeAll(keepingCapacity: true)
    heldEnd.removeAll(keepingCapacity: true)
    isAtLineStart = true
    try endPart(.whole, &events)
    // A container within this one, whose last boundary did not come, is cut off; a message simply ends.
    while containers.count > index + 1 {
      try endContainer(&events)
    }
    if isLast {
      let container = containers.removeLast()
      try events.end(MessagePartEnd(number: container.number, byteCount: 0, ending: .whole))
      mode = .passing
    } else {
      beginHeader()
    }
  }

  private mutating func endContainer<Events: MessageEvents>(
    _ events: inout Events
  ) throws(Events.Failure) {
    let container = containers.removeLast()
    try events.end(
      MessagePartEnd(
        number: container.number, byteCount: 0,
        ending: container.delimiter == nil ? .whole : .cutOff))
  }
}
