import Assignments
import CivilTime
import Programs
import Store
import Workflow

// When somebody gives a review back, is away or has it taken from them, what they had goes to others at once: with
// as few other reviews moved as the program's price asks for, and best for all that is to be given together.

extension DistrictOffice {
  /// Most pairs of a submission and an evaluator for which reviews that others hold are looked at too.
  private static let movablePairsMax = 100_000

  /// Finds somebody for each evaluator that a submission lacks, and for what others lack with it; where nobody has
  /// room, it goes on the administrator's list.
  func findEvaluator(for id: SubmissionID) throws(OfficeError) {
    do {
      try performTogether(by: .clock) { records in try self.leastChange(for: id, in: records) }
    } catch OfficeError.refused {
      // What refuses one of them must not keep the others waiting: each is looked for by itself below.
    }
    let found = try read { records in
      guard let submission = try records.submission(id), !submission.lacking.isEmpty else {
        return [(EvaluatorPart, [PersonID])]()
      }
      let question = try records.assignmentQuestion(
        for: [submission], pinned: [], today: try self.today(in: records))
      guard let question else { return [] }
      return submission.lacking.filter { !$0.isForAdministrator }.map { place in
        (place.part, question.ranked(for: submission, place.part).filter(\.hasRoom).map(\.person))
      }
    }
    for (part, candidates) in found {
      var isFound = false
      for candidate in candidates.prefix(5) where !isFound {
        do {
          try perform(.assignReview(id, to: candidate, part: part, isByHand: false), by: .clock)
          isFound = true
        } catch OfficeError.refused {
          continue
        }
      }
      if !isFound { try perform(.noteEvaluatorNeeded(id, part), by: .clock) }
    }
  }

  /// The commands that give evaluators to all that lacks one now.
  private func leastChange(for id: SubmissionID, in records: WriteRecords) throws -> [Command] {
    guard let submission = try records.submission(id), !submission.lacking.isEmpty else {
      return []
    }
    var work = [id: submission]
    for other in try records.submissionsLackingEvaluator(limit: 1_000)
    where other.lacking.contains(where: { !$0.isForAdministrator && $0.part != .adjudicator }) {
      work[other.id] = other
    }
    let held = try reviewsThatMayMove(besides: work.count, in: records)
    let others = try records.wholeSubmissions(
      of: Set(held.map(\.submission)).filter { work[$0] == nil })
    work.merge(others) { first, _ in first }
    let question = try records.assignmentQuestion(
      for: work.values.sorted { $0.id < $1.id }, pinned: [], today: try today(in: records))
    guard let change = question?.leastChange(among: held.filter { work[$0.submission] != nil })
    else { return [] }
    return change.moves.map { .reassignReview($0.review, to: $0.to) }
      + change.gifts.map {
        .assignReview($0.submission, to: $0.evaluator, part: $0.part, isByHand: false)
      }
  }

  /// Reviews that their evaluators have not opened, and that nobody gave them by hand.
  private func reviewsThatMayMove(
    besides count: Int, in records: WriteRecords
  ) throws -> [HeldReview] {
    let now = try now(in: records)
    let evaluators = try records.evaluators()
    var held: [HeldReview] = []
    for evaluator in evaluators {
      for review in try records.openReviews(of: evaluator.id)
      where review.state == .assigned && !review.isByHand && review.part != .adjudicator
        && now < review.due
      {
        held.append(
          HeldReview(
            review: review.id, submission: review.submission, evaluator: review.evaluator))
      }
    }
    return (held.count + count) * evaluators.count <= Self.movablePairsMax ? held : []
  }
}
