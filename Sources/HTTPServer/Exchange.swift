/// One request and its answer, as a state machine without sockets.
///
/// `begin` once the headers have come, `receive` for each piece of the body, `end` after the last; or
/// `interrupt` when no more will come. Whatever the handler, the body or a sink does wrong ends in an answer,
/// and every sink that was begun is either the handler's in the end or cancelled.
public struct Exchange {
  /// How long the body will be, as far as the headers say.
  public enum BodyLength: Hashable, Sendable {
    case none
    case bytes(Int64)
    /// In chunks.
    case unknown
  }

  public enum Beginning {
    /// The body is wanted.
    case read
    /// The answer is there already.
    case answer(Answer)
  }

  private enum State {
    case new
    case collecting(bytesMax: Int, (HTTPRequest) throws -> HTTPResponse)
    case sorting((HTTPRequest, MultipartForm) throws -> HTTPResponse)
    /// The answer is there, and waits for the client to have sent what it began to send.
    case discarding(HTTPResponse)
    case over
  }

  /// A refused body of up to so many bytes is read all the same: a client that is still sending when the
  /// connection ends may never see the answer.
  public static let discardedBytesMaximum: Int64 = 262_144

  private let site: Site
  private var request: HTTPRequest
  private var state = State.new
  private var collected: [UInt8] = []
  private var reader: MultipartReader?
  private var collector: MultipartCollector?
  private var bytesMax = Int64.max
  private var received: Int64 = 0
  private var discarded: Int64 = 0

  /// An exchange about a request without its body.
  public init(_ site: Site, _ request: HTTPRequest) {
    self.site = site
    self.request = request
  }

  /// Asks the handler what to do.
  public mutating func begin(_ length: BodyLength) -> Beginning {
    guard site.knows(request.host) else {
      return refuse(HTTPProblem(.misdirectedRequest, "not a host of this site"), length)
    }
    do {
      switch try site.handle(request) {
      case .respond(let response): return answer(response, length)
      case .collect(let bytesMax, let then):
        self.bytesMax = Int64(bytesMax)
        state = .collecting(bytesMax: bytesMax, then)
      case .multipart(let limits, let sink, let then):
        bytesMax = limits.bodyBytesMax
        reader = try MultipartReader(
          contentType: request.headers["Content-Type"], headBytesMax: limits.partHeaderBytesMax)
        collector = MultipartCollector(limits, sink: sink)
        state = .sorting(then)
      }
    } catch {
      return refuse(problem(of: error), length)
    }
    switch length {
    case .none: return .answer(end())
    case .bytes(let count) where count > bytesMax:
      return refuse(.tooLarge("a body of more than \(bytesMax) bytes"), length)
    case .bytes(let count):
      if case .collecting = state { collected.reserveCapacity(Int(count)) }
      return .read
    case .unknown: return .read
    }
  }

  /// Takes the next piece of the body.
  ///
  /// - Returns: Whether to go on; false when the client sends so much that nobody wants that the connection
  ///   should end.
  public mutating func receive(_ bytes: RawSpan) -> Bool {
    received += Int64(bytes.byteCount)
    switch state {
    case .new, .over: return false
    case .discarding:
      discarded += Int64(bytes.byteCount)
      return discarded <= Self.discardedBytesMaximum
    case .collecting, .sorting: break
    }
    guard received <= bytesMax else {
      fail(.tooLarge("a body of more than \(bytesMax) bytes"))
      return true
    }
    if case .collecting = state {
      unsafe bytes.withUnsafeBytes { unsafe collected.append(contentsOf: $0) }
      return true
    }
    do {
      guard var collector else { return false }
      self.collector = nil
      defer { self.collector = collector }
      try reader?.read(bytes, into: &collector)
    } catch {
      fail(problem(of: error))
    }
    return true
  }

  /// Answers, now that the body is whole.
  public mutating func end() -> Answer {
    defer { state = .over }
    do {
      switch state {
      case .new, .over:
        throw HTTPProblem(.internalServerError, "an exchange that was not begun, or is over")
      case .discarding(let response): return site.finish(response, request)
      case .collecting(_, let then):
        request.body = collected
        collected = []
        return site.finish(try then(request), request)
      case .sorting(let then):
        try reader?.finish()
        guard let form = collector?.form else { break }
        let answer = site.finish(try then(request, form), request)
        // The handler has what it took: nothing is cancelled any more.
        collector = nil
        return answer
      }
    } catch {
      collector?.cancel()
      collector = nil
      return site.finish(site.page(for: problem(of: error), request), request)
    }
    return site.finish(
      site.page(for: HTTPProblem(.internalServerError, "no form"), request), request)
  }

  /// What there is to say to a client that is not listened to any more; nothing if nothing is known.
  public var lastWord: Answer? {
    guard case .discarding(let response) = state else { return nil }
    return site.finish(response, request)
  }

  /// Ends without an answer: the client has gone, or took too long.
  public mutating func interrupt() {
    collector?.cancel()
    collector = nil
    collected = []
    state = .over
  }

  private mutating func fail(_ problem: HTTPProblem) {
    collector?.cancel()
    collector = nil
    collected = []
    state = .discarding(site.page(for: problem, request))
  }

  private mutating func refuse(_ problem: HTTPProblem, _ length: BodyLength) -> Beginning {
    collector = nil
    return answer(site.page(for: problem, request), length)
  }

  /// Answers without wanting the body: at once if there is none, or too long to be waited for.
  private mutating func answer(_ response: HTTPResponse, _ length: BodyLength) -> Beginning {
    let waits: Bool
    switch length {
    case .none: waits = false
    case .bytes(let count): waits = count <= Self.discardedBytesMaximum
    case .unknown: waits = true
    }
    // Who expects to be asked has not sent anything.
    if waits, request.headers["Expect"] == nil {
      state = .discarding(response)
      return .read
    }
    state = .over
    var answer = site.finish(response, request)
    answer.closesConnection = length != .none
    return .answer(answer)
  }

  private func problem(of error: any Error) -> HTTPProblem {
    if let problem = error as? HTTPProblem { return problem }
    site.unexpected(error, request)
    return HTTPProblem(.internalServerError, "an unexpected error")
  }
}
