/// A text that was read and found good: headers and paragraphs with placeholders in them.
///
///     Subject: Not yet: {title_short}
///     Preheader: What you met stays met. Here is what to add, and by when.
///     Reply-To: {office_email}
///     Calendar: Due: evidence, once more
///
///     Hello {first_name},
///
///     What to add:
///
///     {feedback_lines}
///
/// `{name}` is a placeholder from the notice's list, `{{` is a brace. The lines of a paragraph are
/// joined and wrapped when filled; what stays a line of its own is an indented line, and a
/// placeholder alone on its line. `Calendar` is optional and says what the calendar entry is
/// called.
///
/// Made by ``init(_:file:for:)``, which refuses what could go wrong later.
public struct Template: Hashable, Sendable {
  public let name: TemplateName
  let subject: [Piece]
  let preheader: [Piece]
  let replyTo: [Piece]
  let calendar: [Piece]?
  let paragraphs: [[Line]]

  /// A template is a page of text, not a book.
  static let bytesMaximum = 32 * 1024
  static let linesMaximum = 400

  /// Fixed words, or a placeholder's name.
  enum Piece: Hashable, Sendable {
    case words(String)
    case placeholder(String)
  }

  /// A line of the body as it stands in the file.
  struct Line: Hashable, Sendable {
    /// In the file, from 1.
    let number: Int
    /// Columns of space at the beginning, which are not in `pieces`.
    let indent: Int
    let pieces: [Piece]

    /// The placeholder that is all there is on the line.
    var loneName: String? {
      guard indent == 0, pieces.count == 1, case .placeholder(let name) = pieces[0] else {
        return nil
      }
      return name
    }

    /// Whether the line is joined with its neighbours.
    var flows: Bool { indent == 0 && loneName == nil }

    /// Whether the fixed words end so.
    func ends(with mark: String) -> Bool {
      guard case .words(let words) = pieces.last else { return false }
      return words.hasSuffix(mark)
    }

    var names: [String] { pieces.names }
  }

  /// The placeholders that the text uses.
  public var names: Set<String> {
    var names = Set((subject + preheader + replyTo + (calendar ?? [])).names)
    for line in paragraphs.joined() { names.formUnion(line.names) }
    return names
  }

  /// The paragraph that leads to the page: words, then `{link}` alone.
  var linkParagraph: Int? {
    paragraphs.firstIndex { $0.contains { $0.names.contains("link") } }
  }

  /// The paragraph with the office's name, phone and district.
  var signOffParagraph: Int? {
    paragraphs.lastIndex { $0.contains { $0.names.contains("office_name") } }
  }
}

extension Sequence<Template.Piece> {
  var names: [String] {
    compactMap { piece in
      guard case .placeholder(let name) = piece else { return nil }
      return name
    }
  }
}
