import HTML

/// A piece of a mail, as it is drawn.
enum MailPart {
  case paragraph([Run])
  /// A value that stands for itself, such as a title.
  case standout([Run])
  case heading(String)
  /// Words, and the date that they lead to.
  case due(label: [Run], date: String)
  case rows([(label: String, value: [Run])])
  case numbered([BlockLine])
  case listed([BlockLine])
  case met([String])
  case feedback(criterion: String, paragraphs: [String])
  case code([String])
  case button(words: String, link: WebLink)
  /// What is said about the link right below it.
  case note([Run])
  case signOff([[Run]])
  case footnote([Run])

  /// How a paragraph right after the link begins if it is about the link.
  static let noteBeginning = "This link "

  /// Whether it stands below the line at the foot.
  var isFoot: Bool {
    switch self {
    case .signOff, .footnote: true
    default: false
    }
  }

  /// Whether a paragraph after it needs more room above.
  var leavesLittleRoom: Bool {
    switch self {
    case .met, .feedback, .button, .note: true
    default: false
    }
  }

  /// The parts of a mail, or nil if its link is none.
  static func parts(of paragraphs: [FilledParagraph]) -> [MailPart]? {
    var parts: [MailPart] = []
    for (index, paragraph) in paragraphs.enumerated() {
      if let heading = paragraph.extraHeading { parts.append(.heading(heading)) }
      switch paragraph.role {
      case .link:
        guard let button = button(of: paragraph) else { return nil }
        parts.append(button)
      case .signOff:
        parts.append(.signOff(paragraph.runs))
      case .footnote:
        parts.append(.footnote(paragraph.joined))
      case .body:
        let next = index + 1 < paragraphs.count ? paragraphs[index + 1] : nil
        if paragraph.isHeading, paragraph.isFixedHeading, next?.beginsWithBlock == true {
          parts.append(.heading(String(paragraph.joined.text.dropLast())))
        } else if case .button = parts.last, paragraph.joined.text.hasPrefix(noteBeginning) {
          parts.append(.note(paragraph.joined))
        } else {
          parts += body(of: paragraph)
        }
      }
    }
    return parts
  }

  private static func button(of paragraph: FilledParagraph) -> MailPart? {
    var words = FilledParagraph(
      role: .body, lines: [], isHeading: false, isFixedHeading: false, extraHeading: nil)
    var address = ""
    for line in paragraph.lines {
      if case .link(let link) = line { address = link } else { words.lines.append(line) }
    }
    guard let link = try? WebLink(address) else { return nil }
    let text = words.joined.text
    return .button(words: text.hasSuffix(":") ? String(text.dropLast()) : text, link: link)
  }

  private static func body(of paragraph: FilledParagraph) -> [MailPart] {
    var parts: [MailPart] = []
    var flowing: [Run] = []
    var rows: [(label: String, value: [Run])] = []
    func flush() {
      if !flowing.isEmpty { parts.append(.paragraph(flowing)) }
      flowing = []
      if rows.count == 1, let date = rows[0].value.singleInstant {
        parts.append(.due(label: [Run(text: rows[0].label, kind: nil)], date: date))
      } else if !rows.isEmpty {
        parts.append(.rows(rows))
      }
      rows = []
    }
    for line in paragraph.lines {
      switch line {
      case .flow(let runs):
        if !rows.isEmpty { flush() }
        if !flowing.isEmpty { flowing.append(Run(text: " ", kind: nil)) }
        flowing += runs
        if let (label, date) = flowing.dueDate {
          parts.append(.due(label: label, date: date))
          flowing = []
        }
      case .own(_, let label, let runs):
        if !flowing.isEmpty { flush() }
        if label.isEmpty {
          flush()
          parts.append(.standout(runs))
        } else {
          rows.append((String(label.drop { $0 == " " }.trimmingSpace()), runs))
        }
      case .lone(let run):
        flush()
        parts.append(.paragraph([run]))
      case .block(let block):
        flush()
        append(block, to: &parts)
      case .link: flush()
      }
    }
    flush()
    return parts
  }

  /// Neighbours of a kind are one list, also across the blocks of a paragraph.
  private static func append(_ block: [BlockLine], to parts: inout [MailPart]) {
    for line in block {
      let last = parts.last
      switch line {
      case .line(let text):
        parts.append(.paragraph([Run(text: Shortening.singleLine(text), kind: nil)]))
      case .item:
        if case .numbered(let lines) = last {
          parts[parts.count - 1] = .numbered(lines + [line])
        } else {
          parts.append(.numbered([line]))
        }
      case .entry:
        if case .listed(let lines) = last {
          parts[parts.count - 1] = .listed(lines + [line])
        } else {
          parts.append(.listed([line]))
        }
      case .met(let text):
        if case .met(let texts) = last {
          parts[parts.count - 1] = .met(texts + [Shortening.singleLine(text)])
        } else {
          parts.append(.met([Shortening.singleLine(text)]))
        }
      case .feedback(let criterion, let text):
        parts.append(
          .feedback(
            criterion: Shortening.singleLine(criterion),
            paragraphs: line.feedbackParagraphs(text)))
      case .code(let code):
        if case .code(let codes) = last {
          parts[parts.count - 1] = .code(codes + [Shortening.singleLine(code)])
        } else {
          parts.append(.code([Shortening.singleLine(code)]))
        }
      }
    }
  }
}

extension FilledParagraph {
  /// The words of its lines, each by itself.
  fileprivate var runs: [[Run]] {
    lines.compactMap { line in
      switch line {
      case .flow(let runs), .own(_, _, let runs): runs
      case .lone(let run): [run]
      case .link, .block: nil
      }
    }
  }

  /// The words of its lines, joined.
  fileprivate var joined: [Run] {
    Array(runs.joined(separator: [Run(text: " ", kind: nil)]))
  }

  fileprivate var beginsWithBlock: Bool {
    guard case .block = lines.first else { return false }
    return true
  }
}

extension [Run] {
  /// The date, if that is all.
  fileprivate var singleInstant: String? {
    count == 1 && self[0].kind == .instant ? self[0].text : nil
  }

  /// What leads to a date and the date, if the words end with one: "... until {due}."
  fileprivate var dueDate: (label: [Run], date: String)? {
    var runs = self
    if let last = runs.last, last.kind == nil, last.text == "." { runs.removeLast() }
    guard let date = runs.popLast(), date.kind == .instant, !runs.isEmpty, count > runs.count + 1
    else { return nil }
    if runs[runs.count - 1].text == " " { runs.removeLast() }
    return (runs, date.text)
  }
}
