public import CivilTime
public import Programs
public import Rubrics
public import Workflow

/// Where years are rehearsed. It answers at once: the work is done elsewhere, one year at a time.
public protocol RehearsalRoom: Sendable {
  /// Begins a rehearsal, unless it is known or under way, and says where it stands.
  func ask(_ order: RehearsalOrder) -> RehearsalStanding
}

/// What is rehearsed. The same order has the same answer, so a room keeps the latest.
public struct RehearsalOrder: Hashable, Sendable {
  public var program: Program
  public var rubrics: [Rubric]
  public var calendar: SchoolCalendar
  /// The district's own windows that open in the span.
  public var windows: [Window]
  public var from: CivilDate
  /// The last day.
  public var through: CivilDate
  /// How many people work here, and how many of them evaluate.
  public var staff: Int
  public var evaluators: Int

  public init(
    program: Program, rubrics: [Rubric], calendar: SchoolCalendar, windows: [Window],
    from: CivilDate, through: CivilDate, staff: Int, evaluators: Int
  ) {
    self.program = program
    self.rubrics = rubrics
    self.calendar = calendar
    self.windows = windows
    self.from = from
    self.through = through
    self.staff = staff
    self.evaluators = evaluators
  }

  public struct Window: Hashable, Sendable {
    public var stage: StageKind
    public var label: String
    public var opensOn: CivilDate
    /// The day after its last.
    public var endsOn: CivilDate

    public init(stage: StageKind, label: String, opensOn: CivilDate, endsOn: CivilDate) {
      self.stage = stage
      self.label = label
      self.opensOn = opensOn
      self.endsOn = endsOn
    }
  }
}

/// Where a rehearsal stands.
public enum RehearsalStanding: Hashable, Sendable {
  /// This year is being rehearsed, or waits for another to end.
  case underWay
  case done(RehearsedYear)
  /// Why it can't be, in the office's words, for as long as the order is the same.
  case refused(String)
  /// Something went wrong here; whoever asks again begins anew.
  case failed
}

/// A year as it would go.
public struct RehearsedYear: Hashable, Sendable {
  public var windows: [Workflow.Window]
  /// By date, then by notice.
  public var mails: [Mails]
  public var clashes: [Clash]

  public init(windows: [Workflow.Window], mails: [Mails], clashes: [Clash]) {
    self.windows = windows
    self.mails = mails
    self.clashes = clashes
  }

  /// How many mails are led by one kind of notice on a day.
  public struct Mails: Hashable, Sendable {
    public var date: CivilDate
    /// The notice's name, as its texts have it.
    public var notice: String
    public var count: Int

    public init(date: CivilDate, notice: String, count: Int) {
      self.date = date
      self.notice = notice
      self.count = count
    }
  }

  /// A date of a window that falls on a day without school.
  public struct Clash: Hashable, Sendable {
    public var date: CivilDate
    public var stage: StageKind
    /// The window's.
    public var label: String
    public var moment: Moment
    /// As the calendar calls it: "Labor Day".
    public var why: String

    public init(date: CivilDate, stage: StageKind, label: String, moment: Moment, why: String) {
      self.date = date
      self.stage = stage
      self.label = label
      self.moment = moment
      self.why = why
    }
  }

  public enum Moment: String, Hashable, Sendable, CaseIterable {
    case opens, lastDay, reviewsDue, releaseBy, answerBy
  }
}
