/// Swift source taken apart into what is code and what is comment, line by line.
///
/// Strings and names in backticks are blanked in both; what is interpolated into a string stays code. It is
/// no parser: a regular expression that holds one lone quotation mark hides the rest of its line.
struct SwiftText {
  /// Each line without comments and strings.
  let code: [String]
  /// Each line without strings.
  let codeAndComments: [String]

  init(_ source: String) {
    var scanner = Scanner(Array(source.utf8))
    scanner.scanCode(closing: false)
    code = Self.lines(scanner.code)
    codeAndComments = Self.lines(scanner.codeAndComments)
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The numbers of the lines, from 1, in which a piece of code stands by itself.
  ///
  /// A piece that begins with a letter does not match in the middle of a longer name.
  static func lines(of lines: [String], containing piece: String) -> [Int] {
    lines.indices.filter { contains(lines[$0], piece) }.map { $0 + 1 }
  }

  private static func contains(_ line: String, _ piece: String) -> Bool {
    let isName = piece.first?.isLetter ?? false
    return line.ranges(of: piece).contains { range in
      guard isName, range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      return !(before.isLetter || before.isNumber || before == "_")
    }
  }
}

private struct Scanner {
  private let source: [UInt8]
  private var at = 0
  var code: [UInt8] = []
  var codeAndComments: [UInt8] = []

  private static let newline = UInt8(ascii: "\n")
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
  private static let hash = UInt8(ascii: "#")
  private static let backtick = UInt8(ascii: "`")

  init(_ source: [UInt8]) {
    self.source = source
    code.reserveCapacity(source.count)
    codeAndComments.reserveCapacity(source.count)
  }

  private enum Kind { case code, comment, string }

  private func sees(_ text: StaticString, ahead: Int = 0) -> Bool {
    let start = at + ahead
    return text.description.utf8.enumerated().allSatisfy {
      start + $0.offset < source.count && source[start + $0.offset] == $0.element
    }
  }

  private mutating func take(_ count: Int = 1, as kind: Kind) {
    for _ in 0..<count where at < source.count {
      let byte = source[at]
      let blank = byte == Self.newline ? byte : UInt8(ascii: " ")
      code.append(kind == .code ? byte : blank)
      codeAndComments.append(kind == .string ? blank : byte)
      at += 1
    }
  }

  /// Scans code up to the end, or up to the parenthesis that closes an interpolation.
  mutating func scanCode(closing: Bool) {
    var open = 0
    while at < source.count {
      if sees("//") {
        while at < source.count, source[at] != Self.newline { take(as: .comment) }
      } else if sees("/*") {
        scanBlockComment()
      } else if source[at] == Self.backtick {
        repeat { take(as: .string) } while at < source.count && source[at] != Self.backtick
        take(as: .string)
      } else if let hashes = hashesOfString() {
        scanString(hashes: hashes)
      } else {
        if closing, sees(")"), open == 0 { return }
        if sees("(") { open += 1 }
        if sees(")") { open -= 1 }
        take(as: .code)
      }
    }
  }

  private mutating func scanBlockComment() {
    var depth = 0
    repeat {
      if sees("/*") {
        depth += 1
        take(2, as: .comment)
      } else if sees("*/") {
        depth -= 1
        take(2, as: .comment)
      } else {
        take(as: .comment)
      }
    } while depth > 0 && at < source.count
  }

  /// How many number signs the string that begins here has; nothing if none begins.
  private func hashesOfString() -> Int? {
    var end = at
    while end < source.count, source[end] == Self.hash { end += 1 }
    return end < source.count && source[end] == Self.quote ? end - at : nil
  }

  private mutating func scanString(hashes: Int) {
    take(hashes, as: .string)
    let isLong = sees("\"\"\"")
    take(isLong ? 3 : 1, as: .string)
    while at < source.count {
      if source[at] == Self.newline, !isLong { return }
      if source[at] == Self.backslash, hasHashes(hashes, from: at + 1) {
        take(1 + hashes, as: .string)
        if sees("(") {
          take(as: .code)
          scanCode(closing: true)
          take(as: .code)
        } else {
          take(as: .string)
        }
      } else if isLong ? sees("\"\"\"") : source[at] == Self.quote,
        hasHashes(hashes, from: at + (isLong ? 3 : 1))
      {
        take((isLong ? 3 : 1) + hashes, as: .string)
        return
      } else {
        take(as: .string)
      }
    }
  }

  private func hasHashes(_ count: Int, from start: Int) -> Bool {
    start + count <= source.count && source[start..<start + count].allSatisfy { $0 == Self.hash }
  }
}
