import Assignments
import Documents
import Office
import Programs
import Store
import Workflow

struct AssignmentShow: ControlCommand {
  static let signature = Signature(
    "assignment show", "Show who evaluates what and why: a window's latest assignment",
    details: """
      FIT says how well they match, 1000 at best; what is outside the evaluator's field says so. --why tells the match \
      in words and, of a proposal, NEXT BEST: who would have it otherwise, and what all together would lose by that.
      """,
    parameters: [
      Parameter("WINDOW", "The window's number (default: the latest with one)", .optional)
    ],
    options: [
      Option("--why", nil, "The match in words, and the next best"),
      Option("--worst", nil, "The worst served first"),
    ],
    example: "assignment show 3 --why --worst")
  private let window: Int64?
  private let tellsWhy: Bool
  private let isWorstFirst: Bool

  init(_ arguments: Arguments) throws(Failure) {
    window = arguments.optional(0) == nil ? nil : try arguments.number(0)
    tellsWhy = arguments.has("--why")
    isWorstFirst = arguments.has("--worst")
  }

  var access: Access { .reading }

  private struct Row {
    var pair: AssignedPair?
    var submission: SubmissionID
    var title: String
    var evaluator: String
    var match = ""
    var second: SecondBest?
    var secondName = ""

    var notes: String {
      guard let pair else { return "nobody had room" }
      var notes: [String] = pair.part == .evaluator ? [] : [pair.part.words]
      if pair.isOutsideField { notes.append("outside field") }
      if pair.isByHand { notes.append("by hand") }
      if pair.isPinned { notes.append("pinned") }
      return notes.joined(separator: ", ")
    }

    var next: String {
      second.map { "\(secondName), \($0.cost.words)" } ?? ""
    }
  }

  func run(in session: Session) throws {
    let window = try session.read { try theWindow($0) }
    let question = try session.office.assignmentQuestion(of: window.id)
    let (assignment, rows) = try session.read { records in
      let assignment = try records.theAssignment(of: window)
      return (assignment, try listed(assignment, question, records))
    }
    session.output.say(
      "Assignment \(assignment.id) of window \(window.id), \(window.label): "
        + "\(assignment.state.rawValue), \(assignment.pairs.count) pairs, "
        + "\(assignment.unassigned.count) without an evaluator")
    var columns: [Column<Row>] = [
      Column("#", .right) { "\($0.submission)" }, Column("TITLE", .flexible) { $0.title },
      Column("EVALUATOR", .flexible) { $0.evaluator },
      Column("FIT", .right) { row in row.pair.map { "\($0.affinityThousandths)" } ?? "" },
    ]
    if tellsWhy {
      columns.append(Column("MATCH", .flexible) { $0.match })
      columns.append(Column("NEXT BEST", .flexible) { $0.next })
    } else {
      columns.append(Column("NOTES") { $0.notes })
    }
    session.output.list(
      rows, none: "It is empty.", columns: columns, json: { json($0, assignment, window) })
  }

  private func listed(
    _ assignment: Assignment, _ question: AssignmentQuestion?, _ records: ReadRecords
  ) throws -> [Row] {
    let names = Names(records)
    let isProposed = assignment.state == .proposed
    let seconds = isProposed ? question?.secondBests() ?? [:] : [:]
    let places = assignment.pairs.map {
      ReviewPlace(submission: $0.submission, evaluator: $0.evaluator)
    }
    let known = isProposed ? question?.affinities(of: places) ?? [:] : [:]
    let tree = try records.program()?.skills
    var rows = try zip(assignment.pairs, places).map { pair, place in
      let work = try records.submission(pair.submission)
      let profile = try records.person(pair.evaluator)?.evaluator
      let affinity =
        known[place] ?? profile.map { Affinity(of: work?.skills ?? [], for: $0, by: tree) }
      let second = pair.isByHand ? nil : seconds[place]
      return Row(
        pair: pair, submission: pair.submission, title: work?.title.value ?? "(erased)",
        evaluator: try names.name(pair.evaluator), match: affinity?.words ?? "", second: second,
        secondName: try second.map { try names.name($0.evaluator) } ?? "")
    }
    rows.sort {
      let (left, right) =
        isWorstFirst
        ? ($0.pair?.affinityThousandths ?? 0, $1.pair?.affinityThousandths ?? 0) : (0, 0)
      return (left, $0.submission, $0.pair?.part.rawValue ?? "")
        < (right, $1.submission, $1.pair?.part.rawValue ?? "")
    }
    let missing = try assignment.unassigned.map {
      Row(
        pair: nil, submission: $0,
        title: try records.submission($0)?.title.value ?? "(erased)", evaluator: "—")
    }
    return isWorstFirst ? missing + rows : rows + missing
  }

  private func json(_ row: Row, _ assignment: Assignment, _ window: Window) -> Plain {
    .fields([
      "assignment": .number(assignment.id.number), "window": .number(window.id.number),
      "state": .string(assignment.state.rawValue),
      "submission": .number(row.submission.number), "title": .string(row.title),
      "evaluator": row.pair.map { .number($0.evaluator.number) },
      "evaluatorName": row.pair.map { _ in .string(row.evaluator) },
      "part": row.pair.map { .string($0.part.rawValue) },
      "affinityThousandths": row.pair.map { .integer($0.affinityThousandths) },
      "match": row.pair.map { _ in .string(row.match) },
      "nextBest": row.second.map { .number($0.evaluator.number) },
      "nextBestName": row.second.map { _ in .string(row.secondName) },
      "nextBestCostThousandths": row.second.map { .integer($0.cost.thousandths) },
      "nextBestUnplaced": row.second.map { .integer($0.cost.unplaced) },
      "isOutsideField": row.pair.map { .bool($0.isOutsideField) },
      "isByHand": row.pair.map { .bool($0.isByHand) },
      "isPinned": row.pair.map { .bool($0.isPinned) },
    ])
  }

  private func theWindow(_ records: ReadRecords) throws -> Window {
    if let window { return try records.theWindow(window) }
    guard let latest = try records.windows().last(where: { $0.assignment != nil }) else {
      throw Failure.notFound("No window has an assignment yet.")
    }
    return latest
  }
}

extension ChangeCost {
  /// What a change costs, for a table.
  var words: String {
    if unplaced > 0 { return "\(unplaced) would lack an evaluator" }
    return isNothing ? "as good" : "costs \(thousandths)"
  }
}
