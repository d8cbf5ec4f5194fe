/// Where a link leads. Each case was checked when it was made; none can run a script.
public enum Link: Hashable, Sendable {
  /// A page of this site.
  case path(Path)
  /// An absolute address, as mail needs it.
  case web(WebLink)
  /// A mail to be written.
  case mail(MailLink)
  /// A place on the same page, by its id.
  case fragment(String)

  var string: String {
    switch self {
    case .path(let path): path.string
    case .web(let link): link.string
    case .mail(let link): link.string
    case .fragment(let id): "#" + PercentEncoding.encode(id, keeping: .segment)
    }
  }
}

/// Where an image comes from.
public enum ImageSource: Hashable, Sendable {
  /// A file of this site.
  case path(Path)
  /// An inline part of the same mail, by its Content-ID without the brackets (RFC 2392).
  case inlinePart(String)

  var string: String {
    switch self {
    case .path(let path): path.string
    case .inlinePart(let id): "cid:" + PercentEncoding.encode(id, keeping: .address)
    }
  }
}

/// A mail to be written (RFC 6068).
public struct MailLink: Hashable, Sendable {
  /// The link as it stands in `href`, with `mailto:`.
  public let string: String

  /// A link that opens a new mail.
  ///
  /// - Parameters:
  ///   - address: One address. It is not judged here beyond what keeps the link one of one mail.
  ///   - subject: The new mail's subject, if there is one.
  /// - Throws: ``LinkProblem`` if the address is empty, has no `@` or holds a control character,
  ///   or the whole is longer than 2,048 bytes.
  public init(to address: String, subject: String? = nil) throws(LinkProblem) {
    let all = address + (subject ?? "")
    guard !all.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw .character
    }
    guard let at = address.lastIndex(of: "@"), at != address.startIndex,
      address.index(after: at) != address.endIndex
    else { throw .host }
    let local = PercentEncoding.encode(String(address[..<at]), keeping: .segment)
    let domain = PercentEncoding.encode(String(address[at...].dropFirst()), keeping: .segment)
    let query = subject.map { "?subject=" + PercentEncoding.encode($0, keeping: .segment) } ?? ""
    let link = "mailto:" + local + "@" + domain + query
    guard link.utf8.count <= WebLink.lengthMaximum else { throw .length }
    string = link
  }
}

/// Why a string is not taken as a link.
public enum LinkProblem: Error, Hashable, Sendable, CustomStringConvertible {
  case length
  case scheme
  case host
  case port
  case character

  public var description: String {
    switch self {
    case .length: "longer than \(WebLink.lengthMaximum) bytes"
    case .scheme: "does not begin with https://"
    case .host: "has no host name of letters, digits, hyphens and dots"
    case .port: "has a port that is no number from 1 to 65535"
    case .character: "holds a character that an address must write as %XX"
    }
  }
}
