/// Why a connection could not be made secret, or not with the right peer.
///
/// Each names what to change: a setting of ours, or something at the relay.
public enum TLSProblem: Error, Hashable, Sendable {
  /// Nobody whom we trust has signed the relay's certificate; `issuer` signed it.
  case unknownAuthority(issuer: String)
  /// The relay's certificate is signed by itself only.
  case selfSigned(subject: String)
  /// A certificate's time is over, since that date (UTC).
  case expired(subject: String, since: String)
  /// A certificate's time begins only on that date (UTC).
  case notYetValid(subject: String, from: String)
  /// The certificate is for other hosts.
  case wrongHost(expected: String, names: [String])
  /// The certificates are refused for another reason; OpenSSL's words.
  case certificateRefused(String)
  /// The relay speaks only versions before TLS 1.2.
  case protocolTooOld
  /// No cipher or version is known to both.
  case nothingInCommon(String)
  /// What came back was not TLS: most often STARTTLS and TLS from the start are mixed up.
  case notTLS
  /// The relay broke the handshake off; the alert in OpenSSL's words.
  case refusedByRelay(String)
  /// The relay closed the connection during the handshake.
  case closedDuringHandshake
  /// The file of authorities can't be used.
  case authorityFile(path: String, words: String)
  /// Anything else; OpenSSL's words.
  case other(String)
}

extension TLSProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownAuthority(let issuer):
      return "the relay's certificate is signed by \(issuer), whom this machine does not trust; "
        + "if it is your district's own authority, name the file with its certificate in the "
        + "relay's settings"
    case .selfSigned(let subject):
      return "the relay's certificate is signed by itself (\(subject)); name the file with it in "
        + "the relay's settings, or give the relay a certificate of an authority"
    case .expired(let subject, let since):
      return "the certificate of \(subject) expired on \(since); the relay needs a new one"
    case .notYetValid(let subject, let from):
      return "the certificate of \(subject) is valid only from \(from); "
        + "check the clocks of both machines"
    case .wrongHost(let expected, let names):
      let list = names.isEmpty ? "names no host" : "is for " + names.joined(separator: ", ")
      return "the relay's certificate \(list), not for \(expected); set the relay's host to a "
        + "name that the certificate has"
    case .certificateRefused(let words): return "the relay's certificate is refused: \(words)"
    case .protocolTooOld:
      return "the relay speaks only versions of TLS older than 1.2, which are unsafe"
    case .nothingInCommon(let words):
      return "the relay and this machine share no way of TLS: \(words)"
    case .notTLS:
      return "what the relay answered is not TLS: check its port, and whether it wants STARTTLS "
        + "(usually 587) or TLS from the start (usually 465)"
    case .refusedByRelay(let words): return "the relay broke TLS off: \(words)"
    case .closedDuringHandshake: return "the relay closed the connection while TLS was set up"
    case .authorityFile(let path, let words):
      return "\(path) can't be used for authorities: \(words)"
    case .other(let words): return "TLS failed: \(words)"
    }
  }
}
