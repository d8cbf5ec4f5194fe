public import Crypto
import FoundationEssentials

/// A folder for what is needed only for a while.
public enum ScratchFolder {
  /// Runs something with an empty folder of its own, in the system's place for temporary files; nobody else may look
  /// into it, and it goes away with all that is in it.
  ///
  /// - Parameters:
  ///   - random: What its name is drawn from.
  ///   - body: What to do; it gets the folder's path.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws, or an error of the file system.
  public static func with<Result>(
    named random: any RandomSource, _ body: (String) throws -> Result
  ) throws -> Result {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent(
      "rubricd-\(CrockfordBase32.encode(try random.bytes(16)))", isDirectory: true)
    try files.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? files.removeItem(at: folder) }
    return try body(folder.path)
  }
}
