/// A mail's words, ready to be put into a message.
public struct FilledNotice: Hashable, Sendable {
  /// At most 60 characters, one line.
  public let subject: String
  /// At most 90 characters; hidden at the top of the HTML.
  public let preheader: String
  /// The address that answers go to.
  public let replyTo: String
  /// What the calendar entry is called, if the text says so.
  public let calendarSummary: String?
  /// Plain text of at most 72 columns, lines ended by LF; a longer word or link stands alone.
  public let text: String
  /// The same words as UTF-8 HTML.
  public let html: [UInt8]
}

/// A text was to be sent without all its values: a mistake of the program, never of a district.
public struct UnfilledNotice: Error, Hashable, Sendable, CustomStringConvertible {
  public let template: TemplateName
  /// The placeholders that have no value, one of another kind, or one that is empty and must not
  /// be; in the order of their use.
  public let placeholders: [String]

  public var description: String {
    let names = placeholders.map { "{\($0)}" }.joined(separator: ", ")
    return "\(template) can't be filled: no value that fits for \(names)"
  }
}

// MARK: - Between template and mail

/// A stretch of words of one origin.
struct Run: Hashable {
  var text: String
  /// Nil for the template's own words.
  var kind: PlaceholderKind?
}

extension [Run] {
  var text: String { map(\.text).joined() }
}

/// A line of the body, filled.
enum FilledLine: Hashable {
  /// Joined with its neighbours.
  case flow([Run])
  /// An indented line.
  case own(indent: Int, label: String, [Run])
  /// A value alone on its line.
  case lone(Run)
  case link(String)
  case block([BlockLine])
}

/// A paragraph that has at least one line.
struct FilledParagraph: Hashable {
  enum Role: Hashable {
    case body
    /// Words that say where the link leads, and the link.
    case link
    case signOff
    /// What stands below the sign-off.
    case footnote
  }

  var role: Role
  var lines: [FilledLine]
  /// One line of the template that ends in a colon: it goes when what it announces is empty.
  var isHeading: Bool
  /// Such a line of fixed words, which HTML may draw as a heading.
  var isFixedHeading: Bool
  /// A heading that only HTML has.
  var extraHeading: String?
}
