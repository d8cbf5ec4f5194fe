import CivilTime
public import Documents
public import Files
public import Programs
public import Rubrics
import Store
public import Workflow

// How policy gets in and out. The database is the truth; files in `Config/` and `Rubrics/` are how people bring it in
// and take it out. A changed file is told with its difference, and applied only by a command.

extension DistrictOffice {
  /// Makes the folders of a data directory.
  public static func prepareFolders(_ files: any FileSystem) throws(OfficeError) {
    do {
      for folder in DataDirectory.folders { try files.createFolder(folder) }
    } catch {
      throw .file(error)
    }
  }

  /// Begins a district: its rubrics, then its program, then the windows of the school year that is on.
  ///
  /// - Parameters:
  ///   - program: The district's policy.
  ///   - rubrics: Every rubric that the program names.
  ///   - actor: Who asks.
  /// - Throws: ``OfficeError/refused(_:)`` when the program names what is not there.
  public func begin(
    _ program: Program, rubrics: [Rubric], by actor: Actor
  ) throws(OfficeError) {
    let problems = program.problems(with: rubrics)
    guard problems.isEmpty else {
      throw .refused(Refusal(.incomplete, problems.joined(separator: "\n")))
    }
    // The zone is looked at first: a district without one could plan nothing.
    _ = try zone(of: program)
    for rubric in rubrics where program.names(rubric) {
      try perform(.addRubric(rubric), by: actor)
    }
    try perform(.setProgram(program), by: actor)
    try planComingYears(by: actor)
  }

  /// Plans the windows of the school year that is on and of the one after, as far as they are not planned.
  public func planComingYears(by actor: Actor) throws(OfficeError) {
    guard let program = try read({ try $0.program() }) else { return }
    let today = try zone(of: program).date(at: try now())
    let year = today.month < program.schoolYearFirstMonth ? today.year - 1 : today.year
    for year in [year, year + 1] { try perform(.planYear(year), by: actor) }
  }

  /// What a changed program file would change, in people's words; empty when it is the one in force.
  public func differences(to program: Program) throws(OfficeError) -> [Difference] {
    guard let present = try read({ try $0.program() }) else { return [] }
    return present.differences(to: program)
  }

  /// What a changed rubric would flip among the decisions of the past.
  ///
  /// - Parameter rubric: The new version.
  /// - Returns: The flips, and for each index the submission; `nil` when no version was in force before.
  /// - Throws: ``OfficeError``.
  public func flips(
    by rubric: Rubric
  ) throws(OfficeError) -> (flips: Flips, submissions: [SubmissionID])? {
    try read { records in
      guard let present = try records.rubricInForce(rubric.id) else { return nil }
      var cards: [Flips.Past] = []
      var submissions: [SubmissionID] = []
      for review in try records.handedInReviews(by: present.version, limit: 20_000) {
        guard case .handedIn(let card, _) = review.state else { continue }
        cards.append(Flips.Past(card.scorecard))
        submissions.append(review.submission)
      }
      return (Rubric.flips(from: present, to: rubric, past: cards), submissions)
    }
  }
}

extension Program {
  /// Whether one of its stages is judged by a rubric.
  func names(_ rubric: Rubric) -> Bool {
    [proposals?.rubric, evidence.rubric].contains(rubric.id.rawValue)
  }
}

extension HandedInScorecard {
  /// The scorecard as it was filled in.
  public var scorecard: Scorecard {
    let feedback = words.value?.feedback ?? []
    return Scorecard(
      rubric: rubric,
      scores: scores.map { score in
        Scorecard.Score(
          criterion: score.criterion, level: score.level,
          feedback: feedback.first { $0.criterion == score.criterion }?.text ?? "")
      }, note: words.value?.note ?? "")
  }
}
