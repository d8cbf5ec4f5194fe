public import CivilTime

/// Keeps to a relay's limits: says when a message may go, and counts those that went.
///
///     switch limiter.permission(for: .bulk, recipients: 1, at: now) {
///     case .now: limiter.note(recipients: 1, at: now)
///     case .notBefore(let instant, _): wake(at: instant)
///     }
///
/// Messages go in slots, evenly over the minute, so that whoever comes first in the queue waits one
/// slot at most: interactive mail is asked for first, and 1,500 announcements never delay a sign-in. A
/// slot that was missed by less than a slot is made good, so that late timers don't lower the rate;
/// in no sixty seconds do more messages go than allowed. Of the day's recipients and the connections
/// a share is kept for interactive mail.
///
/// State is small and bounded: the instants of one minute's messages, and a count for each hour of a
/// day. All are counted again at a start by telling `note` what was sent in the last 24 hours.
public struct RateLimiter: Hashable, Sendable {
  /// How soon a message goes.
  public enum Priority: Hashable, Sendable {
    /// An answer to what somebody just did.
    case interactive
    /// Everything else.
    case other
  }

  /// Whether a message may go.
  public enum Permission: Hashable, Sendable {
    case now
    /// Ask again then.
    case notBefore(Instant, Reason)
  }

  /// What a message waits for.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    case messagesPerMinute
    case recipientsPerDay
  }

  public let limits: RelayLimits
  /// How many connections are open.
  public private(set) var openConnections = 0

  /// The slot that comes next, in microseconds since 1970, so that 7 a minute stay 7.
  private var nextSlotMicroseconds: Int64 = .min
  /// When the last messages went, as many as a minute may have; the oldest at `oldest`.
  private var sent: [Int64] = []
  private var oldest = 0
  /// Recipients in the last hours that had any, oldest first.
  private var hours: [HourCount] = []

  private struct HourCount: Hashable, Sendable {
    /// Hours since 1970.
    var hour: Int64
    var recipients: Int
  }

  /// A limiter that has seen nothing yet.
  public init(_ limits: RelayLimits) {
    self.limits = limits
  }

  // MARK: - Messages

  /// Whether a message may go now.
  ///
  /// - Parameters:
  ///   - priority: How soon it should go.
  ///   - recipients: How many it has.
  ///   - now: The instant of asking.
  /// - Returns: `now`, or the earliest instant at which it makes sense to ask again.
  public func permission(
    for priority: Priority, recipients: Int, at now: Instant
  ) -> Permission {
    if let instant = dayAllows(recipients, for: priority, at: now) {
      return .notBefore(instant, .recipientsPerDay)
    }
    let slot = Self.ceilMilliseconds(nextSlotMicroseconds)
    let minute = sent.count < limits.messagesPerMinute ? Int64.min : sent[oldest] + 60_000
    let earliest = max(slot, minute)
    if earliest <= now.milliseconds { return .now }
    return .notBefore(Instant(milliseconds: earliest), .messagesPerMinute)
  }

  /// Counts a message that is about to go.
  ///
  /// - Parameters:
  ///   - recipients: How many it has.
  ///   - now: When it goes. Earlier than messages counted before, only the day counts it.
  public mutating func note(recipients: Int, at now: Instant) {
    noteDay(recipients, at: now)
    let milliseconds = now.milliseconds
    let newest = sent.isEmpty ? Int64.min : sent[(oldest + sent.count - 1) % sent.count]
    guard milliseconds >= newest else { return }
    if sent.count < limits.messagesPerMinute {
      sent.append(milliseconds)
    } else {
      sent[oldest] = milliseconds
      oldest = (oldest + 1) % sent.count
    }
    let microseconds = milliseconds * 1_000
    let slot = 60_000_000 / Int64(limits.messagesPerMinute)
    // Less than one slot late: the next stays where it was. Later: the rhythm begins anew.
    let isInRhythm =
      nextSlotMicroseconds != .min && microseconds - nextSlotMicroseconds < slot
      && microseconds >= nextSlotMicroseconds - 1_000
    nextSlotMicroseconds = (isInRhythm ? nextSlotMicroseconds : microseconds) + slot
  }

  /// Rounded up, so that a slot never begins too soon.
  private static func ceilMilliseconds(_ microseconds: Int64) -> Int64 {
    guard microseconds != .min else { return .min }
    return microseconds / 1_000 + (microseconds % 1_000 > 0 ? 1 : 0)
  }

  // MARK: - Days

  /// When the day's limit leaves room; `nil` if it does now.
  private func dayAllows(
    _ recipients: Int, for priority: Priority, at now: Instant
  ) -> Instant? {
    guard let perDay = limits.recipientsPerDay else { return nil }
    let kept = priority == .interactive ? 0 : perDay * limits.interactivePercent / 100
    let allowed = perDay - kept
    let thisHour = Self.hour(of: now)
    var used = hours.reduce(0) { $0 + ($1.hour > thisHour - Self.hoursKept ? $1.recipients : 0) }
    // A message with more recipients than a day has goes when nothing else went.
    let wanted = min(recipients, allowed)
    if used + wanted <= allowed { return nil }
    for count in hours where count.hour > thisHour - Self.hoursKept {
      used -= count.recipients
      if used + wanted <= allowed {
        return Instant(milliseconds: (count.hour + Self.hoursKept) * 3_600_000)
      }
    }
    return now.adding(hours: 1)
  }

  /// An hour that was begun counts as a whole, so that 24 hours are never too short.
  private static let hoursKept: Int64 = 25

  private static func hour(of instant: Instant) -> Int64 {
    let milliseconds = instant.milliseconds
    return milliseconds >= 0 ? milliseconds / 3_600_000 : (milliseconds - 3_599_999) / 3_600_000
  }

  private mutating func noteDay(_ recipients: Int, at now: Instant) {
    guard limits.recipientsPerDay != nil else { return }
    let hour = Self.hour(of: now)
    let newest = max(hours.last?.hour ?? hour, hour)
    hours.removeAll { $0.hour <= newest - Self.hoursKept }
    guard hour > newest - Self.hoursKept else { return }
    if let index = hours.firstIndex(where: { $0.hour >= hour }) {
      if hours[index].hour == hour {
        hours[index].recipients += recipients
      } else {
        hours.insert(HourCount(hour: hour, recipients: recipients), at: index)
      }
    } else {
      hours.append(HourCount(hour: hour, recipients: recipients))
    }
  }

  // MARK: - Connections

  /// How many connections mail of a priority may have open together with all others.
  ///
  /// Of more than one, at least one is kept for interactive mail if any share is.
  public func connectionsMaximum(for priority: Priority) -> Int {
    guard priority == .other, limits.connections > 1, limits.interactivePercent > 0 else {
      return limits.connections
    }
    let kept = max(1, limits.connections * limits.interactivePercent / 100)
    return max(1, limits.connections - kept)
  }

  /// Counts a connection that is about to be opened.
  ///
  /// - Parameter priority: For which mail it is.
  /// - Returns: Whether it may be opened; if not, nothing was counted.
  public mutating func openConnection(for priority: Priority) -> Bool {
    guard openConnections < connectionsMaximum(for: priority) else { return false }
    openConnections += 1
    return true
  }

  /// Counts a connection that has been closed.
  public mutating func closeConnection() {
    openConnections = max(0, openConnections - 1)
  }
}
