import Dispatch
import Synchronization

/// One database as a process sees it: one writer, and readers that never wait for it.
///
/// Everything is synchronous. In the daemon the writing connection sits on a serial queue, entered
/// with `sync`, so that writers come one after the other; SQLite itself allows no more than one
/// (https://www.sqlite.org/isolation.html). Readers are borrowed from a pool, each a connection of
/// its own that one thread uses at a time.
///
/// On the caller's thread (the simulation, command-line tools) there is one connection and no
/// queue: the same code, in the order in which it is called.
public final class Database: Sendable {
  /// Who may call at the same time.
  public enum Threading: Hashable, Sendable {
    /// Any thread; at most this many of them read at once, the others wait.
    case pool(readers: Int)
    /// One thread only, or many that take turns by other means.
    case callersThread
  }

  private let writer: Writer
  private let readers: Readers?
  /// The file's path.
  public let path: String

  /// Opens a database for writing and reading.
  ///
  /// - Parameters:
  ///   - path: The file. ``Connection/inMemory`` only on the caller's thread.
  ///   - options: How the writer opens it; readers open it with `options.forReading`.
  ///   - threading: Who may call at the same time.
  /// - Throws: ``SQLiteError``.
  public init(
    path: String, options: Connection.Options = Connection.Options(), threading: Threading
  ) throws(SQLiteError) {
    self.path = path
    switch threading {
    case .pool(let limit):
      guard path != Connection.inMemory, !options.locksExclusively else {
        throw .misuse("readers need a file that others may open")
      }
      writer = Writer(
        try Connection(path: path, options: options), queue: DispatchQueue(label: "database"))
      readers = Readers(path: path, options: options.forReading, limit: limit)
    case .callersThread:
      writer = Writer(try Connection(path: path, options: options), queue: nil)
      readers = nil
    }
  }

  /// Runs a closure on the writing connection, alone. Starts no transaction by itself.
  ///
  /// - Parameter body: What to do, on the connection it is lent: neither `write` nor `read` again.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws.
  @discardableResult
  public func write<Result, Failure: Error>(
    _ body: (borrowing Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try writer.perform(body)
  }

  /// Runs a closure on one unchanging state of the database; statements that write are refused.
  ///
  /// - Parameter body: What to read.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws, or ``SQLiteError`` in that type.
  public func read<Result, Failure: CarriesSQLiteError>(
    _ body: (borrowing Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let readers else {
      return try writer.perform { connection throws(Failure) in try connection.reading(body) }
    }
    return try readers.perform(wrap: Failure.init) { connection throws(Failure) in
      try connection.reading(body)
    }
  }

  /// Runs a closure that may throw anything on one unchanging state of the database.
  @_disfavoredOverload
  public func read<Result>(
    _ body: (borrowing Connection) throws -> Result
  ) throws -> Result {
    guard let readers else {
      return try writer.perform { connection throws(any Error) in try connection.reading(body) }
    }
    return try readers.perform(wrap: { $0 as any Error }) { connection throws(any Error) in
      try connection.reading(body)
    }
  }
}

/// The writing connection. `@unchecked`: only the queue, or the caller's one thread, reaches it.
final class Writer: @unchecked Sendable {
  private let connection: Connection
  private let queue: DispatchQueue?

  init(_ connection: consuming Connection, queue: DispatchQueue?) {
    self.connection = connection
    self.queue = queue
  }

  func perform<Result, Failure: Error>(
    _ body: (borrowing Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let queue else { return try body(connection) }
    dispatchPrecondition(condition: .notOnQueue(queue))
    let result: Swift.Result<Result, Failure> = queue.sync {
      do throws(Failure) {
        return .success(try body(connection))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// A pool of reading connections, opened when first needed and kept.
///
/// `@unchecked`: a reader is out of the list while somebody uses it.
final class Readers: @unchecked Sendable {
  private final class Reader {
    let connection: Connection

    init(_ connection: consuming Connection) {
      self.connection = connection
    }
  }

  private let path: String
  private let options: Connection.Options
  private let free: DispatchSemaphore
  private let lock = Mutex(())
  private var idle: [Reader] = []

  init(path: String, options: Connection.Options, limit: Int) {
    self.path = path
    self.options = options
    free = DispatchSemaphore(value: max(1, limit))
  }

  func perform<Result, Failure: Error>(
    wrap: (SQLiteError) -> Failure, _ body: (borrowing Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    free.wait()
    defer { free.signal() }
    let reader: Reader
    do throws(SQLiteError) {
      if let idle = takeIdle() {
        reader = idle
      } else {
        reader = Reader(try Connection(path: path, options: options))
      }
    } catch {
      throw wrap(error)
    }
    defer { lock.withLock { _ in idle.append(reader) } }
    return try body(reader.connection)
  }

  private func takeIdle() -> Reader? {
    lock.withLock { _ in idle.popLast() }
  }
}
