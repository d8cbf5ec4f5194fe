public import CivilTime
import Notices
public import Store
public import Workflow

/// What came of a command.
public struct Performed: Hashable, Sendable {
  /// The command's number in the journal, by which it can be undone; `nil` when nothing changed.
  public var command: Int64?
  public var at: Instant
  public var events: [Event]
}

extension DistrictOffice {
  /// Performs a command: decided, journalled, carried into the tables, and told, in one transaction.
  ///
  /// - Parameters:
  ///   - command: What is asked for.
  ///   - actor: Who asks.
  /// - Returns: What came of it. It is durable then.
  /// - Throws: ``OfficeError/refused(_:)`` when it makes no sense here; other cases when the disk or the
  ///   database could not do it. Nothing has changed then.
  @discardableResult
  public func perform(
    _ command: Command, by actor: Actor
  ) throws(OfficeError) -> Performed {
    let performed = try write { records, now in
      try self.perform(command, by: actor, at: now, in: &records)
    }
    if case .confirmClock = command { watch.confirm() }
    return performed
  }

  /// Performs commands in one transaction, all or none.
  ///
  /// - Parameters:
  ///   - actor: Who asks.
  ///   - commands: What is asked for, in order, as things stand in that transaction: what somebody else changed a
  ///     moment before is seen.
  /// - Returns: What came of each.
  /// - Throws: ``OfficeError``; nothing has changed then.
  @discardableResult
  public func performTogether(
    by actor: Actor, _ commands: (WriteRecords) throws -> [Command]
  ) throws(OfficeError) -> [Performed] {
    try write { records, now in
      try commands(records).map { command in
        try self.perform(command, by: actor, at: now, in: &records)
      }
    }
  }

  /// Performs a command within a transaction that goes on if it is refused.
  ///
  /// A refusal comes before anything is written, so there is nothing to take back; whatever else is thrown ends the
  /// transaction.
  func attempt(
    _ command: Command, by actor: Actor, at now: Instant, in records: inout WriteRecords
  ) throws -> Result<Performed, Refusal> {
    let zone = try zone(for: command, in: records)
    let events: [Event]
    do {
      events = try decided(command, by: actor, at: now, zone: zone, from: records)
    } catch let refusal as Refusal {
      return .failure(refusal)
    }
    return .success(try store(events, by: actor, at: now, zone: zone, in: &records))
  }

  /// Performs a command within a transaction.
  ///
  /// - Parameters:
  ///   - command: What is asked for.
  ///   - actor: Who asks.
  ///   - now: When.
  ///   - pay: What pay is reckoned from, where it was read in this transaction already.
  ///   - records: The transaction's.
  /// - Returns: What came of it.
  /// - Throws: A refusal, or what reading and writing throw.
  func perform(
    _ command: Command, by actor: Actor, at now: Instant, knowing pay: PayFacts? = nil,
    in records: inout WriteRecords
  ) throws -> Performed {
    let zone = try zone(for: command, in: records)
    let events = try decided(
      command, by: actor, at: now, zone: zone, knowing: pay, from: records)
    return try store(events, by: actor, at: now, zone: zone, in: &records)
  }

  /// What follows from a command; only reads.
  private func decided(
    _ command: Command, by actor: Actor, at now: Instant, zone: Zone,
    knowing pay: PayFacts? = nil, from records: WriteRecords
  ) throws -> [Event] {
    let facts = try Facts.gather(
      for: command, by: actor, at: now, zone: zone, pay: pay, from: records)
    return try decide(command, by: actor, facts: facts, at: now)
  }

  /// Journals events as one command, carries them into the tables, and plans what they tell.
  private func store(
    _ events: [Event], by actor: Actor, at now: Instant, zone: Zone,
    in records: inout WriteRecords
  ) throws -> Performed {
    guard !events.isEmpty else { return Performed(command: nil, at: now, events: []) }
    let number = try records.nextCommand()
    for event in events {
      let entry = try records.append(event, command: number, at: now, by: actor)
      for change in try Planner.changes(after: entry, facts: records, zone: zone, at: now) {
        try records.carry(change, command: number, at: now)
      }
    }
    return Performed(command: number, at: now, events: events)
  }

  /// The first program brings its own zone; everything after lives in the zone of the program in force.
  private func zone(for command: Command, in records: WriteRecords) throws -> Zone {
    if case .setProgram(let program, _) = command { return try zone(of: program) }
    return try zone(in: records)
  }
}
