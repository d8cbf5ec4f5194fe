import COpenSSL
import Glibc

/// What there is to say about a certificate that did not pass.
struct RefusedCertificate {
  private let code: Int32
  private let words: String
  private let subject: String
  private let issuer: String
  private let notBefore: String
  private let notAfter: String
  /// The hosts that the relay's own certificate is for.
  private let names: [String]

  /// Reads the certificate at which OpenSSL's check stands.
  @unsafe
  init(_ store: OpaquePointer) {
    code = unsafe X509_STORE_CTX_get_error(store)
    if let text = unsafe X509_verify_cert_error_string(Int(code)) {
      words = unsafe String(cString: text)
    } else {
      words = "error \(code)"
    }
    let current = unsafe X509_STORE_CTX_get_current_cert(store)
    subject = unsafe Self.name(X509_get_subject_name(current))
    issuer = unsafe Self.name(X509_get_issuer_name(current))
    notBefore = unsafe Self.date(X509_get0_notBefore(current))
    notAfter = unsafe Self.date(X509_get0_notAfter(current))
    names = unsafe Self.names(X509_STORE_CTX_get0_cert(store))
  }

  /// What is wrong with it, in our own cases.
  ///
  /// - Parameter expected: The host whose certificate it should be.
  /// - Returns: The problem that says most to whoever has to mend it.
  func problem(expected: String) -> TLSProblem {
    switch code {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      .unknownAuthority(issuer: issuer)
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: .unknownAuthority(issuer: issuer)
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: .selfSigned(subject: subject)
    case X509_V_ERR_CERT_HAS_EXPIRED: .expired(subject: subject, since: notAfter)
    case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid(subject: subject, from: notBefore)
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
      .wrongHost(expected: expected, names: names)
    default: .certificateRefused(words)
    }
  }

  /// The common name of a subject or issuer, or the organization's.
  private static func name(_ name: OpaquePointer?) -> String {
    for identifier in [NID_commonName, NID_organizationName] {
      let index = unsafe X509_NAME_get_index_by_NID(name, identifier, -1)
      guard index >= 0, let entry = unsafe X509_NAME_get_entry(name, index) else { continue }
      return unsafe text(X509_NAME_ENTRY_get_data(entry))
    }
    return "somebody without a name"
  }

  /// DNS names and addresses for which a certificate is made; its common name if there are none.
  private static func names(_ certificate: OpaquePointer?) -> [String] {
    guard let certificate = unsafe certificate else { return [] }
    guard let found = unsafe X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else {
      let subject = unsafe X509_get_subject_name(certificate)
      guard unsafe X509_NAME_get_index_by_NID(subject, NID_commonName, -1) >= 0 else { return [] }
      return unsafe [name(subject)]
    }
    let list = OpaquePointer(found)
    defer { unsafe GENERAL_NAMES_free(list) }
    var names: [String] = []
    // A certificate may carry hundreds; an error names a few.
    for index in 0..<min(8, unsafe rubricd_GENERAL_NAMES_count(list)) {
      var kind: Int32 = 0
      guard let entry = unsafe rubricd_GENERAL_NAMES_get(list, index),
        let value = unsafe GENERAL_NAME_get0_value(entry, &kind)
      else { continue }
      let string = unsafe value.assumingMemoryBound(to: ASN1_STRING.self)
      if kind == GEN_DNS { unsafe names.append(text(string)) }
      if kind == GEN_IPADD, let address = unsafe address(string) { names.append(address) }
    }
    return names
  }

  /// The text of a string, without what could disturb a terminal or a log.
  private static func text(_ string: UnsafeMutablePointer<ASN1_STRING>?) -> String {
    guard let string = unsafe string, let start = unsafe ASN1_STRING_get0_data(string) else {
      return ""
    }
    let bytes = unsafe UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(string)))
    let letters = unsafe bytes.prefix(255).map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
    return String(decoding: letters, as: UTF8.self)
  }

  private static func address(_ string: UnsafeMutablePointer<ASN1_STRING>) -> String? {
    let count = unsafe ASN1_STRING_length(string)
    guard count == 4 || count == 16, let bytes = unsafe ASN1_STRING_get0_data(string) else {
      return nil
    }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = count == 4 ? AF_INET : AF_INET6
    guard unsafe inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
    return MailTransport.text(text)
  }

  /// `2026-11-22`, in UTC.
  private static func date(_ time: UnsafePointer<ASN1_TIME>?) -> String {
    var parts = unsafe tm()
    guard let time = unsafe time, unsafe ASN1_TIME_to_tm(time, &parts) == 1 else {
      return "an unreadable date"
    }
    let digits = { (number: Int32) in (number < 10 ? "0" : "") + String(number) }
    return unsafe "\(parts.tm_year + 1900)-\(digits(parts.tm_mon + 1))-\(digits(parts.tm_mday))"
  }
}
