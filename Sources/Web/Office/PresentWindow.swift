import CivilTime
import HTML
import Workflow

/// How far the present window has come: counts, bars, and how many days decisions took.
enum PresentWindow {
  static func markup(
    _ stretch: DashboardYear.Stretch, releases: [Instant], _ visit: Visit
  ) -> Markup {
    let words = visit.words
    return section(.class("part"), .aria(labelledBy: "present")) {
      h2(.id("present")) { visit.name(of: stretch.window) }
      dl(.class("stats card")) {
        figure(words("stats.handed-in"), stretch.handedIn)
        if stretch.count(.returned) > 0 {
          figure(words("stats.returned"), stretch.count(.returned))
        }
        if stretch.count(.submitted) > 0 {
          figure(words("stats.submitted"), stretch.count(.submitted))
        }
        figure(words("stats.under-review"), stretch.count(.underReview))
        figure(words("stats.ready"), stretch.count(.readyToRelease))
        figure(words("stats.decided"), stretch.count(.decided))
      }
      p(.class("actions")) {
        a(href: .path(Path("submissions").query("window", "\(stretch.window.id)"))) {
          words("dashboard.all-submissions", count: stretch.handedIn)
        }
      }
      if stretch.window.state == .closed {
        div(releases.isEmpty ? .class("part-in") : .class("pair part-in")) {
          progress(stretch, words)
          if !releases.isEmpty { days(stretch.window, releases, visit) }
        }
      }
    }
  }

  private static func figure(_ name: String, _ count: Int) -> Markup {
    div {
      dt { name }
      dd { Words.number(count) }
    }
  }

  private static func progress(_ stretch: DashboardYear.Stretch, _ words: Words) -> Markup {
    let all = max(1, stretch.handedIn)
    let steps = [
      ("steps.handed-in", stretch.handedIn),
      ("steps.assigned", stretch.count(.underReview, .readyToRelease, .decided)),
      ("steps.scored", stretch.count(.readyToRelease, .decided)),
      ("steps.decided", stretch.count(.decided)),
    ]
    return HTML.figure(.class("plot")) {
      figcaption { h3 { words("steps.heading", count: stretch.handedIn) } }
      ol(.class("steps")) {
        for (key, count) in steps {
          li(.class("load")) {
            p {
              span { words(key) }
              " "
              b(.class("num")) { Words.number(count) }
            }
            loadBar(count, of: all)
          }
        }
      }
    }
  }

  // MARK: Days to the decision

  /// The last day of each bar, counted from the window's end; the last bar takes all the rest.
  private static let bounds = [7, 14, 21, 28, 31]

  private static func days(_ window: Window, _ releases: [Instant], _ visit: Visit) -> Markup {
    let words = visit.words
    let took = releases.map {
      max(0, window.endsOn.adding(days: -1).days(until: visit.zone.date(at: $0)))
    }.sorted()
    var counts = [Int](repeating: 0, count: bounds.count + 1)
    for days in took { counts[bounds.firstIndex { days <= $0 } ?? bounds.count] += 1 }
    if counts.last == 0 { counts.removeLast() }
    let names = counts.indices.map(name)
    let label = zip(names, counts).map {
      words("days.bar", count: $1, ["days": $0])
    }.joined(separator: ", ")
    return HTML.figure(.class("plot")) {
      figcaption {
        h3 { words("days.heading") }
        p(.class("meta")) {
          words("days.text", count: took.count, ["days": "\(took[(took.count - 1) / 2])"])
        }
      }
      SVG.svg(
        .class("chart"), .height(168), .role("img"),
        .aria(label: words("days.label", ["bars": label]))
      ) {
        bars(counts, names)
        SVG.line(x1: 0, y1: 140.5, x2: .percent(100), y2: 140.5, .class("rule"))
      }
    }
  }

  private static func name(_ index: Int) -> String {
    if index == bounds.count { return "\(bounds[index - 1] + 1)+" }
    return "\(index == 0 ? 0 : bounds[index - 1] + 1)–\(bounds[index])"
  }

  private static func bars(_ counts: [Int], _ names: [String]) -> Markup {
    let slot = 100 / Double(counts.count)
    let most = Double(max(1, counts.max() ?? 1))
    return Markup {
      for (index, count) in counts.enumerated() {
        let height = Double(count) / most * 110
        let middle = Length.percent((Double(index) + 0.5) * slot)
        if count > 0 {
          SVG.rect(
            x: .percent((Double(index) + 0.15) * slot), y: .pixels(140 - height),
            width: .percent(slot * 0.7), height: .pixels(height), .class("win"), .rx(2))
        }
        SVG.text(
          x: middle, y: .pixels(132 - height), .class("strong"), .textAnchor("middle")
        ) { count }
        SVG.text(x: middle, y: 160, .class("soft"), .textAnchor("middle")) { names[index] }
      }
    }
  }
}

/// A bar of so many out of so many; the words beside it say both.
func loadBar(_ count: Int, of all: Int, isFull: Bool = false) -> Markup {
  let share = min(100, Double(count) * 100 / Double(max(1, all)))
  return SVG.svg(.class("bar"), .aria(hidden: true)) {
    SVG.rect(
      width: .percent(share), height: .percent(100),
      isFull ? .class("bar-fill bar-full") : .class("bar-fill"))
  }
}
