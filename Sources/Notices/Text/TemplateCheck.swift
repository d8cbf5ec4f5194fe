import CivilTime
import Documents

/// Holds a template against its notice's placeholders and the rules for subjects and preheaders.
struct TemplateCheck {
  static let subjectMaximum = 60
  /// Characters that a title must have room for in a subject.
  static let titleRoomMinimum = 20
  static let preheaderLengths = 35...90

  private let template: Template
  private let file: String
  private let notice: NoticeText
  private let headerLines: [TemplateReader.Header: Int]
  /// The placeholders of our own text of that name.
  private let builtInNames: Set<String>
  private(set) var mistakes: [Mistake] = []

  init(_ template: Template, file: String, headerLines: [TemplateReader.Header: Int]) {
    self.template = template
    self.file = file
    self.headerLines = headerLines
    notice = NoticeText.named(template.name.notice)
    var reader = TemplateReader(file: file)
    reader.read(notice.text(template.name.variant)?.source ?? "")
    builtInNames = Set(
      reader.headers.values.joined().names + reader.paragraphs.joined().flatMap(\.names))
  }

  mutating func run() {
    if notice.text(template.name.variant) == nil {
      note(nil, "a text for \(template.name)", "one of those that there are")
    }
    checkHeader(.subject, template.subject, refusing: [.block, .url, .name, .money])
    checkHeader(.preheader, template.preheader, refusing: [.block, .url])
    checkHeader(.replyTo, template.replyTo, refusing: [])
    checkHeader(.calendar, template.calendar ?? [], refusing: [.block, .url, .name])
    checkReplyTo()
    for line in template.paragraphs.joined() { checkLine(line) }
    checkLink()
    checkRequired()
    checkLengths()
  }

  private mutating func checkHeader(
    _ header: TemplateReader.Header, _ pieces: [Template.Piece], refusing kinds: [PlaceholderKind]
  ) {
    for name in pieces.names {
      guard let placeholder = known(name, line: headerLines[header]) else { continue }
      let isTitle = name == "title" || name == "title_short"
      if kinds.contains(placeholder.kind) {
        note(
          headerLines[header], "{\(name)} in \"\(header.rawValue)\"",
          "none there: \(Self.reason(placeholder.kind))")
      } else if header == .subject ? name == "title" : isTitle && header != .preheader {
        note(
          headerLines[header], "{\(name)} in \"\(header.rawValue)\"",
          header == .subject
            ? "{title_short}, which is cut to the room left" : "none: calendars are shared")
      }
    }
  }

  private static func reason(_ kind: PlaceholderKind) -> String {
    switch kind {
    case .block: "a header is one line"
    case .url: "a link stands in the body"
    case .name, .money: "a locked phone shows it"
    default: "it is no text for a header"
    }
  }

  private mutating func checkReplyTo() {
    guard !template.replyTo.isEmpty else { return }
    if template.replyTo.count == 1 {
      switch template.replyTo[0] {
      case .placeholder(let name):
        if let kind = notice.placeholder(name)?.kind, kind == .address { return }
      case .words(let words):
        let parts = words.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
          !words.contains(where: \.isWhitespace)
        {
          return
        }
      }
    }
    note(
      headerLines[.replyTo], "a \"Reply-To\" that is no address", "an address, or {office_email}")
  }

  private mutating func checkLine(_ line: Template.Line) {
    for name in line.names {
      guard let placeholder = known(name, line: line.number) else { continue }
      let isAlone = line.loneName != nil
      if placeholder.kind == .block, !isAlone {
        note(
          line.number, "{\(name)} with other words on its line",
          "it alone, not indented: it may be several lines, or none")
      } else if placeholder.kind == .url, !isAlone {
        note(line.number, "{\(name)} with other words on its line", "it alone, not indented")
      } else if name == "title_short" {
        note(line.number, "{title_short}", "{title}: only the subject is short of room")
      }
    }
  }

  private mutating func checkLink() {
    let links = template.paragraphs.joined().filter { $0.names.contains("link") }
    let wanted = builtInNames.contains("link") ? 1 : 0
    for extra in links.dropFirst(wanted) {
      note(extra.number, "{link}", wanted == 0 ? "none in this mail" : "one {link} in a mail")
    }
    guard wanted == 1, let line = links.first,
      let paragraph = template.paragraphs.first(where: { $0.contains(line) })
    else { return }
    if paragraph.first == line {
      note(line.number, "{link} without words before it", "a line that says where it leads")
    } else if paragraph.last != line {
      note(line.number, "words right after {link}", "a blank line: a link ends its paragraph")
    }
  }

  /// What our own text uses and must not get lost in another.
  private mutating func checkRequired() {
    let used = template.names
    let needed = notice.placeholders.filter { $0.isRequired && builtInNames.contains($0.name) }
    for placeholder in needed where !used.contains(placeholder.name) {
      note(nil, "no {\(placeholder.name)}", "it: \(placeholder.kind.words)")
    }
  }

  private mutating func checkLengths() {
    let filler = Filler(
      template: template, values: [:], wording: .ofExample(template.name, in: .utc))
    guard mistakes.isEmpty else { return }
    let fixed = filler.exampleLength(template.subject)
    let takesTitle = template.subject.names.contains("title_short")
    let most = Self.subjectMaximum - (takesTitle ? Self.titleRoomMinimum : 0)
    if fixed > most {
      note(
        headerLines[.subject], "a subject of \(fixed) characters when filled",
        "at most \(most)" + (takesTitle ? " besides the title" : ""))
    }
    let preheader = filler.exampleLength(template.preheader)
    if !Self.preheaderLengths.contains(preheader) {
      note(
        headerLines[.preheader], "a preheader of \(preheader) characters when filled",
        "\(Self.preheaderLengths.lowerBound) to \(Self.preheaderLengths.upperBound)")
    }
  }

  private mutating func known(_ name: String, line: Int?) -> Placeholder? {
    if let placeholder = notice.placeholder(name) { return placeholder }
    let names = notice.placeholders.map(\.name)
    let meant = nearestName(to: name, among: names)
    note(
      line, "{\(name)}",
      meant.map { "{\($0)}" } ?? "one of " + names.map { "{\($0)}" }.joined(separator: ", "))
    return nil
  }

  private mutating func note(_ line: Int?, _ found: String, _ expected: String) {
    mistakes.append(
      Mistake(file: file, place: .init(line: line), found: found, expected: expected))
  }
}
