/// An ASCII letter as a small one; any other byte as it is.
func lower(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
}

/// A text with its ASCII letters as small ones.
func lowercased(_ text: some StringProtocol) -> String {
  String(decoding: text.utf8.map(lower), as: UTF8.self)
}

/// A text without the spaces and tabs around it.
func trimmed(_ text: some StringProtocol) -> String {
  let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
  let start = text.drop(while: isBlank)
  guard let end = start.lastIndex(where: { !isBlank($0) }) else { return "" }
  return String(start[...end])
}

/// Digits as a number; nothing for a sign, an empty text or a number beyond 64 bits.
func decimal(_ text: some StringProtocol) -> Int64? {
  guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
  return Int64(text)
}

/// Bytes after percent-decoding (RFC 3986 §2.1); nothing when a percent sign lacks its two digits.
func percentDecoded(_ text: some Sequence<UInt8>, plusIsSpace: Bool = false) -> [UInt8]? {
  var decoded: [UInt8] = []
  var bytes = text.makeIterator()
  while let byte = bytes.next() {
    if byte == UInt8(ascii: "%") {
      guard let high = bytes.next().flatMap(hexValue), let low = bytes.next().flatMap(hexValue)
      else { return nil }
      decoded.append(high << 4 | low)
    } else if byte == UInt8(ascii: "+"), plusIsSpace {
      decoded.append(UInt8(ascii: " "))
    } else {
      decoded.append(byte)
    }
  }
  return decoded
}

/// Percent-encodes everything but unreserved characters (RFC 3986 §2.3), and what is kept besides.
func percentEncoded(_ text: String, keeping kept: String = "") -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      encoded.append(byte)
    case let byte where kept.utf8.contains(byte): encoded.append(byte)
    default:
      encoded.append(UInt8(ascii: "%"))
      encoded.append(digits[Int(byte >> 4)])
      encoded.append(digits[Int(byte & 15)])
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}

private func hexValue(_ byte: UInt8) -> UInt8? {
  switch lower(byte) {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): lower(byte) - UInt8(ascii: "a") + 10
  default: nil
  }
}
