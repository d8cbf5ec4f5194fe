import CivilTime
import Office
import Rubrics
import Store
import Workflow

/// What evaluators do with the reviews they were given, each in their own manner.
extension SampleYear {
  func evaluatorsWork(_ slot: Slot) throws {
    for index in district.evaluatorIndices {
      guard let evaluator = world.members[index] else { continue }
      if slot == .afternoon { try sayWhenAway(evaluator) }
      for review in try office.read({ try $0.openReviews(of: evaluator) }) {
        try work(on: review, by: evaluator, slot)
      }
    }
  }

  /// Now and then somebody is away in mid-review, says so in time or only as it begins, and has it taken off them.
  private func sayWhenAway(_ evaluator: PersonID) throws {
    guard today.day == 1 + chance.number(below: 28, "away day", evaluator, today.month),
      chance.happens(thousandths: 150, "away", evaluator, today),
      try !office.read({ try $0.openReviews(of: evaluator) }).isEmpty
    else { return }
    let ahead = chance.number(below: 4, "away ahead", evaluator, today)
    let days = 5 + chance.number(below: 30, "away days", evaluator, today)
    let span = AwaySpan(
      first: today.adding(days: ahead), last: today.adding(days: ahead + days - 1))
    try ask(.setAway(evaluator, [span]), by: evaluator)
  }

  private func work(on review: Review, by evaluator: PersonID, _ slot: Slot) throws {
    let due = zone.date(at: review.due.adding(milliseconds: -1))
    let given = zone.date(at: review.assignedAt)
    let canReturn = review.part == .evaluator && review.round == 1
    switch habits.manner(of: evaluator, review: review.id, canReturn: canReturn) {
    case .steady(let ahead):
      let day = max(given.adding(days: 1), due.adding(days: -ahead))
      if today == day.adding(days: -1), slot == .evening {
        try begin(review, by: evaluator)
      } else if today >= day, slot == .evening {
        try handIn(review, by: evaluator)
      }
    case .onTheDay:
      if today >= due, slot == .evening { try handIn(review, by: evaluator) }
    case .late(let days):
      if today >= due.adding(days: days), slot == .afternoon {
        try handIn(review, by: evaluator)
      }
    case .silent: break
    case .declines(let reason):
      if today >= given.adding(days: 2), slot == .afternoon {
        try ask(.declineReview(review.id, reason, words: ""), by: evaluator)
      }
    case .cannotOpen:
      guard today >= given.adding(days: 4), slot == .afternoon else { return }
      let missing = MissingPart(part: nil, kind: .linkClosed)
      try ask(.returnSubmission(review.submission, [missing]), by: evaluator)
    }
  }

  private func begin(_ review: Review, by evaluator: PersonID) throws {
    try ask(.seeReview(review.id), by: evaluator)
    guard let card = try scorecard(for: review) else { return }
    try office.saveScorecard(card, of: review.id, at: clock.now())
  }

  private func handIn(_ review: Review, by evaluator: PersonID) throws {
    guard let card = try scorecard(for: review) else { return }
    try ask(.handInScorecard(review.id, card), by: evaluator)
  }

  /// The scorecard that this evaluator would write for this work.
  private func scorecard(for review: Review) throws -> Scorecard? {
    try office.read { records in
      guard let submission = try records.submission(review.submission),
        let version = submission.rubric, let rubric = try records.rubric(version)
      else { return nil }
      var card = Scorecard(rubric: version)
      let kept = Set(submission.met)
      for criterion in rubric.criteria where !kept.contains(criterion.id) {
        let level = level(of: criterion, in: rubric, review)
        let bar = rubric.bar(of: criterion)
        let isBelow = bar.map { level.points < $0.points } ?? false
        let feedback =
          isBelow || level.stops
          ? level.snippets.first ?? "Please show a little more here, as the guidance says."
          : ""
        card.scores.append(
          Scorecard.Score(criterion: criterion.id, level: level.id, feedback: feedback))
      }
      card.note = chance.happens(thousandths: 400, "note", review.id) ? "Thank you for this." : ""
      return card
    }
  }

  /// Mostly good; the first round is a little harder than the next.
  private func level(of criterion: Criterion, in rubric: Rubric, _ review: Review) -> Level {
    let levels = criterion.levels
    let draw = chance.number(
      below: 1_000, "level", review.submission, review.round, criterion.id.rawValue)
    let isSecondLook = review.round > 1
    let place =
      switch draw {
      case ..<250: 0
      case ..<(isSecondLook ? 980 : 900): min(1, levels.count - 1)
      case ..<(isSecondLook ? 995 : 985): min(2, levels.count - 1)
      default: levels.count - 1
      }
    // A scale of three has its bar at the first level more often than not.
    return levels.count <= 3 && place == 1 && draw < 860 ? levels[0] : levels[place]
  }
}
