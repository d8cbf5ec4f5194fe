/// A token, a client's secret or a code: its text is read where it is sent or stored, and nowhere told.
public struct SecretText: Hashable, Sendable {
  public let text: String

  public init(_ text: String) {
    self.text = text
  }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "(secret)" }
  public var debugDescription: String { description }

  /// Without the text, which `dump` and failed expectations would show.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
