import CivilTime
import Programs
import Workflow

/// The windows in which evidence comes in: those that are planned, and after them those that the
/// program's rules give.
///
/// A year that goes on into the next fall ends after windows that nobody has planned yet; without
/// them its teacher would read that this spring's window is the last.
struct EvidenceWindows {
  struct Span: Hashable {
    var opens: Instant
    var ends: Instant
  }

  /// By opening; empty where evidence can always come in.
  let spans: [Span]

  /// School years ahead for which the rules are asked.
  private static let yearsAhead = 3

  init(facts: some NoticeFacts, program: Program, zone: Zone) throws {
    if case .always = program.evidence.intake {
      spans = []
      return
    }
    let windows = try facts.windows().filter { $0.stage == .evidence }
    var spans = windows.filter { $0.state != .cancelled }.map {
      Span(opens: $0.times.opens, ends: $0.times.ends)
    }
    if let latest = windows.map(\.opensOn).max() {
      let month = program.schoolYearFirstMonth
      let year = latest.month >= month ? latest.year : latest.year - 1
      for year in (year + 1)...(year + Self.yearsAhead) {
        for dates in program.evidence.dates(inSchoolYear: year, firstMonth: month) {
          spans.append(
            Span(opens: zone.startOfDay(dates.opensOn), ends: zone.startOfDay(dates.endsOn)))
        }
      }
    }
    self.spans = spans.sorted { ($0.opens, $0.ends) < ($1.opens, $1.ends) }
  }

  /// Those that are not over at an instant and open before a year ends, each cut at the year's end.
  func within(yearEnding ends: Instant, after now: Instant) -> [Span] {
    spans.filter { now < $0.ends && $0.opens < ends }
      .map { Span(opens: $0.opens, ends: min($0.ends, ends)) }
  }

  /// Whether none opens after a window before a year ends.
  func isLast(_ window: Window, yearEnding ends: Instant) -> Bool {
    !spans.isEmpty && window.times.opens < ends
      && !spans.contains { window.times.opens < $0.opens && $0.opens < ends }
  }
}
