import Control
import Glibc
import Office

/// The control socket, open: rubricctl's commands are performed on the daemon's office.
final class ControlDoor: Sendable {
  init(_ district: OpenDistrict, data: String, bell: Bell, log: JournalLog) throws(DaemonFailure) {
  }

  func close() {}
}
