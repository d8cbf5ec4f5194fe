import Testing

@Suite struct `Swift text` {
  @Test func `is taken apart into code, comments and strings`() {
    let text = SwiftText(
      ##"""
      let a = "try! // no comment" // but this: Date()
      let b = "x \(f(try! g("as!"), h)) y" /* one /* two */ still */ as! Int
      let c = #"raw \ "quoted" try!"# + #"\#(try! d)"#
      let e = """
        try! "inside"
        \(fatalError("no"))
        """
      @Test func `uses try! in a name`() {}
      let f = "\"try!\""; try! g
      """##)
    func lines(_ piece: String) -> [Int] { SwiftText.lines(of: text.code, containing: piece) }
    #expect(lines("try!") == [2, 3, 9])
    #expect(lines("as!") == [2])
    #expect(lines("Date()") == [])
    #expect(lines("fatalError(") == [6])
    #expect(lines("still") == [])
    #expect(SwiftText.lines(of: text.codeAndComments, containing: "Date()") == [1])
    #expect(SwiftText.lines(of: text.codeAndComments, containing: "still") == [2])
    #expect(SwiftText.lines(of: text.codeAndComments, containing: "inside") == [])
    #expect(text.code.count == text.codeAndComments.count)
  }

  @Test func `finds a name only by itself`() {
    let code = Array("CivilDate()\nDate()\nx.Date() + Date()\n_Date()\na.random(in: b)".utf8)
    #expect(SwiftText.lines(of: code, containing: "Date()") == [2, 3])
    #expect(SwiftText.lines(of: code, containing: ".random(") == [5])
  }

  @Test func `knows a test that is switched off from an element of that name`() {
    let text = SwiftText(
      """
      @Test(.disabled("slow")) func `one`() {}
      @Suite(.serialized,
        .disabled(if: (true)))
      struct Two {}
      @Test(arguments: [1]) func `three`() { input(.disabled(false)) }
      @Test func `four`() { input(.disabled(true)) }
      """)
    #expect(text.linesOfDisabledTests == [1, 2])
  }

  @Test func `shows its imports, however they are written`() {
    #expect(importedModule("import Mail") == "Mail")
    #expect(importedModule("public import Mail") == "Mail")
    #expect(importedModule("  @unsafe @preconcurrency import Dispatch") == "Dispatch")
    #expect(importedModule("import struct Foundation.Date") == "Foundation")
    #expect(importedModule("import func Glibc.sqrt") == "Glibc")
    #expect(importedModule("let x = import") == nil)
    #expect(importedModule("func import(_ file: File)") == nil)
  }
}
