import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Store
import Workflow

/// What would move if a window's dates did, as the code that moves it says: it is done, looked at and taken back.
struct WindowPreview {
  enum Outcome {
    case same
    case refused(String)
    case moves([Row])
  }

  /// One instant of a window, or a kind of notice that waits already.
  struct Row {
    var name: String
    /// To how many people it goes, where that is known already.
    var people: Int?
    var before: Instant?
    var after: Instant?
    /// Whether it is the end of a span, so that midnight is the minute before.
    var isEnd: Bool

    var moves: Bool { before != after }
  }

  /// Most notices that are looked at.
  private static let noticesMax = 5_000

  var opensOn: CivilDate
  var lastDay: CivilDate
  var answer: Outcome
  /// The evaluators' due day, if there is no school then.
  var closedDay: (day: CivilDate, name: String)?

  /// The preview that the address asks for, if it does.
  static func asked(
    _ query: FormData, of window: Window, _ visit: Visit
  ) throws -> WindowPreview? {
    guard window.state.canChange, query["opens"] != nil else { return nil }
    let opensOn = try query.date("opens")
    let lastDay = try query.date("last")
    var preview = WindowPreview(opensOn: opensOn, lastDay: lastDay, answer: .same)
    do {
      let command = Command.changeWindow(
        window.id, opensOn: opensOn, endsOn: lastDay.adding(days: 1), reason: "")
      let (before, after, performed) = try visit.office.preview(
        command, by: .person(try visit.person().id)
      ) { records in
        (
          window: try records.window(window.id),
          notices: try records.notices(.window(window.id), limit: noticesMax)
            .filter { $0.state == .planned }
        )
      }
      guard !performed.events.isEmpty, let old = before.window, let new = after.window else {
        return preview
      }
      preview.answer = .moves(
        instants(old, new, visit) + waiting(before.notices, after.notices, visit))
      let due = visit.wording.shownEnd(new.times.reviewsDue).date
      let closed = try visit.read { try $0.calendar().daysOff }
        .first { $0.first <= due && due <= $0.last }
      preview.closedDay = closed.map { (due, $0.name) }
    } catch OfficeError.refused(let refusal) {
      preview.answer = .refused(refusal.text)
    }
    return preview
  }

  /// The window's own instants, at which people hear or have to be done.
  private static func instants(_ old: Window, _ new: Window, _ visit: Visit) -> [Row] {
    func row(_ key: String, _ instant: KeyPath<WindowTimes, Instant>, isEnd: Bool = false) -> Row {
      Row(
        name: visit.words("moves.\(key)"), before: old.times[keyPath: instant],
        after: new.times[keyPath: instant], isEnd: isEnd)
    }
    var rows: [Row] = []
    if old.state == .planned { rows.append(row("announced", \.announce)) }
    if old.state != .open { rows.append(row("opens", \.opens)) }
    rows += [
      row("closing", \.closingNote), row("closes", \.ends, isEnd: true),
      row("assign-by", \.assignBy), row("reviews-due", \.reviewsDue, isEnd: true),
      row("release-by", \.releaseBy), row("promised", \.notifyBy, isEnd: true),
    ]
    return rows
  }

  /// Notices that wait in the outbox already, by kind, at the first of their instants.
  private static func waiting(
    _ before: [Store.Notice], _ after: [Store.Notice], _ visit: Visit
  ) -> [Row] {
    let old = Dictionary(before.map { ($0.key, $0) }) { first, _ in first }
    let new = Dictionary(after.map { ($0.key, $0) }) { first, _ in first }
    let changed = Set(old.keys).union(new.keys).filter { old[$0]?.due != new[$0]?.due }
    let kinds = Dictionary(grouping: changed) { (new[$0] ?? old[$0])?.template ?? "" }
    return kinds.keys.sorted().map { template in
      let keys = kinds[template] ?? []
      return Row(
        name: visit.words("notice.\(template)"), people: keys.count,
        before: keys.compactMap { old[$0]?.due }.min(),
        after: keys.compactMap { new[$0]?.due }.min(), isEnd: false)
    }
  }

  func heading(_ visit: Visit) -> String {
    switch answer {
    case .same: return visit.words("window.same")
    case .refused: return visit.words("window.refused")
    case .moves(let rows):
      let moving = rows.count(where: \.moves)
      return visit.words("window.moves", count: moving, ["all": Words.number(rows.count)])
    }
  }

  func table(_ visit: Visit) -> Markup {
    let words = visit.words
    switch answer {
    case .same: return note(.plain, .circle) { p { words("window.same-text") } }
    case .refused(let why): return note(.short, .alert) { p(.class("problem")) { why } }
    case .moves(let rows):
      return section(.class("part"), .aria(labelledBy: "moves")) {
        h2(.id("moves")) { words("window.moves-heading") }
        dataTable(
          Markup { words("window.moves-caption") }, rows,
          head: TableColumn(words("column.notice")) { row in
            b { row.name }
            if let people = row.people {
              span(.class("under")) { words("window.people", count: people) }
            }
          },
          [
            TableColumn(words("column.was")) { row in
              if let before = row.before {
                if row.moves { s { said(before, row, visit) } } else { said(before, row, visit) }
              } else {
                words("window.new")
              }
            },
            TableColumn(words("column.becomes")) { row in
              if !row.moves {
                state(words("window.stays"), .plain, .circle)
              } else if let after = row.after {
                b { said(after, row, visit) }
              } else {
                words("window.taken-back")
              }
            },
          ])
      }
    }
  }

  private func said(_ instant: Instant, _ row: Row, _ visit: Visit) -> String {
    row.isEnd ? visit.shortEnd(instant) : visit.short(instant)
  }
}
