import COpenSSL

/// Whom to trust, made once and used by every connection.
///
/// At least TLS 1.2, chain and host verified always: there is no switch to turn that off. A relay with
/// a certificate of the district's own is trusted by naming its authority's file.
@safe
public final class TLSSettings: Sendable {
  /// Whose signatures count.
  public enum Authorities: Hashable, Sendable {
    /// Those of the system: Debian's package ca-certificates.
    case system
    /// Those in a PEM file, and no others.
    case file(String)
  }

  /// An SSL_CTX may be shared by threads once it is set up (SSL_CTX_new(3)): nothing changes it later.
  nonisolated(unsafe) let context: OpaquePointer

  /// Settings for client connections.
  ///
  /// - Parameter authorities: Whose signatures count.
  /// - Throws: ``TransportError/tls(_:)`` when the file can't be read or has no certificate.
  public init(authorities: Authorities = .system) throws(TransportError) {
    ERR_clear_error()
    guard let context = unsafe SSL_CTX_new(TLS_client_method()) else {
      throw .tls(.other(OpenSSLError.take().words))
    }
    unsafe self.context = context
    guard unsafe rubricd_SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 else {
      throw .tls(.other(OpenSSLError.take().words))
    }
    unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, noteRefusedCertificate)
    switch authorities {
    case .system:
      guard unsafe SSL_CTX_set_default_verify_paths(context) == 1 else {
        throw .tls(.other(OpenSSLError.take().words))
      }
    case .file(let path):
      guard unsafe SSL_CTX_load_verify_file(context, path) == 1 else {
        throw .tls(.authorityFile(path: path, words: OpenSSLError.take().words))
      }
    }
  }

  deinit {
    unsafe SSL_CTX_free(context)
  }
}

/// The first error in this thread's queue of OpenSSL, which is emptied.
struct OpenSSLError {
  /// ERR_GET_REASON, or 0 when the queue was empty.
  let reason: Int32
  let words: String

  static func take() -> OpenSSLError {
    let code = ERR_get_error()
    ERR_clear_error()
    guard code != 0 else { return OpenSSLError(reason: 0, words: "no reason was given") }
    let words: String
    if ERR_SYSTEM_ERROR(code) {
      words = systemWords(ERR_GET_REASON(code))
    } else if let text = unsafe ERR_reason_error_string(code) {
      words = unsafe String(cString: text)
    } else {
      words = "OpenSSL's error \(code)"
    }
    return OpenSSLError(reason: ERR_GET_REASON(code), words: words)
  }

  private static func ERR_SYSTEM_ERROR(_ code: UInt) -> Bool { code & 0x8000_0000 != 0 }
}
