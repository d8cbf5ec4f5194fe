public import CivilTime
public import Crypto
import Documents

/// A statement, signed with a service account's key, that it acts for a mailbox (RFC 7519, RFC 7523 §3).
public enum JWTAssertion {
  /// How long a statement holds: Google takes at most an hour.
  public static let secondsValid: Int64 = 3_600

  /// Makes a statement.
  ///
  /// - Parameters:
  ///   - key: The service account's key.
  ///   - mailbox: Whose mail is sent: the `sub`.
  ///   - scope: What the token is to allow.
  ///   - audience: The token address.
  ///   - now: When it begins to hold.
  /// - Returns: The three parts of its compact form (RFC 7515 §3.1), signed by RS256 (RFC 7518 §3.3).
  /// - Throws: ``Crypto/CryptoError`` if libcrypto can't sign.
  public static func sign(
    with key: ServiceAccountKey, mailbox: String, scope: String, audience: WebAddress,
    at now: Instant
  ) throws(CryptoError) -> SecretText {
    let header = Plain.fields([
      "alg": "RS256", "typ": "JWT", "kid": key.keyID.map(Plain.string),
    ])
    let claims = Plain.fields([
      "iss": .string(key.clientEmail), "sub": .string(mailbox), "scope": .string(scope),
      "aud": .string(audience.description), "iat": .integer(Int(now.seconds)),
      "exp": .integer(Int(now.seconds + secondsValid)),
    ])
    let signed = [header, claims]
      .map { Base64URL.encode(Array(JSONText.write($0).utf8)) }.joined(separator: ".")
    let signature = try key.privateKey.sign(Array(signed.utf8))
    return SecretText(signed + "." + Base64URL.encode(signature))
  }
}
