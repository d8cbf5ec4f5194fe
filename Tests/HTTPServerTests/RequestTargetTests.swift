import HTTPServer
import Testing

@Suite struct `A request's target` {
  @Test func `is a path of decoded segments and a query`() throws {
    let target = try RequestTarget("/reviews/8%2F12/b%20c?tab=1&x=%41")
    #expect(target.segments == ["reviews", "8/12", "b c"])
    #expect(target.path == "/reviews/8%2F12/b%20c")
    #expect(target.query == "tab=1&x=%41")
    #expect(!target.hasTrailingSlash)
    #expect(target.authority == nil)
  }

  @Test(arguments: [
    ("/", [], false), ("/a", ["a"], false), ("/a/", ["a"], true), ("//", [""], true),
    ("//a", ["", "a"], false), ("/a//b", ["a", "", "b"], false), ("/a?b/", ["a"], false),
    ("/?", [], false), ("/%C3%A9", ["é"], false), ("/...", ["..."], false),
  ])
  func `keeps empty segments, and knows a slash at the end`(
    text: String, segments: [String], hasTrailingSlash: Bool
  ) throws {
    let target = try RequestTarget(text)
    #expect(target.segments == segments)
    #expect(target.hasTrailingSlash == hasTrailingSlash)
  }

  @Test func `may be absolute, and names the host then`() throws {
    let target = try RequestTarget("HTTP://rubricd.example:8080/a?b")
    #expect(target.authority == "rubricd.example:8080")
    #expect(target.segments == ["a"])
    #expect(try RequestTarget("https://rubricd.example").path == "/")
    #expect(try RequestTarget("https://rubricd.example?q").query == "q")
  }

  @Test(arguments: [
    "", "*", "a/b", "example.com:443", "http:///a", "/a b", "/a#b", "/%", "/%4", "/%4g", "/%zz",
    "/%FF", "/%C3", "/%00", "/%0A", "/%0d%0a", "/%7F", "/é", "/..", "/.", "/a/../b", "/%2e%2E/b",
    "/a%5Cb", "/a\u{0}", "/%C2%85",
  ])
  func `is refused when it is malformed, steps up, or hides a control character`(text: String) {
    #expect(throws: HTTPProblem.self) { try RequestTarget(text) }
  }
}
