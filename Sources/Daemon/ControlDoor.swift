import Control
import Crypto
import Glibc
import Office

/// The control socket, open: rubricctl's commands are performed on the daemon's office, on a thread of their own.
final class ControlDoor: Sendable {
  private let server: ControlServer

  /// Opens the door.
  ///
  /// - Parameters:
  ///   - data: The data directory's absolute path; its lock is ours.
  ///   - district: The district, whose office may be configured anew meanwhile: each conversation has the present one.
  ///   - bell: Rung after each command, since something may be due now.
  /// - Throws: ``DaemonFailure`` when the socket can't be made.
  init(data: String, district: OpenDistrict, bell: Bell) throws(DaemonFailure) {
    let folder = "\(data)/\(DataDirectory.run)"
    let server: ControlServer
    do throws(WireError) {
      server = try ControlServer(
        office: { district.office }, folder: folder, random: SecureRandom(),
        didPerform: { bell.ring(.command) })
    } catch {
      throw .storage("\(folder): the control socket can't be made: \(error)")
    }
    _ = try Worker("control") { server.run() }
    self.server = server
  }

  /// Lets nobody in any more. Whoever is being answered is answered to the end.
  func close() {
    server.stop()
  }
}
