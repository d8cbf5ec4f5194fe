import CivilTime
import Documents
import Files
import Notices
import Office
import Store

/// rubricctl as a program: understands what was typed, finds the district, and ends with a code.
public enum ControlProgram {
  /// Runs rubricctl with this process's arguments and streams.
  public static func runOnThisMachine() -> ExitCode {
    run(.ofThisProcess())
  }

  /// Runs one command.
  ///
  /// - Parameter environment: The world outside.
  /// - Returns: How it ended; what was wrong has been said on standard error.
  public static func run(_ environment: Environment) -> ExitCode {
    do {
      switch try Request.understand(environment.arguments) {
      case .help(let words, let code):
        let text = Help.text(for: words)
        if code == .ok { environment.write(text) } else { environment.complain(text) }
        return code
      case .command(let command, let asked):
        return try run(command, asked, environment)
      }
    } catch {
      return complain(Failure(error), environment)
    }
  }

  private static func run(
    _ command: any ControlCommand, _ asked: Asked, _ environment: Environment
  ) throws -> ExitCode {
    let directory = asked.data ?? environment.dataDirectory
    switch command.access {
    case .nothing:
      try command.run(in: Session(environment, asked, directory: directory, office: nil))
    case .reading:
      let office = try DistrictFolder(directory).open(environment, forReading: true)
      try command.run(in: Session(environment, asked, directory: directory, office: office))
    case .changing:
      let folder = DistrictFolder(directory)
      try folder.checkDistrict()
      guard let lock = try folder.lock() else {
        return try ControlClient(environment, asked, folder).run()
      }
      defer { withExtendedLifetime(lock) {} }
      let office = try folder.open(environment, forReading: false)
      try command.run(in: Session(environment, asked, directory: directory, office: office))
    }
    return .ok
  }

  /// Runs a command that came over the socket, on the daemon's own office.
  ///
  /// - Parameters:
  ///   - environment: Whose streams lead to whoever asked, and whose files are those that were sent.
  ///   - office: The daemon's office.
  /// - Returns: How it ended.
  static func serve(_ environment: Environment, on office: DistrictOffice) -> ExitCode {
    do {
      guard case .command(let command, let asked) = try Request.understand(environment.arguments)
      else { throw Failure.usage("This is no command.") }
      guard command.access == .changing || command.access == .reading else {
        throw Failure(.temporary, "rubricd is at work here.", hint: "Stop it first.")
      }
      try command.run(in: Session(environment, asked, directory: "", office: office))
      return .ok
    } catch {
      return complain(Failure(error), environment)
    }
  }

  private static func complain(_ failure: Failure, _ environment: Environment) -> ExitCode {
    // A command that has told its findings already fails without words.
    if !failure.message.isEmpty {
      environment.complain("rubricctl: " + Plainly.paragraphs(failure.message) + "\n")
    }
    if let hint = failure.hint { environment.complain(Plainly.paragraphs(hint) + "\n") }
    return failure.code
  }
}
