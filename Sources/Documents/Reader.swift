/// A place in a document from which typed values are read.
///
/// Each method returns nil after noting what is wrong, so that the reading goes on and every
/// mistake is told. What a key's absence means stands where it is read:
///
/// ```swift
/// root.fields { fields in
///   let title = fields.required("title")?.string()
///   let margin = fields.optional("marginDays")?.integer(in: 0...28) ?? 7
///   guard let title else { return nil }
///   return Judging(title: title, marginDays: margin)
/// }
/// ```
///
/// A `?? default` after a wrong value does no harm: ``Document/read(_:)`` returns nothing once a
/// mistake was noted.
public struct Reader {
  public let value: Value
  /// Keys and indices from the root, such as `evidence.windows[2].opens`; indices count from 0.
  public let path: String
  let notes: Notes

  /// Notes a mistake here.
  ///
  /// - Parameters:
  ///   - found: What stands here, in words; by default the value itself.
  ///   - expected: What should stand here.
  public func mistake(found: String? = nil, expected: String) {
    notes.add(
      at: value.position, path: path, found: found ?? value.summary, expected: expected)
  }

  // MARK: Scalars

  /// Text of one line: no control characters.
  ///
  /// - Parameter length: How many Unicode scalars are allowed; from 1 on, blanks alone won't do.
  /// - Returns: The text as it stands, or nil after a mistake.
  public func string(length: ClosedRange<Int> = 1...200) -> String? {
    text(length: length, of: "text") { $0 == "\t" }
  }

  /// Text of several lines, separated by `\n`.
  ///
  /// - Parameter length: How many Unicode scalars are allowed; from 1 on, blanks alone won't do.
  /// - Returns: The text as it stands, or nil after a mistake.
  public func paragraphs(length: ClosedRange<Int> = 1...4_000) -> String? {
    text(length: length, of: "text") { $0 == "\t" || $0 == "\n" }
  }

  private func text(
    length: ClosedRange<Int>, of what: String, allowing: (Unicode.Scalar) -> Bool
  ) -> String? {
    guard case .string(let text) = value.content else {
      mistake(expected: "\(what) in quotes")
      return nil
    }
    let scalars = text.unicodeScalars
    if let control = scalars.first(where: { isControl($0) && !allowing($0) }) {
      mistake(
        found: "the character \(Mistake.visible(control)) in \(Mistake.quoted(text))",
        expected: "\(what) without it")
      return nil
    }
    if scalars.count > length.upperBound {
      mistake(
        found: "\(scalars.count) characters", expected: "at most \(length.upperBound)")
      return nil
    }
    if scalars.count < length.lowerBound || length.lowerBound > 0 && scalars.allSatisfy(isBlank) {
      let least = length.lowerBound > 1 ? " of at least \(length.lowerBound) characters" : ""
      mistake(expected: "\(what)\(least)")
      return nil
    }
    return text
  }

  private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  /// A whole number, written as `12`, `+12`, `-12` or `0x0C`.
  public func integer(in range: ClosedRange<Int>) -> Int? {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard case .number(let text) = value.content, let number = Self.integer(text),
      range.contains(number)
    else {
      mistake(expected: expected)
      return nil
    }
    return number
  }

  private static func integer(_ text: String) -> Int? {
    var digits = Substring(text)
    let sign = digits.first == "+" || digits.first == "-" ? String(digits.removeFirst()) : ""
    guard digits.hasPrefix("0x") || digits.hasPrefix("0X") else { return Int(text) }
    return Int(sign + digits.dropFirst(2), radix: 16)
  }

  public func bool() -> Bool? {
    guard case .bool(let flag) = value.content else {
      mistake(expected: "true or false")
      return nil
    }
    return flag
  }

  /// One of an enumeration's names; after a slip the nearest one is suggested.
  public func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type = Choice.self
  ) -> Choice? {
    if case .string(let name) = value.content, let choice = Choice(rawValue: name) {
      return choice
    }
    mistake(expected: expectation(Choice.allCases.map(\.rawValue)))
    return nil
  }

  /// One of several names, each of which stands for a value.
  public func choice<Choice>(among choices: KeyValuePairs<String, Choice>) -> Choice? {
    if case .string(let name) = value.content,
      let choice = choices.first(where: { $0.key == name })
    {
      return choice.value
    }
    mistake(expected: expectation(choices.map(\.key)))
    return nil
  }

  private func expectation(_ names: [String]) -> String {
    let all = "one of " + listed(names)
    guard case .string(let name) = value.content, let near = nearestName(to: name, among: names)
    else { return all }
    return names.count == 1
      ? Mistake.quoted(near) : "\(all) (did you mean \(Mistake.quoted(near))?)"
  }

  /// Text that something else understands: a date, an address, an amount.
  ///
  /// - Parameters:
  ///   - expected: What should stand here, with an example: `a date like 2026-09-14`.
  ///   - length: Most Unicode scalars that are handed to `parse`.
  ///   - parse: Returns nil when it doesn't understand the text.
  /// - Returns: What `parse` made, or nil after a mistake.
  public func parsed<Result>(
    expected: String, length: Int = 200, _ parse: (String) -> Result?
  ) -> Result? {
    if case .string(let text) = value.content, text.unicodeScalars.count <= length,
      let result = parse(text)
    {
      return result
    }
    mistake(expected: expected)
    return nil
  }

  // MARK: Lists and maps

  /// The items of a list that could be read; where one could not, its mistake is noted.
  ///
  /// - Parameters:
  ///   - count: How many items are allowed.
  ///   - item: Reads one item.
  /// - Returns: The items in the file's order, or nil when this is no list or has too few or too
  ///   many.
  public func list<Item>(
    count: ClosedRange<Int> = 0...1_000, _ item: (Reader) -> Item?
  ) -> [Item]? {
    guard case .list(let values) = value.content else {
      mistake(expected: "a list in [ ]")
      return nil
    }
    guard count.contains(values.count) else {
      mistake(expected: Self.amount(count, "item"))
      return nil
    }
    return values.enumerated().compactMap { index, value in
      item(Reader(value: value, path: "\(path)[\(index)]", notes: notes))
    }
  }

  /// Items of a list, no two of which may share a key.
  ///
  /// - Parameters:
  ///   - count: How many items are allowed.
  ///   - name: What the key is called in a mistake, such as `id`.
  ///   - key: What must differ.
  ///   - item: Reads one item.
  /// - Returns: The items in the file's order, or nil when this is no list or has too few or too
  ///   many.
  public func list<Item, Key: Hashable>(
    count: ClosedRange<Int> = 0...1_000, uniqueBy name: String, _ key: (Item) -> Key,
    _ item: (Reader) -> Item?
  ) -> [Item]? {
    var lines: [Key: Int] = [:]
    return list(count: count) { reader in
      guard let read = item(reader) else { return nil }
      if let line = lines[key(read)] {
        reader.mistake(
          found: "the same \(name) as in line \(line), \(Mistake.quoted("\(key(read))"))",
          expected: "each \(name) once only")
        return nil
      }
      lines[key(read)] = reader.value.position.line
      return read
    }
  }

  /// The entries of a map whose keys are free names; those that could be read, in the file's order.
  ///
  /// - Parameters:
  ///   - count: How many entries are allowed.
  ///   - entry: Reads one entry; the reader's place is that of the value.
  /// - Returns: What was read, or nil when this is no map or has too few or too many entries.
  public func entries<Entry>(
    count: ClosedRange<Int> = 0...1_000, _ entry: (String, Reader) -> Entry?
  ) -> [Entry]? {
    guard case .map(let members) = value.content else {
      mistake(expected: "a map in { }")
      return nil
    }
    guard count.contains(members.count) else {
      mistake(found: "\(members.count) entries", expected: Self.amount(count, "entry", "entries"))
      return nil
    }
    return members.compactMap { entry($0.key, child($0)) }
  }

  /// A map with known keys. Whatever key `read` doesn't ask for is a mistake.
  ///
  /// - Parameter read: Asks for the keys; returns nil when something needed is missing.
  /// - Returns: What `read` made, or nil.
  public func fields<Result>(_ read: (Fields) -> Result?) -> Result? {
    guard case .map(let members) = value.content else {
      mistake(expected: "a map in { }")
      return nil
    }
    let fields = Fields(of: self, members: members)
    let result = read(fields)
    fields.tellUnknown()
    return result
  }

  func child(_ member: Member) -> Reader {
    let part = Self.pathPart(member.key)
    return Reader(
      value: member.value, path: path.isEmpty ? part : "\(path).\(part)", notes: notes)
  }

  /// A key as it stands in a path: bare where that can be read back, else in quotes.
  static func pathPart(_ key: String) -> String {
    let bare =
      !key.isEmpty && key.utf8.count <= 64
      && key.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
          UInt8(ascii: "$"):
          true
        default: false
        }
      }
    return bare ? key : Mistake.quoted(key)
  }

  private static func amount(
    _ count: ClosedRange<Int>, _ one: String, _ many: String? = nil
  ) -> String {
    let many = many ?? one + "s"
    if count.lowerBound == count.upperBound {
      return "exactly \(count.lowerBound) \(count.lowerBound == 1 ? one : many)"
    }
    return "from \(count.lowerBound) to \(count.upperBound) \(many)"
  }
}
