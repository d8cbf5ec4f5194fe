import CivilTime
import Workflow

/// How a member of staff goes about handing in and evaluating: fixed for life by the seed.
struct Habits: Sendable {
  let chance: Chance

  /// The slot of a day at which somebody does something, as an index into ``SampleYear/slots``.
  enum HandInManner: Sendable {
    /// On some day of the window, in the afternoon or evening.
    case onDay(Int, evening: Bool)
    /// In the last quarter of an hour.
    case lastMinute
    /// A few minutes after the close, within the silent grace.
    case inGrace
    /// Too late: they hear that the window is closed.
    case tooLate
  }

  /// When somebody hands in for a window of so many days.
  func manner(of member: Int, window: WindowID, days: Int) -> HandInManner {
    switch chance.number(below: 1_000, "manner", member, window) {
    case ..<150: .onDay(chance.number(below: min(3, days), "early", member, window), evening: false)
    case ..<600: .onDay(chance.number(below: days, "day", member, window), evening: true)
    case ..<920:
      .onDay(
        max(0, days - 2 + chance.number(below: 2, "last days", member, window)), evening: true)
    case ..<965: .lastMinute
    case ..<985: .inGrace
    default: .tooLate
    }
  }

  /// Whether somebody uses the district's form rather than the page.
  func usesForm(_ member: Int) -> Bool { chance.happens(thousandths: 600, "form", member) }

  /// How an evaluator treats a review.
  enum EvaluatorManner: Sendable {
    /// Hands in so many days before it is due.
    case steady(daysAhead: Int)
    case onTheDay
    /// Hands in so many days after it was due.
    case late(days: Int)
    /// Never gets to it: somebody else has to.
    case silent
    case declines(DeclineReason)
    /// A link is closed: it goes back to the teacher.
    case cannotOpen
  }

  func manner(of evaluator: PersonID, review: ReviewID, canReturn: Bool) -> EvaluatorManner {
    switch chance.number(below: 1_000, "review", evaluator, review) {
    case ..<640: .steady(daysAhead: 2 + chance.number(below: 14, "ahead", review))
    case ..<790: .onTheDay
    case ..<860: .late(days: 1 + chance.number(below: 3, "late", review))
    case ..<880: .silent
    case ..<930:
      .declines(chance.pick(DeclineReason.allCases, "reason", review))
    default: canReturn ? .cannotOpen : .steady(daysAhead: 5)
    }
  }
}
