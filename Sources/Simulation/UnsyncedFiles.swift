import Files

/// Files that are written without waiting for the disk.
///
/// For building something that is thrown away if it is not finished: a sample's mails need no power-loss safety of
/// their own, since the whole folder gets its name only once it is complete and synced.
struct UnsyncedFiles: FileSystem {
  let base: any FileSystem

  func create(_ path: String) throws(FileError) -> any WritableFile {
    UnsyncedFile(base: try base.create(path))
  }

  func open(_ path: String) throws(FileError) -> any ReadableFile { try base.open(path) }

  func rename(_ path: String, to newPath: String) throws(FileError) {
    try base.rename(path, to: newPath)
  }

  func remove(_ path: String) throws(FileError) { try base.remove(path) }
  func createFolder(_ path: String) throws(FileError) { try base.createFolder(path) }
  func syncFolder(_ path: String) throws(FileError) {}
  func list(_ folder: String) throws(FileError) -> [FolderEntry] { try base.list(folder) }

  func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    try base.attributes(path)
  }
}

private final class UnsyncedFile: WritableFile {
  let base: any WritableFile

  init(base: any WritableFile) {
    self.base = base
  }

  func append(_ bytes: [UInt8]) throws(FileError) { try base.append(bytes) }
  func sync() throws(FileError) {}
  func close() { base.close() }
}
