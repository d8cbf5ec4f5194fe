public import CivilTime

/// One entry for a calendar: a due date (RFC 5545 §3.6.1, RFC 5546).
///
/// It takes no time out of anybody's day (`TRANSP:TRANSPARENT`), is private, and has no alarm: the
/// reminders are ours.
public struct CalendarEvent: Hashable, Sendable {
  /// What the entry asks of the reader's calendar.
  public enum Method: Hashable, Sendable {
    /// Put it into this person's calendar.
    case request(attendee: Mailbox)
    /// Here it is, for whoever wants it.
    case publish
    /// Take it out again. Only what was requested has an attendee.
    case cancel(attendee: Mailbox?)

    /// As in `METHOD`.
    public var name: String {
      switch self {
      case .request: "REQUEST"
      case .publish: "PUBLISH"
      case .cancel: "CANCEL"
      }
    }
  }

  public var method: Method
  /// The same for all versions of one entry, and for no other: `assignment-31-evaluator-7@host`.
  public var uid: String
  /// 0 for the first version, one more for each that changes a date.
  public var sequence: Int
  /// When this version was written.
  public var stamp: Instant
  public var start: Instant
  /// After `start`.
  public var end: Instant
  /// In whose clock start and end are shown.
  public var zone: Zone
  public var summary: String
  public var details: String
  public var organizer: Mailbox

  /// - Parameters:
  ///   - method: What the entry asks.
  ///   - uid: The same for all versions, at most 250 bytes.
  ///   - sequence: 0 for the first version.
  ///   - stamp: When this version was written.
  ///   - start: When it begins.
  ///   - end: When it ends, after `start`.
  ///   - zone: In whose clock they are shown.
  ///   - summary: The title, which everybody who shares the calendar may see.
  ///   - details: The description; its lines end in LF.
  ///   - organizer: Who answers for it.
  public init(
    method: Method, uid: String, sequence: Int = 0, stamp: Instant, start: Instant, end: Instant,
    zone: Zone, summary: String, details: String, organizer: Mailbox
  ) {
    self.method = method
    self.uid = uid
    self.sequence = sequence
    self.stamp = stamp
    self.start = start
    self.end = end
    self.zone = zone
    self.summary = summary
    self.details = details
    self.organizer = organizer
  }

  /// The whole calendar with this one entry, in UTF-8 and CRLF lines of at most 75 bytes.
  ///
  /// What can't stand in a calendar is left out; ``MailMessage`` refuses it before.
  public var bytes: [UInt8] {
    var writer = CalendarWriter()
    writer.write(self)
    return writer.bytes
  }

  var attendee: Mailbox? {
    switch method {
    case .request(let attendee): attendee
    case .publish: nil
    case .cancel(let attendee): attendee
    }
  }

  /// Everything that is wrong with it.
  func problems() -> [MessageProblem] {
    var problems: [MessageProblem] = []
    let field = "calendar"
    MessageDraft.check(uid, field, limit: 250, into: &problems)
    if uid.isEmpty { problems.append(.empty("calendar UID")) }
    MessageDraft.check(summary, field, limit: 900, into: &problems)
    if summary.isEmpty { problems.append(.empty("calendar summary")) }
    if details.utf8.contains(0) { problems.append(.lineBreakOrNUL(field)) }
    if details.utf8.count > 10_000 { problems.append(.tooLong(field, limit: 10_000)) }
    for mailbox in [organizer, attendee].compactMap({ $0 }) {
      MessageDraft.check(
        mailbox.name ?? "", field, limit: MessageDraft.nameLengthMaximum, into: &problems)
    }
    if !(0...Int(Int32.max)).contains(sequence) {
      problems.append(.malformed(field, "the sequence is no number from 0 on"))
    }
    if end <= start { problems.append(.malformed(field, "ends before it begins")) }
    return problems
  }
}
