/// An address that a stranger's header names, as it stands there.
public struct ReceivedAddress: Hashable, Sendable {
  /// In one clean line; often empty.
  public let name: String
  public let address: Address

  /// The most addresses of one field that are looked at.
  public static let countMaximum = 100

  /// Reads a field such as From (RFC 5322 §3.4): names, comments, groups, routes and encoded words as they come.
  ///
  /// - Returns: What is an address, in order; what is none is passed over.
  public static func list(_ value: [UInt8]) -> [ReceivedAddress] {
    var found: [ReceivedAddress] = []
    for entry in entries(value) where found.count < countMaximum {
      let text = String(decoding: entry.address, as: UTF8.self)
      guard let address = try? Address(text) else { continue }
      found.append(
        ReceivedAddress(name: EncodedText.read(entry.name, lengthMaximum: 200), address: address))
    }
    return found
  }

  private struct Entry {
    var name: [UInt8] = []
    var address: [UInt8] = []
    var hasBrackets = false
    var isEmpty: Bool { name.isEmpty && address.isEmpty }

    /// What has no brackets is an address by itself.
    var settled: Entry {
      guard !hasBrackets else { return self }
      let text = name.drop(while: ByteKind.isBlank)
      let isQuoted = text.first == UInt8(ascii: "\"")
      return Entry(address: text.filter { isQuoted || !ByteKind.isBlank($0) })
    }
  }

  /// The field taken apart at its commas, and at the marks of groups.
  private static func entries(_ value: [UInt8]) -> [Entry] {
    var entries: [Entry] = []
    var entry = Entry()
    var isInBrackets = false
    var index = 0
    func put(_ byte: UInt8) {
      if isInBrackets { entry.address.append(byte) } else { entry.name.append(byte) }
    }
    func end() {
      if !entry.isEmpty { entries.append(entry.settled) }
      entry = Entry()
      isInBrackets = false
    }
    while index < value.count, entries.count < 2 * countMaximum {
      let byte = value[index]
      switch byte {
      case UInt8(ascii: "("): index = endOfComment(value, from: index)
      case UInt8(ascii: "\""):
        let (text, next) = quoted(value, from: index)
        let isLocalPart = next < value.count && value[next] == UInt8(ascii: "@")
        if isLocalPart { put(byte) }
        for inner in text where !isLocalPart || inner != byte { put(inner) }
        if isLocalPart { put(byte) }
        index = next - 1
      case UInt8(ascii: "<") where !entry.hasBrackets:
        entry.hasBrackets = true
        isInBrackets = true
      case UInt8(ascii: ">"): isInBrackets = false
      case UInt8(ascii: ":") where isInBrackets: entry.address = []  // a route before the address
      case UInt8(ascii: ":") where !entry.hasBrackets: entry = Entry()  // a group's name
      case UInt8(ascii: ","), UInt8(ascii: ";"):
        if isInBrackets, byte == UInt8(ascii: ",") { put(byte) } else { end() }
      default:
        if !isInBrackets || !ByteKind.isBlank(byte) { put(byte) }
      }
      index += 1
    }
    end()
    return entries
  }

  /// The index of a comment's last bracket; comments may lie in comments.
  static func endOfComment(_ value: [UInt8], from start: Int) -> Int {
    var depth = 0
    var index = start
    while index < value.count {
      switch value[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return value.count
  }

  /// What stands in quotation marks, and the index behind them.
  private static func quoted(_ value: [UInt8], from start: Int) -> ([UInt8], Int) {
    var text: [UInt8] = []
    var index = start + 1
    while index < value.count, value[index] != UInt8(ascii: "\"") {
      if value[index] == UInt8(ascii: "\\"), index + 1 < value.count { index += 1 }
      text.append(value[index])
      index += 1
    }
    return (text, index + 1)
  }
}
