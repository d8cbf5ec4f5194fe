import CivilTime
import Crypto
import HTML
import HTTPServer
import Office
import Programs
import Store
import Workflow

// Signing in and out, without passwords.

enum Access {
  /// The cookie's name, without `__Host-`.
  static let cookie = "rubricd"
  /// Where somebody wanted to go who had to sign in first: a path, in this browser alone.
  static let wantedCookie = "rubricd-next"
  /// How long that is remembered.
  private static let wantedSeconds = 3_600

  /// What forms carry: made from the cookie's secret, so that it need not be stored, and gives nothing away.
  static func token(of secret: String) -> String {
    String(SHA256.hash(Array("form:\(secret)".utf8)).hex.prefix(32))
  }

  /// Where a browser goes after signing in.
  static func landing(_ session: BrowserSession, person: Person, isAdministrator: Bool) -> Path {
    switch SignedInTo(session) {
    case .everything:
      if isAdministrator { return Path("office") }
      if person.evaluator != nil { return Path("queue") }
      return Path(person.roles.contains(.payroll) ? "pay" : "home")
    case .submission(let id): return Path("work", "\(id)")
    case .review(let id): return Path("reviews", "\(id)")
    case .reviews: return Path("queue")
    case .window(let id): return Path("windows", "\(id)", "open")
    }
  }
}

extension Access {
  /// Where a browser wanted to go before it signed in.
  static func wanted(_ request: HTTPRequest) -> Path? {
    request.cookies[HostCookie.name(wantedCookie)].flatMap(page)
  }

  /// Remembers a page; what is none of this site's, or can't stand in a cookie, is not remembered.
  static func remember(_ text: String?) -> HostCookie? {
    guard let text, let path = page(text) else { return nil }
    return try? HostCookie(wantedCookie, value: path.string, maxAgeSeconds: wantedSeconds)
  }

  private static func page(_ text: String) -> Path? {
    guard HTTPResponse.isPathOfThisSite(text), let target = try? RequestTarget(text),
      let first = target.segments.first, !["s", "u", "sign-in", "sign-out"].contains(first)
    else { return nil }
    return Path(segments: target.segments)
  }
}

extension Access {
  /// Longest form of somebody who is not signed in, in bytes.
  static let bodyBytesMax = 4_096
}

extension Website {
  /// Adds what has to do with signing in.
  static func addAccess(to router: inout Router<Visit>) {
    router.add(StartPage.self)
    router.get(SignInPage.pattern) { call in
      let page = call.context.framed(SignInPage.show(call))
      return Access.remember(call.request.query["next"]).map(page.setting) ?? page
    }
    router.post(SignInAsked.pattern, bodyBytesMax: Access.bodyBytesMax) { try SignInAsked.act($0) }
    router.add(SignInSentPage.self)
    router.get(LinkPage.pattern) { try LinkPage.answer($0) }
    router.post(LinkPage.pattern, bodyBytesMax: Access.bodyBytesMax) { try LinkPressed.act($0) }
    router.post("/s/:token/renew", bodyBytesMax: Access.bodyBytesMax) { try LinkRenewed.act($0) }
    router.get(UnsubscribePage.pattern) { try UnsubscribePage.answer($0) }
    router.post(UnsubscribePage.pattern, bodyBytesMax: Access.bodyBytesMax) {
      try Unsubscribed.act($0)
    }
    router.add(SignOut.self)
    router.add(AccessibilityPage.self)
    router.get("/assets/:file") { try $0.context.desk.assets.response($0.text("file")) }
  }
}
