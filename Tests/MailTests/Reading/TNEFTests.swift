import Mail
import Testing

@Suite struct `A winmail.dat` {
  private static func little(_ number: Int, _ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func attribute(_ level: UInt8, _ id: Int, _ value: [UInt8]) -> [UInt8] {
    [level] + little(id, 4) + little(value.count, 4) + value + [0, 0]
  }

  private static let head = little(0x223E_9F78, 4) + [1, 0]

  private static func file(_ title: String, _ content: String) -> [UInt8] {
    attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14))
      + attribute(2, 0x0001_8010, Array(title.utf8) + [0])
      + attribute(2, 0x0006_800F, Array(content.utf8))
  }

  private func read(_ bytes: [UInt8], fileBytesMax: Int = 1_000) -> (WrappedFiles, Bool) {
    var files = WrappedFiles()
    var reader = TNEFReader(fileBytesMax: fileBytesMax)
    for byte in bytes { reader.read([byte], into: &files) }
    reader.finish(into: &files)
    return (files, reader.isTNEF)
  }

  private func told(_ files: WrappedFiles) -> [String] {
    files.files.map { "\($0.name) \(String(decoding: $0.content, as: UTF8.self)) \($0.isWhole)" }
  }

  @Test func `has files with their names`() {
    let (files, isTNEF) = read(Self.head + Self.file("a.pdf", "one") + Self.file("b.pdf", ""))
    #expect(isTNEF && told(files) == ["a.pdf one true", "b.pdf  true"])
  }

  @Test func `says what was cut off or too large`() {
    let whole = Self.head + Self.file("a.pdf", "three")
    #expect(told(read(Array(whole.dropLast(3))).0) == ["a.pdf thre false"])
    #expect(told(read(whole, fileBytesMax: 4).0) == ["a.pdf thre false"])
    #expect(told(read(whole, fileBytesMax: 5).0) == ["a.pdf three true"])
  }

  @Test func `has attachments that are no files`() {
    let (files, _) = read(Self.head + Self.attribute(2, 0x0006_9002, [0]))
    #expect(files.files.isEmpty && files.unread == 1)
  }

  @Test func `ends where it is damaged`() {
    let start = Self.head + Self.file("a.pdf", "one")
    let (files, isTNEF) = read(start + [9, 9, 9, 9, 9, 9, 9, 9, 9] + Self.file("b.pdf", "two"))
    #expect(isTNEF && told(files) == ["a.pdf one true"])
    #expect(read(Array("%PDF-1.4 no".utf8)).1 == false)
  }
}
