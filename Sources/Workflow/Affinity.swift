// How well somebody's fields fit what a submission names: the one figure that an assignment adds up.

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

extension EvaluatorProfile {
  /// What this evaluator knows of a skill, at their best grade; `nil` if it is none of theirs.
  public func expertise(in skill: String) -> Expertise? {
    let folded = skill.foldedTitle
    return expertise.filter { $0.skill.foldedTitle == folded }
      .max { $0.grade.thousandths < $1.grade.thousandths }
  }

  /// The mean grade over the skills that a submission names, in thousandths: 1,000 for an expert in each of them, 0
  /// where none is their own or none is named.
  public func affinityThousandths(to skills: [String]) -> Int {
    guard !skills.isEmpty else { return 0 }
    let sum = skills.reduce(0) { $0 + (expertise(in: $1)?.grade.thousandths ?? 0) }
    return sum / skills.count
  }
}
