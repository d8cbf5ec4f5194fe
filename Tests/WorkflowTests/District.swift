import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

/// A district on a simulated clock: commands go through `gather`, `decide` and `apply`, as the office sends them.
struct District: Sendable {
  var records = MemoryRecords()
  var now: Instant
  /// Who asks where a test does not say.
  var asker = Actor.person(robin)

  var zone: Zone { centralTime }

  init(at now: Instant) { self.now = now }

  /// Performs a command now.
  @discardableResult
  mutating func perform(_ command: Command, by actor: Actor? = nil) throws -> [Event] {
    let actor = actor ?? asker
    let events = try decided(command, by: actor)
    guard !events.isEmpty else { return [] }
    let number = (records.journal.last?.command ?? 0) + 1
    for event in events {
      let entry = Entry(
        sequence: Int64(records.journal.count) + 1, command: number, at: now, by: actor,
        event: event)
      records.journal.append(entry)
      try apply(entry, to: &records)
    }
    return events
  }

  /// What would follow from a command now; nothing changes.
  func decided(_ command: Command, by actor: Actor? = nil) throws -> [Event] {
    let actor = actor ?? asker
    let facts = try Facts.gather(
      for: command, by: actor, at: now, zone: zone, from: records)
    return try decide(command, by: actor, facts: facts, at: now)
  }

  /// Why a command is refused now; `nil` if it is not.
  func refusal(_ command: Command, by actor: Actor? = nil) throws -> Refusal? {
    do {
      _ = try decided(command, by: actor)
      return nil
    } catch let refusal as Refusal {
      return refusal
    }
  }

  /// The number of the latest command.
  var lastCommand: Int64 { records.journal.last?.command ?? 0 }

  // MARK: The clock

  /// Lets time pass, and does what falls due on the way, each at its instant.
  mutating func pass(until instant: Instant) throws {
    while let first = records.agenda.first, first.due <= instant {
      now = max(now, first.due)
      try beat()
    }
    now = max(now, instant)
  }

  mutating func pass(until time: String) throws {
    try pass(until: at(time))
  }

  /// Does what is due now; each thing has to go from the agenda, or to later.
  mutating func beat() throws {
    for _ in 0..<1_000 {
      guard let entry = records.agenda.first, entry.due <= now else { return }
      try perform(entry.item)
      let isStillDue = records.agenda.contains { $0.item == entry.item && $0.due <= now }
      try #require(!isStillDue, "\(entry.item) stays due at \(now)")
    }
    Issue.record("the agenda never ends at \(now)")
  }

  private mutating func perform(_ item: AgendaItem) throws {
    switch item {
    case .announceWindow(let id): try perform(.announceWindow(id), by: .clock)
    case .openWindow(let id): try perform(.openWindow(id), by: .clock)
    case .noteWindowClosing(let id): try perform(.noteWindowClosing(id), by: .clock)
    case .closeWindow(let id): try perform(.closeWindow(id), by: .clock)
    case .proposeAssignment(let id): try proposeAssignment(id, by: .clock)
    case .findEvaluator(let id): try findEvaluator(id)
    case .releaseDecision(let id): try perform(.releaseDecisions([id]), by: .clock)
    case .delayAnswer(let id): try perform(.delayAnswer(id), by: .clock)
    case .endYear(let id): try perform(.endYear(id), by: .clock)
    case .beginPayYear(let day): try perform(.beginPayYear(day), by: .clock)
    case .escalateOverdue(let id):
      let submission = try #require(records.review(id)).submission
      try perform(.escalateOverdue(records.submission(submission)?.window), by: .clock)
    }
  }

  // MARK: The desk

  /// Proposes the first assignment that breaks no rule: good enough for tests, and quick.
  mutating func proposeAssignment(_ id: WindowID, by actor: Actor? = nil) throws {
    var open = records.openReviewCounts()
    var pairs: [AssignedPair] = []
    var unassigned: [SubmissionID] = []
    for submission in records.submissions(in: id)
    where submission.state.name == .submitted && submission.lacking.isEmpty {
      var taken: [PersonID] = []
      let parts = records.tables.program?.parts(submission.stage) ?? []
      for part in parts {
        let found = candidates(for: submission, open: open).first { !taken.contains($0) }
        guard let found else { continue }
        taken.append(found)
        open[found, default: 0] += 1
        pairs.append(
          AssignedPair(
            submission: submission.id, evaluator: found, part: part, affinityThousandths: 500,
            isOutsideField: false))
      }
      if taken.count < parts.count { unassigned.append(submission.id) }
    }
    try perform(.proposeAssignment(id, pairs: pairs, unassigned: unassigned), by: actor)
  }

  private mutating func findEvaluator(_ id: SubmissionID) throws {
    let submission = try #require(records.submission(id))
    for place in submission.lacking where !place.isForAdministrator {
      let found = candidates(for: submission, open: records.openReviewCounts()).first {
        let command = Command.assignReview(id, to: $0, part: place.part, isByHand: false)
        return (try? refusal(command, by: .clock)) == .some(nil)
      }
      if let found {
        try perform(
          .assignReview(id, to: found, part: place.part, isByHand: false), by: .clock)
      } else {
        try perform(.noteEvaluatorNeeded(id, place.part), by: .clock)
      }
    }
  }

  /// Who may judge a submission and has room, by number.
  private func candidates(for submission: Submission, open: [PersonID: Int]) -> [PersonID] {
    guard let program = records.program(), let earner = records.person(submission.earner)
    else { return [] }
    let today = zone.date(at: now)
    let asked = records.reviews(of: submission.id).filter { $0.round == submission.round }
    return records.evaluators().filter { person in
      guard let profile = person.evaluator else { return false }
      let most = profile.loadMax ?? program.evaluators.openReviewsMax
      return person.isEmployed(on: today) && !profile.isAway(on: today)
        && (profile.trained.map { $0 <= today } ?? true) && open[person.id, default: 0] < most
        && !asked.contains { $0.evaluator == person.id }
        && Conflict.between(
          evaluator: person, earner: earner,
          offering: submission.offering.flatMap(records.offering), by: program.evaluators) == nil
    }.map(\.id)
  }
}

/// An instant of the district's wall clock: `2026-09-14 08:30`, with seconds and milliseconds if wanted.
func at(_ time: String) throws -> Instant {
  let parts = time.split(separator: " ").map(String.init)
  let date = try day(parts[0])
  let clock = parts.count > 1 ? parts[1].split(separator: ".").map(String.init) : ["00:00"]
  let wall = try #require(WallTime(iso: clock[0]))
  let milliseconds = clock.count > 1 ? Int64(clock[1]) ?? 0 : 0
  return centralTime.instant(of: CivilDateTime(date, wall)).adding(milliseconds: milliseconds)
}

func day(_ text: String) throws -> CivilDate {
  try #require(CivilDate(iso: text))
}
