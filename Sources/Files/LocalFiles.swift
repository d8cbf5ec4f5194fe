import Glibc

/// The files below a folder of this machine.
///
/// Files are made for their owner only (mode 0600), folders too (0700). The last name of a path is
/// never followed if it is a symbolic link.
public struct LocalFiles: FileSystem {
  /// The absolute path of the root, without a slash at the end.
  public let root: String

  /// The files below an existing folder.
  public init(root: String) {
    self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
  }

  public func create(_ path: String) throws(FileError) -> any WritableFile {
    try check(path)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    return try LocalFile(path: path, descriptor: openDescriptor(path, flags))
  }

  public func open(_ path: String) throws(FileError) -> any ReadableFile {
    try check(path)
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let file = LocalFile(path: path, descriptor: try openDescriptor(path, flags))
    guard try file.isRegular() else {
      file.close()
      throw FileError(.wrongKind, path: path)
    }
    return file
  }

  public func rename(_ path: String, to newPath: String) throws(FileError) {
    try check(path)
    try check(newPath)
    guard unsafe Glibc.rename(absolute(path), absolute(newPath)) == 0 else {
      throw FileError(ofSystem: errno, path: path)
    }
  }

  public func remove(_ path: String) throws(FileError) {
    try check(path)
    // Glibc's remove(3) takes files and empty folders.
    guard unsafe Glibc.remove(absolute(path)) == 0 else {
      throw FileError(ofSystem: errno, path: path)
    }
  }

  public func createFolder(_ path: String) throws(FileError) {
    try check(path, allowsRoot: true)
    var made = ""
    for name in path.utf8.split(separator: UInt8(ascii: "/")) {
      let parent = made
      made += (made.isEmpty ? "" : "/") + String(Substring(name))
      if unsafe mkdir(absolute(made), 0o700) == 0 {
        try syncFolder(parent)
      } else if errno != EEXIST {
        throw FileError(ofSystem: errno, path: made)
      }
    }
    guard try attributes(path)?.kind == .folder else { throw FileError(.wrongKind, path: path) }
  }

  public func syncFolder(_ path: String) throws(FileError) {
    try check(path, allowsRoot: true)
    let folder = LocalFile(
      path: path, descriptor: try openDescriptor(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    defer { folder.close() }
    try folder.sync()
  }

  public func list(_ folder: String) throws(FileError) -> [FolderEntry] {
    try check(folder, allowsRoot: true)
    guard let stream = unsafe opendir(absolute(folder)) else {
      throw FileError(ofSystem: errno, path: folder)
    }
    defer { unsafe closedir(stream) }
    var entries: [FolderEntry] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
        unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let path = folder.isEmpty ? name : folder + "/" + name
      // Gone since: then it is not in the folder.
      guard let kind = try attributes(path)?.kind else { continue }
      entries.append(FolderEntry(name: name, kind: kind))
    }
    guard errno == 0 else { throw FileError(ofSystem: errno, path: folder) }
    return entries.sorted { $0.name < $1.name }
  }

  public func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    try check(path, allowsRoot: true)
    var status = stat()
    guard unsafe lstat(absolute(path), &status) == 0 else {
      if errno == ENOENT { return nil }
      throw FileError(ofSystem: errno, path: path)
    }
    let kind: FileKind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    let modified = Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
    return FileAttributes(
      kind: kind, byteCount: kind == .file ? Int(status.st_size) : 0,
      modifiedMilliseconds: modified)
  }

  private func absolute(_ path: String) -> String {
    path.isEmpty ? root : root + "/" + path
  }

  private func openDescriptor(_ path: String, _ flags: Int32) throws(FileError) -> Int32 {
    while true {
      let descriptor = unsafe Glibc.open(absolute(path), flags, 0o600)
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw FileError(ofSystem: errno, path: path) }
    }
  }
}

/// An open file descriptor. Used by one thread at a time.
final class LocalFile: WritableFile, ReadableFile {
  private let path: String
  private var descriptor: Int32

  init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    close()
  }

  func append(_ bytes: [UInt8]) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      }
      if written >= 0 {
        done += written
      } else if errno != EINTR {
        throw FileError(ofSystem: errno, path: path)
      }
    }
  }

  func sync() throws(FileError) {
    while fsync(descriptor) != 0 {
      if errno != EINTR { throw FileError(ofSystem: errno, path: path) }
    }
  }

  func byteCount() throws(FileError) -> Int { Int(try status().st_size) }

  func isRegular() throws(FileError) -> Bool { try status().st_mode & S_IFMT == S_IFREG }

  func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    let remaining = max(0, min(count, try byteCount() - offset))
    var bytes = [UInt8](repeating: 0, count: remaining)
    var done = 0
    while done < remaining {
      let taken = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, remaining - done,
          off_t(offset + done))
      }
      if taken == 0 { break }
      if taken > 0 {
        done += taken
      } else if errno != EINTR {
        throw FileError(ofSystem: errno, path: path)
      }
    }
    bytes.removeLast(remaining - done)
    return bytes
  }

  func close() {
    guard descriptor >= 0 else { return }
    _ = Glibc.close(descriptor)
    descriptor = -1
  }

  private func status() throws(FileError) -> stat {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw FileError(ofSystem: errno, path: path)
    }
    return status
  }
}
