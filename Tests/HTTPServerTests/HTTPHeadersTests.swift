import HTTPServer
import Testing

@Suite struct `Header fields` {
  @Test func `are found whatever their case, and all of them in order`() throws {
    var headers = HTTPHeaders()
    try headers.add("X-One", "1")
    try headers.add("x-one", "2, 3,")
    try headers.add("Other", "")
    #expect(headers["X-ONE"] == "1")
    #expect(headers.all("x-One") == ["1", "2, 3,"])
    #expect(headers.list("X-One") == ["1", "2", "3"])
    #expect(headers["Missing"] == nil)
    try headers.set("X-one", "4")
    #expect(headers.all("X-One") == ["4"])
    headers.remove("x-oNE")
    #expect(headers["X-One"] == nil)
  }

  @Test(arguments: ["a\rb", "a\nb", "a\u{0}b", "\r\n", "a\u{7F}", "a\u{1B}"])
  func `take no value that could end them`(value: String) {
    #expect(throws: HeaderProblem.value(of: "X")) { try HTTPResponse.text("").with("X", value) }
    #expect(throws: HeaderProblem.value(of: "X")) {
      var headers = HTTPHeaders()
      try headers.add("X", value)
    }
  }

  @Test(arguments: ["", "a b", "a:", "a\n", "é", "(a)"])
  func `take no name that is not a token`(name: String) {
    #expect(throws: HeaderProblem.name) { try HTTPResponse.text("").with(name, "v") }
  }

  @Test func `take a tab, and letters beyond ASCII`() throws {
    #expect(try HTTPResponse.text("").with("X", "a\té").headers["x"] == "a\té")
  }
}
