import Programs
public import Workflow

/// What an assignment adds up: worked out once for all pairs of a question.
///
/// There are as many pairs as submissions times evaluators: folding names or counting words for each of them would
/// take longer than solving.
struct AffinityTable {
  private let question: AssignmentQuestion
  private let known: [[String: KnownSkill]]
  private let knownToAnybody: Set<String>
  private let similarity: TextSimilarity?
  /// Where the text of each submission is, among those that are compared: the evaluators' come first.
  private var textOf: [SubmissionID: Int] = [:]
  /// How often each evaluator has judged each offering before, and how much they had this year.
  private let judged: [PersonID: [OfferingID: Int]]
  private let thisYear: [PersonID: Int]
  private let evaluators: [Person]

  init(_ question: AssignmentQuestion, _ submissions: [Submission], _ evaluators: [Person]) {
    self.question = question
    self.evaluators = evaluators
    known = evaluators.map { $0.evaluator?.knownSkills(by: question.program.skills) ?? [:] }
    knownToAnybody = Set(known.flatMap(\.keys))
    var judged: [PersonID: [OfferingID: Int]] = [:]
    var thisYear: [PersonID: Int] = [:]
    var titles: [PersonID: [String]] = [:]
    for past in question.history {
      if let offering = past.offering {
        judged[past.evaluator, default: [:]][offering, default: 0] += 1
      }
      if past.isThisYear { thisYear[past.evaluator, default: 0] += 1 }
      titles[past.evaluator, default: []].append(past.title)
    }
    self.judged = judged
    self.thisYear = thisYear
    let anybody = knownToAnybody
    let unknown = submissions.filter { submission in
      !submission.skills.contains { anybody.contains($0.foldedTitle) }
    }
    guard !unknown.isEmpty else {
      similarity = nil
      return
    }
    let texts = evaluators.map { evaluator in
      let profile = evaluator.evaluator
      let words = [profile?.interests.value ?? ""] + (profile?.expertise.map(\.skill) ?? [])
      return (words + (titles[evaluator.id] ?? [])).joined(separator: "\n")
    }
    for (place, submission) in unknown.enumerated() {
      textOf[submission.id] = texts.count + place
    }
    similarity = TextSimilarity(
      texts
        + unknown.map { submission in
          let answers = submission.content.value?.answers.map(\.text) ?? []
          return ([submission.title.value ?? ""] + submission.skills + answers)
            .joined(separator: "\n")
        })
  }

  /// What words in common count at the most, in thousandths: as much as a field that is related.
  private static let wordsThousandths = ExpertiseGrade.related.thousandths

  /// How well an evaluator fits a submission.
  ///
  /// - Parameters:
  ///   - column: The evaluator's place.
  ///   - submission: One of the submissions.
  /// - Returns: The match.
  func affinity(_ column: Int, _ submission: Submission) -> Affinity {
    var affinity = Affinity(of: submission.skills, knowing: known[column])
    if let similarity, let text = textOf[submission.id] {
      let match = similarity.match(column, text)
      affinity.thousandths = match.thousandths * Self.wordsThousandths / 1_000
      affinity.sharedWords = match.words
    }
    if let offering = submission.offering {
      affinity.judgedBefore = judged[evaluators[column].id]?[offering] ?? 0
    }
    return affinity
  }

  /// What the solver gets, in millionths. The match is what counts; between matches that are as good, or within two
  /// points of it, it goes to whoever has judged the same before, and to whoever had less this year.
  func millionths(_ column: Int, _ submission: Submission, _ affinity: Affinity) -> Int64 {
    let experience = affinity.judgedBefore > 0 ? 20_000 : 0
    let load = 200 * min(100, thisYear[evaluators[column].id] ?? 0)
    return Int64(affinity.thousandths * 1_000 + experience - load)
  }
}

extension AssignmentQuestion {
  /// How well an evaluator fits a submission.
  ///
  /// - Parameters:
  ///   - evaluator: One of the question's evaluators.
  ///   - submission: One of its submissions.
  /// - Returns: The match.
  func affinity(of evaluator: Person, _ submission: Submission) -> Affinity {
    let evaluators = evaluators
    guard let column = evaluators.firstIndex(where: { $0.id == evaluator.id }) else {
      return Affinity(
        of: submission.skills, for: evaluator.evaluator ?? EvaluatorProfile(expertise: []),
        by: program.skills)
    }
    return AffinityTable(self, [submission], evaluators).affinity(column, submission)
  }

  /// The matches of pairs, by submission, then by evaluator: those of whoever is in the question.
  ///
  /// - Parameter places: Pairs of submissions and evaluators.
  /// - Returns: How well they fit.
  public func affinities(of places: [ReviewPlace]) -> [ReviewPlace: Affinity] {
    let table = AffinityTable(self, submissions, evaluators)
    let work = Dictionary(submissions.map { ($0.id, $0) }) { first, _ in first }
    let columns = Dictionary(evaluators.enumerated().map { ($1.id, $0) }) { first, _ in first }
    var found: [ReviewPlace: Affinity] = [:]
    for place in places {
      guard let submission = work[place.submission], let column = columns[place.evaluator] else {
        continue
      }
      found[place] = table.affinity(column, submission)
    }
    return found
  }
}

/// A review that an evaluator has handed in before.
public struct PastReview: Hashable, Sendable {
  public var evaluator: PersonID
  public var offering: OfferingID?
  /// What the work was called; empty once erased.
  public var title: String
  /// Whether it was due in the school year that runs.
  public var isThisYear: Bool

  public init(evaluator: PersonID, offering: OfferingID?, title: String, isThisYear: Bool) {
    self.evaluator = evaluator
    self.offering = offering
    self.title = title
    self.isThisYear = isThisYear
  }
}
