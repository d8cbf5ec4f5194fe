public import Crypto
public import Files
import Synchronization

/// The files that teachers handed in, each under its own SHA-256: `blobs/ab/cdef…`.
///
/// A file is written under a temporary name, synced, renamed, and its folder synced, so that whoever finds the
/// name finds the whole file. The same bytes are kept once. Nothing is ever changed; what nothing refers to is
/// swept away after a day (``DistrictStore/sweep(_:at:keeping:)``).
///
/// Limits: none of its own; whoever takes an upload has one.
public final class Blobs: Sendable {
  /// The data directory.
  let files: any FileSystem
  private let random: any RandomSource
  /// Held while a file gets its name and while a sweep looks at one and removes it, so that a sweep never
  /// takes a file away that has just come in again. One for all: an upload and a sweep have values of their own.
  private static let naming = Mutex(())

  /// The blobs below a data directory.
  public init(files: any FileSystem, random: any RandomSource) {
    self.files = files
    self.random = random
  }

  /// Keeps a file's bytes. They are durable when this returns.
  ///
  /// - Returns: Their SHA-256, by which they are found.
  @discardableResult
  public func put(_ bytes: [UInt8]) throws -> Digest32 {
    let writer = try write()
    do {
      try writer.append(bytes)
      return try writer.finish()
    } catch {
      writer.cancel()
      throw error
    }
  }

  /// Begins a file that comes piece by piece, so that a large one needs no memory.
  public func write() throws -> BlobWriter {
    try files.createFolder("blobs/tmp")
    let path = "blobs/tmp/" + Hex.encode(try random.bytes(16))
    return BlobWriter(self, path: path, file: try files.create(path))
  }

  /// Gives a written and synced file its name.
  func name(_ temporary: String, _ digest: Digest32) throws(FileError) {
    let path = Self.path(digest.hex)
    try files.createFolder("blobs/" + digest.hex.prefix(2))
    try Self.naming.withLock { _ throws(FileError) in
      // Also when it is there already: its date says then that somebody wants it today.
      try files.moveDurably(temporary, to: path)
    }
  }

  func remove(_ path: String) {
    do throws(FileError) {
      try files.removeIfPresent(path)
    } catch {
      // A sweep removes it once it is a day old.
      return
    }
  }

  /// Opens a file for reading. Close it.
  public func open(_ sha256: String) throws(FileError) -> any ReadableFile {
    try files.open(Self.path(sha256))
  }

  /// Whether a file is there, whole: its bytes are read and hashed, a piece at a time.
  public func isSound(_ sha256: String, bytes: Int64) throws(FileError) -> Bool {
    let file: any ReadableFile
    do throws(FileError) {
      file = try open(sha256)
    } catch {
      if error.reason == .notFound || error.reason == .badPath { return false }
      throw error
    }
    defer { file.close() }
    guard Int64(try file.byteCount()) == bytes else { return false }
    var hash = SHA256()
    var offset = 0
    while true {
      let piece = try file.read(at: offset, count: 1 << 16)
      if piece.isEmpty { break }
      hash.update(piece)
      offset += piece.count
    }
    return hash.finish().hex == sha256
  }

  /// Copies a file into another place, if it is not there yet.
  ///
  /// - Parameters:
  ///   - sha256: Which.
  ///   - other: Where to.
  /// - Returns: What became of it; a file that is damaged here counts as missing.
  /// - Throws: ``FileError``, or what the other place's random source throws.
  func copy(_ sha256: String, to other: Blobs) throws -> CopyResult {
    if try other.files.exists(Self.path(sha256)) { return .wasThere }
    guard try files.exists(Self.path(sha256)) else { return .missing }
    let file = try open(sha256)
    defer { file.close() }
    let writer = try other.write()
    do {
      var offset = 0
      while true {
        let piece = try file.read(at: offset, count: 1 << 16)
        if piece.isEmpty { break }
        try writer.append(piece)
        offset += piece.count
      }
      // A damaged file is kept under the name of what it is now, where the next sweep finds it.
      return try writer.finish().hex == sha256 ? .copied : .missing
    } catch {
      writer.cancel()
      throw error
    }
  }

  /// What became of a file that was to be copied.
  enum CopyResult {
    case wasThere
    case copied
    case missing
  }

  /// Removes a file unless it has come in since an instant, or is wanted.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - before: Only if it is older than this, in milliseconds since 1970; `nil` for whatever age.
  ///   - isWanted: Asked while no file can come in.
  /// - Returns: Whether it was removed.
  /// - Throws: ``FileError``, or what `isWanted` throws.
  func sweep(
    _ path: String, olderThan before: Int64?, isWanted: () throws -> Bool
  ) throws -> Bool {
    try Self.naming.withLock { _ in
      guard let attributes = try files.attributes(path), attributes.kind == .file else {
        return false
      }
      if let before, attributes.modifiedMilliseconds >= before { return false }
      if try isWanted() { return false }
      try files.removeDurably(path)
      return true
    }
  }

  /// Where a file is, below the data directory. What is no hash leads nowhere.
  public static func path(_ sha256: String) -> String {
    "blobs/\(sha256.prefix(2))/\(sha256.dropFirst(2))"
  }
}

/// A file that is coming in. Finish it or cancel it.
public final class BlobWriter {
  private let blobs: Blobs
  private let path: String
  private let file: any WritableFile
  private var hash = SHA256()

  init(_ blobs: Blobs, path: String, file: any WritableFile) {
    self.blobs = blobs
    self.path = path
    self.file = file
  }

  /// Adds bytes at the end.
  public func append(_ bytes: [UInt8]) throws(FileError) {
    hash.update(bytes)
    try file.append(bytes)
  }

  /// Ends the file. It is durable when this returns.
  ///
  /// - Returns: Its SHA-256.
  public func finish() throws(FileError) -> Digest32 {
    try file.sync()
    file.close()
    let digest = hash.finish()
    try blobs.name(path, digest)
    return digest
  }

  /// Gives the file up.
  public func cancel() {
    file.close()
    blobs.remove(path)
  }
}
