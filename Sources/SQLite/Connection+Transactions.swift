import CSQLite

extension Connection {
  /// When a transaction takes its locks.
  public enum TransactionKind: Hashable, Sendable {
    /// At once for writing, so that it never fails halfway because another writer was first.
    case immediate
    /// For reading, at the first statement: all of them see the same state of the database.
    case deferred
  }

  /// Runs a closure as one transaction: all of it happens, or none.
  ///
  /// ```swift
  /// try connection.transaction { connection throws(SQLiteError) in
  ///   try connection.execute("INSERT INTO journal …", …)
  ///   try connection.execute("INSERT INTO outbox …", …)
  /// }
  /// ```
  ///
  /// Commits when the closure returns, rolls back when it throws. When the call returns, the
  /// transaction is durable. When committing throws, it has not happened, with one exception that
  /// nobody can rule out: after an input/output error in the commit itself, only opening the
  /// database again tells.
  ///
  /// - Parameters:
  ///   - kind: When to lock.
  ///   - body: What to do. Transactions don't nest; see ``savepoint(_:)``.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws, or ``SQLiteError`` in that type.
  @discardableResult
  public func transaction<Result: ~Copyable, Failure: CarriesSQLiteError>(
    _ kind: TransactionKind = .immediate,
    _ body: (borrowing Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try transact(kind, wrap: Failure.init, body)
  }

  /// Runs a closure that may throw anything as one transaction.
  @discardableResult
  @_disfavoredOverload
  public func transaction<Result: ~Copyable>(
    _ kind: TransactionKind = .immediate, _ body: (borrowing Connection) throws -> Result
  ) throws -> Result {
    try transact(kind, wrap: { $0 as any Error }, body)
  }

  /// Runs a closure as a part of the open transaction that can be undone alone.
  ///
  /// For imports, in which one refused row must not take the others with it. May nest. When SQLite
  /// had to roll the whole transaction back (disk full), the enclosing one fails too, whatever its
  /// closure makes of the error.
  ///
  /// - Parameter body: What to do.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws, its changes being undone, or ``SQLiteError`` in that type.
  @discardableResult
  public func savepoint<Result: ~Copyable, Failure: CarriesSQLiteError>(
    _ body: (borrowing Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try nest(wrap: Failure.init, body)
  }

  /// Runs a closure that may throw anything as a part that can be undone alone.
  @discardableResult
  @_disfavoredOverload
  public func savepoint<Result: ~Copyable>(
    _ body: (borrowing Connection) throws -> Result
  ) throws -> Result {
    try nest(wrap: { $0 as any Error }, body)
  }

  /// Runs a closure on one unchanging state of the database; statements that write are refused.
  ///
  /// Inside a transaction it is a part of that one.
  ///
  /// - Parameter body: What to read.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws, or ``SQLiteError`` in that type.
  public func reading<Result: ~Copyable, Failure: CarriesSQLiteError>(
    _ body: (borrowing Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try read(wrap: Failure.init, body)
  }

  /// Runs a closure that may throw anything on one unchanging state of the database.
  @_disfavoredOverload
  public func reading<Result: ~Copyable>(
    _ body: (borrowing Connection) throws -> Result
  ) throws -> Result {
    try read(wrap: { $0 as any Error }, body)
  }

  private func transact<Result: ~Copyable, Failure: Error>(
    _ kind: TransactionKind, wrap: (SQLiteError) -> Failure,
    _ body: (borrowing Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    do throws(SQLiteError) {
      guard session.depth == 0 else {
        throw .misuse("a transaction inside another; use a savepoint")
      }
      switch kind {
      case .immediate: try execute("BEGIN IMMEDIATE")
      case .deferred: try execute("BEGIN DEFERRED")
      }
    } catch {
      throw wrap(error)
    }
    session.depth = 1
    defer {
      session.depth = 0
      session.lostTransaction = nil
    }
    let result: Result
    do throws(Failure) {
      result = try body(self)
    } catch {
      session.rollBack()
      throw error
    }
    do throws(SQLiteError) {
      if kind == .immediate { session.atCommit?(.beforeCommit) }
      try execute("COMMIT")
    } catch {
      session.rollBack()
      throw wrap(error)
    }
    if kind == .immediate { session.atCommit?(.afterCommit) }
    return result
  }

  private func nest<Result: ~Copyable, Failure: Error>(
    wrap: (SQLiteError) -> Failure, _ body: (borrowing Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    do throws(SQLiteError) {
      guard session.depth > 0 else { throw .misuse("a savepoint outside of a transaction") }
      // Names may repeat: the innermost is meant (https://www.sqlite.org/lang_savepoint.html).
      try execute("SAVEPOINT part")
    } catch {
      throw wrap(error)
    }
    session.depth += 1
    defer { session.depth -= 1 }
    let result: Result
    do throws(Failure) {
      result = try body(self)
    } catch {
      do throws(SQLiteError) {
        if session.lostTransaction == nil {
          try execute("ROLLBACK TO part")
          try execute("RELEASE part")
        }
      } catch let second {
        // What could not be undone alone must not be committed with the rest.
        session.lostTransaction = second
      }
      throw error
    }
    do throws(SQLiteError) {
      try execute("RELEASE part")
    } catch {
      session.lostTransaction = error
      throw wrap(error)
    }
    return result
  }

  private func read<Result: ~Copyable, Failure: Error>(
    wrap: (SQLiteError) -> Failure, _ body: (borrowing Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    session.readingDepth += 1
    defer { session.readingDepth -= 1 }
    if session.depth > 0 { return try body(self) }
    return try transact(.deferred, wrap: wrap, body)
  }
}

extension Session {
  /// Undoes what is open. Rolling back can fail only if there is nothing left to undo.
  func rollBack() {
    lostTransaction = nil
    guard !isInAutocommit else { return }
    _ = unsafe sqlite3_exec(database, "ROLLBACK", nil, nil, nil)
  }
}
