/// The instants from `start` up to, but not including, `end`.
///
/// An interval whose end is not after its start is empty: it contains nothing and overlaps nothing.
public struct Interval: Hashable, Sendable, Codable {
  public let start: Instant
  public let end: Instant

  public init(start: Instant, end: Instant) {
    self.start = start
    self.end = end
  }

  public var isEmpty: Bool { end <= start }

  /// Milliseconds from start to end; 0 if empty.
  public var milliseconds: Int64 { max(0, end.milliseconds(since: start)) }

  /// Whether the instant is at or after the start and before the end.
  public func contains(_ instant: Instant) -> Bool {
    start <= instant && instant < end
  }

  /// Whether some instant lies in both. Intervals that only touch do not overlap.
  public func overlaps(_ other: Interval) -> Bool {
    !isEmpty && !other.isEmpty && start < other.end && other.start < end
  }
}

extension Interval: CustomStringConvertible {
  public var description: String { "[\(start), \(end))" }
}
