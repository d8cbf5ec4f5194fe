import Synchronization

/// An open file of a simulated disk, read and written at any place.
///
/// The level below ``FileSystem``: what SQLite's storage layer is written over. Safe to use from
/// several threads. Dead for ever after a power loss: every call throws then.
public final class SimulatedFile: Sendable {
  /// Which file this is, whatever its name, and in which life of the disk.
  public struct Identity: Hashable, Sendable {
    let inode: Int
    let life: Int
  }

  /// Which file this is.
  public let identity: Identity
  private let disk: SimulatedDisk
  private let path: String

  init(disk: SimulatedDisk, path: String, identity: Identity) {
    self.disk = disk
    self.path = path
    self.identity = identity
  }

  deinit {
    disk.state.withLock { state in
      guard state.life == identity.life else { return }
      state.inodes[identity.inode]?.handles -= 1
    }
  }

  /// Whether it can still be used.
  public var isAlive: Bool {
    disk.state.withLock { !$0.isDown && $0.life == identity.life }
  }

  /// The length in bytes.
  public func byteCount() throws(FileError) -> Int {
    try use { inode throws(FileError) in inode.content.count }
  }

  /// Reads bytes; returns how many there were.
  @unsafe
  public func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileError) -> Int {
    try with { state throws(FileError) in
      try state.begin(.read, path: path)
      guard let inode = state.inodes[identity.inode] else { return 0 }
      return unsafe inode.content.read(at: offset, into: buffer)
    }
  }

  /// Writes bytes, lengthening the file as far as needed.
  @unsafe
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
    let now = disk.clock()
    try with { state throws(FileError) in
      try state.begin(.write, path: path) { state in
        unsafe state.write(bytes, at: offset, of: identity.inode, now: now)
      }
      guard !state.isFull else {
        let half = unsafe UnsafeRawBufferPointer(rebasing: bytes.prefix(bytes.count / 2))
        unsafe state.write(half, at: offset, of: identity.inode, now: now)
        throw FileError(.noRoom, path: path)
      }
      unsafe state.write(bytes, at: offset, of: identity.inode, now: now)
    }
  }

  /// Makes the file this long: cuts off, or adds zeros.
  public func truncate(to size: Int) throws(FileError) {
    let now = disk.clock()
    try with { state throws(FileError) in
      try state.begin(.truncate, path: path) { state in
        state.inodes[identity.inode]?.resize(to: size, now: now)
      }
      state.inodes[identity.inode]?.resize(to: size, now: now)
    }
  }

  /// Makes the content durable; the name is its folder's.
  public func sync() throws(FileError) {
    try with { state throws(FileError) in
      try state.begin(.sync, path: path)
      state.inodes[identity.inode]?.makeDurable()
    }
  }

  private func use<Result>(
    _ body: (SimulatedState.Inode) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    try with { state throws(FileError) in
      guard !state.isDown, let inode = state.inodes[identity.inode] else {
        throw FileError(.inputOutput, path: path)
      }
      return try body(inode)
    }
  }

  private func with<Result>(
    _ body: (inout SimulatedState) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    try disk.state.withLock { state throws(FileError) in
      guard state.life == identity.life else { throw FileError(.inputOutput, path: path) }
      return try body(&state)
    }
  }
}

extension SimulatedFile {
  /// Reads a part as an array; shorter only at the end of the file.
  public func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    let available = max(0, min(count, try byteCount() - offset))
    var bytes = [UInt8](repeating: 0, count: available)
    // The standard library's closures here throw untyped errors.
    let result: Result<Int, FileError> = unsafe bytes.withUnsafeMutableBytes { buffer in
      do throws(FileError) {
        return .success(try unsafe read(at: offset, into: buffer))
      } catch {
        return .failure(error)
      }
    }
    _ = try result.get()
    return bytes
  }

  /// Writes an array, lengthening the file as far as needed.
  public func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
    let result: Result<Void, FileError> = unsafe bytes.withUnsafeBytes { buffer in
      do throws(FileError) {
        return .success(try unsafe write(buffer, at: offset))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }
}

extension SimulatedState {
  @unsafe
  fileprivate mutating func write(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, of inode: Int, now: Int64
  ) {
    unsafe inodes[inode]?.write(bytes, at: offset, now: now)
  }
}

extension SimulatedState.Inode {
  @unsafe
  mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int, now: Int64) {
    guard bytes.count > 0 else { return }
    // Bytes between the old end and a write beyond it are new too.
    note(min(offset, content.count)..<offset + bytes.count)
    unsafe content.write(bytes, at: offset)
    modifiedMilliseconds = now
  }

  mutating func resize(to size: Int, now: Int64) {
    note(min(size, content.count)..<max(size, content.count))
    content.resize(to: size)
    modifiedMilliseconds = now
  }

  mutating func makeDurable() {
    durable = content
    unsynced.removeAll(keepingCapacity: true)
  }
}

extension SimulatedDisk {
  /// Opens a file at a path from the disk's root.
  ///
  /// - Parameters:
  ///   - path: The file's path, without a slash at the beginning.
  ///   - creating: Whether to make it if there is none; its folder must exist.
  /// - Returns: The file.
  /// - Throws: ``FileError``.
  public func open(_ path: String, creating: Bool) throws(FileError) -> SimulatedFile {
    try check(path)
    let now = clock()
    let identity = try state.withLock { state throws(FileError) in
      try state.open(path, creating: creating, exclusively: false, now: now)
    }
    return SimulatedFile(disk: self, path: path, identity: identity)
  }

  func create(_ path: String) throws(FileError) -> SimulatedFile {
    let now = clock()
    let identity = try state.withLock { state throws(FileError) in
      try state.open(path, creating: true, exclusively: true, now: now)
    }
    return SimulatedFile(disk: self, path: path, identity: identity)
  }
}

extension SimulatedState {
  fileprivate mutating func open(
    _ path: String, creating: Bool, exclusively: Bool, now: Int64
  ) throws(FileError) -> SimulatedFile.Identity {
    guard !isDown else { throw FileError(.inputOutput, path: path) }
    guard folders[path] == nil else { throw FileError(.wrongKind, path: path) }
    if let found = inode(at: path) {
      if exclusively { throw FileError(.exists, path: path) }
      inodes[found]?.handles += 1
      return SimulatedFile.Identity(inode: found, life: life)
    }
    let (folder, name) = Self.split(path)
    guard creating, folders[folder] != nil else { throw FileError(.notFound, path: path) }
    try begin(.names, path: path) { state in state.link(name, in: folder, now: now) }
    guard !isFull else { throw FileError(.noRoom, path: path) }
    let inode = link(name, in: folder, now: now)
    inodes[inode]?.handles = 1
    return SimulatedFile.Identity(inode: inode, life: life)
  }

  @discardableResult
  private mutating func link(_ name: String, in folder: String, now: Int64) -> Int {
    let inode = nextInode
    nextInode += 1
    inodes[inode] = Inode()
    inodes[inode]?.modifiedMilliseconds = now
    folders[folder]?.names[name] = inode
    folders[folder]?.pending.append(.link(name, inode))
    return inode
  }
}
