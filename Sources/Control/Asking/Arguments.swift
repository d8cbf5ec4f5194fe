import CivilTime

/// What was typed, sorted by a command's signature.
struct Arguments: Sendable {
  let signature: Signature
  let positional: [String]
  /// Values by the option's name; a switch has empty ones.
  let options: [String: [String]]

  // MARK: By place

  /// The parameter at a place that has to be there.
  subscript(_ place: Int) -> String {
    place < positional.count ? positional[place] : ""
  }

  /// The parameter at a place; `nil` when it was left out.
  func optional(_ place: Int) -> String? {
    place < positional.count ? positional[place] : nil
  }

  /// The parameters from a place on.
  func rest(from place: Int) -> [String] {
    Array(positional.dropFirst(place))
  }

  /// A record's number by place.
  func number(_ place: Int) throws(Failure) -> Int64 {
    try Self.number(
      self[place], signature.parameters[min(place, signature.parameters.count - 1)].name)
  }

  static func number(_ text: String, _ name: String) throws(Failure) -> Int64 {
    let digits = text.hasPrefix("#") ? text.dropFirst() : Substring(text)
    guard let number = Int64(digits), number > 0 else {
      throw .usage("\(name): found \"\(Plainly.line(text))\", expected a number like 12")
    }
    return number
  }

  // MARK: By name

  func has(_ name: String) -> Bool { options[name] != nil }

  func text(_ name: String) -> String? { options[name]?.last }

  func texts(_ name: String) -> [String] { options[name] ?? [] }

  /// The value of an option that the signature requires.
  func required(_ name: String) -> String { text(name) ?? "" }

  func number(_ name: String) throws(Failure) -> Int64? {
    guard let text = text(name) else { return nil }
    return try Self.number(text, name)
  }

  /// Most rows of a list; 200 if nothing else was asked.
  func limit() throws(Failure) -> Int {
    guard let asked = try number("--limit") else { return 200 }
    guard asked <= 100_000 else {
      throw .usage("--limit: found \(asked), expected at most 100000")
    }
    return Int(asked)
  }

  func date(_ name: String) throws(Failure) -> CivilDate? {
    guard let text = text(name) else { return nil }
    guard let date = CivilDate(iso: text) else {
      throw .usage("\(name): found \"\(Plainly.line(text))\", expected a date like 2026-09-14")
    }
    return date
  }

  /// A date that the signature requires.
  func requiredDate(_ name: String) throws(Failure) -> CivilDate {
    try date(name) ?? .first
  }

  /// One of an enumeration's names; after a slip the nearest one is suggested.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Choice.Type = Choice.self
  ) throws(Failure) -> Choice? {
    guard let text = text(name) else { return nil }
    return try Self.choice(text, name)
  }

  /// One of an enumeration's names by place.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ place: Int, _ type: Choice.Type = Choice.self
  ) throws(Failure) -> Choice {
    try Self.choice(self[place], signature.parameters[place].name)
  }

  static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ name: String
  ) throws(Failure) -> Choice {
    let names = Choice.allCases.map(\.rawValue)
    // Names are typed as they are read: with dashes, blanks, or capitals.
    if let found = Choice.allCases.first(where: { folded($0.rawValue) == folded(text) }) {
      return found
    }
    throw .usage(
      "\(name): found \"\(Plainly.line(text))\", expected one of \(names.joined(separator: ", "))",
      hint: Suggestion.hint(for: text, among: names))
  }

  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0 != "-" && $0 != " " && $0 != "_" }
  }
}
