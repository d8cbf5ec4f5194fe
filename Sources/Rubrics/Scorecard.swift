/// What one evaluator says about one submission. It may be half done: drafts are saved as they are.
///
/// A scorecard is what a person typed, so it may be wrong in every way;
/// ``Rubric/problems(in:alreadyMet:)`` says how.
public struct Scorecard: Hashable, Codable, Sendable {
  /// Most characters (Unicode scalars) of feedback on one criterion, and of the note.
  public static let feedbackMax = 4_000

  /// What is said about one criterion.
  public struct Score: Hashable, Codable, Sendable {
    public let criterion: CriterionID
    /// nil as long as no level was chosen.
    public var level: LevelID?
    public var feedback: String

    public init(criterion: CriterionID, level: LevelID?, feedback: String = "") {
      self.criterion = criterion
      self.level = level
      self.feedback = feedback
    }
  }

  /// The words that the evaluator saw.
  public let rubric: RubricVersion
  public var scores: [Score]
  /// On the submission as a whole; may be empty.
  public var note: String

  public init(rubric: RubricVersion, scores: [Score] = [], note: String = "") {
    self.rubric = rubric
    self.scores = scores
    self.note = note
  }

  public subscript(_ criterion: CriterionID) -> Score? {
    scores.first { $0.criterion == criterion }
  }
}
