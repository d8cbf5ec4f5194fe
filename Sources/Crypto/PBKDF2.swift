import COpenSSL

/// Keys from passwords (PBKDF2 of RFC 8018 §5.2 with HMAC-SHA-256), as SCRAM asks for them.
public enum PBKDF2SHA256 {
  /// The most rounds that are computed: about half a second. Whoever asks for the key sets the
  /// number, so it must have a bound.
  public static let iterationsMaximum = 1_000_000

  /// The first 32 bytes of the key.
  ///
  /// - Parameters:
  ///   - password: The secret, in UTF-8.
  ///   - salt: At most 1,024 bytes.
  ///   - iterations: 1…``iterationsMaximum``.
  /// - Returns: The key, or nil if salt or iterations are out of bounds.
  public static func key(password: [UInt8], salt: [UInt8], iterations: Int) -> Digest32? {
    guard (1...iterationsMaximum).contains(iterations), salt.count <= 1_024,
      let passwordCount = Int32(exactly: password.count)
    else { return nil }
    var derived = false
    let key = unsafe withDigestBuffer { buffer in
      unsafe password.withUnsafeBytes { secret in
        unsafe salt.withUnsafeBufferPointer { salt in
          let result = unsafe PKCS5_PBKDF2_HMAC(
            secret.baseAddress?.assumingMemoryBound(to: CChar.self), passwordCount,
            salt.baseAddress, Int32(salt.count), Int32(iterations), SHA256.algorithm.pointer,
            Int32(Digest32.byteCount), buffer)
          derived = result == 1
        }
      }
    }
    precondition(derived, "libcrypto cannot compute PBKDF2-HMAC-SHA-256")
    return key
  }
}
