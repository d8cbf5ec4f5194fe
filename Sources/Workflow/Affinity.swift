public import Programs

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

  /// What somebody of this grade is in a skill that is some steps away: `nil` where that is too far.
  func lowered(by steps: Int) -> ExpertiseGrade? {
    let grades = Self.allCases
    guard let place = grades.firstIndex(of: self), place + steps < grades.count else { return nil }
    return grades[place + steps]
  }
}

/// How an evaluator knows a skill.
public struct KnownSkill: Hashable, Sendable {
  public var grade: ExpertiseGrade
  /// The skill of their own from which that follows, where it is another one.
  public var through: String?

  public init(grade: ExpertiseGrade, through: String? = nil) {
    self.grade = grade
    self.through = through
  }
}

extension EvaluatorProfile {
  /// What this evaluator knows, at their best grade: a grade less in a broader or narrower skill, two less in another
  /// that belongs to the same broader one.
  ///
  /// - Parameter tree: Which skills belong together, if the program says so.
  /// - Returns: By folded name.
  public func knownSkills(by tree: SkillTree?) -> [String: KnownSkill] {
    var known: [String: KnownSkill] = [:]
    for own in expertise {
      let name = own.skill.foldedTitle
      if let before = known[name], before.grade.thousandths >= own.grade.thousandths { continue }
      known[name] = KnownSkill(grade: own.grade)
    }
    guard let tree else { return known }
    // By name, so that of two ways to the same grade it is always the same one that is told.
    for own in expertise.sorted(by: { $0.skill < $1.skill }) {
      for (name, steps) in tree.near(own.skill) {
        guard let grade = own.grade.lowered(by: steps) else { continue }
        if let before = known[name], before.grade.thousandths >= grade.thousandths { continue }
        known[name] = KnownSkill(grade: grade, through: own.skill)
      }
    }
    return known
  }

  /// The mean grade over the skills that a submission names, in thousandths: 1,000 for an expert in each of them, 0
  /// where none is known to them or none is named.
  public func affinityThousandths(to skills: [String], by tree: SkillTree? = nil) -> Int {
    guard !skills.isEmpty else { return 0 }
    let known = knownSkills(by: tree)
    let sum = skills.reduce(0) { $0 + (known[$1.foldedTitle]?.grade.thousandths ?? 0) }
    return sum / skills.count
  }
}
