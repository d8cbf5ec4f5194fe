/// Names and values as a form sends them: `application/x-www-form-urlencoded`, of UTF-8 (RFC 6749 appendix B).
public enum FormEncoding {
  /// The body of a form, in the order given.
  public static func encode(_ fields: [(name: String, value: String)]) -> String {
    fields.map { escape($0.name) + "=" + escape($0.value) }.joined(separator: "&")
  }

  /// A name or value: letters, digits and `*-._` stand for themselves, a blank is `+`, all else is `%XX`.
  public static func escape(_ text: String) -> String {
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "*"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "_"):
        escaped.append(byte)
      case UInt8(ascii: " "): escaped.append(UInt8(ascii: "+"))
      default:
        escaped.append(UInt8(ascii: "%"))
        escaped.append(digits[Int(byte >> 4)])
        escaped.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)
}
