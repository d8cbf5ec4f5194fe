import CSQLite
import Crypto
import Files
import Glibc
import Synchronization

// The functions that SQLite calls on the storage layer as a whole. Each is a C function without
// captures; the layer's object is in pAppData.

extension FaultVFS {
  /// The table of functions, without name and object.
  @unsafe
  static func template() -> sqlite3_vfs {
    var layer = unsafe sqlite3_vfs()
    unsafe layer.iVersion = 2
    unsafe layer.szOsFile = Int32(MemoryLayout<rubricd_sqlite3_file>.size)
    unsafe layer.mxPathname = 1_024
    unsafe layer.xOpen = { layer, name, file, flags, outFlags in
      guard let vfs = unsafe FaultVFS.of(layer), let file = unsafe file else {
        return SQLITE_MISUSE
      }
      unsafe outFlags?.pointee = flags
      return unsafe vfs.open(name.map { unsafe String(cString: $0) }, flags: flags, into: file)
    }
    unsafe layer.xDelete = { layer, name, syncsFolder in
      guard let vfs = unsafe FaultVFS.of(layer), let name = unsafe name else {
        return SQLITE_MISUSE
      }
      return unsafe vfs.delete(String(cString: name), syncsFolder: syncsFolder != 0)
    }
    unsafe layer.xAccess = { layer, name, _, result in
      guard let vfs = unsafe FaultVFS.of(layer), let name = unsafe name else {
        return SQLITE_MISUSE
      }
      var exists = false
      let code = unsafe vfs.access(String(cString: name), &exists)
      unsafe result?.pointee = exists ? 1 : 0
      return code
    }
    unsafe layer.xFullPathname = { _, name, room, result in
      guard let name = unsafe name, let result = unsafe result else { return SQLITE_MISUSE }
      let length = unsafe strlen(name)
      guard length < room else { return SQLITE_CANTOPEN }
      unsafe result.update(from: name, count: length + 1)
      return SQLITE_OK
    }
    unsafe layer.xRandomness = { layer, count, bytes in
      guard let vfs = unsafe FaultVFS.of(layer), let bytes = unsafe bytes else { return 0 }
      vfs.state.withLock { state in
        for index in 0..<Int(count) {
          unsafe bytes[index] = CChar(truncatingIfNeeded: state.random.next())
        }
      }
      return count
    }
    // A real wait: what SQLite waits for is a lock that another thread holds. One thread alone
    // never comes here.
    unsafe layer.xSleep = { _, microseconds in
      usleep(UInt32(max(0, microseconds)))
      return microseconds
    }
    unsafe layer.xCurrentTimeInt64 = { layer, result in
      guard let vfs = unsafe FaultVFS.of(layer) else { return SQLITE_MISUSE }
      unsafe result?.pointee = julianEpochMilliseconds + vfs.disk.milliseconds
      return SQLITE_OK
    }
    unsafe layer.xCurrentTime = { layer, result in
      guard let vfs = unsafe FaultVFS.of(layer) else { return SQLITE_MISUSE }
      let milliseconds = julianEpochMilliseconds + vfs.disk.milliseconds
      unsafe result?.pointee = Double(milliseconds) / 86_400_000
      return SQLITE_OK
    }
    unsafe layer.xGetLastError = { _, _, _ in 0 }
    return unsafe layer
  }

  private static func of(_ layer: UnsafeMutablePointer<sqlite3_vfs>?) -> FaultVFS? {
    guard let object = unsafe layer?.pointee.pAppData else { return nil }
    return unsafe Unmanaged<FaultVFS>.fromOpaque(object).takeUnretainedValue()
  }

  /// A path of the disk from one of SQLite's: without the slash at the beginning.
  private static func onDisk(_ name: String) -> String {
    String(name.drop { $0 == "/" })
  }

  @unsafe
  private func open(
    _ name: String?, flags: Int32, into target: UnsafeMutablePointer<sqlite3_file>
  ) -> Int32 {
    // Without methods, SQLite does not close what could not be opened.
    unsafe target.pointee.pMethods = nil
    let path = name.map(Self.onDisk) ?? temporaryPath()
    let isNew: Bool
    let file: SimulatedFile
    do throws(FileError) {
      isNew = try disk.attributes(path) == nil
      file = try disk.open(path, creating: flags & SQLITE_OPEN_CREATE != 0)
    } catch {
      return error.reason == .noRoom ? SQLITE_FULL : SQLITE_CANTOPEN
    }
    let journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL
    let context = OpenFile(
      vfs: self, file: file, path: path,
      syncsFolder: isNew && flags & journals != 0,
      isRemovedOnClose: flags & SQLITE_OPEN_DELETEONCLOSE != 0)
    unsafe target.withMemoryRebound(to: rubricd_sqlite3_file.self, capacity: 1) { slot in
      unsafe slot.pointee.context = unsafe Unmanaged.passRetained(context).toOpaque()
    }
    unsafe target.pointee.pMethods = unsafe OpenFile.methods.table
    return SQLITE_OK
  }

  private func temporaryPath() -> String {
    state.withLock { state in
      state.temporaries += 1
      return ".sqlite-temporary-\(state.temporaries)"
    }
  }

  private func delete(_ name: String, syncsFolder: Bool) -> Int32 {
    let path = Self.onDisk(name)
    do throws(FileError) {
      try disk.remove(path)
    } catch {
      return error.reason == .notFound ? ExtendedCode.ioDeleteMissing : ExtendedCode.ioDelete
    }
    guard syncsFolder else { return SQLITE_OK }
    do throws(FileError) {
      try disk.syncFolder(OpenFile.folder(of: path))
    } catch {
      return ExtendedCode.ioFolderSync
    }
    return SQLITE_OK
  }

  /// As SQLite's Unix layer: an empty file does not count.
  private func access(_ name: String, _ exists: inout Bool) -> Int32 {
    do throws(FileError) {
      guard let found = try disk.attributes(Self.onDisk(name)) else { return SQLITE_OK }
      exists = found.kind != .file || found.byteCount > 0
      return SQLITE_OK
    } catch {
      return ExtendedCode.ioAccess
    }
  }
}

/// 1970-01-01 in milliseconds of the Julian day, which SQLite counts in.
private let julianEpochMilliseconds: Int64 = 210_866_760_000_000
