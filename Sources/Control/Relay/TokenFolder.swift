import Files
import Glibc
import Mail
import Office
import Programs

/// Where tokens are between two uses: files that only the account of the data directory may read.
///
/// The access token is kept in `run/`, and a refresh token, which can't be had again without a person, in `oauth/`.
/// One process at a time fetches, under a lock on the folder `run/` itself: two that use one refresh token at once
/// would look to the server like a thief, and end the sign-in (RFC 9700 §4.14.2).
struct TokenFolder {
  private let path: String
  private let files: LocalFiles

  init(data: String) {
    path = DistrictFolder(data).path
    files = LocalFiles(root: path)
  }

  /// Runs something while no other process does.
  func alone<Result>(
    _ body: () throws(RelayProblem) -> Result
  ) throws(RelayProblem) -> Result {
    try make(DataDirectory.run)
    let folder = "\(path)/\(DataDirectory.run)"
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw problem(FileError(ofSystem: errno, path: DataDirectory.run))
    }
    // The kernel frees the lock with the descriptor, however the process ends.
    defer { _ = close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw problem(FileError(ofSystem: errno, path: DataDirectory.run))
      }
    }
    return try body()
  }

  /// The access token that is kept; `nil` if there is none, or none that can be read.
  func accessToken() -> StoredToken? {
    guard
      let bytes = try? files.read(DataDirectory.accessToken, limit: StoredToken.bytesMaximum)
    else { return nil }
    return StoredToken(file: bytes)
  }

  func keep(_ token: StoredToken) throws(RelayProblem) {
    try put(token.file, at: DataDirectory.accessToken)
  }

  /// The refresh token that is kept; `nil` if nobody has signed in.
  func refreshToken() throws(RelayProblem) -> SecretText? {
    let file = "\(path)/\(DataDirectory.refreshToken)"
    do throws(FileError) {
      guard try files.exists(DataDirectory.refreshToken) else { return nil }
    } catch {
      throw problem(error)
    }
    let text = try Secrets(credentials: nil).text(.file(file))
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw RelayProblem(
        "\(file) holds no refresh token",
        advice: "Sign in again: rubricctl mail token --sign-in")
    }
    return SecretText(text)
  }

  /// Puts a refresh token in the place of the one that is kept, so that after a power loss one of the two is there.
  func keep(refreshToken token: SecretText) throws(RelayProblem) {
    try make(DataDirectory.oauth)
    try put(Array((token.text + "\n").utf8), at: DataDirectory.refreshToken)
  }

  /// Makes sure that a new refresh token could be kept, before the one that is kept is used up.
  func checkRoom() throws(RelayProblem) {
    let name = DataDirectory.refreshToken + ".part"
    do throws(FileError) {
      try files.removeIfPresent(name)
      let file = try files.create(name)
      defer { file.close() }
      try file.append([UInt8](repeating: UInt8(ascii: "\n"), count: StoredToken.bytesMaximum))
      try file.sync()
      try files.remove(name)
    } catch {
      throw problem(error)
    }
  }

  private func put(_ bytes: [UInt8], at name: String) throws(RelayProblem) {
    let temporary = name + ".part"
    do throws(FileError) {
      try files.removeIfPresent(temporary)
      let file = try files.create(temporary)
      defer { file.close() }
      try file.append(bytes)
      try file.sync()
      giveAway(temporary)
      try files.moveDurably(temporary, to: name)
    } catch {
      throw problem(error)
    }
  }

  private func make(_ folder: String) throws(RelayProblem) {
    do throws(FileError) {
      if try files.exists(folder) { return }
      try files.createFolder(folder)
      giveAway(folder)
    } catch {
      throw problem(error)
    }
  }

  /// What root makes here belongs to the account that the data directory belongs to: the service must read it.
  private func giveAway(_ name: String) {
    var status = stat()
    guard geteuid() == 0, unsafe stat(path, &status) == 0 else { return }
    // Without it the service says that it may not read the file.
    _ = unsafe lchown("\(path)/\(name)", status.st_uid, status.st_gid)
  }

  private func problem(_ error: FileError) -> RelayProblem {
    RelayProblem("tokens can't be kept in \(path): \(error)")
  }
}
