import CSQLite
import Files
import Synchronization

/// What SQLite has open on a simulated disk.
///
/// `@unchecked`: SQLite uses a file from one thread at a time; what files share is behind the
/// layer's lock.
final class OpenFile: @unchecked Sendable {
  let vfs: FaultVFS
  let file: SimulatedFile
  private let path: String
  /// A new journal without a name on the disk would be no journal: its first sync is the folder's.
  private var syncsFolder: Bool
  private let isRemovedOnClose: Bool
  /// This file's part in the locks and in the shared memory; behind the layer's lock.
  var level = SQLITE_LOCK_NONE
  var sharedSlots: UInt8 = 0
  var exclusiveSlots: UInt8 = 0
  var hasIndex = false

  init(
    vfs: FaultVFS, file: SimulatedFile, path: String, syncsFolder: Bool, isRemovedOnClose: Bool
  ) {
    self.vfs = vfs
    self.file = file
    self.path = path
    self.syncsFolder = syncsFolder
    self.isRemovedOnClose = isRemovedOnClose
  }

  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[..<slash])
  }

  @unsafe
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int32 {
    do throws(FileError) {
      let count = try unsafe file.read(at: offset, into: buffer)
      guard count < buffer.count else { return SQLITE_OK }
      // SQLite expects zeros where there was nothing.
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
      unsafe rest.initializeMemory(as: UInt8.self, repeating: 0)
      return ExtendedCode.ioShortRead
    } catch {
      return ExtendedCode.ioRead
    }
  }

  @unsafe
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    attempt(ExtendedCode.ioWrite) { () throws(FileError) in
      try unsafe file.write(bytes, at: offset)
    }
  }

  func truncate(to size: Int) -> Int32 {
    attempt(ExtendedCode.ioTruncate) { () throws(FileError) in try file.truncate(to: size) }
  }

  func sync() -> Int32 {
    let code = attempt(ExtendedCode.ioSync) { () throws(FileError) in try file.sync() }
    guard code == SQLITE_OK, syncsFolder else { return code }
    let folder = attempt(ExtendedCode.ioFolderSync) { () throws(FileError) in
      try vfs.disk.syncFolder(Self.folder(of: path))
    }
    if folder == SQLITE_OK { syncsFolder = false }
    return folder
  }

  func close() {
    unlockAll()
    guard isRemovedOnClose, file.isAlive else { return }
    // A temporary file that stays is litter, which nobody reads again.
    _ = attempt(ExtendedCode.ioDelete) { () throws(FileError) in try vfs.disk.remove(path) }
  }

  private func attempt(_ failure: Int32, _ body: () throws(FileError) -> Void) -> Int32 {
    do throws(FileError) {
      try body()
      return SQLITE_OK
    } catch {
      return error.reason == .noRoom ? SQLITE_FULL : failure
    }
  }

  /// The functions that SQLite calls on a file; one table for all, and for ever.
  static let methods = Methods()

  @safe
  struct Methods: @unchecked Sendable {
    let table: UnsafePointer<sqlite3_io_methods>

    init() {
      let table = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
      unsafe table.initialize(to: Self.make())
      unsafe self.table = unsafe UnsafePointer(table)
    }

    @unsafe
    private static func make() -> sqlite3_io_methods {
      var methods = sqlite3_io_methods()
      methods.iVersion = 2
      unsafe methods.xClose = { file in
        guard let object = unsafe OpenFile.slot(file)?.pointee.context else { return SQLITE_OK }
        unsafe OpenFile.slot(file)?.pointee.context = nil
        let context = unsafe Unmanaged<OpenFile>.fromOpaque(object).takeRetainedValue()
        context.close()
        return SQLITE_OK
      }
      unsafe methods.xRead = { file, target, count, offset in
        guard let open = unsafe OpenFile.of(file) else { return SQLITE_MISUSE }
        return unsafe open.read(
          into: UnsafeMutableRawBufferPointer(start: target, count: Int(count)), at: Int(offset))
      }
      unsafe methods.xWrite = { file, source, count, offset in
        guard let open = unsafe OpenFile.of(file) else { return SQLITE_MISUSE }
        return unsafe open.write(
          UnsafeRawBufferPointer(start: source, count: Int(count)), at: Int(offset))
      }
      unsafe methods.xTruncate = { file, size in
        unsafe OpenFile.of(file)?.truncate(to: Int(size)) ?? SQLITE_MISUSE
      }
      unsafe methods.xSync = { file, _ in unsafe OpenFile.of(file)?.sync() ?? SQLITE_MISUSE }
      unsafe methods.xFileSize = { file, size in
        guard let open = unsafe OpenFile.of(file) else { return SQLITE_MISUSE }
        do throws(FileError) {
          unsafe size?.pointee = Int64(try open.file.byteCount())
          return SQLITE_OK
        } catch {
          return ExtendedCode.ioSize
        }
      }
      unsafe methods.xLock = { file, level in
        unsafe OpenFile.of(file)?.lock(level) ?? SQLITE_MISUSE
      }
      unsafe methods.xUnlock = { file, level in
        unsafe OpenFile.of(file)?.unlock(to: level) ?? SQLITE_MISUSE
      }
      unsafe methods.xCheckReservedLock = { file, result in
        guard let open = unsafe OpenFile.of(file) else { return SQLITE_MISUSE }
        unsafe result?.pointee = open.isReserved() ? 1 : 0
        return SQLITE_OK
      }
      unsafe methods.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
      unsafe methods.xSectorSize = { _ in 4_096 }
      unsafe methods.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
      unsafe methods.xShmMap = { file, region, size, extends, result in
        guard let open = unsafe OpenFile.of(file), let result = unsafe result else {
          return SQLITE_MISUSE
        }
        return unsafe open.mapRegion(
          Int(region), bytes: Int(size), extends: extends != 0, into: result)
      }
      unsafe methods.xShmLock = { file, first, count, flags in
        unsafe OpenFile.of(file)?.lockSlots(first: first, count: count, flags: flags)
          ?? SQLITE_MISUSE
      }
      unsafe methods.xShmBarrier = { _ in
        atomicMemoryFence(ordering: .sequentiallyConsistent)
      }
      unsafe methods.xShmUnmap = { file, _ in
        unsafe OpenFile.of(file)?.unmap()
        return SQLITE_OK
      }
      return methods
    }
  }

  private static func slot(
    _ file: UnsafeMutablePointer<sqlite3_file>?
  ) -> UnsafeMutablePointer<rubricd_sqlite3_file>? {
    // SQLite allocated szOsFile bytes: one of ours.
    unsafe UnsafeMutableRawPointer(file)?.assumingMemoryBound(to: rubricd_sqlite3_file.self)
  }

  private static func of(_ file: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile? {
    guard let object = unsafe slot(file)?.pointee.context else { return nil }
    return unsafe Unmanaged<OpenFile>.fromOpaque(object).takeUnretainedValue()
  }
}
