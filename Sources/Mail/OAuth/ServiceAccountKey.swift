public import Crypto
import Documents

/// The key file of a service account, as Google's console hands it out: JSON.
public struct ServiceAccountKey: Sendable {
  /// The account itself: the `iss` of its statements.
  public let clientEmail: String
  /// Where its tokens are asked for.
  public let tokenAddress: WebAddress
  /// Which of the account's keys this is.
  public let keyID: String?
  let privateKey: RSAKey

  /// RS256 asks for at least so many (RFC 7518 §3.3).
  static let bitsMinimum = 2_048

  /// Reads a key file.
  ///
  /// - Parameter file: Its bytes, at most 64 KiB.
  /// - Throws: ``ServiceAccountKeyProblem``.
  public init(file: [UInt8]) throws(ServiceAccountKeyProblem) {
    guard file.count <= 65_536, let fields = JSONFields(file) else { throw .notJSON }
    if let type = fields.string("type"), type != "service_account" { throw .otherType(type) }
    // What the console gives for an application of its own has one key, "installed" or "web".
    if fields.has("installed") || fields.has("web") { throw .otherType("OAuth client") }
    guard let email = fields.string("client_email"), (1...255).contains(email.utf8.count),
      email.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .missing("client_email") }
    guard let pem = fields.string("private_key") else { throw .missing("private_key") }
    guard let address = fields.string("token_uri").flatMap(WebAddress.init) else {
      throw .missing("token_uri")
    }
    do throws(RSAKeyProblem) {
      privateKey = try RSAKey(pem: Array(pem.utf8))
    } catch {
      throw .key(error)
    }
    guard privateKey.bits >= Self.bitsMinimum else {
      throw .key(.tooShort(bits: privateKey.bits))
    }
    clientEmail = email
    tokenAddress = address
    keyID = fields.string("private_key_id")
  }
}

/// Why a file is no service account's key. Nothing of the file is in it but the name of its kind.
public enum ServiceAccountKeyProblem: Error, Hashable, Sendable {
  case notJSON
  case otherType(String)
  case missing(String)
  case key(RSAKeyProblem)
}

extension ServiceAccountKeyProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notJSON: "it is no key file: expected the JSON file that Google's console gave"
    case .otherType(let type):
      "it is for \"\(CleanText.line(Array(type.utf8)[...], lengthMaximum: 40))\", not for a "
        + "service account: make a key of type JSON for the service account, and name that file"
    case .missing(let name): "it has no usable \"\(name)\": make a new key of type JSON"
    case .key(.tooShort(let bits)):
      "its \"private_key\" has \(bits) bits; at least \(ServiceAccountKey.bitsMinimum) are needed"
    case .key(let problem): "its \"private_key\" is \(problem)"
    }
  }
}
