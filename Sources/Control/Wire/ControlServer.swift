public import Crypto
import Files
import Glibc
public import Office

/// Answers rubricctl on the daemon's side: a Unix socket, one conversation after the other.
///
/// ```swift
/// let server = try ControlServer(office: { district.office }, folder: "/var/lib/rubricd/run", random: SecureRandom())
/// // on a thread of its own:
/// server.run()
/// // at the end, from any thread:
/// server.stop()
/// ```
///
/// Whoever may connect is said twice: by the socket's mode, and by the peer's user, which the kernel tells: root, the
/// daemon's own user, or, where a group was given, its members by their own group. A conversation that stands still for
/// ten seconds is broken off, and one that we have waited a minute for in all, so that nobody holds up the next for long.
public final class ControlServer: Sendable {
  /// Who may ask besides root and the daemon's own user.
  public enum Peers: Hashable, Sendable {
    case ownUserOnly
    /// Processes of this group too.
    case group(UInt32)
  }

  private let present: @Sendable () -> DistrictOffice
  private let random: any RandomSource
  private let peers: Peers
  private let folder: String
  private let listening: Int32
  /// Both ends of a pipe: a byte in it ends ``run()``.
  private let stopHeard: Int32
  private let stopSaid: Int32
  private let didPerform: @Sendable () -> Void
  private static let standstillSecondsMax = 10
  private static let waitingSecondsMax = 60

  /// Opens the socket, in the place of one that a dead process left. The lock has to be held already.
  ///
  /// - Parameters:
  ///   - office: The daemon's office, asked for anew by each conversation: it may be configured anew.
  ///   - folder: The data directory's `run` folder, by its path.
  ///   - random: Where random bytes come from.
  ///   - peers: Who may ask.
  ///   - didPerform: Called after each command, on this server's thread: something may be due now.
  /// - Throws: ``WireError/system(_:)``.
  public init(
    office: @escaping @Sendable () -> DistrictOffice, folder: String, random: any RandomSource,
    peers: Peers = .ownUserOnly, didPerform: @escaping @Sendable () -> Void = {}
  ) throws(WireError) {
    present = office
    self.random = random
    self.peers = peers
    self.folder = folder
    self.didPerform = didPerform
    let path = "\(folder)/control.sock"
    if unsafe unlink(path) != 0, errno != ENOENT { throw .system(errno) }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let listening = socket(AF_UNIX, kind, 0)
    guard listening >= 0 else { throw .system(errno) }
    let address = try SocketPath(folder: folder, name: "control.sock")
    // Nobody gets in between: until `listen`, every connection is refused.
    guard unsafe address.with({ unsafe bind(listening, $0, $1) }) == 0,
      unsafe chmod(path, peers == .ownUserOnly ? 0o600 : 0o660) == 0,
      listen(listening, 16) == 0
    else {
      let number = errno
      _ = close(listening)
      throw .system(number)
    }
    if case .group(let group) = peers { _ = unsafe chown(path, uid_t.max, group) }
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      let number = errno
      _ = close(listening)
      throw .system(number)
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    self.listening = listening
    stopHeard = ends[0]
    stopSaid = ends[1]
  }

  deinit {
    _ = close(listening)
    _ = close(stopHeard)
    _ = close(stopSaid)
  }

  /// Answers until ``stop()``. Sleeps as long as nobody asks.
  public func run() {
    while true {
      var waiting = [
        pollfd(fd: listening, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stopHeard, events: Int16(POLLIN), revents: 0),
      ]
      guard unsafe poll(&waiting, nfds_t(waiting.count), -1) >= 0 || errno == EINTR else { return }
      if waiting[1].revents != 0 { return }
      guard waiting[0].revents != 0 else { continue }
      let descriptor = accept(listening, nil, nil)
      guard descriptor >= 0 else { continue }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      serve(descriptor)
    }
  }

  /// Ends ``run()`` after the conversation that is on, and removes the socket.
  public func stop() {
    _ = unsafe unlink("\(folder)/control.sock")
    var byte: UInt8 = 1
    _ = unsafe write(stopSaid, &byte, 1)
  }

  /// Answers one conversation on a connected socket, which is closed at the end.
  public func serve(_ descriptor: Int32) {
    let office = present()
    let clock = office.surroundings.clock
    let channel = WireChannel(
      descriptor, secondsMax: Self.standstillSecondsMax,
      waitingSecondsMax: Self.waitingSecondsMax, clock: clock)
    guard let peer = channel.peer(), mayAsk(peer) else {
      office.surroundings.log.write(.warning, "control: refused a stranger")
      channel.tell([
        WireFrame(.errors, Array("rubricctl: you may not ask this rubricd\n".utf8)),
        WireFrame(.exit, [UInt8(ExitCode.notAllowed.rawValue)]),
      ])
      return
    }
    do throws(WireError) {
      // Whoever closes at once only wanted to know whether we are here.
      guard let first = try channel.receive() else { return }
      let (request, contents) = try receive(after: first, over: channel)
      let code = ControlProgram.serve(
        environment(of: request, contents, over: channel, office), on: office)
      channel.tell([WireFrame(.exit, [UInt8(code.rawValue)])])
      didPerform()
    } catch {
      office.surroundings.log.write(.warning, "control: \(error)")
      channel.tell([
        WireFrame(.errors, Array("rubricctl: rubricd found \(error)\n".utf8)),
        WireFrame(.exit, [UInt8(ExitCode.unavailable.rawValue)]),
      ])
    }
  }

  private func mayAsk(_ peer: PeerIdentity) -> Bool {
    if peer.user == 0 || peer.user == geteuid() { return true }
    if case .group(let group) = peers { return peer.group == group }
    return false
  }

  /// The request with its files' contents.
  private func receive(
    after first: WireFrame, over channel: WireChannel
  ) throws(WireError) -> (WireRequest, [[UInt8]]) {
    let request = try WireRequest(first)
    var rest: [UInt8] = []
    let total = request.files.reduce(0) { $0 + $1.bytes }
    while let frame = try channel.receive() {
      switch frame.kind {
      case .file:
        rest += frame.payload
        guard rest.count <= total else { throw .badRequest("more bytes than announced") }
      case .end:
        guard rest.count == total else { throw .badRequest("fewer bytes than announced") }
        var contents: [[UInt8]] = []
        var start = 0
        for file in request.files {
          contents.append(Array(rest[start..<start + file.bytes]))
          start += file.bytes
        }
        return (request, contents)
      case .request, .output, .errors, .exit: throw .unexpected(frame.kind)
      }
    }
    throw .brokenOff
  }

  /// The world as a command from the socket meets it: its streams lead back, and its files are those that were sent.
  private func environment(
    of request: WireRequest, _ contents: [[UInt8]], over channel: WireChannel,
    _ office: DistrictOffice
  ) -> Environment {
    let files = Dictionary(
      zip(request.files.map(\.path), contents), uniquingKeysWith: { first, _ in first })
    let line = Line(channel)
    return Environment(
      arguments: request.arguments, output: { line.tell(WireFrame.pieces(.output, $0)) },
      errors: { line.tell(WireFrame.pieces(.errors, $0)) }, isTerminal: request.isTerminal,
      columns: request.columns, clock: office.surroundings.clock, random: random,
      zoneFile: office.surroundings.zoneFile,
      readFile: { (path, limit) throws(FileError) in
        guard let content = files[path] else { throw FileError(.notFound, path: path) }
        guard content.count <= limit else { throw FileError(.tooLarge(limit: limit), path: path) }
        return content
      })
  }
}

/// The way back to whoever asked. `@unchecked`: only the thread that serves the conversation uses it.
private final class Line: @unchecked Sendable {
  private let channel: WireChannel

  init(_ channel: WireChannel) {
    self.channel = channel
  }

  func tell(_ frames: [WireFrame]) {
    channel.tell(frames)
  }
}
