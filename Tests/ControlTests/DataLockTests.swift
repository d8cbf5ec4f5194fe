import Control
import Foundation
import Glibc
import Testing

@Suite struct `The lock of a data directory` {
  /// A data directory of its own with its folder `run`.
  private static func folder() throws -> String {
    let path = NSTemporaryDirectory() + "rubricd-lock-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: path + "/run", withIntermediateDirectories: true)
    return path
  }

  @Test func `is held by one at a time, who is named`() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let lock = try DataLock(data: folder)
      #expect {
        try DataLock(data: folder)
      } throws: { error in
        guard case LockFailure.taken(let process) = error else { return false }
        return process == getpid()
      }
      withExtendedLifetime(lock) {}
    }
    let again = try DataLock(data: folder)
    withExtendedLifetime(again) {}
  }

  @Test func `does not follow a link that somebody put in its place`() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/run/lock", withDestinationPath: folder + "/elsewhere")
    #expect(throws: LockFailure.self) { try DataLock(data: folder) }
    #expect(!FileManager.default.fileExists(atPath: folder + "/elsewhere"))
  }
}
