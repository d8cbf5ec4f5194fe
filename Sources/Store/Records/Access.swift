import Crypto
public import SQLite
public import Workflow

/// The way to the tables inside of one transaction; good only while its closure runs.
public struct Access {
  let line: Line
  let cache: RecordCache
  /// What other readers have decoded of the policy; `nil` in a writer, which may see what is never committed.
  let shared: SharedPolicy?
}

/// A connection that records can hold, speaking the store's errors.
final class Line {
  let connection: Connection

  init(_ connection: borrowing Connection) {
    self.connection = Connection(sharing: connection)
  }

  @discardableResult
  func execute<each Value: Bindable>(
    _ sql: StaticString, _ values: repeat each Value
  ) throws(StoreError) -> Int {
    do throws(SQLiteError) {
      return try connection.execute(sql, repeat each values)
    } catch {
      throw .database(error)
    }
  }

  func scalar<each Value: Bindable, Result: Readable>(
    _ sql: StaticString, _ values: repeat each Value, as type: Result.Type = Result.self
  ) throws(StoreError) -> Result? {
    do throws(SQLiteError) {
      return try connection.scalar(sql, repeat each values, as: type)
    } catch {
      throw .database(error)
    }
  }

  func query<each Value: Bindable, Element>(
    _ sql: StaticString, _ values: repeat each Value,
    read: (borrowing Row) throws(SQLiteError) -> Element
  ) throws(StoreError) -> [Element] {
    do throws(SQLiteError) {
      return try connection.query(sql, repeat each values, read: read)
    } catch {
      throw .database(error)
    }
  }

  func first<each Value: Bindable, Element>(
    _ sql: StaticString, _ values: repeat each Value,
    read: (borrowing Row) throws(SQLiteError) -> Element
  ) throws(StoreError) -> Element? {
    do throws(SQLiteError) {
      return try connection.first(sql, repeat each values, read: read)
    } catch {
      throw .database(error)
    }
  }

  func forEach<each Value: Bindable>(
    _ sql: StaticString, _ values: repeat each Value,
    body: (borrowing Row) throws(StoreError) -> Bool
  ) throws(StoreError) {
    try connection.forEach(sql, repeat each values, body: body)
  }
}

extension Identifier: Bindable {
  public func bind(to parameters: inout Parameters) { parameters.bind(number) }
}
