import Crypto
import HTML
import HTTPServer
import Notices
import Office
import Store
import Workflow

/// `/settings`: which notices one gets, and which browsers are signed in.
enum SettingsPage: Page {
  static let pattern: StaticString = "/settings"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    try leaf(call.context, told: call.context.told(call.request))
  }

  /// The page; with the address of a calendar that was just made, which is shown this once.
  static func leaf(_ visit: Visit, told: Markup?, calendar address: String? = nil) throws -> Leaf {
    let words = visit.words
    let person = try visit.person()
    let browsers = try visit.office.sessions(of: person.id)
    let calendar = try CalendarSection.markup(visit, address: address)
    return Leaf(words("settings.title"), at: .settings) {
      h1 { words("settings.heading") }
      p(.class("lead")) {
        words.markup(
          "settings.lead", ["address": strong { person.details.value?.email ?? "" }])
      }
      told
      section(.class("card part"), .aria(labelledBy: "notices")) {
        h2(.id("notices")) { words("settings.notices") }
        p { words("settings.notices.lead") }
        visit.form(Path("settings", "notices")) {
          fieldset(.class("part-in")) {
            legend(.class("unseen")) { words("settings.notices") }
            for kind in MutableKind.allCases {
              label(.class("choice")) {
                input(
                  type: .checkbox, name: "kind", .value(kind.rawValue),
                  .checked(!person.muted.contains(kind.rawValue)))
                span {
                  words("settings.kind.\(kind.rawValue)")
                  span(.class("hint block")) { words("settings.kind.\(kind.rawValue).hint") }
                }
              }
            }
          }
          p(.class("actions")) { button(.class("button")) { words("settings.notices.save") } }
        }
      }
      calendar
      section(.class("part"), .aria(labelledBy: "browsers")) {
        h2(.id("browsers")) { words("settings.browsers", count: browsers.count) }
        p(.class("meta")) { words("settings.browsers.lead") }
        ul(.class("rows card part-in")) {
          for browser in browsers { item(visit, browser) }
        }
        if browsers.count > 1 {
          visit.form(Path("settings", "sign-out-others")) {
            p(.class("actions")) {
              button(.class("button button-quiet")) { words("settings.sign-out-others") }
            }
          }
        }
      }
    }
  }

  private static func item(_ visit: Visit, _ browser: BrowserSession) -> Markup {
    let words = visit.words
    let isThis = browser.hash == visit.signedIn?.session.hash
    return li(.class("browser")) {
      div {
        b { browser.device }
        if isThis {
          " "
          state(words("settings.this"), .now, .dot)
        }
        if browser.scopeKind != BrowserSession.everything {
          " "
          state(words("settings.link"), .plain, .link)
        }
        p(.class("meta")) {
          words(
            "settings.browser",
            ["since": visit.when(browser.madeAt), "until": visit.when(browser.expires)])
        }
      }
      if !isThis {
        visit.form(Path("settings", "sign-out")) {
          input(type: .hidden, name: "browser", .value(browser.mark))
          button(.class("button button-plain button-small")) {
            words("settings.sign-out")
            span(.class("unseen")) { " \(browser.device), \(visit.when(browser.madeAt))" }
          }
        }
      }
    }
  }
}

extension BrowserSession {
  /// What a form calls it: nothing that lets anybody in.
  var mark: String { String(hash.hex.prefix(24)) }
}

/// Keeps which notices somebody wants.
enum NoticesChosen: Action {
  static let pattern: StaticString = "/settings/notices"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let person = try visit.person().id
    let wanted = Set(form.all("kind"))
    return try visit.attempt(back: Path("settings")) {
      try visit.performTogether { _ in
        MutableKind.allCases.map { kind in
          .muteNotices(person, kind: kind.rawValue, isMuted: !wanted.contains(kind.rawValue))
        }
      }
      return try .done("notices", at: Path("settings"))
    }
  }
}

/// Signs another browser out.
enum BrowserSignedOut: Action {
  static let pattern: StaticString = "/settings/sign-out"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let own = try visit.office.sessions(of: visit.person().id)
    if let session = own.first(where: { $0.mark == form["browser"] }) {
      try visit.office.leave(session)
    }
    return try .done("signed-out", at: Path("settings"))
  }
}

/// Signs every other browser out.
enum OthersSignedOut: Action {
  static let pattern: StaticString = "/settings/sign-out-others"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    try visit.office.leaveAll(of: visit.person().id, except: visit.signedIn?.session)
    return try .done("signed-out-others", at: Path("settings"))
  }
}
