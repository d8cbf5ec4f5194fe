import CivilTime
import IntakeFormats
import Testing

/// One way of reading a file, whatever comes out.
private struct Way: Sendable, CustomTestStringConvertible {
  let name: String
  /// A file that can be read without any problem.
  let good: [UInt8]
  let read: @Sendable ([UInt8]) throws(FileProblem) -> (rows: Int, problems: Int)

  var testDescription: String { name }

  init(
    _ name: String, _ good: String,
    _ read: @escaping @Sendable ([UInt8]) throws(FileProblem) -> (rows: Int, problems: Int)
  ) {
    self.name = name
    self.good = Array(good.utf8)
    self.read = read
  }

  static func table<Format: RowFormat>(_ name: String, _ format: Format, _ good: String) -> Way {
    Way(name, good) { (bytes) throws(FileProblem) in
      let file = try format.read(bytes, file: name)
      return (file.rows.count, file.problemCount)
    }
  }

  static let all: [Way] = [
    .table(
      "people", PeopleFormat(),
      "Emp ID,First Name,Last Name,Email,Hired,Salary,Effective\n1,A,\"B\r\nC\",a@b.org,9/1/2020,"
        + "\"70,000.00\",2026-07-01\n2,Ä,“D”,c@b.org,,,\n"),
    .table(
      "evaluators", EvaluatorsFormat(),
      "E-mail,Skills,Load Max\na@b.org,design thinking: expert; STEM: related,4\n"),
    .table("catalog", CatalogFormat(), "Code,Title,Hours,Link\nA,\"B, C\",3.5,https://b.org/c\n"),
    .table(
      "opening", OpeningFormat(),
      "Kind,Employee Number,Title,Date,Amount\naward,1,T,2026-02-03,\"2,000.00\"\n"),
    .table("calendar", CalendarFormat(), "From,To,Kind,Name\n9/7/2026,,holiday,Labor Day\n"),
    .table(
      "form",
      FormFormat(
        name: "f", zone: .utc, title: ["Title"],
        questions: [
          FormQuestion("areas", headings: ["Areas"], kind: .choices(["A", "B, C"])),
          FormQuestion("links", headings: ["Links"], kind: .links),
        ]),
      "Timestamp,Email,Title,Areas,Links\n8/31/2023 19:08:16,a@b.org,T,\"A, B, C\","
        + "\"https://b.org/c, https://b.org/d\"\n2026/09/27 3:00:00 PM GMT+3,a@b.org,T,A;x,\n"),
    Way(
      "iCalendar",
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260907\r\nSUMMARY:Labor\r\n  Day\r\n"
        + "RRULE:FREQ=YEARLY;COUNT=2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ) { (bytes) throws(FileProblem) in
      let horizon = CivilDate(daysSinceEpoch: 21_000)
      let file = try ICalendar(zone: .utc, through: horizon).read(bytes, file: "a.ics")
      return (file.rows.count, file.problemCount)
    },
    Way(
      "users.csv",
      "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,givenName,familyName,"
        + "identifier,email\nu,,,TRUE,o,teacher,A,B,1,a@b.org\n"
    ) { (bytes) throws(FileProblem) in
      let manifest = "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n"
      let files = RosterFiles(folder: ["manifest.csv": Array(manifest.utf8), "users.csv": bytes])
      let roster = try OneRoster().read(files)
      return (roster.people.count, roster.problemCount)
    },
    Way(
      "manifest.csv", "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n"
    ) { (bytes) throws(FileProblem) in
      let users =
        "sourcedId,role,givenName,familyName,identifier,email\nu,teacher,A,B,1,a@b.org\n"
      let files = RosterFiles(folder: ["manifest.csv": bytes, "users.csv": Array(users.utf8)])
      let roster = try OneRoster().read(files)
      return (roster.people.count, roster.problemCount)
    },
  ]
}

@Suite struct `Every kind of file` {
  @Test(arguments: Way.all) private func `is read without a problem when it has none`(
    way: Way
  ) throws {
    let result = try way.read(way.good)
    #expect(result.rows > 0)
    #expect(result.problems == 0)
  }

  @Test(arguments: Way.all) private func `is refused with one message when it is something else`(
    way: Way
  ) throws {
    let others: [[UInt8]] = [
      [], Array("\n \n".utf8), [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00], Array("%PDF-1.7".utf8),
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Array("<html><body>Sign in".utf8),
      [UInt8](repeating: 0, count: 100), Array("one column\nand a row\n".utf8),
      Array("\"".utf8) + [UInt8](repeating: 0x61, count: 1 << 20),
      [UInt8](repeating: 0x2C, count: 501), way.good + [0x00],
    ]
    for bytes in others {
      let problem = #expect(throws: FileProblem.self) { try way.read(bytes) }
      #expect(problem?.found.isEmpty == false)
      #expect(problem?.expected.isEmpty == false)
    }
  }

  @Test(arguments: Way.all) private func `is read in every encoding`(way: Way) throws {
    let text = String(decoding: way.good, as: UTF8.self)
    let expected = try way.read(way.good)
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [
      [0xEF, 0xBB, 0xBF] + way.good, [0xFF, 0xFE] + little, little, [0xFE, 0xFF] + big, big,
    ] as [[UInt8]] {
      #expect(try way.read(bytes) == expected)
    }
  }

  @Test(arguments: Way.all) private func `never traps, wherever it is cut and whatever is changed`(
    way: Way
  ) throws {
    func attempt(_ bytes: [UInt8]) {
      do throws(FileProblem) {
        _ = try way.read(bytes)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
    for length in 0..<way.good.count { attempt(Array(way.good[..<length])) }
    var random = Seeded(UInt64(way.good.count))
    let signs: [UInt8] = Array("\",;\r\n\t /-:0123456789TZPMG+.$%@=".utf8)
    for round in 0..<120 {
      var bytes = way.good
      for _ in 0..<(1 + random.below(8)) {
        let place = random.below(bytes.count)
        let byte =
          round.isMultiple(of: 2)
          ? signs[random.below(signs.count)] : UInt8(truncatingIfNeeded: random.next())
        if random.below(2) == 0 { bytes[place] = byte } else { bytes.insert(byte, at: place) }
      }
      attempt(bytes)
    }
    for _ in 0..<40 {
      attempt((0..<random.below(400)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }
  }

  @Test func `may have so many bytes and no more`() throws {
    let good = Array("Code,Title\nA,B\n".utf8)
    #expect(throws: Never.self) {
      try CatalogFormat().read(good, file: "f", limits: Limits(fileBytes: good.count))
    }
    let problem = #expect(throws: FileProblem.self) {
      try CatalogFormat().read(good, file: "f", limits: Limits(fileBytes: good.count - 1))
    }
    #expect(problem?.kind == .tooLarge)
  }
}
