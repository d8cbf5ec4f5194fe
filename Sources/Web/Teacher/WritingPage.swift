import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Rubrics
import Store
import Workflow

/// What was not taken of a form, to be shown beside its fields.
struct WritingProblems {
  /// Links that lead nowhere, as they were typed, by part.
  var links: [String: String] = [:]
  var emptyFiles: [String] = []
  /// What was typed for an amount and is none.
  var amount: String?
  var isFull = false
  /// What this tab held, when a newer text had been saved elsewhere.
  var typed: DraftForm?

  var isEmpty: Bool {
    links.isEmpty && emptyFiles.isEmpty && amount == nil && !isFull && typed == nil
  }
}

/// `/drafts/:stage/:key`: the rubric's criterion beside what is being written.
enum WritingPage {
  static let pattern: StaticString = "/drafts/:stage/:key"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    let place = try DraftPlace(call)
    try visit.requireOwn(place)
    guard let writing = try Writing.read(place, visit) else {
      return try DraftGone.answer(visit, place)
    }
    return visit.framed(
      leaf(visit, writing, problems: WritingProblems(), told: visit.told(call.request)))
  }

  static func leaf(
    _ visit: Visit, _ writing: Writing, problems: WritingProblems, told: Markup?
  ) -> Leaf {
    let words = visit.words
    let view = WritingView(visit: visit, writing: writing, problems: problems)
    let title = writing.draft.title.isEmpty ? words("writing.untitled") : writing.draft.title
    var leaf = Leaf(
      words("writing.title.\(writing.place.stage.rawValue)", ["title": title]), at: .home
    ) {
      p(.class("eyebrow")) {
        a(href: .path(visit.startPath())) { words("teacher.back") }
        " · "
        words.round(writing.place.stage, view.roundNumber)
      }
      h1 { title }
      p(.class("lead")) { view.lead }
      told
      PayView.applying(writing.pay, writing.worth, writing.objection, visit)
      view.warnings
      visit.form(writing.place.path(), takesFiles: true, saves: writing.place.path("text")) {
        // Enter in a field presses the first button.
        button(
          .class("unseen"), .name("do"), .value("save"), .tabindex(-1), .aria(hidden: true)
        ) { words("writing.save") }
        input(type: .hidden, name: "saved", .value("\(writing.draft.savedAt.milliseconds)"))
        if writing.place.isTitleOpen { view.about }
        for part in writing.rubric?.criteria ?? [] { view.section(part) }
        if writing.rubric == nil { view.wholeSection }
        view.furtherFiles
        view.sending
        view.dock
      }
      NotThisTime.markup(visit, writing)
      view.givingUp
    }
    if problems.typed != nil {
      leaf.status = .conflict
    } else if !problems.isEmpty {
      leaf.status = .unprocessableContent
    }
    return leaf
  }
}

/// What the page shows around the criteria; the criteria are in an extension.
struct WritingView {
  let visit: Visit
  let writing: Writing
  let problems: WritingProblems

  var words: Words { visit.words }
  var draft: Draft { writing.draft }

  /// What a field shows: what this tab held, where it was not saved.
  func typed(_ part: CriterionID) -> String {
    problems.typed?.texts.first { $0.part == part }?.text ?? writing.text(part)
  }

  /// The round that this draft will be.
  var roundNumber: Int {
    guard let submission = writing.submission else { return 1 }
    switch submission.state {
    case .decided, .withdrawn: return submission.round + 1
    case .submitted, .returned, .underReview, .readyToRelease: return submission.round
    }
  }

  var lead: Markup {
    switch writing.door {
    case .open(let until?):
      words.markup(
        "writing.lead.open",
        [
          "until": strong { visit.stamped(until, visit.until(until)) },
          "left": text(visit.left(until: until)),
        ])
    case .open(nil): text(words("writing.lead.always"))
    case .closed(_, let opens?):
      words.markup(
        "writing.lead.opens", ["opens": strong { visit.stamped(opens, visit.opening(opens)) }])
    case .closed(_, nil): text(words("writing.lead.closed"))
    case .yearOver(let end): text(words("writing.lead.year-over", ["end": visit.until(end)]))
    case .shut: text(words("writing.lead.shut"))
    }
  }

  /// What was not taken, and what to know first.
  var warnings: Markup {
    Markup {
      if problems.typed != nil {
        note(.wait, .alert) {
          p { b { words("writing.conflict.heading") } }
          p { words("writing.conflict.lead", ["at": visit.savedAt(draft.savedAt)]) }
        }
      }
      if !problems.links.isEmpty {
        note(.short, .alert) { p { words("writing.link-problem.top") } }
      }
      for name in problems.emptyFiles {
        note(.short, .alert) { p { words("writing.empty-file", ["name": name]) } }
      }
      if problems.isFull {
        note(.short, .alert) {
          p { words("writing.full", ["most": "\(visit.artifactsMax)"]) }
        }
      }
      for missing in writing.missing where missing.part == nil || writing.rubric == nil {
        note(.short, .back) { p { words.missing(missing) } }
      }
      for text in writing.judged?.notes ?? [] where writing.submission?.state.name == .decided {
        note(.plain, .back) {
          p { b { words("writing.note") } }
          prose(text)
        }
      }
    }
  }

  /// Title and skills.
  var about: Markup {
    let shownTitle = problems.typed?.title ?? draft.title
    return HTML.section(.class("criterion"), .aria(labelledBy: "about")) {
      div(.class("criterion-head")) {
        h2(.id("about")) { words("writing.about.\(writing.place.stage.rawValue)") }
        if let offering = writing.offering {
          p(.class("meta")) { words("writing.from-catalog", ["issuer": offering.issuer]) }
        }
      }
      div(.class("criterion-body criterion-plain")) {
        div {
          field("title", words("writing.title-field"), hint: words("writing.title-hint")) {
            described in
            input(
              type: .text, name: "title", .id("title"), .value(shownTitle), .autocomplete("off"),
              described)
          }
          if problems.typed != nil, shownTitle != draft.title { other(draft.title) }
          if writing.asksForAmount { amount }
          skills
        }
      }
    }
  }

  /// What is asked for an idea of one's own.
  private var amount: Markup {
    let usual = writing.pay?.policy.amount
    return field(
      "amount", words("writing.amount"),
      hint: usual.map { words("writing.amount-hint", ["usual": $0.shown]) },
      problem: problems.amount.map { words("amount.unclear", ["typed": $0]) }
    ) { described in
      input(
        type: .text, name: "amount", .id("amount"),
        .value(
          problems.amount ?? problems.typed?.amount
            ?? draft.cents.map { Money(cents: $0).decimal } ?? ""),
        .maxlength(20), .inputmode("decimal"), .autocomplete("off"), described,
        .when(problems.amount != nil, .aria(invalid: true)))
    }
  }

  private var skills: Markup {
    var options = writing.options(visit.program)
    let chosen = problems.typed?.skills ?? draft.skills
    for skill in chosen where !options.contains(skill) { options.append(skill) }
    return Markup {
      input(type: .hidden, name: "skills", .value("yes"))
      if options.isEmpty {
        field("skills", words("writing.skills"), hint: words("writing.skills-hint")) { described in
          input(
            type: .text, name: "skills-typed", .id("skills"),
            .value(chosen.joined(separator: ", ")),
            described)
        }
      } else {
        fieldset(.class("part-in")) {
          legend { words("writing.skills") }
          p(.class("hint")) { words("writing.skills-choose") }
          div(.class("choices")) {
            for skill in options {
              label(.class("choice")) {
                input(
                  type: .checkbox, name: "skill", .value(skill), .checked(chosen.contains(skill)))
                span { skill }
              }
            }
          }
        }
      }
    }
  }

  /// What a newer saving holds, beside what this tab holds.
  func other(_ text: String) -> Markup {
    div(.class("note note-wait other")) {
      Symbol.back.icon
      div {
        p { b { words("writing.conflict.other", ["at": visit.savedAt(draft.savedAt)]) } }
        if text.isEmpty { p { words("writing.conflict.empty") } }
        prose(text)
      }
    }
  }

  /// What stands now, and the one button.
  var dock: Markup {
    let empty = writing.lacks.filter { if case .empty = $0 { true } else { false } }.count
    return div(.class("dock")) {
      p(.class("dock-text")) {
        b {
          span(.dataSaved, .dataFailed(words("writing.saved-failed")), .aria(live: .polite)) {
            problems.typed == nil
              ? words("writing.saved-at", ["at": visit.savedAt(draft.savedAt)])
              : words("writing.not-saved")
          }
        }
        " "
        words("writing.not-handed-in")
        small {
          if case .closed(_, let opens?) = writing.door {
            words("writing.dock.opens", ["opens": visit.opening(opens)])
          } else {
            words("writing.dock.empty", count: empty)
          }
        }
      }
      p(.class("dock-do")) {
        button(.class("button button-quiet"), .name("do"), .value("save")) { words("writing.save") }
        button(.class("button"), .name("do"), .value("check")) { words("writing.check") }
      }
    }
  }

  var givingUp: Markup {
    details(.class("part")) {
      summary { words("writing.give-up") }
      p { words("writing.give-up.lead") }
      visit.form(writing.place.path("give-up")) {
        p(.class("actions")) {
          button(.class("button button-quiet")) { words("writing.give-up.yes") }
        }
      }
    }
  }

  func text(_ text: String) -> Markup { Markup { text } }
}

extension Writing {
  /// The skills that the program's forms offer.
  func options(_ program: Program) -> [String] {
    let form = program.intake.proposalForm?.skillOptions ?? []
    return form.isEmpty ? program.intake.evidenceForm?.skillOptions ?? [] : form
  }
}

extension Visit {
  /// A form with files that the script saves while somebody writes.
  fileprivate func form(
    _ action: Path, takesFiles: Bool, saves: Path, @MarkupBuilder content: () -> Markup
  ) -> Markup {
    HTML.form(action: action, .when(takesFiles, .multipart), .dataSave(saves)) {
      token
      content()
    }
  }
}

extension Words {
  /// `Evidence, second round`.
  func round(_ stage: StageKind, _ number: Int) -> String {
    let name = self("stage.\(stage.rawValue)")
    guard number > 1 else { return name }
    return template("round.\(number)").map { "\(name), \($0)" }
      ?? self("round.more", ["stage": name, "number": "\(number)"])
  }

  /// What is missing, in a sentence.
  func missing(_ part: MissingPart) -> String {
    let said = part.words.value ?? ""
    let kind = self("missing.\(part.kind.rawValue)")
    if part.kind == .other { return said.isEmpty ? kind : said }
    return said.isEmpty ? kind : "\(kind) \(said)"
  }
}
