import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Store
import Workflow

/// `/mail/:mail`: one mail: where it stands, each try in the server's own words, and the notices in it.
enum OneMailPage: Page {
  static let pattern: StaticString = "/mail/:mail"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  private struct Sheet {
    var mail: OutgoingMail
    var attempts: [MailAttempt]
    var notices: [Store.Notice]
    var person: Person?

    /// What its lead says: one that was taken back after it was tried is told by another.
    var standing: String {
      mail.state == .cancelled && !attempts.isEmpty ? "again" : mail.state.rawValue
    }
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let sheet = try read(try call.number("mail"), visit)
    let what = sheet.notices.first.map { words("notice.\($0.template)") }
    return Leaf(what ?? words("one-mail.title"), at: .mail) {
      visit.told(call.request)
      p(.class("eyebrow")) { a(href: .path(Path("mail"))) { words("nav.mail") } }
      h1 {
        what ?? words("one-mail.title")
        if let person = sheet.person { words("one-mail.to", ["name": person.fullName]) }
      }
      p(.class("lead")) { words("one-mail.lead.\(sheet.standing)") }
      if sheet.person?.addressBounced == true, let person = sheet.person {
        note(.short, .mail) {
          p {
            words("one-mail.bounced")
            " "
            a(href: .path(Path("people", "\(person.id)"))) { words("needs.bounced-go") }
          }
        }
      } else if sheet.mail.state == .failed || sheet.mail.state == .unknown {
        again(sheet, visit)
      }
      div(.class("split part")) {
        div {
          attempts(sheet, visit)
          notices(sheet, visit)
        }
        aside(.class("aside"), .aria(label: words("one-mail.facts"))) {
          section(.class("card")) {
            h2 { words("one-mail.facts") }
            about(sheet, visit)
          }
        }
      }
    }
  }

  private static func read(_ id: Int64, _ visit: Visit) throws -> Sheet {
    try visit.read { records in
      guard let mail = try records.mail(id) else { throw HTTPProblem(.notFound, "no such mail") }
      let carried = try records.notices(inMail: id)
      return Sheet(
        mail: mail, attempts: try records.attempts(of: id),
        // What is told by another mail is none of its own any more.
        notices: carried.isEmpty ? try mail.notices.compactMap { try records.notice($0) } : carried,
        person: try mail.person.flatMap { try records.person($0) })
    }
  }

  private static func again(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return visit.form(Path("mail", "\(sheet.mail.id)", "again")) {
      p(.class("meta")) { words("one-mail.send-again-text.\(sheet.mail.state.rawValue)") }
      p(.class("actions")) { button(.class("button")) { words("one-mail.send-again") } }
    }
  }

  private static func about(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let mail = sheet.mail
    var rows: [(name: String, value: Markup)] = []
    if let person = sheet.person {
      rows.append(
        (
          words("mail.to"),
          Markup {
            a(href: .path(Path("people", "\(person.id)"))) { person.fullName }
          }
        ))
    }
    if let address = mail.address ?? sheet.person?.details.value?.email {
      rows.append((words("column.address"), Markup { bdi { address } }))
    }
    rows.append(
      (words("mail.made"), Markup { visit.stamped(mail.createdAt, visit.moment(mail.createdAt)) }))
    if let sent = mail.sentAt {
      rows.append((words("one-mail.sent"), Markup { visit.stamped(sent, visit.moment(sent)) }))
    }
    if mail.state == .deferred || mail.state == .queued {
      rows.append(
        (
          words("mail.next"),
          Markup { visit.stamped(mail.nextAttempt, visit.moment(mail.nextAttempt)) }
        ))
    }
    rows.append((words("mail.tries"), Markup { "\(mail.attempts)" }))
    rows.append(
      (words("one-mail.message-id"), Markup { span(.class("hash")) { bdi { mail.messageID } } }))
    return dl(.class("facts facts-stacked")) {
      for row in rows {
        div {
          dt { row.name }
          dd { row.value }
        }
      }
    }
  }

  private static func attempts(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.aria(labelledBy: "attempts")) {
      h2(.id("attempts")) { words("one-mail.attempts", count: sheet.attempts.count) }
      if sheet.attempts.isEmpty {
        p(.class("meta")) { words("one-mail.no-attempts") }
      } else {
        ol(.class("rows card")) {
          for attempt in sheet.attempts {
            li {
              b { visit.stamped(attempt.at, visit.moment(attempt.at)) }
              p(.class("hash")) { bdi { attempt.words } }
            }
          }
        }
      }
    }
  }

  private static func notices(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return Markup {
      if !sheet.notices.isEmpty {
        section(.class("part"), .aria(labelledBy: "notices")) {
          h2(.id("notices")) { words("one-mail.notices", count: sheet.notices.count) }
          ul(.class("rows card")) {
            for notice in sheet.notices {
              li {
                b { words("notice.\(notice.template)") }
                if let path = path(of: notice) {
                  " "
                  a(href: .path(path)) {
                    words("one-mail.about.\(notice.aboutKind)", ["number": "\(notice.aboutID)"])
                  }
                }
                if let other = notice.mail, other != sheet.mail.id {
                  span(.class("under")) {
                    a(href: .path(Path("mail", "\(other)"))) { words("one-mail.other") }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// Where what a notice is about is shown.
  private static func path(of notice: Store.Notice) -> Path? {
    switch notice.aboutKind {
    case "submission": Path("submissions", "\(notice.aboutID)")
    case "review": Path("office", "reviews", "\(notice.aboutID)")
    case "window": Path("windows", "\(notice.aboutID)")
    case "person": Path("people", "\(notice.aboutID)")
    default: nil
    }
  }
}

/// Sends a mail again that did not arrive, or of which nobody knows.
enum SendAgainAction: Action {
  static let pattern: StaticString = "/mail/:mail/again"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let id = try call.number("mail")
    let back = Path("mail", "\(id)")
    return try visit.attempt(back: back) {
      try visit.office.sendAgain(mail: id, by: .person(try visit.person().id))
      return try .done("mail-again", at: back)
    }
  }
}
