/// What a server has done since it began.
public struct ServerFigures: Hashable, Sendable {
  public internal(set) var connectionsOpen = 0
  public internal(set) var connectionsTotal: Int64 = 0
  /// Closed at once, because their client had as many as it may have.
  public internal(set) var connectionsRefused: Int64 = 0
  /// Closed because they were past a deadline: without a request, and in the midst of one.
  public internal(set) var idleSwept: Int64 = 0
  public internal(set) var slowSwept: Int64 = 0
  /// Requests that ended without their answer having gone out.
  public internal(set) var requestsBroken: Int64 = 0
  /// Requests by the first digit of their status.
  public internal(set) var requests: [Int: Int64] = [:]
  /// From the headers' arrival to the answer's last byte, in seconds.
  public internal(set) var seconds = Histogram.pageSeconds
  /// Of bodies, in bytes.
  public internal(set) var bytesReceived: Int64 = 0
  public internal(set) var bytesSent: Int64 = 0

  /// Writes them for Prometheus, their names after a prefix such as `rubricd_http`.
  public func write(to text: inout MetricsText, prefix: String) {
    text.gauge(
      prefix + "_connections", "Open connections.", [([:], Double(connectionsOpen))])
    text.counter(
      prefix + "_connections_total", "Connections taken.", [([:], Double(connectionsTotal))])
    text.counter(
      prefix + "_connections_refused_total", "Connections beyond what one client may have.",
      [([:], Double(connectionsRefused))])
    text.counter(
      prefix + "_connections_swept_total", "Connections closed past a deadline.",
      [(["kind": "idle"], Double(idleSwept)), (["kind": "slow"], Double(slowSwept))])
    text.counter(
      prefix + "_requests_total", "Requests answered.",
      (2...5).map { (["status": "\($0)xx"], Double(requests[$0] ?? 0)) })
    text.counter(
      prefix + "_requests_broken_total", "Requests whose client went away or was too slow.",
      [([:], Double(requestsBroken))])
    text.histogram(
      prefix + "_request_seconds", "From a request's headers to the end of its answer.",
      [([:], seconds)])
    text.counter(
      prefix + "_received_bytes_total", "Bytes of bodies.", [([:], Double(bytesReceived))])
    text.counter(
      prefix + "_sent_bytes_total", "Bytes of answers' content.", [([:], Double(bytesSent))])
  }
}

/// What may be told of a request in a log: no path, no address, no name.
public struct AccessRecord: Hashable, Sendable {
  /// As in ``HTTPRequest/number``.
  public let number: Int64
  /// Nothing for one that is not known.
  public let method: HTTPMethod?
  /// The pattern that the path has matched.
  public let route: RoutePattern?
  /// Nothing if it was never answered.
  public let status: HTTPStatus?
  /// Of the body, in bytes.
  public let bytesReceived: Int64
  /// Of the answer's content, in bytes.
  public let bytesSent: Int64
  public let milliseconds: Int64
  /// Whether the answer went out whole.
  public let isWhole: Bool
}
