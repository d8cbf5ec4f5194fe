public import CivilTime
import SQLite
public import Workflow

// Decisions, counted for reports. SQLite counts; what comes back is as long as there are groups and days, not
// as long as the list of what was decided.

/// So many decisions of one group with one outcome that took so many days.
public struct DecidedCount: Hashable, Sendable {
  /// A window's number, a school or a skill; empty where there is none.
  public var group: String
  public var outcome: Outcome
  /// Whole days, of 24 hours, from the hand-in to the release.
  public var days: Int
  public var count: Int
  /// How many of them were released before the promised day was over.
  public var inTime: Int
}

/// What decisions are counted by.
public enum DecidedGrouping: String, Hashable, Sendable, CaseIterable {
  case window, school, skill
}

/// Which decisions are counted: those in force that were released in a span, on work of one stage.
public struct DecidedSpan: Hashable, Sendable {
  public var stage: StageKind
  public var from: Instant
  /// Exclusive.
  public var until: Instant

  public init(stage: StageKind, from: Instant, until: Instant) {
    self.stage = stage
    self.from = from
    self.until = until
  }
}

extension StoredRecords {
  /// Most rows that a count gives.
  public static var decidedRowsMax: Int { 50_000 }
  /// Most decisions whose skills are read, the latest: skills lie in each submission's value.
  public static var skillDecisionsMax: Int { 20_000 }

  /// When the first and the last decision were released; `nil` before the first.
  public func decidedSince() throws(StoreError) -> (first: Instant, last: Instant)? {
    let first: Int64? = try line.scalar("SELECT released_at FROM decision ORDER BY id LIMIT 1")
    let last: Int64? = try line.scalar("SELECT released_at FROM decision ORDER BY id DESC LIMIT 1")
    guard let first, let last else { return nil }
    return (Instant(milliseconds: first), Instant(milliseconds: last))
  }

  /// Counts submissions by their latest decision.
  ///
  /// A submission that was decided counts once. One that was handed in again since counts when it is decided again.
  ///
  /// - Parameters:
  ///   - grouping: By what; a submission counts for each of its skills.
  ///   - span: Which.
  /// - Returns: Counts by group, outcome and days; at most ``decidedRowsMax``.
  /// - Throws: ``StoreError``.
  public func decided(
    by grouping: DecidedGrouping, in span: DecidedSpan
  ) throws(StoreError) -> [DecidedCount] {
    let first = try firstDecision(from: span.from)
    let end = try firstDecision(from: span.until)
    let stage = span.stage.rawValue
    switch grouping {
    case .window:
      return try line.query(
        """
        SELECT ifnull(CAST(submission.intake_window AS TEXT), ''), decision.outcome,
          max(0, decision.released_at - submission.received_at) / 86400000 AS days, count(*),
          sum(decision.released_at < submission.notify_by)
        FROM decision JOIN submission
          ON submission.id = decision.submission AND submission.decision = decision.id
        WHERE decision.id >= ? AND decision.id < ? AND decision.in_force = 1
          AND submission.stage = ? AND submission.state = 'decided'
        GROUP BY submission.intake_window, decision.outcome, days LIMIT ?
        """, first, end, stage, Self.decidedRowsMax, read: DecidedCount.init)
    case .school:
      return try line.query(
        """
        SELECT person.school, found.outcome, found.days, sum(found.counted), sum(found.in_time)
        FROM (
          SELECT submission.earner AS earner, decision.outcome AS outcome,
            max(0, decision.released_at - submission.received_at) / 86400000 AS days,
            count(*) AS counted, sum(decision.released_at < submission.notify_by) AS in_time
          FROM decision JOIN submission
            ON submission.id = decision.submission AND submission.decision = decision.id
          WHERE decision.id >= ? AND decision.id < ? AND decision.in_force = 1
            AND submission.stage = ? AND submission.state = 'decided'
          GROUP BY 1, 2, 3) AS found
        JOIN person ON person.id = found.earner
        GROUP BY person.school, found.outcome, found.days LIMIT ?
        """, first, end, stage, Self.decidedRowsMax, read: DecidedCount.init)
    case .skill:
      return try line.query(
        """
        SELECT skill.value, found.outcome, found.days, count(*), sum(found.in_time)
        FROM (
          SELECT CAST(submission.value AS TEXT) AS value, decision.outcome AS outcome,
            max(0, decision.released_at - submission.received_at) / 86400000 AS days,
            decision.released_at < submission.notify_by AS in_time
          FROM decision JOIN submission
            ON submission.id = decision.submission AND submission.decision = decision.id
          WHERE decision.id >= ? AND decision.id < ? AND decision.in_force = 1
            AND submission.stage = ? AND submission.state = 'decided'
          ORDER BY decision.id DESC LIMIT ?) AS found, json_each(found.value, '$.skills') AS skill
        GROUP BY skill.value, found.outcome, found.days LIMIT ?
        """, first, end, stage, Self.skillDecisionsMax, Self.decidedRowsMax,
        read: DecidedCount.init)
    }
  }

  /// The number of the first decision that was released at an instant or later; one beyond the last if there is none.
  ///
  /// Decisions are numbered as they are released, and the clock never goes back: so this is found by halving.
  private func firstDecision(from instant: Instant) throws(StoreError) -> Int64 {
    var low: Int64 = 1
    var high = (try line.scalar("SELECT max(id) FROM decision", as: Int64.self) ?? 0) + 1
    while low < high {
      let middle = low + (high - low) / 2
      let found = try line.first(
        "SELECT id, released_at FROM decision WHERE id >= ? ORDER BY id LIMIT 1", middle
      ) { row throws(SQLiteError) in
        (id: try row.integer(0), at: Instant(milliseconds: try row.integer(1)))
      }
      guard let found, found.at < instant else {
        high = middle
        continue
      }
      low = found.id + 1
    }
    return low
  }
}

extension DecidedCount {
  fileprivate init(_ row: borrowing Row) throws(SQLiteError) {
    guard let outcome = Outcome(rawValue: try row.text(1)) else {
      throw row.unreadable(1, "not an outcome")
    }
    self.init(
      group: try row.text(0), outcome: outcome, days: Int(try row.integer(2)),
      count: Int(try row.integer(3)), inTime: Int(try row.integer(4)))
  }
}
