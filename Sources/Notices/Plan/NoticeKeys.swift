public import CivilTime
public import Workflow

/// The keys of all notices, made in one place: for one key there are never two messages.
///
/// They are those of the table of notices, with two additions. What goes to administrators and their deputies ends in
/// `/{person}`, always, so that each of several gets their own and the key does not change when a deputy joins. What
/// is planned anew after it was told, because a due date or a year's end has moved, ends in the number of the command
/// that moved it.
///
/// Where the table says `{n}`, it is for receipts, returns, withdrawals and delays the submission's number of arrivals;
/// for reassignments and extensions the number of the command; for corrections the number of the new decision.
public enum NoticeKeys {
  // MARK: Windows (1 to 4)

  public static func announced(_ window: WindowID, to person: PersonID) -> String {
    "window/\(window)/announced/\(person)"
  }

  public static func open(_ window: WindowID, to person: PersonID) -> String {
    "window/\(window)/open/\(person)"
  }

  public static func closing(_ window: WindowID, to person: PersonID) -> String {
    "window/\(window)/closing/\(person)"
  }

  public static func changed(_ window: WindowID, version: Int, to person: PersonID) -> String {
    "window/\(window)/changed/\(version)/\(person)"
  }

  // MARK: A teacher's work (5 to 15)

  public static func receipt(_ submission: SubmissionID, arrival: Int) -> String {
    "submission/\(submission)/\(arrival)/receipt"
  }

  public static func returned(_ submission: SubmissionID, arrival: Int) -> String {
    "submission/\(submission)/\(arrival)/returned"
  }

  public static func withdrawn(_ submission: SubmissionID, arrival: Int) -> String {
    "submission/\(submission)/\(arrival)/withdrawn"
  }

  /// Told once for an arrival: what moves again afterwards is on the teacher's page, and at the head of the digest.
  public static func delayed(_ submission: SubmissionID, arrival: Int) -> String {
    "submission/\(submission)/\(arrival)/delayed"
  }

  public static func decision(_ decision: DecisionID) -> String { "decision/\(decision)/sent" }

  public static func corrected(_ decision: DecisionID, by new: DecisionID) -> String {
    "decision/\(decision)/corrected/\(new)"
  }

  /// - Parameters:
  ///   - proposal: The proposal whose year it is.
  ///   - days: Days before the last moment.
  ///   - command: The command that moved the year's end; `nil` for the end that the approval gave.
  /// - Returns: The key.
  public static func yearEnding(_ proposal: SubmissionID, days: Int, since command: Int64?)
    -> String
  {
    "proposal/\(proposal)/year-end/\(days)d" + suffix(command)
  }

  /// The first end of a year has the table's key, one after an extension the number of the event's command.
  public static func yearEnded(_ proposal: SubmissionID, since command: Int64?) -> String {
    "proposal/\(proposal)/year-ended" + suffix(command)
  }

  public static func extended(_ proposal: SubmissionID, command: Int64) -> String {
    "proposal/\(proposal)/extended/\(command)"
  }

  public static func certificateInvited(_ award: DecisionID) -> String { "award/\(award)/invited" }

  // MARK: Evaluators (16 to 22)

  public static func assignment(_ assignment: AssignmentID, to person: PersonID) -> String {
    "assignment/\(assignment)/\(person)"
  }

  /// A single review that was nobody else's before: it came in late, or comes back after a return or a "not yet".
  public static func assigned(_ review: ReviewID) -> String { "review/\(review)/assigned" }

  public static func reminder(_ review: ReviewID, days: Int, since command: Int64?) -> String {
    "review/\(review)/reminder/\(days)d" + suffix(command)
  }

  /// - Parameters:
  ///   - review: The review.
  ///   - which: 1 or 3.
  ///   - command: The command that moved the due date; `nil` for the first due date.
  /// - Returns: The key.
  public static func overdue(_ review: ReviewID, _ which: Int, since command: Int64?) -> String {
    "review/\(review)/overdue/\(which)" + suffix(command)
  }

  /// What an administrator asked for, besides those that go out by themselves.
  public static func overdueByHand(_ review: ReviewID, on day: CivilDate) -> String {
    "review/\(review)/overdue/by-hand/\(day)"
  }

  public static func declined(_ review: ReviewID) -> String { "review/\(review)/declined" }

  public static func movedFrom(_ review: ReviewID, command: Int64) -> String {
    "review/\(review)/moved/\(command)/from"
  }

  public static func movedTo(_ review: ReviewID, command: Int64) -> String {
    "review/\(review)/moved/\(command)/to"
  }

  /// The mail that carries all reminders of a day.
  public static func reminderMail(to person: PersonID, on day: CivilDate) -> String {
    "reminder/\(person)/\(day)"
  }

  /// The mail that carries all that is overdue on a day.
  public static func overdueMail(to person: PersonID, on day: CivilDate) -> String {
    "overdue/\(person)/\(day)"
  }

  // MARK: The office (23 to 34)

  /// Without a window, where intake is always open, `window/0`.
  public static func escalation(_ window: WindowID?, on day: CivilDate, to person: PersonID)
    -> String
  {
    "window/\(window?.number ?? 0)/overdue/\(day)/\(person)"
  }

  public static func assignmentProposed(_ assignment: AssignmentID, to person: PersonID)
    -> String
  {
    "assignment/\(assignment)/proposed/\(person)"
  }

  /// Where intake is always open there is no window, and each submission is told of by itself.
  ///
  /// - Parameters:
  ///   - submission: One of those that are ready.
  ///   - promised: The promised day, where it is not its window's own: a further round, a moved day.
  ///   - stage: `all` or `1d`.
  ///   - person: The administrator or deputy.
  /// - Returns: The key.
  public static func ready(
    _ submission: Submission, promised: CivilDate?, stage: ReadyStage, to person: PersonID
  ) -> String {
    let record = submission.window.map { "window/\($0)" } ?? "submission/\(submission.id)"
    let day = promised.map { "/\($0)" } ?? ""
    return "\(record)/ready\(day)/\(stage.rawValue)/\(person)"
  }

  /// - Parameters:
  ///   - payDate: The pay date's own number or name, such as its day.
  ///   - person: The payroll clerk.
  /// - Returns: The key.
  public static func payrollReady(_ payDate: String, to person: PersonID) -> String {
    "paydate/\(payDate)/ready/\(person)"
  }

  /// - Parameters:
  ///   - payDate: The day on which it is paid.
  ///   - person: The administrator or deputy.
  /// - Returns: The key.
  public static func payDateAtRisk(_ payDate: CivilDate, to person: PersonID) -> String {
    "paydate/\(payDate)/risk/\(person)"
  }

  public static func intakeReport(file: String, to person: PersonID) -> String {
    "intake/\(file)/report/\(person)"
  }

  public static func addressBounced(on day: CivilDate, to person: PersonID) -> String {
    "bounce/\(day)/\(person)"
  }

  public static func relayTrouble(_ incident: String, isOver: Bool, to person: PersonID)
    -> String
  {
    "relay/\(incident)/\(isOver ? "over" : "trouble")/\(person)"
  }

  /// - Parameters:
  ///   - year: The year that the ISO week belongs to.
  ///   - week: The ISO week, 1 to 53.
  ///   - person: The administrator or deputy.
  /// - Returns: The key.
  public static func digest(year: Int, week: Int, to person: PersonID) -> String {
    "digest/\(year)-W\(week < 10 ? "0" : "")\(week)/\(person)"
  }

  // MARK: Answers (35 to 37)

  public static func signIn(request: String) -> String { "signin/\(request)" }

  public static func mailAnswer(message: String) -> String { "mailin/\(message)/answer" }

  private static func suffix(_ command: Int64?) -> String { command.map { "/\($0)" } ?? "" }
}

/// Which of the two notices that decisions wait for their release.
public enum ReadyStage: String, Hashable, Sendable, CaseIterable {
  /// The last scorecard is in.
  case all
  /// The administrator's own due date is tomorrow.
  case oneDay = "1d"
}
