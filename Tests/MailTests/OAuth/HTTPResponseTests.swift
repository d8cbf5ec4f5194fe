import Mail
import Testing

@Suite struct `An answer over HTTP` {
  /// What a parser makes of a text that comes in pieces of so many bytes, and whether it ends with the connection.
  private func read(
    _ text: String, pieces: Int = 1, isConsent: Bool = false
  ) throws(HTTPProblem) -> (response: HTTPResponse?, rest: String) {
    var parser = HTTPResponseParser(isConsent: isConsent)
    let bytes = Array(text.utf8)
    var rest: [UInt8] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + pieces)
      rest += try parser.take(bytes[start..<end])
      start = end
    }
    try parser.end()
    return (parser.response, String(decoding: rest, as: UTF8.self))
  }

  private func problem(_ text: String) -> HTTPProblem? {
    do throws(HTTPProblem) {
      _ = try read(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [1, 2, 7, 1_000])
  func `ends by its length, by its last chunk, or with the connection`(pieces: Int) throws {
    let ok = HTTPResponse(status: 200, reason: "OK", body: Array("hello".utf8))
    for (text, left) in [
      ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ""),
      ("HTTP/1.1 200 OK\r\ncontent-length:5\r\nContent-Length: 5\r\n\r\nhello!!", "!!"),
      ("HTTP/1.0 200 OK\n\nhello", ""),
      (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2;a=b\r\nhe\r\n03 \r\nllo\r\n0\r\nX: y\r\n\r\nZ",
        "Z"
      ),
      ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ""),
    ] {
      let (response, rest) = try read(text, pieces: pieces)
      #expect(response == ok, "\(text)")
      #expect(rest == left, "\(text)")
    }
    let empty = try read("HTTP/1.1 204\r\n\r\n", pieces: pieces)
    #expect(empty.response == HTTPResponse(status: 204))
  }

  @Test func `that gives leave to go through has no body, whatever it says`() throws {
    let text = "HTTP/1.1 200 Yes\r\nContent-Length: 5\r\n\r\nTLS"
    let (response, rest) = try read(text, isConsent: true)
    #expect(response?.body == [])
    #expect(rest == "TLS")
    #expect(problem(text) == .cutShort)
  }

  @Test func `that is none, or does not add up, is refused`() {
    #expect(problem("220 mail.example ESMTP\r\n") == .notHTTP)
    #expect(problem("HTTP/2 200 OK\r\n\r\n") == .notHTTP)
    #expect(problem("HTTP/1.1 2000 OK\r\n\r\n") == .notHTTP)
    #expect(problem("") == .cutShort)
    #expect(problem("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell") == .cutShort)
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    #expect(problem(chunked + "\r\n5\r\nhello\r\n") == .cutShort)
    for wrong in [
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
      "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
      "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
      "HTTP/1.1 101 Switching\r\n\r\n",
      chunked + "Content-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      chunked + "\r\n+5\r\nhello\r\n0\r\n\r\n",
      chunked + "\r\n5\r\nhello!0\r\n\r\n",
      chunked + "\r\n\r\n",
      chunked + "\r\n1FFFFFFFF\r\n",
    ] {
      #expect(problem(wrong) == .malformed, "\(wrong)")
    }
  }

  @Test func `has at most 64 KiB, and its head 16`() {
    let most = HTTPResponseParser.bodyMaximum
    let body = String(repeating: "x", count: most)
    for head in [
      "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: \(most)\r\n\r\n",
    ] {
      #expect(problem(head + body) == nil)
    }
    #expect(problem("HTTP/1.1 200 OK\r\n\r\n" + body + "x") == .bodyTooLong)
    #expect(problem("HTTP/1.1 200 OK\r\nContent-Length: \(most + 1)\r\n\r\n") == .bodyTooLong)
    let chunk = "10000\r\n\(body)\r\n"
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    #expect(problem(chunked + chunk + "0\r\n\r\n") == nil)
    #expect(problem(chunked + chunk + "1\r\nx\r\n0\r\n\r\n") == .bodyTooLong)
    let long = String(repeating: "y", count: HTTPResponseParser.headMaximum)
    #expect(problem("HTTP/1.1 200 OK\r\nX: \(long)\r\n\r\n") == .headTooLong)
    #expect(problem(long + long) == .notHTTP)
    // A line for each byte, without end.
    let crumbs = String(repeating: "1\r\nx\r\n", count: 20_000)
    #expect(problem(chunked + crumbs) == .headTooLong)
  }
}

@Suite struct `An address for tokens` {
  @Test func `is one of https, and goes into the request as it is`() throws {
    let plain = try #require(WebAddress("https://Login.example.org"))
    #expect(plain.host == "login.example.org" && plain.port == 443 && plain.target == "/")
    #expect(plain.description == "https://login.example.org/")
    let full = try #require(WebAddress("HTTPS://login.example.org:8443/a/token?x=1:2@3"))
    #expect(full.authority == "login.example.org:8443" && full.target == "/a/token?x=1:2@3")
    let numbers = try #require(WebAddress("https://[::1]:444?x"))
    #expect(numbers.host == "::1" && numbers.authority == "[::1]:444" && numbers.target == "/?x")
    for wrong in [
      "http://a.org/", "https://", "https:///x", "https://a.org:0/", "https://a.org:70000/",
      "https://a.org:+1/", "https://me:secret@a.org/", "https://a.org/#x", "https://a.org/ x",
      "https://a.org\\@b.org/", "https://[::1/", "https://[::1]x/", "https://a.org:/",
      "https://a.org/\r\nX: y", "https://ä.org/",
    ] {
      #expect(WebAddress(wrong) == nil, "\(wrong)")
    }
    let proxy = try #require(WebProxy("http://proxy.example.org:3128/"))
    #expect(proxy.host == "proxy.example.org" && proxy.port == 3_128)
    #expect(WebProxy("proxy.example.org")?.port == 80)
    #expect(WebProxy("http://me:secret@proxy.example.org:3128") == nil)
    #expect(WebProxy("https://proxy.example.org") == nil)
  }
}
