public import Crypto
public import Files
public import SQLite

/// A data directory: one district's database, and the files beside it.
///
/// Two names lead to the same folder, because SQLite has paths of its own: on a simulated disk both are of
/// that disk. Whoever uses one holds its lock; that is the daemon's business, or the command line's.
public struct DataFolder: Sendable {
  /// The folder as SQLite finds it, without a slash at the end.
  public let path: String
  /// The folder as the root of a file system.
  public let files: any FileSystem
  /// How its databases are opened.
  public let options: Connection.Options
  let random: any RandomSource

  /// The name of the database's file.
  public static let databaseName = "rubricd.sqlite3"

  /// A folder of this machine, or of a simulated disk.
  ///
  /// - Parameters:
  ///   - path: The folder as SQLite finds it.
  ///   - files: The same folder as the root of a file system; `nil` for this machine's.
  ///   - random: Where salts, an installation's id and temporary names come from.
  ///   - options: How to open its databases.
  public init(
    path: String, files: (any FileSystem)? = nil, random: any RandomSource,
    options: Connection.Options = Connection.Options()
  ) {
    self.path = path
    self.files = files ?? LocalFiles(root: path)
    self.random = random
    self.options = options
  }

  /// Opens the folder's database, and makes it if there is none.
  public func open(threading: Database.Threading = .callersThread) throws(StoreError)
    -> DistrictStore
  {
    try open(Self.databaseName, threading: threading)
  }

  func open(
    _ name: String, threading: Database.Threading = .callersThread
  ) throws(StoreError) -> DistrictStore {
    try DistrictStore(
      at: .file(path(of: name)), random: random, threading: threading, options: options)
  }

  /// The folder's files.
  public func blobs() -> Blobs {
    Blobs(files: files, random: random)
  }

  func path(of name: String) -> String { path + "/" + name }

  /// Removes a database and what lies beside it while it is open.
  func removeDatabase(_ name: String) throws(FileError) {
    for suffix in ["-wal", "-shm", "-journal", ""] {
      try files.removeIfPresent(name + suffix)
    }
    try files.syncFolder("")
  }

  /// Puts one closed database in the place of another, at once.
  ///
  /// - Parameters:
  ///   - name: The database that takes the place.
  ///   - kept: Under which name the one that was there is kept; it replaces an older one of that name.
  /// - Throws: `FileError`; either the old one or the new one is in its place.
  func swapIn(_ name: String, keeping kept: String) throws(FileError) {
    // A write-ahead log belongs to the database of its name: none may be left for the new one to find.
    for suffix in ["-wal", "-shm", "-journal"] {
      try files.removeIfPresent(Self.databaseName + suffix)
      try files.removeIfPresent(name + suffix)
    }
    if try files.exists(Self.databaseName) {
      try files.moveDurably(Self.databaseName, to: kept)
    }
    try files.moveDurably(name, to: Self.databaseName)
  }
}
