import Assignments
import CivilTime
import Notices
import Office
import Programs
import Store
import Workflow

/// One window's latest assignment, as the page shows it.
struct AssignmentSheet {
  /// Work and who is to judge it.
  struct Row {
    var pair: AssignedPair
    var title: String?
    var earner: PersonID
    var skills: [String]
    var affinity: Affinity?
  }

  /// How much somebody would hold.
  struct Load {
    var person: PersonID
    var name: String
    var holds: Int
    var most: Int
    var isAway: Bool
  }

  var window: Window
  var assignment: Assignment?
  /// How many pairs there are, and those that are shown, the worst served first.
  var count: Int
  var rows: [Row]
  var start: Int
  var unassigned: [SubmissionRow]
  var loads: [Load]
  var names: [PersonID: PersonName]
  var waiting: Int
  /// To whom each review would go at the least cost, while it is proposed.
  var seconds: [ReviewPlace: SecondBest] = [:]

  var evaluators: Int { loads.count { $0.holds > 0 } }

  /// A window's sheet, from a pair on: as many are passed over as the pages before showed.
  static func read(
    _ window: Window, from start: Int, _ visit: Visit, _ records: ReadRecords
  ) throws -> AssignmentSheet {
    let assignment = try window.assignment.flatMap { try records.assignment($0) }
    let pairs = (assignment?.pairs ?? []).sorted {
      ($0.affinityThousandths, $0.submission, $0.part.rawValue)
        < ($1.affinityThousandths, $1.submission, $1.part.rawValue)
    }
    let shown = pairs.dropFirst(start).prefix(OfficeLimits.rowsMax)
    let work = try records.wholeSubmissions(of: Set(shown.map(\.submission)))
    let unassigned = try records.submissionRows(
      of: Set((assignment?.unassigned ?? []).prefix(OfficeLimits.rowsMax)))
    let evaluators = try records.evaluators()
    let profiles = Dictionary(evaluators.map { ($0.id, $0.evaluator) }) { first, _ in first }
    let counts = try records.submissionCounts(in: window.id)
    return AssignmentSheet(
      window: window, assignment: assignment, count: pairs.count,
      rows: shown.map { pair in
        let submission = work[pair.submission]
        let profile = profiles[pair.evaluator] ?? nil
        return Row(
          pair: pair, title: submission?.title.value, earner: submission?.earner ?? PersonID(0),
          skills: submission?.skills ?? [],
          affinity: profile.map {
            Affinity(of: submission?.skills ?? [], for: $0, by: visit.program.skills)
          })
      },
      start: start, unassigned: unassigned.values.sorted { $0.id < $1.id },
      loads: try loads(evaluators, assignment, visit, records),
      names: try records.names(
        of: Set(
          work.values.map(\.earner) + shown.map(\.evaluator) + unassigned.values.map(\.earner))),
      waiting: counts[.submitted, default: 0])
  }

  /// Most pairs of a review and an evaluator for which second bests are worked out while somebody waits for the page:
  /// 24,000 of them took 150 ms on a busy machine.
  private static let secondsMax = 60_000

  /// Whether there are too many for the page to tell each one's second best.
  var isTooLargeForSeconds: Bool {
    assignment?.state == .proposed && count * loads.count > Self.secondsMax
  }

  /// Adds whom each review would go to otherwise.
  mutating func addSeconds(_ visit: Visit) throws {
    guard assignment?.state == .proposed, !isTooLargeForSeconds,
      let question = try visit.office.assignmentQuestion(of: window.id)
    else { return }
    seconds = question.secondBests()
    let places = rows.map {
      ReviewPlace(submission: $0.pair.submission, evaluator: $0.pair.evaluator)
    }
    let affinities = question.affinities(of: places)
    for (row, place) in places.enumerated() {
      if let affinity = affinities[place] { rows[row].affinity = affinity }
    }
    let people = Set(seconds.values.map(\.evaluator))
    names.merge(try visit.read { try $0.names(of: people) }) { known, _ in known }
  }

  private static func loads(
    _ evaluators: [Person], _ assignment: Assignment?, _ visit: Visit, _ records: ReadRecords
  ) throws -> [Load] {
    var holds = try records.openReviewCounts()
    if let assignment, assignment.state == .proposed {
      for pair in assignment.pairs { holds[pair.evaluator, default: 0] += 1 }
    }
    return evaluators.filter { $0.erased == nil }.map { person in
      Load(
        person: person.id, name: person.fullName, holds: holds[person.id, default: 0],
        most: person.evaluator?.loadMax ?? visit.program.evaluators.openReviewsMax,
        isAway: person.evaluator?.isAway(on: visit.wording.today) ?? false)
    }.sorted { ($1.holds, $0.name) < ($0.holds, $1.name) }
  }
}
