public import CivilTime
public import Workflow

/// The names of what a planned notice carries besides its records (``PlannedNotice/data``).
///
/// Never a name, an address or free text about a person: those stay in the records, where they can be erased.
public enum NoticeField: String, Hashable, Sendable, CaseIterable {
  /// Days before a date, as `7d`; of ready (25) `all` or `1d`.
  case stage
  /// The reviews that it is about, by number, with commas.
  case reviews
  /// The key of the notice by which the evaluator first heard of the review.
  case told
  /// The thread of the assignment that a review belongs to.
  case thread
  /// The administrator's words on changed dates, which everybody who is told reads.
  case reason
  /// Why a review is no longer somebody's (``MovedReason``).
  case why
  /// A window's dates as people were last told them, and its version: instants in milliseconds.
  case opensBefore
  case closesBefore
  case version
  /// A year's end, or a promise, before the change and after it: instants in milliseconds.
  case before
  case after
  /// The last moment at which evidence can come in; none where no window is left in the year.
  case lastClose
  /// The outcome that the teacher was told before a correction.
  case outcomeBefore
  /// Whose asking led to it.
  case asker
  /// Of a file that was taken: its SHA-256, its kind, and how many of its rows.
  case file
  case kind
  case rows
  case taken
  case setAside
  case unreadable
  /// From which instant on things are reported.
  case since
  /// The promised day that decisions wait for.
  case promised
}

/// Why a review is no longer somebody's.
public enum MovedReason: String, Hashable, Sendable, CaseIterable {
  case reassigned
  case withdrawn
  case returned
  case closed
}

extension PlannedNotice {
  public subscript(field: NoticeField) -> String? {
    get { data[field.rawValue] }
    set { data[field.rawValue] = newValue }
  }

  /// An instant that it carries.
  public func instant(_ field: NoticeField) -> Instant? {
    self[field].flatMap { Int64($0) }.map(Instant.init(milliseconds:))
  }

  /// The reviews that it is about: those it names, or the one it is about itself.
  public var reviews: [ReviewID] {
    if let named = self[.reviews] {
      return named.split(separator: ",").compactMap { Int64($0) }.map(ReviewID.init(_:))
    }
    return about.kind == .review ? [ReviewID(about.number)] : []
  }

  /// The days of its stage: 7 for `7d`.
  public var stageDays: Int? {
    self[.stage].flatMap { $0.hasSuffix("d") ? Int($0.dropLast()) : nil }
  }

  static func list(_ reviews: [ReviewID]) -> String {
    reviews.map(\.description).joined(separator: ",")
  }
}

extension Dictionary where Key == String, Value == String {
  /// Data by field; what is `nil` is left out.
  static func fields(_ values: KeyValuePairs<NoticeField, String?>) -> Self {
    var data: Self = [:]
    for (field, value) in values { data[field.rawValue] = value }
    return data
  }
}

extension Instant {
  /// An instant as ``PlannedNotice/data`` carries it.
  var field: String { "\(milliseconds)" }
}
