import CivilTime
import HTML
import HTTPServer
import Ledger
import Notices
import Office
import Programs
import Workflow

/// `/pay/dates/:day`: a pay date, line by line: as it would be sealed now, or as it was.
enum PayDatePage: Page {
  static let pattern: StaticString = "/pay/dates/:day"
  static func sight(_ call: Call<Visit>) -> Sight { .payroll }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let from = call.request.query["from"].flatMap { Int($0) } ?? 0
    let sheet = try PayDateSheet.read(try day(call), from: from, call.context)
    return leaf(sheet, told: call.context.told(call.request), call.context)
  }

  /// The day that an address names.
  static func day(_ call: Call<Visit>) throws -> CivilDate {
    guard let day = CivilDate(iso: try call.text("day")) else {
      throw HTTPProblem(.notFound, "not a day")
    }
    return day
  }

  /// The page.
  ///
  /// - Parameters:
  ///   - sheet: What it shows.
  ///   - isAgain: Whether it was to be sealed and was not, because something has changed.
  ///   - told: What was just done.
  ///   - visit: Whose page.
  /// - Returns: The page.
  static func leaf(
    _ sheet: PayDateSheet, isAgain: Bool = false, told: Markup?, _ visit: Visit
  ) -> Leaf {
    let words = visit.words
    let day = visit.long(sheet.payDate.pays)
    var leaf = Leaf(words("pay.date-title", ["day": day]), at: .pay) {
      told
      p(.class("eyebrow")) {
        a(href: .path(Path("pay"))) { words("nav.pay") }
        " · \(sheet.payDate.label) · "
        visit.standing(sheet.date)
      }
      h1 { words("pay.date-heading", ["day": day]) }
      p(.class("lead")) { lead(sheet, visit) }
      if isAgain { PayDateView.changed(sheet, visit) }
      PayDateView.problems(sheet, words)
      PayDateView.stats(sheet, visit)
      section(.class("part"), .aria(labelledBy: "lines")) {
        h2(.id("lines")) { words("pay.lines") }
        if sheet.lines.isEmpty {
          div(.class("empty")) { p { words("pay.lines-none") } }
        } else {
          PayDateView.table(sheet, visit)
        }
        visit.further(
          sheet.shown.upperBound < sheet.lines.count
            ? Path("pay", "dates", "\(sheet.payDate.pays)")
              .query("from", "\(sheet.shown.upperBound)") : nil)
      }
      dock(sheet, visit)
    }
    if isAgain { leaf.status = .conflict }
    return leaf
  }

  private static func lead(_ sheet: PayDateSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return Markup {
      words.markup(
        "pay.date-lead", count: sheet.paying.count,
        [
          "people": Markup { words("pay.people", count: sheet.people) },
          "total": strong { sheet.total.shown },
        ])
      " "
      if let sealed = sheet.date.sealed {
        words(
          "pay.sealed-by",
          [
            "name": sheet.sealedBy ?? words("happened.by-technician"),
            "at": visit.when(sealed.cause.at),
          ])
      } else {
        words.markup("pay.locks", ["lock": strong { visit.when(sheet.payDate.locks) }])
      }
    }
  }

  /// What can be done with it, always at hand.
  private static func dock(_ sheet: PayDateSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    func path(_ action: String) -> Path { Path("pay", "dates", "\(sheet.payDate.pays)", action) }
    let sum = words("pay.dock", count: sheet.paying.count, ["total": sheet.total.shown])
    guard let sealed = sheet.date.sealed else {
      if !sheet.problems.isEmpty { return Markup() }
      guard sheet.payDate.cutOff <= visit.now, let token = sheet.token else {
        return note(.plain, .clock) {
          p {
            words.markup(
              "pay.early",
              ["cutOff": strong { visit.stampedEnd(sheet.payDate.cutOff) }])
          }
        }
      }
      return visit.form(path("seal")) {
        input(type: .hidden, name: "shown", .value(token))
        input(type: .hidden, name: "lines", .value(sheet.remembered))
        div(.class("dock")) {
          p(.class("dock-text")) {
            b(.class("num")) { sum }
            " "
            small { words("pay.seal-text") }
          }
          p(.class("dock-do")) { button(.class("button")) { words("pay.seal") } }
        }
      }
    }
    let isToday = sheet.payDate.pays <= visit.wording.today
    return div(.class("dock")) {
      p(.class("dock-text")) {
        b(.class("num")) { sum }
        " "
        small {
          words("pay.hash")
          " "
          span(.class("hash")) { Self.grouped(sealed.hash) }
        }
      }
      div(.class("dock-do")) {
        buttonLink(words("pay.file"), path("file"), isQuiet: sealed.isPaid || isToday)
        if !sealed.isPaid {
          visit.form(path("paid")) {
            button(isToday ? .class("button") : .class("button button-quiet")) {
              words("pay.mark-paid")
            }
          }
        }
      }
    }
  }

  /// The beginning of a hash, in groups that can be read aloud.
  static func grouped(_ hash: String) -> String {
    var text = ""
    for (place, character) in hash.prefix(12).enumerated() {
      if place > 0, place % 4 == 0 { text += " " }
      text.append(character)
    }
    return text
  }
}
