import Documents
import Files
import Office
import SQLite
import Store
import Workflow

extension Outlook {
  /// How it is, in one line for `systemctl status`.
  var words: String {
    var words: [String] = []
    if isOutboxPaused { words.append("Mail is paused: rubricctl outbox resume.") }
    if let relayTrouble { words.append("\(relayTrouble) rubricctl mail check says more.") }
    if isSomethingLeft { words.append("Something due can't be done: rubricctl agenda.") }
    words.append(nextDue.map { "Next is due at \($0)." } ?? "Nothing is planned.")
    return words.joined(separator: " ")
  }
}

extension OfficeError {
  /// What stands in the way, and what to do, in one line.
  var status: String {
    switch self {
    case .clockHeld: description
    case _ where isDiskFull:
      "The disk is full. Nothing is lost; work goes on by itself when there is room."
    default: "Beats fail and are tried again: \(logWords)"
    }
  }

  /// Whether room on the disk is all that is missing.
  var isDiskFull: Bool {
    switch self {
    case .store(.database(let error)): error.isDiskFull
    case .file(let error): error.reason == .noRoom
    default: false
    }
  }

  /// The error for the log: without a file's name, which somebody chose, and without anything that stood in a
  /// file or a record.
  var logWords: String {
    switch self {
    case .refused(let refusal): "refused (\(refusal.reason))"
    case .mistakes(let mistakes): "\(mistakes.count) mistakes in a file"
    case .store(.unreadable(let table, let id, _)): "the store: \(table) \(id) can't be read"
    case .store(let error): "the store: \(error)"
    case .file(let error):
      "a file below \(error.path.split(separator: "/").first ?? "the data directory"): "
        + "\(error.reason) (errno \(error.errorNumber))"
    case .zone(let what): what
    case .clockHeld: description
    }
  }
}
