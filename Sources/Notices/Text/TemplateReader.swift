public import Documents

extension Template {
  /// Reads a text and checks it.
  ///
  /// - Parameters:
  ///   - source: Header lines, a blank line, and the body; line ends of any kind.
  ///   - file: The file's name, for what is told about it.
  ///   - name: Which text it is: it decides which placeholders are known, and which are needed.
  /// - Throws: ``Documents/Mistakes`` with everything that is wrong, each with its line.
  public init(_ source: String, file: String, for name: TemplateName) throws(Mistakes) {
    var reader = TemplateReader(file: file)
    reader.read(source)
    let template = Template(
      name: name, subject: reader.headers[.subject] ?? [],
      preheader: reader.headers[.preheader] ?? [], replyTo: reader.headers[.replyTo] ?? [],
      calendar: reader.headers[.calendar], paragraphs: reader.paragraphs)
    var check = TemplateCheck(template, file: file, headerLines: reader.headerLines)
    if reader.isWhole { check.run() }
    if let mistakes = Mistakes(reader.mistakes + check.mistakes) { throw mistakes.inFileOrder() }
    self = template
  }
}

/// Takes a text apart; judges only its form.
struct TemplateReader {
  enum Header: String, CaseIterable {
    case subject = "Subject"
    case preheader = "Preheader"
    case replyTo = "Reply-To"
    case calendar = "Calendar"
  }

  let file: String
  private(set) var mistakes: [Mistake] = []
  private(set) var headers: [Header: [Template.Piece]] = [:]
  private(set) var headerLines: [Header: Int] = [:]
  private(set) var paragraphs: [[Template.Line]] = []
  /// Whether the text was short enough to be read at all.
  private(set) var isWhole = true

  init(file: String) {
    self.file = file
  }

  mutating func read(_ source: String) {
    guard source.utf8.count <= Template.bytesMaximum else {
      isWhole = false
      note(
        nil, "\(source.utf8.count) bytes", "at most \(Template.bytesMaximum), a page of text")
      return
    }
    let lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.count <= Template.linesMaximum else {
      isWhole = false
      note(nil, "\(lines.count) lines", "at most \(Template.linesMaximum)")
      return
    }
    let end = lines.firstIndex { $0.allSatisfy(\.isWhitespace) } ?? lines.endIndex
    for (index, line) in lines[..<end].enumerated() { readHeader(line, number: index + 1) }
    for header in Header.allCases where header != .calendar && headers[header] == nil {
      if headerLines[header] == nil { note(1, "no line \"\(header.rawValue): ...\"", "one") }
    }
    readBody(lines[end...])
    if paragraphs.isEmpty { note(nil, "no body", "a blank line and then the text of the mail") }
  }

  private mutating func readHeader(_ line: Substring, number: Int) {
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let all = Header.allCases.map(\.rawValue)
    guard let name = parts.first, parts.count == 2 else {
      note(
        number, Mistake.quoted(String(line)), "a header such as \"Subject: ...\", or a blank line")
      return
    }
    guard let header = Header.allCases.first(where: { $0.rawValue == name }) else {
      let meant = nearestName(to: String(name), among: all)
      note(
        number, "the header \(Mistake.quoted(String(name)))",
        meant.map { "\"\($0)\"" } ?? "one of " + all.joined(separator: ", "))
      return
    }
    guard headerLines[header] == nil else {
      note(number, "a second \"\(header.rawValue)\"", "one")
      return
    }
    headerLines[header] = number
    let value = parts[1].trimmingSpace()
    guard !value.isEmpty else {
      note(number, "nothing after \"\(header.rawValue):\"", "its words")
      return
    }
    headers[header] = pieces(of: value, number: number)
  }

  private mutating func readBody(_ lines: ArraySlice<Substring>) {
    var paragraph: [Template.Line] = []
    for (index, line) in zip(lines.indices, lines) {
      let words = line.trimmingSpace()
      if words.isEmpty {
        if !paragraph.isEmpty { paragraphs.append(paragraph) }
        paragraph = []
        continue
      }
      let indent = line.prefix { $0.isWhitespace }.reduce(0) { $0 + ($1 == "\t" ? 2 : 1) }
      let number = index + 1
      paragraph.append(
        Template.Line(number: number, indent: indent, pieces: pieces(of: words, number: number)))
    }
    if !paragraph.isEmpty { paragraphs.append(paragraph) }
  }

  /// Words and placeholders of a line.
  private mutating func pieces(of line: Substring, number: Int) -> [Template.Piece] {
    var pieces: [Template.Piece] = []
    var words = ""
    var rest = line
    while let next = rest.popFirst() {
      guard next == "{" else {
        words.append(next)
        continue
      }
      if rest.first == "{" {
        rest.removeFirst()
        words.append("{")
        continue
      }
      let name = rest.prefix { $0 != "}" && $0 != "{" && $0 != " " }
      guard rest[name.endIndex...].first == "}", Self.isName(name) else {
        note(
          number, Mistake.quoted("{" + name),
          "a placeholder such as {first_name}, or {{ for a brace")
        words.append("{")
        continue
      }
      rest = rest[name.endIndex...].dropFirst()
      if !words.isEmpty { pieces.append(.words(words)) }
      words = ""
      pieces.append(.placeholder(String(name)))
    }
    if !words.isEmpty { pieces.append(.words(words)) }
    return pieces
  }

  private static func isName(_ name: Substring) -> Bool {
    guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
    else {
      return false
    }
    return name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
  }

  private mutating func note(_ line: Int?, _ found: String, _ expected: String) {
    mistakes.append(
      Mistake(file: file, place: .init(line: line), found: found, expected: expected))
  }
}

extension Substring {
  func trimmingSpace() -> Substring {
    var words = drop { $0.isWhitespace }
    while words.last?.isWhitespace == true { words.removeLast() }
    return words
  }
}
