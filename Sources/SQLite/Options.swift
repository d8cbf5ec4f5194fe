extension Connection {
  /// How a database is opened. The defaults are rubricd's own: safe first, then small.
  public struct Options: Sendable {
    /// What the connection may do to the file.
    public enum Access: Hashable, Sendable {
      /// Reads and writes; makes the file if there is none.
      case createIfMissing
      /// Reads and writes an existing file.
      case readWrite
      /// Only reads; the file must exist.
      case readOnly
    }

    /// Where SQLite keeps what a transaction needs to be undone or redone.
    public enum Journal: Hashable, Sendable {
      /// A write-ahead log: readers and the writer do not wait for each other.
      case writeAhead
      /// A rollback journal, deleted after each transaction; for copies that must be one file.
      case rollback
    }

    /// What the connection may do to the file.
    public var access: Access
    /// Ignored by readers, who take what they find.
    public var journal: Journal
    /// Whether a commit returns only after the disk has it (`synchronous=FULL`, for a rollback
    /// journal `EXTRA`), or is merely sure to be whole (`NORMAL`): the latter for imports into a
    /// file that is thrown away on failure.
    public var syncsEveryCommit: Bool
    /// Keeps the file's lock for as long as the connection lives, and the write-ahead log's index
    /// in its own memory. No second connection can read then.
    public var locksExclusively: Bool
    /// How long to wait for another connection's lock, in milliseconds.
    public var busyTimeoutMilliseconds: Int32
    /// Most memory for pages, in bytes; it is taken as pages are touched. A transaction that changes more than that
    /// has to write pages before its end, and again at it.
    public var cacheBytes: Int
    /// Pages in the write-ahead log after which a commit moves them into the database; 0 for never,
    /// when someone calls ``Connection/checkpoint(_:)`` instead. 4 KB each.
    public var checkpointPages: Int
    /// The storage layer's name; nil for the operating system's.
    public var vfs: String?
    /// Called right before and right after each outermost commit, on the connection's thread.
    /// For simulated power loss at exactly these points.
    public var atCommit: (@Sendable (CommitPoint) -> Void)?

    /// The options of a writing connection, unless changed.
    public init(
      access: Access = .createIfMissing, journal: Journal = .writeAhead, vfs: String? = nil
    ) {
      self.access = access
      self.journal = journal
      self.vfs = vfs
      syncsEveryCommit = true
      locksExclusively = false
      busyTimeoutMilliseconds = 5_000
      cacheBytes = 16 << 20
      checkpointPages = 4_000
      atCommit = nil
    }

    /// The same options for a connection that only reads, with a thirty-second of the memory: there
    /// are several of them.
    public var forReading: Options {
      var options = self
      options.access = .readOnly
      options.cacheBytes /= 32
      options.atCommit = nil
      return options
    }
  }

  /// A point in a transaction at which the power can go.
  public enum CommitPoint: Hashable, Sendable {
    /// Everything was asked for, nothing is durable.
    case beforeCommit
    /// SQLite has reported the commit; the caller does not know of it yet.
    case afterCommit
  }
}
