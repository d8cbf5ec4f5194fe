import Glibc

/// The signals that the daemon waits for, blocked in all threads, so that none ever interrupts anything.
struct SignalMask {
  private var set: sigset_t

  /// Blocks the signals in this thread and those that it starts.
  init() {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP, SIGALRM] { unsafe sigaddset(&set, number) }
    self.set = set
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    // Whoever hangs up on the control socket is told by the write's own error.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Waits for one.
  ///
  /// - Returns: What it calls for.
  func wait() -> Calls? {
    var set = self.set
    while true {
      var number: Int32 = 0
      guard unsafe sigwait(&set, &number) == 0 else { return nil }
      switch number {
      case SIGTERM, SIGINT: return .stop
      case SIGHUP: return .reload
      case SIGALRM: return .due
      default: continue
      }
    }
  }
}
