public import CivilTime

/// What stands behind a placeholder: a fact, not yet a word.
///
/// The words come when the mail is sent (``Wording``), so that "in 7 days" is true on that day and
/// a year is named when it is another one. The same fact serves several placeholders: a due date's
/// ``end(_:)`` fills `{due}`, `{due_short}` and `{days_left}`, each by its own kind.
public enum NoticeValue: Hashable, Sendable, Codable {
  /// A name, an address, a link, or free text; cut to the placeholder's limit.
  case text(String)
  case number(Int)
  case counted(Int, Noun)
  /// US cents.
  case money(cents: Int64)
  /// Credit in hundredths of an hour.
  case hours(hundredths: Int64)
  /// An instant at which something happened.
  case moment(Instant)
  /// An instant from which something holds; at 00:00 it is shown as the day alone.
  case start(Instant)
  /// An instant at which something ends, exclusive; at 00:00 it is shown as 11:59 PM of the day
  /// before.
  case end(Instant)
  /// An instant before which we answer; shown as the last whole day before it.
  case promise(Instant)
  /// A day that was told as a day.
  case date(CivilDate)
  /// Lines; an empty block takes its line, paragraph and heading with it.
  case block([BlockLine])
}

/// The values of one notice, by placeholder.
///
/// In JSON an object with the placeholders' names as keys.
public struct NoticeValues: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  private var values: [String: NoticeValue]

  public init() {
    values = [:]
  }

  /// Values by name; of two with the same name the later one holds.
  public init(dictionaryLiteral elements: (String, NoticeValue)...) {
    values = Dictionary(elements) { _, later in later }
  }

  public subscript(name: String) -> NoticeValue? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// The names that have a value, sorted.
  public var names: [String] { values.keys.sorted() }

  /// These values and the others'; where both have a name, the others' holds.
  public func merging(_ others: NoticeValues) -> NoticeValues {
    var all = self
    all.values.merge(others.values) { _, other in other }
    return all
  }
}

extension NoticeValues: Codable {
  public init(from decoder: any Decoder) throws {
    values = try [String: NoticeValue](from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    try values.encode(to: encoder)
  }
}
