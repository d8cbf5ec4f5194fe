/// The plain text of a mail: one blank line between paragraphs, at most 72 columns.
enum PlainText {
  /// - Parameter paragraphs: In order; each has at least one line.
  /// - Returns: The lines, none of which ends with a space.
  static func lines(of paragraphs: [FilledParagraph]) -> [String] {
    var lines: [String] = []
    for paragraph in paragraphs {
      if !lines.isEmpty { lines.append("") }
      lines += self.lines(of: paragraph)
    }
    return lines
  }

  private static func lines(of paragraph: FilledParagraph) -> [String] {
    var lines: [String] = []
    var flowing: [String] = []
    func flush() {
      guard !flowing.isEmpty else { return }
      let text = flowing.joined(separator: " ")
      lines += Wrapping.wrap(text, hang: numberLength(of: text))
      flowing = []
    }
    for line in paragraph.lines {
      switch line {
      case .flow(let runs):
        flowing.append(runs.text)
      case .own(let indent, let label, let runs):
        flush()
        let margin = String(repeating: " ", count: indent)
        lines += Wrapping.wrap(margin + label + runs.text, hang: indent + label.count)
      case .lone(let run):
        flush()
        lines += Wrapping.wrap(run.text, hang: 0)
      case .link(let link):
        flush()
        lines.append(link)
      case .block(let block):
        flush()
        lines += self.lines(of: block)
      }
    }
    flush()
    return lines
  }

  /// The length of `12. ` at the beginning of a text, under which its next lines hang.
  private static func numberLength(of text: String) -> Int {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    return !digits.isEmpty && text[digits.endIndex...].hasPrefix(". ") ? digits.count + 2 : 0
  }

  private static func lines(of block: [BlockLine]) -> [String] {
    var lines: [String] = []
    var number = 0
    for (index, line) in block.enumerated() {
      if index > 0, line.standsApart || block[index - 1].standsApart { lines.append("") }
      switch line {
      case .line(let text), .met(let text), .entry(let text, details: []):
        lines += Wrapping.wrap(Shortening.singleLine(text), hang: 0)
      case .entry(let text, let details):
        lines += Wrapping.wrap(Shortening.singleLine(text), hang: 0)
        for detail in details { lines += indented(detail, by: 3) }
      case .item(let title, let details):
        number += 1
        let mark = "\(number). "
        lines += Wrapping.wrap(mark + Shortening.singleLine(title), hang: mark.count)
        for detail in details { lines += indented(detail.text, by: mark.count) }
      case .feedback(let criterion, let text):
        lines += Wrapping.wrap(Shortening.singleLine(criterion), hang: 0)
        for paragraph in line.feedbackParagraphs(text) { lines += indented(paragraph, by: 2) }
      case .code(let code):
        lines.append(Shortening.singleLine(code))
      }
    }
    return lines
  }

  private static func indented(_ text: String, by columns: Int) -> [String] {
    let margin = String(repeating: " ", count: columns)
    return Wrapping.wrap(margin + Shortening.singleLine(text), hang: columns)
  }
}

extension BlockLine {
  /// Whether a blank line separates it from its neighbours.
  var standsApart: Bool {
    switch self {
    case .item(_, let details): !details.isEmpty
    case .feedback: true
    case .line, .entry, .met, .code: false
    }
  }

  /// An evaluator's text, cut and in paragraphs.
  func feedbackParagraphs(_ text: String) -> [String] {
    Shortening.paragraphs(
      Shortening.atSentence(text, maximum: Shortening.feedbackMaximum))
  }
}
