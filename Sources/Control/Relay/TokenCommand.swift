import FoundationEssentials
import Glibc

/// A program that prints an OAuth access token.
///
/// No shell is between: its arguments are as they stand in the file. It gets no input, none of the files and connections
/// that are open here, and half a minute; what it says on standard error goes where ours goes.
struct TokenCommand {
  static let secondsMax: Int64 = 30
  static let bytesMax = 16 << 10

  let words: [String]
  /// Whether it is rubricctl: what it says when it fails is fit to be told, and so is not lost in a log.
  var isOurs = false

  /// Runs the program.
  ///
  /// - Returns: The token.
  /// - Throws: ``RelayProblem``.
  func token() throws(RelayProblem) -> String {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw problem("the system has no descriptors left")
    }
    defer { _ = close(ends[0]) }
    let process = start(output: ends[1])
    _ = close(ends[1])
    guard let process else { throw problem("it could not be started") }
    let end = SystemClock.monotonicMicroseconds() + Self.secondsMax * 1_000_000
    let bytes = read(ends[0], until: end)
    let status = status(of: process, by: bytes == nil ? 0 : end)
    guard let bytes else { throw problem("it printed no token within \(Self.secondsMax) s") }
    let text = String(decoding: bytes, as: UTF8.self)
    guard status == 0 else {
      throw isOurs ? told(text, status) : problem("it failed; run it by hand to see why")
    }
    let lines = text.split(whereSeparator: \.isWhitespace)
    guard lines.count == 1 else {
      throw problem("it printed \(lines.count) words; expected the token alone")
    }
    return String(lines[0])
  }

  /// What rubricctl said: what is wrong in its first line, what to change behind it.
  private func told(_ text: String, _ status: Int32) -> RelayProblem {
    let lines = Plainly.cut(text, to: 1_500).split(separator: "\n", maxSplits: 1)
    guard var first = lines.first?[...], first.hasPrefix("rubricctl: ") else {
      return problem("it failed; run it by hand to see why")
    }
    first = first.dropFirst("rubricctl: ".count)
    if first.hasSuffix(".") { first.removeLast() }
    return RelayProblem(
      Plainly.line(String(first)), isTemporary: status >> 8 == ExitCode.temporary.rawValue,
      advice: lines.count > 1 ? Plainly.line(String(lines[1])) : nil)
  }

  private func problem(_ what: String) -> RelayProblem {
    RelayProblem(
      "the token command \(isOurs ? "rubricctl mail token" : words.first ?? ""): \(what)",
      isTemporary: isOurs)
  }

  /// Sees to it that what is open here stays here: not every library marks its files so itself.
  private func keepOurs() -> Bool {
    guard let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") else {
      return false
    }
    for descriptor in open.compactMap({ Int32($0) }) where descriptor > STDERR_FILENO {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    return true
  }

  private func start(output: Int32) -> pid_t? {
    guard keepOurs() else { return nil }
    var actions = unsafe posix_spawn_file_actions_t()
    guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    if isOurs { unsafe posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO) }
    var attributes = posix_spawnattr_t()
    guard unsafe posix_spawnattr_init(&attributes) == 0 else { return nil }
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // The daemon's threads have its signals blocked; the program is to have them as usual.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = unsafe words.map { unsafe strdup($0) }
    defer { unsafe arguments.forEach { unsafe free($0) } }
    unsafe arguments.append(nil)
    guard let path = words.first else { return nil }
    var process: pid_t = 0
    let result = unsafe posix_spawn(&process, path, &actions, &attributes, arguments, environ)
    return result == 0 ? process : nil
  }

  /// How the program ended; one that has not by an instant is ended: it may have closed its output and go on.
  private func status(of process: pid_t, by end: Int64) -> Int32 {
    var status: Int32 = 0
    while true {
      let ended = unsafe waitpid(process, &status, WNOHANG)
      if ended == process || (ended < 0 && errno != EINTR) { return status }
      if SystemClock.monotonicMicroseconds() >= end {
        _ = kill(process, SIGKILL)
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
      }
      _ = poll(nil, 0, 10)
    }
  }

  /// Everything that comes; `nil` if it is too much or takes too long.
  private func read(_ descriptor: Int32, until end: Int64) -> [UInt8]? {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4_096)
    while true {
      let left = (end - SystemClock.monotonicMicroseconds()) / 1_000
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard left > 0, unsafe poll(&waiting, 1, Int32(clamping: left)) != 0 else { return nil }
      let count = unsafe Glibc.read(descriptor, &piece, piece.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        return nil
      }
      bytes += piece[..<count]
      if bytes.count > Self.bytesMax { return nil }
    }
  }
}
