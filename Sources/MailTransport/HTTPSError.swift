public import Mail

/// Why a web server gave no answer, in words for whoever has to mend it. Nothing that was sent is in them.
public struct HTTPSError: Error, Hashable, Sendable {
  public enum Cause: Error, Hashable, Sendable {
    case transport(TransportError)
    /// What came is no answer.
    case response(HTTPProblem)
    /// The proxy does not let us through; its words.
    case refusedByProxy(String)
  }

  public let cause: Cause
  /// Who did not answer: the server or the proxy.
  public let host: String
  public let isProxy: Bool

  init(_ cause: Cause, host: String, isProxy: Bool = false) {
    self.cause = cause
    self.host = host
    self.isProxy = isProxy
  }

  /// Whether it may go better in a while, without a change of settings.
  public var isTemporary: Bool {
    switch cause {
    case .transport(.unresolved(_, _, let isTemporary)): isTemporary
    case .transport(.tls(.closedDuringHandshake)): true
    case .transport(.tls): false
    case .transport: true
    case .response(.cutShort): true
    case .response, .refusedByProxy: false
    }
  }

  /// What to change, if that is known: a sentence.
  public var advice: String? {
    switch cause {
    case .transport(.tls(let problem)):
      switch problem {
      case .unknownAuthority, .selfSigned:
        return
          "If a filter of your district opens secret connections, or the server is your own, name the file "
          + "with the authority's certificate in mail.relay.signIn.oauth.authorities."
      case .wrongHost: return "Compare tokenAddress with the server's own pages."
      case .expired, .notYetValid: return "See that this machine's clock is right."
      case .authorityFile: return "Compare mail.relay.signIn.oauth.authorities."
      case .notTLS: return "Compare the port in tokenAddress."
      case .certificateRefused, .protocolTooOld, .nothingInCommon, .refusedByRelay,
        .closedDuringHandshake, .other:
        return nil
      }
    case .transport(.unresolved), .transport(.unreachable), .transport(.timedOut):
      return isProxy
        ? "Compare https_proxy."
        : "See that a firewall and the service's own unit let this machine out, or name the way out as https_proxy."
    case .refusedByProxy: return "Let the proxy connect to this server, or compare https_proxy."
    case .transport, .response: return nil
    }
  }
}

extension HTTPSError: CustomStringConvertible {
  /// Words without their full stop.
  public var description: String {
    let who = isProxy ? "the proxy \(host)" : host
    switch cause {
    case .response(let problem): return "\(who): \(problem)"
    case .refusedByProxy(let words): return "\(who) does not let this machine through: \(words)"
    case .transport(let error):
      switch error {
      case .unresolved(_, let words, let isTemporary):
        return "\(who) has no address: \(isTemporary ? words : "the name is not known")"
      case .unreachable: return error.description
      case .timedOut: return "\(who) gave no answer in time"
      case .closed: return "\(who) closed the connection"
      case .broken(let words): return "the connection to \(who) broke: \(words)"
      case .stopped: return "stopped"
      case .tls(let problem): return words(problem)
      case .system: return error.description
      }
    }
  }

  private func words(_ problem: TLSProblem) -> String {
    switch problem {
    case .unknownAuthority(let issuer):
      "the certificate of \(host) is signed by \(issuer), whom this machine does not trust"
    case .selfSigned(let subject): "the certificate of \(host) is signed by itself (\(subject))"
    case .expired(_, let since): "the certificate of \(host) expired on \(since)"
    case .notYetValid(_, let from): "the certificate of \(host) is valid only from \(from)"
    case .wrongHost(let expected, let names):
      "the certificate "
        + (names.isEmpty ? "names no host" : "is for " + names.joined(separator: ", "))
        + ", not for \(expected)"
    case .certificateRefused(let words): "the certificate of \(host) is refused: \(words)"
    case .protocolTooOld: "\(host) speaks only versions of TLS older than 1.2, which are unsafe"
    case .nothingInCommon(let words): "\(host) and this machine share no way of TLS: \(words)"
    case .notTLS: "what \(host) answered is not TLS"
    case .refusedByRelay(let words): "\(host) broke TLS off: \(words)"
    case .closedDuringHandshake: "\(host) closed the connection while TLS was set up"
    case .authorityFile, .other: problem.description
    }
  }
}
