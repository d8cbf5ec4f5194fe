public import CivilTime
import Notices
import Store
public import Workflow

extension DistrictOffice {
  /// Reminds an evaluator of a review whose time is over, besides the reminders that go out by themselves.
  ///
  /// - Parameters:
  ///   - id: The review.
  ///   - actor: Who asks.
  /// - Returns: When the mail goes: at once in mail hours, or at the next of them.
  /// - Throws: ``OfficeError/refused(_:)`` when it is not theirs to ask for, the review is not overdue, or its evaluator
  ///   was written to on that day already; or another ``OfficeError``.
  @discardableResult
  public func remind(of id: ReviewID, by actor: Actor) throws(OfficeError) -> Instant {
    try write { records, now in
      let zone = try self.zone(in: records)
      try Permission.checkLookingAfterMail(by: actor, at: now, zone: zone, from: records)
      guard let review = try records.review(id) else {
        throw Refusal(.notFound, "There is no such review.")
      }
      guard review.isOpen else {
        throw Refusal(.notInThisState, "This review is closed: nobody has to be reminded of it.")
      }
      guard review.due <= now else {
        throw Refusal(
          .notNow, "This review is not overdue yet. Its reminders go out by themselves.")
      }
      guard
        let notice = try Planner.reminder(of: review, facts: records, zone: zone, at: now)
      else { throw Refusal(.notNow, "No program is in force, which says when mail goes.") }
      let day = zone.date(at: notice.due)
      let mail = try records.mail(key: NoticeKeys.overdueMail(to: review.evaluator, on: day))
      let isPlanned = try records.notice(key: notice.key).map { $0.state != .cancelled } ?? false
      if isPlanned || mail.map({ $0.state != .cancelled }) ?? false {
        throw Refusal(
          .notNow,
          "There is one such mail a day, and this evaluator's is written already, with all that "
            + "is overdue.")
      }
      try records.carry(.plan(notice), command: 0, at: now)
      return notice.due
    }
  }
}
