import Assignments
import CivilTime
import Programs
import Workflow

/// A small district: who evaluates, whose work it is.
enum Maple {
  static let today = CivilDate(year: 2026, month: 9, day: 30) ?? .first

  static func evaluator(
    _ number: Int64, _ expertise: [(String, ExpertiseGrade)], room: Int = 5
  ) -> Person {
    var person = teacher(number)
    person.evaluator = EvaluatorProfile(
      expertise: expertise.map { Expertise(skill: $0.0, grade: $0.1) }, loadMax: room)
    return person
  }

  static func teacher(_ number: Int64) -> Person {
    Person(
      id: PersonID(number),
      details: Personal(
        PersonDetails(
          employeeNumber: "\(number)", givenName: "Maya", familyName: "Alder",
          email: "\(number)@maplehollow.example")),
      record: EmploymentRecord(school: "Birch Elementary"))
  }

  static func submission(_ number: Int64, _ skills: [String], by earner: Int64 = 99) -> Submission {
    let never = AnswerTimes(
      reviewsDue: .epoch, releaseBy: .epoch, promisedMorning: .epoch, notifyBy: .epoch)
    return Submission(
      id: SubmissionID(number), stage: .evidence, earner: PersonID(earner), offering: nil,
      proposal: nil, window: nil, round: 1, title: Personal("Podcasts"), skills: skills,
      content: Personal(nil), rubric: nil, source: .page, state: .submitted(at: .epoch),
      receivedAt: .epoch, times: never)
  }

  static func question(
    _ submissions: [Submission], _ evaluators: [Person], count: EvaluatorCount = .one,
    pinned: [AssignedPair] = [], open: [PersonID: Int] = [:], skills: SkillTree? = nil,
    asked: [SubmissionID: [PersonID]] = [:], history: [PastReview] = []
  ) -> AssignmentQuestion {
    let stage = Stage(
      intake: .always, judging: .evaluators(count), rubric: "evidence", purpose: "Hand in.")
    var program = Program(
      name: "Micro-credentials",
      district: District(
        name: "Maple Hollow", officeName: "Office", officePhone: "555-0142",
        officeEmail: "credentials@maplehollow.example"),
      zone: "America/Chicago", proposals: nil, evidence: stage)
    program.skills = skills
    var earners: [PersonID: Person] = [:]
    for submission in submissions {
      earners[submission.earner] =
        evaluators.first { $0.id == submission.earner } ?? teacher(submission.earner.number)
    }
    return AssignmentQuestion(
      submissions: submissions, evaluators: evaluators, earners: earners, offerings: [:],
      openCounts: open, alreadyAsked: asked, pinned: pinned, program: program, today: today,
      history: history)
  }
}
