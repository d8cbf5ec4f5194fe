public import CivilTime
import Workflow

/// What a letter's link opens, and until when it is needed.
///
/// | kind | number |
/// | --- | --- |
/// | `window` | the window's |
/// | `submission` | the submission's, for its teacher |
/// | `review` | the review's, for its evaluator |
/// | `reviews` | the evaluator's: all that they have open |
/// | `office` | 0: pages that ask for a sign-in link of their own |
/// | `sign-in` | the person's |
public struct LinkScope: Hashable, Sendable {
  public var kind: String
  public var number: Int64
  /// The last date of what the letter is about, exclusive; `nil` where nothing has to be done by a
  /// date.
  public var deadline: Instant?

  public init(kind: String, number: Int64, deadline: Instant?) {
    self.kind = kind
    self.number = number
    self.deadline = deadline
  }

  static let office = LinkScope(kind: "office", number: 0, deadline: nil)
}

extension LetterWriter {
  /// What the letter's link opens, and until when it is needed: the last date of all that it tells.
  ///
  /// - Parameters:
  ///   - letter: What it tells.
  ///   - facts: The records and what lies beside them.
  /// - Returns: The leading notice's scope. Where the letter is about several submissions or
  ///   reviews, that of their owner's page.
  /// - Throws: What the facts throw.
  public func scope(of letter: Letter, facts: some NoticeFacts) throws -> LinkScope {
    guard let leading = letter.notices.first else { return .office }
    switch leading.name {
    case .windowAnnounced, .windowOpen, .windowClosing, .windowChanged:
      let window = try facts.window(WindowID(leading.about.number))
      return LinkScope(
        kind: "window", number: leading.about.number, deadline: window?.times.ends)
    case .proposalReceived, .evidenceReceived, .returned, .proposalApproved, .proposalRevise,
      .proposalNotApproved, .decisionDelayed, .yearEnding, .yearEnded, .extended, .withdrawn,
      .notYet, .earned, .certificateInvited, .corrected, .mailTaken, .mailMissing:
      return try submissionScope(of: leading, letter.person, facts)
    case .assignment, .reminder, .overdueOne, .overdueThree, .givenBack, .noLongerYours,
      .nowYours:
      return try reviewScope(of: letter, facts)
    case .signIn:
      return LinkScope(
        kind: "sign-in", number: letter.person.number,
        deadline: leading.instant(.expires) ?? leading.notAfter)
    case .escalation, .assignmentProposed, .ready, .payrollReady, .intakeReport,
      .addressBounced, .relayTrouble, .digest:
      return .office
    }
  }

  private func submissionScope(
    of notice: PlannedNotice, _ person: PersonID, _ facts: some NoticeFacts
  ) throws -> LinkScope {
    var id: SubmissionID?
    switch notice.about.kind {
    case .submission: id = SubmissionID(notice.about.number)
    case .decision: id = try facts.decision(DecisionID(notice.about.number))?.submission
    case .window, .review, .assignment, .person, .file, .district: id = nil
    }
    guard let id, let submission = try facts.submission(id) else {
      return LinkScope(kind: "sign-in", number: person.number, deadline: notice.notAfter)
    }
    // The promise, the year's end, the day for handing in again: whichever comes last is still
    // about this link.
    let dates = [
      submission.times.notifyBy, submission.handInAgainBy, submission.progress?.ends,
      notice.notAfter,
    ]
    return LinkScope(
      kind: "submission", number: id.number, deadline: dates.compactMap(\.self).max())
  }

  private func reviewScope(
    of letter: Letter, _ facts: some NoticeFacts
  ) throws -> LinkScope {
    var open: [Review] = []
    for id in Set(letter.notices.flatMap(\.reviews)).sorted() {
      if let review = try facts.review(id), review.isOpen, review.evaluator == letter.person {
        open.append(review)
      }
    }
    let deadline = open.map(\.due).max()
    let isGone = [.givenBack, .noLongerYours].contains(letter.name.notice)
    if open.count == 1, let only = open.first, !isGone {
      return LinkScope(kind: "review", number: only.id.number, deadline: deadline)
    }
    return LinkScope(kind: "reviews", number: letter.person.number, deadline: deadline)
  }
}
