import CivilTime
import Ledger
import Office
import Programs
import Store
import Testing
import Workflow

@Suite struct `What a district knew before its program paid` {
  @Test func `counts and is owed once it pays, and the journal leads there again`() throws {
    var policy: PayPolicy?
    let district = try District.begun(
      at: "2023-08-01 09:00", teachers: 2, evaluators: 0, program: "lake-elsinore"
    ) {
      policy = $0.pay
      $0.pay = nil
    }
    try district.take(
      """
      Kind,Employee Number,Title,Date,Year End,Amount,Hours
      granted,1000,,2023-07-10,,300.00,
      carried,1000,,2023-05-01,,620.50,

      """, named: "opening.csv")
    #expect(try district.waitingRows.isEmpty)
    let (ana, day) = (try district.person("1000"), try #require(CivilDate(iso: "2023-09-01")))
    #expect(try district.office.payStatement(of: ana).isEmpty)
    #expect(try district.office.payStanding(of: ana, on: day) == nil)

    var program = try #require(try district.office.read { try $0.program() })
    program.pay = policy
    try district.office.perform(.setProgram(program), by: .technician)
    #expect(try district.office.payStanding(of: ana, on: day)?.used == Money(cents: 300_00))
    let balances = try #require(try district.office.payStatement(of: ana).last?.balances)
    #expect(balances[.carriedOver] == Money(cents: 620_50))
    try district.expectSoundAndReplayable()
  }
}
