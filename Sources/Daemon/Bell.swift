import Glibc
import Synchronization

/// Why somebody wakes the beat.
public struct Calls: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The instant that was waited for has come.
  public static let due = Calls(rawValue: 1 << 0)
  /// A file was dropped into `intake/`.
  public static let intake = Calls(rawValue: 1 << 1)
  /// A command was performed.
  public static let command = Calls(rawValue: 1 << 2)
  /// The installation's file and the texts are to be read again.
  public static let reload = Calls(rawValue: 1 << 3)
  /// It is time to end.
  public static let stop = Calls(rawValue: 1 << 4)
}

/// Wakes the beat from any thread: two joined sockets, of which the beat waits on one.
///
/// The byte only wakes; why stands beside it, so that a thousand rings are one waking.
public final class Bell: Sendable {
  private let calls = Mutex<Calls>([])
  private let writing: Int32
  /// Becomes readable when somebody rings.
  let descriptor: Int32

  /// - Throws: ``DaemonFailure`` when the process has no descriptors left.
  public init() throws(DaemonFailure) {
    var ends: [Int32] = [-1, -1]
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    guard unsafe socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0 else {
      throw .system("socketpair", errno)
    }
    descriptor = ends[0]
    writing = ends[1]
  }

  deinit {
    _ = close(descriptor)
    _ = close(writing)
  }

  /// Wakes the beat.
  public func ring(_ call: Calls) {
    let isFirst = calls.withLock { calls in
      defer { calls.formUnion(call) }
      return calls.isEmpty
    }
    guard isFirst else { return }
    // A full socket has woken it already.
    _ = unsafe write(writing, [1], 1)
  }

  /// What was rung since the last time.
  func take() -> Calls {
    var bytes = [UInt8](repeating: 0, count: 64)
    while unsafe read(descriptor, &bytes, bytes.count) > 0 {}
    return calls.withLock { calls in
      defer { calls = [] }
      return calls
    }
  }
}
