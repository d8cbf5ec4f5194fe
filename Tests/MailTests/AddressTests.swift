import Mail
import Testing

@Suite struct `An address` {
  @Test(
    arguments: [
      ("m.alder@maplehollow.example", "m.alder", "maplehollow.example"),
      ("M.Alder@MapleHollow.Example", "M.Alder", "maplehollow.example"),
      ("a!#$%&'*+-/=?^_`{|}~b@x.example", "a!#$%&'*+-/=?^_`{|}~b", "x.example"),
      ("root@localhost", "root", "localhost"),
      ("\"maya alder\"@x.example", "maya alder", "x.example"),
      ("\"a\\\"b\\\\c@d\"@x.example", "a\"b\\c@d", "x.example"),
      ("\"plain\"@x.example", "plain", "x.example"),
      ("\"..\"@x.example", "..", "x.example"),
      ("jürgen@x.example", "jürgen", "x.example"),
      ("x@bücher.example", "x", "xn--bcher-kva.example"),
      ("x@BÜCHER.Example", "x", "xn--bcher-kva.example"),
      ("x@bu\u{308}cher.example", "x", "xn--bcher-kva.example"),
      ("x@\u{3B1}\u{301}λφα.example", "x", "xn--hxak3a7b.example"),
      ("x@\u{30AB}\u{3099}.example", "x", "xn--mck.example"),
      ("x@例え\u{3002}テスト", "x", "xn--r8jz45g.xn--zckzah"),
      ("x@straße.example", "x", "xn--strae-oqa.example"),
      ("x@xn--bcher-kva.example", "x", "xn--bcher-kva.example"),
      ("x@1.2.3.example", "x", "1.2.3.example"),
    ] as [(String, String, String)])
  func `is read into its two parts`(text: String, local: String, domain: String) throws {
    let address = try Address(text)
    #expect(address.localPart == local)
    #expect(address.domain == domain)
    #expect(try Address(address.string) == address)
    #expect(address.needsSMTPUTF8 == !local.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(
    arguments: [
      ("", .empty), ("@x.example", .empty), ("\"\"@x.example", .empty),
      ("maya", .noAt), ("maya alder", .character(" ")), ("\"a\"b@x.example", .noAt),
      ("\"a@x.example", .quote), ("\"a\\", .quote),
      (".a@x.example", .dot), ("a.@x.example", .dot), ("a..b@x.example", .dot),
      ("a b@x.example", .character(" ")), ("a\r\n@x.example", .character("\r")),
      ("<a@x.example>", .character("<")), ("a,b@x.example", .character(",")),
      ("a\u{0}@x.example", .character("\u{0}")), ("a\u{A0}b@x.example", .character("\u{A0}")),
      ("a\u{202E}b@x.example", .character("\u{202E}")), ("\"a\nb\"@x.example", .character("\n")),
      ("a\u{85}@x.example", .character("\u{85}")), ("a\u{E000}@x.example", .character("\u{E000}")),
      ("a@", .domainEmpty), ("a@maplehollow", .domainNotQualified),
      ("a@192.0.2.1", .domainNotQualified), ("a@[192.0.2.1]", .domainCharacter("[")),
      ("a@x.example.", .domainLabel("")), ("a@.example", .domainLabel("")),
      ("a@x..example", .domainLabel("")), ("a@-x.example", .domainLabel("-x")),
      ("a@x-.example", .domainLabel("x-")), ("a@x_y.example", .domainCharacter("_")),
      ("a@x.example>", .domainCharacter(">")), ("a@x.example\r\nRCPT", .domainCharacter("\r")),
      ("a@b@x.example", .domainCharacter("@")),
      ("a@x\u{200B}.example", .domainCharacter("\u{200B}")),
      ("a@❤.example", .domainCharacter("❤")), ("a@\u{301}x.example", .domainLabel("\u{301}x")),
      ("a@xn--.example", .domainLabel("xn--")), ("a@xn--a-.example", .domainLabel("xn--a-")),
      ("a@xn--99999999.example", .domainLabel("xn--99999999")),
    ] as [(String, AddressProblem)])
  func `is refused with what is wrong`(text: String, problem: AddressProblem) {
    #expect(throws: problem) { try Address(text) }
    #expect(!problem.description.isEmpty)
  }

  @Test func `has at most 64 bytes before the @`() throws {
    let local = String(repeating: "a", count: 64)
    #expect(try Address(local + "@x.example").localPart == local)
    #expect(throws: AddressProblem.localPartTooLong) { try Address(local + "a@x.example") }
    #expect(throws: AddressProblem.localPartTooLong) {
      try Address(String(repeating: "é", count: 33) + "@x.example")
    }
  }

  @Test func `has at most 63 bytes in a label and 254 in all`() throws {
    let label = String(repeating: "a", count: 63)
    #expect(try Address("x@\(label).example").domain == label + ".example")
    #expect(throws: AddressProblem.domainLabel(label + "a")) {
      try Address("x@\(label)a.example")
    }
    let name = [label, label, label].joined(separator: ".")  // 191
    let last = String(repeating: "b", count: 60)
    #expect(try Address("x@" + name + "." + last).string.utf8.count == 254)
    #expect(throws: AddressProblem.tooLong) { try Address("xy@" + name + "." + last) }
    #expect(throws: AddressProblem.domainTooLong) { try Address("x@" + name + "." + last + "bb") }
    #expect(throws: AddressProblem.tooLong) { try Address(String(repeating: "a@", count: 1_000)) }
  }

  @Test func `writes any domain as Python's Punycode does`() throws {
    var random = SplitMix(state: 3492)
    let scripts: [ClosedRange<UInt32>] = [
      0x61...0x7A, 0xE0...0xF6, 0x3B1...0x3C9, 0x430...0x44F, 0x5D0...0x5EA, 0x627...0x63A,
      0x905...0x939, 0x4E00...0x9FA5, 0xAC00...0xD7A3, 0x20000...0x2A6D6,
    ]
    var labels: [String] = []
    while labels.count < 300 {
      var label = String.UnicodeScalarView()
      for _ in 0..<(1 + random.next() % 12) {
        let script = scripts[Int(random.next() % UInt64(scripts.count))]
        let value = script.lowerBound + UInt32(random.next() % UInt64(script.count))
        if let scalar = Unicode.Scalar(value) { label.append(scalar) }
      }
      if !label.allSatisfy(\.isASCII) { labels.append(String(label)) }
    }
    let expected = try Python.lines(
      "import sys\nfor l in sys.stdin.buffer.read().decode().split('\\n'):\n"
        + "  print('xn--' + l.encode('punycode').decode())", input: labels)
    #expect(expected.count == labels.count)
    for (label, ascii) in zip(labels, expected) {
      let tooLong = ascii.utf8.count > 63
      let address = try? Address("x@" + label + ".example")
      #expect(address?.domain == (tooLong ? nil : ascii + ".example"))
      guard !tooLong else { continue }
      // Read back: an A-label is only taken if it decodes.
      #expect(try Address("x@" + ascii + ".example") == address)
    }
  }

  @Test func `never crashes, and what is taken is read back as itself`() throws {
    var random = SplitMix(state: 5321)
    let pieces = [
      "a", "Z", "9", ".", "-", "@", "\"", "\\", " ", "\r\n", "\u{0}", "é", "ß", "İ", "e\u{301}",
      "日本", "xn--", "bcher-kva", ".example", "@x.example", "\u{3002}", "🏫", "[", "<", "%", "+",
    ]
    var taken = 0
    for _ in 0..<4_000 {
      let count = 1 + Int(random.next() % 6)
      let end = random.next() % 2 == 0 ? "@x.example" : ""
      let start = (0..<count).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
        .joined()
      guard let address = try? Address(start + end) else { continue }
      taken += 1
      #expect(try Address(address.string) == address)
      let isClean = address.string.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{7F}" }
      #expect(isClean)
      #expect(address.domain.utf8.allSatisfy { $0 < 0x80 })
    }
    #expect(taken > 500)
  }
}

@Suite struct `A message id` {
  @Test func `is made from a notice's key, and different keys stay different`() throws {
    func id(_ left: String) throws -> String {
      try MessageID(left: left, domain: "x.example").string
    }
    #expect(try id("review/812/reminder/7d") == "review/812/reminder/7d@x.example")
    #expect(try id("thread.submission.812") == "thread.submission.812@x.example")
    #expect(try id("a b\r\n<>@\"=é") == "a=20b=0D=0A=3C=3E=40=22=3D=C3=A9@x.example")
    #expect(try id("a..b") == "a=2E=2Eb@x.example")
    #expect(try id(".") == "=2E@x.example")
    #expect(try MessageID(left: "a", domain: "Bücher.Example").string == "a@xn--bcher-kva.example")
  }

  @Test func `is refused when empty, without a domain or too long`() throws {
    #expect(throws: MessageProblem.self) { try MessageID(left: "", domain: "x.example") }
    #expect(throws: MessageProblem.self) { try MessageID(left: "a", domain: "x example") }
    #expect(throws: MessageProblem.self) { try MessageID(left: "a", domain: "x.example\r\n") }
    let left = String(repeating: "a", count: 250 - "@x.example".utf8.count)
    #expect(try MessageID(left: left, domain: "x.example").string.utf8.count == 250)
    #expect(throws: MessageProblem.self) { try MessageID(left: left + "a", domain: "x.example") }
  }

  @Test(
    arguments: [
      ("<a@b>", "a@b"), ("a@b", "a@b"), ("<\"odd one\"@b>", nil), ("<a..b@c_d>", "a..b@c_d"),
      ("<a@b\r\nBcc: x>", nil), ("<ab>", nil), ("<<a@b>>", nil), ("", nil), ("<é@b>", nil),
    ] as [(String, String?)])
  func `of another system is kept as it is, if it fits into a header`(
    text: String, expected: String?
  ) {
    #expect(MessageID(received: text)?.string == expected)
  }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
