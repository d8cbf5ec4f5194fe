import CivilTime
import Programs
import Rubrics
import Store
import Workflow

extension Submission {
  /// Whether it is decided, and its teacher was told or is being told now: until then it can be taken back unseen.
  func isTold(_ visit: Visit, _ records: ReadRecords) throws -> Bool {
    guard case .decided(let id, _, let at) = state else { return false }
    if at.adding(minutes: Int64(visit.program.mail.holdMinutes)) <= visit.now { return true }
    return try records.decision(id).map { Judged.isTold($0, visit) } ?? false
  }
}

/// What the scorecards of a decision say to the teacher, criterion by criterion. Nobody is named.
struct Judged {
  /// One criterion with what was said of it.
  struct Line {
    var criterion: Criterion
    var isMet: Bool
    /// The levels that were chosen, each once.
    var levels: [String]
    /// The evaluators' words, each once.
    var words: [String]
    /// The level that meets it.
    var bar: Level?
  }

  var decision: Decision
  var rubric: Rubric?
  var lines: [Line]
  /// Words about the whole.
  var notes: [String]

  /// The decision in force of a submission, once it is told: it can be taken back unseen for some minutes, and the
  /// page must not tell what the letter does not.
  static func last(
    of submission: Submission, _ visit: Visit, _ records: ReadRecords
  ) throws -> Judged? {
    let decisions: [Decision] = try records.decisions(of: submission.id)
    guard let decision = decisions.last(where: { $0.standing == .inForce && isTold($0, visit) })
    else { return nil }
    return try Judged(decision, of: submission, records)
  }

  static func isTold(_ decision: Decision, _ visit: Visit) -> Bool {
    if decision.releasedBy == .clock { return true }
    return decision.releasedAt.adding(minutes: Int64(visit.program.mail.holdMinutes)) <= visit.now
  }

  init(_ decision: Decision, of submission: Submission, _ records: ReadRecords) throws {
    self.decision = decision
    let cards = try decision.scorecards { try records.review($0) }.map(\.card)
    let met = Set(submission.met(by: cards))
    let rubric = try (decision.rubric ?? submission.rubric).flatMap { try records.rubric($0) }
    lines = (rubric?.criteria ?? []).map { criterion in
      var line = Line(
        criterion: criterion, isMet: met.contains(criterion.id), levels: [], words: [],
        bar: rubric?.bar(of: criterion))
      for card in cards {
        if let level = card.scores.first(where: { $0.criterion == criterion.id })?.level {
          line.levels.addOnce(criterion[level]?.title ?? level.rawValue)
        }
        for feedback in card.words.value?.feedback ?? []
        where feedback.criterion == criterion.id { line.words.addOnce(feedback.text) }
      }
      return line
    }
    var notes: [String] = []
    for card in cards { notes.addOnce(card.words.value?.note ?? "") }
    self.notes = notes
    self.rubric = rubric
  }

  /// What needs more, and what is met; what decides nothing is among the latter.
  var open: [Line] { lines.filter { $0.criterion.counts && !$0.isMet } }
  var met: [Line] { lines.filter { $0.isMet || !$0.criterion.counts } }

  func line(_ criterion: CriterionID) -> Line? { lines.first { $0.criterion.id == criterion } }
}

extension [String] {
  fileprivate mutating func addOnce(_ text: String) {
    if !text.allSatisfy(\.isWhitespace), !contains(text) { append(text) }
  }
}
