import COpenSSL

/// SHA-256 (FIPS 180-4), at once or piece by piece.
///
/// ```swift
/// let digest = SHA256.hash(entry)
///
/// var hash = SHA256()
/// hash.update(header)
/// hash.update(payload)
/// let same = hash.finish()
/// ```
///
/// Not copyable: it owns a context of libcrypto and frees it. After `finish()` it stands at the
/// beginning again, so that one value can hash many messages without allocating.
@safe
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  /// A hash of nothing yet.
  public init() {
    guard let context = unsafe EVP_MD_CTX_new() else {
      preconditionFailure("out of memory for a SHA-256 context")
    }
    unsafe self.context = unsafe context
    let began = unsafe EVP_DigestInit_ex2(context, Self.algorithm.pointer, nil)
    precondition(began == 1, "libcrypto cannot begin SHA-256")
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
  }

  /// Takes the next bytes of the message.
  public mutating func update(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { buffer in
      let updated = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
      precondition(updated == 1, "libcrypto cannot go on with SHA-256")
    }
  }

  /// Takes the next bytes of the message.
  public mutating func update(_ bytes: [UInt8]) {
    unsafe update(bytes.span.bytes)
  }

  /// Takes the next part of the message, as UTF-8.
  public mutating func update(_ text: String) {
    unsafe update(text.utf8Span.span.bytes)
  }

  /// The digest of all that was taken; the hash begins anew.
  public mutating func finish() -> Digest32 {
    let digest = unsafe withDigestBuffer { buffer in
      let finished = unsafe EVP_DigestFinal_ex(context, buffer, nil)
      precondition(finished == 1, "libcrypto cannot finish SHA-256")
    }
    let began = unsafe EVP_DigestInit_ex2(context, nil, nil)
    precondition(began == 1, "libcrypto cannot begin SHA-256 again")
    return digest
  }

  /// The digest of a whole message.
  public static func hash(_ bytes: RawSpan) -> Digest32 {
    unsafe withDigestBuffer { buffer in
      unsafe bytes.withUnsafeBytes { message in
        let hashed = unsafe EVP_Digest(
          message.baseAddress, message.count, buffer, nil, algorithm.pointer, nil)
        precondition(hashed == 1, "libcrypto cannot compute SHA-256")
      }
    }
  }

  /// The digest of a whole message.
  public static func hash(_ bytes: [UInt8]) -> Digest32 {
    unsafe hash(bytes.span.bytes)
  }

  /// The digest of a text's UTF-8.
  public static func hash(_ text: String) -> Digest32 {
    unsafe hash(text.utf8Span.span.bytes)
  }

  // Fetched once: looking an algorithm up by name costs several times a short message's hash.
  // OpenSSL's fetched methods are immutable and may be used from all threads at once
  // (EVP_MD_fetch(3), openssl-threads(7)).
  static let algorithm = Algorithm()

  @safe
  struct Algorithm: @unchecked Sendable {
    let pointer: OpaquePointer

    init() {
      guard let fetched = unsafe EVP_MD_fetch(nil, "SHA256", nil) else {
        preconditionFailure("libcrypto has no SHA-256; verifyInstallation() tells it in good time")
      }
      unsafe pointer = unsafe fetched
    }
  }
}

/// Lets C write 32 bytes and makes a digest of them.
func withDigestBuffer(_ write: (UnsafeMutablePointer<UInt8>) -> Void) -> Digest32 {
  var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  unsafe withUnsafeMutableBytes(of: &words) { raw in
    unsafe raw.withMemoryRebound(to: UInt8.self) { buffer in
      if let base = buffer.baseAddress { unsafe write(base) }
    }
  }
  return Digest32(
    a: UInt64(bigEndian: words.0), b: UInt64(bigEndian: words.1),
    c: UInt64(bigEndian: words.2), d: UInt64(bigEndian: words.3))
}
