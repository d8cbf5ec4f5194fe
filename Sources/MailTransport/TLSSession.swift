import COpenSSL
import Glibc

/// The secret side of one connection, over memory: bytes of the network go in and come out by hand.
///
/// OpenSSL never touches the socket, so that deadlines, the stop signal and the absence of SIGPIPE are
/// those of ``Socket``. Used by one thread at a time.
@safe
final class TLSSession {
  /// What is left to do after a step.
  enum Step {
    case done
    /// More bytes of the network are needed.
    case needsInput
  }

  private let session: OpaquePointer
  /// Memory from the network, and to it; both belong to the session.
  private let input: OpaquePointer
  private let output: OpaquePointer
  private let host: String
  /// What the certificate check found, told by `noteRefusedCertificate` while a handshake runs.
  fileprivate var refused: RefusedCertificate?

  /// A session that has not begun.
  ///
  /// - Parameters:
  ///   - settings: Whom to trust.
  ///   - host: Whose certificate it must be: a name, or an address as numbers.
  /// - Throws: ``TransportError/tls(_:)`` when OpenSSL can't.
  init(_ settings: TLSSettings, host: String) throws(TransportError) {
    ERR_clear_error()
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    guard let session = unsafe SSL_new(settings.context) else {
      throw .tls(.other(OpenSSLError.take().words))
    }
    guard let input = unsafe BIO_new(BIO_s_mem()), let output = unsafe BIO_new(BIO_s_mem()) else {
      unsafe SSL_free(session)
      throw .tls(.other(OpenSSLError.take().words))
    }
    unsafe SSL_set_bio(session, input, output)
    unsafe SSL_set_connect_state(session)
    unsafe self.session = session
    unsafe self.input = input
    unsafe self.output = output
    self.host = name
    let parameters = unsafe SSL_get0_param(session)
    // An address as numbers is looked for among the certificate's addresses, and is no server name
    // (RFC 6066 §3).
    if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return }
    ERR_clear_error()
    unsafe X509_VERIFY_PARAM_set_hostflags(
      parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
    guard unsafe SSL_set1_host(session, name) == 1,
      unsafe rubricd_SSL_set_tlsext_host_name(session, name) == 1
    else { throw .tls(.other(OpenSSLError.take().words)) }
  }

  deinit {
    unsafe SSL_free(session)
  }

  /// Goes on with the handshake as far as the bytes at hand allow.
  func handshake() throws(TransportError) -> Step {
    ERR_clear_error()
    unsafe rubricd_SSL_set_app_data(session, Unmanaged.passUnretained(self).toOpaque())
    defer { unsafe rubricd_SSL_set_app_data(session, nil) }
    let result = unsafe SSL_do_handshake(session)
    if result == 1 { return .done }
    if unsafe SSL_get_error(session, result) == SSL_ERROR_WANT_READ { return .needsInput }
    let error = OpenSSLError.take()
    if let refused { throw .tls(refused.problem(expected: host)) }
    throw .tls(Self.problem(error))
  }

  /// Takes bytes from the network.
  func feed(_ bytes: ArraySlice<UInt8>) throws(TransportError) {
    let count = Int32(bytes.count)
    let taken = unsafe bytes.withUnsafeBytes { unsafe BIO_write(input, $0.baseAddress, count) }
    guard taken == count else { throw .system(call: "BIO_write", errorNumber: ENOMEM) }
  }

  /// Gives the bytes for the network.
  func takeOutput() -> [UInt8] {
    let count = unsafe BIO_ctrl_pending(output)
    guard count > 0 else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let taken = unsafe BIO_read(output, buffer.baseAddress, Int32(clamping: count))
      filled = max(0, Int(taken))
    }
  }

  /// Encrypts; the result waits in ``takeOutput()``.
  func encrypt(_ bytes: [UInt8]) throws(TransportError) {
    guard !bytes.isEmpty else { return }
    ERR_clear_error()
    var written = 0
    // The output grows as it must, so that all is taken at once.
    let result = unsafe bytes.withUnsafeBytes { buffer in
      unsafe SSL_write_ex(session, buffer.baseAddress, buffer.count, &written)
    }
    guard result == 1, written == bytes.count else {
      throw .tls(.other(OpenSSLError.take().words))
    }
  }

  /// Decrypts what is at hand.
  ///
  /// - Parameter buffer: Filled from its start; its size bounds what is read.
  /// - Returns: How many bytes; `nil` when more of the network's are needed.
  /// - Throws: ``TransportError/closed`` after the peer's close_notify.
  func decrypt(into buffer: inout [UInt8]) throws(TransportError) -> Int? {
    ERR_clear_error()
    var count = 0
    let result = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe SSL_read_ex(session, bytes.baseAddress, bytes.count, &count)
    }
    if result == 1 { return count }
    switch unsafe SSL_get_error(session, result) {
    case SSL_ERROR_WANT_READ: return nil
    case SSL_ERROR_ZERO_RETURN: throw .closed
    default: throw .tls(Self.problem(OpenSSLError.take()))
    }
  }

  /// Says goodbye; the alert waits in ``takeOutput()``.
  func close() {
    ERR_clear_error()
    _ = unsafe SSL_shutdown(session)
    ERR_clear_error()
  }

  /// `TLSv1.3`, once the handshake is done.
  var version: String {
    guard let text = unsafe SSL_get_version(session) else { return "TLS" }
    return unsafe String(cString: text)
  }

  private static func problem(_ error: OpenSSLError) -> TLSProblem {
    switch error.reason {
    case SSL_R_WRONG_VERSION_NUMBER, SSL_R_HTTP_REQUEST, SSL_R_PACKET_LENGTH_TOO_LONG,
      SSL_R_BAD_RECORD_TYPE, SSL_R_UNEXPECTED_MESSAGE:
      .notTLS
    case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, SSL_R_VERSION_TOO_LOW:
      .protocolTooOld
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE, SSL_R_NO_SHARED_CIPHER, SSL_R_WRONG_CIPHER_RETURNED,
      SSL_R_DH_KEY_TOO_SMALL, SSL_R_WRONG_SIGNATURE_TYPE:
      .nothingInCommon(error.words)
    // Alerts that were received are 1000 plus the number of the alert (RFC 8446 §6).
    case 1_000..<1_256: .refusedByRelay(error.words)
    default: .other(error.words)
    }
  }
}

/// The verification callback: says as OpenSSL says, and remembers what was wrong.
func noteRefusedCertificate(_ verified: Int32, _ store: OpaquePointer?) -> Int32 {
  guard verified == 0, let store = unsafe store,
    let session = unsafe X509_STORE_CTX_get_ex_data(
      store, SSL_get_ex_data_X509_STORE_CTX_idx()),
    let data = unsafe rubricd_SSL_get_app_data(OpaquePointer(session))
  else { return verified }
  let owner = unsafe Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
  if owner.refused == nil { owner.refused = unsafe RefusedCertificate(store) }
  return verified
}
