import CivilTime
import Programs
import Workflow

// A line for each notice that another one of the day leads.

extension Teller {
  /// What a notice says where another leads the mail; nothing where there is nothing left to say.
  func also(_ notice: PlannedNotice) throws -> [BlockLine] {
    switch notice.name {
    case .windowAnnounced, .windowOpen, .windowClosing, .windowChanged: try alsoWindow(notice)
    case .reminder, .overdueOne, .overdueThree, .assignment, .nowYours:
      try openReviews(in: [notice]).map(alsoReview)
    case .givenBack:
      try reviews(in: [notice]).map { .entry("\(try quoted($0)) is given back.") }
    case .noLongerYours:
      try reviews(in: [notice]).map {
        .entry("\(try quoted($0)) is no longer with you. \(reason(of: $0, [notice]).words)")
      }
    case .escalation, .assignmentProposed, .ready, .intakeReport, .addressBounced, .payrollReady,
      .relayTrouble, .digest, .signIn, .mailTaken, .mailMissing:
      try alsoOffice(notice)
    case .proposalReceived, .evidenceReceived, .returned, .proposalApproved, .proposalRevise,
      .proposalNotApproved, .decisionDelayed, .yearEnding, .yearEnded, .extended, .withdrawn,
      .notYet, .earned, .certificateInvited, .corrected:
      try submission(of: notice).flatMap { try alsoWork(notice, $0) }.map { [$0] } ?? []
    }
  }

  private func alsoWindow(_ notice: PlannedNotice) throws -> [BlockLine] {
    guard let window = try window(of: notice) else { return [] }
    let subject = Self.subject(of: window)
    let ends = window.times.ends
    switch notice.name {
    case .windowClosing:
      let left = wording.inDays(until: wording.shownEnd(ends).date)
      return [.entry("\(subject): closes \(left), \(wording.end(ends)).")]
    case .windowChanged:
      return [
        .entry("\(subject): has new dates, \(wording.days(from: window.times.opens, to: ends)).")
      ]
    case .windowOpen: return [.entry("\(subject): open until \(wording.end(ends)).")]
    default:
      return [.entry("\(subject): \(wording.days(from: window.times.opens, to: ends)).")]
    }
  }

  private func quoted(_ review: Review) throws -> String {
    "\"\(Shortening.title(try listTitle(facts.submission(review.submission))))\""
  }

  private func alsoReview(_ review: Review) throws -> BlockLine {
    let due = wording.end(review.due)
    return .entry("\(try quoted(review)): \(now < review.due ? "due" : "was due") \(due).")
  }

  private func alsoWork(_ notice: PlannedNotice, _ submission: Submission) throws -> BlockLine? {
    let title = try quoted(submission)
    switch notice.name {
    case .proposalReceived, .evidenceReceived: return .entry("\(title) has arrived.")
    case .withdrawn: return .entry("\(title) is taken back.")
    case .returned:
      guard case .returned(let back) = submission.state else { return nil }
      return .entry(
        "\(title): something is missing. Please add it by \(wording.end(back.handInBy)).")
    case .decisionDelayed:
      return .entry("\(title): you hear from us by \(wording.promise(submission.times.notifyBy)).")
    case .yearEnding:
      guard let close = notice.instant(.lastClose) ?? submission.progress?.ends else { return nil }
      return .entry("\(title): evidence can come in until \(wording.end(close)).")
    case .yearEnded: return .entry("\(title): its year has ended. Your page shows how to go on.")
    case .extended:
      guard let ends = submission.progress?.ends else { return nil }
      return .entry("\(title): you have more time, until \(wording.end(ends)).")
    case .certificateInvited:
      return .entry("\(title): one step is left. Please upload your badge or certificate.")
    case .proposalApproved, .proposalRevise, .proposalNotApproved, .notYet, .earned, .corrected:
      guard let decision = try facts.decision(DecisionID(notice.about.number)) else { return nil }
      return .entry("\(title): \(decision.outcome.words).")
    default: return nil
    }
  }

  private func alsoOffice(_ notice: PlannedNotice) throws -> [BlockLine] {
    switch notice.name {
    case .escalation:
      let overdue = try reviews(in: [notice]).count { $0.isOpen && $0.due <= now }
      if overdue == 0 { return [] }
      return [.entry("Overdue: \(Wording.counted(overdue, .review)).")]
    case .assignmentProposed: return [.entry("An assignment is ready to be checked.")]
    case .ready: return [.entry("Decisions wait for your release.")]
    case .intakeReport:
      let count = notice.count(.setAside)
      return [.entry("Set aside in a file: \(Wording.counted(count, .row)).")]
    case .addressBounced: return [.entry("Mail came back from an address.")]
    case .payrollReady: return [.entry("A payroll file is ready.")]
    case .mailTaken: return [.entry("Your mail has arrived.")]
    case .mailMissing: return [.entry("Something is missing in your mail.")]
    default: return []
    }
  }
}
