import COpenSSL

/// Why a text is no RSA private key that is fit to sign.
public enum RSAKeyProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// No private key in PEM that could be read without a passphrase.
  case unreadable
  /// A key of another kind, such as an elliptic curve's.
  case notRSA
  case tooShort(bits: Int)
  case tooLong(bits: Int)

  public var description: String {
    switch self {
    case .unreadable:
      "no private key in PEM (PKCS#8 or PKCS#1), or one that needs a passphrase"
    case .notRSA: "a key that is not for RSA"
    case .tooShort(let bits):
      "an RSA key of \(bits) bits; at least \(RSAKey.bitsMinimum) are needed"
    case .tooLong(let bits): "an RSA key of \(bits) bits; at most \(RSAKey.bitsMaximum) are taken"
    }
  }
}

/// An RSA private key that signs (RSASSA-PKCS1-v1_5 with SHA-256, RFC 8017 §8.2).
///
/// May be used from all threads at once: the key is not changed after it was read
/// (openssl-threads(7)).
@safe
public final class RSAKey: @unchecked Sendable {
  /// What RFC 8301 §3.2 asks of signers.
  public static let bitsMinimum = 1_024
  /// What RFC 8301 §3.2 has verifiers support, doubled.
  public static let bitsMaximum = 8_192

  private let key: OpaquePointer

  /// How long the modulus is.
  public let bits: Int

  /// Reads a key.
  ///
  /// - Parameter pem: The file's bytes, at most 64 KiB: PKCS#8 or PKCS#1, without a passphrase.
  /// - Throws: ``RSAKeyProblem``.
  public init(pem: [UInt8]) throws(RSAKeyProblem) {
    guard let key = unsafe Self.read(pem) else { throw .unreadable }
    guard unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else {
      unsafe EVP_PKEY_free(key)
      throw .notRSA
    }
    let bits = unsafe Int(EVP_PKEY_get_bits(key))
    guard bits >= Self.bitsMinimum, bits <= Self.bitsMaximum else {
      unsafe EVP_PKEY_free(key)
      throw bits < Self.bitsMinimum ? .tooShort(bits: bits) : .tooLong(bits: bits)
    }
    self.bits = bits
    unsafe self.key = unsafe key
  }

  deinit {
    unsafe EVP_PKEY_free(key)
  }

  /// The signature of a message, as long as the modulus.
  ///
  /// - Parameter message: What is signed; its SHA-256 is computed here.
  /// - Returns: The signature.
  /// - Throws: ``CryptoError/brokenInstallation(algorithm:)`` if libcrypto can't.
  public func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
    guard let context = unsafe EVP_MD_CTX_new() else {
      throw .brokenInstallation(algorithm: "RSA")
    }
    defer { unsafe EVP_MD_CTX_free(context) }
    var length = bits / 8 + 1
    var signature = [UInt8](repeating: 0, count: length)
    var signed: Int32 = 0
    if unsafe EVP_DigestSignInit(context, nil, SHA256.algorithm.pointer, nil, key) == 1 {
      signed = unsafe signature.withUnsafeMutableBufferPointer { output in
        unsafe message.withUnsafeBufferPointer { input in
          unsafe EVP_DigestSign(
            context, output.baseAddress, &length, input.baseAddress, input.count)
        }
      }
    }
    guard signed == 1 else {
      ERR_clear_error()
      throw .brokenInstallation(algorithm: "RSA")
    }
    return Array(signature.prefix(length))
  }

  private static func read(_ pem: [UInt8]) -> OpaquePointer? {
    guard !pem.isEmpty, pem.count <= 65_536 else { return nil }
    let key: OpaquePointer? = unsafe pem.withUnsafeBytes { bytes in
      guard let memory = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else {
        return nil
      }
      defer { unsafe BIO_free(memory) }
      // An empty passphrase, so that a locked key fails instead of asking at a terminal.
      return unsafe withUnsafePointer(to: CChar(0)) { empty in
        unsafe PEM_read_bio_PrivateKey(
          memory, nil, nil, UnsafeMutableRawPointer(mutating: UnsafeRawPointer(empty)))
      }
    }
    ERR_clear_error()
    return unsafe key
  }
}
