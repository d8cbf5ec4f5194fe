import CivilTime
import Programs
import Workflow

// Notice 34: the administrator's week.

/// Days that the digest looks ahead.
private let daysAhead = 21

extension Teller {
  func digest() throws -> Told {
    let windows = try facts.windows().filter { $0.state != .cancelled }
    let counts = try facts.counts()
    let todo = try todoLines(windows, counts)
    let head = try facts.head()
    let weekBegan = today.adding(days: -6)
    return Told(
      .digest, todo.isEmpty ? .nothingWaits : .standard,
      [
        "week": .text("\(wording.shortDay(weekBegan)) to \(wording.shortDay(today))"),
        "todo_lines": .block(todo), "stand_lines": .block(standLines(counts)),
        "ahead_lines": .block(try aheadLines(windows)),
        "quiet_lines": .block(try quietLines(since: zone.startOfDay(weekBegan))),
        "head": .block(head.isEmpty ? [.code("none yet")] : BlockLine.checkCode(head)),
        "head_at": .moment(now),
      ])
  }

  /// What waits for her, by its date; what has none comes last.
  private func todoLines(_ windows: [Window], _ counts: StandCounts) throws -> [BlockLine] {
    var dated: [(by: Instant, line: BlockLine)] = []
    var undated: [BlockLine] = []
    var readyInWindows = 0
    for window in windows
    where window.times.opens <= now && now < window.times.notifyBy.adding(days24h: 90) {
      let ready = try facts.submissions(in: window.id).filter { $0.state.name == .readyToRelease }
      readyInWindows += ready.count
      if let by = ready.map(\.times.releaseBy).min() {
        let what = "Release \(Wording.counted(ready.count, .decision))"
        dated.append((by, wording.toDo(what, by: by)))
      }
      if try facts.hasAssignmentToCheck(window) {
        let by = window.times.assignBy
        dated.append((by, wording.toDo("Check and release the assignment", by: by)))
      }
    }
    for date in try facts.payDatesAhead(at: now, zone: zone)
    where date.cutOff <= now && now < date.locks {
      let open = try facts.payDateOpen(date.day, at: now, zone: zone)
      guard open.count > 0 else { continue }
      let late = open.late == 0 ? "" : " (\(Wording.number(open.late)) expected later)"
      let what = Wording.counted(open.count, .decision)
      dated.append(
        (
          date.locks,
          wording.toDo(
            "See that \(what)\(late) for the \(wording.warrant(date.day)) warrant come in time",
            by: date.locks)
        ))
    }
    if counts.readyToRelease > readyInWindows {
      let rest = Wording.counted(counts.readyToRelease - readyInWindows, .decision)
      undated.append(.entry("Release \(rest)"))
    }
    if counts.needingEvaluator > 0 {
      undated.append(
        .entry("Find an evaluator for \(Wording.counted(counts.needingEvaluator, .submission))"))
    }
    let rows = try facts.setAsideCount()
    if rows > 0 {
      let were = rows == 1 ? "was" : "were"
      undated.append(.entry("Settle \(Wording.counted(rows, .row)) that \(were) set aside"))
    }
    return dated.sorted { $0.by < $1.by }.map(\.line) + undated
  }

  private func standLines(_ counts: StandCounts) -> [BlockLine] {
    var lines: [BlockLine] = []
    func add(_ label: String, _ count: Int, _ more: String = "") {
      if count > 0 { lines.append(.entry("\(label): \(Wording.number(count))\(more)")) }
    }
    add("Handed in", counts.handedIn)
    add("Under review", counts.underReview)
    add("Ready to release", counts.readyToRelease)
    add("Decided", counts.decided)
    let again = counts.returnedAndInAgain
    let inAgain =
      again == 0 ? "" : ", of which \(Wording.number(again)) \(again == 1 ? "is" : "are") in again"
    add("Returned", counts.returned, inAgain)
    return lines
  }

  /// What lies in the next three weeks, by date.
  private func aheadLines(_ windows: [Window]) throws -> [BlockLine] {
    let last = today.adding(days: daysAhead)
    var lines: [(date: CivilDate, what: String)] = []
    for window in windows {
      let kind = window.stage.rawValue
      let times = window.times
      lines.append((zone.date(at: times.opens), "the \(kind) window opens"))
      lines.append((wording.shownEnd(times.ends).date, "the \(kind) window closes"))
      let due = wording.shownEnd(times.reviewsDue).date
      let promised = wording.promisedDay(times.notifyBy)
      let isNear = [due, promised].contains { today < $0 && $0 <= last }
      guard isNear, try !facts.submissions(in: window.id).isEmpty else { continue }
      if program.isEvaluated(window.stage) { lines.append((due, "reviews are due")) }
      lines.append((promised, "last day by which teachers hear"))
    }
    let near = lines.filter { today < $0.date && $0.date <= last }
    return near.sorted { ($0.date, $0.what) < ($1.date, $1.what) }
      .map { wording.ahead($0.date, $0.what) }
  }

  private func quietLines(since: Instant) throws -> [BlockLine] {
    let bounced = try facts.bounced(since: since).count
    return [
      .line(
        bounced == 0
          ? "Mail: none came back."
          : "Mail: \(Wording.counted(bounced, .address)) sent it back. The page shows which."),
      .line(
        try facts.lastBackup().map { "Backup: the last was made on \(wording.moment($0))." }
          ?? "Backup: none is known. Please ask your technician for one."),
    ]
  }
}
