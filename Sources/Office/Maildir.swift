public import Files

/// Mail as files: the default while no relay is set, and what a mail reader opens.
///
/// A message is written under `tmp/`, synced, and renamed into `new/` (the Maildir convention), so that a reader
/// never sees half of one and a power loss leaves a whole one or none. Its name is derived from the mail's
/// number and nothing else: writing the same mail again after a crash replaces the same file, so that there is
/// one copy, not two. A mail reader that moved it to `cur/` in between keeps what it has.
public struct Maildir: Sendable {
  private let files: any FileSystem
  private let folder: String

  public init(files: any FileSystem, folder: String = DataDirectory.mail) {
    self.files = files
    self.folder = folder
  }

  /// Makes the three folders.
  public func prepare() throws(FileError) {
    for name in ["tmp", "new", "cur"] {
      try files.createFolder("\(folder)/\(name)")
    }
  }

  /// Writes a message; when this returns, it is durable.
  ///
  /// - Parameters:
  ///   - bytes: The message with CRLF line ends, kept as LF on disk, as readers of Maildirs expect.
  ///   - number: The mail's number in the outbox.
  ///   - milliseconds: When it is sent, since 1970: the first part of a Maildir name by convention.
  /// - Throws: ``FileError``: nothing is there then, or the whole message.
  public func deliver(
    _ bytes: [UInt8], number: Int64, milliseconds: Int64
  ) throws(FileError) {
    let name = Self.name(number: number, milliseconds: milliseconds)
    if try isRead(name) { return }
    try files.writeDurably(
      Self.withoutCarriageReturns(bytes), to: "\(folder)/new/\(name)",
      temporary: "\(folder)/tmp/\(name)")
  }

  /// Removes a message wherever a reader has put it; one that is not there is fine.
  public func remove(number: Int64, milliseconds: Int64) throws(FileError) {
    let name = Self.name(number: number, milliseconds: milliseconds)
    for place in ["tmp", "new", "cur"] {
      let found: [FolderEntry] = try files.list("\(folder)/\(place)")
      for entry in found where entry.name == name || entry.name.hasPrefix(name + ":") {
        try files.removeDurably("\(folder)/\(place)/\(entry.name)")
      }
    }
  }

  static func name(number: Int64, milliseconds: Int64) -> String {
    "\(milliseconds / 1_000).M\(number).rubricd"
  }

  private func isRead(_ name: String) throws(FileError) -> Bool {
    // Only after a crash is there anything to find; a name without flags is the common one.
    for flags in [":2,", ":2,S"] {
      if try files.exists("\(folder)/cur/\(name)\(flags)") { return true }
    }
    return false
  }

  private static func withoutCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      let isLineEnd =
        byte == UInt8(ascii: "\r") && index + 1 < bytes.count
        && bytes[index + 1] == UInt8(ascii: "\n")
      if !isLineEnd { kept.append(byte) }
    }
    return kept
  }
}
