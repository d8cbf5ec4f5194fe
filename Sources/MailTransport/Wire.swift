/// The bytes of one connection, in the clear or secret, for one thread at a time.
final class Wire {
  private let socket: Socket
  private var session: TLSSession?
  private var buffer = [UInt8](repeating: 0, count: 16_384)
  private var encrypted: [UInt8] = []

  /// A connection in the clear.
  init(_ socket: Socket) {
    self.socket = socket
  }

  /// The version of TLS, such as `TLSv1.3`; `nil` in the clear.
  var secrecy: String? { session?.version }

  /// Makes the connection secret.
  ///
  /// What was read in the clear must have been thrown away by the caller; what lies unread in the system
  /// goes into the handshake and breaks it, as injected text should (the class of CVE-2011-0411).
  ///
  /// - Parameters:
  ///   - settings: Whom to trust.
  ///   - host: Whose certificate it must be.
  ///   - deadline: Until when all must be done.
  /// - Throws: ``TransportError``; the connection is of no use then.
  func startTLS(
    _ settings: TLSSettings, host: String, until deadline: Int64
  ) throws(TransportError) {
    let session = try TLSSession(settings, host: host)
    encrypted = [UInt8](repeating: 0, count: 16_384)
    do throws(TransportError) {
      while try session.handshake() == .needsInput {
        try flush(session, until: deadline)
        try feed(session, until: deadline)
      }
    } catch {
      // The alert tells the relay why; that it may not come through changes nothing.
      try? flush(session, until: deadline)
      switch error {
      case .closed, .broken: throw .tls(.closedDuringHandshake)
      default: throw error
      }
    }
    try flush(session, until: deadline)
    self.session = session
  }

  /// Writes all bytes, in one write if the system takes them.
  func send(_ bytes: [UInt8], until deadline: Int64) throws(TransportError) {
    guard let session else {
      try socket.send(bytes, until: deadline)
      return
    }
    try session.encrypt(bytes)
    try flush(session, until: deadline)
  }

  /// Waits for bytes and gives what is there, at most 16 KiB.
  ///
  /// - Parameters:
  ///   - deadline: Until when something must come.
  ///   - afterStop: How many milliseconds it may still take after the stop signal.
  /// - Returns: At least one byte.
  /// - Throws: ``TransportError``; ``TransportError/closed`` at the end of the stream.
  func receive(
    until deadline: Int64, afterStop: Int64 = 0
  ) throws(TransportError) -> ArraySlice<UInt8> {
    guard let session else {
      let count = try socket.receive(into: &buffer, until: deadline, afterStop: afterStop)
      return buffer[..<count]
    }
    while true {
      if let count = try session.decrypt(into: &buffer) { return buffer[..<count] }
      // Reading may have made an answer, to a change of keys for example.
      try flush(session, until: deadline)
      try feed(session, until: deadline, afterStop: afterStop)
    }
  }

  /// Gives what has come already, without waiting: what a peer said before it closed.
  ///
  /// - Returns: Empty when there is nothing.
  /// - Throws: ``TransportError/closed`` or what broke the connection.
  func receiveNow() throws(TransportError) -> ArraySlice<UInt8> {
    guard let session else {
      guard let count = try socket.receiveNow(into: &buffer) else { return [] }
      return buffer[..<count]
    }
    while true {
      if let count = try session.decrypt(into: &buffer) { return buffer[..<count] }
      guard let count = try socket.receiveNow(into: &encrypted) else { return [] }
      try session.feed(encrypted[..<count])
    }
  }

  /// Says TLS's goodbye. The connection itself ends with this value.
  func close(until deadline: Int64) {
    guard let session else { return }
    session.close()
    // Whoever has gone already needs no goodbye.
    try? flush(session, until: deadline)
  }

  private func flush(_ session: TLSSession, until deadline: Int64) throws(TransportError) {
    let bytes = session.takeOutput()
    if !bytes.isEmpty { try socket.send(bytes, until: deadline) }
  }

  private func feed(
    _ session: TLSSession, until deadline: Int64, afterStop: Int64 = 0
  ) throws(TransportError) {
    let count = try socket.receive(into: &encrypted, until: deadline, afterStop: afterStop)
    try session.feed(encrypted[..<count])
  }
}
