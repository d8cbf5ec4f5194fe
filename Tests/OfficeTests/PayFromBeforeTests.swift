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

@Suite struct `HR's file` {
  private func details(_ district: District) throws -> (salaries: [SalaryStep], unit: String?) {
    let id = try district.person("1000")
    let person = try #require(try district.office.read { try $0.person(id) })
    return (person.details.value?.salaries ?? [], person.record.bargainingUnit)
  }

  @Test func `takes away neither earlier salaries nor what it has no column for`() throws {
    let district = try District.begun(teachers: 1, evaluators: 0)
    let name = "1000,Grace,Hale,\(District.address(0)),North Elementary,100"
    let columns = "Employee Number,First Name,Last Name,Email,School,Supervisor"
    try district.take(
      "\(columns),Bargaining Unit,Salary,Salary From\n\(name),KMEA,74000.00,2026-07-01\n",
      named: "people2.csv")
    // The district began with a file that told her salary of 2020.
    let before = SalaryStep(from: try #require(CivilDate(iso: "2020-07-01")), cents: 61_000_00)
    let (first, next) = (
      SalaryStep(from: try #require(CivilDate(iso: "2026-07-01")), cents: 74_000_00),
      SalaryStep(from: try #require(CivilDate(iso: "2027-07-01")), cents: 76_000_00)
    )
    try district.take(
      "\(columns),Bargaining Unit,Salary,Salary From\n\(name),KMEA,76000.00,2027-07-01\n",
      named: "people3.csv")
    #expect(try details(district) == ([before, first, next], "KMEA"))
    try district.take("\(columns)\n\(name)\n", named: "people4.csv")
    #expect(try details(district) == ([before, first, next], "KMEA"))
    // A column that is there and empty says that there is none; a salary from the same day is another one.
    try district.take(
      "\(columns),Bargaining Unit,Salary,Salary From\n\(name),,75000.00,2026-07-01\n",
      named: "people5.csv")
    let other = SalaryStep(from: first.from, cents: 75_000_00)
    #expect(try details(district) == ([before, other], nil))
    #expect(try district.waitingRows.isEmpty)
  }
}
