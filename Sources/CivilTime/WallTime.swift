/// What a clock on the wall shows, 00:00:00…23:59:59; in JSON `"07:00"`, or `"07:00:30"`.
///
/// There is no 24:00: the end of a day is 00:00 of the next one.
public struct WallTime: Hashable, Sendable {
  /// 0…23.
  public let hour: Int
  /// 0…59.
  public let minute: Int
  /// 0…59.
  public let second: Int

  /// 00:00, with which a day begins.
  public static let midnight = WallTime(secondOfDay: 0)

  /// The time, or `nil` if no clock shows it.
  public init?(hour: Int, minute: Int, second: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else {
      return nil
    }
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The time so many seconds after 00:00.
  ///
  /// - Parameter secondOfDay: 0…86,399; callers take a remainder by 86,400.
  init(secondOfDay: Int) {
    hour = secondOfDay / 3600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
  }

  /// Seconds after 00:00 on a day without clock change, 0…86,399.
  public var secondOfDay: Int { hour * 3600 + minute * 60 + second }
}

extension WallTime: Comparable {
  public static func < (left: WallTime, right: WallTime) -> Bool {
    left.secondOfDay < right.secondOfDay
  }
}

extension WallTime: CustomStringConvertible {
  /// `07:00`, or `07:00:30` if there are seconds.
  public var description: String {
    second == 0 ? "\(padded(hour, to: 2)):\(padded(minute, to: 2))" : withSeconds
  }

  /// Always with seconds: `07:00:00`.
  var withSeconds: String {
    "\(padded(hour, to: 2)):\(padded(minute, to: 2)):\(padded(second, to: 2))"
  }

  /// Reads `07:00` or `07:00:30`.
  public init?(iso text: String) {
    guard text.utf8.count <= 8 else { return nil }
    var reader = TextReader(text)
    self.init(reading: &reader, secondsAreOptional: true)
    guard reader.isAtEnd else { return nil }
  }

  init?(reading reader: inout TextReader, secondsAreOptional: Bool) {
    let colon = UInt8(ascii: ":")
    guard let hour = reader.digits(2), reader.take(colon), let minute = reader.digits(2) else {
      return nil
    }
    var second = 0
    if reader.take(colon) {
      guard let found = reader.digits(2) else { return nil }
      second = found
    } else if !secondsAreOptional {
      return nil
    }
    self.init(hour: hour, minute: minute, second: second)
  }
}

extension WallTime: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, expected: "a time such as 07:00") { WallTime(iso: $0) }
  }

  public func encode(to encoder: any Encoder) throws {
    try encodeText(description, to: encoder)
  }
}

/// A date and what the clock shows on it, without zone; in JSON `"2026-09-14T07:00:00"`.
public struct CivilDateTime: Hashable, Sendable {
  public let date: CivilDate
  public let time: WallTime

  public init(_ date: CivilDate, _ time: WallTime) {
    self.date = date
    self.time = time
  }
}

extension CivilDateTime: Comparable {
  public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
    (left.date, left.time) < (right.date, right.time)
  }
}

extension CivilDateTime: CustomStringConvertible {
  /// ISO 8601: `2026-09-14T07:00:00`.
  public var description: String { "\(date)T\(time.withSeconds)" }

  /// Reads `2026-09-14T07:00` or `2026-09-14T07:00:00`, without an offset.
  public init?(iso text: String) {
    guard text.utf8.count <= 19 else { return nil }
    var reader = TextReader(text)
    guard let date = CivilDate(reading: &reader), reader.take(UInt8(ascii: "T")),
      let time = WallTime(reading: &reader, secondsAreOptional: true), reader.isAtEnd
    else { return nil }
    self.init(date, time)
  }
}

extension CivilDateTime: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, expected: "a date and time such as 2026-09-14T07:00") {
      CivilDateTime(iso: $0)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    try encodeText(description, to: encoder)
  }
}
