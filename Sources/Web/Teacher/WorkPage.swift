import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Rubrics
import Store
import Workflow

/// `/work/:submission`: where it stands, what was said, what comes next.
enum WorkPage: Page {
  static let pattern: StaticString = "/work/:submission"

  static func sight(_ call: Call<Visit>) throws -> Sight {
    .work(SubmissionID(try call.number("submission")))
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let work = try Work.read(SubmissionID(try call.number("submission")), visit)
    let words = visit.words
    let view = WorkView(visit: visit, work: work)
    let title = view.title
    return Leaf(words("work.title.\(work.standing.key)", ["title": title]), at: .home) {
      p(.class("eyebrow")) {
        if work.isOwner, visit.signedIn?.scope == .everything {
          a(href: .path(Path("home"))) { words("teacher.back") }
          " · "
        }
        words.round(work.submission.stage, work.submission.round)
      }
      h1 { words("work.heading.\(work.standing.key)", ["title": title]) }
      p(.class("lead")) { view.lead }
      visit.told(call.request)
      view.next
      div(.class("part-in card")) { Step.timeline(work.steps) }
      view.missing
      view.feedback
      div(.class("split part")) {
        div { view.handedIn }
        view.aside
      }
    }
  }
}

/// What a submission's page shows; feedback and contents are in an extension.
struct WorkView {
  let visit: Visit
  let work: Work

  var words: Words { visit.words }
  var submission: Submission { work.submission }
  var title: String { submission.title.value ?? words("teacher.erased") }

  var lead: Markup {
    let hear = visit.promise(submission.times.notifyBy)
    return Markup {
      switch work.standing {
      case .received: words.markup("work.lead.received", ["hear": strong { hear }])
      case .underReview: words.markup("work.lead.under-review", ["hear": strong { hear }])
      case .returned(let back): returned(back)
      case .withdrawn(let at): words("work.lead.withdrawn", ["at": visit.when(at)])
      case .decided(let outcome): decided(outcome)
      }
    }
  }

  private func returned(_ back: Return) -> Markup {
    var until = back.handInBy
    if case .open(let end?) = work.door { until = end }
    return Markup {
      if case .closed(_, let opens) = work.door {
        words("work.lead.returned-over", ["until": visit.until(back.handInBy)])
        " "
        opens.map { words("work.again.opens", ["opens": visit.opening($0)]) }
          ?? words("work.lead.returned-ask")
      } else {
        words.markup(
          "work.lead.returned", ["until": strong { visit.stamped(until, visit.until(until)) }])
      }
    }
  }

  private func decided(_ outcome: Outcome) -> Markup {
    let met = work.judged?.lines.count { $0.isMet && $0.criterion.counts } ?? 0
    let all = work.judged?.lines.count { $0.criterion.counts } ?? 0
    let until = submission.handInAgainBy.map { end in
      strong { visit.stamped(end, visit.until(end)) }
    }
    return Markup {
      switch outcome {
      case .notYet, .revise:
        if all > 0 {
          words("work.lead.met", count: met, ["all": Words.number(all)])
          " "
        }
        if let until, case .open = work.door {
          words.markup("work.lead.again", ["until": until])
        } else if case .closed(_, let opens?) = work.door {
          words("work.lead.again-window", ["opens": visit.opening(opens)])
        } else {
          words("work.lead.again-none")
        }
      case .earned: words("work.lead.earned")
      case .notApproved: words("work.lead.not-approved")
      case .approvedToBegin:
        switch submission.progress {
        case .inProgress(let ends), .stopped(_, let ends):
          words.markup(
            "work.lead.approved", ["ends": strong { visit.stamped(ends, visit.until(ends)) }])
        case .ended(let at): words("writing.lead.year-over", ["end": visit.until(at)])
        case .completed where work.isCompletionTold: words("work.lead.completed")
        case .completed: words("work.lead.evidence-in")
        case .none: words("work.lead.approved-plain")
        }
      }
    }
  }

  /// The one thing to do now, if there is any.
  var next: Markup {
    Markup {
      if work.isOwner {
        if let evidence = work.evidence {
          if let id = evidence.submission {
            p(.class("actions")) {
              buttonLink(words("work.see-evidence"), Path("work", "\(id)"))
            }
          } else if visit.signedIn?.scope == .everything {
            p(.class("actions")) {
              buttonLink(
                words(evidence.isBegun ? "begin.evidence-go-on" : "begin.evidence-go"),
                evidence.isBegun
                  ? DraftPlace(.evidence, .proposal(submission.id)).path()
                  : Path("begin", "evidence"))
              span(.class("meta")) { DoorWords.sentence(evidence.door, .evidence, visit) }
            }
          }
        } else if isAgain {
          visit.form(Path("work", "\(submission.id)", "again")) {
            p(.class("actions")) {
              button(
                submission.state.name == .submitted
                  ? .class("button button-quiet") : .class("button")
              ) {
                words(work.hasDraft ? "work.again.go-on" : "work.again.\(work.standing.key)")
              }
              if case .closed(_, let opens?) = work.door {
                span(.class("meta")) { words("work.again.opens", ["opens": visit.opening(opens)]) }
              }
            }
          }
        }
      }
    }
  }

  /// Whether anything can be added, now or in a draft.
  private var isAgain: Bool {
    switch work.standing {
    case .received: if case .open = work.door { true } else { false }
    case .returned, .withdrawn: true
    case .decided(let outcome): outcome.asksForMore
    case .underReview: false
    }
  }

  /// What came back, with what is missing.
  @MarkupBuilder var missing: Markup {
    if case .returned(let back) = work.standing {
      section(.class("part"), .aria(labelledBy: "missing")) {
        h2(.id("missing")) { words("work.missing") }
        ul(.class("rows card")) {
          for part in back.missing {
            li {
              if let id = part.part { b { work.rubric?[id]?.title ?? id.rawValue } }
              p { words.missing(part) }
            }
          }
        }
        p(.class("meta part-in")) { words("work.missing.nothing-judged") }
      }
    }
  }

  /// What came, when, and by when its teacher hears, while that is ahead.
  private var receipt: [(name: String, value: Markup)] {
    var rows = [
      (words("work.receipt.code"), span(.class("hash")) { grouped(work.receipt) }),
      (words("work.receipt.at"), Markup { visit.when(submission.receivedAt) }),
      (
        words("work.receipt.holds"),
        Markup { submission.content.value.map(words.contents) ?? words("teacher.erased") }
      ),
    ]
    switch work.standing {
    case .received, .underReview:
      rows.append(
        (words("work.receipt.hear"), Markup { visit.promise(submission.times.notifyBy) }))
    case .returned, .decided, .withdrawn: break
    }
    return rows
  }

  /// Receipt, and what can be done besides.
  var aside: Markup {
    HTML.aside(.class("aside"), .aria(label: words("work.receipt"))) {
      HTML.section(.class("card")) {
        h2 { words("work.receipt") }
        facts(receipt)
        p(.class("fine part-in")) { words("work.receipt.why") }
      }
      if let pay = work.pay {
        HTML.section(.class("card")) {
          h2 { words("held.heading") }
          p { a(href: .path(pay)) { words("work.pay") } }
        }
      }
      if work.isOwner {
        switch work.standing {
        case .received, .underReview, .returned:
          HTML.section(.class("card")) {
            h2 { words("work.withdraw") }
            p { words("work.withdraw.lead") }
            p(.class("actions")) {
              a(href: .path(Path("work", "\(submission.id)", "withdraw"))) {
                words("work.withdraw.go")
              }
            }
          }
        case .decided:
          HTML.section(.class("card")) {
            h2 { words("work.wrong") }
            p {
              words(
                "work.wrong.lead",
                [
                  "office": visit.program.district.officeEmail,
                  "phone": visit.program.district.officePhone,
                ])
            }
            if let version = work.judged?.decision.rubric {
              p(.class("fine part-in")) {
                words("work.wrong.rubric")
                " "
                span(.class("hash")) { grouped(String(version.hash.prefix(12))) }
              }
            }
          }
        case .withdrawn: Markup()
        }
      }
    }
  }

  /// `7f3a 91c0 5de2`.
  private func grouped(_ code: String) -> String {
    var text = ""
    for (index, digit) in code.enumerated() {
      if index > 0, index % 4 == 0 { text.append("\u{a0}") }
      text.append(digit)
    }
    return text
  }
}
