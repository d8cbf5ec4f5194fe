import Crypto

/// What is asked over HTTP/1.1 to get a token: a form, and the way through a proxy (RFC 9110, RFC 9112).
public enum HTTPRequest {
  /// The bytes of a form that is posted; the connection ends with the answer.
  ///
  /// - Parameters:
  ///   - request: The form, and how its client says who it is.
  ///   - address: Where to.
  /// - Returns: Head and body.
  public static func post(_ request: TokenRequest, to address: WebAddress) -> [UInt8] {
    let body = Array(FormEncoding.encode(request.fields).utf8)
    var head = "POST \(address.target) HTTP/1.1\r\nHost: \(address.authority)\r\n"
    if let (user, secret) = request.basic {
      // Both parts are encoded as in a form first (RFC 6749 §2.3.1).
      let words = FormEncoding.escape(user) + ":" + FormEncoding.escape(secret.text)
      head += "Authorization: Basic \(Base64.encode(Array(words.utf8)))\r\n"
    }
    head +=
      "User-Agent: rubricd\r\nAccept: application/json\r\nAccept-Encoding: identity\r\n"
      + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.count)\r\n"
      + "Connection: close\r\n\r\n"
    return Array(head.utf8) + body
  }

  /// The bytes that ask a proxy for a way through (RFC 9110 §9.3.6). Nothing secret is in them.
  public static func connect(to address: WebAddress) -> [UInt8] {
    let name = address.host.contains(":") ? "[\(address.host)]" : address.host
    let place = "\(name):\(address.port)"
    return Array("CONNECT \(place) HTTP/1.1\r\nHost: \(place)\r\nUser-Agent: rubricd\r\n\r\n".utf8)
  }
}
