import CivilTime
import HTML
import Notices
import Rubrics
import Workflow

/// What stands above the criteria of a review: whose work it is, by when, and what belongs to no criterion.
enum ReviewHead {
  /// Whose work it is and by when, with news above everything that was there before.
  static func markup(_ sheet: ReviewSheet, _ visit: Visit, news: Markup) -> Markup {
    let words = visit.words
    let review = sheet.review
    let isAlone = visit.signedIn?.scope == .review(review.id)
    return Markup {
      p(.class("eyebrow")) {
        if !isAlone {
          a(href: .path(Path("queue"))) { words("review.to-queue") }
          " · "
        }
        words("review.kind.\(sheet.submission.stage.rawValue)")
        if review.round > 1 {
          ", " + words("review.round", ["round": roundName(review.round, words)])
        }
        if review.part != .evaluator { ", " + words("review.part.\(review.part.rawValue)") }
      }
      h1 { sheet.title(words) }
      p(.class("lead")) { lead(sheet, visit) }
      if !news.isEmpty { div(.class("part-in")) { news } }
      facts(sheet, visit)
    }
  }

  private static func lead(_ sheet: ReviewSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let due = sheet.review.due
    let day = visit.wording.shownEnd(due).date
    return Markup {
      if let teacher = sheet.teacher {
        bdi {
          [teacher.fullName, teacher.record.school].filter { !$0.isEmpty }.joined(separator: ", ")
        }
        ". "
      }
      words.markup(
        due <= visit.now ? "review.was-due" : "review.due",
        [
          "due": strong { visit.stampedEnd(due) },
          "in": MarkupBuilder.buildExpression(visit.wording.inDays(until: day)),
        ])
    }
  }

  private static func facts(_ sheet: ReviewSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return dl(.class("facts facts-row card part-in")) {
      div {
        dt { words("review.handed-in") }
        dd { visit.stamped(sheet.submission.receivedAt, visit.when(sheet.submission.receivedAt)) }
      }
      div {
        dt { words("review.why-you") }
        dd { why(sheet, words) }
      }
      if let rubric = sheet.rubric {
        div {
          dt { words("review.rubric") }
          dd {
            rubric.title
            br()
            span(.class("meta")) { rule(rubric, words) }
          }
        }
      }
      if let offering = sheet.offering {
        div {
          dt { words("review.from-catalog") }
          dd {
            offering.title + ", " + offering.issuer
          }
        }
      }
    }
  }

  /// The skills of the work that are the evaluator's own, or that none is.
  private static func why(_ sheet: ReviewSheet, _ words: Words) -> Markup {
    let skills = Set(sheet.submission.skills.map(\.foldedTitle))
    let own = sheet.evaluator?.evaluator?.expertise.filter {
      skills.contains($0.skill.foldedTitle)
    }
    return Markup {
      if let own, !own.isEmpty {
        for (index, known) in own.prefix(4).enumerated() {
          if index > 0 { br() }
          known.skill + ": " + words("skill-grade.\(known.grade.rawValue)")
        }
      } else {
        words("review.outside-field")
      }
    }
  }

  private static func rule(_ rubric: Rubric, _ words: Words) -> String {
    let counting = rubric.criteria.count(where: \.counts)
    let outcome = words("verdict.pass.\(rubric.subject.rawValue)")
    if let total = rubric.pass.totalAtLeast {
      return words(
        "review.rule-total",
        ["outcome": outcome, "total": "\(total)", "most": "\(rubric.totalMax)"])
    }
    return words("review.rule", count: counting, ["outcome": outcome])
  }

  /// What the work holds that belongs to no criterion of the rubric: links for the whole, other answers.
  static func whole(_ sheet: ReviewSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let change = ChangeView(sheet, words)
    let artifacts = sheet.submission.artifacts(nil)
    let known = Set(sheet.rubric?.criteria.map(\.id) ?? [])
    let content = sheet.submission.content.value
    let answers = (content?.answers ?? []).filter { !known.contains($0.part) && !$0.text.isEmpty }
    let strayed = (content?.artifacts ?? []).enumerated().filter { _, artifact in
      artifact.part.map { !known.contains($0) } ?? false
    }.map { (place: $0.offset, artifact: $0.element) }
    return Markup {
      if content == nil {
        div(.class("part-in")) { note(.plain, .lock) { p { words("review.content-erased") } } }
      }
      change?.summary()
      if !artifacts.isEmpty || !answers.isEmpty || !strayed.isEmpty || change?.hasGone == true {
        section(.class("card part-in"), .aria(labelledBy: "whole")) {
          h2(.id("whole")) { words("review.whole") }
          for answer in answers {
            div(.class("prose part-in")) { prose(answer.text) }
          }
          ArtifactList.markup(artifacts + strayed, of: sheet, visit)
          change?.went(nil)
        }
      }
      if let about = sheet.rubric?.about, !about.isEmpty {
        details(.class("part-in")) {
          HTML.summary { words("review.about-rubric") }
          div(.class("prose")) { prose(about) }
        }
      }
    }
  }

  /// A round's ordinal.
  static func roundName(_ round: Int, _ words: Words) -> String {
    let key = "ordinal.\(round)"
    return words.template(key) ?? words("ordinal.later", ["number": "\(round)"])
  }
}
