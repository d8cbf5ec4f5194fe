import HTML
import HTTPServer
import Office
import Store
import Workflow

/// "Not this time": a draft stays, and nobody is reminded of it before the window closes.
enum NotThisTime: Action {
  static let pattern: StaticString = "/drafts/:stage/:key/not-this-time"
  static func sight(_ call: Call<Visit>) throws -> Sight { try DraftPlace(call).sight }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let place = try DraftPlace(call)
    try visit.requireOwn(place)
    let isChosen = form["do"] != "remind"
    let windows = try visit.read { try $0.windows() }
    let window = windows.first { $0.stage == place.stage && $0.takes(at: visit.now) }
    let change = try visit.office.changeDraft(
      of: visit.person().id, stage: place.stage, key: place.key
    ) { draft in
      draft.notThisTime = isChosen ? window?.id : nil
      return true
    }
    if case .gone = change { return try DraftGone.answer(visit, place) }
    return try .done(isChosen ? "not-this-time" : "reminded", at: place.path())
  }

  /// The choice, below the page, while there is a window to be reminded of.
  static func markup(_ visit: Visit, _ writing: Writing) -> Markup {
    guard let window = writing.window else { return Markup() }
    let words = visit.words
    let name = ["window": words("not-this-time.window.\(window.stage.rawValue)")]
    let isChosen = writing.draft.notThisTime == window.id
    return details(.class("part"), .open(isChosen)) {
      summary { words("not-this-time.heading") }
      p { words(isChosen ? "not-this-time.chosen" : "not-this-time.lead", name) }
      visit.form(writing.place.path("not-this-time")) {
        p(.class("actions")) {
          button(
            .class("button button-quiet"), .name("do"), .value(isChosen ? "remind" : "not-now")
          ) { words(isChosen ? "not-this-time.undo" : "not-this-time.do") }
        }
      }
    }
  }
}
