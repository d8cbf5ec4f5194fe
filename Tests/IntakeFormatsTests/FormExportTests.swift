import CivilTime
import IntakeFormats
import Testing

@Suite struct `A form's export` {
  private static let sheet = """
    Timestamp,Email Address,Micro-credential title,"Areas (check all that apply)",\
    "Upload your artifacts (PDF, video)",Reflection
    8/31/2023 19:08:16,T1@example.org,Genius Hour,"STEM/STEAM, Design thinking, Technology",\
    "https://drive.example.com/open?id=1AAA, https://drive.example.com/open?id=1BBB","Line one
    line two, with ""quotes\"""
    9/1/2023 7:05:02,t2@example.org,"Reading, Writing & Talk","Literacy, Reading, Writing & Talk",\
    https://drive.example.com/open?id=1CCC,

    """

  private static let download = """
    "Timestamp","Email Address","Micro-credential title","Areas (check all that apply)","Reflection"
    "2023/08/31 7:08:16 PM GMT-5","t1@example.org","Genius Hour",\
    "STEM/STEAM;Design thinking;Technology","Line one
    line two, with ""quotes\"""

    """

  private func read(_ text: String) throws -> ReadFile<FormResponse> {
    try evidenceForm().read(Array(text.utf8), file: "evidence.csv")
  }

  @Test func `from the sheet gives each response`() throws {
    let file = try read(Self.sheet)
    #expect(file.problems.isEmpty)
    #expect(file.rows.count == 2)
    let first = file.rows[0]
    #expect(first.row == 2)
    #expect(first.email == "t1@example.org")
    #expect(first.title == "Genius Hour")
    #expect(first.shape == .sheet)
    #expect(try first.submitted == instant("2023-09-01T00:08:16Z"))
    #expect(first.choices("areas").known == ["STEM/STEAM", "Design thinking", "Technology"])
    #expect(first.choices("areas").other.isEmpty)
    #expect(
      first.links("artifacts") == [
        "https://drive.example.com/open?id=1AAA", "https://drive.example.com/open?id=1BBB",
      ])
    #expect(first.text("reflection") == "Line one\nline two, with \"quotes\"")
    let second = file.rows[1]
    #expect(second.choices("areas").known == ["Literacy", "Reading, Writing & Talk"])
    #expect(second.text("reflection").isEmpty)
  }

  @Test func `has the same identities and contents in both shapes`() throws {
    let sheet = try read(Self.sheet).rows[0]
    let download = try read(Self.download).rows[0]
    #expect(download.shape == .download)
    #expect(download.submitted == sheet.submitted)
    #expect(download.identity == sheet.identity)
    #expect(download.choices("areas") == sheet.choices("areas"))
    // The download of this form lacks the links; with them taken out the contents agree too.
    let without = Self.sheet.split(separator: "\n", omittingEmptySubsequences: false).joined(
      separator: "\n"
    ).replacing(
      "\"https://drive.example.com/open?id=1AAA, https://drive.example.com/open?id=1BBB\"", with: ""
    )
    #expect(try read(without).rows[0].content == download.content)
  }

  @Test func `tells a revision from a row read before`() throws {
    let before = try read(Self.sheet).rows
    let changed = try read(Self.sheet.replacing("line two", with: "line 2")).rows
    #expect(changed[0].identity == before[0].identity)
    #expect(changed[0].content != before[0].content)
    #expect(changed[1].content == before[1].content)
    let later = try read(Self.sheet.replacing("19:08:16", with: "19:08:17")).rows
    #expect(later[0].identity != before[0].identity)
    #expect(later[0].identity.person == before[0].identity.person)
    #expect(later[0].identity.subject == before[0].identity.subject)
    #expect(later[0].content == before[0].content)
  }

  @Test func `keeps identity and content when questions are added or columns move`() throws {
    let before = try read(
      "Timestamp,Email,Micro-credential title,Areas (check all that apply),"
        + "Reflection,Grade level\n9/1/2023 7:05:02,a@b.org,T,Literacy,good,4\n"
    ).rows[0]
    let after = try read(
      "Email,Timestamp,Micro-credential title,Grade level,Reflection,"
        + "Areas (check all that apply),New question\na@b.org,9/1/2023 7:05:02,T,4,good,Literacy,\n"
    ).rows[0]
    #expect(after.identity == before.identity)
    #expect(after.content == before.content)
    let answered = try read(
      "Timestamp,Email,Micro-credential title,Areas (check all that apply),"
        + "Reflection,Grade level\n9/1/2023 7:05:02,a@b.org,T,Literacy,good,5\n"
    ).rows[0]
    #expect(answered.content != before.content)
  }

  @Test func `keeps both when a person hands in twice, in their order`() throws {
    let rows = try read(
      """
      Timestamp,Email,Micro-credential title,Areas (check all that apply),Reflection
      9/1/2023 7:05:02,a@b.org,T,Literacy,first
      9/1/2023 7:09:44,a@b.org,T,Literacy,second
      """
    ).rows
    #expect(rows.map { $0.text("reflection") } == ["first", "second"])
    #expect(rows[0].identity != rows[1].identity)
  }

  @Test func `leaves out a row without time or address, and names both at once`() throws {
    let file = try read(
      """
      Timestamp,Email,Micro-credential title,Areas (check all that apply),Reflection
      yesterday,nobody,T,Literacy,first
      9/1/2023 7:09:44,a@b.org,T,Literacy,second
      """)
    #expect(file.rows.map(\.row) == [3])
    #expect(file.leftOutCount == 1)
    #expect(file.problems.map(\.column) == ["column “Timestamp”", "column “Email”"])
    #expect(file.problems.allSatisfy { $0.row == 2 && $0.consequence == .rowLeftOut })
    #expect(file.problems.map(\.found) == ["a text of 9 characters", "a text of 6 characters"])
  }

  @Test func `reads a response although its title or a link is odd, and notes it`() throws {
    let file = try read(
      """
      Timestamp,Email,Micro-credential title,Areas (check all that apply),Reflection,\
      "Upload your artifacts (PDF, video)"
      9/1/2023 7:09:44,a@b.org,,Literacy,x,see my folder https://drive.example.com/f
      """)
    #expect(file.rows.map(\.title) == [""])
    #expect(file.rows[0].links("artifacts") == ["https://drive.example.com/f"])
    #expect(
      file.rows[0].answers.map(\.value).contains(
        .links(["https://drive.example.com/f"], rest: "see my folder")))
    #expect(file.problems.map(\.consequence) == [.noted, .noted])
  }

  @Test func `notes a time that the clocks of its zone skipped`() throws {
    let file = try read(
      """
      Timestamp,Email,Micro-credential title,Areas (check all that apply),Reflection
      3/8/2026 2:30:00,a@b.org,T,Literacy,x
      3/8/2026 3:00:00,b@b.org,T,Literacy,x
      """)
    #expect(file.rows.count == 2)
    #expect(file.problems.map(\.row) == [2])
    #expect(file.problems.map(\.consequence) == [.noted])
  }

  @Test func `has one identity in the hour that the clocks show twice`() throws {
    let heading = "Timestamp,Email,Micro-credential title,Areas (check all that apply),Reflection\n"
    let sheet = try read(heading + "11/1/2026 1:30:00,a@b.org,T,Literacy,x").rows[0]
    #expect(try sheet.submitted == instant("2026-11-01T06:30:00Z"))
    for offset in ["CDT", "CST", "GMT-5", "GMT-6"] {
      let row = try read(heading + "2026/11/01 1:30:00 AM \(offset),a@b.org,T,Literacy,x").rows[0]
      #expect(row.identity == sheet.identity)
    }
  }
}

@Suite struct `A form's timestamp` {
  private func time(_ cell: String, order: DateOrder = .monthFirst) throws -> Instant? {
    let form = FormFormat(
      name: "f", zone: try chicago(), dateOrder: order, title: [], questions: [])
    let text = "Timestamp\tEmail\n\(cell)\ta@b.org\n"
    return try form.read(Array(text.utf8), file: "f.csv").rows.first?.submitted
  }

  @Test(arguments: [
    ("8/31/2023 19:08:16", "2023-09-01T00:08:16Z"),
    ("08/31/2023 7:08:16 PM", "2023-09-01T00:08:16Z"),
    ("8/31/2023 19:08", "2023-09-01T00:08:00Z"),
    ("2026/09/27 3:00:00 PM GMT+3", "2026-09-27T12:00:00Z"),
    ("2026/09/27 3:00:00\u{202F}PM GMT+3", "2026-09-27T12:00:00Z"),
    ("2026/09/27 12:00:00 AM GMT", "2026-09-27T00:00:00Z"),
    ("2026/09/27 12:00:00 PM UTC", "2026-09-27T12:00:00Z"),
    ("2026/09/27 3:00:00 PM GMT+5:30", "2026-09-27T09:30:00Z"),
    ("2026/09/27 3:00:00 PM GMT-0930", "2026-09-28T00:30:00Z"),
    ("2026/09/27 3:00:00 pm CDT", "2026-09-27T20:00:00Z"),
    ("2026/01/27 3:00:00 PM EST", "2026-01-27T20:00:00Z"),
    ("2023-08-31T19:08:16Z", "2023-08-31T19:08:16Z"),
    ("2023-08-31T19:08:16.250-05:00", "2023-09-01T00:08:16Z"),
    ("2023-08-31 19:08:16", "2023-09-01T00:08:16Z"),
  ])
  func `is read in every shape`(cell: String, expected: String) throws {
    #expect(try time(cell) == instant(expected))
  }

  @Test(arguments: [
    "31/8/2023 19:08:16", "8/31/23 19:08:16", "8/31/2023", "8/31/2023 24:00:00",
    "8/31/2023 13:00:00 PM", "8/31/2023 0:00:00 AM", "2026/09/27 3:00:00 PM GMT+15",
    "2026/09/27 3:00:00 PM XYZ", "2026/02/29 3:00:00 PM GMT", "1999/12/31 3:00:00 PM GMT",
    "8/31/2023 19:08:16 and more", "44000.5", "8/31/2023 19:8:16", "2026/09/27 3:00:00 PM GMT+",
  ])
  func `is refused rather than guessed`(cell: String) throws {
    #expect(try time(cell) == nil)
  }

  @Test func `has the day first where the sheet's locale has`() throws {
    #expect(try time("31/8/2023 19:08:16", order: .dayFirst) == instant("2023-09-01T00:08:16Z"))
    #expect(try time("8/31/2023 19:08:16", order: .dayFirst) == nil)
  }
}

@Suite struct `Joined checkboxes` {
  private func read(_ cell: String, options: [String], isDownload: Bool = false) throws -> Choices {
    let form = FormFormat(
      name: "f", zone: .utc, title: [],
      questions: [FormQuestion("q", headings: ["Question"], kind: .choices(options))])
    let time = isDownload ? "2026/09/27 3:00:00 PM GMT" : "9/27/2026 15:00:00"
    var bytes: [UInt8] = Array("Timestamp,Email,Question\n".utf8)
    CSVWriter(formulas: .asTheyAre).write([time, "a@b.org", cell], to: &bytes)
    guard let row = try form.read(bytes, file: "f.csv").rows.first else {
      throw FixtureMistake(text: cell)
    }
    return row.choices("q")
  }

  @Test func `take the longest option, unless a shorter one explains the whole cell`() throws {
    let options = ["A", "A, B", "B, C", "B"]
    #expect(try read("A, B", options: options).known == ["A, B"])
    #expect(try read("A, B, C", options: options).known == ["A", "B, C"])
    #expect(try read("B, A, B", options: options).known == ["B", "A, B"])
    #expect(try read("A, B, B", options: options) == Choices(known: ["A, B", "B"]))
  }

  @Test func `leave what is no option as it is`() throws {
    let options = ["Literacy", "STEM"]
    #expect(
      try read("STEM, my own, quite long thing", options: options)
        == Choices(known: ["STEM"], other: ["my own, quite long thing"]))
    #expect(
      try read("Old name, STEM", options: options)
        == Choices(known: ["STEM"], other: ["Old name"]))
    #expect(try read("STEMs", options: options) == Choices(other: ["STEMs"]))
    #expect(try read("stem , literacy", options: options).known == ["STEM", "Literacy"])
    #expect(try read("", options: options) == Choices())
    #expect(try read("a, b", options: []) == Choices(other: ["a", "b"]))
  }

  @Test func `are joined by semicolons in the download`() throws {
    let options = ["Reading, Writing & Talk", "STEM", "This; that"]
    #expect(
      try read("STEM;Reading, Writing & Talk;This; that;x, y", options: options, isDownload: true)
        == Choices(known: ["STEM", "Reading, Writing & Talk", "This; that"], other: ["x, y"]))
  }

  @Test func `stay affordable when there are very many joints`() throws {
    let cell = [String](repeating: "A", count: 1000).joined(separator: ", ")
    #expect(try read(cell, options: ["A", "A, A"]).known.count == 500)
    #expect(try read(cell + ", A", options: ["A", "A, A"]).other == [cell + ", A"])
  }
}
