public import Programs
public import Workflow

/// How well an evaluator's fields fit what a submission names.
public struct Affinity: Hashable, Sendable {
  /// A skill that is named, and how the evaluator knows it.
  public struct Field: Hashable, Sendable {
    /// As the submission names it.
    public var skill: String
    public var grade: ExpertiseGrade
    /// The skill of their own from which that follows, where it is another one.
    public var through: String?
  }

  /// Thousandths: 1,000 when the evaluator is an expert in each skill that is named.
  public var thousandths: Int
  /// The skills that are known to the evaluator, with their grades, the strongest first.
  public var fields: [Field]
  /// The skills that are named and not known to the evaluator.
  public var outside: [String]
  /// Words that the work and what is known of the evaluator have in common, the most telling first. Only where no
  /// skill that is named is known to anybody.
  public var sharedWords: [String] = []
  /// How often the evaluator has judged the same micro-credential before.
  public var judgedBefore = 0

  /// None of the skills that are named is known to the evaluator.
  ///
  /// A submission that names no skill is in nobody's field, so nobody is outside of it.
  public var isOutsideField: Bool { fields.isEmpty && !outside.isEmpty }

  /// - Parameters:
  ///   - skills: What the submission names.
  ///   - profile: What the evaluator knows.
  ///   - tree: Which skills belong together, if the program says so.
  public init(of skills: [String], for profile: EvaluatorProfile, by tree: SkillTree? = nil) {
    self.init(of: skills, knowing: profile.knownSkills(by: tree))
  }

  init(of skills: [String], knowing known: [String: KnownSkill]) {
    fields = []
    outside = []
    var sum = 0
    for skill in skills {
      if let match = known[skill.foldedTitle] {
        fields.append(Field(skill: skill, grade: match.grade, through: match.through))
        sum += match.grade.thousandths
      } else {
        outside.append(skill)
      }
    }
    fields.sort { $0.grade.thousandths > $1.grade.thousandths }
    thousandths = skills.isEmpty ? 0 : sum / skills.count
  }

  /// The match as people read it: "design thinking: expert; robotics: proficient through STEM".
  public var words: String {
    var parts = fields.map { field in
      "\(field.skill): \(field.grade.rawValue)" + (field.through.map { " through \($0)" } ?? "")
    }
    if isOutsideField { parts.append("outside their fields: \(outside.joined(separator: ", "))") }
    if parts.isEmpty { parts.append("names no skill") }
    if !sharedWords.isEmpty {
      parts.append("words in common: \(sharedWords.joined(separator: ", "))")
    }
    if judgedBefore > 0 { parts.append("judged the same before: \(judgedBefore)") }
    return parts.joined(separator: "; ")
  }
}
