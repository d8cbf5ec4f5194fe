import Files
import Glibc
import Office

/// Takes a command to the daemon that is at work on a data directory, and tells what it answers.
struct ControlClient {
  private let environment: Environment
  private let asked: Asked
  private let folder: DistrictFolder

  init(_ environment: Environment, _ asked: Asked, _ folder: DistrictFolder) {
    self.environment = environment
    self.asked = asked
    self.folder = folder
  }

  func run() throws -> ExitCode {
    let channel = try connect()
    do throws(WireError) {
      return try ask(over: channel)
    } catch {
      throw Failure(
        .unavailable, "rubricd did not answer: \(error).",
        hint: "Look at `rubricctl status`: what was asked may have been done.")
    }
  }

  private func connect() throws -> WireChannel {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(.unavailable, "No socket can be made.") }
    // A long import takes its time, so the answer may as well.
    let channel = WireChannel(descriptor, secondsMax: 0)
    let path = try SocketPath(folder: "\(folder.path)/\(DataDirectory.run)", name: "control.sock")
    let result = unsafe path.with { unsafe Glibc.connect(descriptor, $0, $1) }
    guard result == 0 else {
      switch errno {
      case EACCES, EPERM:
        throw Failure(.notAllowed, "You may not talk to the rubricd that runs here.")
      default:
        throw Failure(
          .temporary, "\(folder.path) is in use, and no rubricd answers.",
          hint: "Another rubricctl may be at work: try again in a moment.")
      }
    }
    return channel
  }

  private func ask(over channel: WireChannel) throws(WireError) -> ExitCode {
    var contents: [[UInt8]] = []
    for path in asked.inputFiles {
      do throws(FileError) {
        contents.append(try environment.readFile(path, Environment.inputBytesMax))
      } catch {
        // The command would have stumbled over it just so.
        environment.complain("rubricctl: \(Plainly.line(error.description))\n")
        return Failure(error as any Error).code
      }
    }
    let request = WireRequest(
      arguments: environment.arguments,
      files: zip(asked.inputFiles, contents).map { .init(path: $0, bytes: $1.count) },
      isTerminal: environment.isTerminal, columns: environment.columns)
    try channel.send(request.frame())
    for content in contents {
      for frame in WireFrame.pieces(.file, content) { try channel.send(frame) }
    }
    try channel.send(WireFrame(.end))
    while let frame = try channel.receive() {
      switch frame.kind {
      case .output: environment.output(frame.payload)
      case .errors: environment.errors(frame.payload)
      case .exit:
        let code = frame.payload.first.flatMap { ExitCode(rawValue: Int32($0)) }
        return code ?? .software
      case .request, .file, .end: throw .unexpected(frame.kind)
      }
    }
    throw .brokenOff
  }
}
