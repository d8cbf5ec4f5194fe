import CivilTime
import Crypto
import Rubrics
import SQLite
import Store
import Workflow

/// The argument that makes this program add what a district has long decided to a data directory.
let pastSubmissionsChild = "past-submissions"

/// Adds submissions of earlier years, all of them decided, to a district's data directory: what a page takes must not
/// grow with them. `Scripts/bench` serves the pages before and after.
///
/// - Parameters:
///   - folder: The data directory; nobody else has it open.
///   - count: How many.
/// - Throws: What the store throws.
func addPastSubmissions(to folder: String, count: Int) throws {
  var options = Connection.Options(access: .readWrite)
  options.syncsEveryCommit = false
  let store = try DistrictStore(at: .folder(folder), random: SecureRandom(), options: options)
  let (next, command, at, people) = try store.read { records in
    let last = try records.entries(after: records.lastSequence() - 1, limit: 1)
    return (
      try records.nextIdentifiers(), try records.nextCommand(), last.first?.at ?? .distantPast,
      try records.people(limit: 2_000).map(\.id)
    )
  }
  guard !people.isEmpty else { return }
  for batch in stride(from: 0, to: count, by: 5_000) {
    try store.write { records in
      for number in batch..<min(batch + 5_000, count) {
        let received = at.adding(days24h: -400).adding(seconds: Int64(number))
        let id = SubmissionID(next.submission + Int64(number))
        let times = AnswerTimes(
          reviewsDue: received.adding(days24h: 20), releaseBy: received.adding(days24h: 25),
          promisedMorning: received.adding(days24h: 27), notifyBy: received.adding(days24h: 28))
        let handedIn = HandedIn(
          submission: id, stage: .proposal, earner: people[number % people.count], offering: nil,
          proposal: nil, window: nil, round: 1, title: Personal("Title \(number)"),
          skills: ["media"],
          content: Personal(Content(answers: [Answer(part: "students", text: "They gain.")])),
          rubric: nil, source: .form, receivedAt: received, times: times, lacking: [],
          isOfThePast: true)
        let released = DecisionReleased(
          decision: DecisionID(next.decision + Int64(number)), submission: id, round: 1,
          outcome: .notApproved, reviews: [], rubric: nil, met: [], handInAgainBy: nil,
          yearEnds: nil, corrects: nil, isOfThePast: true)
        for event in [Event.handedIn(handedIn), .decisionReleased(released)] {
          try records.append(
            event, command: command + Int64(number), at: at, by: .technician)
        }
      }
    }
  }
}
