public import CivilTime
public import Store
public import Workflow

// What can be taken back still, and what a command would change if it were asked for.

extension StoredRecords {
  /// Commands that can be undone now, the latest first.
  ///
  /// It asks the very rules that undoing each would ask, and changes nothing.
  ///
  /// - Parameters:
  ///   - actor: Who would undo them.
  ///   - now: The instant.
  ///   - zone: The district's zone.
  ///   - since: Commands before this are not looked at.
  ///   - count: How many commands are looked back at.
  /// - Returns: The commands with their events.
  /// - Throws: What the records throw.
  public func undoableCommands(
    by actor: Actor, at now: Instant, zone: Zone, since: Instant = .distantPast,
    lookingBack count: Int64 = 200
  ) throws -> [RecordedCommand] {
    var commands: [RecordedCommand] = []
    let next = try nextCommand()
    for number in stride(from: next - 1, to: max(0, next - 1 - count), by: -1) {
      guard let command = try recordedCommand(number), !command.events.isEmpty else { continue }
      if command.at < since { break }
      if try isUndoable(command, by: actor, at: now, zone) { commands.append(command) }
    }
    return commands
  }

  private func isUndoable(
    _ command: RecordedCommand, by actor: Actor, at now: Instant, _ zone: Zone
  ) throws -> Bool {
    if command.isUndone || command.isTold { return false }
    let undo = Command.undo(command: command.number)
    let facts = try Facts.gather(for: undo, by: actor, at: now, zone: zone, from: self)
    do throws(Refusal) {
      return try !decide(undo, by: actor, facts: facts, at: now).isEmpty
    } catch {
      return false
    }
  }
}

extension DistrictOffice {
  /// Performs a command, looks at what came of it, and takes it all back: a preview by the code that would do it.
  ///
  /// - Parameters:
  ///   - command: What would be asked for.
  ///   - actor: Who would ask.
  ///   - look: Reads what is of interest; it is called before and after.
  /// - Returns: What was seen before, what would be seen after, and what would have happened.
  /// - Throws: ``OfficeError/refused(_:)`` as performing it would. Nothing has changed in any case.
  public func preview<Seen>(
    _ command: Command, by actor: Actor, look: (WriteRecords) throws -> Seen
  ) throws(OfficeError) -> (before: Seen, after: Seen, performed: Performed) {
    try write { records, now in
      let before = try look(records)
      var seen: (after: Seen, performed: Performed)?
      do {
        try records.savepoint { records in
          let performed = try self.perform(command, by: actor, at: now, in: &records)
          seen = (try look(records), performed)
          throw PreviewIsOver()
        }
      } catch is PreviewIsOver {}
      guard let seen else { throw PreviewIsOver() }
      return (before, seen.after, seen.performed)
    }
  }
}

/// Ends a preview, so that nothing of it stays.
private struct PreviewIsOver: Error {}
