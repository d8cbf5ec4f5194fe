import CivilTime
import Documents
import Office
import Store
import Workflow

/// Takes a command back, or lists those that can be.
struct UndoCommand: ControlCommand {
  static let signature = Signature(
    "undo", "Take a command back of which nobody was told; without a number, list what can be",
    details: """
      Announcements wait some minutes before they go out, so that they can be undone. After that the \
      correcting command is named.
      """,
    parameters: [Parameter("COMMAND", "The command's number", .optional)], example: "undo 4711")
  private let number: Int64?

  init(_ arguments: Arguments) throws(Failure) {
    number = arguments.optional(0) == nil ? nil : try arguments.number(0)
  }

  var access: Access { number == nil ? .reading : .changing }

  private struct Row {
    var command: RecordedCommand
    var who: String
    var words: String
  }

  func run(in session: Session) throws {
    if let number {
      return try session.perform(.undo(command: number), "Command \(number) is undone.")
    }
    let now = try session.now()
    let actor = try session.actor()
    let (rows, times) = try session.read { records in
      let times = try session.times(records)
      let names = Names(records)
      let words = EventWords(names: names, times: times)
      var rows: [Row] = []
      let commands = try records.undoableCommands(by: actor, at: now, zone: times.zone)
      for command in commands {
        guard let first = command.events.first else { continue }
        let others = command.events.count - 1
        rows.append(
          Row(
            command: command, who: try names.name(command.by),
            words: try words.words(first) + (others > 0 ? " (and \(others) more)" : "")))
      }
      return (rows, times)
    }
    session.output.list(
      rows, none: "Nothing can be undone now.",
      columns: [
        Column("COMMAND", .right) { "\($0.command.number)" },
        Column("WHEN") { times.at($0.command.at) }, Column("WHO", .flexible) { $0.who },
        Column("WHAT", .flexible) { $0.words },
      ],
      json: { row in
        .fields([
          "command": .number(row.command.number), "at": row.command.at.plain,
          "by": row.command.by.plain, "words": .string(row.words),
          "events": .strings(row.command.events.map(\.payload.name)),
        ])
      })
  }
}
