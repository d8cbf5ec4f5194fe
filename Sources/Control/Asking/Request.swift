import Documents

/// A command line, understood.
enum Request {
  /// Print the help of everything, of a group or of a command.
  case help([String], ExitCode)
  case command(any ControlCommand, Asked)
}

/// What was asked around a command.
struct Asked: Sendable {
  /// The data directory; `nil` for the standard one.
  var data: String?
  var isJSON = false
  /// Who asks, as typed; `nil` for the technician.
  var asker: String?
  /// The arguments as they were typed, for the daemon.
  var typed: [String]
  /// The paths of the files that the command reads.
  var inputFiles: [String] = []
}

extension Request {
  static let argumentsMax = 1_000

  /// Understands a command line.
  ///
  /// Options may stand anywhere; `--name=value` is the same as `--name value`; after `--` nothing is an option.
  ///
  /// - Parameter typed: What was typed after the program's name.
  /// - Returns: The request.
  /// - Throws: ``Failure`` with ``ExitCode/usage``.
  static func understand(_ typed: [String]) throws(Failure) -> Request {
    guard typed.count <= argumentsMax else {
      throw .usage("Found \(typed.count) arguments, expected at most \(argumentsMax).")
    }
    var scanner = Scanner(typed)
    try scanner.scan()
    let words = scanner.words
    if scanner.options["--help"] != nil { return .help(words, .ok) }
    guard let command = scanner.command else {
      // A group alone, or nothing at all: say what there is.
      return .help(words, .usage)
    }
    let signature = command.signature
    try scanner.check(signature)
    let arguments = Arguments(
      signature: signature, positional: scanner.positional, options: scanner.options)
    var asked = Asked(typed: typed)
    asked.data = arguments.text("--data")
    asked.isJSON = arguments.has("--json")
    asked.asker = arguments.text("--as")
    for (place, value) in arguments.positional.enumerated() {
      let parameter = signature.parameters[min(place, signature.parameters.count - 1)]
      if parameter.isInputFile { asked.inputFiles.append(value) }
    }
    for option in signature.options where option.isInputFile {
      asked.inputFiles += arguments.texts(option.name)
    }
    return .command(try command.init(arguments), asked)
  }
}

/// Goes through what was typed, once.
private struct Scanner {
  private let typed: [String]
  private(set) var words: [String] = []
  private(set) var command: (any ControlCommand.Type)?
  private(set) var positional: [String] = []
  private(set) var options: [String: [String]] = [:]

  init(_ typed: [String]) {
    self.typed = typed
  }

  mutating func scan() throws(Failure) {
    var rest = typed[...]
    var areOptionsOver = false
    while let token = rest.popFirst() {
      if !areOptionsOver, token == "--" {
        areOptionsOver = true
      } else if !areOptionsOver, token.hasPrefix("-"), token != "-" {
        try takeOption(token == "-h" ? "--help" : token, &rest)
      } else {
        try takeWord(token)
      }
    }
  }

  private mutating func takeWord(_ token: String) throws(Failure) {
    if command != nil {
      positional.append(token)
      return
    }
    words.append(token)
    command = CommandTree.command(words)
    if command != nil || words.count == 1 && CommandTree.isGroup(token) { return }
    if words.count == 1 {
      throw .usage(
        "There is no command \"\(Plainly.line(token))\".",
        hint: Suggestion.hint(for: token, among: CommandTree.firstWords)
          ?? "rubricctl --help lists them.")
    }
    let names = CommandTree.commands(of: words[0]).map { $0.signature.words[1] }
    throw .usage(
      "There is no command \"\(words[0]) \(Plainly.line(token))\".",
      hint: nearestName(to: token, among: names).map { "Did you mean \(words[0]) \($0)?" }
        ?? "rubricctl \(words[0]) --help lists them.")
  }

  private mutating func takeOption(
    _ token: String, _ rest: inout ArraySlice<String>
  ) throws(Failure) {
    let parts = token.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let known = Option.everywhere + (command?.signature.options ?? [])
    guard let option = known.first(where: { $0.name == name }) else {
      let place = command.map { " for \($0.signature.name)" } ?? " before the command"
      throw .usage(
        "There is no option \(Plainly.line(name))\(place).",
        hint: Suggestion.hint(for: name, among: known.map(\.name)))
    }
    guard option.value != nil else {
      if parts.count == 2 { throw .usage("\(name) takes no value.") }
      options[name] = []
      return
    }
    guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst(),
      !value.isEmpty, !value.utf8.contains(0)
    else {
      throw .usage("\(name) needs a value: \(option.usage)")
    }
    if options[name] != nil, !option.isRepeatable { throw .usage("\(name) stands twice.") }
    options[name, default: []].append(value)
  }

  /// Holds what was found against what the command takes.
  func check(_ signature: Signature) throws(Failure) {
    let least = signature.parameters.count { $0.count == .one }
    let takesAnyNumber = signature.parameters.contains { $0.count == .anyNumber }
    let usage = "Usage: rubricctl \(signature.usage)"
    if positional.count < least {
      throw .usage("\(signature.parameters[positional.count].name) is missing.", hint: usage)
    }
    if !takesAnyNumber, positional.count > signature.parameters.count {
      let extra = positional[signature.parameters.count]
      throw .usage("\"\(Plainly.line(extra))\" is too much.", hint: usage)
    }
    if positional.contains(where: { $0.isEmpty || $0.utf8.contains(0) }) {
      throw .usage("An argument is empty.", hint: usage)
    }
    for option in signature.options where option.isRequired && options[option.name] == nil {
      throw .usage("\(option.usage) is missing.", hint: usage)
    }
  }
}
