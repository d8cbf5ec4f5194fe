import CSQLite

// Each of these is @inlinable so that the pack of values is bound by straight code at the place of
// the call, without an array and without boxes.

extension Connection {
  /// Runs a statement that returns no rows, or whose rows don't matter.
  ///
  /// ```swift
  /// try connection.execute("UPDATE review SET due = ? WHERE id = ?", due, id)
  /// ```
  ///
  /// - Parameters:
  ///   - sql: One statement, with a `?` for each value.
  ///   - values: The values, in the order of the placeholders.
  /// - Returns: How many rows it changed, without those that triggers and foreign keys did.
  /// - Throws: ``SQLiteError``.
  @inlinable
  @discardableResult
  public func execute<each Value: Bindable>(
    _ sql: StaticString, _ values: repeat each Value
  ) throws(SQLiteError) -> Int {
    let statement = try session.take(sql)
    defer { session.giveBack(statement) }
    var parameters = Parameters(of: statement)
    repeat (each values).bind(to: &parameters)
    try session.check(parameters)
    return try session.finish(statement)
  }

  /// Runs a statement and reads every row.
  ///
  /// - Parameters:
  ///   - sql: One statement, with a `?` for each value; with a LIMIT if it can grow.
  ///   - values: The values, in the order of the placeholders.
  ///   - read: Makes something of a row. It may use the connection too.
  /// - Returns: What `read` made, in the order of the rows.
  /// - Throws: What `read` throws, or ``SQLiteError`` in that type.
  @inlinable
  public func query<each Value: Bindable, Element, Failure: CarriesSQLiteError>(
    _ sql: StaticString, _ values: repeat each Value,
    read: (borrowing Row) throws(Failure) -> Element
  ) throws(Failure) -> [Element] {
    var elements: [Element] = []
    try rows(sql, repeat each values, wrap: Failure.init) { row throws(Failure) in
      elements.append(try read(row))
      return true
    }
    return elements
  }

  /// Runs a statement and reads every row, with a closure that may throw anything.
  @inlinable
  @_disfavoredOverload
  public func query<each Value: Bindable, Element>(
    _ sql: StaticString, _ values: repeat each Value, read: (borrowing Row) throws -> Element
  ) throws -> [Element] {
    var elements: [Element] = []
    try rows(sql, repeat each values, wrap: { $0 as any Error }) { row throws(any Error) in
      elements.append(try read(row))
      return true
    }
    return elements
  }

  /// Runs a statement and reads its first row, if there is one.
  ///
  /// - Parameters:
  ///   - sql: One statement, with a `?` for each value.
  ///   - values: The values, in the order of the placeholders.
  ///   - read: Makes something of the row.
  /// - Returns: What `read` made, or nil if there is no row.
  /// - Throws: What `read` throws, or ``SQLiteError`` in that type.
  @inlinable
  public func first<each Value: Bindable, Element, Failure: CarriesSQLiteError>(
    _ sql: StaticString, _ values: repeat each Value,
    read: (borrowing Row) throws(Failure) -> Element
  ) throws(Failure) -> Element? {
    var element: Element?
    try rows(sql, repeat each values, wrap: Failure.init) { row throws(Failure) in
      element = try read(row)
      return false
    }
    return element
  }

  /// Runs a statement and reads its first row, with a closure that may throw anything.
  @inlinable
  @_disfavoredOverload
  public func first<each Value: Bindable, Element>(
    _ sql: StaticString, _ values: repeat each Value, read: (borrowing Row) throws -> Element
  ) throws -> Element? {
    var element: Element?
    try rows(sql, repeat each values, wrap: { $0 as any Error }) { row throws(any Error) in
      element = try read(row)
      return false
    }
    return element
  }

  /// Runs a statement and hands out its rows one by one, keeping none: for what is too long for
  /// memory.
  ///
  /// - Parameters:
  ///   - sql: One statement, with a `?` for each value.
  ///   - values: The values, in the order of the placeholders.
  ///   - body: Takes a row; false ends the query.
  /// - Throws: What `body` throws, or ``SQLiteError`` in that type.
  @inlinable
  public func forEach<each Value: Bindable, Failure: CarriesSQLiteError>(
    _ sql: StaticString, _ values: repeat each Value,
    body: (borrowing Row) throws(Failure) -> Bool
  ) throws(Failure) {
    try rows(sql, repeat each values, wrap: Failure.init, body: body)
  }

  /// Runs a statement and hands out its rows one by one to a closure that may throw anything.
  @inlinable
  @_disfavoredOverload
  public func forEach<each Value: Bindable>(
    _ sql: StaticString, _ values: repeat each Value, body: (borrowing Row) throws -> Bool
  ) throws {
    try rows(sql, repeat each values, wrap: { $0 as any Error }, body: body)
  }

  /// The first column of the first row.
  ///
  /// ```swift
  /// let open = try connection.scalar("SELECT count(*) FROM review", as: Int.self) ?? 0
  /// ```
  ///
  /// - Parameters:
  ///   - sql: One statement, with a `?` for each value.
  ///   - values: The values, in the order of the placeholders.
  ///   - type: What to read the column as.
  /// - Returns: The value, or nil if there is no row or the column is NULL.
  /// - Throws: ``SQLiteError``.
  @inlinable
  public func scalar<each Value: Bindable, Result: Readable>(
    _ sql: StaticString, _ values: repeat each Value, as type: Result.Type = Result.self
  ) throws(SQLiteError) -> Result? {
    let found = try first(sql, repeat each values) { row throws(SQLiteError) in
      try Result?.read(from: row, at: 0)
    }
    return found ?? nil
  }

  /// Runs several statements, separated by semicolons, without values and without reading rows.
  ///
  /// - Parameter sql: For schemas. Not cached.
  /// - Throws: ``SQLiteError``; the statements before the failing one have happened, unless this is
  ///   in a transaction that is rolled back.
  public func executeScript(_ sql: StaticString) throws(SQLiteError) {
    try session.run(sql.description)
  }

  @inlinable
  func rows<each Value: Bindable, Failure: Error>(
    _ sql: StaticString, _ values: repeat each Value, wrap: (SQLiteError) -> Failure,
    body: (borrowing Row) throws(Failure) -> Bool
  ) throws(Failure) {
    let statement: Statement
    do {
      statement = try session.take(sql)
    } catch {
      throw wrap(error)
    }
    defer { session.giveBack(statement) }
    do {
      var parameters = Parameters(of: statement)
      repeat (each values).bind(to: &parameters)
      try session.check(parameters)
    } catch {
      throw wrap(error)
    }
    let row = Row(of: statement)
    while true {
      do {
        guard try session.step(statement) else { return }
      } catch {
        throw wrap(error)
      }
      guard try body(row) else { return }
    }
  }
}

extension Session {
  /// Throws if a value was refused, or if there was not one for each placeholder.
  @usableFromInline
  func check(_ parameters: Parameters) throws(SQLiteError) {
    let code = parameters.result
    guard code != SQLITE_OK else { return }
    let sql = unsafe sqlite3_sql(parameters.statement).map { unsafe String(cString: $0) } ?? ""
    if code == SQLITE_RANGE {
      let expected = unsafe sqlite3_bind_parameter_count(parameters.statement)
      throw .misuse("the statement takes \(expected) values", sql: sql)
    }
    throw error(code, sql: sql)
  }

  /// Goes to the next row; false at the end.
  @usableFromInline
  func step(_ statement: Statement) throws(SQLiteError) -> Bool {
    switch unsafe sqlite3_step(statement.pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw failure(code, sql: statement.sql)
    }
  }

  /// Runs to the end and counts the changed rows.
  @usableFromInline
  func finish(_ statement: Statement) throws(SQLiteError) -> Int {
    while try step(statement) {}
    return statement.isReadOnly ? 0 : Int(unsafe sqlite3_changes64(database))
  }
}
