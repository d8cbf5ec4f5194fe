import Dispatch
import Glibc
import Synchronization

/// A thread of our own, with a name that `ps -L` and `top -H` show.
///
/// Not Dispatch: its threads come and go, and each coming is a context switch that an idle daemon does not need.
final class Worker: Sendable {
  private let ended = DispatchSemaphore(value: 0)

  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - name: At most 15 bytes.
  ///   - body: What it does. The thread ends when this returns.
  /// - Throws: ``DaemonFailure`` when the process may have no more threads.
  init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(DaemonFailure) {
    let ended = self.ended
    let task = Task {
      Self.call(name)
      body()
      ended.signal()
    }
    let argument = unsafe Unmanaged.passRetained(task)
    var thread = pthread_t()
    let result = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().body()
        }
        return nil
      }, argument.toOpaque())
    guard result == 0 else {
      unsafe argument.release()
      throw .system("pthread_create", result)
    }
    _ = pthread_detach(thread)
  }

  /// Waits for its end.
  ///
  /// - Parameter milliseconds: How long at most.
  /// - Returns: Whether it has ended.
  func wait(atMostMilliseconds milliseconds: Int) -> Bool {
    guard ended.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else {
      return false
    }
    // Whoever asks next gets the same answer.
    ended.signal()
    return true
  }

  /// Names the calling thread, where the kernel lets us.
  private static func call(_ name: String) {
    let descriptor = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    let bytes = Array(name.utf8)
    _ = unsafe write(descriptor, bytes, bytes.count)
    _ = close(descriptor)
  }

  private final class Task: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }
}
