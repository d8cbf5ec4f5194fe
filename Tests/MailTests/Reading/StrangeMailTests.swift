import Crypto
import Foundation
import Mail
import Testing

/// Five hundred mails, made and read by Python's email package (Tests/Fixtures/Mail/mails.py).
@Suite struct `Five hundred mails of strangers` {
  struct Made: Decodable {
    var shape: String
    var bytes: Data
    var parts: [PythonPart]
    var isBroken: Bool
    var files: [[String]]
  }

  /// Depth, type, whether it is a container, and the content's length and hash.
  struct PythonPart: Decodable, Hashable {
    var depth: Int
    var type: String
    var isContainer: Bool
    var length: Int
    var hash: String

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      depth = try values.decode(Int.self)
      type = try values.decode(String.self)
      isContainer = try values.decode(Bool.self)
      length = try values.decode(Int.self)
      hash = try values.decode(String.self)
    }

    init(_ part: CollectedMessage.Part) {
      depth = part.part.depth
      type = part.part.mediaType
      isContainer = part.part.kind != .content
      length = part.content.count
      hash = SHA256.hash(part.content).hex
    }
  }

  private static func make(seed: Int, count: Int) throws -> [Made] {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/Mail/mails.py")
    let lines = try Python.program(script.path, ["\(seed)", "\(count)"])
    return try lines.split(separator: 0x0A).map { try JSONDecoder().decode(Made.self, from: $0) }
  }

  @Test func `have the parts and the content that Python finds, and the files that were put in`()
    throws
  {
    let mails = try Self.make(seed: 20_261_222, count: 500)
    #expect(mails.count == 500)
    #expect(Set(mails.map(\.shape)).count == 27)
    for mail in mails {
      let message = CollectedMessage([UInt8](mail.bytes))
      if !mail.isBroken {
        let isSame = message.parts.map(PythonPart.init) == mail.parts
        #expect(isSame, "\(mail.shape)")
        #expect(message.parts.allSatisfy { $0.ending == .whole }, "\(mail.shape)")
        #expect(message.passed == [], "\(mail.shape)")
      }
      guard !mail.files.isEmpty else { continue }
      let files = Self.files(in: message)
      let missing = mail.files.filter { !files.contains($0) }
      #expect(missing.isEmpty, "\(mail.shape): \(files.map(\.[0]))")
    }
  }

  @Test func `have the same parts in whatever pieces they come`() throws {
    for (number, mail) in try Self.make(seed: 3, count: 28).enumerated() {
      let bytes = [UInt8](mail.bytes)
      let whole = Self.trace(bytes, pieces: bytes.count)
      for size in [1, 2 + number % 11] {
        #expect(Self.trace(bytes, pieces: size) == whole, "\(mail.shape) in pieces of \(size)")
      }
    }
  }

  /// The names and hashes of all files, those in winmail.dat too.
  private static func files(in message: CollectedMessage) -> [[String]] {
    var files: [[String]] = []
    for part in message.parts where part.part.kind == .content {
      if part.part.mediaType == "application/ms-tnef" {
        var wrapped = WrappedFiles()
        var reader = TNEFReader()
        for start in stride(from: 0, to: part.content.count, by: 7) {
          reader.read(
            Array(part.content[start..<min(start + 7, part.content.count)]), into: &wrapped)
        }
        reader.finish(into: &wrapped)
        files += wrapped.files.map { [$0.name, SHA256.hash($0.content).hex] }
      } else {
        files.append([part.part.name ?? "", SHA256.hash(part.content).hex])
      }
    }
    return files
  }

  private static func trace(_ bytes: [UInt8], pieces size: Int) -> [String] {
    var trace = MessageTrace()
    var reader = MessageReader()
    var index = 0
    while index < bytes.count {
      let end = min(bytes.count, index + max(1, size))
      reader.read(Array(bytes[index..<end]), into: &trace)
      index = end
    }
    reader.finish(into: &trace)
    return trace.lines
  }
}

/// What a reader told, in lines.
struct MessageTrace: MessageEvents {
  private(set) var lines: [String] = []
  private var content: [UInt8] = []

  mutating func begin(_ part: MessagePart) {
    flush()
    lines.append(
      "begin \(part.number) \(part.depth) \(part.container ?? -1) \(part.kind) \(part.mediaType) "
        + "\(part.name ?? "-") \(part.header.count(of: "received")) \(part.header.isCut) "
        + "\(part.header.isDoubtful)")
  }

  mutating func content(_ bytes: [UInt8]) { content += bytes }

  mutating func end(_ end: MessagePartEnd) {
    flush()
    lines.append("end \(end.number) \(end.byteCount) \(end.ending)")
  }

  mutating func passed(_ limit: ReadingLimit) {
    lines.append("passed \(limit)")
  }

  private mutating func flush() {
    if !content.isEmpty { lines.append("content \(SHA256.hash(content).hex)") }
    content = []
  }
}

/// The files of a winmail.dat.
struct WrappedFiles: TNEFEvents {
  private(set) var files: [(name: String, content: [UInt8], isWhole: Bool)] = []
  private(set) var unread = 0
  private var content: [UInt8] = []

  mutating func beginFile() { content = [] }
  mutating func fileContent(_ bytes: [UInt8]) { content += bytes }
  mutating func endFile(name: String, isWhole: Bool) { files.append((name, content, isWhole)) }
  mutating func unreadAttachment() { unread += 1 }
}
