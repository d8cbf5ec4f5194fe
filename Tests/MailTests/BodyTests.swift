import Mail
import Testing

@Suite struct `A body` {
  func encoding(_ text: String) throws -> String {
    let lines = try MailMessage(MapleHollow.draft(text: text)).lines
    let name = "Content-Transfer-Encoding: "
    return String(try #require(lines.first { $0.hasPrefix(name) }).dropFirst(name.count))
  }

  func encodedLines(_ text: String) throws -> [String] {
    let lines = try MailMessage(MapleHollow.draft(text: text)).lines
    return Array(lines[(try #require(lines.firstIndex(of: "")) + 1)...])
  }

  @Test func `goes as it is if its lines are short and plain`() throws {
    let line = String(repeating: "x", count: 76)
    #expect(try encoding(line + "\n" + line) == "7bit")
    #expect(try encoding(line + "x\n") == "quoted-printable")
    #expect(try encoding("a\tb\n\n.\n..\n") == "7bit")
    #expect(try encoding("a \nb") == "quoted-printable")
    #expect(try encoding("a\t") == "quoted-printable")
    #expect(try encoding("From here\n") == "quoted-printable")
    #expect(try encoding("From\n>From here\nfrom here\n") == "7bit")
    #expect(try encoding("--=_0123\n") == "quoted-printable")
    #expect(try encoding("a\u{7F}") == "quoted-printable")
    #expect(try encoding("é") == "quoted-printable")
    #expect(try encoding(String(repeating: "學生の", count: 60)) == "base64")
  }

  @Test func `in quoted-printable breaks lines softly at 76 columns`() throws {
    let x = String(repeating: "x", count: 74)
    #expect(try encodedLines(x + "é") == [x + "=", "=C3=A9", ""])
    #expect(try encodedLines(x + "yé") == [x + "y=", "=C3=A9", ""])
    #expect(try encodedLines(x + "yz\né") == [x + "yz", "=C3=A9", ""])
    #expect(try encodedLines(x + "yzw\né") == [x + "y=", "zw", "=C3=A9", ""])
    #expect(try encodedLines("é= \nFrom \n") == ["=C3=A9=3D=20", "=46rom=20", "", ""].dropLast())
  }

  @Test func `never has a character split between two lines, or a line that begins with From`()
    throws
  {
    for count in 60..<80 {
      let lines = try encodedLines(String(repeating: "x", count: count) + "From 🏫学é here " + "é")
      #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasPrefix("From ") })
      let joined = lines.joined(separator: "\n")
      #expect(joined.contains("=F0=9F=8F=AB"))
      #expect(joined.contains("=E5=AD=A6"))
      #expect(!joined.contains("=C3=\n"))
    }
  }

  @Test func `has CRLF lines whatever line ends it was given`() throws {
    #expect(try encodedLines("a\nb\r\nc\rd") == ["a", "b", "c", "d", ""])
    #expect(try encodedLines("a\r\r\n\n") == ["a", "", "", ""])
  }

  @Test func `of any text is read back as it was, in any encoding`() throws {
    var random = SplitMix(state: 2045)
    let pieces = [
      "a", " ", "\n", "\t", "=", "word ", "From ", "--=_", ".", "é", "日本語", "🏫", "\u{1}", "\u{B}",
      String(repeating: "long", count: 25), "\n\n", "--\n", " \n", "=\n", "\u{2028}", "\u{85}",
    ]
    var texts: [String] = []
    for index in 0..<180 {
      let count = 1 + Int(random.next() % 60)
      // Every third one mostly in another script, so that base64 has its share.
      let alphabet = index % 3 == 0 ? ["日本語", "学校", "\n", " "] : pieces
      texts.append(
        (0..<count).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }.joined())
    }
    var messages: [[UInt8]] = []
    for text in texts {
      var draft = try MapleHollow.draft(text: text)
      draft.html = Array(text.utf8)
      messages.append(try MailMessage(draft).bytes)
    }
    var encodings: Set<String> = []
    for (text, read) in zip(texts, try ReadMessage.read(messages)) {
      #expect(read.defects == [])
      #expect(
        read.parts.map { $0.text.map { Array($0.utf8) } } == [Array(text.utf8), Array(text.utf8)])
      encodings.formUnion(read.parts.map(\.encoding))
    }
    #expect(encodings == ["7bit", "quoted-printable", "base64"])
    let lines = messages.flatMap { $0.split(separator: 0x0A, omittingEmptySubsequences: false) }
    let areClean = lines.allSatisfy { line in
      line.isEmpty
        || (line.count <= 77 && line.last == 0x0D
          && line.dropLast().allSatisfy { $0 < 0x80 && $0 != 0 && $0 != 0x0D })
    }
    #expect(areClean)
    #expect(lines.count { $0.isEmpty } == messages.count)
  }

  @Test func `of bytes is read back`() throws {
    var draft = try MapleHollow.draft()
    let sizes = [0, 1, 2, 3, 56, 57, 58, 114, 1_000]
    draft.attachments = sizes.map { size in
      Attachment(
        fileName: "\(size).bin", mediaType: "application/octet-stream",
        bytes: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 37) })
    }
    let read = try ReadMessage.read(try MailMessage(draft).bytes)
    #expect(read.defects == [])
    #expect(
      read.parts.dropFirst().map { $0.bytes.map(Array.init) } == draft.attachments.map(\.bytes))
  }
}
