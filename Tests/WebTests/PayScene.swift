import CivilTime
import HTTPServer
import Ledger
import Office
import Programs
import Store
import Testing
import Workflow

/// Kettle Moraine with its pay: two teachers below the threshold, one above it, and a payroll clerk.
///
/// Evidence comes in at any time, so that a day is enough for a micro-credential.
struct PayScene {
  let scene: TeacherScene
  var district: District { scene.district }
  var office: DistrictOffice { scene.office }

  static let teacher = "1000"
  static let clerk = "1003"
  static let administrator = "100"

  init(
    at time: String = "2026-09-15 09:00", _ change: (inout Program) -> Void = { _ in }
  ) throws {
    scene = try TeacherScene(at: time, pays: true) { program in
      program.evidence.intake = .always
      change(&program)
    }
    try office.drop(
      Array(
        """
        Employee Number,First Name,Last Name,Email,School,Supervisor,Salary,Salary From
        1000,Grace,Hale,\(District.address(0)),North Elementary,100,61000.00,2026-07-01
        1001,Ida,Stone,\(District.address(1)),South Elementary,100,82000.00,2026-07-01
        1002,Ben,Orr,\(District.address(2)),North Elementary,100,61000.00,2026-07-01
        1003,Walter,Dunne,\(District.address(3)),District Office,100,,

        """.utf8), named: "salaries.csv")
    while try office.beat().isMore {}
    try office.perform(
      .grantRole(try district.person(Self.clerk), .payroll), by: try district.administrator)
  }

  func browser(_ number: String = clerk) throws -> Browser { try scene.browser(number) }

  /// Lets the clock go on, and the office do what is due on the way.
  func live(until time: String) throws {
    let end = try district.zone.at(time)
    while district.clock.now() < end {
      let next = try office.nextDue() ?? end
      let now = district.clock.now()
      district.clock.pass(until: min(end, max(next, now.adding(minutes: 1))))
      while try office.beat().isMore {}
    }
  }

  /// Somebody's proposal is approved to begin.
  func approve(
    _ title: String, of number: String = teacher, _ cents: Int64
  ) throws -> SubmissionID {
    let id = try scene.handIn(title, of: number, amount: Money(cents: cents))
    try scene.decide(id)
    scene.passHold()
    return id
  }

  /// Somebody earns what they had proposed, for so many cents a year.
  @discardableResult
  func earn(
    _ title: String, of number: String = teacher, _ cents: Int64 = 600_00
  ) throws -> (proposal: SubmissionID, evidence: SubmissionID) {
    let proposal = try approve(title, of: number, cents)
    let evidence = try scene.handIn(title, .evidence, of: number, proposal: proposal)
    try scene.decide(evidence)
    return (proposal, evidence)
  }

  /// Seals a pay date as the clerk sees it.
  func seal(_ day: String) throws {
    let day = try #require(CivilDate(iso: day))
    let preview = try office.preview(of: day)
    _ = try office.sealPayDate(
      day, expecting: preview.token, by: .person(try district.person(Self.clerk)))
  }

  func statement(_ number: String = teacher) throws -> String {
    "/statement/\(try district.person(number))"
  }
}

/// A day as a date is written.
func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }
