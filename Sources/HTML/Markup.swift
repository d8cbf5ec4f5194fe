/// A piece of a page: elements and text, already escaped, as the bytes that go out.
///
/// Made by the element functions and by ``init(_:)`` from a block of them. Equal markup has equal
/// bytes; the same calls give the same bytes on every machine. Putting a piece into another copies
/// it, so a page costs its size times its depth, which is small.
public struct Markup: Hashable, Sendable {
  /// UTF-8, escaped, without a byte order mark.
  public internal(set) var bytes: [UInt8]

  /// Nothing.
  public init() {
    bytes = []
  }

  /// What the block holds, one piece after the other with nothing between them.
  public init(@MarkupBuilder _ content: () -> Markup) {
    self = content()
  }

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The markup as a string, for tests and for mail parts that are built from strings.
  public var string: String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Whether there is neither an element nor text.
  public var isEmpty: Bool {
    bytes.isEmpty
  }

  /// Appends a piece.
  public static func += (pieces: inout Markup, next: Markup) {
    pieces.bytes.append(contentsOf: next.bytes)
  }
}

/// Puts markup together from what stands in a block.
///
/// A `String` or a number becomes text, escaped; `if`, `switch` and `for` work as usual. No method
/// here takes anything else, so nothing unescaped can come in.
@resultBuilder
public enum MarkupBuilder {
  /// Text. `&`, `<`, `>` and what a parser would change are written as references.
  public static func buildExpression(_ text: String) -> Markup {
    var markup = Markup()
    markup.bytes.append(text: text)
    return markup
  }

  /// A part of a text.
  public static func buildExpression(_ text: Substring) -> Markup {
    buildExpression(String(text))
  }

  /// A count, in digits.
  public static func buildExpression(_ number: Int) -> Markup {
    buildExpression(String(number))
  }

  /// Markup made before.
  public static func buildExpression(_ markup: Markup) -> Markup {
    markup
  }

  /// Markup that may be missing.
  public static func buildExpression(_ markup: Markup?) -> Markup {
    markup ?? Markup()
  }

  /// An empty block.
  public static func buildBlock() -> Markup {
    Markup()
  }

  /// The first piece of a block.
  public static func buildPartialBlock(first: Markup) -> Markup {
    first
  }

  /// The pieces so far and the next one.
  public static func buildPartialBlock(accumulated: consuming Markup, next: Markup) -> Markup {
    accumulated.bytes.append(contentsOf: next.bytes)
    return accumulated
  }

  /// `if` without `else`.
  public static func buildOptional(_ markup: Markup?) -> Markup {
    markup ?? Markup()
  }

  /// `if` with `else`, and `switch`.
  public static func buildEither(first markup: Markup) -> Markup {
    markup
  }

  /// `if` with `else`, and `switch`.
  public static func buildEither(second markup: Markup) -> Markup {
    markup
  }

  /// `for`.
  public static func buildArray(_ pieces: [Markup]) -> Markup {
    var all = Markup()
    all.bytes.reserveCapacity(pieces.reduce(0) { $0 + $1.bytes.count })
    for piece in pieces { all += piece }
    return all
  }
}
