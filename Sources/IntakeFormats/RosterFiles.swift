/// The files of a OneRoster export, wherever they lie.
public struct RosterFiles: Sendable {
  private enum Home: Sendable {
    case folder([String: [UInt8]])
    case zip(ZipArchive)
  }

  private let home: Home
  /// The files' names without folders, in small letters.
  let names: Set<String>

  private static let pieceBytes = 64 << 10

  /// Takes files as they lay in a folder.
  ///
  /// - Parameter folder: For each file's name its bytes.
  public init(folder: [String: [UInt8]]) {
    var files: [String: [UInt8]] = [:]
    for (name, bytes) in folder { files[name.lowercased()] = bytes }
    home = .folder(files)
    names = Set(files.keys)
  }

  /// Takes files that are packed.
  public init(zip: ZipArchive) {
    home = .zip(zip)
    names = Set(zip.names)
  }

  /// Reads a file's rows one by one.
  ///
  /// - Parameters:
  ///   - name: The file, in small letters.
  ///   - format: The kind of row.
  ///   - dateOrder: In which order dates with slashes name month and day.
  ///   - limits: What a cell, a row and the file may hold at most.
  ///   - each: Takes each row.
  /// - Throws: ``FileProblem`` when the file cannot be used.
  func rows<Format: RowFormat>(
    of name: String, as format: Format, dateOrder: DateOrder, limits: Limits,
    each: (ReadRow<Format.Row>) -> Void
  ) throws(FileProblem) {
    var reader = RowReader(format, file: name, dateOrder: dateOrder, limits: limits)
    switch home {
    case .folder(let files):
      let bytes = files[name] ?? []
      for start in stride(from: 0, to: bytes.count, by: Self.pieceBytes) {
        try reader.append(Array(bytes[start..<min(start + Self.pieceBytes, bytes.count)]))
        while let row = try reader.next() { each(row) }
      }
    case .zip(let archive):
      try archive.read(name) { (piece) throws(FileProblem) in
        try reader.append(piece)
        while let row = try reader.next() { each(row) }
      }
    }
    try reader.finish()
    while let row = try reader.next() { each(row) }
  }
}
