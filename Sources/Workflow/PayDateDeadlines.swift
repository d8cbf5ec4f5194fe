import CivilTime
import Ledger
import Programs

// Judging that ends before payroll's lock. Where work is in time for a pay date by its hand-in, reviews are due so many
// days before the lock as the program leaves for the release, and decisions are to be released before it. The promise
// to the teacher stays what it was.

extension Facts {
  /// The pay date that evidence is in time for, as long as its lock is ahead.
  func payDateAhead(
    ofHandIn handedIn: Instant, stage kind: StageKind
  ) -> (payDate: PayDate, reviewsDue: Instant)? {
    guard kind == .evidence else { return nil }
    return payRules?.meeting(handedIn: handedIn)
  }

  /// What is to happen when, so that a pay date is met: earlier where that is needed and can still be done.
  func forPayDate(
    _ times: AnswerTimes, _ kind: StageKind, handedIn: Instant, at now: Instant
  ) throws(Refusal) -> AnswerTimes {
    guard let rules = payRules, let meeting = payDateAhead(ofHandIn: handedIn, stage: kind)
    else { return times }
    let due = rules.reviewsDue(ordinary: times.reviewsDue, handedIn: handedIn)
    guard now < due, due < meeting.payDate.locks else { return times }
    var sooner = times
    sooner.reviewsDue = due
    sooner.releaseBy = min(times.releaseBy, try release(after: due, before: meeting.payDate.locks))
    return sooner
  }

  /// The last time of day for releases before a lock; the lock itself where there is none after the reviews.
  private func release(after due: Instant, before lock: Instant) throws(Refusal) -> Instant {
    let deadlines = try deadlines()
    var day = deadlines.weekday(onOrBefore: zone.date(at: lock))
    if deadlines.instant(day, deadlines.mail.releaseDueTime) > lock {
      day = deadlines.weekday(onOrBefore: day.adding(days: -1))
    }
    let release = deadlines.instant(day, deadlines.mail.releaseDueTime)
    return release < due ? lock : release
  }

  /// Refuses more time for a review than payroll's lock leaves, where that is ahead still.
  func checkMeetsPayDate(
    _ due: Instant, _ review: Review, _ submission: Submission, at now: Instant
  ) throws(Refusal) {
    guard
      let meeting = payDateAhead(ofHandIn: submission.receivedAt, stage: submission.stage),
      review.due <= meeting.reviewsDue, now < meeting.reviewsDue, meeting.reviewsDue < due
    else { return }
    let last = zone.date(at: meeting.reviewsDue).adding(days: -1)
    throw Refusal(
      .againstTheRules,
      "It would miss the pay date of \(meeting.payDate.pays) (\(meeting.payDate.label)), which it is in time for. "
        + "Choose \(last) or an earlier day, or give the review to somebody else.")
  }
}

extension AnswerTimes {
  /// The answer to work in a window whose dates have moved; `nil` where it has a promise of its own.
  ///
  /// Due dates that a pay date brought forward stay, unless the window's are earlier still.
  func moved(from before: AnswerTimes, to after: AnswerTimes) -> AnswerTimes? {
    guard promisedMorning == before.promisedMorning, notifyBy == before.notifyBy,
      reviewsDue <= before.reviewsDue, releaseBy <= before.releaseBy
    else { return nil }
    var moved = after
    if reviewsDue < before.reviewsDue {
      moved.reviewsDue = min(reviewsDue, after.reviewsDue)
      moved.releaseBy = min(releaseBy, after.releaseBy)
    }
    return moved
  }
}
