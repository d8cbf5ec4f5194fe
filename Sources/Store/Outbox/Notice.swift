public import CivilTime
public import Workflow

/// Something that one person is to be told, once.
public struct Notice: Hashable, Sendable {
  /// Its number; 0 before it is stored.
  public var id: Int64
  /// For example "review/812/reminder/7d": for one key there are never two.
  public var key: String
  public var template: String
  public var mailClass: MailClass
  public var person: PersonID
  /// What it is about, such as ("submission", 12).
  public var aboutKind: String
  public var aboutID: Int64
  /// The command that led to it; undoing it cancels what is unsent.
  public var command: Int64
  /// From when it may go out.
  public var due: Instant
  /// When it makes no sense any more, exclusive; `nil` if it always does.
  public var notAfter: Instant?
  /// What its words need, as JSON.
  public var data: [UInt8]
  public var state: NoticeState
  /// Why it was merged, cancelled, suppressed, or failed.
  public var reason: String?
  public var mergedInto: Int64?
  public var mail: Int64?
  /// What mails of one conversation share.
  public var thread: String?
  public var updatedAt: Instant

  public init(
    id: Int64 = 0, key: String, template: String, mailClass: MailClass, person: PersonID,
    aboutKind: String, aboutID: Int64, command: Int64, due: Instant, notAfter: Instant? = nil,
    data: [UInt8], state: NoticeState = .planned, reason: String? = nil, mergedInto: Int64? = nil,
    mail: Int64? = nil, thread: String? = nil, updatedAt: Instant
  ) {
    self.id = id
    self.key = key
    self.template = template
    self.mailClass = mailClass
    self.person = person
    self.aboutKind = aboutKind
    self.aboutID = aboutID
    self.command = command
    self.due = due
    self.notAfter = notAfter
    self.data = data
    self.state = state
    self.reason = reason
    self.mergedInto = mergedInto
    self.mail = mail
    self.thread = thread
    self.updatedAt = updatedAt
  }
}

/// How soon a mail goes: interactive mail has a reserved share of the relay's rate.
public enum MailClass: String, Hashable, Sendable, CaseIterable {
  /// An answer to what somebody just did: sign-in, receipt.
  case interactive
  /// Something that has a date.
  case deadline
  /// Announcements to many.
  case bulk
}

/// What became of a notice. All but `planned` are final, except that a failed one may be planned again.
public enum NoticeState: String, Hashable, Sendable, CaseIterable {
  /// It waits for its time, or for the mail that takes it.
  case planned
  /// A mail carries it.
  case mailed
  /// Another notice tells it too.
  case merged
  /// It makes no sense any more, or its command was undone.
  case cancelled
  /// Its person chose not to hear of such things, or can't be reached.
  case suppressed
  /// It could not be told.
  case failed
}
