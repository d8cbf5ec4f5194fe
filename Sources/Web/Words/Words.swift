import HTML

/// All the words of the pages, by key: another language is another table.
///
/// A line of a table is `key = text`, with placeholders in braces. What is counted has a key for one and for
/// others: `queue.heading.one`, `queue.heading.other`, and `queue.heading.none` where zero is said in words of its own.
struct Words: Sendable {
  /// As BCP 47 names it, for the `lang` of the page.
  let language: String
  private let texts: [String: Text]

  /// - Parameters:
  ///   - language: As BCP 47 names it.
  ///   - tables: Lines of `key = text`; empty ones and those that begin with `#` are passed over.
  init(language: String, tables: [String]) {
    self.language = language
    var texts: [String: Text] = [:]
    for line in tables.lazy.flatMap({ $0.split(separator: "\n") }) where !line.hasPrefix("#") {
      guard let equals = line.firstRange(of: " = ") else { continue }
      texts[String(line[..<equals.lowerBound])] = Text(String(line[equals.upperBound...]))
    }
    self.texts = texts
  }

  /// The keys that there are.
  var keys: [String] { texts.keys.sorted() }

  /// The text as it stands, for tests and for other tables.
  func template(_ key: String) -> String? { texts[key]?.whole }

  /// A text with its values in it. A key that is missing is shown itself: a test finds it.
  func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
    let template = texts[key] ?? Text(key)
    if template.isPlain { return template.whole }
    var text = ""
    for piece in template.pieces {
      switch piece {
      case .plain(let plain): text += plain
      case .value(let name): text += values[name] ?? "{\(name)}"
      }
    }
    return text
  }

  /// A text about a number of things: `{count}` is the number.
  func callAsFunction(_ key: String, count: Int, _ values: [String: String] = [:]) -> String {
    var values = values
    values["count"] = Self.number(count)
    return self(counted(key, count), values)
  }

  /// A text with markup for its values.
  func markup(_ key: String, _ values: [String: Markup]) -> Markup {
    var markup = Markup()
    for piece in (texts[key] ?? Text(key)).pieces {
      switch piece {
      case .plain(let plain): markup += MarkupBuilder.buildExpression(plain)
      case .value(let name): markup += values[name] ?? MarkupBuilder.buildExpression("{\(name)}")
      }
    }
    return markup
  }

  /// A text about a number of things, with markup for its values.
  func markup(_ key: String, count: Int, _ values: [String: Markup]) -> Markup {
    var values = values
    values["count"] = MarkupBuilder.buildExpression(Self.number(count))
    return markup(counted(key, count), values)
  }

  private func counted(_ key: String, _ count: Int) -> String {
    if count == 0, texts[key + ".none"] != nil { return key + ".none" }
    return key + (count == 1 ? ".one" : ".other")
  }

  /// `1,500`.
  static func number(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A text, taken apart once.
  private struct Text: Sendable {
    enum Piece: Sendable {
      case plain(String)
      case value(String)
    }

    let whole: String
    let pieces: [Piece]

    /// Whether it has no place for a value.
    let isPlain: Bool

    init(_ text: String) {
      whole = text
      var pieces: [Piece] = []
      var rest = text[...]
      while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        if open > rest.startIndex { pieces.append(.plain(String(rest[..<open]))) }
        pieces.append(.value(String(rest[rest.index(after: open)..<close])))
        rest = rest[rest.index(after: close)...]
      }
      if !rest.isEmpty { pieces.append(.plain(String(rest))) }
      self.pieces = pieces
      isPlain = pieces.allSatisfy { if case .plain = $0 { true } else { false } }
    }
  }
}
