import CivilTime
import Documents
import Files
import Office
import Programs
import Store
import Workflow

/// What a command works with: its district's office, who asks, and where to tell what came of it.
final class Session {
  let environment: Environment
  let asked: Asked
  let output: Output
  /// The data directory's path.
  let directory: String
  private let given: DistrictOffice?

  /// - Parameters:
  ///   - environment: The world outside.
  ///   - asked: What was asked around the command.
  ///   - directory: The data directory's path.
  ///   - office: The office; `nil` for commands that open no district, or make one.
  init(_ environment: Environment, _ asked: Asked, directory: String, office: DistrictOffice?) {
    self.environment = environment
    self.asked = asked
    self.directory = directory
    given = office
    output = Output(
      isJSON: asked.isJSON, columns: environment.columns, write: { environment.write($0) })
  }

  /// The office.
  var office: DistrictOffice {
    get throws(Failure) {
      guard let given else { throw Failure(.software, "This command has no district.") }
      return given
    }
  }

  /// Reads one unchanging state. Everything that a command tells together is read together.
  func read<Result>(_ body: (ReadRecords) throws -> Result) throws -> Result {
    try office.store.read(body)
  }

  func now() throws -> Instant { try office.now() }

  /// The district's zone; UTC before it has a program.
  func times(_ records: some StoredRecords) throws -> Times {
    guard let program = try records.program() else { return Times(zone: .utc) }
    return Times(zone: try office.zone(of: program))
  }

  /// An input file, as it was typed.
  func file(_ path: String, limit: Int = Environment.inputBytesMax) throws -> [UInt8] {
    try environment.readFile(path, limit)
  }

  /// Says how far long work is, on a terminal only.
  func progress(_ words: String) {
    guard environment.isTerminal else { return }
    environment.complain("\r\u{1B}[K" + words)
  }

  /// Ends the line of ``progress(_:)``.
  func endProgress() {
    guard environment.isTerminal else { return }
    environment.complain("\r\u{1B}[K")
  }
}

extension Session {
  /// Runs a closure while nobody else is at work on the data directory, whose folders are made if need be.
  func own<Result>(_ body: (DistrictFolder) throws -> Result) throws -> Result {
    let folder = DistrictFolder(directory)
    try folder.prepare()
    guard let lock = try folder.lock() else {
      throw Failure(
        .temporary, "\(directory) is in use.", hint: "Stop rubricd first, then ask again.")
    }
    defer { withExtendedLifetime(lock) {} }
    return try body(folder)
  }
}

// MARK: - Asking the office

extension Session {
  /// Who asks.
  func actor() throws -> Actor {
    guard let asker = asked.asker else { return .technician }
    return .person(try person(asker))
  }

  /// Has the office do something, and tells what came of it.
  ///
  /// - Parameters:
  ///   - command: What is asked.
  ///   - words: What people read when it is done.
  /// - Throws: What the office throws.
  func perform(_ command: Command, _ words: String) throws {
    let performed = try office.perform(command, by: actor())
    tell(performed, words)
  }

  func tell(_ performed: Performed, _ words: String) {
    let types = performed.events.map(\.payload.name)
    output.answer(
      .fields([
        "command": performed.command.map(Plain.number), "at": performed.at.plain,
        "events": .strings(types),
      ]),
      performed.command.map { "\(words) (command \($0))" } ?? "Nothing to change.")
  }

  /// The person of an e-mail address, an employee number, or `#NUMBER`.
  func person(_ named: String) throws -> PersonID {
    try read { try Self.person(named, in: $0) }.id
  }

  static func person(_ named: String, in records: some StoredRecords) throws -> Person {
    let found: Person?
    if named.hasPrefix("#"), let number = Int64(named.dropFirst()) {
      found = try records.person(PersonID(number))
    } else if named.contains("@") {
      found = try records.person(email: named)
    } else {
      found = try records.person(employeeNumber: named)
    }
    guard let found else {
      let how = "People are named by e-mail address, employee number, or #NUMBER."
      throw Failure(.noInput, "There is nobody called \"\(Plainly.line(named))\".", hint: how)
    }
    return found
  }
}

// MARK: - Finding records

extension StoredRecords {
  func theProgram() throws -> Program {
    guard let program = try program() else {
      throw Failure(.noInput, "No program is set.", hint: "rubricctl import program FILE --apply")
    }
    return program
  }

  func theWindow(_ number: Int64) throws -> Window {
    guard let window = try window(WindowID(number)) else {
      throw Failure.notFound("There is no window \(number): rubricctl window list")
    }
    return window
  }

  func theSubmission(_ number: Int64) throws -> Submission {
    guard let submission = try submission(SubmissionID(number)) else {
      throw Failure.notFound("There is no submission \(number): rubricctl submission list")
    }
    return submission
  }

  func theReview(_ number: Int64) throws -> Review {
    guard let review = try review(ReviewID(number)) else {
      throw Failure.notFound("There is no review \(number): rubricctl review list")
    }
    return review
  }
}
