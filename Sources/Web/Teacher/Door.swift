import CivilTime
import HTML
import HTTPServer
import Notices
import Programs
import Workflow

// How teachers' pages say when: as the letters do, without the zone, which the foot of each page names once.

extension Visit {
  /// `Sunday, October 25, 11:59 PM`, for something that ends at 00:00 of the 26th.
  func until(_ end: Instant) -> String { tied(wording.end(end)) }

  /// `Monday, October 26, 12:20 AM`.
  func when(_ instant: Instant) -> String { tied(wording.moment(instant)) }

  /// `Monday, September 14`.
  func opening(_ instant: Instant) -> String { tied(wording.start(instant)) }

  /// The day of a promise: `Tuesday, October 27`.
  func promise(_ instant: Instant) -> String { tied(wording.promise(instant)) }

  /// The day on which something happened.
  func day(of instant: Instant) -> String { tied(wording.day(zone.date(at: instant))) }

  /// `tomorrow`, `in 5 days`: how long there is until an end.
  func left(until end: Instant) -> String { wording.inDays(until: wording.shownEnd(end).date) }

  /// A time for people and for programs.
  func stamped(_ instant: Instant, _ text: String) -> Markup {
    time(datetime: iso(instant)) { text }
  }

  /// `2026-10-25T23:59:00`, on the wall clock of the district.
  private func iso(_ instant: Instant) -> String {
    let civil = zone.civil(at: instant)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(civil.date)T\(two(civil.time.hour)):\(two(civil.time.minute))"
  }

  /// Without the zone's name; the day stays beside its month, the time beside its half of the day.
  private func tied(_ text: String) -> String {
    let zoneless = text.replacing(" (\(zone.commonName))", with: "")
    var words = zoneless.split(separator: " ").map(String.init)
    var whole = words.isEmpty ? "" : words.removeFirst()
    var before = whole
    for word in words {
      let isMonth = CivilDate.monthNames.contains(before)
      let isHalf = word == "AM" || word == "PM"
      whole += (isMonth || isHalf ? "\u{a0}" : " ") + word
      before = word
    }
    return whole
  }
}

/// When a piece of work can be handed in, as the pages say it. The office decides.
enum Door: Equatable {
  /// Now; until then, if there is an end.
  case open(until: Instant?)
  /// Not now; the next window opens then, if one is planned.
  case closed(since: Instant?, opens: Instant?)
  /// The year of its proposal is over.
  case yearOver(Instant)
  /// It is with an evaluator, or decided.
  case shut
}

/// What doors are judged by, read once a page.
struct Doors {
  let windows: [Window]
  let late: [LateAcceptance]
  let program: Program
  let now: Instant

  /// For something new of a step.
  func new(_ kind: StageKind) -> Door {
    if case .always? = program.stage(kind)?.intake { return .open(until: nil) }
    let ofStage = windows.filter { $0.stage == kind && $0.state != .cancelled }
    if let open = ofStage.first(where: { $0.takes(at: now) }) {
      return .open(until: open.times.ends)
    }
    if let excused = late.filter({ excuse in
      now < excuse.until && ofStage.contains { $0.id == excuse.window }
    }).map(\.until).max() {
      return .open(until: excused)
    }
    return .closed(
      since: ofStage.last { $0.times.ends <= now }?.times.ends,
      opens: ofStage.first { now < $0.times.opens }?.times.opens)
  }

  /// For new evidence of a proposal.
  func evidence(for proposal: Submission) -> Door {
    switch proposal.progress {
    case .inProgress(let ends), .ended(let ends):
      if ends <= now { return .yearOver(ends) }
      if case .open(let until) = new(.evidence) {
        return .open(until: until.map { min($0, ends) } ?? ends)
      }
    case .stopped: break
    case .completed, .none: return .shut
    }
    return new(.evidence)
  }

  /// For another round of something, or a change of it.
  func again(_ submission: Submission, isTold: Bool) -> Door {
    let grace = Int64(program.stage(submission.stage)?.graceMinutes ?? 0)
    func within(_ end: Instant?) -> Door? {
      guard let end, now < end.adding(minutes: grace) else { return nil }
      return .open(until: end)
    }
    let excused = late.first { $0.window == submission.window && now < $0.until }
    switch submission.state {
    case .submitted:
      if let id = submission.window, let window = windows.first(where: { $0.id == id }) {
        if window.takes(at: now) { return .open(until: window.times.ends) }
        if let excused { return .open(until: excused.until) }
        return .shut
      }
      return .open(until: nil)
    case .returned(let back):
      return within(back.handInBy) ?? excused.map { .open(until: $0.until) }
        ?? new(submission.stage)
    case .decided(_, let outcome, _):
      guard outcome.asksForMore, isTold else { return .shut }
      return within(submission.handInAgainBy) ?? excused.map { .open(until: $0.until) }
        ?? new(submission.stage)
    case .withdrawn: return new(submission.stage)
    case .underReview, .readyToRelease: return .shut
    }
  }
}

extension Program {
  /// Which steps there are.
  var stages: [StageKind] { proposals == nil ? [.evidence] : [.proposal, .evidence] }
}
