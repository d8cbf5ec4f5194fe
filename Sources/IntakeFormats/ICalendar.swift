public import CivilTime

/// Reads days off from an iCalendar file, as calendar services export it.
///
/// A subset of RFC 5545: the events' DTSTART, DTEND or DURATION, SUMMARY, CATEGORIES and STATUS. An
/// event is taken if it covers at least one whole day, so that meetings and early releases are not
/// taken for holidays; it is told of all the same. An event is a break if its categories or its
/// name say so (break, recess, vacation) or it covers three days or more; otherwise it is a
/// holiday.
///
/// A time with a zone of its own (TZID) is taken as it is written, since a school calendar is
/// written where the school is; a time in UTC is moved to the district's zone.
///
/// A rule that repeats an event on its date every year is followed up to a given day; any other
/// rule refuses its event, since a calendar of single dates can be checked by looking at it.
///
/// Limits: 5,000 events; spans of 120 days; a file of 16 MiB.
public struct ICalendar: Sendable {
  static let mostEvents = 5_000
  private static let fileBytes = 16 << 20
  private static let lineBytes = 64 << 10

  private let zone: Zone
  private let horizon: CivilDate

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - zone: The district's zone, for times in UTC.
  ///   - horizon: The last day up to which yearly events are repeated.
  public init(zone: Zone, through horizon: CivilDate) {
    self.zone = zone
    self.horizon = horizon
  }

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: Its name, for messages.
  ///   - limits: How many problems to keep.
  /// - Returns: The days off, in the file's order; in a problem, `row` is the event's number.
  /// - Throws: ``FileProblem`` when it is no calendar, or was cut off.
  public func read(
    _ bytes: [UInt8], file: String, limits: Limits = .standard
  ) throws(FileProblem) -> ReadFile<DayOff> {
    guard bytes.count <= Self.fileBytes else {
      throw FileProblem(
        file: file, .tooLarge, found: "\(bytes.count) bytes",
        expected: "a calendar of at most \(Self.fileBytes)")
    }
    var decoder = TextDecoder(file: file)
    var text: [UInt8] = []
    try decoder.decode(bytes, into: &text)
    try decoder.finish(into: &text)

    var result = ReadFile<DayOff>()
    var open: [String] = []
    var event: CalendarEvent?
    var eventCount = 0
    var wasClosed = false
    for line in try Self.unfold(text, file: file) {
      guard let property = CalendarProperty(line.bytes) else { continue }
      let value = property.text.uppercased()
      if open.isEmpty, !(property.name == "BEGIN" && value == "VCALENDAR") {
        throw FileProblem(
          file: file, .content, at: Place(line: line.number),
          found: "a line outside of a calendar", expected: "BEGIN:VCALENDAR")
      }
      if property.name == "BEGIN" {
        open.append(value)
        if value == "VEVENT", open.count == 2 {
          eventCount += 1
          guard eventCount <= Self.mostEvents else {
            throw FileProblem(
              file: file, .tooLarge, at: Place(line: line.number),
              found: "more than \(Self.mostEvents) events", expected: "at most that many")
          }
          event = CalendarEvent(number: eventCount, line: line.number)
        }
      } else if property.name == "END" {
        guard open.popLast() == value else {
          throw FileProblem(
            file: file, .content, at: Place(line: line.number),
            found: "an END that closes nothing", expected: "the END of what was begun last")
        }
        wasClosed = open.isEmpty
        guard open.count == 1, value == "VEVENT", var done = event else { continue }
        event = nil
        let days = done.daysOff(zone: zone, through: horizon)
        result.rows += days
        if days.isEmpty, !done.isCancelled { result.leftOutCount += 1 }
        result.keep(done.problems, limits: limits)
      } else if open.count == 2 {
        event?.properties.append(property)
      }
    }
    guard wasClosed, open.isEmpty else {
      throw FileProblem(
        file: file, open.isEmpty ? .empty : .cutOff,
        found: open.isEmpty ? "no calendar" : "the end of the file within a calendar",
        expected: open.isEmpty ? "BEGIN:VCALENDAR" : "END:VCALENDAR; perhaps it was cut off")
    }
    return result
  }

  /// Joins folded lines: one that begins with a space or tab continues the one before (§3.1).
  private static func unfold(
    _ text: [UInt8], file: String
  ) throws(FileProblem) -> [(number: Int, bytes: [UInt8])] {
    var lines: [(number: Int, bytes: [UInt8])] = []
    var number = 0
    for physical in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let bytes = physical.last == 0x0D ? physical.dropLast() : physical
      guard let first = bytes.first else { continue }
      if first == 0x20 || first == 0x09, let last = lines.indices.last {
        lines[last].bytes.append(contentsOf: bytes.dropFirst())
        guard lines[last].bytes.count <= lineBytes else {
          throw FileProblem(
            file: file, .tooLarge, at: Place(line: lines[last].number),
            found: "a line of more than \(lineBytes) bytes", expected: "lines of at most that")
        }
      } else {
        lines.append((number, Array(bytes)))
      }
    }
    return lines
  }
}

/// One line of a calendar: a name, parameters and a value.
struct CalendarProperty {
  /// In capitals.
  let name: String
  /// Parameters with names in capitals.
  let parameters: [(name: String, value: String)]
  let value: ArraySlice<UInt8>

  var text: String { String(decoding: value.trimmed, as: UTF8.self) }

  /// The value with its escapes resolved (§3.3.11).
  var unescaped: String {
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in value {
      if isEscaped {
        bytes.append(byte | 0x20 == UInt8(ascii: "n") ? 0x20 : byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes[...].trimmed, as: UTF8.self)
  }

  /// Takes a line apart; nil when it has no colon outside of quotation marks.
  init?(_ line: [UInt8]) {
    var parts: [ArraySlice<UInt8>] = []
    var isQuoted = false
    var start = 0
    for (index, byte) in line.enumerated() {
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted || byte != 0x3A && byte != 0x3B { continue }
      parts.append(line[start..<index])
      start = index + 1
      if byte == 0x3A {
        name = String(decoding: parts[0].trimmed, as: UTF8.self).uppercased()
        parameters = parts.dropFirst().map { part in
          let halves = part.split(separator: 0x3D, maxSplits: 1)
          return (
            String(decoding: halves.first ?? [], as: UTF8.self).uppercased(),
            String(
              decoding: (halves.count > 1 ? halves[1] : []).filter { $0 != 0x22 }, as: UTF8.self)
          )
        }
        value = line[start...]
        return
      }
    }
    return nil
  }
}
