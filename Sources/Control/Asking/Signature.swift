/// What a command is called and takes: the parser, the help and the manual all go by it.
struct Signature: Sendable {
  /// One word, or a group and a word: `window list`.
  let words: [String]
  /// What it does, in one line without a full stop.
  let summary: String
  /// What there is to know beyond that; may be empty.
  let details: String
  let parameters: [Parameter]
  let options: [Option]
  /// A command line that works, after `rubricctl`.
  let example: String

  init(
    _ words: String, _ summary: String, details: String = "", parameters: [Parameter] = [],
    options: [Option] = [], example: String
  ) {
    self.words = words.split(separator: " ").map(String.init)
    self.summary = summary
    self.details = details
    self.parameters = parameters
    self.options = options
    self.example = example
  }

  /// The words as they are typed.
  var name: String { words.joined(separator: " ") }

  /// The command with what it takes: `window add STAGE --label TEXT …`.
  var usage: String {
    let required = options.filter(\.isRequired).map(\.usage)
    let optional = options.filter { !$0.isRequired }.map { "[\($0.usage)]" }
    return ([name] + parameters.map(\.usage) + required + optional).joined(separator: " ")
  }
}

/// Something that is given by its place.
struct Parameter: Sendable {
  enum Count: Sendable {
    case one
    case optional
    case anyNumber
  }

  let name: String
  let help: String
  let count: Count
  /// Its value names a file that is read.
  let isInputFile: Bool

  init(_ name: String, _ help: String, _ count: Count = .one, isInputFile: Bool = false) {
    self.name = name
    self.help = help
    self.count = count
    self.isInputFile = isInputFile
  }

  var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .anyNumber: "[\(name)…]"
    }
  }
}

/// Something that is given by its name: a switch, or a name with a value.
struct Option: Sendable {
  /// With its dashes.
  let name: String
  /// What the value is called in the help; `nil` for a switch.
  let value: String?
  let help: String
  let isRequired: Bool
  let isRepeatable: Bool
  /// Its value names a file that is read.
  let isInputFile: Bool

  init(
    _ name: String, _ value: String? = nil, _ help: String, isRequired: Bool = false,
    isRepeatable: Bool = false, isInputFile: Bool = false
  ) {
    self.name = name
    self.value = value
    self.help = help
    self.isRequired = isRequired
    self.isRepeatable = isRepeatable
    self.isInputFile = isInputFile
  }

  var usage: String {
    (value.map { "\(name) \($0)" } ?? name) + (isRepeatable ? "…" : "")
  }

  /// What every command understands.
  static let everywhere = [
    Option("--data", "DIR", "The data directory (default /var/lib/rubricd, or $RUBRICD_DATA)"),
    Option("--json", nil, "Print JSON: a list as one object a line, anything else as one object"),
    Option("--as", "PERSON", "Who asks (default: the technician at this machine)"),
    Option("--help", nil, "Print what the command does and takes"),
  ]
}
