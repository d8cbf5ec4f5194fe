import CivilTime
import Documents
import Rubrics
import Store
import Workflow

let submissionParameter = Parameter("SUBMISSION", "The submission's number")

struct SubmissionList: ControlCommand {
  static let signature = Signature(
    "submission list", "List what was handed in",
    options: [
      Option("--window", "WINDOW", "Only this window's"),
      Option("--state", "STATE", "Only submitted, underReview, returned, readyToRelease, …"),
      Option("--person", "PERSON", "Only this teacher's"),
      Option("--lacking", nil, "Only those that need an evaluator"),
      Option("--limit", "N", "Most rows (default 200)"),
      Option("--after", "NUMBER", "Only after this number: the next page"),
    ], example: "submission list --window 3 --state readyToRelease")
  private let window: Int64?
  private let state: SubmissionStateName?
  private let named: String?
  private let isLacking: Bool
  private let limit: Int
  private let after: Int64

  init(_ arguments: Arguments) throws(Failure) {
    window = try arguments.number("--window")
    state = try arguments.choice("--state")
    named = arguments.text("--person")
    isLacking = arguments.has("--lacking")
    limit = try arguments.limit()
    after = try arguments.number("--after") ?? 0
    let narrowing = [window != nil || state != nil, named != nil, isLacking].count { $0 }
    if narrowing > 1 {
      throw .usage("--person and --lacking each stand alone; --window and --state go together.")
    }
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let rows = try session.read { records in
      let filter: SubmissionFilter =
        if let named {
          .earner(try Session.person(named, in: records).id)
        } else if isLacking {
          .lacking
        } else if let window, let state {
          .windowAndState(try records.theWindow(window).id, state)
        } else if let window {
          .window(try records.theWindow(window).id)
        } else if let state {
          .state(state)
        } else {
          .all
        }
      let rows = try records.submissions(filter, after: SubmissionID(after), limit: limit)
      return try SubmissionLine.lines(rows, records, session)
    }
    SubmissionLine.list(rows, none: "No submissions.", in: session)
    if rows.count == limit, let last = rows.last {
      session.output.say("There may be more: --after \(last.row.id)")
    }
  }
}

/// A row of a list of submissions, with the teacher's name and dates in the district's time.
struct SubmissionLine {
  var row: SubmissionRow
  var earner: String
  var received: String
  var answerBy: CivilDate

  static func lines(
    _ rows: [SubmissionRow], _ records: ReadRecords, _ session: Session
  ) throws -> [SubmissionLine] {
    let times = try session.times(records)
    let names = Names(records)
    return try rows.map { row in
      SubmissionLine(
        row: row, earner: try names.name(row.earner), received: times.at(row.receivedAt),
        answerBy: times.lastDay(row.notifyBy))
    }
  }

  static func list(_ lines: [SubmissionLine], none: String, in session: Session) {
    session.output.list(
      lines, none: none,
      columns: [
        Column("#", .right) { "\($0.row.id)" }, Column("STAGE") { $0.row.stage.rawValue },
        Column("ROUND", .right) { "\($0.row.round)" },
        Column("TEACHER", .flexible) { $0.earner },
        Column("TITLE", .flexible) { $0.row.title ?? "(erased)" },
        Column("STATE") { $0.state }, Column("ANSWER BY") { "\($0.answerBy)" },
      ],
      json: { line in
        let row = line.row
        return .fields([
          "submission": .number(row.id.number), "stage": .string(row.stage.rawValue),
          "window": row.window.map { .number($0.number) }, "round": .integer(row.round),
          "earner": .number(row.earner.number), "earnerName": .string(line.earner),
          "title": row.title.map(Plain.string), "state": .string(row.state.rawValue),
          "outcome": row.outcome.map { .string($0.rawValue) },
          "receivedAt": row.receivedAt.plain, "notifyBy": row.notifyBy.plain,
          "lacksEvaluator": .bool(row.lacks != .nobody),
        ])
      })
  }

  /// The state, or what was decided; and whether somebody is lacking.
  private var state: String {
    let words = row.outcome.map(\.words) ?? row.state.words
    switch row.lacks {
    case .nobody: return words
    case .anEvaluator: return words + ", needs an evaluator"
    case .theAdministratorsChoice: return words + ", needs your choice"
    }
  }
}

struct SubmissionShow: ControlCommand {
  static let signature = Signature(
    "submission show", "Show one submission: what it says, where it stands, who evaluates it",
    parameters: [submissionParameter], example: "submission show 12")
  private let id: Int64
  init(_ arguments: Arguments) throws(Failure) { id = try arguments.number(0) }
  var access: Access { .reading }

  func run(in session: Session) throws {
    let (facts, json) = try session.read { records in
      let submission = try records.theSubmission(id)
      let reviews = try records.reviews(of: submission.id)
      let times = try session.times(records)
      let names = Names(records)
      let window = try submission.window.flatMap { try records.window($0) }
      let offering = try submission.offering.flatMap { try records.offering($0) }
      var facts: [(name: String, value: String)] = [
        ("Submission", "\(submission.id), \(submission.stage.rawValue), round \(submission.round)"),
        ("Title", submission.title.value ?? "(erased)"),
        ("Teacher", "\(try names.name(submission.earner)) (#\(submission.earner))"),
        ("Offering", offering.map { "\($0.code), \($0.title)" } ?? "an idea of their own"),
        ("Skills", submission.skills.joined(separator: ", ")),
        ("Window", window.map { "\($0.id), \($0.label)" } ?? ""),
        ("Received", times.at(submission.receivedAt)), ("State", submission.words(times)),
        ("Reviews due", times.end(submission.times.reviewsDue)),
        ("Answer by", "\(times.lastDay(submission.times.notifyBy))"),
        ("Hand in again by", submission.handInAgainBy.map(times.end) ?? ""),
        ("Year", submission.progress?.words(times) ?? ""),
        ("Rubric", submission.rubric.map { "\($0)" } ?? ""),
        ("Met", submission.met.map(\.rawValue).joined(separator: ", ")),
        ("Needs", submission.lacking.map(\.part.words).joined(separator: ", ")),
      ]
      for review in reviews {
        facts.append(
          (
            "Review \(review.id)",
            "\(try names.name(review.evaluator)), \(review.part.words), round \(review.round), "
              + review.words(times)
          ))
      }
      for answer in submission.content.value?.answers ?? [] {
        facts.append((answer.part.rawValue, answer.text))
      }
      for artifact in submission.content.value?.artifacts ?? [] {
        facts.append((artifact.part?.rawValue ?? "Artifact", artifact.words))
      }
      return (facts, submission.plain(reviews))
    }
    session.output.facts(facts, json: json)
  }
}

extension Submission {
  /// Where it stands.
  func words(_ times: Times) -> String {
    switch state {
    case .submitted, .withdrawn: state.name.words
    case .underReview(let since): "under review since \(times.at(since))"
    case .returned(let back):
      "returned: \(back.missing.map(\.kind.words).joined(separator: ", ")); awaited until "
        + times.end(back.handInBy)
    case .readyToRelease(let outcome, _): "ready to release: \(outcome.words)"
    case .decided(_, let outcome, let at): "\(outcome.words), \(times.at(at))"
    }
  }

  func plain(_ reviews: [Review]) -> Plain {
    .fields([
      "submission": .number(id.number), "stage": .string(stage.rawValue),
      "round": .integer(round), "earner": .number(earner.number),
      "title": title.value.map(Plain.string), "skills": .strings(skills),
      "window": window.map { .number($0.number) },
      "offering": offering.map { .number($0.number) },
      "proposal": proposal.map { .number($0.number) }, "state": .string(state.name.rawValue),
      "outcome": outcome.map { .string($0.rawValue) }, "receivedAt": receivedAt.plain,
      "reviewsDue": times.reviewsDue.plain, "releaseBy": times.releaseBy.plain,
      "notifyBy": times.notifyBy.plain, "handInAgainBy": handInAgainBy?.plain,
      "rubric": rubric.map { .string($0.hash) }, "met": .strings(met.map(\.rawValue)),
      "lacking": .strings(lacking.map(\.part.rawValue)),
      "answers": .list(
        (content.value?.answers ?? []).map {
          .fields(["part": .string($0.part.rawValue), "text": .string($0.text)])
        }),
      "artifacts": .strings((content.value?.artifacts ?? []).map(\.words)),
      "reviews": .list(
        reviews.map {
          .fields([
            "review": .number($0.id.number), "evaluator": .number($0.evaluator.number),
            "part": .string($0.part.rawValue), "round": .integer($0.round),
            "state": .string($0.state.name.rawValue), "due": $0.due.plain,
          ])
        }),
    ])
  }

  private var outcome: Outcome? {
    switch state {
    case .readyToRelease(let outcome, _), .decided(_, let outcome, _): outcome
    case .submitted, .underReview, .returned, .withdrawn: nil
    }
  }
}

extension Progress {
  fileprivate func words(_ times: Times) -> String {
    switch self {
    case .inProgress(let ends): "in progress until \(times.end(ends))"
    case .stopped(_, let ends): "stopped while evidence is under review; until \(times.end(ends))"
    case .completed(let at): "completed \(times.at(at))"
    case .ended(let at): "ended \(times.at(at))"
    }
  }
}

extension Artifact {
  fileprivate var words: String {
    switch place {
    case .link(let link): link
    case .file(let sha256, let bytes, let mediaType, let name):
      "\(name), \(mediaType), \(bytes) bytes, \(sha256)"
    }
  }
}
