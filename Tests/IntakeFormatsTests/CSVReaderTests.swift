import IntakeFormats
import Testing

@Suite struct `A CSV file` {
  @Test(arguments: ["\r\n", "\n", "\r"])
  func `may end its rows in any of three ways`(newline: String) throws {
    let text = ["a,b", "1,2", "", "3,4"].joined(separator: newline)
    let rows = try records(Array(text.utf8))
    #expect(rows.map(\.texts) == [["a", "b"], ["1", "2"], [""], ["3", "4"]])
    #expect(rows.map(\.row) == [1, 2, 3, 4])
    #expect(rows.map(\.line) == [1, 2, 3, 4])
    // The last row needs no end, and an end makes no further row.
    #expect(try records(Array((text + newline).utf8)).map(\.texts) == rows.map(\.texts))
  }

  @Test func `numbers rows as a spreadsheet does, and lines as an editor does`() throws {
    let rows = try records(Array("a,b\r\n\"one\r\ntwo\rthree\nfour\",x\r\ny,z".utf8))
    #expect(rows.map(\.row) == [1, 2, 3])
    #expect(rows.map(\.line) == [1, 2, 6])
    #expect(rows[1].texts == ["one\r\ntwo\rthree\nfour", "x"])
  }

  @Test func `may quote what would otherwise separate`() throws {
    let rows = try records(Array("\"a,b\",\"say \"\"yes\"\"\",\"\"\n".utf8))
    #expect(rows.map(\.texts) == [["a,b", "say \"yes\"", ""]])
    #expect(rows.map(\.hasStrayQuote) == [false])
  }

  @Test func `keeps a quote within an unquoted cell, and says so behind a closing one`() throws {
    let rows = try records(Array("6\" ruler,b\n\"a\"b,c\n".utf8))
    #expect(rows.map(\.texts) == [["6\" ruler", "b"], ["ab", "c"]])
    #expect(rows.map(\.hasStrayQuote) == [false, true])
  }

  @Test func `names the line on which an unclosed quote began`() throws {
    let problem = #expect(throws: FileProblem.self) {
      _ = try records(Array("a,b\n1,2\n3,\"and so on\nand on\nand on".utf8))
    }
    #expect(problem?.kind == .cutOff)
    #expect(problem?.place == Place(row: 3, line: 3))
  }

  @Test(arguments: [
    ("a;b;c\n1,5;2;3\n", Separator.semicolon), ("a\tb, c\n1\t2,5\n", .tab),
    ("a,b; c\n1,2\n3,4\n", .comma), ("one\ntwo\n", .comma), ("", .comma),
    ("\"a;b;c\",d\n", .comma), ("\"a,b,c\";d\n", .semicolon),
  ])
  func `tells its separator from its first rows`(text: String, expected: Separator) {
    #expect(Separator.detect(in: Array(text.utf8)) == expected)
  }

  @Test(arguments: ["sep=;\r\na;b\r\n", "sep=;\na;b\n"])
  func `may state its separator in a first line that is no row`(text: String) throws {
    let rows = try records(Array(text.utf8))
    #expect(rows.map(\.texts) == [["a", "b"]])
    #expect(rows.map(\.row) == [1])
    #expect(rows.map(\.line) == [2])
  }

  @Test func `reads the same however it is cut`() throws {
    let text = "a,\"b\r\n\"\"c\"\"\",d\r\n\r\n\"x\"y,\"\",\rlast,\"é,ü\"\n"
    let whole = try records(Array(text.utf8)).map(\.texts)
    #expect(whole.count == 4)
    for piece in 1...text.utf8.count {
      #expect(try records(Array(text.utf8), piece: piece).map(\.texts) == whole)
    }
  }

  @Test func `is refused when a limit is passed, and not when it is met`() throws {
    let limits = Limits(fieldBytes: 4, columns: 3, rowBytes: 10, rows: 2)
    #expect(try records(Array("abcd,b,c\n1,2,3\n".utf8), limits: limits).count == 2)
    let tooMuch = [
      "abcde\n", "\"ab\"\"cd\"\n", "a,b,c,d\n", "abcd,abcd,abcd\n", "a\nb\nc\n", "\"\n\n\n\n\n",
    ]
    for text in tooMuch {
      for piece in [1, .max] {
        let problem = #expect(throws: FileProblem.self) {
          _ = try records(Array(text.utf8), piece: piece, limits: limits)
        }
        #expect(problem?.kind == .tooLarge)
      }
    }
  }

  @Test func `gives nothing but its problem once it had one`() throws {
    var reader = CSVReader(file: "table.csv", limits: Limits(fieldBytes: 1))
    reader.append(Array("abc\nd\n".utf8))
    reader.finish()
    #expect(throws: FileProblem.self) { try reader.next() }
    #expect(throws: FileProblem.self) { try reader.next() }
  }

  @Test func `has blank rows that hold spaces or separators only`() throws {
    let rows = try records(Array("a,b\n,\n \t, \n,x\n".utf8), separator: .comma)
    #expect(rows.map(\.isBlank) == [false, true, true, false])
  }
}

@Suite struct `Writing CSV` {
  private func written(_ cells: [String], _ formulas: CSVWriter.Formulas) -> String {
    var output: [UInt8] = []
    CSVWriter(formulas: formulas).write(cells, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  @Test func `quotes only what needs it`() {
    #expect(
      written(["a", "b,c", "d\"e", " f", "g\nh", ""], .asTheyAre)
        == "a,\"b,c\",\"d\"\"e\",\" f\",\"g\nh\",\r\n")
    #expect(written([""], .asTheyAre) == "\"\"\r\n")
  }

  @Test func `defuses formulas and leaves numbers alone`() {
    #expect(written(["=1+1", "@x", "-2.50", "+x", "-"], .defused) == "'=1+1,'@x,-2.50,'+x,'-\r\n")
    #expect(written(["=1+1"], .asTheyAre) == "=1+1\r\n")
  }
}
