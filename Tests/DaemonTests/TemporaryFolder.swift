import Foundation

/// A folder of its own for one test, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let base = FileManager.default.temporaryDirectory
    let url = base.appendingPathComponent("rubricd-" + UUID().uuidString.prefix(8).lowercased())
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.resolvingSymlinksInPath().path
  }

  deinit {
    // What is left in a temporary folder is the system's to remove.
    _ = try? FileManager.default.removeItem(atPath: path)
  }
}
