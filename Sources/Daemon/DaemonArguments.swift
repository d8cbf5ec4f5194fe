public import Control

/// What was asked for on rubricd's command line.
public enum DaemonRequest: Hashable, Sendable {
  case run(DaemonArguments)
  case help
  case version

  /// Reads a command line.
  ///
  /// - Parameter words: What stands after the program's name.
  /// - Throws: ``UsageMistake`` for the first word that makes no sense.
  public init(_ words: [String]) throws(UsageMistake) {
    if words.contains("--help") || words.contains("-h") {
      self = .help
      return
    }
    if words.contains("--version") {
      self = .version
      return
    }
    self = .run(try DaemonArguments(words))
  }

  /// What `--help` prints.
  public static let helpText = """
    rubricd: runs a district's micro-credentials from one data directory.

    Usage: rubricd --data DIR [--installation FILE] [--zones DIR] [--once]

      --data DIR           the district's data directory, made by `rubricctl init`
      --installation FILE  the installation's file; DIR/installation.json5 if left out
      --zones DIR          the system's zone files; /usr/share/zoneinfo if left out
      --once               do what is due now, and stop
      --help, --version    say this, or the version, and stop

    Example: rubricd --data /var/lib/rubricd

    SIGTERM and SIGINT stop it, SIGHUP reads the installation's file and texts/ again.
    Exit status: 0 stopped, 64 wrong command line, 74 the disk or the database failed,
    75 another process has the data directory, 78 a configuration mistake.
    Manual: rubricd(8). Everything else is asked with rubricctl(1).

    """
}

/// How the daemon is to run.
public struct DaemonArguments: Hashable, Sendable {
  /// The data directory, as it was typed.
  public var data: String
  /// The installation's file, as it was typed; `nil` for the data directory's own.
  public var installation: String?
  /// The folder with the system's zone files.
  public var zones: String
  /// Whether to do what is due now, and stop.
  public var isOnce: Bool

  public init(
    data: String, installation: String? = nil, zones: String = SystemZones.standardFolder,
    isOnce: Bool = false
  ) {
    self.data = data
    self.installation = installation
    self.zones = zones
    self.isOnce = isOnce
  }

  init(_ words: [String]) throws(UsageMistake) {
    var given: [String: String] = [:]
    var isOnce = false
    var rest = words[...]
    while let word = rest.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      switch name {
      case "--once" where parts.count == 1: isOnce = true
      case "--data", "--installation", "--zones":
        guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst(), !value.isEmpty
        else { throw UsageMistake("\(name) needs a path after it.") }
        guard given.updateValue(value, forKey: name) == nil else {
          throw UsageMistake("\(name) stands twice.")
        }
      default: throw UsageMistake("There is no option \"\(word)\".")
      }
    }
    guard let data = given["--data"] else {
      throw UsageMistake("--data is missing: which data directory?")
    }
    self.init(
      data: data, installation: given["--installation"],
      zones: given["--zones"] ?? SystemZones.standardFolder, isOnce: isOnce)
  }
}

/// Why a command line makes no sense.
public struct UsageMistake: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
