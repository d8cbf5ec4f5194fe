import CArchive

/// How much an archive may hold; what lies beyond refuses it before anything is unpacked.
public struct ArchiveLimits: Hashable, Sendable {
  /// Most bytes of the archive itself.
  public var archiveBytes: Int
  /// Most files and folders in it.
  public var entries: Int
  /// Most bytes of all its files together, unpacked.
  public var unpackedBytes: Int
  /// How many times larger than the archive its files may be, unpacked, beyond the first MiB.
  public var ratio: Int

  /// Sets each limit; what is not named keeps its default.
  public init(
    archiveBytes: Int = 64 << 20, entries: Int = 64, unpackedBytes: Int = 512 << 20,
    ratio: Int = 200
  ) {
    self.archiveBytes = archiveBytes
    self.entries = entries
    self.unpackedBytes = unpackedBytes
    self.ratio = ratio
  }

  /// The limits that hold unless a caller says otherwise.
  public static let standard = ArchiveLimits()
}

/// A zip file whose files can be read one by one, in pieces.
///
/// The archive stays packed in memory; reading a file unpacks 64 KiB at a time and passes over the
/// others. Folders' names are dropped: rosters come packed with and without one. Refused are names
/// that lead out of a folder, two files of one name, encrypted files, links, and whatever is larger
/// than it says or than `ArchiveLimits` allow. Folders and the extra files that macOS packs
/// (`__MACOSX`, names that begin with a dot) are passed over.
///
/// Unpacked by libarchive, which reads the zip format's central directory.
public struct ZipArchive: Sendable {
  /// The names of its files without folders, in small letters, sorted.
  public let names: [String]

  private let bytes: [UInt8]
  private let file: String
  /// The declared length and the entry's position for each name.
  private let entries: [String: (position: Int, length: Int)]

  private static let regularFile: UInt32 = 0o100000
  private static let folder: UInt32 = 0o040000
  private static let typeMask: UInt32 = 0o170000
  private static let pieceBytes = 64 << 10

  /// Opens an archive and checks its list of files; unpacks nothing.
  ///
  /// - Parameters:
  ///   - bytes: The archive.
  ///   - file: Its name, for messages.
  ///   - limits: What it may hold at most.
  /// - Throws: ``FileProblem`` when it is no zip file, or one that is refused.
  public init(
    _ bytes: [UInt8], file: String, limits: ArchiveLimits = .standard
  ) throws(FileProblem) {
    guard bytes.count <= limits.archiveBytes else {
      throw FileProblem(
        file: file, .tooLarge, found: "\(bytes.count) bytes",
        expected: "an archive of at most \(limits.archiveBytes)")
    }
    guard bytes.starts(with: [0x50, 0x4B]) else {
      throw FileProblem(
        file: file, bytes.isEmpty ? .empty : .notText, at: Place(byte: 0),
        found: bytes.isEmpty ? "nothing" : "something else than a zip file",
        expected: "a zip file")
    }
    var entries: [String: (position: Int, length: Int)] = [:]
    var total = 0
    var position = -1
    try unsafe Self.walk(bytes, file: file) { (archive, entry) throws(FileProblem) in
      position += 1
      guard position < limits.entries else {
        throw FileProblem(
          file: file, .tooLarge, found: "more than \(limits.entries) files",
          expected: "at most that many")
      }
      guard let name = try unsafe Self.name(of: entry, number: position + 1, file: file) else {
        return true
      }
      guard unsafe archive_entry_is_encrypted(entry) == 0 else {
        throw FileProblem(
          file: file, .content, found: "the encrypted file \(name)", expected: "plain files")
      }
      guard unsafe archive_entry_size_is_set(entry) != 0 else {
        throw FileProblem(
          file: file, .content, found: "the file \(name) without a length",
          expected: "a zip file that tells the length of each")
      }
      let length = unsafe Int(archive_entry_size(entry))
      guard length >= 0, length <= limits.unpackedBytes - total else {
        throw FileProblem(
          file: file, .tooLarge, found: "files of more than \(limits.unpackedBytes) bytes together",
          expected: "files of at most that, unpacked")
      }
      total += length
      guard entries.updateValue((position, length), forKey: name) == nil else {
        throw FileProblem(
          file: file, .content, found: "two files named \(name)", expected: "one of each name")
      }
      return true
    }
    guard total <= 1 << 20 || total / limits.ratio <= bytes.count else {
      throw FileProblem(
        file: file, .tooLarge,
        found: "files that unpack to more than \(limits.ratio) times the archive's length",
        expected: "files of text, which do not")
    }
    self.bytes = bytes
    self.file = file
    self.entries = entries
    names = entries.keys.sorted()
  }

  /// Unpacks one file.
  ///
  /// - Parameters:
  ///   - name: One of `names`.
  ///   - each: Takes the file's next bytes, at most 64 KiB at a time.
  /// - Throws: ``FileProblem`` when the archive is damaged there or holds no such file, or whatever
  ///   `each` throws.
  public func read(
    _ name: String, each: ([UInt8]) throws(FileProblem) -> Void
  ) throws(FileProblem) {
    guard let wanted = entries[name] else {
      throw FileProblem(
        file: file, .content, found: "no file \(name)",
        expected: "a zip file with \(name) in it")
    }
    var position = -1
    try unsafe Self.walk(bytes, file: file) { (archive, _) throws(FileProblem) in
      position += 1
      guard position == wanted.position else { return true }
      var left = wanted.length
      var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
      while true {
        let count = unsafe piece.withUnsafeMutableBytes { buffer in
          unsafe archive_read_data(archive, buffer.baseAddress, buffer.count)
        }
        if count == 0 { break }
        guard count > 0, count <= left else {
          throw FileProblem(
            file: file, count < 0 ? .cutOff : .tooLarge,
            found: count < 0
              ? "damaged data in \(name)" : "more data in \(name) than its length says",
            expected: "a whole zip file; perhaps it was cut off")
        }
        left -= count
        try each(count == piece.count ? piece : Array(piece[..<count]))
      }
      guard left == 0 else {
        throw FileProblem(
          file: file, .cutOff, found: "less data in \(name) than its length says",
          expected: "a whole zip file; perhaps it was cut off")
      }
      return false
    }
  }

  // MARK: - libarchive

  /// Goes through the archive's entries until `visit` returns false.
  private static func walk(
    _ bytes: [UInt8], file: String,
    visit: (OpaquePointer, OpaquePointer) throws(FileProblem) -> Bool
  ) throws(FileProblem) {
    let damaged = FileProblem(
      file: file, .cutOff, found: "a damaged list of files",
      expected: "a whole zip file; perhaps it was cut off")
    guard let archive = unsafe archive_read_new() else { throw damaged }
    defer { unsafe archive_read_free(archive) }
    guard unsafe archive_read_support_format_zip_seekable(archive) == ARCHIVE_OK else {
      throw damaged
    }
    let result: Result<Void, FileProblem> = unsafe bytes.withUnsafeBytes { buffer in
      let opened = unsafe archive_read_open_memory(archive, buffer.baseAddress, buffer.count)
      guard opened == ARCHIVE_OK else { return .failure(damaged) }
      // The reader must not look at the bytes once this closure has returned.
      defer { unsafe archive_read_close(archive) }
      do throws(FileProblem) {
        var entry: OpaquePointer?
        while true {
          let status = unsafe archive_read_next_header(archive, &entry)
          if status == ARCHIVE_EOF { return .success(()) }
          // A warning means that a name could not be put into the process's character set.
          guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry = unsafe entry else {
            return .failure(damaged)
          }
          guard try unsafe visit(archive, entry) else { return .success(()) }
        }
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// An entry's name without folders, in small letters.
  ///
  /// - Returns: Nil for what is passed over: folders, and what macOS adds.
  private static func name(
    of entry: OpaquePointer, number: Int, file: String
  ) throws(FileProblem) -> String? {
    func refuse(_ found: String) -> FileProblem {
      FileProblem(
        file: file, .content, found: "\(found) (file \(number) of the archive)",
        expected: "plain files with plain names")
    }
    let path: String
    if let text = unsafe archive_entry_pathname_utf8(entry) {
      path = unsafe String(cString: text)
    } else if let text = unsafe archive_entry_pathname(entry) {
      path = unsafe String(cString: text)
    } else {
      throw refuse("a name in an unknown encoding")
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain =
      path.utf8.count <= 255 && !path.hasPrefix("/") && !path.contains("\\")
      && !path.utf8.contains { $0 < 0x20 || $0 == 0x7F } && !parts.contains("..")
      && !(parts.first?.contains(":") ?? false)
    guard isPlain else { throw refuse("a name that leads elsewhere") }
    let type = unsafe UInt32(archive_entry_filetype(entry)) & typeMask
    if type == folder || path.hasSuffix("/") { return nil }
    guard type == regularFile || type == 0, unsafe archive_entry_symlink(entry) == nil else {
      throw refuse("a link or another special file")
    }
    guard parts.first != "__MACOSX", let name = parts.last, !name.hasPrefix(".") else { return nil }
    return name.lowercased()
  }
}
