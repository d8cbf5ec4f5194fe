/// A line of a block, with as much structure as HTML needs to draw it.
///
/// Plain text writes the same words as lines:
///
///     1. Podcasts for the school library         item, with details
///        Noor Hazel, Linden High School
///
///     Samples of student work                    feedback
///       Add one sample of the way there.
///
///     Lior Elm: 3 open, not opened yet           entry, with details
///        could take them: Ada Rowan (2)
public enum BlockLine: Hashable, Sendable, Codable {
  /// A sentence or two.
  case line(String)
  /// An entry of a list without numbers.
  case entry(String, details: [String])
  /// An entry of a numbered list; the number is its place among the items of the block.
  case item(String, details: [Detail])
  /// A criterion and what the evaluator wrote about it; cut at ``Shortening/feedbackMaximum``.
  case feedback(criterion: String, text: String)
  /// A criterion that is met.
  case met(String)
  /// A code to compare or to copy, never wrapped.
  case code(String)

  /// An entry without details.
  public static func entry(_ text: String) -> BlockLine {
    .entry(text, details: [])
  }

  /// A numbered entry without details, such as a sentence on what is missing.
  public static func item(_ text: String) -> BlockLine {
    .item(text, details: [])
  }

  /// A line below an item's title.
  public struct Detail: Hashable, Sendable, Codable {
    public enum Style: String, Hashable, Sendable, Codable {
      case plain
      /// Who and where: what identifies, but is not the point.
      case quiet
      /// What is out of the ordinary, such as a field that is not the evaluator's.
      case label
    }

    public let text: String
    public let style: Style

    public init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }
}
