// Crypto — hashes, message authentication, keys from passwords, RSA signatures, secret random bytes,
// and how they are written as text.
//
// Everything that must never be written by hand is OpenSSL 3's libcrypto, called through EVP; what
// is written here is text (hexadecimal, base64, base64url, Crockford's base32) and value types. Nothing of
// the school district is known here.
//
// Two kinds of failure. What depends on the machine at that moment (random bytes) throws
// `CryptoError`. SHA-256 and HMAC over bytes in memory fail only when libcrypto itself is broken or
// memory has run out; a process stops then, because going on with a wrong hash would be worse.
// `verifyInstallation()` finds a broken libcrypto at the start, as an error that can be told.
//
// Read in this order: Digest32, SHA256, HMACSHA256, PBKDF2, RSAKey, RandomSource, then the text forms.

import COpenSSL

/// Why a cryptographic operation did not happen.
public enum CryptoError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operating system's generator gave no random bytes. Trying again later may help.
  case noRandomness
  /// Libcrypto computed something else than the published answer, or lacks an algorithm.
  case brokenInstallation(algorithm: String)

  public var description: String {
    switch self {
    case .noRandomness:
      "the operating system gave no random bytes"
    case .brokenInstallation(let algorithm):
      "libcrypto gives a wrong answer for \(algorithm), or none: reinstall the package libssl3"
    }
  }
}

/// Checks libcrypto against published answers, so that a broken one is told at the start.
///
/// The answers are those of FIPS 180-4 (SHA-256 of "abc") and RFC 4231 §4.3 (HMAC, test case 2).
///
/// - Throws: ``CryptoError/brokenInstallation(algorithm:)`` with the first that differs.
public func verifyInstallation() throws(CryptoError) {
  guard let digest = unsafe EVP_MD_fetch(nil, "SHA256", nil) else {
    throw .brokenInstallation(algorithm: "SHA-256")
  }
  unsafe EVP_MD_free(digest)
  let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  guard SHA256.hash("abc").hex == abc else {
    throw .brokenInstallation(algorithm: "SHA-256")
  }
  let jefe = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  let key = Array("Jefe".utf8)
  guard HMACSHA256.authenticate("what do ya want for nothing?", key: key).hex == jefe else {
    throw .brokenInstallation(algorithm: "HMAC-SHA-256")
  }
}

/// Compares two byte strings in a time that depends only on their lengths.
///
/// Use it wherever one side is secret: tokens, their hashes, authentication codes.
public func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  return unsafe left.withUnsafeBytes { a in
    unsafe right.withUnsafeBytes { b in
      unsafe CRYPTO_memcmp(a.baseAddress, b.baseAddress, a.count) == 0
    }
  }
}
