/// Why a zone could not be read: where, what was found there, what was expected.
public struct ZoneError: Error, Hashable, Sendable {
  /// What was being read.
  public enum Part: String, Hashable, Sendable {
    /// The zone's name; places are bytes of its UTF-8.
    case name
    /// The zone's TZif file; places are bytes from the file's start, its footer included.
    case file
    /// A POSIX rule that came in as text; places are bytes of its UTF-8.
    case rule
  }

  /// The zone's name as the caller gave it, cut to 80 characters.
  public let zone: String
  public let part: Part
  /// Bytes from the part's start.
  public let offset: Int
  public let found: String
  public let expected: String

  init(zone: String, part: Part, offset: Int, found: String, expected: String) {
    self.zone = String(zone.prefix(80))
    self.part = part
    self.offset = offset
    self.found = found
    self.expected = expected
  }
}

extension ZoneError: CustomStringConvertible {
  public var description: String {
    "zone \"\(zone)\", \(part.rawValue), byte \(offset): found \(found), expected \(expected)"
  }
}
