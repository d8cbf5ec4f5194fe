/// What a handler answers.
///
/// ```swift
/// return HTTPResponse.html(page.bytes)
/// return try HTTPResponse.seeOther("/reviews/812").setting(HostCookie("session", value: token))
/// return HTTPResponse.file(video, type: .init(forFileName: name)).with(eTag: ETag(digest))
/// ```
///
/// What a response needs besides — security headers, 304, ranges, nothing for HEAD — is added by
/// ``Site`` from the request.
public struct HTTPResponse: Sendable {
  public enum Body: Sendable {
    case bytes([UInt8])
    /// Sent by the kernel, in ranges if the client asks for them.
    case file(ServedFile)

    /// In bytes.
    public var length: Int64 {
      switch self {
      case .bytes(let bytes): Int64(bytes.count)
      case .file(let file): file.length
      }
    }
  }

  public var status: HTTPStatus
  public private(set) var headers = HTTPHeaders()
  public var body: Body
  /// What stands for the content in `ETag`; makes 304 possible.
  public var eTag: ETag?
  /// Instead of the site's, for content that is not a page of ours.
  public var contentSecurityPolicy: StaticString?
  /// The pattern that the request's path has matched: what logs and metrics may tell of a path.
  public internal(set) var route: RoutePattern?

  /// A response without a type.
  public init(_ status: HTTPStatus, body: Body = .bytes([])) {
    self.status = status
    self.body = body
  }

  /// A response with content of a type.
  public init(_ status: HTTPStatus, type: MediaType, _ bytes: [UInt8]) {
    self.init(status, body: .bytes(bytes))
    headers.setTrusted("Content-Type", type.text)
  }

  /// A page.
  public static func html(_ bytes: [UInt8], status: HTTPStatus = .ok) -> HTTPResponse {
    HTTPResponse(status, type: .html, bytes).with(cache: .never)
  }

  /// Plain text.
  public static func text(_ text: String, status: HTTPStatus = .ok) -> HTTPResponse {
    HTTPResponse(status, type: .plain, Array(text.utf8)).with(cache: .never)
  }

  /// A file's content.
  public static func file(_ file: ServedFile, type: MediaType) -> HTTPResponse {
    var response = HTTPResponse(.ok, body: .file(file))
    response.headers.setTrusted("Content-Type", type.text)
    return response
  }

  /// Sends the browser to a page of this site with GET: the answer to a form that was taken.
  ///
  /// - Throws: ``HeaderProblem/location`` for what is not a path of this site: one that does not begin with
  ///   exactly one slash, or holds a backslash, a blank or a control character.
  public static func seeOther(_ path: String) throws(HeaderProblem) -> HTTPResponse {
    try redirect(.seeOther, path)
  }

  /// Sends the client to where a page is now, with the same method.
  ///
  /// - Throws: ``HeaderProblem/location`` as ``seeOther(_:)``.
  public static func permanentRedirect(_ path: String) throws(HeaderProblem) -> HTTPResponse {
    try redirect(.permanentRedirect, path)
  }

  private static func redirect(_ status: HTTPStatus, _ path: String) throws(HeaderProblem)
    -> HTTPResponse
  {
    guard isPathOfThisSite(path) else { throw .location }
    var response = HTTPResponse(status).with(cache: .never)
    response.headers.setTrusted("Location", path)
    return response
  }

  /// Whether a text leads to this site wherever it is read: also what a form's `next` field must pass.
  public static func isPathOfThisSite(_ path: String) -> Bool {
    path.hasPrefix("/") && !path.hasPrefix("//")
      && path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
  }

  /// How long content may be kept by the browser and by nobody else.
  public enum Cache: Hashable, Sendable {
    /// Pages: they show one person's things, and must be right.
    case never
    /// Kept, but asked for again each time, with its ``ETag``.
    case revalidated
    /// Content that has its hash in its name.
    case forever

    var text: String {
      switch self {
      case .never: "no-store"
      case .revalidated: "private, no-cache"
      case .forever: "public, max-age=31536000, immutable"
      }
    }
  }

  public func with(cache: Cache) -> HTTPResponse {
    var response = self
    response.headers.setTrusted("Cache-Control", cache.text)
    return response
  }

  public func with(eTag: ETag) -> HTTPResponse {
    var response = self
    response.eTag = eTag
    return response
  }

  /// With a header field, the only one of its name.
  ///
  /// - Throws: ``HeaderProblem`` when the name is no token or the value holds CR, LF, NUL or another control
  ///   character.
  public func with(_ name: String, _ value: String) throws(HeaderProblem) -> HTTPResponse {
    var response = self
    try response.headers.set(name, value)
    return response
  }

  /// With a cookie, besides those it sets already.
  public func setting(_ cookie: HostCookie) -> HTTPResponse {
    var response = self
    response.headers.addTrusted("Set-Cookie", cookie.header)
    return response
  }

  /// As something to save under a name, whatever its type; shown in place when it is said.
  ///
  /// Content that people have sent in is shown without any right: scripts in it do not run, and it is of no
  /// origin (CSP `sandbox`).
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - inPlace: Whether it is shown.
  ///   - isSandboxed: Not for a PDF: some browsers' viewers refuse to open in a sandbox, and have one of their own.
  /// - Returns: The response.
  public func download(
    named name: String, inPlace: Bool = false, isSandboxed: Bool = true
  ) -> HTTPResponse {
    var response = self
    let plain = String(
      decoding: name.utf8.map { byte in
        let isPlain =
          (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"")
          && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "%")
        return isPlain ? byte : UInt8(ascii: "_")
      }, as: UTF8.self)
    // RFC 6266 §5 and appendix D: the plain name for old clients, the true one in RFC 8187's form.
    response.headers.setTrusted(
      "Content-Disposition",
      "\(inPlace ? "inline" : "attachment"); filename=\"\(plain)\"; "
        + "filename*=UTF-8''\(percentEncoded(name))")
    let withoutScript: StaticString = """
      default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; \
      frame-ancestors 'self'
      """
    let withoutAnything: StaticString = """
      default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox; \
      frame-ancestors 'self'
      """
    response.contentSecurityPolicy = isSandboxed ? withoutAnything : withoutScript
    return response
  }

  mutating func changeHeaders(_ change: (inout HTTPHeaders) -> Void) {
    change(&headers)
  }
}
