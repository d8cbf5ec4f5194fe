public import CivilTime

/// What a decision means in money, as its letter says it.
public enum PayTold: Hashable, Sendable {
  /// A proposal that may begin: so much is held for it.
  case setAside(cents: Int64)
  /// Paid once.
  ///
  /// - Parameters:
  ///   - cents: What is paid with that pay date.
  ///   - paid: The day on which it is paid; `nil` where no pay date is planned.
  ///   - rest: What is held back, if anything is.
  case stipend(cents: Int64, paid: CivilDate?, rest: PayRest?)
  /// So much more a year from a day on, first with the pay date of another.
  case raise(cents: Int64, from: CivilDate, paid: CivilDate?)
  /// It was earned, and its teacher is not among those whom the program pays.
  case notEligible
  /// It was earned before, and does not count any more.
  case takenBack(wasExported: Bool)
}

/// What is held back of an amount, and until when.
public struct PayRest: Hashable, Sendable {
  public var cents: Int64
  public var until: Until

  public init(cents: Int64, until: Until) {
    self.cents = cents
    self.until = until
  }

  public enum Until: Hashable, Sendable {
    /// A later year of the cap, which begins on that day.
    case year(CivilDate)
    /// There are funds.
    case funds
    /// HR's file says the salary that the cap depends on.
    case salary
    /// Never: the program does not pay what passes its cap or funds.
    case never
  }
}

/// A pay date that payroll, or the office, should hear of.
public struct PayDateAhead: Hashable, Sendable {
  /// The day on which it is paid.
  public var day: CivilDate
  /// Before this, exclusive, work is in time for it.
  public var cutOff: Instant
  /// What is decided from then on waits for the next one.
  public var locks: Instant

  public init(day: CivilDate, cutOff: Instant, locks: Instant) {
    self.day = day
    self.cutOff = cutOff
    self.locks = locks
  }
}

/// What a pay date would mean if it were sealed now.
public struct PayDateFigures: Hashable, Sendable {
  /// Lines of the file, and those of them that correct earlier files.
  public var lines: Int
  public var corrections: Int
  public var cents: Int64

  public init(lines: Int, corrections: Int, cents: Int64) {
    self.lines = lines
    self.corrections = corrections
    self.cents = cents
  }
}

/// Work that is in time for a pay date by its hand-in, and not decided.
public struct PayDateOpen: Hashable, Sendable {
  public var count: Int
  /// What of it is expected after the lock.
  public var late: Int

  public init(count: Int, late: Int) {
    self.count = count
    self.late = late
  }
}
