import CivilTime
import Programs
import Workflow

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
