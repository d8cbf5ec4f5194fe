import CivilTime
import Notices
import Programs
import Rubrics
import Testing
import Workflow

/// Maple Hollow on September 1, 2026, before dawn: one of each, and an evidence window from September 14 to 27.
struct Fall {
  var district: SimulatedDistrict
  let administrator: PersonID
  let teacher: PersonID
  let evaluator: PersonID
  let other: PersonID
  let window: WindowID
  var work = SubmissionID(0)

  init(
    from wall: String = "2026-09-01T05:00", withProposals: Bool = true,
    _ change: (inout Program) -> Void = { _ in }
  ) throws {
    district = try SimulatedDistrict(wall, withProposals: withProposals)
    if var program = district.records.theProgram {
      change(&program)
      district.records.theProgram = program
    }
    administrator = try district.hire("Robin", roles: [.administrator])
    evaluator = try district.hireEvaluator("Theo")
    other = try district.hireEvaluator("Ada")
    teacher = try district.hire("Maya")
    if withProposals { try district.approve(teacher, until: "2027-06-30") }
    try district.perform(.planYear(2026))
    window =
      district.records.windows().first { $0.label == "Fall 2026" }?.id ?? WindowID(0)
  }

  /// The teacher hands in on September 25, and Theo is given it on September 30 at ten.
  mutating func underReview() throws {
    try district.pass(to: "2026-09-25T12:00")
    work = try district.handIn(teacher)
    try district.pass(to: "2026-09-30T10:00")
    try district.releaseAssignment()
    try district.pass(to: "2026-09-30T12:00")
  }

  /// Theo's scorecard is in on October 5 at noon.
  mutating func judged(isMet: Bool = true) throws {
    try underReview()
    try district.pass(to: "2026-10-05T12:00")
    try district.judge(review, isMet: isMet)
  }

  /// The open review of the teacher's work.
  var review: ReviewID {
    district.records.reviews(of: work).last { $0.isOpen }?.id ?? ReviewID(0)
  }

  var proposal: SubmissionID {
    district.records.submissions(of: teacher).first?.id ?? SubmissionID(0)
  }

  func key(_ end: String) -> String { "\(end)/\(teacher)" }

  /// The mails to the teacher after a day.
  func mails(_ person: PersonID? = nil, after day: String) -> [String] {
    district.mails(to: person ?? teacher).filter { $0 > day }
  }

  func told(_ key: String) -> Bool { district.disposition(key).hasPrefix("mailed") }
}
