import Documents
import Store

struct VersionCommand: ControlCommand {
  static let signature = Signature(
    "version", "Print the version of the program and of the tables it works with",
    example: "version")
  init(_ arguments: Arguments) throws(Failure) {}
  var access: Access { .nothing }

  func run(in session: Session) {
    session.output.answer(
      .fields([
        "version": .string(ControlProgram.version),
        "tables": .string("\(DistrictStore.schemaVersion)"),
      ]), "rubricctl \(ControlProgram.version), tables \(DistrictStore.schemaVersion)")
  }
}

struct HelpCommand: ControlCommand {
  static let signature = Signature(
    "help", "Print the help of everything, of a group or of a command",
    parameters: [Parameter("COMMAND", "A command's words", .anyNumber)],
    options: [Option("--man", nil, "Print the manual page, for man(1)")],
    example: "help window add")
  private let words: [String]
  private let isManual: Bool

  init(_ arguments: Arguments) throws(Failure) {
    words = arguments.positional
    isManual = arguments.has("--man")
    guard
      words.isEmpty || CommandTree.command(words) != nil
        || words.count == 1 && CommandTree.isGroup(words[0])
    else {
      throw .usage(
        "There is no command \"\(Plainly.line(words.joined(separator: " ")))\".",
        hint: Suggestion.hint(for: words[0], among: CommandTree.firstWords))
    }
  }

  var access: Access { .nothing }

  func run(in session: Session) {
    session.output.verbatim(isManual ? ManualPage.text : Help.text(for: words))
  }
}

extension ControlProgram {
  /// The program's version.
  public static let version = "1.0.0"
}
