import CivilTime
import Crypto
import HTML
public import HTTPServer
import Office
import Store
import Workflow

/// All pages of a district: the table of routes, and what holds for every request.
public struct Website: Sendable {
  let desk: WebDesk
  let router: Router<Visit>

  public init(_ desk: WebDesk) {
    self.desk = desk
    var router = Router<Visit>()
    Self.addAccess(to: &router)
    Self.addEvaluator(to: &router)
    Self.addTeacher(to: &router)
    Self.addPublic(to: &router)
    Self.addOffice(to: &router)
    Self.addPayroll(to: &router)
    self.router = router
  }

  /// Method and pattern of every route, for tests of who gets what.
  public var routes: [(method: HTTPMethod, pattern: String)] {
    router.routes.map { ($0.method, $0.pattern.text) }
  }

  /// What answers requests.
  ///
  /// - Parameter hosts: Those that the site is asked for by; any if there is none.
  /// - Returns: The site.
  public func site(hosts: Set<String> = []) -> Site {
    Site(
      hosts: hosts,
      handle: { request in
        do {
          return try router.handle(request) { request, _ in try visit(request) }
            .orElse(toSignIn: Self.toSignIn)
        } catch is NotSignedIn {
          return .respond(try Self.toSignIn(request))
        }
      },
      errorPage: { problem, request in self.errorPage(problem, request) },
      unexpected: { error, request in
        desk.office.surroundings.log.write(.error, "request \(request.number): \(type(of: error))")
      })
  }

  /// Everything a request finds itself in.
  private func visit(_ request: HTTPRequest) throws -> Visit {
    let now = Instant(milliseconds: request.arrivedAtMilliseconds)
    let office = desk.office
    let (inForce, sequence) = try office.read { (try $0.program(), try $0.lastSequence()) }
    guard let program = inForce else {
      throw HTTPProblem(.serviceUnavailable, "no program yet")
    }
    let zone = try office.zone(of: program)
    return Visit(
      website: self, now: now, program: program, sequence: sequence, zone: zone, words: desk.words,
      signedIn: try signedIn(request, at: now, zone: zone))
  }

  /// Whether there is a page for somebody who has just signed in: theirs to see, and not gone.
  ///
  /// - Parameters:
  ///   - path: The page.
  ///   - entrance: The browser's new session.
  ///   - request: What it is asked by, at the same instant.
  /// - Returns: Whether it would be shown.
  /// - Throws: What reading it throws.
  func shows(_ path: Path, to entrance: Entrance, _ request: HTTPRequest) throws -> Bool {
    var headers = HTTPHeaders()
    try headers.add("Cookie", "\(HostCookie.name(Access.cookie))=\(entrance.secret)")
    let asked = try HTTPRequest(
      .get, path.string, headers: headers, arrivedAtMilliseconds: request.arrivedAtMilliseconds)
    do {
      guard
        case .respond(let page) = try router.handle(
          asked, context: { request, _ in try visit(request) })
      else {
        return false
      }
      return page.status.code < 400
    } catch is HTTPProblem {
      return false
    } catch is NotSignedIn {
      return false
    }
  }

  private func signedIn(
    _ request: HTTPRequest, at now: Instant, zone: Zone
  ) throws -> Visit.SignedIn? {
    guard let secret = request.cookies[HostCookie.name(Access.cookie)],
      let session = try desk.office.session(secret)
    else { return nil }
    return try desk.office.read { records -> Visit.SignedIn? in
      guard let person = try records.person(session.person), person.erased == nil else {
        return nil
      }
      let scope = SignedInTo(session)
      let administrators = try records.people(with: .administrator)
      return Visit.SignedIn(
        person: person, session: session, scope: scope,
        isAdministrator: scope == .everything && person.isEmployed(on: zone.date(at: now))
          && person.isAdministrator(on: zone.date(at: now), among: administrators),
        token: Access.token(of: secret))
    }
  }

  /// Sends somebody to sign in who asked for a page of somebody's; the page is where they come out, in the same browser.
  private static func toSignIn(_ request: HTTPRequest) throws -> HTTPResponse {
    var path = Path("sign-in")
    if request.method == .get, request.target.segments.count > 0 {
      path = path.query("next", Path(segments: request.target.segments).string)
    }
    return try .seeOther(path.string)
  }
}

extension Handling {
  /// The same, where nobody is signed in is found out only once the body has come.
  fileprivate func orElse(
    toSignIn: @escaping (HTTPRequest) throws -> HTTPResponse
  ) -> Handling {
    switch self {
    case .respond: self
    case .collect(let bytesMax, let then):
      .collect(bytesMax: bytesMax) { request in
        do { return try then(request) } catch is NotSignedIn { return try toSignIn(request) }
      }
    case .multipart(let limits, let sink, let then):
      .multipart(limits, sink: sink) { request, form in
        do { return try then(request, form) } catch is NotSignedIn { return try toSignIn(request) }
      }
    }
  }
}

extension SignedInTo {
  /// What a session opens; a scope that is not known opens the least.
  init(_ session: BrowserSession) {
    switch session.scopeKind {
    case BrowserSession.everything: self = .everything
    case LinkKind.submission.rawValue: self = .submission(SubmissionID(session.scopeID))
    case LinkKind.review.rawValue: self = .review(ReviewID(session.scopeID))
    case LinkKind.reviews.rawValue: self = .reviews
    default: self = .window(WindowID(session.scopeID))
    }
  }
}
