/// What a placeholder stands for, and so how its value is worded.
public enum PlaceholderKind: Hashable, Sendable {
  /// A person's given name; may be empty: "Hello Maya," becomes "Hello,".
  case name
  /// Text of at most so many characters; longer text is cut.
  case text(limit: Int)
  /// A mail address.
  case address
  /// A link, which stands alone on its line.
  case url
  /// `Friday, October 30, 4:00 PM (Central Time)`
  case instant
  /// `Tuesday, October 27`
  case day
  /// `October 20`
  case shortDay
  /// `Tuesday, October 20`, without a year: for subjects.
  case weekday
  /// `11:59 PM (Central Time)`
  case time
  /// `today`, `tomorrow`, `in 7 days`, counted when the mail is sent.
  case inDays
  /// `about 3 weeks`, `a year`, counted when the mail is sent.
  case span
  /// `3 reviews`
  case counted
  case number
  /// `$600.00`
  case money
  /// `1.5 hours`
  case hours
  /// Lines, alone on their line.
  case block

  /// The kind in words, for the list of a text's placeholders.
  public var words: String {
    switch self {
    case .name: "a name"
    case .text(let limit): "text of at most \(limit) characters"
    case .address: "a mail address"
    case .url: "a link, alone on its line"
    case .instant: "a day with its time"
    case .day: "a day with its weekday"
    case .shortDay: "a day"
    case .weekday: "a day with its weekday, without a year"
    case .time: "a time"
    case .inDays: "days from today"
    case .span: "a span of time from today"
    case .counted: "a count with its noun"
    case .number: "a number"
    case .money: "an amount of money"
    case .hours: "hours of credit"
    case .block: "lines, alone on their line; may be empty"
    }
  }
}
