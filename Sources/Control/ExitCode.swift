/// How a command ended, as the shell sees it: the codes of sysexits(3), and two of our own.
public enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
  case ok = 0
  /// Nothing is broken, and the answer is no: `verify` found something, or what was asked makes no sense here.
  case refused = 1
  /// EX_USAGE: the command line itself is wrong.
  case usage = 64
  /// EX_DATAERR: a file that was given, or the database, holds what it must not.
  case data = 65
  /// EX_NOINPUT: there is no such file, no such record, or no district in the data directory.
  case noInput = 66
  /// EX_UNAVAILABLE: something that is needed does not answer.
  case unavailable = 69
  /// EX_SOFTWARE: a mistake of rubricctl's own.
  case software = 70
  /// EX_CANTCREAT: an output file or folder can't be made, or is in the way.
  case cantCreate = 73
  /// EX_IOERR: the disk failed, or is full.
  case inputOutput = 74
  /// EX_TEMPFAIL: somebody else is at work; try again.
  case temporary = 75
  /// EX_NOPERM: whoever asks may not.
  case notAllowed = 77
  /// EX_CONFIG: a program's, rubric's or installation's file is wrong, or another version wrote the database.
  case config = 78

  /// What it means, for the manual.
  var meaning: String {
    switch self {
    case .ok: "done"
    case .refused: "refused as things stand, or verify found something; nothing has changed"
    case .usage: "the command line is wrong"
    case .data: "an input file or the database holds what it must not"
    case .noInput: "no such file or record, or no district in the data directory"
    case .unavailable: "something that is needed does not answer"
    case .software: "a mistake of rubricctl itself"
    case .cantCreate: "an output file or folder can't be made, or is in the way"
    case .inputOutput: "the disk failed, or is full"
    case .temporary: "somebody else is at work: try again"
    case .notAllowed: "whoever asks may not"
    case .config: "a program's or rubric's file is wrong, or another version wrote the database"
    }
  }
}
