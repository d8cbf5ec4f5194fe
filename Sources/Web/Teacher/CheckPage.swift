import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Rubrics
import Store
import Workflow

/// `/drafts/:stage/:key/check`: what is about to be handed in, as a whole, and the one button.
enum CheckPage {
  static let pattern: StaticString = "/drafts/:stage/:key/check"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    let place = try DraftPlace(call)
    try visit.requireOwn(place)
    guard let writing = try Writing.read(place, visit) else {
      return try DraftGone.answer(visit, place)
    }
    return visit.framed(leaf(visit, writing, told: visit.told(call.request)))
  }

  private static func leaf(_ visit: Visit, _ writing: Writing, told: Markup?) -> Leaf {
    let words = visit.words
    let lacks = writing.lacks
    let isOpen = if case .open = writing.door { true } else { false }
    let lacksAmount = writing.pay != nil && writing.asksForAmount && writing.worth == nil
    let isReady =
      isOpen && !lacks.contains(where: \.isInTheWay) && writing.objection == nil && !lacksAmount
    let title = writing.draft.title.isEmpty ? words("writing.untitled") : writing.draft.title
    return Leaf(words("check.title"), at: .home) {
      p(.class("eyebrow")) {
        a(href: .path(writing.place.path())) { words("check.back") }
      }
      h1 { isReady ? words("check.heading") : words("check.heading-not") }
      p(.class("lead")) { lead(visit, writing, isReady: isReady) }
      told
      PayView.applying(writing.pay, writing.worth, writing.objection, visit)
      if lacksAmount { note(.short, .alert) { p { words("check.no-amount") } } }
      problems(visit, writing, lacks)
      contents(visit, writing, title)
      if isReady {
        visit.form(writing.place.path("hand-in")) {
          input(type: .hidden, name: "saved", .value("\(writing.draft.savedAt.milliseconds)"))
          p(.class("actions")) {
            button(.class("button")) {
              words("check.hand-in.\(writing.place.stage.rawValue)")
            }
            a(href: .path(writing.place.path())) { words("check.go-on") }
          }
        }
      } else {
        p(.class("actions")) { buttonLink(words("check.go-on"), writing.place.path()) }
      }
    }
  }

  private static func lead(_ visit: Visit, _ writing: Writing, isReady: Bool) -> Markup {
    let words = visit.words
    return Markup {
      switch writing.door {
      case .open(let until?):
        words.markup(
          isReady ? "check.lead.open" : "check.lead.not-ready",
          ["until": strong { visit.stamped(until, visit.until(until)) }])
      case .open(nil): words(isReady ? "check.lead.always" : "check.lead.always-not-ready")
      case .closed(_, let opens?):
        words.markup(
          "check.lead.opens", ["opens": strong { visit.stamped(opens, visit.opening(opens)) }])
      case .closed(_, nil): words("check.lead.closed")
      case .yearOver(let end): words("writing.lead.year-over", ["end": visit.until(end)])
      case .shut: words("writing.lead.shut")
      }
    }
  }

  private static func problems(_ visit: Visit, _ writing: Writing, _ lacks: [Lack]) -> Markup {
    let words = visit.words
    func title(_ part: CriterionID) -> String {
      writing.rubric?[part]?.title ?? words("writing.whole")
    }
    return Markup {
      if writing.isUnchanged { note(.wait, .back) { p { words("check.unchanged") } } }
      for lack in lacks {
        switch lack {
        case .title: note(.short, .alert) { p { words("check.no-title") } }
        case .titleTooLong: note(.short, .alert) { p { words("check.title-too-long") } }
        case .tooLong(let part, let over):
          note(.short, .alert) { p { words("check.too-long", count: over, ["part": title(part)]) } }
        case .empty(let part):
          note(.wait, .circle) { p { words("check.empty", ["part": title(part)]) } }
        }
      }
    }
  }

  /// What goes along: counts and names, not the whole again.
  private static func contents(_ visit: Visit, _ writing: Writing, _ title: String) -> Markup {
    let words = visit.words
    let content = writing.draft.content
    let links = content.artifacts.filter { if case .link = $0.place { true } else { false } }
    return section(.class("card part"), .aria(labelledBy: "contents")) {
      h2(.id("contents")) { title }
      if !writing.draft.skills.isEmpty {
        p(.class("meta")) { Wording.list(writing.draft.skills) }
      }
      ul(.class("rows")) {
        for part in writing.parts {
          li {
            b { writing.rubric?[part]?.title ?? words("writing.whole") }
            " "
            partState(words, writing, part)
            let text = writing.text(part)
            if !text.isEmpty, !writing.met.contains(part) {
              p(.class("meta")) { excerpt(text) }
            }
            for artifact in writing.artifacts(part) { artifactLine(words, artifact) }
          }
        }
        for artifact in writing.artifacts(nil) { li { artifactLine(words, artifact) } }
      }
      if !links.isEmpty {
        p(.class("fine part-in")) { words("check.links", count: links.count) }
      }
    }
  }

  private static func partState(_ words: Words, _ writing: Writing, _ part: CriterionID) -> Markup {
    if writing.met.contains(part) { return state(words("part.met"), .met, .check) }
    let isBlank = writing.text(part).allSatisfy(\.isWhitespace)
    if isBlank, writing.artifacts(part).isEmpty {
      return state(words("part.empty"), .wait, .circle)
    }
    if writing.isAsBefore(part) { return state(words("part.unchanged"), .plain, .circle) }
    if isBlank { return state(words("part.files"), .now, .file) }
    return state(words("part.written"), .now, .check)
  }

  private static func artifactLine(_ words: Words, _ artifact: Artifact) -> Markup {
    p(.class("fine artifact-name")) {
      ArtifactWords.name(artifact)
      ". "
      ArtifactWords.kind(artifact, words)
    }
  }

  /// A text's beginning.
  private static func excerpt(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).prefix(30).joined(separator: " ")
    return line.count < text.count ? "\(line.prefix(240)) …" : line
  }
}

/// Hands a draft in: once, however often the button is pressed.
enum DraftHandedIn: Action {
  static let pattern: StaticString = "/drafts/:stage/:key/hand-in"
  static func sight(_ call: Call<Visit>) throws -> Sight { try DraftPlace(call).sight }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let place = try DraftPlace(call)
    try visit.requireOwn(place)
    guard let writing = try Writing.read(place, visit) else {
      return try DraftGone.answer(visit, place)
    }
    guard form["saved"] == "\(writing.draft.savedAt.milliseconds)" else {
      return try .done("draft-changed", at: place.path("check"))
    }
    var proposal: SubmissionID?
    if case .proposal(let id) = place.origin { proposal = id }
    do {
      let came = try visit.office.handIn(
        writing.draft, submission: place.submission, proposal: proposal, arrivedAt: visit.now)
      switch came {
      case .arrived(let id): return try receipt(visit, id, "handed-in")
      case .newer: return try .done("draft-changed", at: place.path("check"))
      case .gone: return try DraftGone.answer(visit, place)
      }
    } catch OfficeError.refused(let refusal) {
      return visit.framed(notHandedIn(visit, writing, refusal))
    }
  }

  /// Where what has arrived is shown. A window's link shows nothing that was handed in: there the words must do.
  static func receipt(
    _ visit: Visit, _ id: SubmissionID, _ what: String
  ) throws -> HTTPResponse {
    if case .window(let window) = visit.signedIn?.scope {
      return try .done("\(what)-by-link", at: Path("windows", "\(window)", "open"))
    }
    return try .done(what, at: Path("work", "\(id)"))
  }

  /// It was not taken: first what is safe, then what can be done.
  private static func notHandedIn(_ visit: Visit, _ writing: Writing, _ refusal: Refusal) -> Leaf {
    let words = visit.words
    var leaf = Leaf(words("not-in.title"), at: .home) {
      div(.class("gate")) {
        h1 {
          if case .closed(.some, _) = writing.door {
            words("not-in.heading-closed")
          } else {
            words("not-in.heading")
          }
        }
        p(.class("lead")) { reason(visit, writing, refusal) }
        note(.met, .check) {
          p { b { words("not-in.safe") } }
          p {
            words(
              "not-in.kept",
              [
                "at": visit.when(writing.draft.savedAt),
                "contents": words.contents(writing.draft.content),
              ])
          }
        }
        h2(.class("part-in")) { words("not-in.can") }
        ul(.class("rows")) {
          if case .closed(_, let opens?) = writing.door {
            li {
              b { words("not-in.next") }
              " "
              span(.class("meta")) { words("not-in.next-opens", ["opens": visit.opening(opens)]) }
            }
          }
          li {
            b { words("not-in.ask") }
            " "
            span(.class("meta")) {
              words(
                "not-in.ask-whom",
                [
                  "office": visit.program.district.officeEmail,
                  "phone": visit.program.district.officePhone,
                ])
            }
          }
        }
        p(.class("actions")) { buttonLink(words("not-in.back"), writing.place.path()) }
      }
    }
    leaf.status = refusal.reason == .notAllowed ? .forbidden : .conflict
    return leaf
  }

  private static func reason(_ visit: Visit, _ writing: Writing, _ refusal: Refusal) -> Markup {
    let words = visit.words
    return Markup {
      if case .closed(let since?, _) = writing.door {
        words.markup(
          "not-in.closed",
          [
            "since": strong { visit.stamped(since, visit.until(since)) },
            "arrived": Markup { visit.when(visit.now) },
          ])
      } else {
        visit.sentence(refusal)
      }
    }
  }
}

extension Words {
  /// `4 texts, 3 files, 2 links`, as the letters count them.
  func contents(_ content: Content) -> String {
    let texts = content.answers.count { !$0.text.allSatisfy(\.isWhitespace) }
    let links = content.artifacts.count { if case .link = $0.place { true } else { false } }
    let words = Wording.contents(
      texts: texts, files: content.artifacts.count - links, links: links)
    return words.isEmpty ? self("contents.title-only") : words
  }
}
