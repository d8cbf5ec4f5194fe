import CivilTime
import Crypto
import Files
import Foundation
import Ledger
import Office
import Programs
import Store
import Testing
import Workflow

private func day(_ iso: String) throws -> CivilDate { try #require(CivilDate(iso: iso)) }

private func january() throws -> PayDate {
  PayDate(
    label: "January warrant", pays: try day("2027-01-29"), cutOff: .epoch, locks: .epoch)
}

/// Lines of three people: a stipend, a rise that is taken back, and a name that a spreadsheet would reckon with.
private func rows() throws -> [PayrollFile.Row] {
  func row(
    _ number: Int64, _ employee: String, _ family: String, _ given: String,
    _ kind: LotTerms.Kind, _ cents: Int64, part: Int = 0
  ) throws -> PayrollFile.Row {
    PayrollFile.Row(
      person: PersonID(number), employeeNumber: employee, familyName: family, givenName: given,
      hired: try day("2009-08-03"), lot: LotKey(Item(.submission, number), part), kind: kind,
      amount: Money(cents: cents))
  }
  return try [
    row(1, "42", "Reyes, Ana \"Nita\"", "José", .stipend, 300_00),
    row(
      2, "1007", "Diaz", "Omar", .rise(annual: Money(cents: 500_00), from: day("2027-01-01")),
      250_05),
    row(2, "1007", "Diaz", "Omar", .correction, -1_250_10, part: 1),
    row(3, "1009", "=SUM(A1)", "Vic", .laterYear(day("2026-07-01")), 5),
  ]
}

/// Rows as Python's own reader of CSV sees them.
private func read(csv bytes: [UInt8], encoding: String = "utf-8") throws -> [[String]] {
  let script = """
    import csv, io, json, sys
    text = sys.stdin.buffer.read().decode("\(encoding)")
    print(json.dumps(list(csv.reader(io.StringIO(text, newline="")))))
    """
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", "-I", "-c", script]
  let (input, output) = (Pipe(), Pipe())
  process.standardInput = input
  process.standardOutput = output
  try process.run()
  try input.fileHandleForWriting.write(contentsOf: Data(bytes))
  try input.fileHandleForWriting.close()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return try JSONDecoder().decode([[String]].self, from: data)
}

@Suite struct `Payroll's file` {
  @Test func `is CSV that a spreadsheet opens, with the columns of the program`() throws {
    let standard = PayrollFile(try january(), try rows())
    #expect(
      try read(csv: standard.bytes) == [
        PayrollFormat.standard.columns.map(\.heading),
        [
          "2027-01-29", "42", "Reyes, Ana \"Nita\"", "José", "stipend", "submission 1/0", "300.00",
          "", "",
        ],
        [
          "2027-01-29", "1007", "Diaz", "Omar", "rise, first year", "submission 2/0", "250.05",
          "500.00", "2027-01-01",
        ],
        [
          "2027-01-29", "1007", "Diaz", "Omar", "correction", "submission 2/1", "-1250.10", "", "",
        ],
        [
          "2027-01-29", "1009", "'=SUM(A1)", "Vic", "rise, later year", "submission 3/0", "0.05",
          "",
          "2026-07-01",
        ],
      ])
    #expect(standard.problems.isEmpty)
    let own = PayrollFormat(
      hasHeadings: false, lineEnd: .lf, encoding: .latin1,
      header: [PayrollColumn("K", .text, text: "HDR"), PayrollColumn("L", .label)],
      columns: [
        PayrollColumn("#", .line), PayrollColumn("E", .employeeNumber),
        PayrollColumn("G", .givenName), PayrollColumn("H", .hireDate, dates: .slashes),
        PayrollColumn("A", .amount, amounts: .cents), PayrollColumn("C", .account),
        PayrollColumn("D", .payDate, dates: .short),
      ],
      trailer: [PayrollColumn("N", .count), PayrollColumn("T", .total)],
      accounts: PayrollAccounts(stipend: "1130-210", rise: "1130-110", correction: "9"))
    let file = PayrollFile(try january(), try rows(), as: own)
    #expect(
      try read(csv: file.bytes, encoding: "latin-1") == [
        ["HDR", "January warrant"],
        ["1", "42", "José", "08/03/2009", "30000", "1130-210", "01/29/27"],
        ["2", "1007", "Omar", "08/03/2009", "25005", "1130-110", "01/29/27"],
        ["3", "1007", "Omar", "08/03/2009", "-125010", "9", "01/29/27"],
        ["4", "1009", "Vic", "08/03/2009", "5", "1130-110", "01/29/27"],
        ["4", "-700.00"],
      ])
    #expect(!file.bytes.contains(0x0D) && file.problems.isEmpty)
  }

  private func fixed(
    name: Int = 10, amount: Int = 9, encoding: PayrollFormat.Encoding = .utf8
  ) -> PayrollFormat {
    PayrollFormat(
      kind: .fixedWidth, hasHeadings: false, encoding: encoding,
      header: [
        PayrollColumn("Kind", .text, text: "H", width: 1),
        PayrollColumn("Paid", .payDate, dates: .yearFirst, width: 9, align: .right),
      ],
      columns: [
        PayrollColumn("Employee", .employeeNumber, width: 6, align: .right, pad: .zero),
        PayrollColumn("Given name", .givenName, width: name),
        PayrollColumn("Amount", .amount, amounts: .cents, width: amount, align: .right, pad: .zero),
        PayrollColumn("Hired", .hireDate, dates: .shortest, width: 6),
        PayrollColumn("Paid", .payDate, dates: .monthFirst, width: 8),
      ],
      trailer: [
        PayrollColumn("Lines", .count, width: 5, align: .right, pad: .zero),
        PayrollColumn("Sum", .total, width: 12, align: .right),
      ])
  }

  @Test func `is of fixed width, with a record before and one after its lines`() throws {
    let file = PayrollFile(try january(), try rows(), as: fixed())
    #expect(file.problems.isEmpty)
    let lines = String(decoding: file.bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(
      lines == [
        "H 20270129",
        "000042José      00003000008030901292027",
        "001007Omar      00002500508030901292027",
        "001007Omar      -0012501008030901292027",
        "001009Vic       00000000508030901292027",
        "00004     -700.00", "",
      ])
    // In Latin-1 each character is a byte, so that columns are where a reader of bytes looks for them.
    let latin = PayrollFile(try january(), try rows(), as: fixed(encoding: .latin1))
    let records = latin.bytes.split(separator: 0x0A)
    #expect(records[1].count == 40 && records[2].count == 40)
    #expect(records[1].dropFirst(9).first == 0xE9)
  }

  @Test func `names who and which column where something is too long for it`() throws {
    #expect(PayrollFile(try january(), try rows(), as: fixed(name: 4)).problems.isEmpty)
    let short = PayrollFile(try january(), try rows(), as: fixed(name: 3, amount: 6))
    #expect(
      short.problems.map(\.description) == [
        "42 José Reyes, Ana \"Nita\": \"José\" is longer than the 3 characters of the column \"Given name\"",
        "1007 Omar Diaz: \"Omar\" is longer than the 3 characters of the column \"Given name\"",
        "1007 Omar Diaz: \"Omar\" is longer than the 3 characters of the column \"Given name\"",
        "1007 Omar Diaz: \"-125010\" is longer than the 6 characters of the column \"Amount\"",
      ])
    #expect(short.problems.first?.person == PersonID(1))
    #expect(PayrollFile(try january(), try rows(), as: fixed(amount: 7)).problems.isEmpty)
    var format = fixed(encoding: .latin1)
    format.columns.append(PayrollColumn("Family name", .familyName, width: 20))
    var rows = try rows()
    rows[0] = PayrollFile.Row(
      person: PersonID(9), employeeNumber: "9", familyName: "Łukasz", givenName: "Jan",
      lot: LotKey(Item(.submission, 9), 0), kind: .stipend, amount: Money(cents: 1))
    let problems = PayrollFile(try january(), rows, as: format).problems
    #expect(problems.map(\.column) == ["Family name"] && problems.first?.reason == .notInEncoding)
  }

  /// Kettle Moraine's December pay date, with the program's format as the closure changes it.
  private func december(
    _ change: (inout Program) -> Void
  ) throws -> (District, CivilDate) {
    let district = try District.begun(at: "2026-08-24 09:00", teachers: 1, change)
    let administrator = try district.administrator
    let grace = try district.person("1000")
    try district.live(until: "2026-09-15 10:00")
    let paths = try district.propose(grace, "Learning paths", Money(cents: 500_00))
    try district.decide([paths], by: administrator, at: "2026-10-12 10:00")
    try district.live(until: "2026-10-27 10:00")
    let evidence = try district.handIn(.evidence, grace, "Learning paths")
    try district.decide([evidence], by: administrator, at: "2026-11-20 10:42")
    try district.live(until: "2026-12-10 10:00")
    return (district, try day("2026-12-18"))
  }

  @Test func `is not sealed as long as something does not fit, and says so before`() throws {
    let (district, december) = try december { $0.payroll = fixed(name: 7) }
    let administrator = try district.administrator
    let preview = try district.office.preview(of: december)
    #expect(preview.file.problems.map(\.column) == ["Given name"])
    let refusal = try #require(
      district.refusal {
        try district.office.sealPayDate(
          december, expecting: preview.token, by: administrator)
      })
    #expect(refusal.text.contains("1000 Teacher0 Zeugnis0: \"Teacher0\" is longer than the 7"))
    var program = try #require(try district.office.read { try $0.program() })
    program.payroll = fixed(name: 8)
    try district.office.perform(.setProgram(program), by: .technician)
    let fits = try district.office.preview(of: december)
    #expect(fits.token != preview.token)
    _ = try district.office.sealPayDate(december, expecting: fits.token, by: administrator)
    try district.expectSoundAndReplayable()
  }

  @Test func `stays as it was sealed when the format changes`() throws {
    let (district, december) = try december { $0.payroll = nil }
    let administrator = try district.administrator
    let preview = try district.office.preview(of: december)
    _ = try district.office.sealPayDate(december, expecting: preview.token, by: administrator)
    var program = try #require(try district.office.read { try $0.program() })
    program.payroll = fixed()
    try district.office.perform(.setProgram(program), by: .technician)
    let file = try district.office.payrollFile(of: december)
    #expect(file.isSealedOne && file.bytes == preview.file.bytes)
    #expect(String(decoding: file.bytes, as: UTF8.self).contains(",291.67,500.00,2026-12-01\r\n"))
    // Damaged on the disk, it is not given out as the sealed one.
    var bytes = preview.file.bytes
    bytes[bytes.count / 2] ^= 1
    let path = Blobs.path(preview.file.hash)
    try district.files.remove(path)
    try district.files.writeDurably(bytes, to: path, temporary: path + ".part")
    let anew = try district.office.payrollFile(of: december)
    #expect(!anew.isSealedOne && anew.bytes != bytes)
  }

  @Test func `is as both districts' programs say`() throws {
    let (district, december) = try december { _ in }
    let lines = String(
      decoding: try district.office.preview(of: december).file.bytes, as: UTF8.self
    ).components(separatedBy: "\r\n")
    #expect(
      lines == [
        "1000      Zeugnis0                 Teacher0            12182026000002916700000500001201202610-E-110-1000        ",
        "T00001000000029167", "",
      ])
    for name in ["kettle-moraine", "lake-elsinore"] {
      let program = try Program.read(bytes(of: "Config/\(name).json5"), file: name)
      let file = PayrollFile(try january(), try rows(), as: try #require(program.payroll))
      #expect(file.problems.isEmpty, "\(name)")
    }
  }
}
