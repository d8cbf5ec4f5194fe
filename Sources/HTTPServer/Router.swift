/// A table of methods and patterns, and what to do for each.
///
/// ```swift
/// var router = Router<Visitor>()
/// router.get("/reviews/:review") { call in
///   .html(try reviewPage(call.number("review"), for: call.context))
/// }
/// router.post("/reviews/:review/scores") { call in
///   let form = try call.request.form()
///   …
///   return try .seeOther("/reviews/\(try call.number("review"))")
/// }
/// ```
///
/// A literal segment goes before a parameter. HEAD is answered as GET. A path with a slash at its end is sent
/// to the one without, if there is one. What is left is 404, or 405 with the methods that there are.
public struct Router<Context>: Sendable {
  public typealias Handler = @Sendable (Call<Context>) throws -> Handling

  /// A line of the table.
  public struct Route: Sendable {
    public let method: HTTPMethod
    public let pattern: RoutePattern
    let handler: Handler
  }

  /// What a path leads to.
  public enum Match: Sendable {
    case route(Route, parameters: [String: String])
    case redirect(to: String)
    case problem(HTTPProblem)
  }

  private struct Node {
    var literals: [String: Int] = [:]
    var parameter: Int?
    var routes: [Int] = []
  }

  /// In the order in which they were added.
  public private(set) var routes: [Route] = []
  private var nodes = [Node()]

  public init() {}

  /// Adds a page that is only read.
  public mutating func get(
    _ pattern: StaticString,
    _ handler: @escaping @Sendable (Call<Context>) throws -> HTTPResponse
  ) {
    on(.get, pattern) { .respond(try handler($0)) }
  }

  /// Adds an action: the body is in memory when the handler is called.
  ///
  /// - Parameters:
  ///   - pattern: The paths.
  ///   - bodyBytesMax: How long the body may be.
  ///   - before: Called before any of the body is taken: what it throws costs no memory.
  ///   - handler: What to do; the call's request has its body.
  public mutating func post(
    _ pattern: StaticString, bodyBytesMax: Int = 262_144,
    before: @escaping @Sendable (Call<Context>) throws -> Void = { _ in },
    _ handler: @escaping @Sendable (Call<Context>) throws -> HTTPResponse
  ) {
    on(.post, pattern) { call in
      try before(call)
      return .collect(bytesMax: bodyBytesMax) { request in
        var whole = call
        whole.request = request
        return try handler(whole)
      }
    }
  }

  /// Adds a route that says itself what to do with a body. The same method and path twice is a mistake of
  /// the program.
  public mutating func on(
    _ method: HTTPMethod, _ pattern: StaticString, _ handler: @escaping Handler
  ) {
    let pattern = RoutePattern(pattern)
    var node = 0
    for segment in pattern.segments { node = child(of: node, segment) }
    let isNew = nodes[node].routes.allSatisfy { routes[$0].method != method }
    precondition(isNew, "two routes for \(method.rawValue) \(pattern)")
    nodes[node].routes.append(routes.count)
    routes.append(Route(method: method, pattern: pattern, handler: handler))
  }

  private mutating func child(of node: Int, _ segment: RoutePattern.Segment) -> Int {
    switch segment {
    case .literal(let text):
      if let child = nodes[node].literals[text] { return child }
      nodes[node].literals[text] = nodes.count
    case .parameter:
      if let child = nodes[node].parameter { return child }
      nodes[node].parameter = nodes.count
    }
    nodes.append(Node())
    return nodes.count - 1
  }

  /// Finds what is asked for.
  ///
  /// - Parameters:
  ///   - method: What is asked.
  ///   - target: Of which path.
  /// - Returns: The route with its parameters' values, or what to answer instead.
  public func match(_ method: HTTPMethod, _ target: RequestTarget) -> Match {
    var found: [(route: Int, values: [String])] = []
    collect(target.segments[...], from: 0, [], into: &found)
    guard !found.isEmpty else {
      return .problem(HTTPProblem(.notFound, "no such path"))
    }
    let wanted = [method] + (method == .head ? [.get] : [])
    for method in wanted {
      guard let hit = found.first(where: { routes[$0.route].method == method }) else { continue }
      if target.hasTrailingSlash {
        let path = Self.withoutTrailingSlash(target)
        // A query may hold what no header can carry on.
        guard method == .get || method == .head, HTTPResponse.isPathOfThisSite(path) else { break }
        return .redirect(to: path)
      }
      let route = routes[hit.route]
      let parameters = Dictionary(
        zip(route.pattern.parameterNames, hit.values), uniquingKeysWith: { first, _ in first })
      return .route(route, parameters: parameters)
    }
    if target.hasTrailingSlash { return .problem(HTTPProblem(.notFound, "no such path")) }
    return .problem(
      HTTPProblem(.methodNotAllowed, "no such method here", allowed: allowed(found.map(\.route))))
  }

  /// Answers a request.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - context: Makes what the handlers need, once a route is found.
  /// - Returns: What the route's handler does.
  /// - Throws: ``HTTPProblem`` with 404 or 405, and what the handler or the context's maker throws.
  public func handle(
    _ request: HTTPRequest, context: (HTTPRequest, Route) throws -> Context
  ) throws -> Handling {
    switch match(request.method, request.target) {
    case .problem(let problem): throw problem
    case .redirect(let path): return .respond(try .permanentRedirect(path))
    case .route(let route, let parameters):
      let call = Call(
        request: request, parameters: parameters, context: try context(request, route))
      return try route.handler(call).naming(route.pattern)
    }
  }

  private func collect(
    _ rest: ArraySlice<String>, from node: Int, _ values: [String],
    into found: inout [(route: Int, values: [String])]
  ) {
    guard let segment = rest.first else {
      found += nodes[node].routes.map { ($0, values) }
      return
    }
    guard !segment.isEmpty else { return }
    if let child = nodes[node].literals[segment] {
      collect(rest.dropFirst(), from: child, values, into: &found)
    }
    if let child = nodes[node].parameter {
      collect(rest.dropFirst(), from: child, values + [segment], into: &found)
    }
  }

  private func allowed(_ found: [Int]) -> [HTTPMethod] {
    var methods = Set(found.map { routes[$0].method })
    if methods.contains(.get) { methods.insert(.head) }
    return HTTPMethod.allCases.filter(methods.contains)
  }

  private static func withoutTrailingSlash(_ target: RequestTarget) -> String {
    // Written anew from segments that are not empty: it cannot begin with two slashes.
    let path = target.segments.map { "/" + percentEncoded($0) }.joined()
    return path + (target.query.isEmpty ? "" : "?" + target.query)
  }
}

/// A request that has found its route.
public struct Call<Context> {
  public var request: HTTPRequest
  /// The values of the pattern's parameters, by name.
  public let parameters: [String: String]
  public var context: Context

  /// A parameter's value.
  ///
  /// - Throws: ``HTTPProblem`` with 500 when the route has no such parameter.
  public func text(_ name: String) throws(HTTPProblem) -> String {
    guard let value = parameters[name] else {
      throw HTTPProblem(.internalServerError, "the route has no parameter \(name)")
    }
    return value
  }

  /// A parameter's value as a positive number.
  ///
  /// - Throws: ``HTTPProblem`` with 404 when it is none: nothing has such a number.
  public func number(_ name: String) throws(HTTPProblem) -> Int64 {
    let value = try text(name)
    guard let number = decimal(value), number > 0, !value.hasPrefix("0") else {
      throw HTTPProblem(.notFound, "no such number")
    }
    return number
  }
}

extension Handling {
  /// The same, with the route's name in whatever is answered, for the log and the metrics.
  func naming(_ pattern: RoutePattern) -> Handling {
    switch self {
    case .respond(let response): .respond(response.naming(pattern))
    case .collect(let bytesMax, let then):
      .collect(bytesMax: bytesMax) { try then($0).naming(pattern) }
    case .multipart(let limits, let sink, let then):
      .multipart(limits, sink: sink) { try then($0, $1).naming(pattern) }
    }
  }
}

extension HTTPResponse {
  func naming(_ pattern: RoutePattern) -> HTTPResponse {
    var response = self
    response.route = pattern
    return response
  }
}
