import Mail
import Testing

@Suite struct `A message that is read` {
  private func read(_ text: String, _ limits: ReadingLimits = ReadingLimits()) -> CollectedMessage {
    CollectedMessage(Array(text.utf8), limits)
  }

  private func trace(_ text: String, _ limits: ReadingLimits = ReadingLimits()) -> [String] {
    read(text, limits).parts.map {
      let kind = $0.part.kind == .content ? $0.text : "\($0.part.kind)"
      return "\($0.part.depth) \($0.part.mediaType) \(kind) \($0.ending)"
    }
  }

  @Test func `has parts within parts, each with its content and no line end too many`() {
    #expect(
      trace(
        """
        Content-Type: multipart/mixed; boundary="a b"

        before
        --a b
        Content-Type: multipart/alternative; boundary=inner

        --inner

        one
        --inner\t
        Content-Type: text/html

        two

        --inner--
        between
        --a b
        Content-Type: TEXT/Markdown; x="\\"; boundary=no"

        three
        --a b--
        after
        """) == [
          "0 multipart/mixed multipart whole", "1 multipart/alternative multipart whole",
          "2 text/plain one whole", "2 text/html two\n whole", "1 text/markdown three whole",
        ])
  }

  @Test func `takes no line for a boundary that only begins like one`() {
    #expect(
      trace(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--bb\r\n-- b\r\n--b-\r\n--b--x\r\n--b\r\n\r\n--b--"
      )
        == [
          "0 multipart/mixed multipart whole", "1 text/plain --bb\r\n-- b\r\n--b-\r\n--b--x whole",
          "1 text/plain  whole",
        ])
  }

  @Test func `says what was cut off`() {
    #expect(
      trace("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nwhole\n--b\n\nha") == [
        "0 multipart/mixed multipart cutOff", "1 text/plain whole whole", "1 text/plain ha cutOff",
      ])
    // A container without its last line ends with what holds it.
    #expect(
      trace(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--b--\n"
      )
        == [
          "0 multipart/mixed multipart whole", "1 multipart/mixed multipart cutOff",
          "2 text/plain x whole",
        ])
  }

  @Test func `reads a header that ends without an empty line, or with the part`() {
    #expect(
      trace("Content-Type: multipart/mixed; boundary=b\n--b\nno header\n--b\nX: y\n--b--") == [
        "0 multipart/mixed multipart whole", "1 text/plain no header whole",
        "1 text/plain  whole",
      ])
    let long = String(repeating: "long ", count: 20_000)
    #expect(read(long).parts.map(\.text) == [long])
    #expect(trace("From somebody Tue Dec 22\nSubject: a\n\nb") == ["0 text/plain b whole"])
    #expect(trace(" a fold of nothing\nContent-Type: text/html\n\nb") == ["0 text/html b whole"])
  }

  @Test func `reads messages in messages, or hands them out`() {
    let text =
      "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: inner\nContent-Type: text/html\n\nx\n--b--"
    #expect(
      trace(text) == [
        "0 multipart/digest multipart whole", "1 message/rfc822 message whole",
        "2 text/html x whole",
      ])
    #expect(
      trace(text, ReadingLimits(entersMessages: false)) == [
        "0 multipart/digest multipart whole",
        "1 message/rfc822 Subject: inner\nContent-Type: text/html\n\nx whole",
      ])
  }

  @Test func `undoes base64 and quoted-printable, damaged ones too`() {
    func body(_ encoding: String, _ text: String) -> [UInt8] {
      read("Content-Transfer-Encoding: \(encoding)\n\n\(text)").parts[0].content
    }
    #expect(body("base64", "SGVs\nbG8=") == Array("Hello".utf8))
    #expect(body("BASE64 (really)", "S.G=V!s bG8=\ntrailer") == Array("Hello".utf8))
    #expect(body("base64", "SGVsbG") == Array("Hell".utf8))
    #expect(
      body("quoted-printable", "a=3D=C3=a9=\nb= \r\nc=zz=4=") == Array("a=ébc=zz=4=".utf8))
    #expect(body("x-unknown", "a=3D") == Array("a=3D".utf8))
  }

  @Test func `is bounded in depth, parts, fields and bytes, and says so`() {
    func deep(_ levels: Int) -> String {
      (0..<levels).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
        + "\ndeepest\n"
    }
    let hundred = read(deep(100))
    #expect(hundred.parts.count == 101 && hundred.passed == [])
    let more = read(deep(101))
    #expect(more.parts.last?.part.kind == .tooDeep && more.passed == [.depth])

    func wide(_ count: Int) -> String {
      "Content-Type: multipart/mixed; boundary=b\n\n"
        + String(repeating: "--b\n\nx\n", count: count)
        + "--b--"
    }
    let limits = ReadingLimits(partCount: 5)
    #expect(read(wide(4), limits).parts.count == 5 && read(wide(4), limits).passed == [])
    #expect(read(wide(5), limits).parts.count == 5 && read(wide(5), limits).passed == [.partCount])

    let four = read("\nabcd", ReadingLimits(partBytes: 4)).parts[0]
    #expect(four.text == "abcd" && four.ending == .whole)
    let five = read("\nabcde", ReadingLimits(partBytes: 4)).parts[0]
    #expect(five.text == "abcd" && five.ending == .tooLarge)

    let cut = read("\nabcdef", ReadingLimits(messageBytes: 4))
    #expect(cut.parts[0].text == "abc" && cut.parts[0].ending == .cutOff)
    #expect(cut.passed == [.messageBytes])

    let fields = "A: 1\nB: 2\nC: 3\n\n"
    #expect(!read(fields, ReadingLimits(fieldCount: 3)).parts[0].part.header.isCut)
    let two = read(fields, ReadingLimits(fieldCount: 2)).parts[0].part.header
    #expect(two.isCut && two.field("b") == [0x32] && two.field("c") == nil)
    let long = "A: " + String(repeating: "x\n y", count: 20_000) + "\nContent-Type: text/html\n\nb"
    let folded = read(long).parts[0]
    #expect(folded.part.header.isCut && folded.part.mediaType == "text/html")
    #expect((folded.part.header.field("a")?.count ?? 0) <= 32 << 10)
  }

  @Test func `doubts a header that another server may have read otherwise`() {
    #expect(!read("A: b\r\nC: d\n\nx\ry").parts[0].part.header.isDoubtful)
    #expect(read("A: b\rC: d\r\n\r\nx").parts[0].part.header.isDoubtful)
    #expect(read("A: b\0c\n\n").parts[0].part.header.isDoubtful)
  }

  @Test(
    arguments: [
      ("attachment; filename=a.pdf", "a.pdf"),
      ("attachment; filename=\"a; \\\"b\\\".pdf\"", "a; \"b\".pdf"),
      ("attachment; filename=my file.pdf ; x=y", "my file.pdf"),
      ("attachment; filename*=utf-8'en'%C3%89l%C3%A8ve.pdf", "Élève.pdf"),
      ("attachment; filename*=ISO-8859-1''%C9l%E8ve.pdf; filename=old", "Élève.pdf"),
      ("attachment; filename*1=c.pdf; filename*0*=utf-8''%C3%89%20", "É c.pdf"),
      ("attachment; filename*0=a; filename*2=c", "a"),
      ("attachment; filename=\"=?iso-8859-15?Q?=A4uro_?= =?utf-8?B?w4k=?=.pdf\"", "€uro É.pdf"),
      ("attachment; filename=\"=?utf-8?B?w4M=?==?utf-8?q?=C3?= =?utf-8?q?=A9?=\"", "Ãé"),
      ("attachment; filename=\"a\u{202E}fdp.exe\tb\"", "a fdp.exe b"),
      ("attachment; filename=\"\"", "-"),
      ("inline", "-"),
    ])
  func `knows a file's name however it is written`(disposition: String, name: String) {
    let message = read("Content-Disposition: \(disposition)\n\n")
    #expect((message.parts[0].part.name ?? "-") == name)
  }

  @Test func `reads text as what it most probably is`() {
    #expect(Charset(named: "UTF-8").text(of: [0xC9, 0x6C]) == "Él")
    #expect(Charset(named: "iso-8859-1").text(of: [0xC3, 0xA9]) == "é")
    #expect(Charset(named: "latin1").text(of: [0x80, 0x93]) == "€“")
    #expect(Charset(named: "ISO-8859-15").text(of: [0xA4, 0xE9]) == "€é")
    #expect(Charset(named: "utf-16").text(of: [0xFF, 0xFE, 0x41, 0, 0x42]) == "A")
    #expect(Charset(named: "utf-16be").text(of: [0, 0x41]) == "A")
    #expect(Charset(named: "x-none").text(of: [0xFE, 0xFF, 0, 0x41]) == "A")
    #expect(Charset(named: "").text(of: [0xEF, 0xBB, 0xBF, 0x41]) == "A")
  }

  @Test func `costs no more than its bytes, whatever is in it`() {
    // Each would take minutes if a line were looked at once for each part, or a header for each field.
    let boundaries = String(repeating: "--b\n", count: 300_000)
    #expect(
      read("Content-Type: multipart/mixed; boundary=b\n\n" + boundaries).passed == [.partCount])
    let words = "Subject: " + String(repeating: "=?a?Q?", count: 100_000) + "\n\n"
    #expect((read(words).parts[0].part.header.text("subject")?.count ?? 0) > 100)
    let parameters =
      "Content-Disposition: x" + String(repeating: ";filename*9=a", count: 100_000) + "\n\n"
    #expect(read(parameters).parts[0].part.name == nil)
  }
}
