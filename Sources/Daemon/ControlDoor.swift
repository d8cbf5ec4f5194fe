import Control
import Crypto
import Glibc
import Office
import Synchronization

/// The control socket, open: rubricctl's commands are performed on the daemon's office, on a thread of their own.
final class ControlDoor: Sendable {
  private let folder: String
  private let bell: Bell
  private let server: Mutex<ControlServer?>

  /// Opens the door.
  ///
  /// - Parameters:
  ///   - data: The data directory's absolute path; its lock is ours.
  ///   - office: The daemon's office.
  ///   - bell: Rung after each command, since something may be due now.
  /// - Throws: ``DaemonFailure`` when the socket can't be made.
  init(data: String, office: DistrictOffice, bell: Bell) throws(DaemonFailure) {
    folder = "\(data)/\(DataDirectory.run)"
    self.bell = bell
    server = Mutex(nil)
    try open(office)
  }

  /// Goes on with another office. Whoever is being answered is answered to the end by the one before.
  func reopen(_ office: DistrictOffice) throws(DaemonFailure) {
    close()
    try open(office)
  }

  /// Lets nobody in any more.
  func close() {
    server.withLock { server in
      server?.stop()
      server = nil
    }
  }

  private func open(_ office: DistrictOffice) throws(DaemonFailure) {
    let bell = self.bell
    let opened: ControlServer
    do throws(WireError) {
      opened = try ControlServer(
        office: office, folder: folder, random: SecureRandom(),
        didPerform: { bell.ring(.command) })
    } catch {
      throw .storage("\(folder): the control socket can't be made: \(error)")
    }
    _ = try Worker("control") { opened.run() }
    server.withLock { $0 = opened }
  }
}

/// A district whose door follows when it is configured anew.
struct ServedDistrict: Beating {
  let district: OpenDistrict
  let door: ControlDoor
  let log: any Log

  func beat() throws(OfficeError) -> BeatReport { try district.beat() }

  func outlook() throws(OfficeError) -> Outlook { try district.outlook() }

  func reload() -> String {
    let before = district.office
    let words = district.reload()
    guard district.office !== before else { return words }
    do throws(DaemonFailure) {
      try door.reopen(district.office)
      return words
    } catch {
      log.write(.error, "the control socket is closed: \(error)")
      return "The configuration was read again, but the control socket is closed; the log says why."
    }
  }
}
