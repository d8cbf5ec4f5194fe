/// A status code (RFC 9110 §15).
public struct HTTPStatus: Hashable, Sendable, CustomStringConvertible {
  /// Three digits.
  public let code: Int

  /// A status by its number, moved into 200 to 599.
  public init(_ code: Int) {
    self.code = min(max(code, 200), 599)
  }

  public static let ok = HTTPStatus(200)
  public static let created = HTTPStatus(201)
  public static let noContent = HTTPStatus(204)
  public static let partialContent = HTTPStatus(206)
  public static let seeOther = HTTPStatus(303)
  public static let notModified = HTTPStatus(304)
  public static let permanentRedirect = HTTPStatus(308)
  public static let badRequest = HTTPStatus(400)
  public static let forbidden = HTTPStatus(403)
  public static let notFound = HTTPStatus(404)
  public static let methodNotAllowed = HTTPStatus(405)
  public static let requestTimeout = HTTPStatus(408)
  public static let conflict = HTTPStatus(409)
  public static let gone = HTTPStatus(410)
  public static let contentTooLarge = HTTPStatus(413)
  public static let uriTooLong = HTTPStatus(414)
  public static let unsupportedMediaType = HTTPStatus(415)
  public static let rangeNotSatisfiable = HTTPStatus(416)
  public static let misdirectedRequest = HTTPStatus(421)
  public static let unprocessableContent = HTTPStatus(422)
  public static let tooManyRequests = HTTPStatus(429)
  public static let headersTooLarge = HTTPStatus(431)
  public static let internalServerError = HTTPStatus(500)
  public static let notImplemented = HTTPStatus(501)
  public static let serviceUnavailable = HTTPStatus(503)

  /// The phrase of RFC 9110 and RFC 6585 for the codes that have a name here, `Status` for the rest.
  public var phrase: String { Self.phrases[code] ?? "Status" }

  public var description: String { "\(code) \(phrase)" }

  private static let phrases: [Int: String] = [
    200: "OK", 201: "Created", 204: "No Content", 206: "Partial Content", 303: "See Other",
    304: "Not Modified", 308: "Permanent Redirect", 400: "Bad Request", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict",
    410: "Gone", 413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    416: "Range Not Satisfiable", 421: "Misdirected Request", 422: "Unprocessable Content",
    429: "Too Many Requests", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
  ]
}
