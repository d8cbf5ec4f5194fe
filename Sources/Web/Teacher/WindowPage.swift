import HTML
import HTTPServer
import Office
import Programs
import Store
import Workflow

/// `/windows/:window/open`: where the link of an announcement leads.
enum OpenWindowPage: Page {
  static let pattern: StaticString = "/windows/:window/open"

  static func sight(_ call: Call<Visit>) throws -> Sight {
    .window(WindowID(try call.number("window")))
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let id = WindowID(try call.number("window"))
    guard let window = try visit.read({ try $0.window(id) }) else {
      throw HTTPProblem(.notFound, "no such window")
    }
    let words = visit.words
    let begin = try Begin.read(window.stage, visit)
    let stage = window.stage.rawValue
    let isOpen = window.takes(at: visit.now)
    return Leaf(words("window.title.\(stage)"), at: .home) {
      p(.class("eyebrow")) { window.label }
      h1 { heading(visit, window, isOpen: isOpen) }
      p(.class("lead")) { visit.program.stage(window.stage)?.purpose ?? "" }
      visit.told(call.request)
      if window.state == .cancelled {
        note(.wait, .alert) { p { words("window.cancelled") } }
      }
      p(.class("actions")) {
        if isOpen || !begin.drafts.isEmpty || visit.now < window.times.opens {
          buttonLink(
            words(begin.drafts.isEmpty ? "window.begin.\(stage)" : "window.go-on"),
            begin.drafts.count == 1
              ? begin.drafts[0].place.path() : Path("begin", stage))
        }
        a(href: .path(Path("catalog"))) { words("begin.catalog.go") }
      }
      section(.class("card part"), .aria(labelledBy: "dates")) {
        h2(.id("dates")) { words("window.dates") }
        facts([
          (words("window.opens"), Markup { visit.opening(window.times.opens) }),
          (words("window.ends"), Markup { visit.until(window.times.ends) }),
          (words("window.hear"), Markup { visit.promise(window.times.notifyBy) }),
        ])
      }
      if visit.signedIn?.scope != .everything {
        p(.class("fine part")) { words("window.scope") }
      }
    }
  }

  private static func heading(_ visit: Visit, _ window: Window, isOpen: Bool) -> String {
    let words = visit.words
    let stage = window.stage.rawValue
    if isOpen {
      return words("home.heading.open.\(stage)", ["until": visit.until(window.times.ends)])
    }
    if visit.now < window.times.opens {
      return words("home.heading.opens.\(stage)", ["opens": visit.opening(window.times.opens)])
    }
    return words("window.heading.closed.\(stage)", ["until": visit.until(window.times.ends)])
  }
}
