import Crypto
import Documents
import Files
import IntakeFormats
import Office
import SQLite
import Store
import Workflow

/// Why a command did not do what it was asked: one message for a person, and the exit status.
public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
  public var code: ExitCode
  public var message: String
  /// What to try instead, if anything is known to help.
  public var hint: String?

  public init(_ code: ExitCode, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  public var description: String {
    hint.map { "\(message)\n\($0)" } ?? message
  }

  static func usage(_ message: String, hint: String? = nil) -> Failure {
    Failure(.usage, message, hint: hint)
  }

  static func notFound(_ what: String) -> Failure {
    Failure(.noInput, what)
  }
}

extension Failure {
  /// The same error, sorted by what to do next.
  init(_ error: any Error) {
    switch error {
    case let error as Failure: self = error
    case let error as OfficeError: self.init(error)
    case let error as IntakeStop: self.init(error)
    case let error as Refusal: self.init(error)
    case let error as StoreError: self.init(error)
    case let error as SQLiteError: self.init(.database(error))
    case let error as FileError: self.init(error)
    case let error as Mistakes: self.init(.config, error.description)
    case let error as FileProblem: self.init(.data, error.description)
    case is CryptoError: self.init(.unavailable, "The system gives no random bytes.")
    default: self.init(.software, "\(error)")
    }
  }

  private init(_ error: OfficeError) {
    switch error {
    case .refused(let refusal): self.init(refusal)
    case .mistakes(let mistakes): self.init(.config, mistakes.description)
    case .store(let error): self.init(error)
    case .file(let error): self.init(error)
    case .zone(let words): self.init(.config, words)
    case .clockHeld: self.init(.temporary, error.description)
    }
  }

  private init(_ error: IntakeStop) {
    switch error {
    case .problem(let problem): self.init(.data, problem.description)
    case .office(let error): self.init(error)
    }
  }

  private init(_ refusal: Refusal) {
    switch refusal.reason {
    case .notAllowed: self.init(.notAllowed, refusal.text)
    case .notFound: self.init(.noInput, refusal.text)
    case .notNow, .notInThisState, .againstTheRules, .incomplete: self.init(.refused, refusal.text)
    }
  }

  private init(_ error: StoreError) {
    let words = "The database: \(error)."
    switch error {
    case .database(let error):
      if error.isBusy {
        self.init(.temporary, words)
      } else if error.isDiskFull {
        self.init(.inputOutput, "The disk is full; nothing has changed.")
      } else if error.isCorrupt {
        self.init(.data, words, hint: "Restore the latest backup: rubricctl restore DIR")
      } else {
        self.init(error.isIOFailure ? .inputOutput : .software, words)
      }
    case .otherVersion: self.init(.config, words)
    case .notOurs: self.init(.config, words)
    case .unreadable, .event, .unsound: self.init(.data, words)
    case .noRandomness: self.init(.unavailable, words)
    }
  }

  private init(_ error: FileError) {
    let code: ExitCode =
      switch error.reason {
      case .notFound: .noInput
      case .exists: .cantCreate
      case .noRoom, .inputOutput, .other: .inputOutput
      case .tooLarge: .data
      case .notPermitted: .notAllowed
      case .badPath: .usage
      case .wrongKind: .noInput
      }
    self.init(code, error.description)
  }
}
