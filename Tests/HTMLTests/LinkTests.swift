import Foundation
import HTML
import Testing

@Suite struct `A path` {
  @Test(
    arguments: [
      ([], "/"),
      (["reviews", "812"], "/reviews/812"),
      (["a b", "ä", "c/d", "e?f#g", "%2e", "100%"], "/a%20b/%C3%A4/c%2Fd/e%3Ff%23g/%252e/100%25"),
      (["", "evil.example"], "/_/evil.example"),
      (["..", "x", "."], "/_/x/_"),
      (["...", "..a"], "/.../..a"),
      (["\\evil.example", "\t\n"], "/%5Cevil.example/%09%0A"),
      (["javascript:alert(1)"], "/javascript%3Aalert%281%29"),
    ] as [([String], String)])
  func `encodes each segment and stays on its host`(segments: [String], expected: String) {
    #expect(Path(segments: segments).string == expected)
  }

  @Test func `carries a query`() {
    let path = Path("people").query("name", "Ines & Co=1").query("page", "2")
    #expect(path.string == "/people?name=Ines%20%26%20Co%3D1&page=2")
    #expect(
      a(href: .path(path)) { "next" }.string
        == "<a href=\"/people?name=Ines%20%26%20Co%3D1&amp;page=2\">next</a>")
  }

  @Test func `made of anything leads to the same host, segment by segment`() throws {
    var random = SplitMix(state: 77)
    let base = try #require(URL(string: "https://credentials.example/"))
    for _ in 0..<500 {
      let segments = (0..<3).map { _ in `Whatever a string holds`.hostileText(&random) }
      let path = Path(segments: segments)
      let url = try #require(URL(string: path.string, relativeTo: base)?.absoluteURL)
      #expect(url.host() == "credentials.example")
      #expect(url.scheme == "https")
      let isPlain = path.string.utf8.allSatisfy {
        "/%-._~".utf8.contains($0) || ($0 < 0x80 && Character(Unicode.Scalar($0)).isLetter)
          || (0x30...0x39).contains($0)
      }
      #expect(isPlain)
      let read = path.string.split(separator: "/").map(Self.decode)
      #expect(read == segments.map { ["", ".", ".."].contains($0) ? "_" : $0 })
    }
  }

  /// Foundation's own decoder drops a byte order mark.
  static func decode(_ segment: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(segment.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        bytes.append(UInt8(digits, radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

@Suite struct `A web link` {
  @Test(arguments: [
    "https://credentials.maplehollow.example/s/K7QM2XD9RT4VBN6HWC3JY5PZ8A",
    "https://a.example", "https://a.example:1/", "https://a.example:65535?x=%C3%A4#top",
    "https://xn--bcher-kva.example/?a=b&c=d;e,f'(g)*!$@:/?", "https://localhost/x",
  ])
  func `is taken when it is https, absolute and in ASCII`(text: String) throws {
    #expect(try WebLink(text).string == text)
  }

  @Test(arguments: [
    ("http://a.example/", LinkProblem.scheme), ("javascript:alert(1)", .scheme), ("", .scheme),
    ("//a.example/", .scheme), ("HTTPS://a.example/", .scheme), ("https:/a.example", .scheme),
    ("https://", .host), ("https:///x", .host), ("https://a..example/", .host),
    ("https://-a.example/", .host), ("https://a_b.example", .host),
    ("https://user@a.example/", .host), ("https://bücher.example/", .host),
    ("https://a.example\\@b.example/", .host), ("https://[::1]/", .host),
    ("https://\(String(repeating: "a", count: 64)).example/", .host),
    ("https://a.example:/", .port), ("https://a.example:0/", .port),
    ("https://a.example:65536/", .port), ("https://a.example:+1/", .port),
    ("https://a.example:80:80/", .port), ("https://user:pass@a.example/", .port),
    ("https://a.example/a b", .character), ("https://a.example/\"x", .character),
    ("https://a.example/<", .character), ("https://a.example/ä", .character),
    ("https://a.example/%4", .character), ("https://a.example/%zz", .character),
    ("https://a.example/\r\n", .character), ("https://a.example/#a#b", .character),
    ("https://a.example/\\", .character),
  ])
  func `is refused otherwise, with the reason`(text: String, problem: LinkProblem) {
    #expect(throws: problem) { try WebLink(text) }
  }

  @Test func `has at most 2048 bytes`() throws {
    let start = "https://a.example/"
    let full = start + String(repeating: "x", count: 2_048 - start.utf8.count)
    #expect(try WebLink(full).string.utf8.count == 2_048)
    #expect(throws: LinkProblem.length) { try WebLink(full + "x") }
    #expect(throws: LinkProblem.length) {
      try WebLink(start).page(Path(String(repeating: "x", count: 2_048)))
    }
  }

  @Test func `leads to another page of its site`() throws {
    for text in ["https://a.example:8443", "https://a.example:8443/old?x#y"] {
      #expect(try WebLink(text).page(Path("s", "ä")).string == "https://a.example:8443/s/%C3%A4")
    }
  }
}

@Suite struct `A mail link` {
  @Test func `encodes what is not plain`() throws {
    #expect(
      try MailLink(to: "a?cc=b@c.example&d", subject: "50% & more").string
        == "mailto:a%3Fcc%3Db@c.example%26d?subject=50%25%20%26%20more")
    #expect(
      try a(href: .mail(MailLink(to: "x@y.example"))) { "us" }.string
        == "<a href=\"mailto:x@y.example\">us</a>")
  }

  @Test func `is refused without an address, or with a line break`() {
    for text in ["", "@", "a@", "@b", "ab"] {
      #expect(throws: LinkProblem.host) { try MailLink(to: text) }
    }
    #expect(throws: LinkProblem.character) { try MailLink(to: "a\n@b.example") }
    #expect(throws: LinkProblem.character) {
      try MailLink(to: "a@b.example", subject: "x\r\nBcc: y")
    }
  }
}
