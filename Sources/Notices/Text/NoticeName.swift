/// The notices there are; the raw value is the template's name.
///
/// The order is that of a proposal's way through the house: windows, proposals, time, evaluators,
/// the administrator, decisions, pay, operation.
public enum NoticeName: String, CaseIterable, Hashable, Sendable, Codable {
  case windowAnnounced = "window-announced"
  case windowOpen = "window-open"
  case windowClosing = "window-closing"
  case windowChanged = "window-changed"
  case proposalReceived = "proposal-received"
  case evidenceReceived = "evidence-received"
  case returned = "returned"
  case proposalApproved = "proposal-approved"
  case proposalRevise = "proposal-revise"
  case proposalNotApproved = "proposal-not-approved"
  case decisionDelayed = "decision-delayed"
  case yearEnding = "year-ending"
  case yearEnded = "year-ended"
  case extended = "extended"
  case withdrawn = "withdrawn"
  case assignment = "assignment"
  case reminder = "reminder"
  case overdueOne = "overdue-1"
  case overdueThree = "overdue-3"
  case givenBack = "given-back"
  case noLongerYours = "no-longer-yours"
  case nowYours = "now-yours"
  case escalation = "escalation"
  case assignmentProposed = "assignment-proposed"
  case ready = "ready"
  case notYet = "not-yet"
  case earned = "earned"
  case certificateInvited = "certificate-invited"
  case corrected = "corrected"
  case payrollReady = "payroll-ready"
  case intakeReport = "intake-report"
  case addressBounced = "address-bounced"
  case relayTrouble = "relay-trouble"
  case digest = "digest"
  case signIn = "sign-in"
  case mailTaken = "mail-taken"
  case mailMissing = "mail-missing"

  /// The notice's number in the table of notices, from 1.
  public var number: Int {
    (Self.allCases.firstIndex(of: self) ?? 0) + 1
  }
}

/// Which of a notice's texts is meant, where it has several; the raw value is the end of its name.
public enum NoticeVariant: String, CaseIterable, Hashable, Sendable, Codable {
  /// The only text, or the usual one.
  case standard = ""
  /// A window that closes sooner than was said.
  case sooner
  /// Stages of a reminder: days before its date, unless a break moved it to an earlier day.
  case sixtyDays = "60d"
  case thirtyDays = "30d"
  case fourteenDays = "14d"
  case sevenDays = "7d"
  case threeDays = "3d"
  case oneDay = "1d"
  case onTheDay = "0d"
  /// A year whose last window is gone.
  case noWindow = "no-window"
  /// More than one submission, where the usual text speaks of one.
  case several
  /// One, where the usual text speaks of several.
  case one
  /// A "not yet" in which no criterion is met.
  case nothingMet = "nothing-met"
  /// A program that gives no badge.
  case withoutBadge = "without-badge"
  /// A correction that takes something away.
  case against
  /// A decision that was looked at again and stays.
  case unchanged
  /// A file of which nothing was taken.
  case notTaken = "not-taken"
  /// Mail flows again.
  case over
  /// A pay date for which something is still to be decided.
  case atRisk = "at-risk"
  /// A week in which nothing waits.
  case nothingWaits = "nothing-waits"
  case notRecognized = "not-recognized"
  case tooLarge = "too-large"
  case unknownSender = "unknown-sender"
}

/// The name of one text: of the notice, and of the variant where there are several.
///
/// Written as `reminder-3d`; a program's own text lies in a file of that name with `.txt`.
public struct TemplateName: Hashable, Sendable, Codable, CustomStringConvertible {
  public let notice: NoticeName
  public let variant: NoticeVariant

  public init(_ notice: NoticeName, _ variant: NoticeVariant = .standard) {
    self.notice = notice
    self.variant = variant
  }

  public var description: String {
    variant == .standard ? notice.rawValue : notice.rawValue + "-" + variant.rawValue
  }
}
