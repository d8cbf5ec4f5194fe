/// The manual page, from the commands' own signatures: what it says is what the program does.
enum ManualPage {
  /// The page in the language of man(7).
  static var text: String {
    var page = """
      .\\" Made by `rubricctl help --man`; do not edit.
      .TH RUBRICCTL 1 "" "rubricd \(ControlProgram.version)" "User Commands"
      .SH NAME
      rubricctl \\- look after a school district's micro-credentials
      .SH SYNOPSIS
      .B rubricctl
      .I COMMAND
      [\\fB\\-\\-data\\fR \\fIDIR\\fR] [\\fB\\-\\-json\\fR] [\\fB\\-\\-as\\fR \\fIPERSON\\fR]
      .SH DESCRIPTION
      rubricctl asks a district's office for something: to open a window, to show who evaluates what, to
      release decisions. While
      .BR rubricd (8)
      runs on the data directory, what changes something is sent to it over
      .I run/control.sock
      and done there; otherwise rubricctl takes the directory's lock and does it itself. Looking needs neither.
      .PP
      Each change is a numbered command in the journal, and can be undone by that number for as long as nobody
      was told of it.
      .PP
      People are named by e\\-mail address, employee number, or #NUMBER. Days are written as 2026\\-09\\-14;
      a last day is whole, and its end is the midnight after it.

      """
    page += ".SH OPTIONS\n"
    for option in Option.everywhere { page += item(option.usage, option.help) }
    page += ".SH COMMANDS\n"
    for word in CommandTree.firstWords {
      let commands =
        CommandTree.isGroup(word)
        ? CommandTree.commands(of: word) : [CommandTree.command([word])].compactMap(\.self)
      if let group = CommandTree.groups.first(where: { $0.name == word }) {
        page += ".SS \(escaped(group.summary))\n"
      } else {
        page += ".SS \(word)\n"
      }
      for command in commands { page += text(of: command.signature) }
    }
    page += ".SH EXIT STATUS\n"
    for code in ExitCode.allCases { page += item("\(code.rawValue)", code.meaning) }
    page += """
      .SH ENVIRONMENT
      .TP
      .B RUBRICD_DATA
      The data directory when \\fB\\-\\-data\\fR is not given; otherwise
      .IR \(Environment.standardDataDirectory) .
      .SH OUTPUT
      With \\fB\\-\\-json\\fR a list is printed as one object a line, anything else as one object, and nothing
      besides. Instants are RFC 3339 in UTC. Without it, tables are cut to the terminal's width, and left whole
      in a pipe.
      .SH SEE ALSO
      .BR rubricd (8)

      """
    return page
  }

  private static func text(of signature: Signature) -> String {
    var text =
      ".TP\n\\fBrubricctl \(escaped(signature.usage))\\fR\n\(escaped(signature.summary)).\n"
    for paragraph in signature.details.split(separator: "\n") {
      text += escaped(String(paragraph)) + "\n"
    }
    let lines =
      signature.parameters.map { ($0.name, $0.help) }
      + signature.options.map { ($0.usage, $0.help) }
    if !lines.isEmpty {
      text += ".RS\n"
      for (name, help) in lines { text += item(name, help) }
      text += ".RE\n"
    }
    return text
  }

  private static func item(_ name: String, _ meaning: String) -> String {
    ".TP\n\\fB\(escaped(name))\\fR\n\(escaped(meaning)).\n"
  }

  /// Text in which nothing is taken for a request, and dashes are those that are typed.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      default: escaped.append(character)
      }
    }
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}
