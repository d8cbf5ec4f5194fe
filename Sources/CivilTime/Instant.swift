/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Every instant lies in the years 1…9999 of UTC, so that each has a date and an RFC 3339 text:
/// the initializer and all arithmetic stop at ``distantPast`` and ``distantFuture`` instead of
/// overflowing. Leap seconds are not counted, as in POSIX time. In JSON it is a bare integer.
public struct Instant: Hashable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
  public let milliseconds: Int64

  /// 0001-01-01T00:00:00Z, before which there is no instant.
  public static let distantPast = Instant(unchecked: -62_135_596_800_000)

  /// 9999-12-31T23:59:59.999Z, after which there is no instant: "never".
  public static let distantFuture = Instant(unchecked: 253_402_300_799_999)

  /// 1970-01-01T00:00:00Z.
  public static let epoch = Instant(unchecked: 0)

  private init(unchecked milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The instant so many milliseconds after 1970-01-01T00:00:00Z; beyond the years 1…9999, the
  /// nearest instant within them.
  public init(milliseconds: Int64) {
    self.milliseconds = min(
      max(milliseconds, Instant.distantPast.milliseconds), Instant.distantFuture.milliseconds)
  }

  /// The instant so many seconds after 1970-01-01T00:00:00Z, within the years 1…9999.
  public init(seconds: Int64) {
    self = Instant.epoch.adding(seconds, unit: 1000)
  }

  /// Whole seconds since 1970-01-01T00:00:00Z, rounded toward the past.
  public var seconds: Int64 { floorDivide(milliseconds, by: 1000) }

  /// Milliseconds from `other` to this instant; negative if `other` is later.
  public func milliseconds(since other: Instant) -> Int64 {
    milliseconds - other.milliseconds
  }
}

// MARK: - Arithmetic

extension Instant: Comparable {
  public static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The instant so many milliseconds later; earlier if negative.
  public func adding(milliseconds count: Int64) -> Instant { adding(count, unit: 1) }

  /// The instant so many seconds later; earlier if negative.
  public func adding(seconds count: Int64) -> Instant { adding(count, unit: 1000) }

  /// The instant so many minutes later; earlier if negative.
  public func adding(minutes count: Int64) -> Instant { adding(count, unit: 60_000) }

  /// The instant so many hours later; earlier if negative.
  public func adding(hours count: Int64) -> Instant { adding(count, unit: 3_600_000) }

  /// The instant so many times 24 hours later; earlier if negative.
  ///
  /// Not the same wall time on another day: from 12:00 on 7 March 2026 in America/Chicago, 24 hours
  /// lead to 13:00 on 8 March. For civil days there is ``Zone/adding(days:to:)``.
  public func adding(days24h count: Int64) -> Instant { adding(count, unit: 86_400_000) }

  private func adding(_ count: Int64, unit: Int64) -> Instant {
    let edge = count < 0 ? Instant.distantPast : Instant.distantFuture
    let (span, spanOverflows) = count.multipliedReportingOverflow(by: unit)
    let (sum, sumOverflows) = milliseconds.addingReportingOverflow(span)
    return spanOverflows || sumOverflows ? edge : Instant(milliseconds: sum)
  }
}

// MARK: - Text

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC: `2026-09-14T12:00:00Z`, with three decimals only if there are milliseconds.
  public var description: String {
    let date = CivilDate(daysSinceEpoch: Int(floorDivide(milliseconds, by: 86_400_000)))
    let rest = Int(milliseconds - Int64(date.daysSinceEpoch) * 86_400_000)
    let time = WallTime(secondOfDay: rest / 1000)
    let fraction = rest % 1000 == 0 ? "" : "." + padded(rest % 1000, to: 3)
    return "\(date)T\(time.withSeconds)\(fraction)Z"
  }

  /// Reads an RFC 3339 date and time with `Z` or a numeric offset.
  ///
  /// One to nine decimals of a second are taken, and cut to milliseconds. A leap second (`:60`) is
  /// refused, and so is whatever lies outside the years 1…9999 in UTC.
  ///
  /// - Parameter text: Such as `2026-09-14T07:00:00-05:00` or `2026-09-14T12:00:00.250Z`.
  public init?(rfc3339 text: String) {
    guard text.utf8.count <= 40 else { return nil }
    var reader = TextReader(text)
    guard let date = CivilDate(reading: &reader),
      reader.take(UInt8(ascii: "T")) || reader.take(UInt8(ascii: "t")),
      let time = WallTime(reading: &reader, secondsAreOptional: false)
    else { return nil }
    var fraction = 0
    if reader.take(UInt8(ascii: ".")) {
      guard let (value, digits) = reader.number(upToDigits: 9) else { return nil }
      fraction = value
      for _ in digits..<9 { fraction *= 10 }
      fraction /= 1_000_000
    }
    var offset = 0
    if !reader.take(UInt8(ascii: "Z")) && !reader.take(UInt8(ascii: "z")) {
      let isWest = reader.take(UInt8(ascii: "-"))
      guard isWest || reader.take(UInt8(ascii: "+")),
        let hours = reader.digits(2), hours < 24, reader.take(UInt8(ascii: ":")),
        let minutes = reader.digits(2), minutes < 60
      else { return nil }
      offset = (hours * 60 + minutes) * (isWest ? -60 : 60)
    }
    guard reader.isAtEnd else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + time.secondOfDay - offset
    let milliseconds = Int64(seconds) * 1000 + Int64(fraction)
    self.init(milliseconds: milliseconds)
    guard self.milliseconds == milliseconds else { return nil }
  }
}

extension Instant: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let milliseconds = try container.decode(Int64.self)
    self.init(milliseconds: milliseconds)
    guard self.milliseconds == milliseconds else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "found \(milliseconds), expected milliseconds within the years 1 to 9999")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}
