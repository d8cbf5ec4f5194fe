import CivilTime
import Programs
import Workflow

/// How a kind of notice goes out: when mail may go, what it counts as, and whether it can be switched off.
extension NoticeName {
  /// When it may go out.
  enum Hours: Hashable, Sendable {
    /// At once, whatever the hour: it answers what somebody just did.
    case any
    /// In mail hours on a Monday to Friday that is no holiday, in breaks, too.
    case weekday
    /// In mail hours on a school day.
    case schoolDay
  }

  var hours: Hours {
    switch self {
    case .proposalReceived, .evidenceReceived, .withdrawn, .givenBack, .signIn, .mailTaken,
      .mailMissing:
      .any
    case .windowAnnounced, .windowOpen: .schoolDay
    case .windowClosing, .windowChanged, .returned, .proposalApproved, .proposalRevise,
      .proposalNotApproved, .decisionDelayed, .yearEnding, .yearEnded, .extended, .assignment,
      .reminder, .overdueOne, .overdueThree, .noLongerYours, .nowYours, .escalation,
      .assignmentProposed, .ready, .notYet, .earned, .certificateInvited, .corrected,
      .payrollReady, .intakeReport, .addressBounced, .relayTrouble, .digest:
      .weekday
    }
  }

  /// The class that the mail is queued under.
  var mailClass: NoticeText.MailClass {
    switch self {
    case .windowAnnounced, .windowOpen, .digest: .bulk
    default: hours == .any ? .interactive : .deadline
    }
  }

  /// What a mail counts as where mails a day are limited.
  enum Weight: Hashable, Sendable {
    /// It answers what somebody just did, and is not counted.
    case asked
    /// A decision, or something that came back: it goes whatever else goes on that day.
    case exempt
    /// As exempt, but one a day: what somebody was newly given.
    case exemptOnceADay
    /// One mail a day and person, with a line for each.
    case daily
    /// As daily, and it gives way to everything else.
    case announcement
    /// To the administrators, about a window: one mail a day and window.
    case officeOfWindow
    /// To the administrators and the technician, about the running of things.
    case office
  }

  var weight: Weight {
    switch self {
    case .proposalReceived, .evidenceReceived, .withdrawn, .givenBack, .signIn, .mailTaken,
      .mailMissing:
      .asked
    case .proposalApproved, .proposalRevise, .proposalNotApproved, .notYet, .earned, .corrected,
      .returned:
      .exempt
    case .nowYours: .exemptOnceADay
    case .windowAnnounced, .windowOpen: .announcement
    case .windowClosing, .windowChanged, .decisionDelayed, .yearEnding, .yearEnded, .extended,
      .assignment, .reminder, .overdueOne, .overdueThree, .noLongerYours, .certificateInvited:
      .daily
    case .escalation, .assignmentProposed, .ready: .officeOfWindow
    case .payrollReady, .intakeReport, .addressBounced, .relayTrouble, .digest: .office
    }
  }

  /// Whether it is a decision on somebody's work.
  var isDecision: Bool {
    switch self {
    case .proposalApproved, .proposalRevise, .proposalNotApproved, .notYet, .earned, .corrected:
      true
    default: false
    }
  }

  /// The notice that tells an outcome.
  init(_ outcome: Outcome) {
    switch outcome {
    case .approvedToBegin: self = .proposalApproved
    case .revise: self = .proposalRevise
    case .notApproved: self = .proposalNotApproved
    case .notYet: self = .notYet
    case .earned: self = .earned
    }
  }
}

/// The kinds of notices that a person may switch off, as ``Workflow/Person/muted`` names them.
public enum MutableKind: String, Hashable, Sendable, CaseIterable {
  /// That a window is announced, and that it is open (1, 2).
  case announcements
  /// The first reminder of a due date, and of a year's end (17 at 14 days, 12 at 60).
  case earlyReminders = "early-reminders"

  /// The kind of a text; `nil` where it can't be switched off for good.
  public init?(_ name: TemplateName) {
    switch (name.notice, name.variant) {
    case (.windowAnnounced, _), (.windowOpen, _): self = .announcements
    case (.reminder, .fourteenDays), (.yearEnding, .sixtyDays): self = .earlyReminders
    default: return nil
    }
  }
}

/// When mail may go, by the program in force.
struct MailTimes: Sendable {
  let zone: Zone
  let hours: MailHours
  let holdMinutes: Int

  /// - Throws: ``PlanningError/mailHours`` if the hours end before they begin.
  init(_ program: Program, _ calendar: SchoolCalendar, _ zone: Zone) throws(PlanningError) {
    let mail = program.mail
    guard
      let hours = MailHours(from: mail.from, until: mail.until, zone: zone, calendar: calendar)
    else { throw .mailHours }
    self.zone = zone
    self.hours = hours
    holdMinutes = mail.holdMinutes
  }

  /// The instant after which an announcement can no longer be undone.
  func held(_ instant: Instant) -> Instant { instant.adding(minutes: Int64(holdMinutes)) }

  /// The instant itself, or the next at which mail of that kind may go.
  func next(_ name: NoticeName, onOrAfter instant: Instant) -> Instant {
    switch name.hours {
    case .any: instant
    case .weekday: hours.nextWeekday(onOrAfter: instant)
    case .schoolDay: hours.nextSchoolMorning(onOrAfter: instant)
    }
  }

  /// The opening of the next day on which mail of that kind may go.
  func nextDay(_ name: NoticeName, after instant: Instant) -> Instant {
    let tomorrow = zone.date(at: instant).adding(days: 1)
    return next(name, onOrAfter: zone.startOfDay(tomorrow))
  }

  /// The day that people are shown for an end, which is exclusive.
  func shownDay(ofEnd end: Instant) -> CivilDate { zone.date(at: end.adding(milliseconds: -1)) }

  /// The morning so many days before the day shown for an end, moved back to a school day.
  func reminder(days: Int, before end: Instant) -> Instant {
    hours.lastSchoolDay(onOrBefore: shownDay(ofEnd: end).adding(days: -days))
  }
}

/// Why notices can't be planned.
public enum PlanningError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The program's mail hours end before they begin.
  case mailHours

  public var description: String {
    "found mail hours that end before they begin, expected \"mail.until\" after \"mail.from\""
  }
}
