/// What a submission is judged by: criteria, each with levels, and the rule by which it passes.
///
/// A rubric comes from ``Rubric/read(_:)`` only, which holds it to every limit and refuses
/// contradictions; so the functions over it need no checks of their own.
public struct Rubric: Hashable, Sendable {
  /// What kind of submission it judges, and so which outcomes it can have.
  public enum Subject: String, Hashable, Sendable, CaseIterable, Codable {
    /// Approved to begin, revise, or not approved.
    case proposal
    /// Earned, or not yet.
    case evidence
  }

  public static let criteriaMax = 40
  public static let levelsMax = 10
  public static let snippetsMax = 20
  /// Most characters (Unicode scalars) in a title.
  public static let titleMax = 120
  /// Most characters in what a criterion asks, in a descriptor and in a snippet.
  public static let passageMax = 1_000
  /// Most characters in guidance and in the text about the rubric.
  public static let guidanceMax = 4_000

  public let id: RubricID
  public let title: String
  public let subject: Subject
  /// What the rubric is for, to be shown above the criteria; may be empty.
  public let about: String
  /// In the order in which they are asked; each id once.
  public let criteria: [Criterion]
  public let pass: PassRule
  /// These exact words: the hash of all of the above.
  public let version: RubricVersion

  init(
    id: RubricID, title: String, subject: Subject, about: String, criteria: [Criterion],
    pass: PassRule
  ) {
    self.id = id
    self.title = title
    self.subject = subject
    self.about = about
    self.criteria = criteria
    self.pass = pass
    let plain = Self.plain(
      id: id, title: title, subject: subject, about: about, criteria: criteria, pass: pass)
    version = RubricVersion(rubric: id, hash: contentHash(of: plain))
  }

  public subscript(_ id: CriterionID) -> Criterion? {
    criteria.first { $0.id == id }
  }
}

/// One thing that is judged.
public struct Criterion: Hashable, Sendable {
  /// What a criterion does to the outcome.
  public enum Weighing: Hashable, Sendable {
    /// It is scored and shown, and decides nothing.
    case considered
    /// Its bar must be reached, and its points count with this weight.
    case counts(weight: Quantity)
  }

  public let id: CriterionID
  public let title: String
  /// What the teacher is asked for, as a question or a request.
  public let asks: String
  /// Help for the teacher: what artifacts might show it, what is often missing; may be empty.
  public let guidance: String
  public let weighing: Weighing
  /// From best to worst, points never rising; each id once, at least two.
  public let levels: [Level]

  public subscript(_ id: LevelID) -> Level? {
    levels.first { $0.id == id }
  }

  /// Whether it has a part in the outcome.
  public var counts: Bool { weighing != .considered }

  /// Whether `level` is as good as `bar` or better, by the order of the levels.
  func reaches(_ level: LevelID, bar: LevelID) -> Bool {
    guard let place = levels.firstIndex(where: { $0.id == level }),
      let least = levels.firstIndex(where: { $0.id == bar })
    else { return false }
    return place <= least
  }
}

/// How well a criterion can be met.
public struct Level: Hashable, Sendable {
  public let id: LevelID
  /// One or two words: `Demonstrated`.
  public let title: String
  /// What a submission at this level looks like, for this criterion.
  public let descriptor: String
  public let points: Quantity
  /// Whether this level ends the matter: a proposal that gets it is not approved, where it would
  /// otherwise be asked to be revised.
  public let stops: Bool
  /// Feedback that an evaluator can start from, never sent as it is without being chosen.
  public let snippets: [String]
}
