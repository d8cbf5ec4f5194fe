// Text of any script in a header (RFC 2047).
//
// As few encoded words as will do, because readers differ most in how they join them: what is plain
// at the start and the end stays plain, and the run between is encoded as a whole, spaces included.
// Q or B, whichever is shorter. A character, with all its marks, is never split between two words.

import Crypto

extension HeaderWriter {
  /// Writes an unstructured field such as Subject.
  mutating func field(_ name: String, text: String) {
    begin(name)
    unstructured(text)
    end()
  }

  /// Appends text of any kind, as words and encoded words.
  private mutating func unstructured(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    // Two spaces in a row, or one at an end, would not survive folding: everything is encoded then.
    guard !words.contains(where: \.isEmpty) else { return encoded(text) }
    guard let first = words.firstIndex(where: { EncodedWord.isNeeded(for: $0) }),
      let last = words.lastIndex(where: { EncodedWord.isNeeded(for: $0) })
    else {
      for word in words { self.word(String(word)) }
      return
    }
    for word in words[..<first] { self.word(String(word)) }
    encoded(words[first...last].joined(separator: " "))
    for word in words[(last + 1)...] { self.word(String(word)) }
  }

  /// Appends a display name (RFC 5322 §3.2.5): quoted if it is ASCII, encoded otherwise.
  mutating func phrase(_ name: String) {
    let isQuotable =
      name.utf8.allSatisfy { (0x20...0x7E).contains($0) } && name.utf8.count <= 60
      && !EncodedWord.looksEncoded(name)
    guard isQuotable else { return encoded(name) }
    word(Self.quoted(name))
  }

  /// A quoted string (RFC 5322 §3.2.4) of printable ASCII.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// Appends encoded words, each within its line.
  private mutating func encoded(_ text: String) {
    guard !text.isEmpty else { return }
    let pieces = EncodedWord.pieces(of: text)
    let usesQ = EncodedWord.prefersQ(pieces)
    let whole = EncodedWord.overhead + EncodedWord.length(of: pieces, usesQ: usesQ)
    // One word on a line of its own is read by more than two on two lines. But right after the
    // field's name the line is not broken: some readers take the field for empty.
    let fitsAlone = whole <= EncodedWord.lengthMaximum
    if fitsAlone, nextColumn + whole > Self.columnMaximum, fieldHasWords { fold() }
    var payload: [UInt8] = []
    var length = 0
    for piece in pieces {
      let pieceLength = EncodedWord.length(of: piece, usesQ: usesQ, after: payload.count)
      let isFull =
        nextColumn + EncodedWord.overhead + length + pieceLength > Self.columnMaximum
        || EncodedWord.overhead + length + pieceLength > EncodedWord.lengthMaximum
      if isFull {
        if !payload.isEmpty { word(EncodedWord.write(payload, usesQ: usesQ)) }
        fold()
        payload.removeAll(keepingCapacity: true)
        length = 0
      }
      length += EncodedWord.length(of: piece, usesQ: usesQ, after: payload.count)
      payload.append(contentsOf: piece)
    }
    word(EncodedWord.write(payload, usesQ: usesQ))
  }
}

/// One encoded word: `=?utf-8?q?…?=` or `=?utf-8?b?…?=`.
enum EncodedWord {
  /// Of a whole encoded word (RFC 2047 §2).
  static let lengthMaximum = 75
  static let overhead = 12
  /// Bytes that fit into one word in B: a family of four with its joiners has 25.
  static let pieceLengthMaximum = 45

  /// Whether a word can't stand in a header as it is.
  static func isNeeded(for word: some StringProtocol) -> Bool {
    word.utf8.count > 74 || looksEncoded(word)
      || !word.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// Whether a reader would take a plain text for an encoded one.
  static func looksEncoded(_ text: some StringProtocol) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if previous == UInt8(ascii: "="), byte == UInt8(ascii: "?") { return true }
      previous = byte
    }
    return false
  }

  /// The text in pieces that stay together: a character with its marks, or, where that is longer
  /// than a word can hold, its scalars. Control characters become spaces.
  static func pieces(of text: String) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    for character in text {
      if character.utf8.count <= pieceLengthMaximum {
        pieces.append(character.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 })
      } else {
        for scalar in character.unicodeScalars { pieces.append(Array(String(scalar).utf8)) }
      }
    }
    return pieces
  }

  /// Whether Q is no longer than B, and each piece fits into one word.
  static func prefersQ(_ pieces: [[UInt8]]) -> Bool {
    length(of: pieces, usesQ: true) <= length(of: pieces, usesQ: false)
      && pieces.allSatisfy { qLength(of: $0) + overhead <= lengthMaximum }
  }

  /// The length of all pieces in one word, without what stands around them.
  static func length(of pieces: [[UInt8]], usesQ: Bool) -> Int {
    guard !usesQ else { return pieces.reduce(0) { $0 + qLength(of: $1) } }
    return (pieces.reduce(0) { $0 + $1.count } + 2) / 3 * 4
  }

  /// How much longer a payload of so many bytes becomes, in characters.
  static func length(of piece: [UInt8], usesQ: Bool, after count: Int) -> Int {
    guard !usesQ else { return qLength(of: piece) }
    return (count + piece.count + 2) / 3 * 4 - (count + 2) / 3 * 4
  }

  static func write(_ payload: [UInt8], usesQ: Bool) -> String {
    var word: [UInt8] = Array((usesQ ? "=?utf-8?q?" : "=?utf-8?b?").utf8)
    if usesQ {
      for byte in payload {
        if byte == 0x20 {
          word.append(UInt8(ascii: "_"))
        } else if isPlain(byte) {
          word.append(byte)
        } else {
          word.append(UInt8(ascii: "="))
          Hexadecimal.append(byte, to: &word)
        }
      }
    } else {
      Base64.append(payload[...], to: &word)
    }
    word.append(contentsOf: "?=".utf8)
    return String(decoding: word, as: UTF8.self)
  }

  private static func qLength(of piece: [UInt8]) -> Int {
    piece.reduce(0) { $0 + (isPlain($1) || $1 == 0x20 ? 1 : 3) }
  }

  /// The characters that stand for themselves in a phrase (RFC 2047 §5, rule 3), the narrowest set.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "!"), UInt8(ascii: "*"),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"):
      true
    default: false
    }
  }
}
