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
      PayView.applying(shown.pay, nil, nil, visit)
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
  /// What may be applied for; `nil` where beginning applies for nothing.
  var pay: OwnPay?

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
        begin.pay = try OwnPay.read(person, on: begin.door.day(visit), records, visit)
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
