import Files
import Glibc
public import Programs

/// Reads secrets from where a setting says that they are. What it says of one never holds a part of it.
public struct Secrets: Sendable {
  /// Where systemd puts what `LoadCredential=` names, for the process itself.
  private let credentials: String

  /// Most bytes of a secret.
  static let bytesMax = 64 << 10
  /// Where root finds the credentials of the running service.
  static let serviceCredentials = "/run/credentials/rubricd.service"

  /// - Parameter credentials: The folder of `$CREDENTIALS_DIRECTORY`; `nil` looks at those of the running service.
  public init(credentials: String?) {
    self.credentials = credentials ?? Self.serviceCredentials
  }

  /// Secrets as this process's environment has them.
  public static func ofThisProcess() -> Secrets {
    guard let value = unsafe getenv("CREDENTIALS_DIRECTORY") else {
      return Secrets(credentials: nil)
    }
    return unsafe Secrets(credentials: String(cString: value))
  }

  /// Reads a secret; one line end at its end is not part of it.
  public func read(_ place: SecretPlace) throws(RelayProblem) -> [UInt8] {
    let path: String
    switch place {
    case .credential(let name): path = "\(credentials)/\(name)"
    case .file(let file):
      path = file
      try checkMode(file)
    }
    var bytes: [UInt8]
    do throws(FileError) {
      bytes = try SystemFile.read(path, limit: Self.bytesMax)
    } catch {
      throw RelayProblem(Self.words(error, place))
    }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard !bytes.isEmpty else { throw RelayProblem("\(place.words) is empty") }
    return bytes
  }

  /// Reads a secret that is text.
  func text(_ place: SecretPlace) throws(RelayProblem) -> String {
    guard let text = String(validating: try read(place), as: UTF8.self) else {
      throw RelayProblem("\(place.words) is no text in UTF-8")
    }
    return text
  }

  private func checkMode(_ path: String) throws(RelayProblem) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return }
    guard status.st_mode & 0o077 == 0 else {
      throw RelayProblem(
        "\(path) can be read by others than its owner; make it private: chmod 600 \(path)")
    }
  }

  private static func words(_ error: FileError, _ place: SecretPlace) -> String {
    switch (place, error.reason) {
    case (.credential(let name), .notFound):
      "the credential \"\(name)\" is not there; name it in the unit, as in "
        + "LoadCredential=\(name):/etc/rubricd/\(name)"
    case (_, .notPermitted): "\(place.words) may not be read by this user"
    default: "\(place.words) can't be read: \(error.reason)"
    }
  }
}

extension SecretPlace {
  fileprivate var words: String {
    switch self {
    case .credential(let name): "the credential \"\(name)\""
    case .file(let path): path
    }
  }
}

/// Why a relay can't be used as it is set, in words without their full stop. No secret stands in them.
public struct RelayProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  /// Whether it may go better in a while, without a change of settings.
  public let isTemporary: Bool
  /// What to change, if that is known: a sentence.
  public let advice: String?

  init(_ description: String, isTemporary: Bool = false, advice: String? = nil) {
    self.description = description
    self.isTemporary = isTemporary
    self.advice = advice
  }

  /// What is wrong and what to change, in one line without its full stop.
  public var words: String {
    guard var words = advice.map({ "\(description). \($0)" }) else { return description }
    if words.hasSuffix(".") { words.removeLast() }
    return words
  }
}
