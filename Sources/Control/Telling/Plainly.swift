/// Makes text from people fit for a terminal.
enum Plainly {
  /// One line: control characters, line ends and what turns the writing direction become blanks.
  static func line(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned,
        .format:
        if shown.last != " " { shown += " " }
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// Paragraphs: as ``line(_:)``, and line ends stay.
  static func paragraphs(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line(String($0)) }.joined(separator: "\n")
  }

  /// The first characters, with an ellipsis in the place of the rest.
  static func cut(_ text: String, to width: Int) -> String {
    text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
  }
}
