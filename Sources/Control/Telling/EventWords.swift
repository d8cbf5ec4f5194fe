import CivilTime
import Ledger
import Programs
import Rubrics
import Store
import Workflow

/// Says what happened in a line for people.
struct EventWords<Records: StoredRecords> {
  let names: Names<Records>
  let times: Times

  func words(_ event: Event) throws -> String {
    switch event {
    case .programSet(let event): "the program \"\(event.program.name)\" is in force"
    case .calendarSet: "the school calendar was set"
    case .rubricAdded(let event): "rubric \(event.version) is in force"
    case .offeringRecorded(let event): "offering \(event.offering.code) was recorded"
    case .handedIn, .contentChanged, .withdrawn, .returned, .returnRecalled, .lateAccepted,
      .amended, .extended, .yearEnded, .answerDelayed, .openingRecorded:
      try submissionWords(event)
    case .assignmentProposed, .assignmentAdjusted, .assignmentReleased, .assignmentRecalled,
      .reviewAssigned, .evaluatorNeeded, .reviewSeen, .scorecardHandedIn, .reviewDeclined,
      .reviewReassigned, .reviewExtended, .criterionReopened, .overdueEscalated:
      try reviewWords(event)
    case .personRecorded, .roleGranted, .roleRevoked, .evaluatorRecorded, .conflictDeclared,
      .deputiesSet, .addressMarked, .noticesMuted, .awaySet, .personErased:
      try personWords(event)
    case .windowPlanned, .windowAnnounced, .windowOpened, .windowClosingNoted, .windowClosed,
      .windowChanged, .windowReopened, .windowCancelled:
      windowWords(event)
    case .outcomeReached(let event): "every scorecard is in: \(event.outcome.words)"
    case .decisionReleased(let event):
      "decided: \(event.outcome.words)" + (event.corrects == nil ? "" : ", a correction")
    case .decisionRecalled: "the release was undone"
    case .decisionReopened(let event): "the decision was reopened" + because(event.reason)
    case .entriesMade(let event): event.words + because(event.reason)
    case .fileTaken(let event):
      "a file was taken: \(event.kind), \(event.taken) of \(event.rows) rows"
    case .undone(let event): "command \(event.command) was undone"
    case .clockConfirmed: "the clock was confirmed"
    }
  }

  private func because(_ reason: Personal<String>) -> String {
    guard let reason = reason.value, !reason.isEmpty else { return "" }
    return ": \(reason)"
  }

  private func submissionWords(_ event: Event) throws -> String {
    switch event {
    case .handedIn(let event):
      "handed in" + (event.round > 1 ? ", round \(event.round)" : "")
        + (event.title.value.map { ": \($0)" } ?? "")
    case .contentChanged: "what was handed in was changed"
    case .withdrawn: "withdrawn"
    case .returned(let event):
      "returned: \(event.missing.map(\.kind.words).joined(separator: ", ")); until "
        + times.end(event.handInBy)
    case .returnRecalled: "the return was undone"
    case .lateAccepted(let event):
      "\(try names.name(event.person)) may hand in for window \(event.window) until "
        + times.end(event.until) + because(event.reason)
    case .amended(let event): "amended" + because(event.reason)
    case .extended(let event):
      "the year ends on \(times.lastDay(event.ends)), not \(times.lastDay(event.endedBefore))"
        + because(event.reason)
    case .yearEnded: "the year ended"
    case .answerDelayed(let event):
      "the answer's day moved to \(times.lastDay(event.times.notifyBy))"
    case .openingRecorded(let event):
      "from before: \(event.opening.kind.rawValue)"
        + (event.opening.title.value.map { ", \($0)" } ?? "")
    default: event.payload.name
    }
  }

  private func reviewWords(_ event: Event) throws -> String {
    switch event {
    case .assignmentProposed(let event):
      "an assignment was proposed: \(event.pairs.count) pairs, \(event.unassigned.count) without"
    case .assignmentAdjusted(let event):
      "submission \(event.pair.submission) goes to \(try names.name(event.pair.evaluator))"
        + (event.pair.isPinned ? ", pinned" : "")
    case .assignmentReleased(let event):
      "the assignment was released: \(event.reviews.count) reviews"
    case .assignmentRecalled: "the release was undone"
    case .reviewAssigned(let event):
      "\(try names.name(event.review.evaluator)) has it, until \(times.end(event.review.due))"
    case .evaluatorNeeded(let event):
      "it needs an evaluator (\(event.part.words))"
        + (event.isForAdministrator ? ": an administrator has to choose" : "")
    case .reviewSeen(let event): "review \(event.review) was opened"
    case .scorecardHandedIn(let event):
      "scorecard of review \(event.review): \(event.scorecard.outcome.words)"
    case .reviewDeclined(let event):
      "\(try names.name(event.evaluator)) declined: \(event.reason.words)" + because(event.words)
    case .reviewReassigned(let event):
      if let to = event.to {
        "review \(event.from) went to \(try names.name(to.evaluator))"
      } else {
        "review \(event.from) was taken back"
      }
    case .reviewExtended(let event):
      "review \(event.review) is due by \(times.end(event.due))"
    case .criterionReopened(let event):
      "criterion \(event.criterion) was reopened" + because(event.reason)
    case .overdueEscalated(let event):
      "the administrator was told of \(event.reviews.count) overdue reviews"
    default: event.payload.name
    }
  }

  private func personWords(_ event: Event) throws -> String {
    switch event {
    case .personRecorded(let event): "\(try names.name(event.person)) was recorded"
    case .roleGranted(let event): "\(try names.name(event.person)) is \(event.role.rawValue)"
    case .roleRevoked(let event):
      "\(try names.name(event.person)) is no longer \(event.role.rawValue)"
    case .evaluatorRecorded(let event):
      "\(try names.name(event.person)) "
        + (event.profile == nil ? "evaluates no more" : "evaluates")
    case .conflictDeclared(let event):
      "\(try names.name(event.person)) and \(try names.name(event.other)): conflict declared"
    case .deputiesSet(let event):
      "\(try names.name(event.administrator)) has \(event.deputies.count) deputies"
    case .addressMarked(let event):
      "the address of \(try names.name(event.person)) "
        + (event.hasBounced ? "came back" : "is good again")
    case .noticesMuted(let event):
      "\(try names.name(event.person)) switched \(event.kind) \(event.isMuted ? "off" : "on")"
    case .awaySet(let event):
      "\(try names.name(event.person)) is away \(event.away.count) times"
    case .personErased(let event): "person \(event.person) was erased"
    default: event.payload.name
    }
  }

  private func windowWords(_ event: Event) -> String {
    switch event {
    case .windowPlanned(let event):
      "planned: \(event.stage.rawValue), \(event.label), "
        + "\(event.opensOn) to \(event.endsOn.adding(days: -1))"
    case .windowAnnounced: "announced"
    case .windowOpened: "opened"
    case .windowClosingNoted: "people with a draft were told that it closes soon"
    case .windowClosed: "closed"
    case .windowChanged(let event):
      "moved to \(event.opensOn) to \(event.endsOn.adding(days: -1))"
        + because(Personal(event.reason))
    case .windowReopened(let event):
      "reopened until \(event.endsOn.adding(days: -1))" + because(Personal(event.reason))
    case .windowCancelled(let event): "cancelled" + because(Personal(event.reason))
    default: event.payload.name
    }
  }
}

extension EventPayload {
  /// The name under which it is stored.
  var name: String { Self.type }
}

extension MissingKind {
  var words: String {
    switch self {
    case .linkClosed: "a link is closed"
    case .fileUnreadable: "a file does not open"
    case .partEmpty: "a part is empty"
    case .documentMissing: "a document is missing"
    case .other: "something else"
    }
  }
}

extension EvaluatorPart {
  var words: String {
    switch self {
    case .evaluator: "evaluator"
    case .secondEvaluator: "second evaluator"
    case .adjudicator: "adjudicator"
    }
  }
}

extension DeclineReason {
  var words: String {
    switch self {
    case .conflict: "a conflict"
    case .notMyField: "not their field"
    case .noTime: "no time"
    }
  }
}

extension EntriesMade {
  /// What moved in the ledger: each kind of entry, with what it held, owed or paid.
  fileprivate var words: String {
    var kinds: [String] = []
    for kind in entries.map(\.kind.name) where !kinds.contains(kind) { kinds.append(kind) }
    let told = kinds.map { kind in
      let amount = entries.filter { $0.kind.name == kind }.reduce(Money.zero) { $0 + $1.volume }
      return amount == .zero ? kind : "\(kind), \(amount)"
    }
    return "the ledger: " + (told.isEmpty ? "a year began" : told.joined(separator: "; "))
  }
}

extension LedgerEntry {
  /// The greatest amount that it moved in one ring, without its sign.
  fileprivate var volume: Money {
    Account.Ring.allCases.map { ring in
      postings.reduce(Money.zero) {
        $1.account.ring == ring && $1.amount > .zero ? $0 + $1.amount : $0
      }
    }.max() ?? .zero
  }
}
