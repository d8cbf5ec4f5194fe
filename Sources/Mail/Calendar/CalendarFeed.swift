/// A calendar to subscribe to: every entry at once, fetched again and again (RFC 5545 §3.4, RFC 7986).
///
/// An entry that is left out is gone from the reader's calendar at the next fetch: nothing is ever cancelled.
public struct CalendarFeed: Hashable, Sendable {
  /// What the reader's calendar calls it.
  public var name: String
  /// Published ones; in UTC, so that no zone has to be told with them.
  public var events: [CalendarEvent]
  /// How often it is worth fetching, in hours.
  public var refreshHours: Int

  public init(name: String, events: [CalendarEvent], refreshHours: Int = 6) {
    self.name = name
    self.events = events
    self.refreshHours = refreshHours
  }

  /// The whole calendar, in UTF-8 and CRLF lines of at most 75 bytes.
  public var bytes: [UInt8] {
    var writer = CalendarWriter()
    writer.write(self)
    return writer.bytes
  }
}
