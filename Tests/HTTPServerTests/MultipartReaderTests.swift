import HTTPServer
import Testing

@Suite struct `A multipart body` {
  static let body = """
    --B\r
    Content-Disposition: form-data; name="title"\r
    \r
    Caf\u{E9}\r
    --B\r
    Content-Disposition: form-data; name="film"; filename="C:\\films\\day 1.MP4"\r
    Content-Type: Video/MP4\r
    \r
    one\r\ntwo\r\n--bogus\r\n\r
    --B\r
    Content-Disposition: form-data; name="none"; filename=""\r
    Content-Type: application/octet-stream\r
    \r
    \r
    --B--\r
    epilogue
    """

  @Test(arguments: [1, 2, 3, 5, 7, 64, 10_000])
  func `reads the same however it is cut`(step: Int) throws {
    let events = try read(Array(Self.body.utf8), step: step)
    #expect(
      events == [
        "title nil nil", "Caf\u{E9}", "end",
        "film C:\\films\\day 1.MP4 Video/MP4", "one\r\ntwo\r\n--bogus\r\n", "end",
        "none  application/octet-stream", "", "end",
      ])
  }

  @Test func `gives the bytes of a file as they are`() throws {
    let content: [UInt8] = (0...255).map { UInt8($0) } + [0x0D, 0x0A, 0x2D, 0x2D, 0x0D]
    let head = "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n"
    for step in [1, 4, 1_000] {
      var recorder = Recorder()
      var reader = try MultipartReader(contentType: "multipart/form-data; boundary=B")
      let all = Array(head.utf8) + content + Array("\r\n--B--".utf8)
      for start in stride(from: 0, to: all.count, by: step) {
        let piece = Array(all[start..<min(start + step, all.count)])
        try unsafe reader.read(piece.span.bytes, into: &recorder)
      }
      try reader.finish()
      #expect(recorder.bytes == content)
    }
  }

  @Test(arguments: [
    "--B\r\n\r\n\r\n--B--", "--B\r\nContent-Disposition: form-data\r\n\r\n\r\n--B--",
    "--B\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n\r\n--B--",
    "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n\r\n--B--",
    "--Bx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--B--",
    "--B\r\nnonsense\r\n\r\n\r\n--B--",
    "--B\r\nContent-Disposition: form-data; name=\"a\0\"\r\n\r\n\r\n--B--",
    "--B\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n--B--",
    "--B\r\nContent-Disposition: form-data; name=a\r\n\r\ncut", "", "--B", "nothing of it",
  ])
  func `is refused when malformed or cut`(body: String) {
    #expect(throws: HTTPProblem.self) { try read(Array(body.utf8), step: 3) }
  }

  @Test(arguments: [
    nil, "", "text/plain; boundary=B", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/mixed; boundary=B", "multipart/form-data; boundary=\"a \"",
    "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
  ])
  func `needs its type and a boundary`(type: String?) {
    #expect(throws: HTTPProblem.self) { try MultipartReader(contentType: type) }
  }

  @Test func `has a boundary of up to 70 characters, in quotation marks or without`() throws {
    let long = String(repeating: "x", count: 70)
    _ = try MultipartReader(contentType: "Multipart/Form-Data; charset=utf-8; boundary=\(long)")
    _ = try MultipartReader(contentType: "multipart/form-data; boundary=\"a; b\"")
  }

  @Test func `bounds the head of a part, and what comes before the first`() throws {
    let head = "Content-Disposition: form-data; name=\"a\"\r\nX: "
    let body = { (count: Int) in
      Array("--B\r\n\(head)\(String(repeating: "x", count: count))\r\n\r\n\r\n--B--".utf8)
    }
    let left = 4_096 - head.utf8.count
    #expect(try read(body(left), step: 1_000).count == 3)
    #expect(throws: HTTPProblem.self) { try read(body(left + 1), step: 1_000) }
    let preamble = { (count: Int) in
      [UInt8](repeating: 0x20, count: count) + Array("\r\n\(Self.body)".utf8)
    }
    #expect(try read(preamble(500), step: 7).count == 9)
    #expect(throws: HTTPProblem.self) { try read(preamble(2_000), step: 7) }
  }

  @Test(arguments: [
    ("a.pdf", "a.pdf"), ("../../etc/passwd", "passwd"), (#"C:\Users\x\a.pdf"#, "a.pdf"),
    ("/", "file"), ("..", "file"), (".hidden", "hidden"), (" a b .pdf ", "a b .pdf"),
    ("a\u{0}\u{1B}b\r\n.pdf", "ab.pdf"), ("fdp.\u{202E}exe", "fdp.exe"), ("", "file"),
    ("ünï 日本.mp4", "ünï 日本.mp4"), ("a/b\\c.txt", "c.txt"), ("con\u{200B}.txt", "con.txt"),
  ])
  func `has file names without any path`(sent: String, name: String) {
    #expect(FilePart.cleaned(sent) == name)
  }

  @Test func `has file names of at most 255 bytes, with their ending`() {
    let exact = String(repeating: "é", count: 125) + "x.mp4"
    #expect(FilePart.cleaned(exact) == exact)
    let long = FilePart.cleaned(String(repeating: "é", count: 126) + "x.mp4")
    #expect(long == String(repeating: "é", count: 125) + ".mp4")
    let plain = FilePart.cleaned(String(repeating: "x", count: 300))
    #expect(plain.utf8.count == FilePart.fileNameBytesMaximum)
  }

  private func read(_ bytes: [UInt8], step: Int) throws -> [String] {
    var recorder = Recorder()
    var reader = try MultipartReader(contentType: "multipart/form-data; boundary=B")
    for start in stride(from: 0, to: bytes.count, by: step) {
      let piece = Array(bytes[start..<min(start + step, bytes.count)])
      try unsafe reader.read(piece.span.bytes, into: &recorder)
    }
    try reader.finish()
    return recorder.events
  }
}

private struct Recorder: MultipartEvents {
  var events: [String] = []
  var bytes: [UInt8] = []
  private var current: [UInt8] = []

  mutating func begin(_ part: MultipartPart) {
    events.append("\(part.name) \(part.fileName ?? "nil") \(part.mediaType ?? "nil")")
    current = []
  }

  mutating func content(_ bytes: RawSpan) {
    for index in bytes.byteOffsets {
      current.append(unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
    }
  }

  mutating func endPart() {
    events += [String(decoding: current, as: UTF8.self), "end"]
    bytes += current
  }
}
