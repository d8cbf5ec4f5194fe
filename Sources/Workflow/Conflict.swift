public import Programs

/// Why somebody must not judge a submission: hard rules, whatever the load.
public enum Conflict: String, Hashable, Sendable, CaseIterable {
  case ownWork
  case leadsTheOffering
  case declared
  case supervisor
  case sameSchool

  /// The rule in words.
  public var words: String {
    switch self {
    case .ownWork: "it is their own work"
    case .leadsTheOffering: "they lead this micro-credential"
    case .declared: "a conflict is declared"
    case .supervisor: "they supervise the teacher"
    case .sameSchool: "they work at the teacher's school"
    }
  }

  /// The first rule that keeps an evaluator from judging a teacher's work; `nil` if none does.
  ///
  /// - Parameters:
  ///   - evaluator: Who would judge.
  ///   - earner: Whose work it is.
  ///   - offering: What was picked from the catalog, if anything.
  ///   - policy: What the program allows.
  /// - Returns: The conflict, the gravest first.
  public static func between(
    evaluator: Person, earner: Person, offering: Offering?, by policy: EvaluatorPolicy
  ) -> Conflict? {
    if evaluator.id == earner.id { return .ownWork }
    if evaluator.conflicts.contains(earner.id) || earner.conflicts.contains(evaluator.id) {
      return .declared
    }
    if !policy.offeringLeaderMayEvaluate, offering?.leaders.contains(evaluator.id) == true {
      return .leadsTheOffering
    }
    if !policy.supervisorMayEvaluate, earner.record.supervisor == evaluator.id {
      return .supervisor
    }
    if !policy.sameSchoolMayEvaluate, !earner.record.school.isEmpty,
      evaluator.record.school == earner.record.school
    {
      return .sameSchool
    }
    return nil
  }
}
