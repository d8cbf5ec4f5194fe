/// Writes header fields, folded at 76 columns where a word ends (RFC 5322 §2.2.3).
///
/// A line is broken only before a word, and goes on with one space, so that unfolding gives exactly
/// what was written. A word that is longer than a line stands alone on its own.
struct HeaderWriter {
  static let columnMaximum = 76

  private(set) var bytes: [UInt8]
  private(set) var column = 0
  /// Whether something other than the space of a fold stands in this line.
  private var lineHasWords = false
  /// Whether something follows the field's name.
  private(set) var fieldHasWords = false

  init(reserving capacity: Int = 1_024) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Begins a field.
  mutating func begin(_ name: String) {
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: ":"))
    column = name.utf8.count + 1
    lineHasWords = true
    fieldHasWords = false
  }

  /// Appends a space and a word, on a new line if it does not fit into this one.
  mutating func word(_ word: String) {
    if nextColumn + word.utf8.count > Self.columnMaximum { fold() } else { space() }
    append(word)
  }

  /// Where the next word of this line would begin.
  var nextColumn: Int { lineHasWords ? column + 1 : column }

  /// Appends to the last word.
  mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    column += text.utf8.count
    lineHasWords = true
    fieldHasWords = true
  }

  /// Begins a new line, unless this one has no words yet.
  mutating func fold() {
    guard lineHasWords else { return }
    bytes.append(contentsOf: [0x0D, 0x0A, 0x20])
    column = 1
    lineHasWords = false
  }

  /// Appends the space before a word; at the start of a line it is there already.
  mutating func space() {
    guard lineHasWords else { return }
    bytes.append(0x20)
    column += 1
  }

  /// Ends the field.
  mutating func end() {
    bytes.append(contentsOf: [0x0D, 0x0A])
    column = 0
    lineHasWords = false
  }

  /// Ends the headers.
  mutating func endSection() {
    bytes.append(contentsOf: [0x0D, 0x0A])
  }

  /// Writes a field of words that may be broken apart.
  mutating func field(_ name: String, words: [String]) {
    begin(name)
    for word in words { self.word(word) }
    end()
  }
}

enum Hexadecimal {
  /// Appends two digits, capitals, as RFC 2045 and 3986 want them.
  static func append(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(digit(byte >> 4))
    output.append(digit(byte & 15))
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x41 + value - 10
  }
}
