public import CivilTime
public import Workflow

/// A mail that is to go out now: which notices it tells, and which of them gives subject and text.
public struct Letter: Hashable, Sendable {
  /// Unique for ever, for example `reminder/17/2026-10-13`; the Message-ID is made from it.
  public var key: String
  public var name: TemplateName
  public var person: PersonID
  /// What it tells, the leading one first.
  public var notices: [PlannedNotice]
  public var mailClass: NoticeText.MailClass
  /// The thread that its `References` name, for example `submission.812`; `nil` for none.
  public var thread: String?

  public init(
    key: String, name: TemplateName, person: PersonID, notices: [PlannedNotice],
    mailClass: NoticeText.MailClass, thread: String?
  ) {
    self.key = key
    self.name = name
    self.person = person
    self.notices = notices
    self.mailClass = mailClass
    self.thread = thread
  }
}

/// What comes of the notices that are due for one person.
public struct Composition: Hashable, Sendable {
  /// The mails to send now, in order.
  public var letters: [Letter] = []
  /// What became of notices that lead no mail and stand in none.
  public var ended: [String: Disposition] = [:]
  /// Notices that wait: key → the instant at which to look again.
  public var later: [String: Instant] = [:]

  public init() {}
}
