import CSQLite
import Files
import Synchronization

/// Who holds which of SQLite's five locks on one file (https://www.sqlite.org/lockingv3.html).
struct FileLocks: Sendable {
  var sharedCount = 0
  var reserved: ObjectIdentifier?
  /// Held on the way to exclusive: no new readers.
  var pending: ObjectIdentifier?
  var exclusive: ObjectIdentifier?

  var isUnused: Bool {
    sharedCount == 0 && reserved == nil && pending == nil && exclusive == nil
  }
}

/// The shared memory of one write-ahead log: its index, and the eight locks that SQLite keeps on it.
///
/// `@unchecked`: the list and the locks are behind the layer's lock; the memory itself is SQLite's.
@safe
final class SharedIndex: @unchecked Sendable {
  var regions: [UnsafeMutableRawPointer] = unsafe []
  var users = 0
  var sharedCounts = [Int](repeating: 0, count: Int(SQLITE_SHM_NLOCK))
  var exclusive = [Bool](repeating: false, count: Int(SQLITE_SHM_NLOCK))

  deinit {
    for index in unsafe regions.indices { unsafe regions[index].deallocate() }
  }
}

extension OpenFile {
  private var me: ObjectIdentifier { ObjectIdentifier(self) }

  /// Raises this connection's lock on the file.
  func lock(_ wanted: Int32) -> Int32 {
    guard file.isAlive else { return ExtendedCode.ioLock }
    return vfs.state.withLock { state in
      guard level < wanted else { return SQLITE_OK }
      var locks = state.locks[file.identity] ?? FileLocks()
      defer { state.locks[file.identity] = locks }
      switch wanted {
      case SQLITE_LOCK_SHARED:
        guard locks.exclusive == nil, locks.pending == nil else { return SQLITE_BUSY }
        locks.sharedCount += 1
      case SQLITE_LOCK_RESERVED:
        guard locks.reserved == nil else { return SQLITE_BUSY }
        locks.reserved = me
      default:
        guard locks.reserved == nil || locks.reserved == me,
          locks.pending == nil || locks.pending == me
        else { return SQLITE_BUSY }
        locks.pending = me
        guard locks.sharedCount <= 1 else {
          level = SQLITE_LOCK_PENDING
          return SQLITE_BUSY
        }
        locks.exclusive = me
      }
      level = wanted
      return SQLITE_OK
    }
  }

  /// Lowers it to shared, or to nothing.
  func unlock(to wanted: Int32) -> Int32 {
    vfs.state.withLock { state in
      guard level > wanted else { return SQLITE_OK }
      var locks = state.locks[file.identity] ?? FileLocks()
      if locks.reserved == me { locks.reserved = nil }
      if locks.pending == me { locks.pending = nil }
      if locks.exclusive == me { locks.exclusive = nil }
      if wanted == SQLITE_LOCK_NONE { locks.sharedCount -= 1 }
      level = wanted
      state.locks[file.identity] = locks.isUnused ? nil : locks
      return SQLITE_OK
    }
  }

  /// Whether anybody is about to write.
  func isReserved() -> Bool {
    vfs.state.withLock { state in
      guard let locks = state.locks[file.identity] else { return false }
      return locks.reserved != nil || locks.pending != nil || locks.exclusive != nil
    }
  }

  /// Lets go of everything, when the file is closed.
  func unlockAll() {
    unmap()
    _ = unlock(to: SQLITE_LOCK_NONE)
  }

  // MARK: The write-ahead log's index

  /// Gives SQLite the address of a part of the shared memory.
  @unsafe
  func mapRegion(
    _ region: Int, bytes: Int, extends: Bool,
    into result: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  ) -> Int32 {
    unsafe result.pointee = nil
    guard file.isAlive else { return ExtendedCode.ioSharedMap }
    let index = index()
    return vfs.state.withLock { _ in
      guard unsafe extends || region < index.regions.count else { return SQLITE_OK }
      while unsafe index.regions.count <= region {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4_096)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        unsafe index.regions.append(memory)
      }
      unsafe result.pointee = unsafe index.regions[region]
      return SQLITE_OK
    }
  }

  /// Takes or gives back some of the eight locks.
  func lockSlots(first: Int32, count: Int32, flags: Int32) -> Int32 {
    let slots = Int(first)..<Int(first + count)
    let mask = slots.reduce(into: UInt8(0)) { $0 |= 1 << UInt8($1) }
    if flags & SQLITE_SHM_LOCK != 0, !file.isAlive { return ExtendedCode.ioSharedLock }
    let index = index()
    return vfs.state.withLock { _ in
      if flags & SQLITE_SHM_UNLOCK != 0 {
        release(mask, in: index)
        return SQLITE_OK
      }
      if flags & SQLITE_SHM_SHARED != 0 {
        guard sharedSlots & mask == 0 else { return SQLITE_OK }
        guard !slots.contains(where: { index.exclusive[$0] }) else { return SQLITE_BUSY }
        for slot in slots { index.sharedCounts[slot] += 1 }
        sharedSlots |= mask
        return SQLITE_OK
      }
      for slot in slots where exclusiveSlots & 1 << UInt8(slot) == 0 {
        let own = sharedSlots & 1 << UInt8(slot) != 0 ? 1 : 0
        guard !index.exclusive[slot], index.sharedCounts[slot] == own else { return SQLITE_BUSY }
      }
      for slot in slots { index.exclusive[slot] = true }
      exclusiveSlots |= mask
      return SQLITE_OK
    }
  }

  /// Leaves the shared memory; the last one takes it along.
  func unmap() {
    guard hasIndex else { return }
    hasIndex = false
    vfs.state.withLock { state in
      guard let index = state.indexes[file.identity] else { return }
      release(0xFF, in: index)
      index.users -= 1
      if index.users == 0 { state.indexes[file.identity] = nil }
    }
  }

  private func index() -> SharedIndex {
    vfs.state.withLock { state in
      let index = state.indexes[file.identity] ?? SharedIndex()
      if !hasIndex {
        hasIndex = true
        index.users += 1
        state.indexes[file.identity] = index
      }
      return index
    }
  }

  private func release(_ mask: UInt8, in index: SharedIndex) {
    for slot in 0..<Int(SQLITE_SHM_NLOCK) where mask & 1 << UInt8(slot) != 0 {
      if sharedSlots & 1 << UInt8(slot) != 0 { index.sharedCounts[slot] -= 1 }
      if exclusiveSlots & 1 << UInt8(slot) != 0 { index.exclusive[slot] = false }
    }
    sharedSlots &= ~mask
    exclusiveSlots &= ~mask
  }
}
