/// The help texts, from the commands' own signatures.
enum Help {
  private static let width = 80

  /// The help of everything, of a group or of a command.
  ///
  /// - Parameter words: Nothing, a group, or a command's words; what is none gives the overview.
  /// - Returns: Text of lines within 80 columns where words allow it.
  static func text(for words: [String]) -> String {
    if let command = CommandTree.command(words) { return text(of: command.signature) }
    if let group = CommandTree.groups.first(where: { [$0.name] == Array(words.prefix(1)) }) {
      return text(ofGroup: group.name, group.summary)
    }
    return overview
  }

  private static var overview: String {
    var text = """
      rubricctl looks after one school district's micro-credentials: what comes in,
      who evaluates it, what was decided, and who was told.

      Usage: rubricctl COMMAND [--data DIR] [--json] [--as PERSON]


      """
    let lines = CommandTree.firstWords.map { word in
      let group = CommandTree.groups.first { $0.name == word }
      let command = CommandTree.command([word])
      return (word, group?.summary ?? command?.signature.summary ?? "")
    }
    text += columns(lines)
    text += "\nEverywhere:\n" + columns(Option.everywhere.map { ($0.usage, $0.help) })
    text += """

      rubricctl COMMAND --help says what a command takes. People are named by e-mail
      address, employee number, or #NUMBER. Begin with:

        rubricctl init --data DIR --program FILE

      """
    return text
  }

  private static func text(ofGroup name: String, _ summary: String) -> String {
    var text = "\(summary).\n\nUsage: rubricctl \(name) COMMAND\n\n"
    let commands = CommandTree.commands(of: name).map { $0.signature }
    text += columns(commands.map { ($0.name, $0.summary) })
    if let first = commands.first { text += "\nExample: rubricctl \(first.example)\n" }
    return text
  }

  private static func text(of signature: Signature) -> String {
    var text = "\(signature.summary).\n\n"
    text += wrapped("rubricctl \(signature.usage)", first: "Usage: ", then: "         ")
    if !signature.details.isEmpty {
      for paragraph in signature.details.split(separator: "\n") {
        text += "\n" + wrapped(String(paragraph), first: "", then: "")
      }
    }
    var lines = signature.parameters.map { ($0.name, $0.help) }
    lines += signature.options.map { ($0.usage, $0.help) }
    if !lines.isEmpty { text += "\n" + columns(lines) }
    text += "\nEverywhere: --data DIR, --json, --as PERSON, --help\n"
    return text + "\nExample: rubricctl \(signature.example)\n"
  }

  /// Names on the left, what they mean on the right.
  static func columns(_ lines: [(name: String, meaning: String)]) -> String {
    let indent = min(28, (lines.map(\.name.count).max() ?? 0) + 4)
    var text = ""
    for (name, meaning) in lines {
      let left = "  \(name)"
      let padding = String(repeating: " ", count: max(0, indent - left.count))
      if left.count + 2 > indent {
        text += left + "\n"
        let blank = String(repeating: " ", count: indent)
        text += wrapped(meaning, first: blank, then: blank)
      } else {
        text += wrapped(
          meaning, first: left + padding, then: String(repeating: " ", count: indent))
      }
    }
    return text
  }

  /// Words in lines of at most 80 columns; a longer word stands alone.
  static func wrapped(_ words: String, first: String, then: String) -> String {
    var text = ""
    var line = first
    var isBare = true
    for word in words.split(separator: " ") {
      if !isBare, line.count + 1 + word.count > width {
        text += line + "\n"
        line = then
        isBare = true
      }
      line += isBare ? String(word) : " \(word)"
      isBare = false
    }
    return text + line + "\n"
  }
}
