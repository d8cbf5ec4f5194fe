import CivilTime
import HTML
import HTTPServer
import Office
import Store
import Workflow

/// `/more/rows/:row`: a row that was set aside: why, what it says, and how it is settled. A form's row is put right and
/// taken in; one of another file is mended there.
enum SetAsidePage: Page {
  static let pattern: StaticString = "/more/rows/:row"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  /// What somebody sent, and what is wrong with it.
  struct Sent {
    var person = ""
    var title = ""
    var date = ""
    var time = ""
    /// The fields and the words' keys.
    var problems: [String: String] = [:]
  }

  static func show(_ call: Call<Visit>) throws -> Leaf { try leaf(call, Sent()) }

  static func leaf(_ call: Call<Visit>, _ sent: Sent) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let id = try call.number("row")
    let (found, file) = try visit.read { records in
      let row = try records.setAsideRow(id)
      return (row, try row.flatMap { try records.intakeFile(sha256: $0.file)?.name })
    }
    guard let row = found, row.settledAt == nil else {
      throw HTTPProblem(.notFound, "no such row")
    }
    let name = words("more.row-number", ["number": "\(row.rowNumber)"])
    var leaf = Leaf(name, at: .more) {
      p(.class("eyebrow")) {
        a(href: .path(Path("more"))) { words("nav.more") }
        " · " + name
        if let file {
          " · "
          bdi { file }
        }
      }
      h1 { words("aside.heading") }
      p(.class("lead")) { row.reason }
      div(.class("split part")) {
        div {
          if row.form == nil {
            note(.plain, .circle) { p { words("aside.mend") } }
          } else {
            take(row, sent, visit)
          }
        }
        aside(.class("aside"), .aria(label: words("more.fields"))) {
          section(.class("card")) {
            h2 { words("more.fields") }
            row.cells
          }
          section(.class("card")) {
            h2 { words("aside.leave") }
            p(.class("meta")) { words("aside.leave-text") }
            visit.form(Path("more", "rows", "\(id)", "dismiss")) {
              p(.class("actions")) {
                button(.class("button button-quiet")) { words("more.dismiss") }
              }
            }
          }
        }
      }
    }
    if !sent.problems.isEmpty { leaf.status = .unprocessableContent }
    return leaf
  }

  private static func take(_ row: SetAsideRow, _ sent: Sent, _ visit: Visit) -> Markup {
    let words = visit.words
    func text(_ name: String, _ type: InputType, _ value: String, _ further: Attribute) -> Markup {
      field(
        name, words("aside.\(name)"), hint: words("aside.\(name)-hint"),
        problem: sent.problems[name].map { words($0) }
      ) { described in
        input(
          type: type, name: name, .id(name), .value(value), further, described,
          .when(sent.problems[name] != nil, .aria(invalid: true)))
      }
    }
    return section(.class("card"), .aria(labelledBy: "take")) {
      h2(.id("take")) { words("aside.take") }
      p(.class("meta")) { words("aside.take-text") }
      visit.form(Path("more", "rows", "\(row.id)", "take")) {
        text("person", .text, sent.person, .maxlength(254))
        text("title", .text, sent.title, .maxlength(200))
        text("date", .date, sent.date, .none)
        text("time", .time, sent.time, .none)
        p(.class("actions")) { button(.class("button")) { words("aside.take-go") } }
      }
    }
  }
}

/// Takes a form's row in that was set aside, put right. It counts from when it was first handed in.
enum TakeRowAction: Action {
  static let pattern: StaticString = "/more/rows/:row/take"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let id = try call.number("row")
    var sent = SetAsidePage.Sent(
      person: try form.text("person", max: 254), title: try form.text("title", max: 200),
      date: try form.text("date", max: 10), time: try form.text("time", max: 8))
    var person: PersonID?
    if !sent.person.isEmpty {
      person = try visit.read { records in
        try records.person(email: sent.person) ?? records.person(employeeNumber: sent.person)
      }?.id
      if person == nil { sent.problems["person"] = "aside.person-unknown" }
    }
    var arrivedAt: Instant?
    if !sent.date.isEmpty || !sent.time.isEmpty {
      arrivedAt = CivilDateTime(iso: "\(sent.date)T\(sent.time)").map { visit.zone.instant(of: $0) }
      if arrivedAt == nil {
        sent.problems[sent.date.isEmpty ? "date" : "time"] = "aside.both-needed"
      }
    }
    guard sent.problems.isEmpty else { return visit.framed(try SetAsidePage.leaf(call, sent)) }
    return try visit.attempt(back: Path("more", "rows", "\(id)")) {
      try visit.office.settle(
        row: id, person: person, title: sent.title.isEmpty ? nil : sent.title,
        arrivedAt: arrivedAt, by: .person(try visit.person().id))
      return try .done("row-taken", at: Path("more"))
    }
  }
}

/// Leaves a row that was set aside out for good.
enum DismissRowAction: Action {
  static let pattern: StaticString = "/more/rows/:row/dismiss"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let id = try call.number("row")
    let actor = Actor.person(try visit.person().id)
    return try visit.attempt(back: Path("more")) {
      try visit.office.dismiss(row: id, by: actor)
      return try .done("row-dismissed", at: Path("more"))
    }
  }
}

extension SetAsideRow {
  /// What it says, by its columns' titles.
  var cells: Markup {
    dl(.class("facts facts-stacked")) {
      for field in fields.prefix(40) {
        div {
          dt { field.column }
          dd { bdi { field.text } }
        }
      }
    }
  }
}
