import CivilTime
import Programs
import Workflow

/// The windows in which evidence comes in, and when it can for the last time.
///
/// A year's end helps nobody whose last window closes weeks before it, so reminders count back from the sooner of the
/// two. Where a school year's windows are not planned yet, those that the program's rules will give stand for them:
/// else each spring would look like the last window of everybody whose year goes on into the fall.
struct EvidenceWindows {
  struct Span: Hashable {
    /// The planned window; `nil` for one that the rules will give.
    var window: WindowID?
    var opens: Instant
    var ends: Instant
  }

  /// By opening; empty where evidence can always come in.
  private let spans: [Span]
  private let isAlwaysOpen: Bool

  /// Most school years ahead for which the rules are asked: an extension seldom goes further.
  private static let yearsAhead = 3

  init(facts: some NoticeFacts, program: Program, zone: Zone) throws {
    if case .always = program.evidence.intake {
      spans = []
      isAlwaysOpen = true
      return
    }
    isAlwaysOpen = false
    let windows = try facts.windows().filter { $0.stage == .evidence }
    var spans = windows.filter { $0.state != .cancelled }.map {
      Span(window: $0.id, opens: $0.times.opens, ends: $0.times.ends)
    }
    // What is planned has been looked at by somebody; the rules speak only for what comes after all of it.
    if let latest = windows.map(\.opensOn).max() {
      let month = program.schoolYearFirstMonth
      let year = latest.month >= month ? latest.year : latest.year - 1
      for year in (year + 1)...(year + Self.yearsAhead) {
        for dates in program.evidence.dates(inSchoolYear: year, firstMonth: month) {
          spans.append(
            Span(
              window: nil, opens: zone.startOfDay(dates.opensOn),
              ends: zone.startOfDay(dates.endsOn)))
        }
      }
    }
    self.spans = spans.sorted { ($0.opens, $0.ends) < ($1.opens, $1.ends) }
  }

  /// The last moment at which evidence can come in before a year ends; `nil` if no window is left in it.
  ///
  /// - Parameters:
  ///   - ends: The year's end.
  ///   - now: The present: a window that is over is none that is left.
  ///   - moved: A window to be taken as it was before it moved.
  ///   - opens: When that one opened.
  ///   - closes: When that one closed.
  /// - Returns: The moment, exclusive.
  func lastMoment(
    yearEnds ends: Instant, at now: Instant, in moved: WindowID? = nil,
    from opens: Instant = .distantPast, to closes: Instant = .distantPast
  ) -> Instant? {
    if isAlwaysOpen { return ends }
    var last: Instant?
    for span in spans {
      let isMoved = moved != nil && span.window == moved
      let start = isMoved ? opens : span.opens
      let end = min(isMoved ? closes : span.ends, ends)
      if start < ends, now < end { last = max(last ?? end, end) }
    }
    return last
  }

  /// Those that are not over at an instant and open before a year ends, each cut at the year's end.
  func within(yearEnding ends: Instant, after now: Instant) -> [Span] {
    spans.filter { now < $0.ends && $0.opens < ends }
      .map { Span(window: $0.window, opens: $0.opens, ends: min($0.ends, ends)) }
  }

  /// Whether a window is the last one in which evidence for a proposal in progress can come in.
  func isLast(_ window: Window, for proposal: Submission) -> Bool {
    guard case .inProgress(let ends) = proposal.progress else { return false }
    return isLast(window, yearEnding: ends)
  }

  /// Whether none opens after a window before a year ends.
  func isLast(_ window: Window, yearEnding ends: Instant) -> Bool {
    !isAlwaysOpen && window.times.opens < ends
      && !spans.contains { window.times.opens < $0.opens && $0.opens < ends }
  }
}
