/// The contents of a TZif file (RFC 8536, versions 1 to 4), checked.
///
/// Of a version 1 file the 32-bit block is read; of all later versions only the 64-bit block and the
/// footer. Whatever the format forbids is refused with its place: a wrong count, an index beyond its
/// table, changes out of order, bytes that are missing or too many. A file with leap seconds counts
/// other seconds than POSIX time does and is refused too (`right/…` in the system's directory).
struct ZoneFile {
  /// The offset, name and kind of time that a zone's clocks keep for a while.
  struct LocalType: Hashable, Sendable {
    /// Seconds east of UTC.
    let offset: Int
    let isDaylight: Bool
    let abbreviation: String
  }

  /// When the clocks change, in seconds since 1970, ascending.
  private(set) var transitions: [Int64] = []
  /// What holds from each transition on, as indices into ``types``.
  private(set) var typeAfter: [Int] = []
  /// At least one; the first holds before all transitions.
  private(set) var types: [LocalType] = []
  /// What holds after the last transition, if the file says so.
  private(set) var rule: PosixRule?

  static let mostBytes = 262_144
  static let mostTransitions = 20_000
  /// RFC 8536 §3.2: a time must not be before this, about the age of the universe.
  static let earliestTransition: Int64 = -(1 << 59)
  /// The same distance ahead; keeps sums with offsets from overflowing.
  static let latestTransition: Int64 = 1 << 59

  init(_ bytes: [UInt8], zone: String) throws(ZoneError) {
    var reader = TZifReader(bytes: bytes, zone: zone)
    guard bytes.count <= ZoneFile.mostBytes else {
      throw reader.error(
        at: 0, found: "\(bytes.count) bytes", expected: "at most \(ZoneFile.mostBytes)")
    }
    let first = try reader.header()
    guard first.version >= 2 else {
      try readBlock(first, timeSize: 4, from: &reader)
      try reader.expectEnd()
      return
    }
    try reader.skip(first.blockSize(timeSize: 4), as: "the version 1 data block")
    let start = reader.position
    let second = try reader.header()
    guard second.version == first.version else {
      throw reader.error(
        at: start + 4, found: "version \(second.version)",
        expected: "version \(first.version) as in the first header")
    }
    try readBlock(second, timeSize: 8, from: &reader)
    try readFooter(from: &reader)
    try reader.expectEnd()
  }

  private mutating func readBlock(
    _ header: TZifHeader, timeSize: Int, from reader: inout TZifReader
  ) throws(ZoneError) {
    try reader.check(header)
    try reader.expectBytes(header.blockSize(timeSize: timeSize), as: "the data block")
    for _ in 0..<header.transitions {
      let place = reader.position
      let time = reader.signedInteger(size: timeSize)
      let range = ZoneFile.earliestTransition...ZoneFile.latestTransition
      guard range.contains(time) else {
        throw reader.error(at: place, found: "transition time \(time)", expected: "within \(range)")
      }
      if let previous = transitions.last, time <= previous {
        throw reader.error(
          at: place, found: "transition time \(time)", expected: "one after \(previous)")
      }
      transitions.append(time)
    }
    for _ in 0..<header.transitions {
      let place = reader.position
      let index = reader.byte()
      guard index < header.types else {
        throw reader.error(
          at: place, found: "local time type \(index)", expected: "one below \(header.types)")
      }
      typeAfter.append(index)
    }
    let designations = reader.position + header.types * 6
    for _ in 0..<header.types {
      types.append(
        try reader.localType(designations: designations, count: header.designationBytes))
    }
    // The flags after this (RFC 8536: standard/wall and UT/local indicators) only help to read a
    // POSIX string without a rule, which is refused; their values are not used.
    reader.position = designations + header.designationBytes + header.standardFlags + header.utFlags
  }

  private mutating func readFooter(from reader: inout TZifReader) throws(ZoneError) {
    try reader.expectNewline()
    let start = reader.position
    while let byte = reader.next, byte != UInt8(ascii: "\n") { reader.position += 1 }
    let text = Array(reader.bytes[start..<reader.position])
    try reader.expectNewline()
    guard !text.isEmpty else { return }
    let rule = try PosixRule(bytes: text, zone: reader.zone, part: .file, base: start)
    self.rule = rule
    // RFC 8536 §3.3: the rule must agree with the last transition.
    let last = types[typeAfter.last ?? 0]
    let sides = [rule.standard.offset, rule.daylight?.side.offset ?? rule.standard.offset]
    guard sides.contains(last.offset) else {
      throw reader.error(
        at: start, found: "a rule with offsets \(sides)",
        expected: "one that continues the last offset, \(last.offset)")
    }
  }
}

/// The six counts of a TZif header (RFC 8536 §3.1), each below 2³².
private struct TZifHeader {
  let version: Int
  let place: Int
  let utFlags: Int
  let standardFlags: Int
  let leapSeconds: Int
  let transitions: Int
  let types: Int
  let designationBytes: Int

  func blockSize(timeSize: Int) -> Int {
    transitions * (timeSize + 1) + types * 6 + designationBytes + leapSeconds * (timeSize + 4)
      + standardFlags + utFlags
  }
}

/// A place in the file's bytes.
private struct TZifReader {
  let bytes: [UInt8]
  let zone: String
  var position = 0

  init(bytes: [UInt8], zone: String) {
    self.bytes = bytes
    self.zone = zone
  }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  func error(at place: Int, found: String, expected: String) -> ZoneError {
    ZoneError(zone: zone, part: .file, offset: place, found: found, expected: expected)
  }

  /// Refuses a file that ends too early, so that the reads below need not look.
  func expectBytes(_ count: Int, as name: String) throws(ZoneError) {
    guard bytes.count - position >= count else {
      throw error(
        at: position, found: "\(bytes.count - position) bytes", expected: "\(count) for \(name)")
    }
  }

  mutating func skip(_ count: Int, as name: String) throws(ZoneError) {
    try expectBytes(count, as: name)
    position += count
  }

  func expectEnd() throws(ZoneError) {
    guard position == bytes.count else {
      throw error(
        at: position, found: "\(bytes.count - position) more bytes", expected: "the end")
    }
  }

  mutating func expectNewline() throws(ZoneError) {
    guard next == UInt8(ascii: "\n") else {
      throw error(
        at: position, found: byteInWords(next), expected: "a line feed around the footer's rule")
    }
    position += 1
  }

  /// The next byte; ``expectBytes(_:as:)`` has made sure that there is one.
  mutating func byte() -> Int {
    defer { position += 1 }
    return Int(bytes[position])
  }

  /// A big-endian integer in two's complement.
  mutating func signedInteger(size: Int) -> Int64 {
    var value: Int64 = bytes[position] < 0x80 ? 0 : -1
    for _ in 0..<size { value = value << 8 | Int64(byte()) }
    return value
  }

  private mutating func count() -> Int {
    var value = 0
    for _ in 0..<4 { value = value << 8 | byte() }
    return value
  }

  mutating func header() throws(ZoneError) -> TZifHeader {
    let place = position
    try expectBytes(44, as: "a header")
    guard bytes[place..<place + 4].elementsEqual("TZif".utf8) else {
      throw error(
        at: place, found: "bytes \(Array(bytes[place..<place + 4]))", expected: "\"TZif\"")
    }
    position += 4
    let versionByte = byte()
    let version = versionByte == 0 ? 1 : versionByte - Int(UInt8(ascii: "0"))
    guard versionByte == 0 || (2...4).contains(version) else {
      throw error(
        at: place + 4, found: byteInWords(bytes[place + 4]),
        expected: "version 0, \"2\", \"3\" or \"4\"")
    }
    position += 15
    return TZifHeader(
      version: version, place: place, utFlags: count(), standardFlags: count(),
      leapSeconds: count(), transitions: count(), types: count(), designationBytes: count())
  }

  /// Holds the counts of the block that is about to be read against RFC 8536 §3.1.
  func check(_ header: TZifHeader) throws(ZoneError) {
    func require(_ holds: Bool, _ field: Int, _ value: Int, _ expected: String) throws(ZoneError) {
      guard holds else {
        throw error(at: header.place + 20 + field * 4, found: String(value), expected: expected)
      }
    }
    let types = header.types
    try require(
      header.utFlags == 0 || header.utFlags == types, 0, header.utFlags,
      "no UT indicators, or one for each of the \(types) types")
    try require(
      header.standardFlags == 0 || header.standardFlags == types, 1, header.standardFlags,
      "no standard indicators, or one for each of the \(types) types")
    try require(
      header.leapSeconds == 0, 2, header.leapSeconds,
      "no leap seconds, since instants are POSIX time")
    try require(
      header.transitions <= ZoneFile.mostTransitions, 3, header.transitions,
      "at most \(ZoneFile.mostTransitions) transitions")
    try require((1...256).contains(types), 4, types, "1 to 256 local time types")
    try require(
      (1...4096).contains(header.designationBytes), 5, header.designationBytes,
      "1 to 4096 bytes of zone abbreviations")
  }

  /// A local time type record: offset (4), daylight (1), index of the abbreviation (1).
  mutating func localType(designations: Int, count: Int) throws(ZoneError) -> ZoneFile.LocalType {
    let place = position
    let offset = Int(signedInteger(size: 4))
    guard (-89_999...93_599).contains(offset) else {
      throw error(
        at: place, found: "offset \(offset)", expected: "-89999 to 93599 seconds east of UTC")
    }
    let daylight = byte()
    guard daylight <= 1 else {
      throw error(at: place + 4, found: "daylight flag \(daylight)", expected: "0 or 1")
    }
    let index = byte()
    guard index < count else {
      throw error(at: place + 5, found: "abbreviation at \(index)", expected: "below \(count)")
    }
    let rest = bytes[(designations + index)..<(designations + count)]
    let name = rest.prefix(while: isAbbreviationByte)
    guard (1...16).contains(name.count), rest.dropFirst(name.count).first == 0 else {
      throw error(
        at: designations + index, found: "\(Array(rest.prefix(17)))",
        expected: "1 to 16 letters, digits or signs, ended by 0")
    }
    return ZoneFile.LocalType(
      offset: offset, isDaylight: daylight == 1, abbreviation: String(decoding: name, as: UTF8.self)
    )
  }
}
