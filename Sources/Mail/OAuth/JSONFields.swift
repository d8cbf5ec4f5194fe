import Documents

/// The members of a JSON object, where what is not as it should be is simply not there.
struct JSONFields {
  private let members: [Member]

  /// - Parameter bytes: The text; `nil` when it is no JSON object.
  init?(_ bytes: [UInt8]) {
    guard let document = try? Document(parsing: bytes, file: "answer"),
      case .map(let members) = document.root.content
    else { return nil }
    self.members = members
  }

  func has(_ name: String) -> Bool { members.contains { $0.key == name } }

  /// A text that is not empty.
  func string(_ name: String) -> String? {
    guard case .string(let text)? = members.first(where: { $0.key == name })?.value.content,
      !text.isEmpty
    else { return nil }
    return text
  }

  /// A whole number that is not negative; some servers put it into quotes.
  func count(_ name: String) -> Int64? {
    switch members.first(where: { $0.key == name })?.value.content {
    case .number(let text), .string(let text):
      guard let number = Int64(text), number >= 0 else { return nil }
      return number
    default: return nil
    }
  }
}
