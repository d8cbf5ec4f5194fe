import CSQLite
import Crypto
public import Files
import Glibc
import Synchronization

/// A storage layer for SQLite over a simulated disk, on which the power can go.
///
/// ```swift
/// let disk = SimulatedDisk()
/// let vfs = FaultVFS(disk: disk)
/// var options = Connection.Options(vfs: vfs.name)
/// let connection = try Connection(path: "/rubricd.sqlite3", options: options)
/// ```
///
/// Everything SQLite asks of an operating system is here, in one process: files, locks between
/// connections, and the shared memory of a write-ahead log, so that a writer and readers work as
/// they do on a real disk; `locksExclusively` works too. Locks and shared memory belong to a life of
/// the disk: after a power loss they are gone, and what is left of a connection from before can only
/// fail. Close or forget it, call `disk.reopen()`, and open a new one.
///
/// What SQLite may rely on is what it relies on under Unix by default: writing some bytes never
/// damages their neighbours (SQLITE_IOCAP_POWERSAFE_OVERWRITE), nothing more. A new journal's folder
/// is synced with the journal's first sync, as SQLite's own layer does.
///
/// Keep it for as long as connections are opened with its name; open ones keep it alive themselves.
///
/// References: <https://www.sqlite.org/vfs.html>, <https://www.sqlite.org/atomiccommit.html>.
public final class FaultVFS: Sendable {
  /// What to give as `Options.vfs`.
  public let name: String
  /// The disk that the files are on; also for plain files, and for the faults.
  public let disk: SimulatedDisk

  /// Locks, shared memory, and the numbers of temporary files.
  struct State: Sendable {
    var locks: [SimulatedFile.Identity: FileLocks] = [:]
    var indexes: [SimulatedFile.Identity: SharedIndex] = [:]
    var temporaries = 0
    var random: SplitMix64
  }

  let state: Mutex<State>
  private let registration = Mutex<Registration?>(nil)

  /// Registers a storage layer with SQLite, under a name of its own.
  ///
  /// - Parameters:
  ///   - disk: Where the files are.
  ///   - seed: For the few random numbers SQLite asks its storage layer for.
  public init(disk: SimulatedDisk, seed: UInt64 = 0) {
    self.disk = disk
    state = Mutex(State(random: SplitMix64(seed: seed)))
    let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    // The address is nobody else's for as long as the registration lasts.
    let name = "simulated-\(String(UInt(bitPattern: layer), radix: 16))"
    self.name = name
    unsafe layer.initialize(to: FaultVFS.template())
    unsafe layer.pointee.zName = unsafe UnsafePointer(strdup(name))
    let registration = unsafe Registration(layer: layer)
    unsafe layer.pointee.pAppData = unsafe Unmanaged.passUnretained(self).toOpaque()
    _ = unsafe sqlite3_vfs_register(layer, 0)
    self.registration.withLock { $0 = registration }
  }

  deinit {
    registration.withLock { $0?.end() }
  }

  /// The layer as SQLite has it; `@unchecked`: touched when it begins and ends only.
  @safe
  private struct Registration: @unchecked Sendable {
    let layer: UnsafeMutablePointer<sqlite3_vfs>

    func end() {
      _ = unsafe sqlite3_vfs_unregister(layer)
      unsafe free(UnsafeMutableRawPointer(mutating: layer.pointee.zName))
      unsafe layer.deinitialize(count: 1)
      unsafe layer.deallocate()
    }
  }
}
