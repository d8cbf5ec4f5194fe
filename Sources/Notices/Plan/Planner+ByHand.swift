public import CivilTime
import Programs
public import Workflow

extension Planner {
  /// The reminder of an overdue review that an administrator asks for.
  ///
  /// It says what the first one says that goes out by itself, and goes at the next hour in which such mail may go.
  /// There is one a day for a review, however often it is asked for.
  ///
  /// - Parameters:
  ///   - review: The review, open and overdue.
  ///   - facts: The records and what lies beside them.
  ///   - zone: The district's zone.
  ///   - now: The instant of asking.
  /// - Returns: The notice; `nil` where no program says when mail goes.
  /// - Throws: What the facts throw, or ``PlanningError``.
  public static func reminder(
    of review: Review, facts: some NoticeFacts, zone: Zone, at now: Instant
  ) throws -> PlannedNotice? {
    guard let program = try facts.program() else { return nil }
    let times = try MailTimes(program, facts.calendar(), zone)
    let due = times.next(.overdueOne, onOrAfter: now)
    // The conversation that the review's other reminders belong to.
    let thread = try facts.plannedNotices(about: .review(review.id)).compactMap { $0[.thread] }
      .first
    return PlannedNotice(
      key: NoticeKeys.overdueByHand(review.id, on: zone.date(at: due)), name: .overdueOne,
      person: review.evaluator, about: .review(review.id), due: due,
      data: .fields([.thread: thread]), command: 0)
  }
}
