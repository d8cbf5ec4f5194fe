import Daemon
import Foundation
import Glibc
import Testing

@Suite struct `The lock of a data directory` {
  @Test func `is held by one at a time, who is named`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/run", withIntermediateDirectories: false)
    do {
      let lock = try DataLock(data: folder.path)
      #expect {
        try DataLock(data: folder.path)
      } throws: { error in
        guard case DaemonFailure.taken(let process) = error else { return false }
        return process == getpid()
      }
      withExtendedLifetime(lock) {}
    }
    let again = try DataLock(data: folder.path)
    withExtendedLifetime(again) {}
  }

  @Test func `does not follow a link that somebody put in its place`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/run", withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/run/lock", withDestinationPath: folder.path + "/elsewhere")
    #expect(throws: DaemonFailure.self) { try DataLock(data: folder.path) }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/elsewhere"))
  }
}
