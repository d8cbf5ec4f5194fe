import Files
import Synchronization

/// Files and folders of which some may not be read.
final class ClosedFiles: FileSystem {
  private let files: any FileSystem
  private let isClosed = Mutex<@Sendable (String) -> Bool>({ _ in false })

  init(_ files: any FileSystem) { self.files = files }

  func close(_ closed: @escaping @Sendable (String) -> Bool) { isClosed.withLock { $0 = closed } }

  func open(_ path: String) throws(FileError) -> any ReadableFile {
    try check(path)
    return try files.open(path)
  }
  private func check(_ path: String) throws(FileError) {
    if isClosed.withLock({ $0(path) }) { throw FileError(.notPermitted, path: path) }
  }
  func create(_ path: String) throws(FileError) -> any WritableFile { try files.create(path) }
  func rename(_ path: String, to newPath: String) throws(FileError) {
    try files.rename(path, to: newPath)
  }
  func remove(_ path: String) throws(FileError) { try files.remove(path) }
  func createFolder(_ path: String) throws(FileError) { try files.createFolder(path) }
  func syncFolder(_ path: String) throws(FileError) { try files.syncFolder(path) }
  func list(_ folder: String) throws(FileError) -> [FolderEntry] {
    try check(folder)
    return try files.list(folder)
  }
  func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    try files.attributes(path)
  }
}
