import CivilTime
import Crypto
import Files
import Glibc
import Office

// The machine itself as an environment: the one place of this module that reads the clock, the terminal and
// files by their absolute paths.

extension Environment {
  /// This process's own arguments, streams, clock and files.
  static func ofThisProcess() -> Environment {
    // What is made here is for its owner alone: a database, a backup, a table of people.
    _ = umask(0o077)
    let arguments = CommandLine.arguments.dropFirst()
    let isTerminal = isatty(STDERR_FILENO) == 1
    return Environment(
      arguments: Array(arguments), output: { writeAll($0, to: STDOUT_FILENO) },
      errors: { writeAll($0, to: STDERR_FILENO) }, isTerminal: isTerminal,
      columns: terminalColumns(), clock: SystemClock(), random: SecureRandom(),
      zoneFile: { try SystemZones().bytes($0) },
      readFile: { (path, limit) throws(FileError) in try InputFile.read(path, limit: limit) },
      readPieces: { (path, take) throws(FileError) in
        try InputFile.readPieces(path, take: take)
      },
      dataDirectory: variable("RUBRICD_DATA") ?? standardDataDirectory,
      webProxy: variable("https_proxy") ?? variable("HTTPS_PROXY"))
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The width of the terminal that standard output is; `nil` in a pipe.
  private static func terminalColumns() -> Int? {
    guard isatty(STDOUT_FILENO) == 1 else { return nil }
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else {
      return 80
    }
    return Int(size.ws_col)
  }
}

/// Writes everything; a reader that went away ends the process by its signal, as it does other filters.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
  var done = 0
  while done < bytes.count {
    let written = unsafe bytes.withUnsafeBytes { buffer in
      unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
    }
    if written > 0 {
      done += written
    } else if errno != EINTR {
      return
    }
  }
}

/// Files that a person names: by any path, through links, from pipes.
enum InputFile {
  /// Reads a whole file, or standard input for `-`.
  ///
  /// - Parameters:
  ///   - path: As it was typed.
  ///   - limit: Most bytes.
  /// - Returns: The content.
  /// - Throws: ``Files/FileError``.
  static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    if path == "-" { return try drain(STDIN_FILENO, path: "standard input", limit: limit) }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(ofSystem: errno, path: path) }
    defer { _ = close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw FileError(ofSystem: errno, path: path)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(.wrongKind, path: path) }
    guard status.st_size <= limit else { throw FileError(.tooLarge(limit: limit), path: path) }
    return try drain(descriptor, path: path, limit: limit)
  }

  /// Reads a file, or standard input for `-`, a piece at a time.
  ///
  /// - Parameters:
  ///   - path: As it was typed.
  ///   - take: Gets the pieces, none of them empty.
  /// - Throws: ``Files/FileError``.
  static func readPieces(
    _ path: String, take: ([UInt8]) throws(FileError) -> Void
  ) throws(FileError) {
    if path == "-" { return try drain(STDIN_FILENO, path: "standard input", take: take) }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(ofSystem: errno, path: path) }
    defer { _ = close(descriptor) }
    try drain(descriptor, path: path, take: take)
  }

  private static func drain(
    _ descriptor: Int32, path: String, limit: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try drain(descriptor, path: path) { (piece) throws(FileError) in
      bytes += piece
      if bytes.count > limit { throw FileError(.tooLarge(limit: limit), path: path) }
    }
    return bytes
  }

  private static func drain(
    _ descriptor: Int32, path: String, take: ([UInt8]) throws(FileError) -> Void
  ) throws(FileError) {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count == 0 { return }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(ofSystem: errno, path: path)
      }
      try take(Array(piece[..<count]))
    }
  }
}

/// Folders and files that a person names for output.
enum OutputFile {
  /// Writes a file whole or not at all, in the place of one that has its name.
  static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let (folder, name) = split(path)
    try LocalFiles(root: folder).writeDurably(bytes, to: name, temporary: ".\(name).part")
  }

  /// The folder that a path is in, `.` for none, and its last name.
  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = String(path[..<slash])
    return (folder.isEmpty ? "/" : folder, String(path[path.index(after: slash)...]))
  }

  /// Makes a folder and those above it; one that exists is fine.
  static func makeFolder(_ path: String) throws(FileError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for name in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? String(name) : "/\(name)"
      if unsafe mkdir(made, 0o700) != 0, errno != EEXIST {
        let number = errno
        throw FileError(
          number == EACCES || number == EPERM ? .notPermitted : .other, path: path,
          errorNumber: number)
      }
    }
  }
}
