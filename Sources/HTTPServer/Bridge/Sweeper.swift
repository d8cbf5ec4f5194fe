import Glibc
import Synchronization

/// A thread that ends connections past their deadlines; asleep until the next one is due.
final class Sweeper: Sendable {
  private let table: ConnectionTable
  private let timeout: [UInt8]
  private let clock: @Sendable () -> Int64
  private let isOver = Atomic<Bool>(false)
  private let thread = Mutex<pthread_t?>(nil)

  /// Starts the thread.
  ///
  /// - Parameters:
  ///   - table: The connections.
  ///   - timeout: What a slow client gets.
  ///   - clock: Milliseconds that never go back.
  /// - Throws: ``WebServerFailure`` when there can be no more threads.
  init(_ table: ConnectionTable, timeout: [UInt8], clock: @escaping @Sendable () -> Int64)
    throws(WebServerFailure)
  {
    self.table = table
    self.timeout = timeout
    self.clock = clock
    let argument = unsafe Unmanaged.passRetained(self)
    var thread = pthread_t()
    let result = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Sweeper>.fromOpaque(argument).takeRetainedValue().run()
        }
        return nil
      }, argument.toOpaque())
    guard result == 0 else {
      unsafe argument.release()
      throw .system(call: "pthread_create", errorNumber: result)
    }
    let started = thread
    self.thread.withLock { $0 = started }
  }

  /// Ends the thread, and waits for it.
  func stop() {
    isOver.store(true, ordering: .releasing)
    table.bell.ring()
    let started = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let started { _ = pthread_join(started, nil) }
  }

  private func run() {
    while !isOver.load(ordering: .acquiring) {
      let next = table.sweep(timeout: timeout)
      let left = next == .max ? -1 : Int32(clamping: max(1, next - clock()))
      table.bell.wait(milliseconds: left)
    }
  }
}
