import CivilTime
import HTTPServer
import Rubrics
import Store
import Workflow

/// One submission with all that the office knows of it.
struct CaseFile {
  var submission: Submission
  var window: Window?
  var rubric: Rubric?
  var reviews: [Review]
  var outcome: Outcome?
  var names: [PersonID: PersonName]
  var offering: String?

  /// - Throws: ``HTTPServer/HTTPProblem`` with 404 when there is no such submission.
  static func read(_ number: Int64, _ visit: Visit) throws -> CaseFile {
    try visit.read { records in try read(number, from: records) }
  }

  static func read(_ number: Int64, from records: ReadRecords) throws -> CaseFile {
    guard let submission = try records.submission(SubmissionID(number)) else {
      throw HTTPProblem(.notFound, "no such submission")
    }
    let reviews = try records.reviews(of: submission.id)
    let outcome: Outcome? =
      switch submission.state {
      case .readyToRelease(let outcome, _), .decided(_, let outcome, _): outcome
      case .submitted, .underReview, .returned, .withdrawn: nil
      }
    return CaseFile(
      submission: submission, window: try submission.window.flatMap { try records.window($0) },
      rubric: try submission.rubric.flatMap { try records.rubric($0) }, reviews: reviews,
      outcome: outcome,
      names: try records.names(of: Set([submission.earner] + reviews.map(\.evaluator))),
      offering: try submission.offering.flatMap { try records.offering($0)?.title })
  }

  /// Where it belongs: the teacher, the school, the window, the round.
  func `where`(_ visit: Visit) -> String {
    var parts = [names.name(submission.earner), names[submission.earner]?.school ?? ""]
    parts.append(window.map { visit.name(of: $0) } ?? visit.stage(submission.stage))
    if submission.round > 1 {
      parts.append(visit.words("office.round", ["round": "\(submission.round)"]))
    }
    return parts.filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
