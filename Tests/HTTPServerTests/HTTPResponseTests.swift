import Crypto
import Foundation
import Glibc
import HTTPServer
import Testing

@Suite struct `A response` {
  private func answer(
    _ response: HTTPResponse, _ method: HTTPMethod = .get, _ fields: (String, String)...
  ) throws -> Answer {
    var headers = HTTPHeaders()
    for (name, value) in fields { try headers.add(name, value) }
    return Site(handle: { _ in .respond(response) })
      .answer(try HTTPRequest(method, "/", headers: headers))
  }

  @Test(arguments: ["/", "/a", "/a?b=c&d=%20", "/a//b", "/@x"])
  func `redirects to a path of this site`(path: String) throws {
    let response = try HTTPResponse.seeOther(path)
    #expect(response.status == .seeOther)
    #expect(response.headers["Location"] == path)
  }

  @Test(arguments: [
    "", "a", "//evil.example", "///evil.example", "/\\evil.example", "https://evil.example",
    "/a\r\nX: y", "/a b", "/é", "/a\u{0}", "\\\\evil.example", " /a",
  ])
  func `never redirects elsewhere`(path: String) {
    #expect(throws: HeaderProblem.location) { try HTTPResponse.seeOther(path) }
    #expect(throws: HeaderProblem.location) { try HTTPResponse.permanentRedirect(path) }
    #expect(!HTTPResponse.isPathOfThisSite(path))
  }

  @Test func `carries what keeps a mistake small`() throws {
    let headers = try answer(.html([])).headers
    let policy = try #require(headers["Content-Security-Policy"])
    for part in [
      "default-src 'none'", "style-src 'self'", "script-src 'self'", "form-action 'self'",
      "frame-ancestors 'none'", "base-uri 'none'", "img-src 'self' data:",
    ] {
      #expect(policy.split(separator: ";").map { $0.drop { $0 == " " } }.contains(part[...]))
    }
    #expect(!policy.contains("unsafe"))
    #expect(headers["X-Content-Type-Options"] == "nosniff")
    #expect(headers["Referrer-Policy"] == "same-origin")
    #expect(headers["Cross-Origin-Opener-Policy"] == "same-origin")
    #expect(headers["Permissions-Policy"] != nil)
    #expect(headers["Cache-Control"] == "no-store")
    #expect(headers["Strict-Transport-Security"] == nil)
  }

  @Test func `keeps to HTTPS where it was asked for over HTTPS`() throws {
    var headers = HTTPHeaders()
    try headers.add("X-Forwarded-Proto", "https")
    let proxies = TrustedProxies([try #require(IPNetwork("127.0.0.1"))])
    let request = try HTTPRequest(.get, "/", headers: headers, proxies: proxies)
    let site = Site(handle: { _ in .respond(.text("")) })
    #expect(site.answer(request).headers["Strict-Transport-Security"] == "max-age=31536000")
  }

  @Test func `is not sent again to who has it`() throws {
    let tag = ETag("v1")
    let response = HTTPResponse.text("long").with(eTag: tag)
    #expect(try answer(response).headers["ETag"] == "\"v1\"")
    for value in ["\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "*"] {
      let second = try answer(response, .get, ("If-None-Match", value))
      #expect(second.status == .notModified)
      #expect(try second.content().isEmpty)
      #expect(second.headers["ETag"] == "\"v1\"")
    }
    #expect(try answer(response, .get, ("If-None-Match", "\"v2\"")).status == .ok)
    #expect(try answer(response, .post, ("If-None-Match", "\"v1\"")).status == .ok)
    #expect(ETag(SHA256.hash("a")) != ETag(SHA256.hash("b")))
    #expect(ETag("a\"b\r\n").text == "\"a-b--\"")
  }

  @Test(arguments: [
    ("bytes=0-3", "0123"), ("bytes=7-", "789"), ("bytes=-2", "89"), ("bytes=-20", "0123456789"),
    ("bytes=9-9", "9"), ("bytes=5-100", "56789"), ("Bytes=1-1", "1"),
  ])
  func `is sent in part`(range: String, content: String) throws {
    let file = try TemporaryFile("0123456789")
    let part = try answer(.file(ServedFile(path: file.path), type: .bytes), .get, ("Range", range))
    #expect(part.status == .partialContent)
    #expect(String(decoding: try part.content(), as: UTF8.self) == content)
    let total = part.headers["Content-Range"]?.hasSuffix("/10")
    #expect(total == true)
  }

  @Test(arguments: [
    "bytes=", "bytes=-", "bytes=3-1", "bytes=a-b", "bytes=0-1,3-4", "lines=0-1", "0-1",
    "bytes=1-99999999999999999999", "bytes=+1-2",
  ])
  func `is sent whole for a range that makes no sense`(range: String) throws {
    let file = try TemporaryFile("0123456789")
    let whole = try answer(.file(ServedFile(path: file.path), type: .bytes), .get, ("Range", range))
    #expect(whole.status == .ok)
    #expect(try whole.content().count == 10)
    #expect(whole.headers["Accept-Ranges"] == "bytes")
  }

  @Test func `has no part beyond its end`() throws {
    let file = try TemporaryFile("0123456789")
    let response = HTTPResponse.file(try ServedFile(path: file.path), type: .bytes)
    for range in ["bytes=10-", "bytes=10-11", "bytes=-0"] {
      let answer = try answer(response, .get, ("Range", range))
      #expect(answer.status == .rangeNotSatisfiable)
      #expect(answer.headers["Content-Range"] == "bytes */10")
    }
    let empty = try TemporaryFile("")
    let none = HTTPResponse.file(try ServedFile(path: empty.path), type: .bytes)
    #expect(try answer(none, .get, ("Range", "bytes=0-")).status == .rangeNotSatisfiable)
    #expect(try answer(none).status == .ok)
  }

  @Test func `is sent in part only of the state that the client has`() throws {
    let file = try TemporaryFile("0123456789")
    let response = HTTPResponse.file(try ServedFile(path: file.path), type: .bytes)
      .with(eTag: ETag("v1"))
    let range = ("Range", "bytes=0-1")
    #expect(try answer(response, .get, range, ("If-Range", "\"v1\"")).status == .partialContent)
    #expect(try answer(response, .get, range, ("If-Range", "\"v0\"")).status == .ok)
    #expect(try answer(response, .get, range, ("If-Range", "W/\"v1\"")).status == .ok)
    #expect(try answer(response, .head, range).status == .ok)
  }

  @Test func `serves regular files only`() throws {
    let folder = FileManager.default.temporaryDirectory.path
    for path in [folder, folder + "/there is no such file", "/dev/null"] {
      #expect(throws: HTTPProblem.self) { try ServedFile(path: path) }
    }
    let file = try TemporaryFile("x")
    let link = file.path + ".link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file.path)
    defer { try? FileManager.default.removeItem(atPath: link) }
    #expect(throws: HTTPProblem.self) { try ServedFile(path: link) }
  }

  @Test func `is saved under its name, and runs nothing`() throws {
    let response = HTTPResponse.text("<script>").download(named: "Zeug\"nis\r\n é;.html")
    let disposition = try #require(response.headers["Content-Disposition"])
    #expect(
      disposition
        == "attachment; filename=\"Zeug_nis__ __;.html\"; "
        + "filename*=UTF-8''Zeug%22nis%0D%0A%20%C3%A9%3B.html")
    let policy = try #require(try answer(response).headers["Content-Security-Policy"])
    #expect(policy.contains("sandbox"))
    let inPlace = response.download(named: "a", inPlace: true)
    #expect(inPlace.headers["Content-Disposition"]?.hasPrefix("inline;") == true)
  }

  @Test func `has the type that a file's name tells`() {
    #expect(MediaType(forFileName: "a.b.PDF") == .pdf)
    #expect(MediaType(forFileName: "pdf") == .bytes)
    #expect(MediaType(forFileName: "a.").text == "application/octet-stream")
    #expect(MediaType(forFileName: "x.mp4").isSafeInPlace)
    #expect(!MediaType(forFileName: "x.svg").isSafeInPlace)
    #expect(!MediaType(forFileName: "x.html").isSafeInPlace)
  }

  @Test func `of an asset may be kept for ever, under a name that follows its content`() throws {
    let assets = Assets([("style.css", Array("a{}".utf8)), ("x", [1])])
    let name = try #require(assets.name(of: "style.css"))
    #expect(name.hasPrefix("style.") && name.hasSuffix(".css") && name.utf8.count == 26)
    #expect(Assets([("style.css", Array("b{}".utf8))]).name(of: "style.css") != name)
    let asset = try answer(assets.response(name))
    #expect(asset.headers["Cache-Control"] == "public, max-age=31536000, immutable")
    #expect(asset.headers["Content-Type"] == "text/css; charset=utf-8")
    #expect(asset.headers["ETag"] != nil)
    #expect(assets.name(of: "other") == nil)
    #expect(throws: HTTPProblem.self) { try assets.response("style.css") }
  }

  @Test func `of an error has its status, what is allowed, and when to come again`() throws {
    let site = Site(
      handle: { _ in
        throw HTTPProblem(.tooManyRequests, allowed: [.get, .post], retryAfterSeconds: 30)
      }, errorPage: { _, _ in .text("so sorry", status: .ok) })
    let answer = site.answer(try HTTPRequest(.get, "/"))
    #expect(answer.status == .tooManyRequests)
    #expect(answer.headers["Allow"] == "GET, POST")
    #expect(answer.headers["Retry-After"] == "30")
    #expect(HTTPProblem(.ok).status == .internalServerError)
  }

  @Test func `knows where a form came from`() throws {
    let asked = { (fields: [(String, String)]) in
      var headers = HTTPHeaders()
      try headers.add("Host", "rubricd.example")
      for (name, value) in fields { try headers.add(name, value) }
      return try HTTPRequest(.post, "/", headers: headers).isFromAnotherSite
    }
    #expect(try !asked([]))
    #expect(try !asked([("Sec-Fetch-Site", "same-origin")]))
    #expect(try asked([("Sec-Fetch-Site", "same-site"), ("Origin", "http://rubricd.example")]))
    #expect(try asked([("Sec-Fetch-Site", "cross-site")]))
    #expect(try !asked([("Origin", "http://RUBRICD.example")]))
    #expect(try asked([("Origin", "http://evil.example")]))
    #expect(try asked([("Origin", "null")]))
  }
}

/// A file that goes with its owner.
final class TemporaryFile {
  let path: String

  init(_ content: String) throws {
    var name = Array((FileManager.default.temporaryDirectory.path + "/rubricd-XXXXXX").utf8CString)
    let descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    _ = close(descriptor)
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try Data(content.utf8).write(to: URL(filePath: path))
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
