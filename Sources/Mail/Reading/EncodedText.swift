/// Text in a header as people read it (RFC 2047), by whoever wrote it.
public enum EncodedText {
  /// The most bytes of a field that are looked at, and of one encoded word (75 by the RFC).
  private static let bytesMaximum = 16_384
  private static let wordBytesMaximum = 2_000

  /// Reads a field's value.
  ///
  /// Words that follow each other directly are joined before their bytes become characters: many programs split
  /// a character between two. What looks like an encoded word and is none stays as it is.
  ///
  /// - Returns: One clean line: blanks and controls are single spaces, what is too long ends in an ellipsis.
  public static func read(_ value: [UInt8], lengthMaximum: Int) -> String {
    var text = ""
    var plain: [UInt8] = []
    var pending: (charset: Charset, bytes: [UInt8])?
    let bytes = value.prefix(bytesMaximum)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard bytes[index] == UInt8(ascii: "="), let word = word(in: bytes, at: index) else {
        plain.append(bytes[index])
        index += 1
        continue
      }
      // Blanks between two encoded words are no part of the text (RFC 2047 §6.2).
      let isJoined = pending != nil && plain.allSatisfy(ByteKind.isBlank)
      if isJoined, let before = pending, before.charset == word.charset {
        pending = (word.charset, before.bytes + word.bytes)
      } else {
        if let before = pending { text += before.charset.text(of: before.bytes[...]) }
        if !isJoined { text += Charset.unknown.text(of: plain[...]) }
        pending = (word.charset, word.bytes)
      }
      plain.removeAll(keepingCapacity: true)
      index = word.end
    }
    if let last = pending { text += last.charset.text(of: last.bytes[...]) }
    text += Charset.unknown.text(of: plain[...])
    return CleanText.line(Array(text.utf8)[...], lengthMaximum: lengthMaximum)
  }

  private struct Word {
    var charset: Charset
    var bytes: [UInt8]
    var end: Int
  }

  /// The encoded word that begins at an index.
  private static func word(in bytes: ArraySlice<UInt8>, at start: Int) -> Word? {
    let question = UInt8(ascii: "?")
    guard start + 1 < bytes.endIndex, bytes[start + 1] == question else { return nil }
    let name = bytes[(start + 2)...].prefix(60).prefix { $0 != question }
    // Behind the name there are `?`, a letter and `?`.
    let letter = name.endIndex + 1
    guard !name.isEmpty, name.allSatisfy({ (0x21...0x7E).contains($0) }),
      letter + 1 < bytes.endIndex, bytes[name.endIndex] == question, bytes[letter + 1] == question
    else { return nil }
    let text = bytes[(letter + 2)...].prefix(wordBytesMaximum).prefix { $0 != question }
    guard text.endIndex + 1 < bytes.endIndex, bytes[text.endIndex] == question,
      bytes[text.endIndex + 1] == UInt8(ascii: "=")
    else { return nil }
    // A language may follow the name (RFC 2231 §5).
    let charset = Charset(
      named: String(decoding: name.prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self))
    let end = text.endIndex + 2
    switch bytes[letter] {
    case UInt8(ascii: "B"), UInt8(ascii: "b"):
      var decoder = TransferDecoder("base64")
      var decoded: [UInt8] = []
      decoder.decode(text, into: &decoded)
      return Word(charset: charset, bytes: decoded, end: end)
    case UInt8(ascii: "Q"), UInt8(ascii: "q"):
      var decoder = TransferDecoder("quoted-printable")
      var decoded: [UInt8] = []
      decoder.decode(text.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }[...], into: &decoded)
      decoder.finish(into: &decoded)
      return Word(charset: charset, bytes: decoded, end: end)
    default: return nil
    }
  }
}
