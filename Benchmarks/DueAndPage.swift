import CivilTime
import Crypto
import Files
import Office
import Programs
import Rubrics
import SQLite
import Simulation
import Store
import Workflow

/// With 1,000,000 submissions and 200,000 open reviews: "what is due", and what a submission's page shows.
func dueAndPage() throws -> [Figure] {
  let submissions = 1_000_000
  let folder = try Setting.folder("due")
  var options = Connection.Options()
  options.syncsEveryCommit = false
  let store = try DistrictStore(
    at: .folder(folder), random: SeededRandom(seed: 3), options: options)
  let program = try Setting.program()
  let zone = try Zone(name: program.zone, tzif: Setting.zoneFile(program.zone))
  let start = Setting.inWindow(zone)
  try fill(store, program, submissions: submissions, reviewEvery: 5, from: start)
  let now = start.adding(days24h: 40)
  var draw = Draw(seed: 11)
  let due = try median(of: 200) {
    _ = try store.read { try $0.due(at: now, limit: 200) }
  }
  let page = try median(of: 500) {
    let id = SubmissionID(Int64(1 + draw.next(below: submissions)))
    try store.read { records in
      _ = try records.submission(id)
      _ = try records.reviews(of: id)
      _ = try records.decisions(of: id)
      _ = try records.history(of: id)
    }
  }
  return [
    Figure(
      benchmark: "what is due, of 1,000,000 submissions", measure: "milliseconds",
      value: due * 1_000, aim: 5, isLessBetter: true),
    Figure(
      benchmark: "a submission's page, of 1,000,000", measure: "milliseconds",
      value: page * 1_000, aim: 2, isLessBetter: true),
  ]
}

private func median(of count: Int, _ body: () throws -> Void) throws -> Double {
  var all: [Double] = []
  for _ in 0..<count { all.append(try seconds(body)) }
  return all.sorted()[count / 2]
}

private func fill(
  _ store: DistrictStore, _ program: Program, submissions: Int, reviewEvery: Int,
  from start: Instant
) throws {
  let actor = Actor.technician
  try store.write { records in
    try records.append(.programSet(ProgramSet(program: program)), command: 1, at: start, by: actor)
    for number in 1...2_000 {
      let details = PersonDetails(
        employeeNumber: "\(number)", givenName: "Maya", familyName: "Alder \(number)",
        email: "m\(number)@maplehollow.example")
      try records.append(
        .personRecorded(
          PersonRecorded(
            person: PersonID(Int64(number)), details: Personal(details),
            record: EmploymentRecord(school: "Birch Elementary"))),
        command: 2, at: start, by: actor)
    }
  }
  var review: Int64 = 0
  for batch in stride(from: 1, through: submissions, by: 5_000) {
    try store.write { records in
      for number in batch..<min(batch + 5_000, submissions + 1) {
        let at = start.adding(seconds: Int64(number))
        let times = AnswerTimes(
          reviewsDue: at.adding(days24h: 30), releaseBy: at.adding(days24h: 36),
          promisedMorning: at.adding(days24h: 37), notifyBy: at.adding(days24h: 38))
        let id = SubmissionID(Int64(number))
        let earner = PersonID(Int64(1 + number % 2_000))
        try records.append(
          .handedIn(
            HandedIn(
              submission: id, stage: .proposal, earner: earner, offering: nil, proposal: nil,
              window: nil, round: 1, title: Personal("Title \(number)"), skills: ["media"],
              content: Personal(Content(answers: [Answer(part: "students", text: "They gain.")])),
              rubric: nil, source: .form, receivedAt: at, times: times, lacking: [],
              isOfThePast: true)),
          command: Int64(2 + number), at: at, by: actor)
        guard number % reviewEvery == 0 else { continue }
        review += 1
        let new = NewReview(
          review: ReviewID(review), submission: id, round: 1,
          evaluator: PersonID(Int64(1 + (number / 7) % 2_000)), part: .evaluator,
          due: times.reviewsDue, escalate: times.releaseBy, isOutsideField: false, isByHand: false)
        try records.append(
          .reviewAssigned(ReviewAssigned(review: new)), command: Int64(2 + number), at: at,
          by: actor)
      }
    }
  }
}
