import CivilTime

/// A value that a notice's texts may name.
public struct Placeholder: Sendable {
  /// Lower case letters, digits and underscores.
  public let name: String
  public let kind: PlaceholderKind
  /// Whether a program's own text must use it where ours does: the outcome, the date, what is
  /// missing.
  public let isRequired: Bool
  /// Whether its block may be empty. Others are never sent without their words.
  public let mayBeEmpty: Bool
  let example: Example

  init(
    _ name: String, _ kind: PlaceholderKind, isRequired: Bool, mayBeEmpty: Bool = false,
    _ example: Example
  ) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.mayBeEmpty = mayBeEmpty
    self.example = example
  }
}

/// The value of an example, before the zone is known.
///
/// Times are wall times such as `2026-09-28T00:00`, so that a preview reads the same in every
/// district.
enum Example: Sendable {
  case text(String)
  case number(Int)
  case counted(Int, Noun)
  case money(cents: Int64)
  case hours(hundredths: Int64)
  case moment(String)
  case start(String)
  case end(String)
  case promise(String)
  case date(String)
  case block([BlockLine])
  /// Lines that the program words itself.
  case worded(@Sendable (Wording) -> [BlockLine])

  func value(in wording: Wording) -> NoticeValue {
    switch self {
    case .text(let text): .text(text)
    case .number(let number): .number(number)
    case .counted(let count, let noun): .counted(count, noun)
    case .money(let cents): .money(cents: cents)
    case .hours(let hundredths): .hours(hundredths: hundredths)
    case .moment(let time): .moment(wording.instant(ofExample: time))
    case .start(let time): .start(wording.instant(ofExample: time))
    case .end(let time): .end(wording.instant(ofExample: time))
    case .promise(let time): .promise(wording.instant(ofExample: time))
    case .date(let date): .date(CivilDate(iso: date) ?? .first)
    case .block(let lines): .block(lines)
    case .worded(let lines): .block(lines(wording))
    }
  }

}

extension Wording {
  /// The instant of a wall time; the beginning of time if it is none, which a test would find.
  func instant(ofExample time: String) -> Instant {
    CivilDateTime(iso: time).map { zone.instant(of: $0) } ?? .distantPast
  }
}

extension Placeholder {
  static func name(_ name: String, _ example: String) -> Placeholder {
    Placeholder(name, .name, isRequired: false, .text(example))
  }

  /// Text that says something which is nowhere else.
  static func neededText(
    _ name: String, limit: Int = Shortening.textMaximum, _ example: String
  ) -> Placeholder {
    Placeholder(name, .text(limit: limit), isRequired: true, .text(example))
  }

  static func text(
    _ name: String, limit: Int = Shortening.textMaximum, _ example: String
  ) -> Placeholder {
    Placeholder(name, .text(limit: limit), isRequired: false, .text(example))
  }

  static func instant(_ name: String, _ example: Example) -> Placeholder {
    Placeholder(name, .instant, isRequired: true, example)
  }

  static func day(_ name: String, _ example: Example) -> Placeholder {
    Placeholder(name, .day, isRequired: true, example)
  }

  static func shortDay(_ name: String, _ example: Example) -> Placeholder {
    Placeholder(name, .shortDay, isRequired: false, example)
  }

  static func weekday(_ name: String, _ example: Example) -> Placeholder {
    Placeholder(name, .weekday, isRequired: false, example)
  }

  static func time(_ name: String, _ example: Example) -> Placeholder {
    Placeholder(name, .time, isRequired: false, example)
  }

  static func inDays(_ name: String, _ example: Example) -> Placeholder {
    Placeholder(name, .inDays, isRequired: false, example)
  }

  static func span(_ name: String, _ example: Example) -> Placeholder {
    Placeholder(name, .span, isRequired: false, example)
  }

  static func counted(_ name: String, _ count: Int, _ noun: Noun) -> Placeholder {
    Placeholder(name, .counted, isRequired: false, .counted(count, noun))
  }

  static func number(_ name: String, _ example: Int) -> Placeholder {
    Placeholder(name, .number, isRequired: false, .number(example))
  }

  static func money(_ name: String, cents: Int64) -> Placeholder {
    Placeholder(name, .money, isRequired: true, .money(cents: cents))
  }

  /// Lines without which the mail would make no sense.
  static func block(_ name: String, _ lines: BlockLine...) -> Placeholder {
    Placeholder(name, .block, isRequired: true, .block(lines))
  }

  /// Lines that may be missing.
  static func optionalBlock(_ name: String, _ lines: BlockLine...) -> Placeholder {
    Placeholder(name, .block, isRequired: true, mayBeEmpty: true, .block(lines))
  }

  /// Lines that may be missing, worded by the program.
  static func optionalBlock(
    _ name: String, worded: @escaping @Sendable (Wording) -> BlockLine
  ) -> Placeholder {
    Placeholder(
      name, .block, isRequired: true, mayBeEmpty: true, .worded { [worded($0)] })
  }
}
