extension Connection {
  /// A second name of the same connection, for a value that must hold it while a closure runs.
  ///
  /// A closure gets its connection by borrowing, and a value that conforms to somebody else's protocol
  /// can't hold a borrow. Whoever takes this name uses it on the closure's thread, and never after
  /// the closure has returned.
  public init(sharing other: borrowing Connection) {
    session = other.session
  }
}
