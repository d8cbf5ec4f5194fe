/// Writes values as the JSON that is stored: keys sorted by their bytes, nothing between the tokens.
///
/// The same value always gives the same bytes, so that stored values can be hashed and compared. It is here
/// because Foundation's encoder takes about five times as long, and an import writes a hundred thousand
/// events; the text is the same as that encoder's with `.sortedKeys` and `.withoutEscapingSlashes`.
///
/// One for each thread: it keeps its memory from one value to the next.
///
/// Limits: numbers are integers or finite; 2 GB of text.
public final class JSONWriter {
  /// One value: its key in an object, and its text or its children.
  struct Node {
    enum Kind: UInt8 {
      case nothing
      case scalar
      case array
      case object
    }

    var kind = Kind.nothing
    var key: Range<Int32>
    var text: Range<Int32> = 0..<0
    var firstChild: Int32 = -1
    var lastChild: Int32 = -1
    var next: Int32 = -1
  }

  /// Values come in the order of declaration and leave in the order of their keys, so they wait here.
  private var nodes: [Node] = []
  /// The texts of scalars and keys, one after the other.
  private var text: [UInt8] = []
  private var order: [Int32] = []
  var userInfo: [CodingUserInfoKey: Any] = [:]

  public init() {}

  /// The JSON of a value.
  ///
  /// - Throws: What the value's own encoding throws, or `EncodingError` for a number that is not finite.
  public func write(_ value: some Encodable) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try append(value, to: &bytes)
    return bytes
  }

  func append(_ value: some Encodable, to bytes: inout [UInt8]) throws {
    nodes.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    nodes.append(Node(key: 0..<0))
    try value.encode(to: NodeEncoder(writer: self, node: 0))
    bytes.reserveCapacity(bytes.count + text.count + nodes.count * 4)
    put(0, to: &bytes)
  }

  // MARK: Building

  func child(of parent: Int, key: String) -> Int {
    let start = Int32(text.count)
    text += key.utf8
    return link(Node(key: start..<Int32(text.count)), to: parent)
  }

  func child(of parent: Int) -> Int {
    link(Node(key: 0..<0), to: parent)
  }

  private func link(_ node: Node, to parent: Int) -> Int {
    let index = nodes.count
    nodes.append(node)
    let last = nodes[parent].lastChild
    if last < 0 {
      nodes[parent].firstChild = Int32(index)
    } else {
      nodes[Int(last)].next = Int32(index)
    }
    nodes[parent].lastChild = Int32(index)
    return index
  }

  func become(_ kind: Node.Kind, _ node: Int) {
    nodes[node].kind = kind
  }

  func childCount(of node: Int) -> Int {
    var count = 0
    var child = nodes[node].firstChild
    while child >= 0 {
      count += 1
      child = nodes[Int(child)].next
    }
    return count
  }

  func set(_ node: Int, word scalar: StaticString) {
    set(node) { text in
      scalar.withUTF8Buffer { unsafe text.append(contentsOf: $0) }
    }
  }

  func set(_ node: Int, to number: some BinaryInteger) {
    set(node) { $0 += String(number).utf8 }
  }

  func set(_ node: Int, to string: String) {
    set(node) { text in
      text.append(UInt8(ascii: "\""))
      Self.escape(string.utf8, into: &text)
      text.append(UInt8(ascii: "\""))
    }
  }

  private func set(_ node: Int, _ write: (inout [UInt8]) -> Void) {
    let start = Int32(text.count)
    write(&text)
    nodes[node].kind = .scalar
    nodes[node].text = start..<Int32(text.count)
  }

  func set(_ node: Int, to number: Double) throws {
    guard number.isFinite else {
      throw EncodingError.invalidValue(
        number, .init(codingPath: [], debugDescription: "JSON has only finite numbers"))
    }
    let isWhole = number == number.rounded() && abs(number) < 0x20_0000_0000_0000
    set(node) { $0 += (isWhole ? String(Int64(number)) : "\(number)").utf8 }
  }

  // MARK: Writing

  private func put(_ index: Int32, to bytes: inout [UInt8]) {
    let node = nodes[Int(index)]
    switch node.kind {
    case .scalar: bytes += text[Int(node.text.lowerBound)..<Int(node.text.upperBound)]
    case .array:
      bytes.append(UInt8(ascii: "["))
      var child = node.firstChild
      while child >= 0 {
        if child != node.firstChild { bytes.append(UInt8(ascii: ",")) }
        put(child, to: &bytes)
        child = nodes[Int(child)].next
      }
      bytes.append(UInt8(ascii: "]"))
    case .object, .nothing: putObject(node, to: &bytes)
    }
  }

  private func putObject(_ node: Node, to bytes: inout [UInt8]) {
    // The children's numbers lie on a stack that inner objects use above this one's.
    let base = order.count
    defer { order.removeSubrange(base...) }
    var child = node.firstChild
    while child >= 0 {
      insertSorted(child, from: base)
      child = nodes[Int(child)].next
    }
    bytes.append(UInt8(ascii: "{"))
    for place in base..<order.count {
      let child = order[place]
      if place > base { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      let key = nodes[Int(child)].key
      Self.escape(text[Int(key.lowerBound)..<Int(key.upperBound)], into: &bytes)
      bytes.append(UInt8(ascii: "\""))
      bytes.append(UInt8(ascii: ":"))
      put(child, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Puts a child among its brothers by its key; of two with one key the later stays.
  private func insertSorted(_ child: Int32, from base: Int) {
    var place = order.count
    while place > base {
      switch compare(nodes[Int(order[place - 1])].key, nodes[Int(child)].key) {
      case 0:
        order[place - 1] = child
        return
      case 1: place -= 1
      default:
        order.insert(child, at: place)
        return
      }
    }
    order.insert(child, at: place)
  }

  /// -1, 0 or 1, as the bytes of one key come before another's, are the same, or come after.
  private func compare(_ left: Range<Int32>, _ right: Range<Int32>) -> Int {
    let count = min(left.count, right.count)
    for offset in 0..<Int32(count) {
      let (one, other) = (text[Int(left.lowerBound + offset)], text[Int(right.lowerBound + offset)])
      if one != other { return one < other ? -1 : 1 }
    }
    return left.count == right.count ? 0 : left.count < right.count ? -1 : 1
  }

  /// Escapes what RFC 8259 §7 asks for, and nothing else.
  static func escape(_ string: some Sequence<UInt8>, into bytes: inout [UInt8]) {
    let escaped: Void? = string.withContiguousStorageIfAvailable { buffer in
      var start = 0
      for index in 0..<buffer.count {
        let byte = unsafe buffer[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
          continue
        }
        unsafe bytes.append(contentsOf: buffer[start..<index])
        escape(byte, into: &bytes)
        start = index + 1
      }
      unsafe bytes.append(contentsOf: buffer[start..<buffer.count])
    }
    if escaped != nil { return }
    for byte in string {
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        escape(byte, into: &bytes)
      } else {
        bytes.append(byte)
      }
    }
  }

  private static func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      let low = byte & 15
      bytes += "u00".utf8
      bytes.append(byte >> 4 == 0 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
      bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
    }
  }
}
