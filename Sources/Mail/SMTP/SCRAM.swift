import Crypto

/// The client's side of SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677).
///
/// The password never leaves, and the relay has to prove that it knows it too. The names of the
/// values are the RFC's own (§3).
struct SCRAM: Sendable {
  /// What a server may ask for at least (RFC 7677 §4); fewer would make guessing cheap.
  static let iterationsMinimum = 4_096

  private let password: [UInt8]
  private let nonce: String
  private let clientFirstBare: String
  private var expectedSignature: Digest32?
  /// Whether the relay has proved that it knows the password.
  private(set) var isVerified = false

  /// - Parameters:
  ///   - user: The user name.
  ///   - password: The secret, in UTF-8.
  ///   - nonce: Printable ASCII without a comma, never used before.
  init(user: String, password: String, nonce: String) {
    self.password = Array(password.utf8)
    self.nonce = nonce
    clientFirstBare = "n=" + SCRAM.escape(user) + ",r=" + nonce
  }

  /// The first message; `n` says that no channel is bound (§6).
  var clientFirst: [UInt8] { Array(("n,," + clientFirstBare).utf8) }

  /// Answers the server's first message with the proof.
  mutating func clientFinal(_ serverFirst: [UInt8]) throws(SASLProblem) -> [UInt8] {
    let text = String(decoding: serverFirst, as: UTF8.self)
    let fields = Self.fields(text)
    if let error = fields.first, error.name == "e" { throw .refused(error.value) }
    // Extensions that must be understood ("m=") are none that are known (§5.1).
    guard fields.count >= 3, fields[0].name == "r", fields[1].name == "s", fields[2].name == "i",
      let salt = Base64.decode(fields[1].value), !salt.isEmpty,
      let iterations = Int(fields[2].value)
    else { throw .malformedChallenge }
    let serverNonce = fields[0].value
    guard serverNonce.hasPrefix(nonce), serverNonce.utf8.count > nonce.utf8.count else {
      throw .foreignNonce
    }
    guard iterations >= Self.iterationsMinimum,
      let saltedPassword = PBKDF2SHA256.key(
        password: password, salt: salt, iterations: iterations)
    else { throw .iterations(iterations) }
    let withoutProof = "c=biws,r=" + serverNonce
    let authMessage = clientFirstBare + "," + text + "," + withoutProof
    let clientKey = HMACSHA256.authenticate("Client Key", key: saltedPassword.bytes)
    let storedKey = SHA256.hash(clientKey.bytes)
    let clientSignature = HMACSHA256.authenticate(authMessage, key: storedKey.bytes)
    let serverKey = HMACSHA256.authenticate("Server Key", key: saltedPassword.bytes)
    expectedSignature = HMACSHA256.authenticate(authMessage, key: serverKey.bytes)
    let proof = zip(clientKey.bytes, clientSignature.bytes).map { $0 ^ $1 }
    return Array((withoutProof + ",p=" + Base64.encode(proof)).utf8)
  }

  /// Checks the server's final message.
  mutating func verify(_ serverFinal: [UInt8]) throws(SASLProblem) {
    let fields = Self.fields(String(decoding: serverFinal, as: UTF8.self))
    guard let first = fields.first else { throw .malformedChallenge }
    if first.name == "e" { throw .refused(first.value) }
    guard first.name == "v", let bytes = Base64.decode(first.value),
      let signature = Digest32(bytes), let expectedSignature
    else { throw .malformedChallenge }
    guard signature.equalsInConstantTime(expectedSignature) else { throw .relayNotProved }
    isVerified = true
  }

  private static func fields(_ text: String) -> [(name: String, value: String)] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { field in
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
  }

  /// `saslname` of §5.1, as GS2 headers have it too.
  static func escape(_ name: String) -> String {
    var escaped = ""
    for character in name.unicodeScalars {
      switch character {
      case "=": escaped += "=3D"
      case ",": escaped += "=2C"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
