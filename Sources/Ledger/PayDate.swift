public import CivilTime
import Programs

/// A day on which payroll pays, with what is in time for it.
public struct PayDate: Hashable, Sendable, Codable {
  /// For example "January warrant".
  public let label: String
  public let pays: CivilDate
  /// Before this, exclusive, work was handed in or decided for it.
  public let cutOff: Instant
  /// When payroll locks: what is decided from then on waits for the next one.
  public let locks: Instant

  public init(label: String, pays: CivilDate, cutOff: Instant, locks: Instant) {
    self.label = label
    self.pays = pays
    self.cutOff = cutOff
    self.locks = locks
  }
}

extension PayRules {
  /// The pay dates from one day to another, both included, by the policy of each one's own day.
  public func payDates(from first: CivilDate, through last: CivilDate) -> [PayDate] {
    guard first <= last else { return [] }
    let years = (first.year - 1)...last.year
    var found: [PayDate] = []
    for version in versions {
      for rule in version.policy.payDates.dates {
        for year in years {
          guard
            let days = rule.days(inSchoolYearStarting: year, firstMonth: schoolYearFirstMonth),
            first <= days.pays, days.pays <= last, isInForce(on: days.pays),
            self.version(on: days.pays) == version
          else { continue }
          found.append(payDate(rule, days.cutOff, days.pays, version.policy.payDates))
        }
      }
    }
    return found.sorted { $0.pays < $1.pays }
  }

  private func payDate(
    _ rule: PayDateRule, _ cutOff: CivilDate, _ pays: CivilDate, _ policy: PayDatePolicy
  ) -> PayDate {
    // Where clocks change at midnight, the later one counts: the last day is whole.
    let end = zone.instant(of: CivilDateTime(cutOff.adding(days: 1), .midnight), .later)
    let grace = policy.cutOffBy == .handIn ? graceMinutes : 0
    let lock = CivilDateTime(pays.adding(days: -policy.lockDays), policy.lockTime)
    return PayDate(
      label: rule.label, pays: pays, cutOff: end.adding(minutes: Int64(grace)),
      locks: zone.instant(of: lock))
  }

  /// The first pay date, within two years, for which something is in time that was handed in and decided then.
  public func payDate(handedIn: Instant, decided: Instant) -> PayDate? {
    let day = zone.date(at: min(handedIn, decided))
    return payDates(from: day, through: day.adding(years: 2)).first {
      isInTime(for: $0, handedIn: handedIn, decided: decided)
    }
  }

  /// Whether something goes with a pay date.
  public func isInTime(for payDate: PayDate, handedIn: Instant, decided: Instant) -> Bool {
    let policy = version(on: payDate.pays).policy.payDates
    return (policy.cutOffBy == .handIn ? handedIn : decided) < payDate.cutOff
      && decided < payDate.locks
  }

  /// The pay date that evidence of that instant is in time for, if it is judged before the lock.
  public func payDateAhead(ofHandIn handedIn: Instant) -> PayDate? {
    let day = zone.date(at: handedIn)
    return payDates(from: day, through: day.adding(years: 2)).first { handedIn < $0.cutOff }
  }

  /// When reviews are due so that the pay date is met: the ordinary due instant, or an earlier one.
  ///
  /// Only where cut-offs go by the hand-in: else a later decision simply goes with a later pay date.
  ///
  /// - Parameters:
  ///   - ordinary: What follows from the promise to answer.
  ///   - handedIn: When the evidence came in.
  /// - Returns: The earlier of `ordinary` and the program's days of release before the lock; never before the
  ///   end of the day after handing in, since nobody can judge what is not there yet.
  public func reviewsDue(ordinary: Instant, handedIn: Instant) -> Instant {
    guard let meeting = meeting(handedIn: handedIn) else { return ordinary }
    let earliest = zone.startOfDay(zone.date(at: handedIn).adding(days: 2))
    let due = max(meeting.reviewsDue, earliest)
    return due < meeting.payDate.locks ? min(ordinary, due) : ordinary
  }

  /// What it takes to meet the pay date that evidence is in time for by its hand-in.
  ///
  /// - Parameter handedIn: When the evidence came in.
  /// - Returns: The pay date, and when reviews have to be done for it; `nil` where there is none, or cut-offs go by
  ///   the decision.
  public func meeting(handedIn: Instant) -> (payDate: PayDate, reviewsDue: Instant)? {
    guard let payDate = payDateAhead(ofHandIn: handedIn) else { return nil }
    let policy = version(on: payDate.pays).policy.payDates
    guard policy.cutOffBy == .handIn else { return nil }
    return (payDate, zone.adding(days: -policy.releaseDays, to: payDate.locks))
  }
}
