/// Cutting what people wrote to what a mail has room for.
public enum Shortening {
  /// Characters of a micro-credential's title in a mail.
  public static let titleMaximum = 80
  /// Characters of feedback on one criterion in a mail.
  public static let feedbackMaximum = 1_200
  /// Characters of other free text, such as the reason for a new date.
  public static let textMaximum = 600

  /// A title as it stands in a mail: one line, cut at a word.
  public static func title(_ title: String) -> String {
    atWord(singleLine(title), room: titleMaximum)
  }

  /// A mail server's own words: one line, cut at a word.
  public static func serverWords(_ words: String) -> String {
    atWord(singleLine(words), room: 200)
  }

  static let rest = "The rest is on your page."

  /// Cuts at a word and adds "...", so that the whole has at most `room` characters.
  ///
  /// - Parameters:
  ///   - text: What to cut; it comes back as it is if there is room.
  ///   - room: Characters, at least 4.
  /// - Returns: At most `room` characters.
  static func atWord(_ text: String, room: Int) -> String {
    guard text.count > room else { return text }
    let kept = text.prefix(max(1, room - 3))
    var end = kept.endIndex
    if !(text[end...].first?.isSeparating ?? true), let space = kept.lastIndex(of: " ") {
      end = space
    }
    var words = kept[..<end]
    while let last = words.last, last == " " || ",;:-(".contains(last) { words.removeLast() }
    return (words.isEmpty ? String(kept) : String(words)) + "..."
  }

  /// Cuts after the last whole sentence that fits and says where the rest is.
  ///
  /// A text without a sentence's end in its first half is cut at a word.
  static func atSentence(_ text: String, maximum: Int) -> String {
    guard text.count > maximum else { return text }
    let kept = Array(text.prefix(maximum))
    var end: Int?
    for index in stride(from: kept.count - 1, through: kept.count / 2, by: -1)
    where ".?!".contains(kept[index]) {
      let next = index + 1 < kept.count ? kept[index + 1] : text.dropFirst(maximum).first
      if next.map({ $0.isWhitespace }) ?? true {
        end = index + 1
        break
      }
    }
    let sentences = end.map { String(kept[..<$0]) } ?? atWord(text, room: maximum)
    return sentences + " " + rest
  }

  /// Text fit for one line: line breaks, tabs and what has no width become spaces, runs of them
  /// one.
  ///
  /// A mail's header can't be broken by it, and a paragraph can't either.
  static func singleLine(_ text: String) -> String {
    var line = ""
    var pendingSpace = false
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
        pendingSpace = !line.isEmpty
      default:
        if pendingSpace { line.unicodeScalars.append(" ") }
        pendingSpace = false
        line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// The paragraphs of a free text, each fit for one line; empty ones are left out.
  static func paragraphs(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { singleLine(String($0)) }.filter { !$0.isEmpty }
  }
}
