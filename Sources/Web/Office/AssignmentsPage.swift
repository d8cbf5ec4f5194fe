import Assignments
import CivilTime
import HTML
import HTTPServer
import Notices
import Programs
import Store
import Workflow

/// `/assignments`: who is to judge what, the worst served first; released by one button.
enum AssignmentsPage: Page {
  static let pattern: StaticString = "/assignments"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    var (sheet, others) = try read(call.request.query, visit)
    // Solved outside of what is read: that takes a while, and holds nobody up.
    try sheet?.addSeconds(visit)
    guard let sheet else {
      return Leaf(words("nav.assignment"), at: .assignment) {
        visit.told(call.request)
        h1 { words("assignment.none") }
        p(.class("lead")) { words("assignment.none-lead") }
      }
    }
    let window = sheet.window
    let isProposed = sheet.assignment?.state == .proposed && window.state == .closed
    return Leaf(words("nav.assignment"), at: .assignment) {
      visit.told(call.request)
      p(.class("eyebrow")) { eyebrow(sheet, others, visit) }
      h1 { heading(sheet, visit) }
      p(.class("lead")) { lead(sheet, visit) }
      if isProposed {
        visit.form(Path("assignments", "\(window.id)")) {
          button(.class("unseen"), .name("do"), .value("save"), .tabindex(-1), .aria(hidden: true))
          {
            words("assignment.save")
          }
          div(.class("split part")) {
            div {
              table(sheet, isProposed: true, visit)
              p(.class("actions")) {
                button(.class("button button-quiet button-small"), .name("do"), .value("again")) {
                  words("assignment.again")
                }
              }
              further(sheet, visit)
              unassigned(sheet, visit)
            }
            aside(.class("aside"), .aria(labelledBy: "loads")) { loads(sheet, visit) }
          }
          dock(sheet, visit)
        }
      } else {
        if window.state == .closed, sheet.waiting > 0, sheet.assignment?.state != .proposed {
          visit.form(Path("assignments", "\(window.id)")) {
            p(.class("actions")) {
              button(.class("button"), .name("do"), .value("again")) {
                words("assignment.work-out")
              }
            }
          }
        }
        div(.class("split part")) {
          div {
            if !sheet.rows.isEmpty { table(sheet, isProposed: false, visit) }
            further(sheet, visit)
          }
          aside(.class("aside"), .aria(labelledBy: "loads")) { loads(sheet, visit) }
        }
      }
    }
  }

  private static func read(
    _ query: FormData, _ visit: Visit
  ) throws -> (AssignmentSheet?, [Window]) {
    try visit.read { records in
      let windows = try records.windows().filter { window in
        window.state == .closed && (window.assignment != nil || visit.now < window.times.notifyBy)
      }
      let wanted = query["window"].flatMap(Int64.init)
      let proposed = try windows.last { window in
        try window.assignment.map { try records.assignment($0)?.state == .proposed } ?? false
      }
      let chosen = windows.first { $0.id.number == wanted } ?? proposed ?? windows.last
      let start = min(100_000, max(0, query["from"].flatMap(Int.init) ?? 0))
      let sheet = try chosen.map { try AssignmentSheet.read($0, from: start, visit, records) }
      return (sheet, windows.filter { $0.id != chosen?.id }.suffix(6))
    }
  }

  private static func eyebrow(
    _ sheet: AssignmentSheet, _ others: [Window], _ visit: Visit
  ) -> Markup {
    Markup {
      visit.name(of: sheet.window)
      for other in others {
        " · "
        a(href: .path(Path("assignments").query("window", "\(other.id)"))) {
          visit.name(of: other)
        }
      }
    }
  }

  private static func heading(_ sheet: AssignmentSheet, _ visit: Visit) -> String {
    let words = visit.words
    switch sheet.assignment?.state {
    case .proposed?:
      return words(
        "assignment.heading", count: sheet.count,
        ["evaluators": words("assignment.evaluators", count: sheet.evaluators)])
    case .released?: return words("assignment.released", count: sheet.count)
    case .replaced?, nil: return words("assignment.waiting", count: sheet.waiting)
    }
  }

  private static func lead(_ sheet: AssignmentSheet, _ visit: Visit) -> String {
    let words = visit.words
    let values = [
      "day": visit.longDay(ofEnd: sheet.window.times.assignBy),
      "due": visit.longDay(ofEnd: sheet.window.times.reviewsDue),
    ]
    switch sheet.assignment?.state {
    case .proposed?:
      let outside = sheet.assignment?.pairs.count(where: \.isOutsideField) ?? 0
      // What was worked out is proven to be the best; what was moved by hand is not.
      let isMoved = sheet.assignment?.pairs.contains(where: \.isByHand) ?? false
      return words(isMoved ? "assignment.lead-moved" : "assignment.lead", values) + " "
        + words("assignment.outside", count: outside)
    case .released?: return words("assignment.released-lead", values)
    case .replaced?, nil: return words("assignment.waiting-lead", values)
    }
  }

  // MARK: The pairs

  private static func table(
    _ sheet: AssignmentSheet, isProposed: Bool, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let id = sheet.window.id
    var columns = [
      TableColumn<AssignmentSheet.Row>(words("assignment.match")) { row in
        b { sheet.names.name(row.pair.evaluator) }
        if row.pair.part != .evaluator {
          span(.class("under")) { words("part.\(row.pair.part.rawValue)") }
        }
        span(.class("under")) { match(row, words) }
        if let second = second(row, sheet, words) { span(.class("under")) { second } }
        fieldState(row, words)
      }
    ]
    if isProposed {
      columns.append(
        TableColumn(words("assignment.pin")) { row in
          let value = "\(row.pair.submission)-\(row.pair.evaluator)"
          input(type: .hidden, name: "shown", .value(value))
          label(.class("choice")) {
            input(type: .checkbox, name: "pin", .value(value), .checked(row.pair.isPinned))
            span(.class("unseen")) {
              words(
                "assignment.pin-unseen",
                [
                  "name": sheet.names.name(row.pair.evaluator), "title": visit.title(row.title),
                ])
            }
          }
        })
      columns.append(
        TableColumn("") { row in
          rowLink(
            words("assignment.move"), visit.title(row.title),
            Path("assignments", "\(id)", "move", "\(row.pair.submission)", row.pair.part.rawValue))
        })
    }
    return section(.aria(labelledBy: "worst")) {
      h2(.id("worst")) { words("assignment.worst") }
      if sheet.isTooLargeForSeconds { p(.class("meta")) { words("assignment.no-seconds") } }
      dataTable(
        Markup { words(isProposed ? "assignment.caption" : "assignment.caption-released") },
        sheet.rows,
        head: TableColumn(words("column.submission")) { row in
          a(href: .path(Path("submissions", "\(row.pair.submission)"))) { visit.title(row.title) }
          span(.class("under")) {
            [sheet.names.name(row.earner), sheet.names[row.earner]?.school ?? ""]
              .filter { !$0.isEmpty }.joined(separator: ", ")
          }
        }, columns)
    }
  }

  private static func match(_ row: AssignmentSheet.Row, _ words: Words) -> String {
    guard let affinity = row.affinity else { return words("assignment.no-skill") }
    let match = affinity.words(words)
    guard !row.skills.isEmpty else { return match }
    return words(
      "assignment.match-points", ["match": match, "points": MovePage.points(affinity.thousandths)])
  }

  /// Who would be next, and what that would cost.
  private static func second(
    _ row: AssignmentSheet.Row, _ sheet: AssignmentSheet, _ words: Words
  ) -> String? {
    if row.pair.isByHand { return words("assignment.by-hand") }
    let place = ReviewPlace(submission: row.pair.submission, evaluator: row.pair.evaluator)
    guard let second = sheet.seconds[place] else { return nil }
    return words(
      "assignment.second",
      [
        "name": sheet.names.name(second.evaluator), "match": second.affinity.words(words),
        "cost": words.again(second.cost),
      ])
  }

  private static func fieldState(_ row: AssignmentSheet.Row, _ words: Words) -> Markup {
    if row.pair.isOutsideField { return state(words("assignment.outside-field"), .wait, .alert) }
    return (row.affinity?.thousandths ?? row.pair.affinityThousandths) >= 700
      ? state(words("assignment.in-field"), .met, .check)
      : state(words("assignment.near-field"), .now, .half)
  }

  private static func further(_ sheet: AssignmentSheet, _ visit: Visit) -> Markup {
    let shown = sheet.start + sheet.rows.count
    return visit.further(
      shown < sheet.count
        ? Path("assignments").query("window", "\(sheet.window.id)").query("from", "\(shown)") : nil)
  }

  private static func unassigned(_ sheet: AssignmentSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return Markup {
      if !sheet.unassigned.isEmpty {
        section(.class("part"), .aria(labelledBy: "without")) {
          h2(.id("without")) { words("assignment.unassigned", count: sheet.unassigned.count) }
          p(.class("meta")) { words("assignment.unassigned-text") }
          ul(.class("rows card")) {
            for row in sheet.unassigned {
              li {
                a(href: .path(Path("submissions", "\(row.id)"))) { visit.title(row.title) }
                span(.class("under")) { sheet.names.name(row.earner) }
              }
            }
          }
        }
      }
    }
  }

  private static func loads(_ sheet: AssignmentSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("card")) {
      h2(.id("loads")) { words("assignment.loads") }
      ul(.class("steps")) {
        for load in sheet.loads.prefix(60) {
          li(.class("load")) {
            p {
              span {
                a(href: .path(Path("people", "\(load.person)"))) { load.name }
                if load.isAway { " · " + words("assignment.away") }
              }
              " "
              span(.class("num")) {
                words(
                  load.holds >= load.most ? "assignment.load-full" : "assignment.load",
                  ["holds": "\(load.holds)", "most": "\(load.most)"])
              }
            }
            loadBar(load.holds, of: load.most, isFull: load.holds >= load.most)
          }
        }
      }
    }
  }

  private static func dock(_ sheet: AssignmentSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let pins = sheet.assignment?.pairs.count(where: \.isPinned) ?? 0
    return div(.class("dock")) {
      p(.class("dock-text")) {
        b {
          words("assignment.dock", count: sheet.count) + ", "
            + words("assignment.pins", count: pins)
        }
        " "
        small { words("assignment.dock-text", count: visit.program.mail.holdMinutes) }
      }
      p(.class("dock-do")) {
        button(.class("button button-quiet"), .name("do"), .value("save")) {
          words("assignment.save")
        }
        " "
        button(.class("button"), .name("do"), .value("release")) { words("assignment.release") }
      }
    }
  }
}
