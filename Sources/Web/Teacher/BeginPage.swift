import CivilTime
import HTML
import HTTPServer
import Office
import Programs
import Store
import Workflow

/// `/begin/:stage`: an idea of one's own, something from the catalog, or evidence for what was approved.
enum BeginPage {
  static let pattern: StaticString = "/begin/:stage"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    guard let stage = StageKind(rawValue: try call.text("stage")),
      visit.program.stage(stage) != nil
    else { throw HTTPProblem(.notFound, "no such step") }
    try visit.require(.writing(stage))
    let shown = try Begin.read(stage, visit)
    return visit.framed(leaf(visit, stage, shown, told: visit.told(call.request)))
  }

  private static func leaf(
    _ visit: Visit, _ stage: StageKind, _ shown: Begin, told: Markup?
  ) -> Leaf {
    let words = visit.words
    return Leaf(words("begin.title.\(stage.rawValue)"), at: .home) {
      p(.class("eyebrow")) { a(href: .path(visit.startPath())) { words("teacher.back") } }
      h1 {
        let isNone = shown.isForProposals && shown.proposals.isEmpty
        words(isNone ? "begin.heading.none" : "begin.heading.\(stage.rawValue)")
      }
      p(.class("lead")) { DoorWords.sentence(shown.door, stage, visit) }
      told
      if shown.isForProposals {
        proposals(visit, shown)
      } else {
        own(visit, stage, shown)
      }
    }
  }

  private static func own(_ visit: Visit, _ stage: StageKind, _ shown: Begin) -> Markup {
    let words = visit.words
    return Markup {
      if !shown.drafts.isEmpty {
        section(.class("card part"), .aria(labelledBy: "begun")) {
          h2(.id("begun")) { words("begin.drafts", count: shown.drafts.count) }
          ul(.class("rows")) {
            for (place, draft) in shown.drafts {
              li {
                a(href: .path(place.path())) {
                  draft.title.isEmpty ? words("writing.untitled") : draft.title
                }
                p(.class("meta")) { words("draft.saved", ["at": visit.savedAt(draft.savedAt)]) }
              }
            }
          }
        }
      }
      if shown.hasRoom {
        section(.class("card part"), .aria(labelledBy: "own")) {
          h2(.id("own")) { words("begin.own") }
          p { words("begin.own.lead") }
          visit.form(Path("begin", stage.rawValue)) {
            div(.class("part-in")) {
              field("title", words("writing.title-field"), hint: words("begin.title-hint")) {
                described in
                input(
                  type: .text, name: "title", .id("title"), .required(), .autocomplete("off"),
                  described)
              }
            }
            p(.class("actions")) { button(.class("button")) { words("begin.go") } }
          }
        }
        section(.class("part"), .aria(labelledBy: "catalog")) {
          h2(.id("catalog")) { words("begin.catalog") }
          p { words("begin.catalog.lead") }
          p(.class("actions")) {
            buttonLink(words("begin.catalog.go"), Path("catalog"), isQuiet: true)
          }
        }
      } else {
        note(.wait, .alert) { p { words("begin.full", ["most": "\(DraftPlace.newMax)"]) } }
      }
    }
  }

  private static func proposals(_ visit: Visit, _ shown: Begin) -> Markup {
    let words = visit.words
    return Markup {
      if shown.proposals.isEmpty {
        div(.class("empty part")) { p { words("begin.no-proposal") } }
      } else {
        ul(.class("rows card part")) {
          for line in shown.proposals {
            li {
              b { line.title }
              p(.class("meta")) { DoorWords.sentence(line.door, .evidence, visit) }
              visit.form(Path("begin", "evidence")) {
                input(type: .hidden, name: "proposal", .value("\(line.id)"))
                p(.class("actions")) {
                  button(
                    line.id == shown.proposals.first?.id
                      ? .class("button") : .class("button button-quiet")
                  ) {
                    line.isBegun ? words("begin.evidence-go-on") : words("begin.evidence-go")
                    span(.class("unseen")) { " " + line.title }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

/// What the page of a beginning shows.
struct Begin {
  struct Line {
    var id: SubmissionID
    var title: String
    var door: Door
    var isBegun: Bool
  }

  var door: Door
  /// Whether evidence here completes proposals, so that nothing begins from a title.
  var isForProposals: Bool
  var proposals: [Line] = []
  var drafts: [(place: DraftPlace, draft: Draft)] = []
  var hasRoom = true

  static func read(_ stage: StageKind, _ visit: Visit) throws -> Begin {
    let person = try visit.person()
    return try visit.read { records in
      let doors = try visit.doors(records)
      var begin = Begin(
        door: doors.new(stage),
        isForProposals: stage == .evidence && visit.program.proposals != nil)
      let drafts: [Draft] = try records.drafts(of: person.id)
      if begin.isForProposals {
        let own = try records.submissions(of: person.id)
        begin.proposals = try own.filter { proposal in
          try proposal.isInProgress && proposal.isTold(visit, records)
            && !own.contains { $0.proposal == proposal.id && $0.state.name != .withdrawn }
        }.map { proposal in
          let key = DraftPlace(.evidence, .proposal(proposal.id)).key
          return Line(
            id: proposal.id, title: proposal.title.value ?? "", door: doors.evidence(for: proposal),
            isBegun: drafts.contains { $0.stage == .evidence && $0.key == key })
        }
      } else {
        begin.drafts = drafts.compactMap { draft in
          guard let place = DraftPlace(draft), place.stage == stage, case .new = place.origin else {
            return nil
          }
          return (place, draft)
        }
        begin.hasRoom = begin.drafts.count < DraftPlace.newMax
      }
      return begin
    }
  }
}

/// Begins a draft: from a title, from the catalog, or for a proposal.
enum Begun: Action {
  static let pattern: StaticString = "/begin/:stage"

  static func sight(_ call: Call<Visit>) throws -> Sight {
    guard let stage = StageKind(rawValue: try call.text("stage")) else {
      throw HTTPProblem(.notFound, "no such step")
    }
    return .writing(stage)
  }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let person = try visit.person()
    guard let stage = StageKind(rawValue: try call.text("stage")),
      visit.program.stage(stage) != nil
    else { throw HTTPProblem(.notFound, "no such step") }
    let back = Path("begin", stage.rawValue)
    let draft: Draft
    if let id = form["proposal"].flatMap({ Int64($0) }).map(SubmissionID.init), stage == .evidence {
      let proposal = try visit.read { records in
        try records.submission(id).flatMap { try $0.isTold(visit, records) ? $0 : nil }
      }
      guard let proposal, proposal.earner == person.id, proposal.isInProgress else {
        throw HTTPProblem(.notFound, "not theirs")
      }
      draft = Draft(
        person: person.id, stage: .evidence, key: DraftPlace(.evidence, .proposal(id)).key,
        title: proposal.title.value ?? "", skills: proposal.skills, content: Content(),
        savedAt: visit.now)
    } else {
      let offering = try form["offering"].flatMap { Int64($0) }.map(OfferingID.init).flatMap { id in
        try visit.read { try $0.offering(id) }
      }
      let typed = (form["title"] ?? "").split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      let title = offering?.title ?? String(typed.prefix(200))
      guard !title.isEmpty else { return try .done("no-title", at: back) }
      guard let place = try free(stage, titled: title, visit) else {
        return try .done("too-many-drafts", at: back)
      }
      draft = Draft(
        person: person.id, stage: stage, key: place.key, title: title,
        skills: offering?.skills ?? [], content: Content(), savedAt: visit.now)
    }
    return try visit.attempt(back: back) {
      let begun = try visit.office.beginDraft(draft)
      guard let place = DraftPlace(begun) else { return try .seeOther(back.string) }
      return try .seeOther(place.path().string)
    }
  }

  /// The place of the draft that has this title, or the next free one: pressing twice begins once.
  private static func free(
    _ stage: StageKind, titled title: String, _ visit: Visit
  ) throws -> DraftPlace? {
    let person = try visit.person()
    let known: [Draft] = try visit.read { try $0.drafts(of: person.id) }
    let new = known.filter { $0.stage == stage }.compactMap { draft in
      DraftPlace(draft).map { (place: $0, title: draft.title) }
    }.filter { if case .new = $0.place.origin { true } else { false } }
    if let same = new.first(where: { $0.title.foldedTitle == title.foldedTitle }) {
      return same.place
    }
    return (1...DraftPlace.newMax).lazy.map { DraftPlace(stage, .new($0)) }
      .first { place in !new.contains { $0.place == place } }
  }
}

/// Goes on with what was handed in: another round, what was missing, or a change.
enum BegunAgain: Action {
  static let pattern: StaticString = "/work/:submission/again"

  static func sight(_ call: Call<Visit>) throws -> Sight {
    .work(SubmissionID(try call.number("submission")))
  }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let person = try visit.person()
    let id = SubmissionID(try call.number("submission"))
    let known = try visit.read { try $0.submission(id) }
    guard let known, known.earner == person.id else { throw HTTPProblem(.notFound, "not theirs") }
    let place = DraftPlace(known.stage, .submission(id))
    return try visit.attempt(back: Path("work", "\(id)")) {
      try visit.office.beginDraft(
        Draft(
          person: person.id, stage: known.stage, key: place.key, title: known.title.value ?? "",
          skills: known.skills, content: known.content.value ?? Content(), savedAt: visit.now))
      return try .seeOther(place.path().string)
    }
  }
}

extension Submission {
  /// Whether it is a proposal whose year runs.
  var isInProgress: Bool {
    switch progress {
    case .inProgress, .stopped: true
    case .completed, .ended, .none: false
    }
  }
}

/// What is open, in a sentence.
enum DoorWords {
  /// - Parameters:
  ///   - door: When.
  ///   - stage: Of which step.
  ///   - isOne: Whether it is about one piece of work, which may have a day of its own.
  ///   - visit: Where and when it is said.
  /// - Returns: The sentence.
  static func sentence(
    _ door: Door, _ stage: StageKind, isOne: Bool = false, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let name = words(isOne ? "stages.it" : "stages.\(stage.rawValue)")
    return Markup {
      switch door {
      case .open(let until?):
        words.markup(
          "door.open",
          [
            "stages": Markup { name }, "until": strong { visit.stamped(until, visit.until(until)) },
            "left": Markup { visit.left(until: until) },
          ])
      case .open(nil): words("door.always", ["stages": name])
      case .closed(_, let opens?):
        words.markup(
          "door.opens",
          [
            "stages": Markup { name },
            "opens": strong { visit.stamped(opens, visit.opening(opens)) },
          ])
      case .closed(_, nil): words("door.closed", ["stages": name])
      case .yearOver(let end): words("writing.lead.year-over", ["end": visit.until(end)])
      case .shut: words("door.shut")
      }
    }
  }
}
