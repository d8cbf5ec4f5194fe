import Files
import Office
import Programs

/// The installation's file that a new district gets beside its database.
struct InstallationFile {
  static let option = Option(
    "--installation", "FILE",
    "Where links lead, and limits (default: one with every setting explained)", isInputFile: true)

  /// What links begin with until somebody says where they lead: this machine.
  static let firstAddress = "http://localhost:8080"
  private static let bytesMax = 1 << 20

  /// The file that was named; `nil` for the default.
  private let given: [UInt8]?

  /// Reads the file that was named, if one was.
  ///
  /// - Throws: Every mistake of the file.
  init(_ path: String?, _ session: Session) throws {
    given = try path.map { path in
      let bytes = try session.file(path, limit: Self.bytesMax)
      _ = try Installation.read(bytes, file: path)
      return bytes
    }
  }

  /// Puts the file beside a database. One that is there already stays, if it has no mistakes.
  ///
  /// - Returns: What there is still to do, if anything.
  /// - Throws: ``Failure`` where another file is there than the one that was named, or that one has mistakes.
  func put(in folder: DistrictFolder) throws -> String? {
    let name = DataDirectory.installation
    if try folder.files.exists(name) {
      let there = try folder.files.read(name, limit: Self.bytesMax)
      guard given == nil || given == there else {
        throw Failure(
          .cantCreate, "There is an \(name) in \(folder.path) already.",
          hint: "Leave out --installation to keep it, or move it away.")
      }
      _ = try Installation.read(there, file: "\(folder.path)/\(name)")
      return nil
    }
    let bytes = given ?? Array(Installation.commented(publicAddress: Self.firstAddress).utf8)
    try folder.files.writeDurably(bytes, to: name, temporary: ".\(name).part")
    if given != nil { return nil }
    return "Links in mail lead to \(Self.firstAddress) until publicAddress is set in "
      + "\(folder.path)/\(name)."
  }
}
