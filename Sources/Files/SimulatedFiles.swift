import Synchronization

/// The files below a folder of a simulated disk.
struct SimulatedFiles: FileSystem {
  let disk: SimulatedDisk
  let root: String

  func create(_ path: String) throws(FileError) -> any WritableFile {
    try check(path)
    return SimulatedStream(try disk.create(onDisk(path)), path: path)
  }

  func open(_ path: String) throws(FileError) -> any ReadableFile {
    try check(path)
    return SimulatedStream(try disk.open(onDisk(path), creating: false), path: path)
  }

  func rename(_ path: String, to newPath: String) throws(FileError) {
    try check(path)
    try check(newPath)
    let (old, new) = (onDisk(path), onDisk(newPath))
    try disk.state.withLock { state throws(FileError) in
      try state.rename(old, to: new)
    }
  }

  func remove(_ path: String) throws(FileError) {
    try check(path)
    try disk.remove(onDisk(path))
  }

  func createFolder(_ path: String) throws(FileError) {
    try check(path, allowsRoot: true)
    let path = onDisk(path)
    try disk.state.withLock { state throws(FileError) in
      try state.createFolder(path)
    }
  }

  func syncFolder(_ path: String) throws(FileError) {
    try check(path, allowsRoot: true)
    try disk.syncFolder(onDisk(path))
  }

  func list(_ folder: String) throws(FileError) -> [FolderEntry] {
    try check(folder, allowsRoot: true)
    let path = onDisk(folder)
    return try disk.state.withLock { state throws(FileError) in
      guard !state.isDown else { throw FileError(.inputOutput, path: path) }
      guard let found = state.folders[path] else { throw FileError(.notFound, path: path) }
      let prefix = path.isEmpty ? "" : path + "/"
      let files = found.names.keys.map { FolderEntry(name: $0, kind: .file) }
      let folders = state.folders.keys.compactMap { candidate -> FolderEntry? in
        guard candidate.hasPrefix(prefix), candidate != path else { return nil }
        let name = candidate.dropFirst(prefix.count)
        return name.contains("/") ? nil : FolderEntry(name: String(name), kind: .folder)
      }
      return (files + folders).sorted { $0.name < $1.name }
    }
  }

  func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    try check(path, allowsRoot: true)
    return try disk.attributes(onDisk(path))
  }

  private func onDisk(_ path: String) -> String {
    if root.isEmpty { return path }
    return path.isEmpty ? root : root + "/" + path
  }
}

extension SimulatedDisk {
  /// Removes a file, or an empty folder, by its path from the disk's root.
  public func remove(_ path: String) throws(FileError) {
    try state.withLock { state throws(FileError) in try state.remove(path) }
  }

  /// Makes the changes of names in a folder durable.
  public func syncFolder(_ path: String) throws(FileError) {
    try state.withLock { state throws(FileError) in
      guard state.folders[path] != nil else { throw FileError(.notFound, path: path) }
      try state.begin(.syncFolder, path: path)
      state.makeDurable(folder: path)
    }
  }

  /// What a path from the disk's root leads to.
  public func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    try state.withLock { state throws(FileError) in
      guard !state.isDown else { throw FileError(.inputOutput, path: path) }
      if state.folders[path] != nil {
        return FileAttributes(kind: .folder, byteCount: 0, modifiedMilliseconds: 0)
      }
      guard let key = state.inode(at: path), let inode = state.inodes[key] else { return nil }
      return FileAttributes(
        kind: .file, byteCount: inode.content.count,
        modifiedMilliseconds: inode.modifiedMilliseconds)
    }
  }
}

extension SimulatedState {
  fileprivate mutating func rename(_ path: String, to newPath: String) throws(FileError) {
    let (folder, name) = Self.split(path)
    let (newFolder, newName) = Self.split(newPath)
    guard !isDown else { throw FileError(.inputOutput, path: path) }
    // Nothing renames folders, and this disk does not either.
    guard folders[path] == nil, folders[newPath] == nil else {
      throw FileError(.wrongKind, path: path)
    }
    guard let inode = inode(at: path), folders[newFolder] != nil else {
      throw FileError(.notFound, path: path)
    }
    func move(_ state: inout SimulatedState) {
      if path == newPath { return }
      state.folders[folder]?.names[name] = nil
      state.folders[newFolder]?.names[newName] = inode
      if folder == newFolder {
        state.folders[folder]?.pending.append(.move(name, to: newName, inode))
      } else {
        state.folders[newFolder]?.pending.append(.link(newName, inode))
        state.folders[folder]?.pending.append(
          .moveAway(name, folder: newFolder, name: newName, inode))
      }
    }
    try begin(.names, path: path, volatile: move)
    move(&self)
  }

  fileprivate mutating func remove(_ path: String) throws(FileError) {
    let (folder, name) = Self.split(path)
    guard !isDown else { throw FileError(.inputOutput, path: path) }
    if let found = folders[path], !path.isEmpty {
      let isEmpty = found.names.isEmpty && !folders.keys.contains { $0.hasPrefix(path + "/") }
      guard isEmpty else { throw FileError(.wrongKind, path: path) }
      try begin(.names, path: path)
      folders[path] = nil
      return
    }
    guard inode(at: path) != nil else { throw FileError(.notFound, path: path) }
    func unlink(_ state: inout SimulatedState) {
      state.folders[folder]?.names[name] = nil
      state.folders[folder]?.pending.append(.unlink(name))
    }
    try begin(.names, path: path, volatile: unlink)
    unlink(&self)
  }

  /// Folders are durable at once, as ``FileSystem/createFolder(_:)`` promises.
  fileprivate mutating func createFolder(_ path: String) throws(FileError) {
    guard !isDown else { throw FileError(.inputOutput, path: path) }
    var made = ""
    for name in path.split(separator: "/") {
      made += (made.isEmpty ? "" : "/") + name
      if folders[made] != nil { continue }
      guard inode(at: made) == nil else { throw FileError(.wrongKind, path: made) }
      try begin(.names, path: made)
      guard !isFull else { throw FileError(.noRoom, path: made) }
      folders[made] = Folder()
    }
  }
}

/// A simulated file as the protocols see it.
private final class SimulatedStream: WritableFile, ReadableFile {
  private let path: String
  private var file: SimulatedFile?
  private var end = 0

  init(_ file: SimulatedFile, path: String) {
    self.file = file
    self.path = path
  }

  func append(_ bytes: [UInt8]) throws(FileError) {
    let file = try opened()
    try file.write(bytes, at: end)
    end += bytes.count
  }

  func sync() throws(FileError) { try opened().sync() }

  func byteCount() throws(FileError) -> Int { try opened().byteCount() }

  func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    try opened().bytes(at: offset, count: count)
  }

  func close() {
    file = nil
  }

  private func opened() throws(FileError) -> SimulatedFile {
    guard let file else { throw FileError(.other, path: path) }
    return file
  }
}
