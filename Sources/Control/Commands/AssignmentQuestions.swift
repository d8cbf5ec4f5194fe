import Assignments
import Documents
import Office
import Programs
import Store
import Workflow

struct AssignmentCosts: ControlCommand {
  static let signature = Signature(
    "assignment costs", "Tell what moving a submission would cost, before it is moved",
    details: """
      For everybody who may have it: the FIT, and what all together would lose in the points of FIT if the rest were \
      worked out again around it. Nothing is changed.
      """,
    parameters: [windowParameter, submissionParameter],
    options: [Option("--part", "PART", "evaluator (default), secondEvaluator or adjudicator")],
    example: "assignment costs 3 12")
  private let window: Int64
  private let submission: Int64
  private let part: EvaluatorPart

  init(_ arguments: Arguments) throws(Failure) {
    window = try arguments.number(0)
    submission = try arguments.number(1)
    part = try arguments.choice("--part") ?? .evaluator
  }

  var access: Access { .reading }

  private struct Row {
    var evaluator: RankedEvaluator
    var name: String
    var holds: Int
    var cost: ChangeCost?
  }

  func run(in session: Session) throws {
    let (id, assignment, work) = try session.read { records in
      let window = try records.theWindow(window)
      return (
        window.id, try records.theAssignment(of: window), try records.theSubmission(submission)
      )
    }
    let own = assignment.pairs.filter { $0.submission == work.id }
    let place = own.first { $0.part == part }.map {
      ReviewPlace(submission: $0.submission, evaluator: $0.evaluator)
    }
    guard let question = try session.office.assignmentQuestion(of: id, unpinning: place) else {
      throw Failure(.noInput, "There is no program yet.")
    }
    let costs = place.map(question.costs(of:)) ?? [:]
    var holds = question.openCounts
    for pair in assignment.pairs { holds[pair.evaluator, default: 0] += 1 }
    let rows = try session.read { records in
      let names = Names(records)
      if let place { session.output.say("Now with \(try names.name(place.evaluator)).") }
      return try question.ranked(for: work, part)
        .filter { found in !own.contains { $0.evaluator == found.person } }
        .map { found in
          Row(
            evaluator: found, name: try names.name(found.person),
            holds: holds[found.person, default: 0], cost: costs[found.person])
        }
    }
    session.output.list(
      rows, none: "Nobody else may evaluate it.",
      columns: [
        Column("#", .right) { "\($0.evaluator.person)" },
        Column("EVALUATOR", .flexible) { $0.name },
        Column("FIT", .right) { "\($0.evaluator.affinity.thousandths)" },
        Column("MATCH", .flexible) { $0.evaluator.affinity.words },
        Column("HOLDS", .right) { "\($0.holds)" },
        Column("ALL TOGETHER") { $0.cost?.words ?? "" },
      ],
      json: { row in
        .fields([
          "person": .number(row.evaluator.person.number), "name": .string(row.name),
          "affinityThousandths": .integer(row.evaluator.affinity.thousandths),
          "match": .string(row.evaluator.affinity.words), "holds": .integer(row.holds),
          "costThousandths": row.cost.map { .integer($0.thousandths) },
          "unplaced": row.cost.map { .integer($0.unplaced) },
        ])
      })
  }
}

struct AssignmentLoads: ControlCommand {
  static let signature = Signature(
    "assignment loads", "Show how much each evaluator would hold with a window's assignment",
    parameters: [windowParameter], example: "assignment loads 3")
  private let window: Int64
  init(_ arguments: Arguments) throws(Failure) { window = try arguments.number(0) }
  var access: Access { .reading }

  private struct Row {
    var person: PersonID
    var name: String
    var open: Int
    var new: Int
    var most: Int
    var outside: Int
  }

  func run(in session: Session) throws {
    let rows = try session.read { records in
      let assignment = try records.theAssignment(of: try records.theWindow(window))
      let pairs = Dictionary(grouping: assignment.pairs, by: \.evaluator)
      let isProposed = assignment.state == .proposed
      let open = try records.openReviewCounts()
      let standard = try records.program()?.evaluators.openReviewsMax ?? 0
      return try records.evaluators().filter { $0.erased == nil }.map { person in
        Row(
          person: person.id, name: person.fullName, open: open[person.id] ?? 0,
          new: isProposed ? pairs[person.id]?.count ?? 0 : 0,
          most: person.evaluator?.loadMax ?? standard,
          outside: pairs[person.id]?.count(where: \.isOutsideField) ?? 0)
      }.sorted { ($1.open + $1.new, $0.name) < ($0.open + $0.new, $1.name) }
    }
    session.output.list(
      rows, none: "There are no evaluators.",
      columns: [
        Column("#", .right) { "\($0.person)" }, Column("EVALUATOR", .flexible) { $0.name },
        Column("OPEN", .right) { "\($0.open)" }, Column("NEW", .right) { "\($0.new)" },
        Column("MOST", .right) { "\($0.most)" },
        Column("OUTSIDE FIELD", .right) { "\($0.outside)" },
      ],
      json: { row in
        .fields([
          "person": .number(row.person.number), "name": .string(row.name),
          "open": .integer(row.open), "new": .integer(row.new), "most": .integer(row.most),
          "outsideField": .integer(row.outside),
        ])
      })
  }
}

struct AssignmentChanges: ControlCommand {
  static let signature = Signature(
    "assignment changes", "Show what a window's assignment changes against the one before",
    details: """
      Of a proposal: what differs from the proposal before. Of an assignment that was released: which reviews have \
      changed hands since.
      """,
    parameters: [windowParameter], example: "assignment changes 3")
  private let window: Int64
  init(_ arguments: Arguments) throws(Failure) { window = try arguments.number(0) }
  var access: Access { .reading }

  private struct Place: Hashable {
    var submission: SubmissionID
    var part: EvaluatorPart
  }

  private struct Row {
    var place: Place
    var title: String
    var before: String?
    var after: String?
  }

  func run(in session: Session) throws {
    let rows = try session.read { records in
      let window = try records.theWindow(window)
      let latest = try records.theAssignment(of: window)
      var (before, after) = (holders(of: latest.pairs), [Place: PersonID]())
      if latest.state == .proposed {
        after = before
        let others = try records.assignments(of: window.id).filter { $0.id < latest.id }
        before = holders(of: others.last?.pairs ?? [])
      } else {
        for id in Set(latest.pairs.map(\.submission)) {
          guard let work = try records.submission(id) else { continue }
          for review in try records.reviews(of: id)
          where review.round == work.round && (review.isOpen || review.state.name == .handedIn) {
            after[Place(submission: id, part: review.part)] = review.evaluator
          }
        }
      }
      let names = Names(records)
      return try Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        .sorted { ($0.submission, $0.part.rawValue) < ($1.submission, $1.part.rawValue) }
        .map { place in
          Row(
            place: place,
            title: try records.submission(place.submission)?.title.value ?? "(erased)",
            before: try before[place].map { try names.name($0) },
            after: try after[place].map { try names.name($0) })
        }
    }
    session.output.list(
      rows, none: "Nothing differs.",
      columns: [
        Column("#", .right) { "\($0.place.submission)" },
        Column("TITLE", .flexible) { $0.title },
        Column("BEFORE", .flexible) { $0.before ?? "—" },
        Column("NOW", .flexible) { $0.after ?? "—" },
        Column("PART") { $0.place.part == .evaluator ? "" : $0.place.part.words },
      ],
      json: { row in
        .fields([
          "submission": .number(row.place.submission.number), "title": .string(row.title),
          "part": .string(row.place.part.rawValue), "before": row.before.map { .string($0) },
          "after": row.after.map { .string($0) },
        ])
      })
  }

  private func holders(of pairs: [AssignedPair]) -> [Place: PersonID] {
    Dictionary(
      pairs.map { (Place(submission: $0.submission, part: $0.part), $0.evaluator) }
    ) { first, _ in first }
  }
}
