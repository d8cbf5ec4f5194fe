/// How evaluators are chosen, loaded and let go.
public struct EvaluatorPolicy: Hashable, Sendable, Codable {
  /// Most open reviews that one evaluator holds unless their own profile says otherwise: 15.
  public var openReviewsMax: Int
  /// Whether the leader of an offering may evaluate it: no by default.
  public var offeringLeaderMayEvaluate: Bool
  /// Whether somebody from the teacher's own school may evaluate: yes by default.
  public var sameSchoolMayEvaluate: Bool
  /// Whether the teacher's supervisor may evaluate: no by default.
  public var supervisorMayEvaluate: Bool
  /// Whether a proposed assignment is released without the administrator: no by default.
  public var releasesByItself: Bool
  /// Whether a declined review goes to the next best evaluator without the administrator: yes.
  public var reassignsByItself: Bool
  /// Whether decisions are released as scorecards come in, without the administrator: no.
  public var releasesDecisionsByItself: Bool
  /// Days before a review's due day at which its evaluator is reminded: 14, 7, 3, 1 and 0.
  public var reminderDays: [Int]
  /// School days after the due day at which the evaluator is told: 1 and 3.
  public var overdueSchoolDays: [Int]
  /// Days for a review that is reassigned late, at the least: 7.
  public var reassignedDaysMin: Int
  /// Whether a review that is overdue beyond the last of ``overdueSchoolDays`` goes to somebody else without the
  /// administrator: no, unless this says yes.
  public var reassignsOverdue: Bool?
  /// How much better an assignment must be, in points of match, for each review that is taken from an evaluator who
  /// could keep it: ``changePointsStandard`` where the program doesn't say.
  public var changePoints: Int?

  public init(
    openReviewsMax: Int = 15, offeringLeaderMayEvaluate: Bool = false,
    sameSchoolMayEvaluate: Bool = true, supervisorMayEvaluate: Bool = false,
    releasesByItself: Bool = false, reassignsByItself: Bool = true,
    releasesDecisionsByItself: Bool = false, reminderDays: [Int] = [14, 7, 3, 1, 0],
    overdueSchoolDays: [Int] = [1, 3], reassignedDaysMin: Int = 7,
    reassignsOverdue: Bool? = nil, changePoints: Int? = nil
  ) {
    self.openReviewsMax = openReviewsMax
    self.offeringLeaderMayEvaluate = offeringLeaderMayEvaluate
    self.sameSchoolMayEvaluate = sameSchoolMayEvaluate
    self.supervisorMayEvaluate = supervisorMayEvaluate
    self.releasesByItself = releasesByItself
    self.reassignsByItself = reassignsByItself
    self.releasesDecisionsByItself = releasesDecisionsByItself
    self.reminderDays = reminderDays
    self.overdueSchoolDays = overdueSchoolDays
    self.reassignedDaysMin = reassignedDaysMin
    self.reassignsOverdue = reassignsOverdue
    self.changePoints = changePoints
  }

  /// 300 points: three times what the best match of one review counts.
  public static let changePointsStandard = 300

  /// What taking a review from somebody who could keep it costs, in thousandths of affinity.
  public var changeThousandths: Int { 10 * (changePoints ?? Self.changePointsStandard) }
}
