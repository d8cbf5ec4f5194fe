/// Why bytes did not come through, in words for whoever looks after the relay.
public enum TransportError: Error, Hashable, Sendable {
  /// The host's name has no address. Temporary when the name server could not be asked.
  case unresolved(host: String, words: String, isTemporary: Bool)
  /// No address took the connection; each with the system's words, in the order tried.
  case unreachable(host: String, port: UInt16, attempts: [ConnectAttempt])
  /// Nothing moved until the deadline.
  case timedOut
  /// The other side closed the connection in order.
  case closed
  /// The connection broke: reset, or the network went away; with the system's words.
  case broken(String)
  /// The ``StopSignal`` was rung.
  case stopped
  /// The connection could not be made secret, or not with the right peer.
  case tls(TLSProblem)
  /// A system call failed for a reason of this machine (no descriptors, no memory).
  case system(call: String, errorNumber: Int32)
}

/// One address that was tried.
public struct ConnectAttempt: Hashable, Sendable {
  /// The address as numbers: `192.0.2.1`, `2001:db8::1`.
  public let address: String
  /// What the system said, or that the time ran out.
  public let words: String

  /// An attempt with its outcome.
  public init(address: String, words: String) {
    self.address = address
    self.words = words
  }
}

extension TransportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unresolved(let host, let words, _):
      return "\(host) has no address: \(words)"
    case .unreachable(let host, let port, let attempts):
      let tried = attempts.map { attempt in
        attempt.address == host ? attempt.words : "\(attempt.address): \(attempt.words)"
      }
      return "no connection to \(host), port \(port): " + tried.joined(separator: "; ")
    case .timedOut: return "no answer in time"
    case .closed: return "the relay closed the connection"
    case .broken(let words): return "the connection broke: \(words)"
    case .stopped: return "stopped"
    case .tls(let problem): return problem.description
    case .system(let call, let number): return "\(call) failed: \(systemWords(number))"
    }
  }
}
