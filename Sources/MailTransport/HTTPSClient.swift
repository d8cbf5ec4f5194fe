public import Mail

/// Posts a form to a web server over TLS, and gives the answer: one question, one connection.
///
///     let client = HTTPSClient(tls: tls, surroundings: surroundings)
///     let response = try client.post(request, to: address)      // blocks, 20 s at most
///
/// At least TLS 1.2, chain and host verified, as with a relay; nothing is sent before. Redirections are answers like
/// any other: no secret follows them. An answer has at most 64 KiB, and everything together one deadline.
public struct HTTPSClient: Sendable {
  private let tls: TLSSettings
  private let proxy: WebProxy?
  private let surroundings: TransportSurroundings
  private let millisecondsMaximum: Int64

  /// A client that has not connected.
  ///
  /// - Parameters:
  ///   - tls: Whom to trust.
  ///   - proxy: The way out, if there is no direct one.
  ///   - surroundings: Clock and stop signal.
  ///   - millisecondsMaximum: How long a question may take, from the name server to the answer's last byte.
  public init(
    tls: TLSSettings, proxy: WebProxy? = nil, surroundings: TransportSurroundings,
    millisecondsMaximum: Int64 = 20_000
  ) {
    self.tls = tls
    self.proxy = proxy
    self.surroundings = surroundings
    self.millisecondsMaximum = millisecondsMaximum
  }

  /// Posts a form.
  ///
  /// - Parameters:
  ///   - request: The form.
  ///   - address: Where to.
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``HTTPSError``.
  public func post(
    _ request: TokenRequest, to address: WebAddress
  ) throws(HTTPSError) -> HTTPResponse {
    let deadline = surroundings.patience.deadline(afterMilliseconds: millisecondsMaximum)
    let wire = try connect(to: address, until: deadline)
    do throws(TransportError) {
      try wire.startTLS(tls, host: address.host, until: deadline)
    } catch {
      throw HTTPSError(.transport(error), host: address.host)
    }
    do throws(HTTPSError.Cause) {
      try Self.send(HTTPRequest.post(request, to: address), over: wire, until: deadline)
      let (response, _) = try Self.receive(HTTPResponseParser(), from: wire, until: deadline)
      wire.close(until: deadline)
      return response
    } catch {
      throw HTTPSError(error, host: address.host)
    }
  }

  /// A connection in the clear to the server, or through the proxy to it.
  private func connect(
    to address: WebAddress, until deadline: Int64
  ) throws(HTTPSError) -> Wire {
    let host = proxy?.host ?? address.host
    do throws(HTTPSError.Cause) {
      let wire: Wire
      do throws(TransportError) {
        wire = Wire(
          try Socket.connect(
            to: host, port: proxy?.port ?? address.port,
            limits: ConnectLimits(
              resolveMilliseconds: millisecondsMaximum / 2,
              connectMilliseconds: millisecondsMaximum / 2),
            until: deadline, surroundings.patience))
      } catch {
        throw .transport(error)
      }
      if proxy != nil { try Self.ask(for: address, over: wire, until: deadline) }
      return wire
    } catch {
      throw HTTPSError(error, host: host, isProxy: proxy != nil)
    }
  }

  /// Has the proxy connect to the server.
  private static func ask(
    for address: WebAddress, over wire: Wire, until deadline: Int64
  ) throws(HTTPSError.Cause) {
    try send(HTTPRequest.connect(to: address), over: wire, until: deadline)
    let (response, rest) = try receive(
      HTTPResponseParser(isConsent: true), from: wire, until: deadline)
    guard (200..<300).contains(response.status) else { throw .refusedByProxy(response.words) }
    // The server says nothing before TLS begins; whoever else speaks is not to be heard as if it were TLS.
    guard rest.isEmpty else { throw .response(.injected) }
  }

  private static func send(
    _ bytes: [UInt8], over wire: Wire, until deadline: Int64
  ) throws(HTTPSError.Cause) {
    do throws(TransportError) {
      try wire.send(bytes, until: deadline)
    } catch {
      throw .transport(error)
    }
  }

  /// Reads an answer, and what came behind it.
  private static func receive(
    _ empty: HTTPResponseParser, from wire: Wire, until deadline: Int64
  ) throws(HTTPSError.Cause) -> (HTTPResponse, ArraySlice<UInt8>) {
    var parser = empty
    var rest: ArraySlice<UInt8> = []
    while true {
      if let response = parser.response { return (response, rest) }
      let bytes: ArraySlice<UInt8>
      do throws(TransportError) {
        bytes = try wire.receive(until: deadline)
      } catch {
        // An answer that was cut shows by its length or chunks; without them, half an object is no JSON.
        guard case .closed = error else { throw .transport(error) }
        bytes = []
      }
      do throws(HTTPProblem) {
        if bytes.isEmpty { try parser.end() } else { rest = try parser.take(bytes) }
      } catch {
        throw .response(error)
      }
    }
  }
}
