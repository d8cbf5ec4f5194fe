import CivilTime
import HTML
import HTTPServer
import Office
import Store
import Workflow

/// `/mail`: whether mail flows, and what became of mails that did not arrive.
enum MailPage: Page {
  static let pattern: StaticString = "/mail"
  static func sight(_ call: Call<Visit>) -> Sight { .office }
  /// Most mails of one state.
  private static let mailsMax = 50

  private struct Listing {
    var counts: [MailState: Int]
    var isPaused: Bool
    var mails: [MailState: [OutgoingMail]]
    var names: [PersonID: PersonName]
    /// What each notice says that leads a mail.
    var notices: [Int64: String]
    /// Whose address refuses mail.
    var bounced: [Person]
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let list = try read(visit)
    let failed = (list.counts[.failed] ?? 0) + (list.counts[.unknown] ?? 0)
    let waiting =
      (list.counts[.queued] ?? 0) + (list.counts[.deferred] ?? 0) + (list.counts[.sending] ?? 0)
      + (list.counts[.endOfData] ?? 0)
    return Leaf(words("nav.mail"), at: .mail) {
      visit.told(call.request)
      h1 {
        if list.isPaused {
          words("mail.paused")
        } else if failed > 0 {
          words("mail.failed", count: failed)
        } else {
          words("mail.flows")
        }
      }
      p(.class("lead")) {
        list.isPaused ? words("mail.paused-lead") : words("mail.lead", count: waiting)
      }
      visit.form(Path("mail", list.isPaused ? "resume" : "pause")) {
        p(.class("actions")) {
          button(list.isPaused ? .class("button") : .class("button button-quiet button-small")) {
            words(list.isPaused ? "mail.resume" : "mail.pause")
          }
        }
      }
      dl(.class("stats card part-in")) {
        for state in MailState.allCases {
          if let count = list.counts[state] {
            div {
              dt { words("mail-state.\(state.rawValue)") }
              dd { Words.number(count) }
            }
          }
        }
      }
      if !list.bounced.isEmpty { bounced(list.bounced, visit) }
      for state in shownStates {
        if let mails = list.mails[state], !mails.isEmpty {
          section(.class("part"), .aria(labelledBy: state.rawValue)) {
            h2(.id(state.rawValue)) { words("mail.heading.\(state.rawValue)") }
            table(mails, list, visit)
          }
        }
      }
    }
  }

  private static let shownStates: [MailState] = [.failed, .unknown, .deferred, .queued]

  private static func read(_ visit: Visit) throws -> Listing {
    try visit.read { records in
      var mails: [MailState: [OutgoingMail]] = [:]
      for state in shownStates {
        mails[state] = try records.mails(.state(state), limit: mailsMax)
      }
      return Listing(
        counts: try records.mailCounts(), isPaused: try records.isOutboxPaused(), mails: mails,
        names: try records.names(of: Set(mails.values.joined().compactMap(\.person))),
        notices: try records.templates(
          ofNotices: mails.values.joined().compactMap(\.notices.first)),
        bounced: try records.bouncedPeople(limit: mailsMax).compactMap { try records.person($0) })
    }
  }

  private static func bounced(_ people: [Person], _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("part"), .aria(labelledBy: "bounced")) {
      h2(.id("bounced")) { words("mail.bounced", count: people.count) }
      p(.class("meta")) { words("mail.bounced-text") }
      ul(.class("rows card")) {
        for person in people {
          li {
            a(href: .path(Path("people", "\(person.id)"))) { person.fullName }
            span(.class("under")) { bdi { person.details.value?.email ?? "" } }
          }
        }
      }
    }
  }

  private static func table(
    _ mails: [OutgoingMail], _ list: Listing, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    return dataTable(
      Markup { words("mail.caption") }, mails,
      head: TableColumn(words("mail.to")) { mail in
        a(href: .path(Path("mail", "\(mail.id)"))) {
          bdi { mail.person.map { list.names.name($0) } ?? mail.address ?? words("mail.nobody") }
        }
        span(.class("under")) {
          mail.notices.first.flatMap { list.notices[$0] }.map { words("notice.\($0)") }
            ?? words("mail.other")
        }
      },
      [
        TableColumn(words("mail.made")) { visit.moment($0.createdAt) },
        TableColumn(words("mail.tries"), isAmount: true) { "\($0.attempts)" },
        TableColumn(words("mail.next")) { mail in
          if mail.state == .deferred || mail.state == .queued { visit.moment(mail.nextAttempt) }
        },
        TableColumn(words("mail.server")) { mail in
          if !mail.serverWords.isEmpty { span(.class("hash")) { bdi { mail.serverWords } } }
        },
      ])
  }
}

/// Lets no mail out; what is due waits.
enum PauseMailAction: Action {
  static let pattern: StaticString = "/mail/pause"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    try call.context.office.pauseOutbox()
    return try .done("mail-paused", at: Path("mail"))
  }
}

/// Lets mails out again.
enum ResumeMailAction: Action {
  static let pattern: StaticString = "/mail/resume"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    try call.context.office.resumeOutbox(givingUpBefore: nil)
    return try .done("mail-resumed", at: Path("mail"))
  }
}
