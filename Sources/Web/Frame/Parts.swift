import HTML
import HTTPServer
import Office

// Pieces that many pages are made of. Their classes are those of `style.css`.

/// What a colour says, beside a shape and a word.
enum Tone {
  case plain, met, wait, short, now

  fileprivate var state: Attribute {
    switch self {
    case .plain: .class("state")
    case .met: .class("state state-met")
    case .wait: .class("state state-wait")
    case .short: .class("state state-short")
    case .now: .class("state state-now")
    }
  }

  fileprivate var note: Attribute {
    switch self {
    case .plain, .now: .class("note")
    case .met: .class("note note-met")
    case .wait: .class("note note-wait")
    case .short: .class("note note-short")
    }
  }
}

/// A state: a shape, a word, a colour.
func state(_ text: String, _ tone: Tone, _ symbol: Symbol) -> Markup {
  span(tone.state) {
    symbol.icon
    text
  }
}

/// Something to know before going on.
func note(_ tone: Tone, _ symbol: Symbol, @MarkupBuilder content: () -> Markup) -> Markup {
  div(tone.note) {
    symbol.icon
    div { content() }
  }
}

/// A field with its label, its hint and what is wrong with it.
///
/// - Parameters:
///   - id: The field's id; the hint's and the problem's are made from it.
///   - text: The label.
///   - hint: What helps to fill it in.
///   - problem: What is wrong with what was sent.
///   - control: The field, given the ids that describe it.
/// - Returns: The field with everything about it.
func field(
  _ id: String, _ text: String, hint: String? = nil, problem: String? = nil,
  control: (_ described: Attribute) -> Markup
) -> Markup {
  let described = [hint.map { _ in id + "-hint" }, problem.map { _ in id + "-problem" }]
    .compactMap(\.self)
  return div(.class("field")) {
    label(for: id) { text }
    if let hint { p(.class("hint"), .id(id + "-hint")) { hint } }
    if let problem { p(.class("problem"), .id(id + "-problem")) { problem } }
    control(described.isEmpty ? .none : .aria(describedBy: described.joined(separator: " ")))
  }
}

/// Facts with their names.
func facts(_ rows: [(name: String, value: Markup)]) -> Markup {
  dl(.class("facts")) {
    for row in rows {
      div(.class("facts-row")) {
        dt { row.name }
        dd { row.value }
      }
    }
  }
}

/// A link that looks like a button.
func buttonLink(_ text: String, _ path: Path, isQuiet: Bool = false) -> Markup {
  a(href: .path(path), isQuiet ? .class("button button-quiet") : .class("button")) { text }
}

/// Text that people wrote: a paragraph for each of its lines.
func prose(_ text: String) -> Markup {
  Markup {
    for line in text.split(separator: "\n") { p { line } }
  }
}

extension Visit {
  /// What was just done, told after the browser was sent on: the key is in the address, the words are ours.
  ///
  /// An address that came from elsewhere, as in a mail, tells nothing: nobody can make a page claim what was not done.
  func told(_ request: HTTPRequest) -> Markup? {
    guard !request.isFromAnotherSite, request.headers["Sec-Fetch-Site"] != "none",
      let done = request.query["done"], let text = words.template("done." + done)
    else {
      return nil
    }
    return note(.met, .check) { p { text } }
  }
}

extension HTTPResponse {
  /// Sends the browser on, telling what was done.
  static func done(_ what: String, at path: Path) throws -> HTTPResponse {
    try .seeOther(path.query("done", what).string)
  }
}
