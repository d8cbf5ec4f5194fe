import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Store
import Workflow

/// `/home`: what is open and until when, one's own work, and the one next step.
enum HomePage: Page {
  static let pattern: StaticString = "/home"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let own = try OwnWork.read(visit)
    let words = visit.words
    let view = HomeView(visit: visit, own: own)
    return Leaf(words("home.title"), at: .home) {
      p(.class("eyebrow")) { visit.day(of: visit.now) }
      h1 { view.heading }
      p(.class("lead")) { words(own.drafts.isEmpty ? "home.lead" : "home.lead-draft") }
      visit.told(call.request)
      view.next
      div(.class("split part")) {
        div {
          view.drafts
          view.undertakings
        }
        view.aside
      }
    }
  }
}

struct HomeView {
  let visit: Visit
  let own: OwnWork

  var words: Words { visit.words }

  /// What is open, as the answer to "may I hand in now?".
  var heading: Markup {
    let open = own.doors.compactMap { line -> (stage: StageKind, until: Instant?)? in
      guard case .open(let until) = line.door else { return nil }
      return (line.stage, until)
    }
    func name(_ stage: StageKind) -> String { words("stages.\(stage.rawValue)") }
    return Markup {
      if open.count == 2, open[0].until == open[1].until, let until = open[0].until {
        words("home.heading.both", ["until": visit.until(until)])
      } else if let until = open.compactMap(\.until).min(),
        let first = open.first(where: { $0.until == until })
      {
        words("home.heading.open.\(first.stage.rawValue)", ["until": visit.until(until)])
      } else if let first = open.first {
        words("home.heading.always.\(first.stage.rawValue)", ["stages": name(first.stage)])
      } else if let next = own.later.first {
        words(
          "home.heading.opens.\(next.stage.rawValue)", ["opens": visit.opening(next.times.opens)])
      } else {
        words("home.heading.closed")
      }
    }
  }

  /// The card of the one next step.
  var next: Markup {
    switch own.next(visit.program) {
    case .addMissing(let piece, let until):
      return card(
        "home.next.returned", title: title(piece.submission),
        words.markup(
          "home.next.returned.lead",
          ["until": strong { visit.stamped(until, visit.until(until)) }])
      ) { buttonLink(words("home.next.returned.go"), Path("work", "\(piece.submission.id)")) }
    case .goOn(let begun):
      return card(
        "home.next.draft.\(begun.place.stage.rawValue)",
        title: begun.draft.title.isEmpty ? words("writing.untitled") : begun.draft.title,
        Markup {
          words("home.next.draft.filled", count: begun.filled, ["total": Words.number(begun.total)])
          " "
          words("draft.saved", ["at": visit.savedAt(begun.draft.savedAt)])
          " "
          DoorWords.sentence(
            begun.door, begun.place.stage, isOne: begun.place.submission != nil, visit)
        }
      ) {
        buttonLink(
          words("home.next.draft.go.\(begun.place.stage.rawValue)"), begun.place.path())
      }
    case .again(let piece, let until):
      return card(
        "home.next.again.\(piece.submission.stage.rawValue)", title: title(piece.submission),
        words.markup(
          "home.next.again.lead", ["until": strong { visit.stamped(until, visit.until(until)) }])
      ) { buttonLink(words("home.next.again.go"), Path("work", "\(piece.submission.id)")) }
    case .beginEvidence(let proposal, let door):
      return card(
        "home.next.evidence", title: title(proposal), doorSentence(door, .evidence)
      ) { buttonLink(words("begin.evidence-go"), Path("begin", "evidence")) }
    case .propose(let until):
      return card(
        "home.next.propose", title: words("home.next.propose.title"),
        doorSentence(.open(until: until), .proposal)
      ) { buttonLink(words("home.next.propose.go"), Path("begin", "proposal")) }
    case .handInEvidence(let until):
      return card(
        "home.next.hand-in", title: words("home.next.hand-in.title"),
        doorSentence(.open(until: until), .evidence)
      ) { buttonLink(words("home.next.hand-in.go"), Path("begin", "evidence")) }
    case .wait(let piece):
      return card(
        "home.next.wait", title: title(piece.submission),
        words.markup(
          "home.next.wait.lead",
          ["hear": strong { visit.promise(piece.submission.times.notifyBy) }])
      ) {
        buttonLink(
          words("home.next.wait.go"), Path("work", "\(piece.submission.id)"), isQuiet: true)
      }
    case .nothing(let opens):
      return card(
        "home.next.nothing", title: words("home.next.nothing.title"),
        Markup {
          if let opens {
            words(
              "home.next.nothing.opens.\(opens.stage.rawValue)",
              ["opens": visit.opening(opens.at)])
          } else {
            words("home.next.nothing.lead")
          }
        }
      ) { buttonLink(words("begin.catalog.go"), Path("catalog"), isQuiet: true) }
    }
  }

  private func doorSentence(_ door: Door, _ stage: StageKind) -> Markup {
    DoorWords.sentence(door, stage, visit)
  }

  private func card(
    _ eyebrow: String, title: String, _ lead: Markup, button: () -> Markup
  ) -> Markup {
    section(.class("next"), .aria(labelledBy: "next")) {
      p(.class("eyebrow")) { words(eyebrow) }
      h2(.id("next")) { title }
      p { lead }
      p(.class("actions")) { button() }
    }
  }

  /// Drafts, when there are more than the one that the card shows.
  @MarkupBuilder var drafts: Markup {
    if own.drafts.count > 1 {
      section(.class("stack"), .aria(labelledBy: "drafts")) {
        h2(.id("drafts")) { words("home.drafts") }
        ul(.class("rows card")) {
          for begun in own.drafts {
            li {
              a(href: .path(begun.place.path())) {
                begun.draft.title.isEmpty ? words("writing.untitled") : begun.draft.title
              }
              p(.class("meta")) {
                words("stage.\(begun.place.stage.rawValue)")
                ". "
                words("draft.saved", ["at": visit.savedAt(begun.draft.savedAt)])
              }
            }
          }
        }
      }
    }
  }

  /// One's own micro-credentials, each with where it stands.
  var undertakings: Markup {
    section(
      own.drafts.count > 1 ? .class("stack part") : .class("stack"), .aria(labelledBy: "mine")
    ) {
      h2(.id("mine")) { words("home.mine") }
      if own.undertakings.isEmpty {
        div(.class("empty")) {
          p { words("home.mine.none") }
          p(.class("part-in")) { a(href: .path(Path("catalog"))) { words("begin.catalog.go") } }
        }
      }
      for (index, undertaking) in own.undertakings.enumerated() {
        self.undertaking(undertaking, id: "work-\(index + 1)")
      }
    }
  }

  private func undertaking(_ undertaking: OwnWork.Undertaking, id: String) -> Markup {
    guard let latest = undertaking.latest else { return Markup() }
    return article(.class("card undertaking"), .aria(labelledBy: id)) {
      div(.class("undertaking-head")) {
        h3(.id(id)) {
          a(href: .path(Path("work", "\(latest.submission.id)"))) { title(latest.submission) }
        }
        latest.standing.badge(words)
      }
      if let ends = yearEnd(undertaking) {
        p(.class("meta")) { words("home.year", ["ends": visit.until(ends)]) }
      }
      div(.class("part-in")) { Step.timeline(steps(undertaking)) }
      if undertaking.evidence != nil, let proposal = undertaking.proposal {
        p(.class("fine part-in")) {
          a(href: .path(Path("work", "\(proposal.submission.id)"))) { words("home.proposal") }
        }
      }
    }
  }

  private func yearEnd(_ undertaking: OwnWork.Undertaking) -> Instant? {
    guard case .decided? = undertaking.proposal?.standing else { return nil }
    switch undertaking.proposal?.submission.progress {
    case .inProgress(let ends), .stopped(_, let ends): return ends
    case .completed, .ended, .none: return nil
    }
  }

  private func steps(_ undertaking: OwnWork.Undertaking) -> [Step] {
    let pieces = [undertaking.proposal, undertaking.evidence].compactMap(\.self)
    var steps = pieces.flatMap { piece -> [Step] in
      let submission = piece.submission
      var steps = [
        Step(
          kind: .done, symbol: .check, title: words("step.in.\(submission.stage.rawValue)"),
          detail: visit.day(of: submission.receivedAt))
      ]
      if case .decided(let outcome) = piece.standing, case .decided(_, _, let at) = submission.state
      {
        let isGood = !outcome.asksForMore && outcome != .notApproved
        steps.append(
          Step(
            kind: .done, symbol: isGood ? .check : .back,
            title: words("standing.\(outcome.rawValue)"), detail: visit.day(of: at)))
      }
      return steps + Step.ahead(submission, piece.standing, true, visit)
    }
    if let door = undertaking.evidenceDoor {
      let detail =
        switch door {
        case .open(let until?): words("step.until", ["until": visit.until(until)])
        case .closed(_, let opens?): words("step.from", ["opens": visit.opening(opens)])
        case .open(nil), .closed, .yearOver, .shut: words("step.evidence-year")
        }
      let isOpen = if case .open = door { true } else { false }
      steps.append(
        Step(
          kind: isOpen ? .now : .ahead, symbol: isOpen ? .dot : .circle,
          title: words("stage.evidence"), detail: detail))
    }
    return steps
  }

  private func title(_ submission: Submission) -> String {
    submission.title.value ?? words("teacher.erased")
  }

  /// What is open, and what opens later.
  var aside: Markup {
    HTML.aside(.class("aside"), .aria(label: words("home.open"))) {
      if let pay = own.pay, let person = visit.signedIn?.person.id {
        PayView.card(pay, of: person, visit)
      }
      section(.class("card")) {
        h2 { words("home.open") }
        ul(.class("rows")) {
          for (stage, door) in own.doors {
            if case .open(let until) = door {
              li {
                state(words("home.open.now"), .now, .dot)
                " "
                b { words("stages.\(stage.rawValue)") }
                p(.class("meta")) {
                  until.map { words("step.until", ["until": visit.until($0)]) }
                    ?? words("home.open.always")
                }
              }
            }
          }
          for window in own.later {
            li {
              state(words("home.open.later"), .plain, .clock)
              " "
              b { words("stages.\(window.stage.rawValue)") }
              p(.class("meta")) {
                words(
                  "home.open.from",
                  [
                    "opens": visit.opening(window.times.opens),
                    "until": visit.until(window.times.ends),
                  ])
              }
            }
          }
        }
      }
    }
  }
}
