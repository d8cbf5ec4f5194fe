import CivilTime
import Documents
import Rubrics
import Store
import Workflow

let reviewParameter = Parameter("REVIEW", "The review's number")

struct ReviewList: ControlCommand {
  static let signature = Signature(
    "review list", "List open reviews, the first due first",
    options: [
      Option("--overdue", nil, "Only those whose time is over"),
      Option("--evaluator", "PERSON", "Only this evaluator's"),
      Option("--all", nil, "With --evaluator: also those that are handed in or given back"),
      Option("--limit", "N", "Most rows (default 200)"),
    ], example: "review list --overdue")
  private let isOverdue: Bool
  private let evaluator: String?
  private let areAll: Bool
  private let limit: Int

  init(_ arguments: Arguments) throws(Failure) {
    isOverdue = arguments.has("--overdue")
    evaluator = arguments.text("--evaluator")
    areAll = arguments.has("--all")
    limit = try arguments.limit()
    if areAll, evaluator == nil || isOverdue {
      throw .usage("--all goes with --evaluator PERSON alone.")
    }
  }

  var access: Access { .reading }

  private struct Row {
    var review: ReviewRow
    var evaluator: String
    var due: String
    var isLate: Bool
  }

  func run(in session: Session) throws {
    let now = try session.now()
    let rows = try session.read { records in
      let found: [ReviewRow]
      if let evaluator {
        let person = try Session.person(evaluator, in: records).id
        found =
          areAll
          ? try records.reviewRows(of: person, limit: limit)
          : try records.openReviewRows(of: person, limit: limit)
      } else {
        found = try records.lateReviews(at: isOverdue ? now : .distantFuture, limit: limit)
      }
      let times = try session.times(records)
      let names = Names(records)
      return try found.filter { !isOverdue || $0.due <= now }.map { review in
        let isOpen = review.state == .assigned || review.state == .seen
        return Row(
          review: review, evaluator: try names.name(review.evaluator),
          due: times.end(review.due), isLate: isOpen && review.due <= now)
      }
    }
    session.output.list(
      rows, none: isOverdue ? "No review is overdue." : "No review is open.",
      columns: [
        Column("#", .right) { "\($0.review.id)" },
        Column("EVALUATOR", .flexible) { $0.evaluator },
        Column("WORK", .right) { "\($0.review.submission)" },
        Column("TITLE", .flexible) { $0.review.title ?? "(erased)" },
        Column("STATE") { $0.isLate ? "overdue" : $0.review.state.words },
        Column("DUE") { $0.due },
      ],
      json: { row in
        .fields([
          "review": .number(row.review.id.number),
          "submission": .number(row.review.submission.number),
          "round": .integer(row.review.round), "part": .string(row.review.part.rawValue),
          "evaluator": .number(row.review.evaluator.number),
          "evaluatorName": .string(row.evaluator), "title": row.review.title.map(Plain.string),
          "state": .string(row.review.state.rawValue), "due": row.review.due.plain,
          "isOverdue": .bool(row.isLate),
        ])
      })
  }
}

struct ReviewShow: ControlCommand {
  static let signature = Signature(
    "review show", "Show one review, with its scorecard",
    details: "With --blank it prints a scorecard to fill in, for rubricctl review hand-in.",
    parameters: [reviewParameter],
    options: [Option("--blank", nil, "Print an empty scorecard by the rubric")],
    example: "review show 34 --blank > card.json5")
  private let id: Int64
  private let isBlank: Bool

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    isBlank = arguments.has("--blank")
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    if isBlank {
      let text = try session.read { records in
        let review = try records.theReview(id)
        let submission = try records.theSubmission(review.submission.number)
        guard let version = submission.rubric, let rubric = try records.rubric(version) else {
          throw Failure(.refused, "No rubric judges submission \(submission.id).")
        }
        return ScorecardFile.blank(rubric, for: submission)
      }
      return session.output.verbatim(text)
    }
    let (facts, json) = try session.read { records in
      let review = try records.theReview(id)
      let submission = try records.theSubmission(review.submission.number)
      let times = try session.times(records)
      let names = Names(records)
      var facts: [(name: String, value: String)] = [
        ("Review", "\(review.id), \(review.part.words), round \(review.round)"),
        ("Submission", "\(submission.id), \(submission.title.value ?? "(erased)")"),
        ("Teacher", try names.name(submission.earner)),
        ("Evaluator", try names.name(review.evaluator)),
        ("Assigned", times.at(review.assignedAt)), ("Due", times.end(review.due)),
        ("State", review.words(times)),
        ("Notes", review.isOutsideField ? "outside the evaluator's field" : ""),
      ]
      var scores: [Plain] = []
      if case .handedIn(let card, _) = review.state {
        let words = card.words.value
        for score in card.scores {
          let feedback = words?.feedback.first { $0.criterion == score.criterion }?.text
          facts.append(
            (score.criterion.rawValue, score.level.rawValue + (feedback.map { "\n\($0)" } ?? "")))
          scores.append(
            .fields([
              "criterion": .string(score.criterion.rawValue),
              "level": .string(score.level.rawValue), "feedback": feedback.map(Plain.string),
            ]))
        }
        facts.append(("Note", words?.note ?? ""))
        facts.append(("Outcome", card.outcome.words))
      }
      let json = Plain.fields([
        "review": .number(review.id.number), "submission": .number(submission.id.number),
        "evaluator": .number(review.evaluator.number), "part": .string(review.part.rawValue),
        "round": .integer(review.round), "assignedAt": review.assignedAt.plain,
        "due": review.due.plain, "state": .string(review.state.name.rawValue),
        "isOutsideField": .bool(review.isOutsideField), "isByHand": .bool(review.isByHand),
        "scores": .list(scores),
      ])
      return (facts, json)
    }
    session.output.facts(facts, json: json)
  }
}

extension Review {
  /// Where it stands.
  func words(_ times: Times) -> String {
    switch state {
    case .assigned: "due \(times.end(due))"
    case .seen: "opened, due \(times.end(due))"
    case .handedIn(let card, let at): "handed in \(times.at(at)): \(card.outcome.words)"
    case .declined(let reason, _, let at): "declined \(times.at(at)): \(reason.words)"
    case .reassigned(_, let at): "reassigned \(times.at(at))"
    case .closed(let reason, let at): "closed \(times.at(at)): \(reason.rawValue)"
    }
  }
}

struct ReviewHandIn: ControlCommand {
  static let signature = Signature(
    "review hand-in", "Hand in a scorecard", parameters: [reviewParameter],
    options: [
      Option(
        "--scorecard", "FILE", "The scorecard, as review show --blank prints it",
        isRequired: true, isInputFile: true)
    ], example: "review hand-in 34 --scorecard card.json5 --as theo@example.org")
  private let id: Int64
  private let path: String

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    path = arguments.required("--scorecard")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let bytes = try session.file(path, limit: Document.byteMax)
    let (review, rubric) = try session.read { records in
      let review = try records.theReview(id)
      guard let version = try records.submission(review.submission)?.rubric,
        let rubric = try records.rubric(version)
      else {
        throw Failure(.refused, "No rubric judges submission \(review.submission).")
      }
      return (review.id, rubric)
    }
    let card = try ScorecardFile.read(bytes, file: path, rubric: rubric)
    try session.perform(.handInScorecard(review, card), "The scorecard of review \(id) is in.")
  }
}

struct ReviewDecline: ControlCommand {
  static let signature = Signature(
    "review decline", "Give a review back", parameters: [reviewParameter],
    options: [
      Option("--reason", "REASON", "conflict, notMyField or noTime", isRequired: true),
      Option("--words", "TEXT", "For the administrator"),
    ], example: "review decline 34 --reason notMyField --as theo@example.org")
  private let id: Int64
  private let reason: DeclineReason
  private let words: String

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    reason = try arguments.choice("--reason") ?? .noTime
    words = arguments.text("--words") ?? ""
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .declineReview(ReviewID(id), reason, words: words), "Review \(id) is given back.")
  }
}

struct ReviewReassign: ControlCommand {
  static let signature = Signature(
    "review reassign", "Give an open review to somebody else, or take it back",
    parameters: [
      reviewParameter, Parameter("EVALUATOR", "Who is to have it (default: nobody yet)", .optional),
    ], example: "review reassign 34 100035")
  private let id: Int64
  private let evaluator: String?

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    evaluator = arguments.optional(1)
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let person = try evaluator.map { try session.person($0) }
    try session.perform(
      .reassignReview(ReviewID(id), to: person), "Review \(id) is reassigned.")
  }
}

struct ReviewExtend: ControlCommand {
  static let signature = Signature(
    "review extend", "Give an evaluator more time", parameters: [reviewParameter],
    options: [Option("--until", "DATE", "The last day, whole", isRequired: true)],
    example: "review extend 34 --until 2026-10-23")
  private let id: Int64
  private let until: CivilDate

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    until = try arguments.requiredDate("--until")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .extendReview(ReviewID(id), until: until), "Review \(id) is due by the end of \(until).")
  }
}
