import Synchronization

/// A disk in memory that loses what was not synced when the power goes.
///
/// ```swift
/// let disk = SimulatedDisk()
/// let files = disk.files()
/// disk.arm(.powerLoss(.torn(sectorBytes: 512, seed: 7)), at: 3, of: .changes)
/// // … the third write, sync, truncation or change of a name from here on, and all that
/// // follow, throw; then:
/// disk.reopen()
/// ```
///
/// The model. A file has what was written and what is durable; a sync makes them equal. A folder has
/// names and durable names; its sync makes those equal. Power loss leaves what is durable, and of the
/// rest what ``Loss`` says. Every file that was open is dead for ever after, so that a program from
/// before the power loss can do no harm when the disk is used again.
///
/// Safe to use from several threads. Deterministic when used from one.
public final class SimulatedDisk: Sendable {
  /// What a power loss takes.
  public enum Loss: Hashable, Sendable {
    /// Nothing: only the process died (SIGKILL), the operating system lives.
    case processOnly
    /// Everything that was not synced.
    case unsynced
    /// Any subset of what was not synced, in sectors of this size, whatever their order; either of a
    /// file's two lengths, new sectors that did not make it reading as zeros; and of each folder's
    /// changes those up to some point. The seed chooses.
    case torn(sectorBytes: Int, seed: UInt64)
  }

  /// What an operation meets when its turn comes.
  public enum Fault: Hashable, Sendable {
    /// The power goes before the operation has any effect that is sure; what was being written may
    /// be among what ``Loss/torn(sectorBytes:seed:)`` keeps.
    case powerLoss(Loss)
    /// Half of what was to be written fits. Every write fails from then on, until ``free()``.
    case diskFull
    /// This operation fails, once, without effect.
    case inputOutput
  }

  /// Kinds of operations, for counting and for arming.
  public struct Operations: OptionSet, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
      self.rawValue = rawValue
    }

    public static let read = Operations(rawValue: 1)
    public static let write = Operations(rawValue: 2)
    public static let truncate = Operations(rawValue: 4)
    public static let sync = Operations(rawValue: 8)
    /// Creating, renaming and removing.
    public static let names = Operations(rawValue: 16)
    public static let syncFolder = Operations(rawValue: 32)

    /// All that change the disk or what of it is durable.
    public static let changes: Operations = [.write, .truncate, .sync, .names, .syncFolder]
  }

  /// How often each kind of operation was asked for since the disk was made.
  public struct Counts: Hashable, Sendable {
    public internal(set) var reads = 0
    public internal(set) var writes = 0
    public internal(set) var truncations = 0
    public internal(set) var syncs = 0
    public internal(set) var nameChanges = 0
    public internal(set) var folderSyncs = 0

    /// How many operations changed the disk, or what of it is durable.
    public var changes: Int { writes + truncations + syncs + nameChanges + folderSyncs }
  }

  struct Armed: Sendable {
    var fault: Fault
    var operations: Operations
    var remaining: Int
  }

  let state: Mutex<SimulatedState>
  let clock: @Sendable () -> Int64

  /// An empty disk.
  ///
  /// - Parameter milliseconds: The clock for modification times: milliseconds since 1970.
  public convenience init(milliseconds: @escaping @Sendable () -> Int64 = { 0 }) {
    self.init(state: SimulatedState(), clock: milliseconds)
  }

  init(state: SimulatedState, clock: @escaping @Sendable () -> Int64) {
    self.state = Mutex(state)
    self.clock = clock
  }

  /// The files below a folder of this disk; the folder need not exist yet.
  public func files(root: String = "") -> any FileSystem {
    SimulatedFiles(disk: self, root: root)
  }

  /// How often each kind of operation was asked for.
  public var counts: Counts { state.withLock { $0.counts } }

  /// Whether the power is gone.
  public var isDown: Bool { state.withLock { $0.isDown } }

  /// The current clock reading: milliseconds since 1970.
  public var milliseconds: Int64 { clock() }

  /// Lets a fault meet an operation to come. Several may be armed; power loss disarms all.
  ///
  /// - Parameters:
  ///   - fault: What shall happen.
  ///   - number: Which operation of these kinds from now on; 1 is the next.
  ///   - operations: The kinds that count.
  public func arm(_ fault: Fault, at number: Int = 1, of operations: Operations = .changes) {
    state.withLock {
      $0.armed.append(Armed(fault: fault, operations: operations, remaining: max(1, number)))
    }
  }

  /// Forgets all faults to come.
  public func disarm() {
    state.withLock { $0.armed = [] }
  }

  /// Lets the power go now.
  public func crash(_ loss: Loss = .unsynced) {
    state.withLock { if !$0.isDown { $0.lose(loss) } }
  }

  /// Lets the power come back. Files have to be opened anew.
  public func reopen() {
    state.withLock { $0.isDown = false }
  }

  /// Makes the disk full: every write fails until ``free()``.
  public func fill() {
    state.withLock { $0.isFull = true }
  }

  /// Makes room on a full disk.
  public func free() {
    state.withLock { $0.isFull = false }
  }

  /// A disk of its own with what this one would have after a power loss now; this one goes on.
  ///
  /// Costs a few microseconds for each file, whatever its length: pieces are shared until changed.
  ///
  /// - Parameter loss: What the power loss would take.
  /// - Returns: A disk with the power on, room, no faults armed, and counts at zero.
  public func branch(after loss: Loss = .unsynced) -> SimulatedDisk {
    var copy = state.withLock { $0 }
    copy.lose(loss)
    copy.isDown = false
    copy.isFull = false
    copy.counts = Counts()
    return SimulatedDisk(state: copy, clock: clock)
  }
}

extension SimulatedState {
  /// Counts an operation and lets an armed fault meet it.
  ///
  /// - Parameters:
  ///   - operation: One kind.
  ///   - path: For the error.
  ///   - volatile: What a power loss at this very operation might keep of it.
  /// - Throws: ``FileError`` if the power is gone or goes, or the operation fails.
  mutating func begin(
    _ operation: SimulatedDisk.Operations, path: String,
    volatile: (inout SimulatedState) -> Void = { _ in }
  ) throws(FileError) {
    guard !isDown else { throw FileError(.inputOutput, path: path) }
    count(operation)
    for index in armed.indices where !armed[index].operations.isDisjoint(with: operation) {
      armed[index].remaining -= 1
    }
    if let index = armed.firstIndex(where: { $0.remaining == 0 }) {
      let fault = armed.remove(at: index).fault
      switch fault {
      case .powerLoss(let loss):
        volatile(&self)
        lose(loss)
        throw FileError(.inputOutput, path: path)
      case .diskFull:
        isFull = true
      case .inputOutput:
        throw FileError(.inputOutput, path: path)
      }
    }
  }

  private mutating func count(_ operation: SimulatedDisk.Operations) {
    switch operation {
    case .read: counts.reads += 1
    case .write: counts.writes += 1
    case .truncate: counts.truncations += 1
    case .sync: counts.syncs += 1
    case .names: counts.nameChanges += 1
    default: counts.folderSyncs += 1
    }
  }
}
