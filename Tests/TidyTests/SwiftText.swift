/// Swift source taken apart into what is code and what is comment.
///
/// Strings and names in backticks are blanked in both; what is interpolated into a string stays code. It is
/// no parser: a regular expression that holds one lone quotation mark hides the rest of its line.
struct SwiftText {
  /// UTF-8 without comments and strings, as long as the source.
  let code: [UInt8]
  /// UTF-8 without strings, as long as the source.
  let codeAndComments: [UInt8]

  init(_ source: String) {
    var scanner = Scanner(Array(source.utf8))
    scanner.scanCode(closing: false)
    code = scanner.code
    codeAndComments = scanner.codeAndComments
  }

  /// The numbers of the lines, from 1, in which a piece of code stands by itself.
  ///
  /// A piece that begins with a letter does not match in the middle of a longer name.
  static func lines(of text: [UInt8], containing piece: String) -> [Int] {
    let found = offsets(of: piece, in: text)
    var lines: [Int] = []
    var line = 1
    var start = 0
    for offset in found {
      line += text[start..<offset].count { $0 == UInt8(ascii: "\n") }
      start = offset
      if lines.last != line { lines.append(line) }
    }
    return lines
  }

  /// The lines of the code in which a test or suite is switched off by its own attribute.
  var linesOfDisabledTests: [Int] {
    let starts = Self.offsets(of: "@Test(", in: code) + Self.offsets(of: "@Suite(", in: code)
    return starts.sorted().compactMap { start in
      var open = 0
      var end = start
      while end < code.count {
        if code[end] == UInt8(ascii: "(") { open += 1 }
        if code[end] == UInt8(ascii: ")") {
          open -= 1
          if open == 0 { break }
        }
        end += 1
      }
      let isOff = !Self.offsets(of: ".disabled(", in: Array(code[start..<end])).isEmpty
      return isOff ? code[..<start].count { $0 == UInt8(ascii: "\n") } + 1 : nil
    }
  }

  private static func offsets(of piece: String, in text: [UInt8]) -> [Int] {
    let piece = Array(piece.utf8)
    guard let first = piece.first, text.count >= piece.count else { return [] }
    var found: [Int] = []
    var at = 0
    while at <= text.count - piece.count {
      if text[at] == first, text[at..<at + piece.count].elementsEqual(piece) {
        let isWithinName = isInName(first) && at > 0 && isInName(text[at - 1])
        if !isWithinName { found.append(at) }
      }
      at += 1
    }
    return found
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
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

  private func sees(_ text: String) -> Bool {
    var start = at
    for byte in text.utf8 {
      guard start < source.count, source[start] == byte else { return false }
      start += 1
    }
    return true
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
