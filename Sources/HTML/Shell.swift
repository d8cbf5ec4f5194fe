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
    let bytes = elements(Markup(bytes: [mark])).bytes
    guard let place = bytes.firstIndex(of: mark), bytes.lastIndex(of: mark) == place else {
      preconditionFailure("elements that do not hold their content once")
    }
    start = Array(bytes[..<place])
    end = Array(bytes[(place + 1)...])
  }

  /// A content with the elements around it.
  public func callAsFunction(@MarkupBuilder _ content: () -> Markup) -> Markup {
    let content = content()
    var markup = Markup()
    markup.bytes.reserveCapacity(start.count + content.bytes.count + end.count)
    markup.append(content, in: self)
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

  /// Appends what the closure appends, with the shell's elements around it: without a copy of its own, for what is
  /// long or comes by the hundred.
  public mutating func append(in shell: Shell, _ content: (inout Markup) -> Void) {
    bytes.append(contentsOf: shell.start)
    content(&self)
    bytes.append(contentsOf: shell.end)
  }
}
