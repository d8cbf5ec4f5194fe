import CivilTime
import Programs
import Rubrics
import Workflow

/// Reads from the records what one letter says.
///
/// Each notice's words are put together in the file of its group. A record that is not there leaves
/// its values out, and the text then says which are missing (``UnfilledNotice``).
struct Teller<Facts: NoticeFacts> {
  let letter: Letter
  let recipient: Person
  let program: Program
  let facts: Facts
  let wording: Wording

  var zone: Zone { wording.zone }
  var now: Instant { wording.now }
  var today: CivilDate { wording.today }

  /// The leading notice in words, and a line for each of the others.
  func told() throws -> Told {
    guard let notice = letter.notices.first else { return Told(letter.name) }
    var told = try told(notice)
    let others = letter.notices.dropFirst().filter { !isListed($0, with: notice) }
    var lines: [BlockLine] = []
    for other in others {
      for line in try also(other) where !lines.contains(line) { lines.append(line) }
    }
    if !lines.isEmpty { told.values["also_lines"] = .block(lines) }
    return told
  }

  /// Whether a notice stands in the leading one's own list.
  private func isListed(_ notice: PlannedNotice, with leading: PlannedNotice) -> Bool {
    switch leading.name {
    case .overdueOne, .overdueThree: [.overdueOne, .overdueThree].contains(notice.name)
    // What was somebody else's before is new to whoever gets it with their assignment.
    case .assignment: [.assignment, .nowYours].contains(notice.name)
    case .reminder, .givenBack, .noLongerYours, .nowYours, .escalation, .intakeReport:
      notice.name == leading.name
    default: false
    }
  }

  /// The letter's notices that stand in one list.
  func listed(_ names: NoticeName...) -> [PlannedNotice] {
    letter.notices.filter { names.contains($0.name) }
  }

  private func told(_ notice: PlannedNotice) throws -> Told {
    switch notice.name {
    case .windowAnnounced: try windowAnnounced(notice)
    case .windowOpen: try windowOpen(notice)
    case .windowClosing: try windowClosing(notice)
    case .windowChanged: try windowChanged(notice)
    case .proposalReceived, .evidenceReceived: try received(notice)
    case .returned: try returned(notice)
    case .withdrawn: try withdrawn(notice)
    case .decisionDelayed: try delayed(notice)
    case .yearEnding: try yearEnding(notice)
    case .yearEnded: try yearEnded(notice)
    case .extended: try extended(notice)
    case .proposalApproved: try approved(notice)
    case .proposalRevise: try revise(notice)
    case .proposalNotApproved: try notApproved(notice)
    case .notYet: try notYet(notice)
    case .earned: try earned(notice)
    case .certificateInvited: try certificateInvited(notice)
    case .corrected: try corrected(notice)
    case .assignment: try assignment()
    case .nowYours: try nowYours()
    case .reminder: try reminder()
    case .overdueOne, .overdueThree: try overdue(notice)
    case .givenBack: try givenBack()
    case .noLongerYours: try noLongerYours()
    case .escalation: try escalation(notice)
    case .assignmentProposed: try assignmentProposed(notice)
    case .ready: try ready(notice)
    case .digest: try digest()
    case .intakeReport: try intakeReport(notice)
    case .addressBounced: try addressBounced(notice)
    case .payrollReady: payrollReady(notice)
    case .relayTrouble: relayTrouble(notice)
    case .signIn: try signIn(notice)
    case .mailTaken: try mailTaken(notice)
    case .mailMissing: try mailMissing(notice)
    }
  }
}

// MARK: - Records

extension Teller {
  /// The submission that a notice is about, by itself or through its decision.
  func submission(of notice: PlannedNotice) throws -> Submission? {
    switch notice.about.kind {
    case .submission: try facts.submission(SubmissionID(notice.about.number))
    case .decision:
      try facts.decision(DecisionID(notice.about.number)).flatMap {
        try facts.submission($0.submission)
      }
    case .review:
      try facts.review(ReviewID(notice.about.number)).flatMap {
        try facts.submission($0.submission)
      }
    case .window, .assignment, .person, .file, .district: nil
    }
  }

  func window(of notice: PlannedNotice) throws -> Window? {
    guard notice.about.kind == .window else { return nil }
    return try facts.window(WindowID(notice.about.number))
  }

  func rubric(_ version: RubricVersion?) throws -> Rubric? {
    try version.flatMap(facts.rubric(_:))
  }

  /// The next window of a stage that opens after an instant.
  func nextWindow(_ stage: StageKind, after instant: Instant) throws -> Window? {
    try facts.windows().first {
      $0.stage == stage && $0.state != .cancelled && instant < $0.times.opens
    }
  }
}

// MARK: - Titles

/// What stands for a title that is not there.
enum TitleWords {
  /// To the person whose work it is.
  static let missing = "your work"
  /// To others: the title was erased.
  static let erased = "(erased)"
}

extension Teller {
  /// A submission's title for the teacher.
  func title(_ submission: Submission) throws -> String {
    try knownTitle(submission) ?? TitleWords.missing
  }

  /// A submission's title in the lists of evaluators and administrators.
  func listTitle(_ submission: Submission?) throws -> String {
    guard let submission else { return TitleWords.erased }
    if let title = try knownTitle(submission) { return title }
    return submission.title.value == nil ? TitleWords.erased : "Submission \(submission.id)"
  }

  private func knownTitle(_ submission: Submission) throws -> String? {
    let own = Shortening.singleLine(submission.title.value ?? "")
    if !own.isEmpty { return own }
    guard let offering = try submission.offering.flatMap(facts.offering(_:)) else { return nil }
    let title = Shortening.singleLine(offering.title)
    return title.isEmpty ? nil : title
  }

  /// What a notice is about, in a line: `"Podcasts for the school library"`, or `Your work`.
  func quoted(_ submission: Submission) throws -> String {
    guard let title = try knownTitle(submission) else { return "Your work" }
    return "\"\(Shortening.title(title))\""
  }
}
