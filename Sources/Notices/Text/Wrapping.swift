/// Plain text in columns.
///
/// Breaks at spaces only, never inside a word, a time (`4:00 PM`) or a day of a month
/// (`October 30`). A word longer than the line stands alone and sticks out: addresses are never
/// broken. Columns are characters.
enum Wrapping {
  /// Columns of plain text, so that a reader who quotes it twice still has 76.
  static let columns = 72

  /// Breaks a line.
  ///
  /// - Parameters:
  ///   - line: What to break; white space of any kind counts as a space.
  ///   - hang: Columns by which the second and later lines are indented.
  /// - Returns: At least one line; none ends with a space.
  static func wrap(_ line: String, hang: Int) -> [String] {
    var pieces = chunks(of: line)[...]
    var lines: [String] = []
    while !pieces.isEmpty {
      let indent = lines.isEmpty ? 0 : hang
      let width = columns - indent
      if !lines.isEmpty, pieces[pieces.startIndex].isSpace { pieces.removeFirst() }
      var current: [Chunk] = []
      var length = 0
      while let next = pieces.first, length + next.length <= width {
        current.append(next)
        length += next.length
        pieces.removeFirst()
      }
      if current.isEmpty, let tooLong = pieces.popFirst() { current = [tooLong] }
      if let last = current.last, last.isSpace { current.removeLast() }
      guard !current.isEmpty else { continue }
      lines.append(String(repeating: " ", count: indent) + current.map(\.text).joined())
    }
    return lines.isEmpty ? [""] : lines
  }

  /// Whether the space between two words may not become a line's end.
  ///
  /// - Parameters:
  ///   - before: The word before the space.
  ///   - after: The word after it.
  /// - Returns: True for times and for days of a month.
  static func binds(_ before: Substring, _ after: Substring) -> Bool {
    if let digit = before.last, digit.isASCII, digit.isNumber {
      let rest = after.dropFirst(2).first
      let isWhole = rest.map { !($0.isLetter || $0.isNumber || $0 == "_") } ?? true
      if after.hasPrefix("AM") || after.hasPrefix("PM"), isWhole { return true }
    }
    guard let digit = after.first, digit.isASCII, digit.isNumber else { return false }
    return Wording.months.contains { before.hasSuffix($0) }
  }

  private struct Chunk {
    var text: String
    var length: Int
    var isSpace: Bool
  }

  /// Words and the spaces between them; words that bind are one.
  private static func chunks(of line: String) -> [Chunk] {
    var chunks: [Chunk] = []
    var rest = line[...]
    while let first = rest.first {
      let isSpace = first.isSeparating
      let piece = rest.prefix { $0.isSeparating == isSpace }
      rest = rest[piece.endIndex...]
      let text = isSpace ? String(repeating: " ", count: piece.count) : String(piece)
      if !isSpace, let space = chunks.last, space.isSpace, space.length == 1, chunks.count >= 2,
        binds(lastWord(of: chunks[chunks.count - 2].text), piece)
      {
        chunks.removeLast()
        chunks[chunks.count - 1].text += " " + text
        chunks[chunks.count - 1].length += 1 + text.count
      } else {
        chunks.append(Chunk(text: text, length: text.count, isSpace: isSpace))
      }
    }
    return chunks
  }

  private static func lastWord(of text: String) -> Substring {
    text.lastIndex(of: " ").map { text[text.index(after: $0)...] } ?? text[...]
  }
}

extension Character {
  /// White space at which a line may break. A no-break space is none.
  var isSeparating: Bool {
    self == " " || self == "\t" || self == "\n" || self == "\r" || self == "\r\n"
      || self == "\u{B}" || self == "\u{C}"
  }
}
