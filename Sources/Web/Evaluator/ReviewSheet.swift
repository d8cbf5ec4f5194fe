import CivilTime
import Programs
import Rubrics
import Store
import Workflow

/// A review as its evaluator works on it: everything that its page shows, read at once.
struct ReviewSheet {
  var review: Review
  var submission: Submission
  /// What it is judged by; `nil` where nothing is scored.
  var rubric: Rubric?
  /// Whose work it is; `nil` where evaluators don't learn it.
  var teacher: Person?
  var offering: Offering?
  /// Who evaluates.
  var evaluator: Person?
  /// What is scored so far.
  var card: Scorecard
  /// When that was saved; `nil` before the first time.
  var savedAt: Instant?
  /// When a newer card was kept, by another tab, than the one that this was made from.
  var newerAt: Instant?
  /// What earlier rounds, or this one before it was returned, said of each criterion.
  var earlier: [CriterionID: EarlierScore] = [:]

  /// What became of the work since the round before; `nil` in a first round.
  var changed: WhatChanged?

  /// For an adjudicator: what those say of each criterion on whom it depends.
  var differing: [CriterionID: [EarlierScore]] = [:]

  /// What an earlier scorecard says of a criterion.
  struct EarlierScore {
    var round: Int
    var level: LevelID
    var feedback: String
    var at: Instant
  }

  /// Criteria that were met before and stay met.
  var kept: Set<CriterionID> {
    Set(submission.met).subtracting(submission.reopened.map(\.criterion))
  }

  /// What is handed in: the card, with the scores of what stays met taken over, because their points count.
  var whole: Scorecard {
    var whole = card
    for criterion in rubric?.criteria ?? [] where kept.contains(criterion.id) {
      whole.scores.removeAll { $0.criterion == criterion.id }
      if let earlier = earlier[criterion.id], criterion[earlier.level] != nil {
        whole.scores.append(Scorecard.Score(criterion: criterion.id, level: earlier.level))
      }
    }
    return whole
  }

  var problems: [ScorecardProblem] { rubric?.problems(in: whole, alreadyMet: kept) ?? [] }
  var judgement: Judgement? { rubric?.judge(whole, alreadyMet: kept) }
}

extension ReviewSheet {
  /// Reads a review with everything about it; `nil` if it is not there.
  static func read(_ id: ReviewID, by visit: Visit) throws -> ReviewSheet? {
    try visit.read { records -> ReviewSheet? in
      guard let review = try records.review(id),
        let submission = try records.submission(review.submission)
      else { return nil }
      let isNamed = visit.program.mail.teacherNamedToEvaluator
      var sheet = ReviewSheet(
        review: review, submission: submission,
        rubric: try submission.rubric.flatMap { try records.rubric($0) },
        teacher: isNamed ? try records.person(submission.earner) : nil,
        offering: try submission.offering.flatMap { try records.offering($0) },
        evaluator: try records.person(review.evaluator),
        card: Scorecard(rubric: submission.rubric ?? RubricVersion(rubric: "none", hash: "")))
      let others = try records.reviews(of: submission.id)
      sheet.take(others)
      try sheet.takeDraft(others, from: records)
      if submission.round > 1, review.round == submission.round {
        let history = try records.history(
          of: submission.id, only: [HandedIn.type, ContentChanged.type])
        sheet.changed = WhatChanged(submission, before: Content.before(submission, in: history))
      }
      return sheet
    }
  }

  /// Earlier rounds' scores: of the latest round that judged a criterion, the adjudicator's before the others'.
  private mutating func take(_ reviews: [Review]) {
    let order: [EvaluatorPart] = [.adjudicator, .evaluator, .secondEvaluator]
    let past = reviews.filter { $0.round < review.round }.sorted {
      ($1.round, order.firstIndex(of: $0.part) ?? 0) < (
        $0.round, order.firstIndex(of: $1.part) ?? 0
      )
    }
    for review in past {
      guard case .handedIn(let card, let at) = review.state else { continue }
      for score in card.scores where earlier[score.criterion] == nil {
        let words = card.words.value?.feedback.first { $0.criterion == score.criterion }
        earlier[score.criterion] = EarlierScore(
          round: review.round, level: score.level, feedback: words?.text ?? "", at: at)
      }
    }
    guard review.part == .adjudicator else { return }
    for review in reviews where review.round == self.review.round {
      guard case .handedIn(let card, let at) = review.state else { continue }
      for score in card.scores {
        let words = card.words.value?.feedback.first { $0.criterion == score.criterion }
        differing[score.criterion, default: []].append(
          EarlierScore(
            round: review.round, level: score.level, feedback: words?.text ?? "", at: at))
      }
    }
  }

  /// The draft: this review's, or the one that this evaluator had begun before the work was returned.
  private mutating func takeDraft(_ reviews: [Review], from records: ReadRecords) throws {
    let mine = reviews.filter {
      $0.evaluator == review.evaluator && $0.round == review.round && $0.id < review.id
    }
    for id in [review.id] + mine.map(\.id).reversed() {
      guard let draft = try records.draftScorecard(of: id), draft.card.rubric == card.rubric
      else { continue }
      card = draft.card
      savedAt = draft.savedAt
      return
    }
  }
}

extension Submission {
  /// The answer for a part, if there is one.
  func answer(_ part: CriterionID) -> String? {
    content.value?.answers.first { $0.part == part }?.text
  }

  /// Links and files with their places, of a part or of the whole.
  func artifacts(_ part: CriterionID?) -> [(place: Int, artifact: Artifact)] {
    (content.value?.artifacts ?? []).enumerated()
      .filter { $0.element.part == part }.map { (place: $0.offset, artifact: $0.element) }
  }
}
