/// The files below one folder, the root.
///
/// Paths are relative to the root, with `/` between names; "" is the root itself. A name is not
/// empty, `.` or `..`, has at most 255 bytes, and no NUL: no path leads out of the root.
///
/// Nothing is durable before ``WritableFile/sync()``, and no name before ``syncFolder(_:)``.
public protocol FileSystem: Sendable {
  /// Makes a new file and opens it for writing.
  ///
  /// - Parameter path: A name that is not taken, in an existing folder.
  /// - Returns: The file, empty. Close it.
  /// - Throws: ``FileError``, with ``FileError/Reason/exists`` if the name is taken.
  func create(_ path: String) throws(FileError) -> any WritableFile

  /// Opens an existing file for reading.
  func open(_ path: String) throws(FileError) -> any ReadableFile

  /// Gives a file another name, replacing what has that name, at once and as a whole.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - newPath: Its new path, in an existing folder of the same root.
  /// - Throws: ``FileError``; both names are as they were then.
  func rename(_ path: String, to newPath: String) throws(FileError)

  /// Removes a file, or an empty folder.
  func remove(_ path: String) throws(FileError)

  /// Makes a folder and those above it, durably. One that exists is fine.
  func createFolder(_ path: String) throws(FileError)

  /// Makes creations, renamings and removals in a folder durable.
  func syncFolder(_ path: String) throws(FileError)

  /// What is in a folder, ordered by name.
  func list(_ folder: String) throws(FileError) -> [FolderEntry]

  /// What a path leads to; nil if there is nothing. Links are not followed.
  func attributes(_ path: String) throws(FileError) -> FileAttributes?
}

/// A new file that is being written.
public protocol WritableFile: AnyObject {
  /// Adds bytes at the end. After an error the file is good for nothing: remove it.
  func append(_ bytes: [UInt8]) throws(FileError)

  /// Returns when the disk has the bytes. After an error it is unknown what the disk has, and
  /// syncing again does not help: the system may have dropped the pages (see fsync(2)).
  func sync() throws(FileError)

  /// Ends the use. A second time does nothing. Says nothing of the disk.
  func close()
}

/// An open file that is being read.
public protocol ReadableFile: AnyObject {
  /// The file's length in bytes.
  func byteCount() throws(FileError) -> Int

  /// Reads a part.
  ///
  /// - Parameters:
  ///   - offset: Where to begin, in bytes.
  ///   - count: How many bytes at most.
  /// - Returns: The bytes; fewer than `count` only at the end of the file.
  /// - Throws: ``FileError``.
  func read(at offset: Int, count: Int) throws(FileError) -> [UInt8]

  /// Ends the use. A second time does nothing.
  func close()
}

/// What a path leads to.
public struct FileAttributes: Hashable, Sendable {
  /// Whether it is a file, a folder, or a link, device or socket, which are left alone.
  public let kind: FileKind
  /// The length in bytes; 0 for anything but a file.
  public let byteCount: Int
  /// When the content last changed, in milliseconds since 1970.
  public let modifiedMilliseconds: Int64

  /// Attributes with their parts.
  public init(kind: FileKind, byteCount: Int, modifiedMilliseconds: Int64) {
    self.kind = kind
    self.byteCount = byteCount
    self.modifiedMilliseconds = modifiedMilliseconds
  }
}

/// What kind of thing has a name in a folder.
public enum FileKind: Hashable, Sendable {
  case file
  case folder
  case other
}

/// A name in a folder.
public struct FolderEntry: Hashable, Sendable {
  /// The name, without the folder's path.
  public let name: String
  /// What has that name.
  public let kind: FileKind

  /// An entry with its parts.
  public init(name: String, kind: FileKind) {
    self.name = name
    self.kind = kind
  }
}
