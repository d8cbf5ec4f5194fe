import HTTPServer
import Testing

@Suite struct `The cookies` {
  @Test func `are read from all their fields, first things first`() {
    let cookies = Cookies(["__Host-session=abc; theme=dark", "theme=light"])
    #expect(cookies["__Host-session"] == "abc")
    #expect(cookies["theme"] == "dark")
    #expect(cookies.pairs.count == 3)
    #expect(cookies["other"] == nil)
  }

  @Test func `lose their quotation marks, and are passed over when malformed`() {
    let cookies = Cookies([#"a="1"; b; =c; d e=f; g=h i; j=k,l; m=; n=ü; o=p"#])
    #expect(cookies.pairs == [.init("a", "1"), .init("m", ""), .init("o", "p")])
  }

  @Test func `are counted up to a limit`() {
    let many = (1...Cookies.countMaximum + 1).map { "c\($0)=\($0)" }.joined(separator: ";")
    let cookies = Cookies([many])
    #expect(cookies.pairs.count == Cookies.countMaximum)
    #expect(cookies["c\(Cookies.countMaximum)"] != nil)
    #expect(cookies["c\(Cookies.countMaximum + 1)"] == nil)
  }

  @Test func `are set for this host only, for HTTPS only, and for no script`() throws {
    let cookie = try HostCookie("session", value: "abc", maxAgeSeconds: 60)
    #expect(cookie.name == "__Host-session")
    #expect(
      cookie.header
        == "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60")
    #expect(
      try HostCookie("s", value: "").header == "__Host-s=; Path=/; Secure; HttpOnly; SameSite=Lax")
    #expect(try HostCookie.expired("s").header.hasSuffix("; Max-Age=0"))
  }

  @Test(arguments: [
    ("", "v"), ("a b", "v"), ("a=", "v"), ("a", "v;x"), ("a", "v\r\nX: y"), ("a", "v,x"),
    ("a", "\""), ("a", "é"), ("a\n", "v"), ("a", String(repeating: "x", count: 3_900)),
  ])
  func `are not set when they could be more than one`(name: String, value: String) {
    #expect(throws: HeaderProblem.cookie) { try HostCookie(name, value: value) }
  }

  @Test func `are set one beside the other`() throws {
    let response = HTTPResponse.text("ok").setting(try HostCookie("a", value: "1"))
      .setting(try HostCookie("b", value: "2"))
    #expect(response.headers.all("set-cookie").count == 2)
  }
}
