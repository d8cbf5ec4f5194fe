/// Which paths a route takes: segments, of which those that begin with a colon stand for any.
///
/// `/reviews/:review/scores` takes `/reviews/812/scores`, with `review` = `812`. An empty segment is never
/// taken.
public struct RoutePattern: Hashable, Sendable, CustomStringConvertible {
  enum Segment: Hashable {
    case literal(String)
    case parameter(String)
  }

  /// As it was written.
  public let text: String
  let segments: [Segment]

  /// A pattern. It begins with a slash, ends with none unless it is the root, and names no parameter
  /// twice; another is a mistake of the program.
  public init(_ pattern: StaticString) {
    let text = "\(pattern)"
    precondition(text.hasPrefix("/"), "the route \(text) does not begin with a slash")
    self.text = text
    let pieces =
      text == "/" ? [] : text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    segments = pieces.map { piece in
      precondition(!piece.isEmpty && piece != ":", "the route \(text) has an empty segment")
      return piece.hasPrefix(":") ? .parameter(String(piece.dropFirst())) : .literal(String(piece))
    }
    let names = parameterNames
    precondition(Set(names).count == names.count, "the route \(text) names a parameter twice")
  }

  /// What its parameters are called, in their order.
  public var parameterNames: [String] {
    segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
  }

  public var description: String { text }
}
