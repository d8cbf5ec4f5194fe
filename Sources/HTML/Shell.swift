/// Elements that stand around many contents alike: their tags are written once.
///
/// A table of 200 rows has thousands of cells, whose tags differ in nothing.
///
/// ```swift
/// let cell = Shell { td(.role("cell")) { $0 } }
/// var row = Markup()
/// for name in names { row.append(Markup { name }, in: cell) }
/// ```
public struct Shell: Sendable {
  fileprivate let start: [UInt8]
  fileprivate let end: [UInt8]

  /// Takes the tags apart from what is between them.
  ///
  /// - Parameter elements: The elements around a content, which they hold exactly once. Elements without it are a
  ///   mistake of the program.
  public init(_ elements: (Markup) -> Markup) {
    // No markup holds this byte: it is no part of UTF-8.
    let mark: UInt8 = 0xFF
    let parts = elements(Markup(bytes: [mark])).bytes
      .split(separator: mark, omittingEmptySubsequences: false)
    precondition(parts.count == 2, "elements that do not hold their content once")
    start = Array(parts[0])
    end = Array(parts[1])
  }

  /// A content with the elements around it.
  public func callAsFunction(@MarkupBuilder _ content: () -> Markup) -> Markup {
    var markup = Markup()
    markup.append(content(), in: self)
    return markup
  }
}

extension Markup {
  /// Appends a piece with the shell's elements around it.
  public mutating func append(_ content: Markup, in shell: Shell) {
    bytes.append(contentsOf: shell.start)
    bytes.append(contentsOf: content.bytes)
    bytes.append(contentsOf: shell.end)
  }
}
