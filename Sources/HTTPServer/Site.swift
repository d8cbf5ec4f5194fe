/// Everything that answers requests, and what all answers have in common.
///
/// ```swift
/// let site = Site(
///   handle: { request in try router.handle(request) { request, route in try visitor(request, route) } },
///   errorPage: { problem, request in .html(problemPage(problem), status: problem.status) })
/// let answer = site.answer(try HTTPRequest(.get, "/reviews/812"))     // in a test, without any socket
/// ```
public struct Site: Sendable {
  /// Says what to do with a request whose headers have come.
  public var handle: @Sendable (HTTPRequest) throws -> Handling
  /// Makes the page for a problem; the request is missing when it could not be read. It cannot fail, and
  /// its status is set to the problem's.
  public var errorPage: @Sendable (HTTPProblem, HTTPRequest?) -> HTTPResponse
  /// Is told of errors that handlers throw and that are no ``HTTPProblem``; they are answered with 500.
  public var unexpected: @Sendable (any Error, HTTPRequest) -> Void
  public var security: SecurityHeaders
  /// The hosts that the site is asked for by, in small letters, with or without a port; any if there is
  /// none. Others get 421: links are never made from a host that somebody invented.
  public var hosts: Set<String>

  public init(
    security: SecurityHeaders = SecurityHeaders(), hosts: Set<String> = [],
    handle: @escaping @Sendable (HTTPRequest) throws -> Handling,
    errorPage: @escaping @Sendable (HTTPProblem, HTTPRequest?) -> HTTPResponse = plainErrorPage,
    unexpected: @escaping @Sendable (any Error, HTTPRequest) -> Void = { _, _ in }
  ) {
    self.security = security
    self.hosts = hosts
    self.handle = handle
    self.errorPage = errorPage
    self.unexpected = unexpected
  }

  /// The status as plain text.
  @Sendable public static func plainErrorPage(_ problem: HTTPProblem, _ request: HTTPRequest?)
    -> HTTPResponse
  {
    .text("\(problem.status)\n", status: problem.status)
  }

  /// The whole way of a request, in memory; its body is the one in the request.
  public func answer(_ request: HTTPRequest) -> Answer {
    var head = request
    head.body = []
    var exchange = Exchange(self, head)
    let length = Int64(request.body.count)
    if case .answer(let answer) = exchange.begin(length == 0 ? .none : .bytes(length)) {
      return answer
    }
    _ = unsafe exchange.receive(request.body.span.bytes)
    return exchange.end()
  }

  /// The answer to something that is no request.
  func answer(_ problem: HTTPProblem) -> Answer {
    var answer = finish(page(for: problem, nil), nil)
    answer.closesConnection = true
    return answer
  }

  func page(for problem: HTTPProblem, _ request: HTTPRequest?) -> HTTPResponse {
    var response = errorPage(problem, request)
    response.status = problem.status
    response.changeHeaders { headers in
      if !problem.allowed.isEmpty {
        let methods = problem.allowed.map(\.rawValue).joined(separator: ", ")
        headers.setTrusted("Allow", methods)
      }
      if let seconds = problem.retryAfterSeconds {
        headers.setTrusted("Retry-After", "\(max(0, seconds))")
      }
    }
    return response
  }

  func knows(_ host: String) -> Bool {
    if hosts.isEmpty || hosts.contains(host) { return true }
    guard let colon = host.lastIndex(of: ":"), decimal(host[colon...].dropFirst()) != nil else {
      return false
    }
    return hosts.contains(String(host[..<colon]))
  }

  /// Adds what the request asks for: nothing for what the client has, a range, no content for HEAD.
  func finish(_ response: HTTPResponse, _ request: HTTPRequest?) -> Answer {
    var answer = Answer(response)
    let isRead = request?.method == .get || request?.method == .head
    if let eTag = response.eTag {
      answer.headers.setTrusted("ETag", eTag.text)
    }
    if let request, isRead, response.status == .ok {
      if let eTag = response.eTag, eTag.matches(anyOf: request.headers.list("If-None-Match")) {
        answer.status = .notModified
        answer.headers.remove("Content-Type")
      } else if case .file = response.body {
        answer.headers.setTrusted("Accept-Ranges", "bytes")
        cut(&answer, request, response.eTag)
      }
    }
    let hasNone = answer.status == .notModified || answer.status == .noContent
    answer.isHeaderOnly = hasNone || request?.method == .head
    security.add(
      to: &answer.headers, policy: response.contentSecurityPolicy,
      scheme: request?.scheme ?? .http)
    return answer
  }

  private func cut(_ answer: inout Answer, _ request: HTTPRequest, _ eTag: ETag?) {
    // A part of another state of the file would not fit what the client has (RFC 9110 §13.1.5).
    if let condition = request.headers["If-Range"], condition != eTag?.text { return }
    let length = answer.body.length
    // Ranges are for GET alone (RFC 9110 §14.2).
    let header = request.method == .get ? request.headers["Range"] : nil
    switch ByteRange.of(header, length: length) {
    case .whole: break
    case .part(let range):
      answer.status = .partialContent
      answer.range = range
      answer.headers.setTrusted(
        "Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)")
    case .unsatisfiable:
      let route = answer.route
      answer = finish(
        page(for: HTTPProblem(.rangeNotSatisfiable, "beyond the file's end"), request), request)
      answer.route = route
      answer.headers.setTrusted("Content-Range", "bytes */\(length)")
    }
  }
}

/// A response as it goes out.
public struct Answer: Sendable {
  public internal(set) var status: HTTPStatus
  public internal(set) var headers: HTTPHeaders
  public internal(set) var body: HTTPResponse.Body
  /// Which part of the body goes out.
  public internal(set) var range: Range<Int64>
  /// Whether only the header goes out: for HEAD, 204 and 304. The length that it tells is the body's.
  public internal(set) var isHeaderOnly = false
  /// Whether the connection ends with it, because something may follow that is no request.
  public internal(set) var closesConnection = false
  /// The pattern that the path has matched, for logs and metrics.
  public internal(set) var route: RoutePattern?

  init(_ response: HTTPResponse) {
    status = response.status
    headers = response.headers
    body = response.body
    range = 0..<response.body.length
    route = response.route
  }

  /// What goes out behind the header, in memory: for tests.
  ///
  /// - Throws: ``HTTPProblem`` when a file cannot be read.
  public func content() throws(HTTPProblem) -> [UInt8] {
    if isHeaderOnly { return [] }
    switch body {
    case .bytes(let bytes): return Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)])
    case .file(let file): return try file.read(range)
    }
  }
}
