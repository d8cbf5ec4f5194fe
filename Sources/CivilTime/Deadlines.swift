extension Zone {
  /// When a teacher is to have heard at the latest: one civil month after the window's end.
  ///
  /// The month belongs to the teacher. In America/Chicago:
  ///
  /// | window's end | notify by | why |
  /// | --- | --- | --- |
  /// | Mon, 28 September 2026, 00:00 CDT | Wed, 28 October 2026, 00:00 CDT | same day, same time |
  /// | Sun, 31 January 2027, 00:00 CST | Sun, 28 February 2027, 00:00 CST | February ends |
  /// | Mon, 31 January 2028, 00:00 CST | Tue, 29 February 2028, 00:00 CST | a leap year |
  /// | Tue, 10 February 2026, 00:00 CST | Tue, 10 March 2026, 00:00 CDT | an hour less than 28 × 24 h |
  /// | Sun, 8 February 2026, 02:30 CST | Sun, 8 March 2026, 03:00 CDT | 02:30 is skipped |
  /// | Thu, 1 October 2026, 01:30 CDT | Sun, 1 November 2026, 01:30 CST | the later of two |
  ///
  /// - Parameter windowEnd: The end as announced, without grace.
  /// - Returns: The instant by which the notice has gone out, exclusive.
  public func notifyBy(windowEnd: Instant) -> Instant {
    adding(months: 1, to: windowEnd)
  }
}
