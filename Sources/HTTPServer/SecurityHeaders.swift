/// The header fields that every response carries, so that a mistake in a page stays small.
///
/// Pages run no inline script and take no inline style, load from this site only, send forms to this site only
/// and stand in no other site's frame. Referrers stay here; the browser guesses no types.
public struct SecurityHeaders: Hashable, Sendable {
  public var contentSecurityPolicy: String
  /// How long browsers keep to HTTPS after a visit over HTTPS; 0 says nothing of it.
  public var transportSecuritySeconds: Int

  /// The policy of a site whose pages need nothing from elsewhere.
  ///
  /// `connect-src 'self'` is what `fetch` needs, to save as one goes; `media-src` and `frame-src` are for
  /// evidence shown beside its rubric.
  public static let strictPolicy =
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    + "connect-src 'self'; font-src 'self'; media-src 'self'; frame-src 'self'; "
    + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

  public init(
    contentSecurityPolicy: String = strictPolicy, transportSecuritySeconds: Int = 31_536_000
  ) {
    self.contentSecurityPolicy = contentSecurityPolicy
    self.transportSecuritySeconds = transportSecuritySeconds
  }

  /// Adds the fields that a response does not have.
  func add(to headers: inout HTTPHeaders, policy: StaticString?, scheme: HTTPRequest.Scheme) {
    var fields = [
      ("Content-Security-Policy", policy.map { "\($0)" } ?? contentSecurityPolicy),
      ("X-Content-Type-Options", "nosniff"),
      ("Referrer-Policy", "same-origin"),
      ("Cross-Origin-Opener-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
      (
        "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
      ),
    ]
    if scheme == .https, transportSecuritySeconds > 0 {
      fields.append(("Strict-Transport-Security", "max-age=\(transportSecuritySeconds)"))
    }
    for (name, value) in fields where headers[name] == nil && HTTPHeaders.isValue(value) {
      headers.addTrusted(name, value)
    }
  }
}
