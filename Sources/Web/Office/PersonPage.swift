import CivilTime
import HTML
import HTTPServer
import Notices
import Programs
import Store
import Workflow

/// `/people/:person`: somebody's place, roles, profile and work, and what an administrator may change of it.
enum PersonPage: Page {
  static let pattern: StaticString = "/people/:person"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  private struct Sheet {
    var person: Person
    var work: [SubmissionRow]
    var reviews: [ReviewRow]
    var names: [PersonID: PersonName]
    var windows: [Window]
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let sheet = try read(PersonID(try call.number("person")), visit)
    let person = sheet.person
    return Leaf(person.fullName, at: .people) {
      visit.told(call.request)
      p(.class("eyebrow")) {
        a(href: .path(Path("people"))) { words("nav.people") }
        " · " + person.record.school
      }
      h1 { person.fullName }
      if person.addressBounced { bounced(person, visit) }
      div(.class("split part")) {
        div {
          place(sheet, visit)
          profile(person, visit)
          work(sheet, visit)
        }
        aside(.class("aside"), .aria(label: words("person.aside"))) {
          roles(person, visit)
          if person.roles.contains(.administrator) { deputies(sheet, visit) }
          late(sheet, visit)
        }
      }
    }
  }

  private static func read(_ id: PersonID, _ visit: Visit) throws -> Sheet {
    try visit.read { records in
      guard let person = try records.person(id) else {
        throw HTTPProblem(.notFound, "no such person")
      }
      let others =
        [person.record.supervisor].compactMap(\.self) + person.conflicts
        + person.deputies.map(\.person)
      return Sheet(
        person: person, work: try records.submissions(.earner(id), limit: OfficeLimits.rowsMax),
        reviews: try records.openReviewRows(of: id, limit: OfficeLimits.rowsMax),
        names: try records.names(of: Set(others)),
        windows: try records.windows().filter { $0.state == .open || $0.state == .closed }
          .suffix(6))
    }
  }

  private static func bounced(_ person: Person, _ visit: Visit) -> Markup {
    let words = visit.words
    return note(.short, .mail) {
      h2 { words("person.bounced") }
      p { words("person.bounced-text", ["address": person.details.value?.email ?? ""]) }
      visit.form(Path("people", "\(person.id)", "address")) {
        p(.class("actions")) {
          button(.class("button button-quiet")) { words("person.bounced-go") }
        }
      }
    }
  }

  private static func place(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let person = sheet.person
    var rows: [(name: String, value: Markup)] = []
    func add(_ key: String, _ text: String?) {
      guard let text, !text.isEmpty else { return }
      rows.append((words(key), Markup { bdi { text } }))
    }
    add("column.address", person.details.value?.email)
    add("person.number", person.details.value?.employeeNumber)
    add("column.school", person.record.school)
    add("person.supervisor", person.record.supervisor.map { sheet.names.name($0) })
    add("person.unit", person.record.bargainingUnit)
    add("person.hired", person.record.hired.map { visit.short($0) })
    add("person.left", person.record.left.map { visit.short($0) })
    add("person.conflicts", person.conflicts.map { sheet.names.name($0) }.joined(separator: ", "))
    return section(.aria(labelledBy: "place")) {
      h2(.id("place")) { words("person.place") }
      div(.class("card")) { facts(rows) }
      p(.class("fine")) { words("person.place-text") }
      if visit.pays {
        p(.class("actions")) {
          buttonLink(
            words("trace.statement"), Path("statement", "\(person.id)"), isQuiet: true)
        }
      }
    }
  }

  private static func profile(_ person: Person, _ visit: Visit) -> Markup {
    let words = visit.words
    return Markup {
      if let profile = person.evaluator {
        section(.class("part"), .aria(labelledBy: "profile")) {
          h2(.id("profile")) { words("person.profile") }
          div(.class("card")) {
            facts([
              (
                words("submission.skills"),
                Markup {
                  profile.expertise.map {
                    words(
                      "skill.known",
                      ["skill": $0.skill, "grade": words("office-grade.\($0.grade.rawValue)")])
                  }.joined(separator: "; ")
                }
              ),
              (
                words("person.trained"),
                Markup { profile.trained.map { visit.short($0) } ?? words("person.untrained") }
              ),
              (
                words("person.load"),
                Markup { "\(profile.loadMax ?? visit.program.evaluators.openReviewsMax)" }
              ),
              (
                words("person.away"),
                Markup {
                  profile.away.isEmpty
                    ? words("person.never-away")
                    : profile.away.map { "\(visit.short($0.first)) – \(visit.short($0.last))" }
                      .joined(separator: "; ")
                }
              ),
            ])
          }
        }
      }
    }
  }

  private static func work(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return Markup {
      if !sheet.reviews.isEmpty {
        section(.class("part"), .aria(labelledBy: "judges")) {
          h2(.id("judges")) { words("person.reviews", count: sheet.reviews.count) }
          dataTable(
            Markup { words("reviews.open-caption") }, sheet.reviews,
            head: TableColumn(words("column.submission")) { row in
              a(href: .path(Path("submissions", "\(row.submission)"))) { visit.title(row.title) }
            },
            [
              TableColumn(words("column.due")) { visit.shortEnd($0.due) },
              TableColumn("") { row in
                rowLink(
                  words("reviews.help"), visit.title(row.title),
                  Path("office", "reviews", "\(row.id)"))
              },
            ])
        }
      }
      section(.class("part"), .aria(labelledBy: "work")) {
        h2(.id("work")) { words("person.work", count: sheet.work.count) }
        if !sheet.work.isEmpty {
          dataTable(
            Markup { words("submissions.caption") }, sheet.work,
            head: TableColumn(words("column.submission")) { row in
              a(href: .path(Path("submissions", "\(row.id)"))) { visit.title(row.title) }
              span(.class("under")) { visit.stage(row.stage) }
            },
            [
              TableColumn(words("column.received")) {
                visit.short(visit.zone.date(at: $0.receivedAt))
              },
              TableColumn(words("column.state")) { visit.standing($0.state, $0.outcome) },
            ])
        }
      }
    }
  }

  // MARK: What can be changed

  private static func roles(_ person: Person, _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("card")) {
      h2 { words("column.roles") }
      visit.form(Path("people", "\(person.id)", "roles")) {
        fieldset {
          legend(.class("unseen")) { words("column.roles") }
          for role in Role.allCases {
            label(.class("choice")) {
              input(
                type: .checkbox, name: "role", .value(role.rawValue),
                .checked(person.roles.contains(role)))
              span { words("role.\(role.rawValue)") }
            }
          }
        }
        p(.class("actions")) {
          button(.class("button button-quiet")) { words("person.roles-go") }
        }
      }
    }
  }

  private static func deputies(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let person = sheet.person
    return section(.class("card")) {
      h2 { words("person.deputies") }
      if person.deputies.isEmpty { p(.class("meta")) { words("person.no-deputies") } }
      ul(.class("rows")) {
        for deputy in person.deputies {
          li {
            b { sheet.names.name(deputy.person) }
            span(.class("under")) { "\(visit.short(deputy.from)) – \(visit.short(deputy.until))" }
            visit.form(Path("people", "\(person.id)", "deputies")) {
              input(type: .hidden, name: "remove", .value(deputy.mark))
              button(.class("button button-plain button-small")) {
                words("person.remove")
                span(.class("unseen")) { " " + sheet.names.name(deputy.person) }
              }
            }
          }
        }
      }
      details {
        summary { words("person.add-deputy") }
        visit.form(Path("people", "\(person.id)", "deputies")) {
          field("deputy", words("person.deputy"), hint: words("person.deputy-hint")) { described in
            input(
              type: .text, name: "deputy", .id("deputy"), .required(), .maxlength(254), described)
          }
          field("from", words("person.from")) { described in
            input(type: .date, name: "from", .id("from"), .required(), described)
          }
          field("until", words("review.last-day")) { described in
            input(type: .date, name: "until", .id("until"), .required(), described)
          }
          p(.class("actions")) {
            button(.class("button button-quiet")) { words("person.deputy-go") }
          }
        }
      }
    }
  }

  private static func late(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return Markup {
      if !sheet.windows.isEmpty {
        section(.class("card")) {
          h2 { words("person.late") }
          details {
            summary { words("person.late-open") }
            visit.form(Path("people", "\(sheet.person.id)", "late")) {
              field("window", words("column.window")) { described in
                select(name: "window", .id("window"), described) {
                  for window in sheet.windows.reversed() {
                    option(visit.name(of: window), value: "\(window.id)")
                  }
                }
              }
              field("late-until", words("review.last-day"), hint: words("review.last-day-hint")) {
                described in
                input(
                  type: .date, name: "until", .id("late-until"), .required(), described,
                  .min("\(visit.wording.today)"))
              }
              field("late-reason", words("office.reason")) { described in
                input(
                  type: .text, name: "reason", .id("late-reason"), .required(), .maxlength(500),
                  described)
              }
              p(.class("actions")) {
                button(.class("button button-quiet")) { words("person.late-go") }
              }
            }
          }
        }
      }
    }
  }
}
