public import CivilTime
public import Programs

/// A submission that is not decided yet, or a proposal that is still worked on.
public struct UnderWay: Hashable, Sendable {
  public var person: PersonNumber
  public var item: Item
  /// `nil`: what is held for it, or what the policy says.
  public var amount: Money?
  /// When it was handed in, or is expected to be.
  public var handedIn: Instant
  /// When the decision is to be expected: its due date, if nothing better is known.
  public var expected: Instant
  /// Where nothing is held for it: the day whose policy holds, because it was applied for then; `nil`: that of
  /// handing in.
  public var appliedOn: CivilDate?
  /// Whether it is here. What is still to come misses nothing yet.
  public var isHandedIn: Bool

  public init(
    person: PersonNumber, item: Item, amount: Money? = nil, handedIn: Instant, expected: Instant,
    appliedOn: CivilDate? = nil, isHandedIn: Bool = true
  ) {
    self.person = person
    self.item = item
    self.amount = amount
    self.handedIn = handedIn
    self.expected = expected
    self.appliedOn = appliedOn
    self.isHandedIn = isHandedIn
  }
}

/// What is coming at one pay date.
public struct ForecastDate: Hashable, Sendable {
  public let payDate: PayDate
  /// What is decided already.
  public let certain: Money
  /// That, and what would come if everything under way were earned.
  public let possible: Money
  /// What the funds have left after the possible; `nil` where there is no limit.
  public let fundsLeft: Money?
  /// What caps and funds would hold back.
  public let heldBack: Money
  /// Work in time for it by its hand-in whose decision is expected after the lock.
  public let missing: [UnderWay]
}

extension PayRules {
  /// What the work under way could cost at each pay date that is not sealed.
  ///
  /// It reckons the coming pay dates as if everything were earned at the expected instant, one after another, by
  /// the same rules as the real ones; nothing of it is kept.
  ///
  /// - Parameters:
  ///   - underWay: Everything that may still be decided.
  ///   - first: From which day on.
  ///   - last: The last day that is looked at.
  ///   - people: Everybody with an open lot or something under way.
  ///   - book: All open lots and holds.
  /// - Returns: The pay dates of those days that are not sealed, in their order.
  public func forecast(
    of underWay: [UnderWay], from first: CivilDate, through last: CivilDate,
    people: [PersonNumber: Employment], book: Book
  ) -> [ForecastDate] {
    var certain = book
    var possible = book
    for work in underWay.sorted(by: { ($0.expected, $0.item) < ($1.expected, $1.item) }) {
      let award = Award(
        person: work.person, item: work.item, amount: work.amount, handedIn: work.handedIn,
        decided: work.expected, appliedOn: work.appliedOn)
      let cause = Cause(journal: 0, at: work.expected)
      do throws(LedgerRefusal) {
        possible.apply(try awarded(award, cause, people, possible))
      } catch {
        // What could not be awarded, because nothing is held for it, costs nothing.
        continue
      }
    }
    var forecast: [ForecastDate] = []
    let lastSealed = book.payDates.keys.max() ?? .first
    for payDate in payDates(from: first, through: last) where payDate.pays > lastSealed {
      let cause = Cause(journal: 0, at: max(payDate.cutOff, payDate.locks))
      certain.apply(yearBegan(payDate.pays, cause, people, certain))
      possible.apply(yearBegan(payDate.pays, cause, people, possible))
      let sure = settlement(for: payDate, people: people, book: certain)
      let all = settlement(for: payDate, people: people, book: possible)
      certain.apply(entries(sealing: sure, hash: "", cause, certain))
      possible.apply(entries(sealing: all, hash: "", cause, possible))
      forecast.append(
        ForecastDate(
          payDate: payDate, certain: sure.total, possible: all.total, fundsLeft: all.fundsAfter,
          heldBack: all.lines.reduce(.zero) { $0 + $1.overCap + $1.overFunds },
          missing: misses(payDate, underWay)))
    }
    return forecast
  }

  /// Work that is here in time for a pay date by its hand-in, where cut-offs go by that.
  public func inTime(for payDate: PayDate, _ underWay: [UnderWay]) -> [UnderWay] {
    guard version(on: payDate.pays).policy.payDates.cutOffBy == .handIn else { return [] }
    return underWay.filter {
      $0.isHandedIn && payDateAhead(ofHandIn: $0.handedIn) == payDate
    }
  }

  /// Work that was handed in for a pay date and would miss it: its decision is expected too late.
  public func misses(_ payDate: PayDate, _ underWay: [UnderWay]) -> [UnderWay] {
    underWay.filter {
      $0.isHandedIn
        && !isInTime(for: payDate, handedIn: $0.handedIn, decided: $0.expected)
        && payDateAhead(ofHandIn: $0.handedIn) == payDate
    }
  }
}
