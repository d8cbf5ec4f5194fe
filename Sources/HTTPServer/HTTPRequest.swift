/// A request, as a handler sees it.
public struct HTTPRequest: Hashable, Sendable {
  /// How the client came to the site, to the proxy if there is one.
  public enum Scheme: String, Hashable, Sendable {
    case http, https
  }

  /// Counts up in a process: for logs.
  public var number: Int64
  public var method: HTTPMethod
  public var target: RequestTarget
  /// The query's fields.
  public var query: FormData
  public var headers: HTTPHeaders
  public var cookies: Cookies
  /// The client's, behind trusted proxies.
  public var remoteAddress: IPAddress
  public var scheme: Scheme
  /// The host asked for, in small letters, with its port if it was said; checked to be made of what a host
  /// may hold, and to be one of the site's if those are configured.
  public var host: String
  /// When its headers had arrived, in milliseconds since 1970, by the server's wall clock.
  public var arrivedAtMilliseconds: Int64
  /// What was sent along, once it was collected; empty before.
  public var body: [UInt8]

  /// The path's decoded segments.
  public var path: [String] { target.segments }

  /// A request from its parts, as tests make it and as the server does.
  ///
  /// - Parameters:
  ///   - method: What is asked.
  ///   - target: The path and query, as they stand in a request line.
  ///   - headers: The fields.
  ///   - body: What came along.
  ///   - peer: Who is at the other end of the connection.
  ///   - proxies: Who is believed about the client.
  ///   - arrivedAtMilliseconds: When, in milliseconds since 1970.
  ///   - number: For logs.
  /// - Throws: ``HTTPProblem`` with 400 or 413 for a malformed target, query or host.
  public init(
    _ method: HTTPMethod, _ target: String, headers: HTTPHeaders = HTTPHeaders(),
    body: [UInt8] = [], from peer: IPAddress = .loopback4, proxies: TrustedProxies = .none,
    arrivedAtMilliseconds: Int64 = 0, number: Int64 = 0
  ) throws(HTTPProblem) {
    self.method = method
    self.target = try RequestTarget(target)
    query = try FormData(decoding: self.target.query.utf8)
    self.headers = headers
    cookies = Cookies(headers.all("Cookie"))
    let origin = proxies.origin(of: headers, from: peer)
    remoteAddress = origin.address
    scheme = origin.scheme
    guard headers.all("Host").count <= 1 else { throw .bad("two Host fields") }
    let host = origin.host ?? self.target.authority ?? headers["Host"] ?? ""
    guard Self.isHost(host) else { throw .bad("a host of other characters than hosts have") }
    self.host = lowercased(host)
    self.arrivedAtMilliseconds = arrivedAtMilliseconds
    self.number = number
    self.body = body
  }

  /// The body's fields.
  ///
  /// - Throws: ``HTTPProblem``: 415 when the body is no form, 400 and 413 as ``FormData`` has it.
  public func form(limits: FormData.Limits = FormData.Limits()) throws(HTTPProblem) -> FormData {
    guard mediaType == "application/x-www-form-urlencoded" || (mediaType == nil && body.isEmpty)
    else { throw HTTPProblem(.unsupportedMediaType, "a body that is no form") }
    return try FormData(decoding: body, limits: limits)
  }

  /// The body's type without parameters, in small letters.
  public var mediaType: String? {
    headers["Content-Type"].map { lowercased(trimmed($0.prefix { $0 != ";" })) }
  }

  /// Whether a form was sent from a page of this very site, as far as the browser says.
  ///
  /// `Sec-Fetch-Site` where there is one, else `Origin`. A client that sends neither is not a browser of the
  /// last years; the token in the form decides then.
  public var isFromAnotherSite: Bool {
    if let site = headers["Sec-Fetch-Site"] { return site != "same-origin" && site != "none" }
    guard let origin = headers["Origin"] else { return false }
    return lowercased(origin) != "\(scheme.rawValue)://\(host)"
  }

  private static func isHost(_ text: String) -> Bool {
    text.utf8.count <= 255
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
          true
        default: false
        }
      }
  }
}
