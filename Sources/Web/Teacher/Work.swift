import CivilTime
import HTML
import HTTPServer
import Ledger
import Office
import Programs
import Rubrics
import Store
import Workflow

/// Where a piece of work stands, as its teacher is told it.
enum Standing {
  case received
  case underReview
  case returned(Return)
  case decided(Outcome)
  case withdrawn(Instant)

  init(_ submission: Submission, isTold: Bool) {
    switch submission.state {
    case .submitted: self = .received
    case .underReview, .readyToRelease: self = .underReview
    case .returned(let back): self = .returned(back)
    case .decided(_, let outcome, _): self = isTold ? .decided(outcome) : .underReview
    case .withdrawn(let at): self = .withdrawn(at)
    }
  }

  /// The last part of the keys of its words.
  var key: String {
    switch self {
    case .received: "received"
    case .underReview: "under-review"
    case .returned: "returned"
    case .decided(let outcome): outcome.rawValue
    case .withdrawn: "withdrawn"
    }
  }

  /// Its state: a shape, a word, a colour.
  func badge(_ words: Words) -> Markup {
    let text = words("standing.\(key)")
    switch self {
    case .received: return state(text, .now, .check)
    case .underReview: return state(text, .now, .clock)
    case .returned: return state(text, .short, .back)
    case .withdrawn: return state(text, .plain, .back)
    case .decided(let outcome):
      switch outcome {
      case .approvedToBegin, .earned: return state(text, .met, .check)
      case .revise, .notYet: return state(text, .short, .half)
      case .notApproved: return state(text, .plain, .alert)
      }
    }
  }
}

/// Everything that a submission's page shows, read at once.
struct Work {
  var submission: Submission
  var standing: Standing
  var rubric: Rubric?
  var judged: Judged?
  var receipt: String
  var steps: [Step]
  /// What the round before held, if there was one.
  var before: Content?
  var door: Door
  var isOwner: Bool
  var hasDraft: Bool
  /// Evidence for a proposal that can be begun now, or was.
  var evidence: (door: Door, submission: SubmissionID?, isBegun: Bool)?
  /// Whether the decision that completes it was told.
  var isCompletionTold = true
  /// Where its pay is told, entry by entry: only for those who may see it, and once there is an entry to tell them.
  var pay: Path?

  static func read(_ id: SubmissionID, _ visit: Visit) throws -> Work {
    let person = try visit.person()
    return try visit.read { records in
      guard let submission = try records.submission(id) else {
        throw HTTPProblem(.notFound, "no such work")
      }
      let judged = try Judged.last(of: submission, visit, records)
      let isTold = submission.isTold(visit, judged)
      let standing = Standing(submission, isTold: isTold)
      let isOwner = submission.earner == person.id
      let history = try records.history(of: id)
      let own = isOwner ? try visit.doors(records) : nil
      var work = Work(
        submission: submission, standing: standing,
        rubric: try visit.rubric(submission.stage, of: submission, records), judged: judged,
        receipt: try records.receiptCode(of: id),
        steps: Step.steps(history, submission, standing, visit),
        before: Content.before(submission, in: history),
        door: own?.again(submission, isTold: isTold) ?? .shut, isOwner: isOwner,
        hasDraft: try isOwner
          && records.draft(
            of: person.id, stage: submission.stage,
            key: DraftPlace(submission.stage, .submission(id)).key) != nil
      )
      if case .completed = submission.progress {
        work.isCompletionTold =
          try records.submissions(of: submission.earner)
          .last { $0.proposal == id && $0.state.name != .withdrawn }?
          .isTold(visit, records) ?? true
      }
      if isOwner, isTold, submission.isInProgress, let own {
        let evidence = try records.submissions(of: person.id)
          .last { $0.proposal == id && $0.state.name != .withdrawn }
        let begun = try records.draft(
          of: person.id, stage: .evidence, key: DraftPlace(.evidence, .proposal(id)).key)
        work.evidence = (own.evidence(for: submission), evidence?.id, begun != nil)
      }
      let mayAsk = try visit.signedIn.map { signedIn in
        try !Permission.held(
          by: signedIn.person, seeing: .statement(submission.earner), signedInTo: signedIn.scope,
          at: visit.now, zone: visit.zone, from: records
        ).isEmpty
      }
      if mayAsk == true,
        try records.ledger(.person(submission.earner)).contains(where: { entry in
          visit.tells(entry, of: submission.earner)
            && entry.postings.contains { $0.lot?.item == submission.item }
        })
      {
        work.pay = Path("statement", "\(submission.earner)", submission.item.name)
      }
      return work
    }
  }
}

extension Submission {
  /// Whether its decision may be shown: where evaluators judged, once it is told.
  func isTold(_ visit: Visit, _ judged: Judged?) -> Bool {
    guard case .decided(let id, _, _) = state else { return false }
    return judged?.decision.id == id
  }
}
