import COpenSSL

/// Message authentication with a secret key (RFC 2104) over SHA-256.
public enum HMACSHA256 {
  /// The authentication code of a message.
  ///
  /// - Parameters:
  ///   - message: What is vouched for.
  ///   - key: The secret; 32 random bytes are the right size. Any length is taken.
  /// - Returns: 32 bytes. Compare them with ``Digest32/equalsInConstantTime(_:)``.
  public static func authenticate(_ message: [UInt8], key: [UInt8]) -> Digest32 {
    // HMAC() takes the key's length as an Int32. No key of ours comes near.
    precondition(key.count <= Int(Int32.max), "a key of more than 2 GB")
    return unsafe withDigestBuffer { buffer in
      unsafe message.withUnsafeBufferPointer { text in
        unsafe key.withUnsafeBytes { secret in
          var length = UInt32(Digest32.byteCount)
          let code = unsafe HMAC(
            SHA256.algorithm.pointer, secret.baseAddress, Int32(secret.count),
            text.baseAddress, text.count, buffer, &length)
          unsafe precondition(code != nil, "libcrypto cannot compute HMAC-SHA-256")
        }
      }
    }
  }

  /// The authentication code of a text's UTF-8.
  public static func authenticate(_ message: String, key: [UInt8]) -> Digest32 {
    authenticate(Array(message.utf8), key: key)
  }

  /// Whether a code is the message's, compared in constant time.
  public static func isValid(_ code: Digest32, for message: [UInt8], key: [UInt8]) -> Bool {
    authenticate(message, key: key).equalsInConstantTime(code)
  }
}
