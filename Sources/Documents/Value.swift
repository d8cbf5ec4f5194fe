/// A line and a column, both from 1; columns count Unicode scalars.
public struct Position: Hashable, Sendable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A node of a document, with the place where it begins.
public struct Value: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The number's text as it stands in the file, such as `12`, `+.5` or `0xFF`. It is never made
    /// a floating-point number here: amounts and weights are exact.
    case number(String)
    case string(String)
    case list([Value])
    /// Members in the file's order; no key stands here twice.
    case map([Member])
  }

  public let position: Position
  public let content: Content

  public init(at position: Position, _ content: Content) {
    self.position = position
    self.content = content
  }

  /// What this is, in the words of a message: `"Sept"`, `12`, `a list of 3`.
  public var summary: String {
    switch content {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let text): "the number \(text)"
    case .string(let text): Mistake.quoted(text)
    case .list(let items): items.isEmpty ? "an empty list" : "a list of \(items.count)"
    case .map(let members): members.isEmpty ? "{}" : "{ \(members[0].key): … }"
    }
  }
}

/// A key and its value.
public struct Member: Hashable, Sendable {
  public let key: String
  public let keyPosition: Position
  public let value: Value

  public init(key: String, at keyPosition: Position, _ value: Value) {
    self.key = key
    self.keyPosition = keyPosition
    self.value = value
  }
}
