import CivilTime
public import Documents
public import Files
public import Store
public import Workflow

/// Why the office did not do what it was asked, sorted by what to do next.
public enum OfficeError: Error, Sendable, CustomStringConvertible {
  /// It makes no sense here, and the text says what does. Nothing has changed.
  case refused(Refusal)
  /// A file that was given holds mistakes; all of them are told.
  case mistakes(Mistakes)
  /// The database could not do it. Nothing has changed.
  case store(StoreError)
  /// The disk could not do it.
  case file(FileError)
  /// The system's zone file of the program's zone can't be used.
  case zone(String)
  /// The wall clock has jumped: nothing falls due until somebody confirms it.
  case clockHeld(byMilliseconds: Int64)

  public var description: String {
    switch self {
    case .refused(let refusal): refusal.text
    case .mistakes(let mistakes): "\(mistakes)"
    case .store(let error): error.description
    case .file(let error): error.description
    case .zone(let what): what
    case .clockHeld(let milliseconds):
      "The clock has jumped by \(milliseconds / 3_600_000) hours. If that is right, confirm it with "
        + "`rubricctl clock confirm`; until then nothing falls due."
    }
  }

  /// The same error as one of the office's.
  static func lifted(_ error: any Error) -> OfficeError {
    switch error {
    case let error as OfficeError: error
    case let error as Refusal: .refused(error)
    case let error as StoreError: .store(error)
    case let error as FileError: .file(error)
    case let error as Mistakes: .mistakes(error)
    case let error as ZoneError: .zone("\(error)")
    default: .store(.unsound("\(error)"))
    }
  }
}
