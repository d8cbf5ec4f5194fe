// A mail from anybody, with files in it, or none.
//
// Held: the same parts come however the bytes come; each part ends once, after what is in it; nothing is longer
// or deeper than it may be; what people see is clean. So are the files of a winmail.dat, and who is said to send it.

import Driver
import Glibc
import Mail

@main
struct FuzzIncoming {
  static func main() {
    exit(unsafe runFuzzer { start, count in unsafe fuzzIncoming(start, count) })
  }
}

private let limits = ReadingLimits(
  messageBytes: 60_000, headerBytes: 4_096, fieldCount: 20, fieldBytes: 1_500, depth: 5,
  partCount: 40, partBytes: 8_000)

private func fuzzIncoming(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let whole = read(bytes, cuts: [])
  let first = Int(bytes.first ?? 0)
  let cut = read(bytes, cuts: [count / 3, count / 3 + 1 + first % 7, count / 2 + first % 13])
  precondition(whole.told == cut.told, "the parts depend on how the bytes come")
  precondition(whole.open.isEmpty, "a part does not end")
  // The input may be a winmail.dat by itself; most are none, and then there is nothing to compare.
  if bytes.starts(with: [0x78, 0x9F, 0x3E, 0x22]) {
    precondition(wrapped(bytes, piece: 5) == wrapped(bytes, piece: bytes.count + 1))
  }
  return 0
}

private func read(_ bytes: [UInt8], cuts: [Int]) -> Checker {
  var checker = Checker()
  var reader = MessageReader(limits)
  var index = 0
  for cut in cuts.sorted() + [bytes.count] where cut <= bytes.count && cut >= index {
    reader.read(Array(bytes[index..<cut]), into: &checker)
    index = cut
  }
  reader.finish(into: &checker)
  return checker
}

private struct Checker: MessageEvents {
  var told: [String] = []
  var open: [Int] = []
  private var partCount = 0
  private var content: [UInt8] = []

  mutating func begin(_ part: MessagePart) {
    precondition(part.number == partCount && part.container == open.last)
    partCount += 1
    precondition(partCount <= limits.partCount && part.depth == open.count)
    precondition(part.depth <= limits.depth)
    precondition(part.kind != .tooDeep || part.depth == limits.depth)
    open.append(part.number)
    check(part.mediaType)
    check(part.name ?? "")
    content = []
    for name in ["from", "subject", "authentication-results"] {
      guard let value = part.header.field(name) else { continue }
      precondition(value.count <= limits.fieldBytes)
      precondition(ReceivedAddress.list(value).count <= ReceivedAddress.countMaximum)
      if let results = AuthenticationResults(value) { check(results.server) }
      check(EncodedText.read(value, lengthMaximum: MessagePart.nameLengthMaximum))
    }
    _ = Unanswerable.reason(in: part.header, sender: nil, own: [])
    told.append(
      "\(part.depth) \(part.kind) \(part.mediaType) \(part.name ?? "-") "
        + "\(part.header.text("subject") ?? "-") \(part.header.isCut) \(part.header.isDoubtful)")
  }

  mutating func content(_ bytes: [UInt8]) { content += bytes }

  mutating func end(_ end: MessagePartEnd) {
    precondition(open.popLast() == end.number)
    precondition(end.byteCount <= limits.partBytes)
    precondition(end.byteCount == content.count)
    told.append("\(end.number) \(end.ending) \(content.hashValue)")
    content = []
  }

  mutating func passed(_ limit: ReadingLimit) { told.append("\(limit)") }
}

private func wrapped(_ bytes: [UInt8], piece: Int) -> [String] {
  var files = Files()
  var reader = TNEFReader(fileBytesMax: 8_000)
  var index = 0
  while index < bytes.count {
    let end = min(bytes.count, index + piece)
    reader.read(Array(bytes[index..<end]), into: &files)
    index = end
  }
  reader.finish(into: &files)
  return files.told
}

private struct Files: TNEFEvents {
  var told: [String] = []
  private var content: [UInt8] = []

  mutating func beginFile() { content = [] }
  mutating func fileContent(_ bytes: [UInt8]) { content += bytes }
  mutating func unreadAttachment() { told.append("unread") }
  mutating func endFile(name: String, isWhole: Bool) {
    precondition(content.count <= 8_000 && told.count < 100_000)
    check(name)
    told.append("\(name) \(isWhole) \(content.hashValue)")
  }
}

private func check(_ text: String) {
  precondition(text.unicodeScalars.count <= 321)
  precondition(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
}
