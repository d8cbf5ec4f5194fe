import Glibc
import HTTPServer
import Testing

@Suite struct `The web server` {
  private let host = "Host: rubricd.example\r\n"

  @Test func `answers one request after the other on a connection`() throws {
    let served = try Served()
    let client = try served.client()
    for _ in 1...3 {
      client.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
      let response = try client.response()
      #expect(response.status == 200)
      #expect(response.text == "hello")
      #expect(response.field("connection") == nil)
      #expect(response.field("x-content-type-options") == "nosniff")
    }
    client.send("POST /echo HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabc")
    #expect(try client.response().text == "abc")
    client.send("GET /hello HTTP/1.1\r\n\(host)Connection: close\r\n\r\n")
    #expect(try client.response().status == 200)
    #expect(try client.rest() == "")
    #expect(served.server.figures.connectionsTotal == 1)
    #expect(served.server.figures.requests[2] == 5)
  }

  @Test func `answers requests that come all at once, in their order`() throws {
    let served = try Served()
    let client = try served.client()
    client.send(
      "GET /hello HTTP/1.1\r\n\(host)\r\nPOST /echo HTTP/1.1\r\n\(host)Content-Length: 2\r\n\r\nhi"
        + "GET /nothing HTTP/1.1\r\n\(host)\r\nHEAD /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try client.response().text == "hello")
    #expect(try client.response().text == "hi")
    #expect(try client.response().status == 404)
    let head = try client.response(toHead: true)
    #expect(head.field("content-length") == "5")
    client.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try client.response().text == "hello")
  }

  @Test func `sends large answers and files, whole and in part`() throws {
    let served = try Served()
    let client = try served.client()
    client.send("GET /large HTTP/1.1\r\n\(host)\r\n")
    #expect(try client.response().body == [UInt8](repeating: 7, count: 5_000_000))
    client.send("GET /file/passwd HTTP/1.1\r\n\(host)\r\n")
    let whole = try client.response()
    #expect(whole.text.hasPrefix("root:"))
    client.send("GET /file/passwd HTTP/1.1\r\n\(host)Range: bytes=1-3\r\n\r\n")
    let part = try client.response()
    #expect(part.status == 206)
    #expect(part.text == "oot")
    client.send("HEAD /file/passwd HTTP/1.1\r\n\(host)\r\n")
    let head = try client.response(toHead: true)
    #expect(head.field("content-length") == "\(whole.body.count)")
    client.send("GET /file/passwd HTTP/1.1\r\n\(host)Connection: close\r\n\r\n")
    #expect(try client.response().body == whole.body)
    #expect(try client.rest() == "")
  }

  @Test func `sends nothing for what the client has, and goes on`() throws {
    let served = try Served()
    let client = try served.client()
    client.send("GET /tagged HTTP/1.1\r\n\(host)If-None-Match: \"v1\"\r\n\r\n")
    let unchanged = try client.response()
    #expect(unchanged.status == 304)
    // The length of what is not sent (RFC 9110 §8.6), or none at all; never 0.
    #expect(unchanged.field("content-length") != "0")
    client.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try client.response().text == "hello")
  }

  @Test func `takes a body in chunks, and asks for one when it is asked to`() throws {
    let served = try Served()
    let client = try served.client()
    client.send("POST /echo HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
    client.send("4;x=y\r\ndefg\r\n0\r\nTrailer: x\r\n\r\n")
    #expect(try client.response().text == "abcdefg")
    client.send("POST /echo HTTP/1.1\r\n\(host)Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    #expect(try client.response().status == 100)
    client.send("hi")
    #expect(try client.response().text == "hi")
    client.send("POST /refuse HTTP/1.1\r\n\(host)Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    #expect(try client.response().status == 403)
    #expect(try client.rest() == "")
  }

  @Test func `refuses what is too long, and says so`() throws {
    let served = try Served { settings in
      settings.targetBytesMax = 100
      settings.headerBytesMax = 500
    }
    let fill = { (count: Int) in String(repeating: "x", count: count) }
    let ask = { (text: String) throws -> Int in
      let client = try served.client()
      client.send(text)
      return try client.response().status
    }
    #expect(try ask("GET /\(fill(99)) HTTP/1.1\r\n\(host)\r\n") == 404)
    #expect(try ask("GET /\(fill(100)) HTTP/1.1\r\n\(host)\r\n") == 414)
    let left = 500 - "Host: rubricd.example".utf8.count - 2 - "X: ".utf8.count - 2
    #expect(try ask("GET /hello HTTP/1.1\r\n\(host)X: \(fill(left))\r\n\r\n") == 200)
    #expect(try ask("GET /hello HTTP/1.1\r\n\(host)X: \(fill(left + 1))\r\n\r\n") == 431)
    // Beyond the connection's memory libmicrohttpd answers by itself.
    #expect(try ask("GET /\(fill(100_000)) HTTP/1.1\r\n\(host)\r\n") == 414)
    #expect(try ask("GET / HTTP/1.1\r\n\(host)X: \(fill(100_000))\r\n\r\n") == 431)
    let post = "POST /echo HTTP/1.1\r\n\(host)"
    #expect(try ask("\(post)Content-Length: 1000\r\n\r\n\(fill(1_000))") == 200)
    #expect(try ask("\(post)Content-Length: 1001\r\n\r\n\(fill(1_001))") == 413)
    #expect(try ask("\(post)Content-Length: 9000000000\r\n\r\n") == 413)
    #expect(
      try ask("\(post)Transfer-Encoding: chunked\r\n\r\n3E9\r\n\(fill(1_001))\r\n0\r\n\r\n") == 413)
  }

  @Test func `goes on after a short body that nobody wanted, and not after a long one`() throws {
    let served = try Served()
    let client = try served.client()
    let next = "GET /hello HTTP/1.1\r\n\(host)\r\n"
    client.send("POST /refuse HTTP/1.1\r\n\(host)Content-Length: 5\r\n\r\nhello\(next)")
    #expect(try client.response().status == 403)
    #expect(try client.response().text == "hello")
    client.send("POST /refuse HTTP/1.1\r\n\(host)Content-Length: 500000\r\n\r\n\(next)")
    #expect(try client.response().status == 403)
    #expect(try client.rest() == "")
    let endless = try served.client()
    endless.send("POST /refuse HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n")
    let chunk = "4000\r\n" + String(repeating: "x", count: 16_384) + "\r\n"
    for _ in 1...17 where endless.send(chunk) {}
    #expect(try endless.response().status == 403)
  }

  @Test(arguments: [
    "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    "Content-Length: 5, 5\r\n\r\nhello", "Content-Length: +5\r\n\r\nhello",
    "Content-Length: -5\r\n\r\nhello",
    "Content-Length : 5\r\n\r\nhello", "Content-Length: 5\0\r\nX: y\r\n\r\nhello\0",
    "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: identity\r\n\r\n",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
    "Transfer-Encoding: chunked\r\n\r\n0x3\r\n",
    "Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n",
    "X: a\0b\r\nY: z\r\n\r\n", "X\0: a\r\n\r\n", "X: a\nY: b\r\n\r\n", "X: a\rY: b\r\n\r\n",
    "X: y\r\n folded\r\n\r\n",
    "X: y\r\n\tfolded\r\n\r\n", "nonsense\r\n\r\n", "X y: z\r\n\r\n", ": z\r\nX: y\r\n\r\n",
    "X: \u{7F}\r\n\r\n",
    "Host: two.example\r\n\r\n", "Expect: a miracle\r\n\r\n",
  ])
  func `refuses a header that two readers could read in two ways, and hangs up`(fields: String)
    throws
  {
    let served = try Served()
    let client = try served.client()
    client.send("POST /echo HTTP/1.1\r\n\(host)\(fields)GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try client.response().status == 400)
    #expect(try !client.rest().contains("hello"))
  }

  @Test(arguments: [
    "GET /hello HTTP/1.1\n", "GET /hel\0lo HTTP/1.1\r\n",
    "GET hello HTTP/1.1\r\n",
    "GET /a b HTTP/1.1\r\n", "GET /%00 HTTP/1.1\r\n", "GET /../etc HTTP/1.1\r\n", "GET /hello\r\n",
    "GET /hello FOO\r\n",
    "GET /hello\u{1} HTTP/1.1\r\n",
  ])
  func `refuses a request line that is none`(line: String) throws {
    let served = try Served()
    let client = try served.client()
    client.send("\(line)\(host)\r\n")
    #expect(try client.response().status == 400)
    _ = try client.rest()
  }

  @Test func `reads a header that comes in pieces, whole`() throws {
    let served = try Served()
    let client = try served.client()
    for _ in 1...3 {
      client.send("GET /hello HTTP/1.1\r")
      client.send("\n\(host)")
      for number in 1...20 {
        client.send("X-\(number): " + String(repeating: "x", count: 150))
        client.send(String(repeating: "y", count: 150) + "\r\n")
      }
      client.send("\r")
      client.send("\n")
      #expect(try client.response().status == 200)
    }
  }

  @Test func `wants a host, a known method and a version of its own`() throws {
    let served = try Served()
    for (text, status) in [
      ("GET /hello HTTP/1.1\r\n\r\n", 400), ("GET /hello HTTP/1.0\r\n\r\n", 200),
      ("BREW /hello HTTP/1.1\r\n\(host)\r\n", 501), ("get /hello HTTP/1.1\r\n\(host)\r\n", 501),
      ("GET /hello HTTP/2.0\r\n\(host)\r\n", 505), ("DELETE /hello HTTP/1.1\r\n\(host)\r\n", 405),
      ("GET http://rubricd.example/hello HTTP/1.1\r\n\(host)\r\n", 200),
    ] {
      let client = try served.client()
      client.send(text)
      #expect(try client.response().status == status)
    }
  }

  @Test func `believes the proxy that it was told to believe`() throws {
    let proxy = try #require(IPNetwork("127.0.0.1"))
    let ask = { (served: Served) in
      let client = try served.client()
      client.send(
        "GET /whose HTTP/1.1\r\n\(host)X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n\r\n"
      )
      return try client.response().text
    }
    let served = try Served { $0.proxies = TrustedProxies([proxy]) }
    #expect(try ask(served) == "203.0.113.9 https")
    let alone = try Served()
    #expect(try ask(alone) == "127.0.0.1 http")
  }

  @Test func `logs ids and routes, never paths`() throws {
    let served = try Served()
    let client = try served.client()
    client.send("GET /file/passwd HTTP/1.1\r\n\(host)\r\nGET /secret/path HTTP/1.1\r\n\(host)\r\n")
    _ = try client.response()
    _ = try client.response()
    let first = try #require(served.log.next())
    #expect(first.route?.text == "/file/:name")
    #expect(first.status == .ok)
    #expect(first.isWhole)
    #expect(first.bytesSent > 0)
    let second = try #require(served.log.next())
    #expect(second.route == nil)
    #expect(second.status == .notFound)
    #expect(second.number > first.number)
  }
}
