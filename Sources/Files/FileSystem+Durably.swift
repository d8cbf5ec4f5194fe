extension FileSystem {
  /// Writes a whole file so that after a power loss it is there as a whole, or not at all.
  ///
  /// Temporary name, sync, rename, sync of the folder. When this returns, the file is durable.
  /// When it throws, the destination has its old content, or, if only the folder's sync failed,
  /// either; calling again with the same bytes is always right.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - path: The destination; a file there is replaced.
  ///   - temporary: A path on the same file system, in an existing folder, that nobody else uses at
  ///     this time. What a crash has left there is replaced.
  /// - Throws: ``FileError``.
  public func writeDurably(
    _ bytes: [UInt8], to path: String, temporary: String
  ) throws(FileError) {
    try removeIfPresent(temporary)
    let file = try create(temporary)
    do {
      defer { file.close() }
      try file.append(bytes)
      try file.sync()
    } catch {
      discard(temporary)
      throw error
    }
    try moveDurably(temporary, to: path)
  }

  /// Renames a synced file so that its new name survives a power loss.
  ///
  /// - Parameters:
  ///   - path: A file whose content is synced.
  ///   - newPath: Its new path.
  /// - Throws: ``FileError``.
  public func moveDurably(_ path: String, to newPath: String) throws(FileError) {
    try rename(path, to: newPath)
    let folder = Self.folder(of: newPath)
    try syncFolder(folder)
    let old = Self.folder(of: path)
    if old != folder { try syncFolder(old) }
  }

  /// Removes a file so that it stays removed after a power loss; one that is not there is fine.
  public func removeDurably(_ path: String) throws(FileError) {
    try removeIfPresent(path)
    try syncFolder(Self.folder(of: path))
  }

  /// Removes a file; one that is not there is fine.
  public func removeIfPresent(_ path: String) throws(FileError) {
    do throws(FileError) {
      try remove(path)
    } catch {
      if error.reason != .notFound { throw error }
    }
  }

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: Most bytes to read.
  /// - Returns: Its content.
  /// - Throws: ``FileError``, with ``FileError/Reason/tooLarge(limit:)`` for a longer file.
  public func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = try open(path)
    defer { file.close() }
    // One byte more than allowed: a file may grow while it is read, and some tell no length.
    let bytes = try file.read(at: 0, count: limit + 1)
    guard bytes.count <= limit else { throw FileError(.tooLarge(limit: limit), path: path) }
    return bytes
  }

  /// Whether a path leads to anything.
  public func exists(_ path: String) throws(FileError) -> Bool {
    try attributes(path) != nil
  }

  /// The path of the folder that a path is in; "" for the root.
  public static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[..<slash])
  }

  /// Clears up after a failure that is being told already.
  private func discard(_ path: String) {
    do throws(FileError) {
      try remove(path)
    } catch {
      // The next writer with this name removes it; what failed first is what matters.
      return
    }
  }
}

/// Checks the rule for paths that every file system here keeps.
///
/// - Parameters:
///   - path: A path relative to the root.
///   - allowsRoot: Whether "" is fine.
/// - Throws: ``FileError`` with ``FileError/Reason/badPath``.
func check(_ path: String, allowsRoot: Bool = false) throws(FileError) {
  if path.isEmpty, allowsRoot { return }
  let names = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
  for name in names {
    let isDots = name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8)
    guard !name.isEmpty, name.count <= 255, !isDots, !name.contains(0) else {
      throw FileError(.badPath, path: path)
    }
  }
}
