public import Control
import Documents
import Glibc

/// Why the daemon could not start, sorted by what to do next.
public enum DaemonFailure: Error, Sendable, CustomStringConvertible {
  /// A configuration mistake: the text says where. Starting again does not help.
  case configuration(String)
  /// Another process has the data directory.
  case taken(byProcess: Int32?)
  /// The disk or the database failed.
  case storage(String)
  /// A system call failed that needs no particular circumstances.
  case system(String, Int32)

  init(_ failure: LockFailure) {
    switch failure {
    case .taken(let process): self = .taken(byProcess: process)
    case .file(let error): self = .configuration("\(error); expected a file of our own")
    }
  }

  public var description: String {
    switch self {
    case .configuration(let text): text
    case .taken(let process):
      "Another process has this data directory"
        + (process.map { ": process \($0)" } ?? "")
        + ". One process owns a data directory: wait until it is done, or stop it."
    case .storage(let text): text
    case .system(let call, let number): "\(call) failed (errno \(number))"
    }
  }

  /// The exit status by which a service manager tells whether to start again.
  public var exitCode: ExitCode {
    switch self {
    case .configuration: .config
    case .taken: .temporary
    case .storage: .inputOutput
    case .system: .software
    }
  }
}
