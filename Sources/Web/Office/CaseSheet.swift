import HTML
import HTTPServer
import Rubrics
import Workflow

/// What was handed in beside what evaluators said of it, criterion by criterion.
enum CaseSheet {
  static func markup(_ file: CaseFile, _ visit: Visit) -> Markup {
    let content = file.submission.content.value
    let cards = file.reviews.filter { $0.round == file.submission.round }
    return Markup {
      if content == nil { p { visit.words("office.erased-text") } }
      if let rubric = file.rubric {
        for criterion in rubric.criteria { part(criterion, file, cards, visit) }
        let rest = answers(in: content) { id in rubric[id] == nil }
        let loose = artifacts(in: content) { $0.map { rubric[$0] == nil } ?? true }
        if !rest.isEmpty || !loose.isEmpty {
          section(.class("criterion")) {
            div(.class("criterion-head")) { h2 { visit.words("case.whole") } }
            div(.class("criterion-body")) { evidence(rest, loose, file, visit) }
          }
        }
      } else {
        section(.class("card")) {
          h2 { visit.words("case.whole") }
          evidence(
            answers(in: content) { _ in true }, artifacts(in: content) { _ in true }, file, visit)
        }
      }
      notes(cards, file, visit)
    }
  }

  private static func part(
    _ criterion: Criterion, _ file: CaseFile, _ cards: [Review], _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let content = file.submission.content.value
    let stayed = file.submission.met.contains(criterion.id)
    return section(.class("criterion")) {
      div(.class("criterion-head")) {
        h2 { criterion.title }
        if stayed { state(words("case.stayed"), .met, .check) }
      }
      div(.class("criterion-body")) {
        evidence(
          answers(in: content) { $0 == criterion.id },
          artifacts(in: content) { $0 == criterion.id }, file, visit)
        div {
          let judged = cards.compactMap { review in
            review.scorecard.map { (review, $0) }
          }
          if judged.isEmpty { p(.class("meta")) { words("case.no-scorecard") } }
          for (review, card) in judged { score(criterion, review, card, file, visit) }
        }
      }
    }
  }

  private static func score(
    _ criterion: Criterion, _ review: Review, _ card: HandedInScorecard, _ file: CaseFile,
    _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let level = card.scores.first { $0.criterion == criterion.id }.flatMap { criterion[$0.level] }
    let isMet = card.met.contains(criterion.id)
    let feedback = card.words.value?.feedback.first { $0.criterion == criterion.id }?.text
    return div(.class("score")) {
      p(.class("label")) { file.names.name(review.evaluator) }
      p {
        isMet
          ? state(words("case.met"), .met, .check) : state(words("case.not-met"), .wait, .half)
        if let level { " " + level.title }
      }
      if let feedback, !feedback.isEmpty { div(.class("quote")) { prose(feedback) } }
    }
  }

  private static func notes(_ cards: [Review], _ file: CaseFile, _ visit: Visit) -> Markup {
    let notes = cards.compactMap { review in
      review.scorecard?.words.value.map { (review.evaluator, $0.note) }
    }.filter { !$0.1.isEmpty }
    return Markup {
      for (evaluator, text) in notes {
        section(.class("card part-in")) {
          h2 { visit.words("case.note", ["name": file.names.name(evaluator)]) }
          div(.class("quote")) { prose(text) }
        }
      }
    }
  }

  private static func answers(in content: Content?, _ isWanted: (CriterionID) -> Bool) -> [Workflow
    .Answer]
  {
    content?.answers.filter { isWanted($0.part) && !$0.text.isEmpty } ?? []
  }

  private static func artifacts(
    in content: Content?, _ isWanted: (CriterionID?) -> Bool
  ) -> [Artifact] {
    content?.artifacts.filter { isWanted($0.part) } ?? []
  }

  private static func evidence(
    _ answers: [Workflow.Answer], _ artifacts: [Artifact], _ file: CaseFile, _ visit: Visit
  ) -> Markup {
    div(.class("prose")) {
      if answers.isEmpty, artifacts.isEmpty { p(.class("meta")) { visit.words("case.empty") } }
      for answer in answers { prose(answer.text) }
      if !artifacts.isEmpty {
        ul(.class("artifacts")) {
          for artifact in artifacts {
            li {
              ArtifactWords.symbol(artifact).icon
              link(artifact, file.submission.id)
            }
          }
        }
      }
    }
  }

  private static func link(_ artifact: Artifact, _ submission: SubmissionID) -> Markup {
    switch artifact.place {
    case .link(let address):
      guard let link = try? WebLink(address) else { return bdi { address } }
      return a(href: .web(link), .foreign) { bdi { address } }
    case .file(let sha256, _, _, let name):
      return a(href: .path(Path("files", "\(submission)", sha256))) { bdi { name } }
    }
  }
}
