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
    for skill in skills {
      if let known = profile.expertise(in: skill) {
        fields.append(known)
      } else {
        outside.append(skill)
      }
    }
    fields.sort { $0.grade.thousandths > $1.grade.thousandths }
    thousandths = profile.affinityThousandths(to: skills)
  }

  /// The match as people read it: "design thinking: expert", "outside their fields: media".
  public var words: String {
    var parts = fields.map { "\($0.skill): \($0.grade.rawValue)" }
    if isOutsideField { parts.append("outside their fields: \(outside.joined(separator: ", "))") }
    return parts.isEmpty ? "names no skill" : parts.joined(separator: "; ")
  }
}
