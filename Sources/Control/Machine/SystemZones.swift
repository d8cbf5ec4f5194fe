import CivilTime
import Files

/// The system's zone files, as package tzdata keeps them up to date.
public struct SystemZones: Sendable {
  /// Where Linux has them.
  public static let standardFolder = "/usr/share/zoneinfo"
  /// The largest zone file has under 4 KiB.
  private static let bytesMax = 1 << 20

  private let folder: String

  public init(folder: String = SystemZones.standardFolder) {
    self.folder = folder
  }

  /// The bytes of a zone file.
  ///
  /// - Parameter name: Such as `America/Chicago`. It is checked before any path is made of it.
  /// - Returns: The file's content.
  /// - Throws: `ZoneError` for a name that is none, `FileError` for a file that can't be read.
  public func bytes(_ name: String) throws -> [UInt8] {
    try Zone.checkName(name)
    return try SystemFile.read("\(folder)/\(name)", limit: Self.bytesMax)
  }
}
