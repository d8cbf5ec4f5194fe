public import Workflow

/// How well an evaluator's fields fit what a submission names.
public struct Affinity: Hashable, Sendable {
  /// Thousandths: 1,000 when the evaluator is an expert in each skill that is named.
  public var thousandths: Int
  /// The skills that are the evaluator's own, with their grades, the strongest first.
  public var fields: [Expertise]
  /// The skills that are named and are not the evaluator's own.
  public var outside: [String]

  /// None of the skills that are named is the evaluator's own.
  ///
  /// A submission that names no skill is in nobody's field, so nobody is outside of it.
  public var isOutsideField: Bool { fields.isEmpty && !outside.isEmpty }

  /// - Parameters:
  ///   - skills: What the submission names.
  ///   - profile: What the evaluator knows.
  public init(of skills: [String], for profile: EvaluatorProfile) {
    fields = []
    outside = []
    var sum = 0
    for skill in skills {
      let folded = skill.foldedTitle
      let known = profile.expertise.filter { $0.skill.foldedTitle == folded }
        .max { $0.grade.thousandths < $1.grade.thousandths }
      if let known {
        fields.append(known)
        sum += known.grade.thousandths
      } else {
        outside.append(skill)
      }
    }
    fields.sort { $0.grade.thousandths > $1.grade.thousandths }
    thousandths = skills.isEmpty ? 0 : sum / skills.count
  }

  /// The match as people read it: "design thinking: expert", "outside their fields: media".
  public var words: String {
    var parts = fields.map { "\($0.skill): \($0.grade.rawValue)" }
    if isOutsideField { parts.append("outside their fields: \(outside.joined(separator: ", "))") }
    return parts.isEmpty ? "names no skill" : parts.joined(separator: "; ")
  }
}

extension ExpertiseGrade {
  /// What a grade counts, in thousandths.
  public var thousandths: Int {
    switch self {
    case .expert: 1_000
    case .proficient: 800
    case .related: 500
    case .interested: 300
    }
  }
}
