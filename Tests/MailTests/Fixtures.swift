import CivilTime
import Mail

/// The people and dates of Maple Hollow's fall.
enum MapleHollow {
  static func office() throws -> Mailbox {
    Mailbox(
      name: "Office of Teaching and Learning", try Address("credentials@maplehollow.example"))
  }

  static func theo() throws -> Mailbox {
    Mailbox(name: "Theo", try Address("t.birch@maplehollow.example"))
  }

  static func central() throws -> Zone {
    try Zone(name: "America/Chicago", posixRule: "CST6CDT,M3.2.0,M11.1.0")
  }

  /// 2026-09-30, 9:10 in the morning.
  static let morning = Instant(seconds: 1_790_777_400)

  static func draft(
    subject: String = "Due Tuesday, October 20: your reviews",
    text: String = "Hello Theo,\n\nYou have 3 reviews.\n"
  ) throws -> MessageDraft {
    MessageDraft(
      from: try office(), to: [try theo()], subject: subject, date: morning,
      utcOffsetSeconds: -18_000,
      messageID: try MessageID(left: "assignment/31/7", domain: "credentials.maplehollow.example"),
      text: text)
  }

  /// The due date of an assignment: October 20, 11:59 PM.
  static func dueDate(_ method: CalendarEvent.Method) throws -> CalendarEvent {
    let end = Instant(seconds: 1_792_558_740)
    return CalendarEvent(
      method: method, uid: "assignment-31-evaluator-7@credentials.maplehollow.example",
      stamp: Instant(seconds: 1_790_777_400), start: end.adding(minutes: -30), end: end,
      zone: try central(), summary: "Due: 3 reviews",
      details: "3 reviews are due Tuesday, October 20, 11:59 PM (Central Time). "
        + "The link is in the mail of September 30.",
      organizer: try office())
  }
}

extension MailMessage {
  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// The lines without their CRLF.
  var lines: [String] {
    string.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
  }
}
