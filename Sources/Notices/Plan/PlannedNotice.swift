public import CivilTime
public import Workflow

/// Something that somebody should be told: planned in the transaction in which it came about.
///
/// It is a fact and a time, not yet a mail: words, dates "in 4 days" and links are made when the mail is sent,
/// from the records as they stand then. Each ends in exactly one ``Disposition``.
public struct PlannedNotice: Hashable, Sendable, Codable {
  /// Unique for ever, for example `review/812/reminder/7d`.
  public var key: String
  public var name: NoticeName
  public var person: PersonID
  /// What it is about: its thread, its link and what cancels it follow from this.
  public var about: About
  /// Not before this instant.
  public var due: Instant
  /// It makes no sense after this instant, exclusive: a reminder after its due date.
  public var notAfter: Instant?
  /// What the words need and the records do not tell: the stage of a reminder, a date as it was before, a reason.
  /// By ``NoticeField``.
  public var data: [String: String]
  /// The command that brought it about, so that undoing the command cancels it.
  public var command: Int64

  public init(
    key: String, name: NoticeName, person: PersonID, about: About, due: Instant,
    notAfter: Instant? = nil, data: [String: String] = [:], command: Int64
  ) {
    self.key = key
    self.name = name
    self.person = person
    self.about = about
    self.due = due
    self.notAfter = notAfter
    self.data = data
    self.command = command
  }

  /// The record that a notice is about.
  public struct About: Hashable, Sendable, Codable {
    public var kind: Kind
    public var number: Int64

    public init(_ kind: Kind, _ number: Int64) {
      self.kind = kind
      self.number = number
    }

    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
      case window
      case submission
      case review
      case decision
      case assignment
      case person
      case file
      /// The whole district: the digest, trouble with the relay.
      case district
    }

    public static func window(_ id: WindowID) -> About { About(.window, id.number) }
    public static func submission(_ id: SubmissionID) -> About { About(.submission, id.number) }
    public static func review(_ id: ReviewID) -> About { About(.review, id.number) }
    public static func decision(_ id: DecisionID) -> About { About(.decision, id.number) }
    public static func assignment(_ id: AssignmentID) -> About { About(.assignment, id.number) }
    public static func person(_ id: PersonID) -> About { About(.person, id.number) }
    public static let district = About(.district, 0)
  }
}

/// What an event changes about what people should be told.
public enum PlanChange: Hashable, Sendable {
  /// Plans a notice. If its key is planned and unsent, or was cancelled, this one takes its place: what was undone can
  /// be done again. If it was mailed, merged or suppressed, nothing happens: for one key there are never two messages.
  case plan(PlannedNotice)
  /// Ends what is planned and unsent.
  case cancel(PlanSelector, because: CancelReason)
  /// Moves what is planned and unsent; nothing happens if the key is not.
  case move(key: String, due: Instant, notAfter: Instant?)
}

/// Which planned notices a change is about: those that fit everything that is named.
public struct PlanSelector: Hashable, Sendable {
  public var key: String?
  public var about: PlannedNotice.About?
  public var names: [NoticeName]
  public var person: PersonID?
  public var command: Int64?

  public init(
    key: String? = nil, about: PlannedNotice.About? = nil, names: [NoticeName] = [],
    person: PersonID? = nil, command: Int64? = nil
  ) {
    self.key = key
    self.about = about
    self.names = names
    self.person = person
    self.command = command
  }
}

/// What became of a planned notice.
public enum Disposition: Hashable, Sendable {
  /// It leads the mail, or is one of those whose lines stand in it.
  case mailed(mail: String)
  /// Another notice says it as well: that one's key.
  case merged(into: String)
  case cancelled(CancelReason)
  /// The person switched this kind off.
  case suppressed
}

/// Why a planned notice is not sent, as lists show it.
public enum CancelReason: String, Hashable, Sendable, Codable, CaseIterable {
  case undone
  case handedIn
  case withdrawn
  case returned
  case declined
  case reassigned
  case extended
  case decided
  case changed
  case windowCancelled
  /// Somebody saved something within the last day: a reminder would be a reproach.
  case atWork
  /// The assignment's own mail is too recent.
  case youngAssignment
  /// A later one says the same.
  case replaced
  /// Its time has passed.
  case stale
  case onLeave
  case left
  case erased
  case ofThePast
  case addressBounced
  case notThisTime
  case nothingToSay
}
