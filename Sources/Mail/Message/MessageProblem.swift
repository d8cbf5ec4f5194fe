/// What keeps a draft from becoming a message. The first value names the header or part.
public enum MessageProblem: Error, Hashable, Sendable {
  /// A carriage return, line feed or NUL, which would begin another header or end the text.
  case lineBreakOrNUL(String)
  case empty(String)
  /// More bytes than the limit.
  case tooLong(String, limit: Int)
  /// More items than the limit.
  case tooMany(String, limit: Int)
  /// Why it is not of the form that it must have.
  case malformed(String, String)
}

extension MessageProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .lineBreakOrNUL(let field): "\(field): holds a line break or NUL"
    case .empty(let field): "\(field): is empty"
    case .tooLong(let field, let limit): "\(field): is longer than \(limit) bytes"
    case .tooMany(let field, let limit): "\(field): has more than \(limit) entries"
    case .malformed(let field, let reason): "\(field): \(reason)"
    }
  }
}

/// Why a draft is no message: everything that is wrong with it.
public struct MessageRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// At least one, in the order of the draft's fields.
  public let problems: [MessageProblem]

  public var description: String {
    problems.map(\.description).joined(separator: "; ")
  }
}
