import CivilTime
import Foundation
import Notices
import Programs
import Rubrics
import Testing
import Workflow

/// A district on a simulated clock: commands are decided and applied, notices planned and composed, as the office does.
struct SimulatedDistrict {
  var records = MemoryRecords()
  let zone: Zone
  private(set) var now: Instant
  private var sequence: Int64 = 0
  private var command: Int64 = 0
  /// Minutes between two beats; whatever falls due waits for the next one.
  var beatMinutes: Int64 = 5
  /// Notices are composed, but nothing goes out while this holds.
  var isDown = false
  /// Who can be given a submission, in the order of asking.
  var evaluators: [PersonID] = []
  /// What the clock asked for and could not do; tests expect nothing here.
  private(set) var refusals: [String] = []

  init(_ wall: String, program: Program, calendar: SchoolCalendar) throws {
    zone = try Zone(name: "America/Chicago", posixRule: "CST6CDT,M3.2.0,M11.1.0")
    now = zone.instant(of: try #require(CivilDateTime(iso: wall)))
    records.theProgram = program
    records.theCalendar = calendar
    for text in SimulatedDistrict.rubrics {
      let rubric = try Rubric.read(Array(text.utf8), file: "rubric")
      try records.saveRubric(rubric.version, text: text)
    }
  }

  // MARK: Time

  func instant(_ wall: String) throws -> Instant {
    zone.instant(of: try #require(CivilDateTime(iso: wall)))
  }

  /// Lets time pass to a wall time, with all that falls due on the way.
  mutating func pass(to wall: String) throws { try pass(to: instant(wall)) }

  mutating func pass(to end: Instant) throws {
    try beat()
    while let next = try nextBeat(), next <= end {
      now = next
      try beat()
    }
    now = max(now, end)
    try beat()
  }

  private func nextBeat() throws -> Instant? {
    let due = [try agenda().map(\.due).min(), isDown ? nil : records.outbox.nextDue]
    guard let next = due.compactMap(\.self).min() else { return nil }
    let grid = beatMinutes * 60_000
    let at = max(next.milliseconds, now.milliseconds + 1)
    return Instant(milliseconds: (at + grid - 1) / grid * grid)
  }

  /// One beat: what the clock asks for, then the mail that is due.
  mutating func beat() throws {
    if isDown { return }
    for _ in 0..<200 {
      let due = try agenda().filter { $0.due <= now }.sorted { $0.due < $1.due }
      guard let first = due.first else { break }
      if try !perform(first.item) { break }
    }
    records.outbox.carryOut(try Planner.standing(facts: records, zone: zone, at: now))
    try sendMail()
  }

  mutating func sendMail() throws {
    for id in records.outbox.peopleWithDue(at: now) {
      let person = try #require(records.people[id])
      let composition = try compose(for: person)
      records.outbox.carryOut(composition, at: now)
    }
  }

  func compose(for person: Person) throws -> Composition {
    let due = records.outbox.planned(for: person.id).filter { $0.due <= now }
    return try Composer.compose(for: person, due: due, facts: records, zone: zone, at: now)
  }

  // MARK: Commands

  @discardableResult
  mutating func perform(_ asked: Command, by actor: Actor = .technician) throws -> [Event] {
    let facts = try Facts.gather(for: asked, by: actor, at: now, zone: zone, from: records)
    let events = try decide(asked, by: actor, facts: facts, at: now)
    return try record(events, by: actor)
  }

  /// Records events as they are, for what no command brings about in a test's short time.
  @discardableResult
  mutating func record(_ events: [Event], by actor: Actor = .technician) throws -> [Event] {
    command += 1
    for event in events {
      sequence += 1
      let entry = Entry(sequence: sequence, command: command, at: now, by: actor, event: event)
      try apply(entry, to: &records)
      records.outbox.carryOut(
        try Planner.changes(after: entry, facts: records, zone: zone, at: now))
      if case .undone(let undone) = event { records.commands[undone.command]?.isUndone = true }
    }
    records.commands[command] = RecordedCommand(
      number: command, at: now, by: actor, events: events, isTold: false, isUndone: false)
    return events
  }

  mutating func undoLast() throws { try perform(.undo(command: command)) }

  /// Takes back the last command, which released an assignment.
  mutating func recall(_ assignment: AssignmentID) throws {
    var reviews: [ReviewID] = []
    for event in records.commands[command]?.events ?? [] {
      if case .assignmentReleased(let release) = event { reviews = release.reviews.map(\.review) }
    }
    try record([
      .assignmentRecalled(AssignmentRecalled(assignment: assignment, reviews: reviews)),
      .undone(Undone(command: command)),
    ])
  }

  // MARK: The agenda

  private func agenda() throws -> [AgendaEntry] {
    guard let program = records.theProgram else { return [] }
    return records.allWindows.values.flatMap { $0.agenda(by: program) }
      + records.submissions.values.flatMap { $0.agenda(by: program) }
      + records.reviews.values.flatMap { $0.agenda() }
  }

  /// Does what the clock asks for; false if nothing came of it.
  private mutating func perform(_ item: AgendaItem) throws -> Bool {
    switch item {
    case .announceWindow(let id): return try tick(.announceWindow(id))
    case .openWindow(let id): return try tick(.openWindow(id))
    case .noteWindowClosing(let id): return try tick(.noteWindowClosing(id))
    case .closeWindow(let id): return try tick(.closeWindow(id))
    case .proposeAssignment(let id): return try propose(id)
    case .findEvaluator(let id): return try findEvaluator(id)
    case .releaseDecision(let id): return try tick(.releaseDecisions([id]))
    case .delayAnswer(let id): return try tick(.delayAnswer(id))
    case .endYear(let id): return try tick(.endYear(id))
    case .beginPayYear(let day): return try tick(.beginPayYear(day))
    case .escalateOverdue(let id):
      let submission = try #require(records.reviews[id]).submission
      return try tick(.escalateOverdue(records.submissions[submission]?.window))
    }
  }

  private mutating func tick(_ command: Command) throws -> Bool {
    do {
      return try !perform(command, by: .clock).isEmpty
    } catch let refusal as Refusal {
      refusals.append(refusal.text)
      return false
    }
  }

  /// Gives each submission to the next evaluator in turn.
  private mutating func propose(_ window: WindowID) throws -> Bool {
    let waiting = records.submissions(in: window).filter { $0.state.name == .submitted }
    let pairs = waiting.enumerated().map { index, submission in
      AssignedPair(
        submission: submission.id, evaluator: evaluators[index % evaluators.count],
        part: .evaluator, affinityThousandths: 500, isOutsideField: false)
    }
    return try tick(.proposeAssignment(window, pairs: pairs, unassigned: []))
  }

  private mutating func findEvaluator(_ id: SubmissionID) throws -> Bool {
    guard let part = records.submissions[id]?.lacking.first?.part else { return false }
    let known = Set(records.reviews(of: id).map(\.evaluator))
    for evaluator in evaluators where !known.contains(evaluator) {
      do {
        return try !perform(
          .assignReview(id, to: evaluator, part: part, isByHand: false), by: .clock
        ).isEmpty
      } catch is Refusal { continue }
    }
    return try tick(.noteEvaluatorNeeded(id, part))
  }

  // MARK: What was told

  /// Every mail to somebody as "2026-10-13 reminder-7d", in order.
  func mails(to person: PersonID, asked: Bool? = nil) -> [String] {
    records.outbox.mails.filter { mail in
      let isAsked = mail.letter.mailClass == .interactive
      return mail.letter.person == person && (asked ?? isAsked) == isAsked
    }.map { "\(zone.date(at: $0.at)) \($0.letter.name)" }
  }

  /// What became of a notice, in a word or two.
  func disposition(_ key: String) -> String {
    switch records.outbox.dispositions[key] {
    case .mailed(let mail): "mailed \(mail)"
    case .merged(let into): "merged \(into)"
    case .cancelled(let reason): "cancelled \(reason.rawValue)"
    case .suppressed: "suppressed"
    case .none: records.outbox.notices[key] == nil ? "nothing" : "planned"
    }
  }
}
