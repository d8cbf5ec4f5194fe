public import CivilTime
public import Workflow

/// Notices that no event of the journal plans: whoever knows of the occasion makes them here, so that their keys
/// are made in one place.
extension PlannedNotice {
  /// 28: An invitation to upload the certificate, the day after "earned".
  ///
  /// - Parameters:
  ///   - award: The decision by which it was earned.
  ///   - person: The teacher.
  ///   - due: The morning after.
  ///   - command: The command that released the decision.
  /// - Returns: The notice.
  public static func certificateInvited(
    _ award: DecisionID, to person: PersonID, due: Instant, command: Int64
  ) -> PlannedNotice {
    PlannedNotice(
      key: NoticeKeys.certificateInvited(award), name: .certificateInvited, person: person,
      about: .decision(award), due: due, command: command)
  }

  /// 30: The payroll file of a pay date is ready: payroll has locked, and nothing comes into it any more.
  ///
  /// - Parameters:
  ///   - day: The day on which it is paid.
  ///   - person: The payroll clerk.
  ///   - due: When it is to go.
  ///   - exportBy: Until when it is to be exported, exclusive.
  ///   - figures: What it would be if it were sealed now.
  /// - Returns: The notice.
  public static func payrollReady(
    _ day: CivilDate, to person: PersonID, due: Instant, exportBy: Instant,
    figures: PayDateFigures
  ) -> PlannedNotice {
    var notice = PlannedNotice(
      key: NoticeKeys.payrollReady("\(day)", to: person), name: .payrollReady, person: person,
      about: .district, due: due, command: 0)
    notice[.warrant] = "\(day)"
    notice[.lock] = exportBy.field
    notice[.lines] = "\(figures.lines)"
    notice[.corrections] = "\(figures.corrections)"
    notice[.cents] = "\(figures.cents)"
    return notice
  }

  /// 30: Some work that is in time for a pay date is not decided, and payroll locks soon.
  ///
  /// - Parameters:
  ///   - day: The day on which it is paid.
  ///   - person: An administrator or deputy.
  ///   - due: When it is to go.
  ///   - locks: Until when decisions come in time, exclusive.
  ///   - open: How many are open.
  ///   - late: How many of them are expected after the lock.
  /// - Returns: The notice.
  public static func payDateAtRisk(
    _ day: CivilDate, to person: PersonID, due: Instant, locks: Instant, open: Int, late: Int
  ) -> PlannedNotice {
    var notice = PlannedNotice(
      key: NoticeKeys.payDateAtRisk(day, to: person), name: .payrollReady, person: person,
      about: .district, due: due, notAfter: locks, command: 0)
    notice[.stage] = "risk"
    notice[.warrant] = "\(day)"
    notice[.lock] = locks.field
    notice[.open] = "\(open)"
    notice[.late] = "\(late)"
    return notice
  }

  /// 33: Mail waits, or flows again. Without a second relay only the latter is planned.
  ///
  /// - Parameters:
  ///   - incident: The incident's own name, unique for ever, such as the instant at which it began.
  ///   - isOver: Mail flows again.
  ///   - person: An administrator or the technician.
  ///   - due: When it is to go.
  ///   - since: The instant at which mail began to wait.
  /// - Returns: The notice.
  public static func relayTrouble(
    _ incident: String, isOver: Bool, to person: PersonID, due: Instant, since: Instant
  ) -> PlannedNotice {
    PlannedNotice(
      key: NoticeKeys.relayTrouble(incident, isOver: isOver, to: person), name: .relayTrouble,
      person: person, about: .district, due: due,
      data: .fields([.stage: isOver ? "over" : "trouble", .since: since.field]), command: 0)
  }

  /// 35: A link to sign in.
  ///
  /// - Parameters:
  ///   - request: The request's own random name, which is no part of the link.
  ///   - person: Whoever asked.
  ///   - now: The instant of asking.
  ///   - expires: When the link runs out, exclusive; the mail makes no sense after that.
  /// - Returns: The notice.
  public static func signIn(
    request: String, to person: PersonID, at now: Instant, expires: Instant
  ) -> PlannedNotice {
    PlannedNotice(
      key: NoticeKeys.signIn(request: request), name: .signIn, person: person,
      about: .person(person), due: now, notAfter: expires, command: 0)
  }

  /// 36 and 37: The answer to a mail: taken, or something is missing.
  ///
  /// - Parameters:
  ///   - message: A name made from the mail's own Message-ID: the same mail twice has one answer.
  ///   - isTaken: Nothing is missing.
  ///   - submission: The submission that it became or belongs to; `nil` where that is not known.
  ///   - person: The sender.
  ///   - now: The instant of its arrival.
  ///   - command: The command that took it; 0 if none did.
  ///   - fields: What its words need.
  /// - Returns: The notice.
  public static func mailAnswer(
    message: String, isTaken: Bool, about submission: SubmissionID?, to person: PersonID,
    at now: Instant, command: Int64, telling fields: [LetterField: String] = [:]
  ) -> PlannedNotice {
    PlannedNotice(
      key: NoticeKeys.mailAnswer(message: message), name: isTaken ? .mailTaken : .mailMissing,
      person: person, about: submission.map(About.submission(_:)) ?? .person(person), due: now,
      data: Dictionary(uniqueKeysWithValues: fields.map { ($0.key.rawValue, $0.value) }),
      command: command)
  }
}
