import HTML

/// Puts values into a template.
struct Filler {
  let template: Template
  let values: NoticeValues
  let wording: Wording
  let notice: NoticeText

  init(template: Template, values: NoticeValues, wording: Wording) {
    self.template = template
    self.values = values
    self.wording = wording
    notice = NoticeText.named(template.name.notice)
  }

  /// Fills everything.
  ///
  /// - Parameter builtInCalendar: What the calendar entry is called if the template doesn't say it.
  /// - Returns: The mail's words.
  /// - Throws: ``UnfilledNotice`` with every placeholder that has no value that fits.
  func fill(builtInCalendar: [Template.Piece]?) throws(UnfilledNotice) -> FilledNotice {
    try checkValues()
    let subject = filledSubject()
    let preheader = Shortening.atWord(
      line(template.preheader), room: TemplateCheck.preheaderLengths.upperBound)
    let paragraphs = filledParagraphs()
    guard
      let page = MailPage(
        subject: subject, preheader: preheader, district: words(of: "district_name") ?? "",
        paragraphs: paragraphs)
    else { throw UnfilledNotice(template: template.name, placeholders: ["link"]) }
    let calendar = template.calendar ?? builtInCalendar
    return FilledNotice(
      subject: subject, preheader: preheader, replyTo: line(template.replyTo),
      calendarSummary: calendar.map { line($0) },
      text: PlainText.lines(of: paragraphs).joined(separator: "\n") + "\n",
      html: page.markup.bytes)
  }

  /// All values at once: which are missing, of another kind, or empty where they must not be.
  private func checkValues() throws(UnfilledNotice) {
    var missing: [String] = []
    for name in template.names.sorted() {
      // The short title is the title, cut.
      let source = name == "title_short" ? "title" : name
      guard let placeholder = notice.placeholder(source) else { continue }
      let isThere =
        placeholder.kind == .block
        ? placeholder.mayBeEmpty || !block(source).isEmpty : words(of: source) != nil
      if !isThere { missing.append(source) }
    }
    if !missing.isEmpty {
      throw UnfilledNotice(template: template.name, placeholders: missing)
    }
  }

  private func words(of name: String) -> String? {
    guard let placeholder = notice.placeholder(name), let value = values[name] else { return nil }
    return wording.words(value, as: placeholder.kind)
  }

  private func block(_ name: String) -> [BlockLine] {
    guard case .block(let lines) = values[name] else { return [] }
    return lines
  }
}

// MARK: - Headers

extension Filler {
  /// The subject, with the title cut to the room that is left.
  private func filledSubject() -> String {
    let maximum = TemplateCheck.subjectMaximum
    guard template.subject.names.contains("title_short"), let title = words(of: "title") else {
      return Shortening.atWord(line(template.subject), room: maximum)
    }
    let fixed = line(template.subject, titleShort: "x").count - 1
    let room = max(TemplateCheck.titleRoomMinimum, maximum - fixed)
    let short = Shortening.atWord(title, room: room)
    return Shortening.atWord(line(template.subject, titleShort: short), room: maximum)
  }

  /// A header's words, on one line.
  private func line(_ pieces: [Template.Piece], titleShort: String? = nil) -> String {
    let runs = pieces.map { piece -> Run in
      guard case .placeholder(let name) = piece else { return run(piece) }
      if name == "title_short" {
        return Run(text: titleShort ?? words(of: "title") ?? "", kind: .name)
      }
      return run(piece)
    }
    return Shortening.singleLine(closed(runs).text)
  }

  /// The length of a header with example values, but without the title.
  func exampleLength(_ pieces: [Template.Piece]) -> Int {
    let examples = NoticeCatalog.examples(of: template.name, wording)
    let filled = Filler(template: template, values: examples, wording: wording)
      .line(pieces, titleShort: "x")
    return filled.count - (pieces.names.contains("title_short") ? 1 : 0)
  }
}

// MARK: - Body

extension Filler {
  /// The paragraphs that have a line left.
  func filledParagraphs() -> [FilledParagraph] {
    var filled: [FilledParagraph] = []
    var headingIsOpen = false
    for (index, lines) in template.paragraphs.enumerated() {
      let role = role(of: index)
      if role == .signOff { filled += alsoParagraphs() }
      let paragraph = FilledParagraph(
        role: role, lines: lines.compactMap(filledLine),
        isHeading: lines.count == 1 && lines[0].flows && lines[0].ends(with: ":"),
        isFixedHeading: lines[0].names.isEmpty && !lines[0].holdsSentenceEnd,
        extraHeading: extraHeading(of: index))
      if paragraph.lines.isEmpty {
        if headingIsOpen { filled.removeLast() }
        headingIsOpen = false
      } else {
        filled.append(paragraph)
        headingIsOpen = paragraph.isHeading
      }
    }
    return filled
  }

  /// The heading of a paragraph that names a placeholder with one; the link's stands above what
  /// comes after it and after the note on it.
  private func extraHeading(of index: Int) -> String? {
    let names = template.paragraphs[index].lazy.flatMap(\.names)
    if let heading = names.compactMap({ $0 == "link" ? nil : notice.headings[$0] }).first {
      return heading
    }
    guard let link = template.linkParagraph, let heading = notice.headings["link"] else {
      return nil
    }
    let next = template.paragraphs[(link + 1)...].first?.first?.isLinkNote == true ? 2 : 1
    return index == link + next && role(of: index) == .body ? heading : nil
  }

  private func role(of index: Int) -> FilledParagraph.Role {
    if index == template.linkParagraph { return .link }
    guard let signOff = template.signOffParagraph else { return .body }
    return index < signOff ? .body : index == signOff ? .signOff : .footnote
  }

  /// What else is due on the day, if the text has no place of its own for it.
  private func alsoParagraphs() -> [FilledParagraph] {
    let lines = block(NoticeText.alsoLines)
    guard !lines.isEmpty, !template.names.contains(NoticeText.alsoLines) else { return [] }
    return [
      FilledParagraph(
        role: .body, lines: [.flow([Run(text: "Also for you today:", kind: nil)])],
        isHeading: true, isFixedHeading: true, extraHeading: nil),
      FilledParagraph(
        role: .body, lines: [.block(lines)], isHeading: false, isFixedHeading: false,
        extraHeading: nil),
    ]
  }

  /// The line, or nil if nothing is left of it.
  private func filledLine(_ line: Template.Line) -> FilledLine? {
    if let name = line.loneName, let placeholder = notice.placeholder(name) {
      if placeholder.kind == .block {
        let lines = block(name)
        return lines.isEmpty ? nil : .block(lines)
      }
      guard let words = words(of: name), !words.isEmpty else { return nil }
      return placeholder.kind == .url
        ? .link(words) : .lone(Run(text: words, kind: placeholder.kind))
    }
    var runs = closed(line.pieces.map(run))
    let isEmpty = zip(line.pieces, line.pieces.map(run)).allSatisfy { piece, run in
      guard case .placeholder = piece else { return true }
      return run.text.isEmpty
    }
    if isEmpty, !line.names.isEmpty, line.indent > 0 || line.pieces.count == line.names.count {
      return nil
    }
    guard line.indent > 0 else { return .flow(runs) }
    let label = runs.first.flatMap { $0.kind == nil ? Self.label(of: $0.text) : nil } ?? ""
    if !label.isEmpty { runs[0].text.removeFirst(label.count) }
    return .own(indent: line.indent, label: label, runs.filter { !$0.text.isEmpty })
  }

  /// What stands before the value of an indented line: `Closes:  `, or a word and two spaces.
  private static func label(of words: String) -> String? {
    let name = words.prefix { $0 != ":" }
    let isName = name.allSatisfy { $0.isLetter || $0.isNumber || " -_".contains($0) }
    var end = words.firstIndex(of: " ") ?? words.endIndex
    if name.first?.isUppercase == true, isName, name.endIndex < words.endIndex {
      end = words.index(after: name.endIndex)
      guard words[end...].first == " " else { return nil }
    } else {
      guard words[end...].hasPrefix("  ") else { return nil }
    }
    return String(words[..<end] + words[end...].prefix { $0 == " " })
  }

  private func run(_ piece: Template.Piece) -> Run {
    switch piece {
    case .words(let words): Run(text: words, kind: nil)
    case .placeholder(let name):
      Run(text: words(of: name) ?? "", kind: notice.placeholder(name)?.kind)
    }
  }

  /// Closes the gap that an empty value leaves: "Hello {first_name}," becomes "Hello,".
  private func closed(_ runs: [Run]) -> [Run] {
    var closed: [Run] = []
    var dropsSpace = false
    for run in runs {
      if run.kind != nil, run.text.isEmpty {
        if closed.last?.text.last == " " {
          closed[closed.count - 1].text.removeLast()
        } else if closed.isEmpty {
          dropsSpace = true
        }
        continue
      }
      var run = run
      if dropsSpace, run.text.first == " " { run.text.removeFirst() }
      dropsSpace = false
      closed.append(run)
    }
    return closed
  }
}

extension Template.Line {
  /// Whether it begins what is said about the link right below it.
  fileprivate var isLinkNote: Bool {
    guard case .words(let words) = pieces.first else { return false }
    return words.hasPrefix(MailPart.noteBeginning)
  }

  /// Whether a sentence ends before the line does.
  fileprivate var holdsSentenceEnd: Bool {
    pieces.contains { piece in
      guard case .words(let words) = piece else { return false }
      return words.contains(". ") || words.contains("? ")
    }
  }
}
