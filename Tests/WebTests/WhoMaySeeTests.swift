import HTTPServer
import Office
import Store
import Testing
import Web
import Workflow

/// Every route, for everybody: who gets what, of their own and of another's.
///
/// A route that is not in the table fails the first test; so does a row without a route.
@Suite struct `Who may see and do what` {
  /// What somebody gets, as a sign of the table.
  private enum Sign: Character {
    /// 200: the page.
    case page = "."
    /// 303: done, and on to another page; or a page that only sends on.
    case done = ">"
    /// 303 to signing in.
    case signIn = "s"
    /// 403: it is there, and not theirs.
    case forbidden = "x"
    /// 404: whether it is there is nobody else's affair.
    case notFound = "-"
    /// 409: they may, but it makes no sense now.
    case refused = "!"
    /// 410: there is no such thing of theirs any more.
    case gone = "g"

    init?(_ shown: Shown) {
      switch shown.status {
      case 200: self = .page
      case 303 where shown.location?.hasPrefix("/sign-in?next=") == true: self = .signIn
      case 303 where shown.location == "/sign-in": self = .signIn
      case 303: self = .done
      case 403: self = .forbidden
      case 404: self = .notFound
      case 409: self = .refused
      case 410: self = .gone
      default: return nil
      }
    }
  }

  /// In the columns: nobody, the owner, another teacher; the evaluator, another evaluator; the administrator, a deputy,
  /// clerk, payroll, adjudicator; links to this work, to other work, to this review, to all reviews, to the window.
  /// After a colon stands which object it is about.
  private static let table = """
    GET /                                                     . . . . . . . . . . . . . . .
    GET /accessibility                                        . . . . . . . . . . . . . . .
    GET /assets/:file=@style                                  . . . . . . . . . . . . . . .
    GET /catalog                                              . . . . . . . . . . . . . . .
    GET /catalog/:offering=@offering                          . . . . . . . . . . . . . . .
    GET /propose                                              > > > > > > > > > > > > > > >
    GET /sign-in                                              . . . . . . . . . . . . . . .
    GET /sign-in/sent                                         . . . . . . . . . . . . . . .
    GET /s/:token=@link                                       . . . . . . . . . . . . . . .
    GET /u/:token=@link/:kind=announcements                        . . . . . . . . . . . . . . .
    POST /sign-in                                              > > > > > > > > > > > > > > >
    POST /sign-out                                             s s s s s s s s s s s s s s s
    POST /s/:token=@link                                       > > > > > > > > > > > > > > >
    POST /s/:token=@link/renew                                 > > > > > > > > > > > > > > >
    POST /u/:token=@link/:kind=announcements                        . . . . . . . . . . . . . . .
    GET /home                                                 s . . . . . . . . . s s s s s
    GET /settings                                             s . . . . . . . . . s s s s s
    POST /settings/notices                                     s > > > > > > > > > s s s s s
    POST /settings/calendar                                    s . . . . . . . . . s s s s s
    POST /settings/calendar/remove                             s > > > > > > > > > s s s s s
    GET /calendar/:token=@calendar                            . . . . . . . . . . . . . . .
    POST /settings/sign-out                                    s > > > > > > > > > s s s s s
    POST /settings/sign-out-others                             s > > > > > > > > > s s s s s
    GET /windows/:window=@window/open                         s . . . . . . . . . s s s s .
    GET /begin/:stage=proposal                                s . . . . . . . . . s s s s .
    POST /begin/:stage=proposal                                s > > > > > > > > > s s s s >
    GET /drafts/:stage=evidence/:key=proposal-@next           s . > > > > > > > > s s s s s
    GET /drafts/:stage=evidence/:key=proposal-@next/check     s . > > > > > > > > s s s s s
    POST /drafts/:stage=evidence/:key=proposal-@next           s > > > > > > > > > s s s s s
    POST /drafts/:stage=evidence/:key=proposal-@next/text      s . g g g g g g g g s s s s s
    POST /drafts/:stage=evidence/:key=proposal-@next/hand-in   s > > > > > > > > > s s s s s
    POST /drafts/:stage=evidence/:key=proposal-@next/give-up   s > > > > > > > > > s s s s s
    POST /drafts/:stage=evidence/:key=proposal-@next/not-this-time s > > > > > > > > > s s s s s
    GET /work/:submission=@underReview                        s . - - - . . . - - . - - - -
    POST /work/:submission=@underReview/again                  s > - - - - - - - - > - - - -
    GET /work/:submission=@underReview/withdraw               s . - - - - - - - - . - - - -
    POST /work/:submission=@underReview/withdraw               s > - - - - - - - - > - - - -
    GET /files/:submission=@evidence/:sha256=@file            s . - . - . . . - - - - - . -
    GET /queue                                                s x x . . x x x x x s s s . s
    GET /queue/past                                           s x x . . x x x x x s s s . s
    GET /away                                                 s - - . . - - - - - s s s s s
    POST /away                                                 s - - > > - - - - - s s s s s
    POST /away/end                                             s - - > > - - - - - s s s s s
    GET /profile                                              s - - . . - - - - - s s s s s
    POST /profile/conflicts                                    s - - > > - - - - - s s s s s
    GET /reviews/:review=@review                              s - - . - . . - - - - - . . -
    POST /reviews/:review=@review/draft                        s - - > - - - - - - - - > > -
    POST /reviews/:review=@review/scores                       s - - > - - - - - - - - > > -
    POST /reviews/:review=@review/decline                      s - - > - - - - - - - - > > -
    POST /reviews/:review=@review/unopenable                   s - - > - - - - - - - - > > -
    POST /reviews/:review=@secondReview/reopen                 s - - > - - - - - - - - - > -
    GET /office                                               s x x x x . . x x x s s s s s
    GET /assignments                                          s x x x x . . x x x s s s s s
    GET /assignments/:window=@window/move/:submission=@received/:part=evaluator s x x x x . . x x x s s s s s
    GET /decisions                                            s x x x x . . x x x s s s s s
    GET /decisions/:submission=@ready                         s x x x x . . x x x s s s s s
    GET /history                                              s x x x x . . x x x s s s s s
    GET /mail                                                 s x x x x . . x x x s s s s s
    GET /mail/:mail=@mail                                     s x x x x . . x x x s s s s s
    GET /offerings                                            s x x x x . . x x x s s s s s
    GET /offerings/new                                        s x x x x . . x x x s s s s s
    GET /offerings/:offering=@offering                        s x x x x . . x x x s s s s s
    GET /rehearsal                                            s x x x x . . x x x s s s s s
    GET /reports                                              s x x x x . . x x x s s s s s
    GET /reports/:table=school.csv                            s x x x x . . x x x s s s s s
    GET /rubrics                                              s x x x x . . x x x s s s s s
    GET /rubrics/:rubric=@rubric/:hash=@hash                  s x x x x . . x x x s s s s s
    GET /rubrics/:rubric=@rubric/:hash=@hash/file             s x x x x . . x x x s s s s s
    GET /texts                                                s x x x x . . x x x s s s s s
    GET /texts/:text=earned                                   s x x x x . . x x x s s s s s
    GET /texts/:text=earned/mail                              s x x x x . . x x x s s s s s
    GET /more/rows/:row=@row                                  s x x x x . . x x x s s s s s
    GET /more                                                 s x x x x . . x x x s s s s s
    GET /office/reviews                                       s x x x x . . x x x s s s s s
    GET /office/reviews/:review=@review                       s x x x x . . x x x s s s s s
    GET /people                                               s x x x x . . x x x s s s s s
    GET /people/:person=@teacher                              s x x x x . . x x x s s s s s
    GET /submissions                                          s x x x x . . x x x s s s s s
    GET /submissions/:submission=@received                    s x x x x . . x x x s s s s s
    GET /windows                                              s x x x x . . x x x s s s s s
    GET /windows/:window=@window                              s x x x x . . x x x s s s s s
    POST /assignments/:window=@window                          s x x x x > > x x x s s s s s
    POST /assignments/:window=@window/move/:submission=@received/:part=evaluator s x x x x > > x x x s s s s s
    POST /decisions/release                                    s x x x x > > x x x s s s s s
    POST /decisions/:submission=@next/reopen                   s x x x x > > x x x s s s s s
    POST /offerings                                            s x x x x > > x x x s s s s s
    POST /offerings/:offering=@offering                        s x x x x > > x x x s s s s s
    POST /offerings/:offering=@offering/standing               s x x x x > > x x x s s s s s
    POST /office/reviews/:review=@review/remind                s x x x x ! ! x x x s s s s s
    POST /rubrics/preview                                      s x x x x . . x x x s s s s s
    POST /rubrics/adopt                                        s x x x x > > x x x s s s s s
    POST /texts/:text=earned                                   s x x x x > > x x x s s s s s
    POST /texts/:text=earned/test                              s x x x x > > x x x s s s s s
    POST /texts/:text=earned/mail                              s x x x x . . x x x s s s s s
    POST /mail/:mail=@mail/again                               s x x x x ! ! x x x s s s s s
    POST /mail/pause                                           s x x x x > > x x x s s s s s
    POST /mail/resume                                          s x x x x > > x x x s s s s s
    POST /more/rows/:row=@row/take                             s x x x x ! ! x x x s s s s s
    POST /more/rows/:row=@row/dismiss                          s x x x x > > x x x s s s s s
    POST /office/undo                                          s x x x x > > x x x s s s s s
    POST /office/reviews/:review=@review/extend                s x x x x > > x x x s s s s s
    POST /office/reviews/:review=@review/reassign              s x x x x > > x x x s s s s s
    POST /people/:person=@teacher/address                      s x x x x > > x x x s s s s s
    POST /people/:person=@administrator/deputies               s x x x x > > x x x s s s s s
    POST /people/:person=@teacher/late                         s x x x x > > x x x s s s s s
    POST /people/:person=@teacher/roles                        s x x x x > > x x x s s s s s
    POST /submissions/:submission=@received/assign             s x x x x > > x x x s s s s s
    POST /submissions/:submission=@approved/extend             s x x x x > > x x x s s s s s
    POST /submissions/:submission=@received/return             s x x x x > > x x x s s s s s
    POST /submissions/:submission=@received/withdraw           s x x x x > > x x x s s s s s
    GET /pay                                                  s x x x x . . x . x s s s s s
    GET /pay/dates/:day=@open                                 s x x x x . . x . x s s s s s
    GET /pay/dates/:day=@sealed/file                          s x x x x . . x . x s s s s s
    GET /pay/people                                           s x x x x . . x . x s s s s s
    GET /pay/forecast                                         s x x x x . . x x x s s s s s
    GET /pay/funds                                            s x x x x . . x x x s s s s s
    GET /statement/:person=@owner                             s . - - - . . - . - s s s s s
    GET /statement/:person=@owner/file                        s . - - - . . - . - s s s s s
    GET /statement/:person=@owner/:item=submission-@underReview s . - - - . . - . - s s s s s
    GET /statement/:person=@owner/:item=submission-@underReview/correct s x x x x . . x x x s s s s s
    POST /pay/dates/:day=@open/seal                            s x x x x > > x > x s s s s s
    POST /pay/dates/:day=@sealed/paid                          s x x x x > > x > x s s s s s
    POST /pay/funds                                            s x x x x > > x x x s s s s s
    POST /statement/:person=@owner/:item=submission-@underReview/correct s x x x x ! ! x x x s s s s s
    POST /submissions/:submission=@approved/amount             s x x x x > > x x x s s s s s
    POST /windows/add                                          s x x x x > > x x x s s s s s
    POST /windows/plan                                         s x x x x > > x x x s s s s s
    POST /windows/:window=@laterWindow/cancel                  s x x x x > > x x x s s s s s
    POST /windows/:window=@laterWindow/change                  s x x x x > > x x x s s s s s
    POST /windows/:window=@window/reopen                       s x x x x > > x x x s s s s s
    """

  private struct Row {
    var method: HTTPMethod
    var pattern: String
    var path: String
    var signs: [Character]

    init(_ line: Substring) throws {
      let words = line.split(separator: " ")
      let method = try #require(HTTPMethod(rawValue: String(words[0])))
      // `/work/:submission=ready` is the pattern `/work/:submission`, asked for as `/work/@ready`.
      let segments = words[1].split(separator: "/").map { $0.split(separator: "=") }
      self.method = method
      pattern = "/" + segments.map { String($0[0]) }.joined(separator: "/")
      path = "/" + segments.map { String($0.last ?? "") }.joined(separator: "/")
      signs = words.dropFirst(2).compactMap(\.first)
    }
  }

  private static func rows() throws -> [Row] {
    let rows = try table.split(separator: "\n").map { try Row($0) }
    for row in rows {
      try #require(row.signs.count == School.Visitor.allCases.count, "\(row.pattern)")
    }
    return rows
  }

  /// What is sent with a form, so that whoever may does something by it.
  private static let forms: [String: [(String, String)]] = [
    "/sign-in": [("address", "@address")],
    "/begin/:stage": [("title", "Another idea")],
    "/drafts/:stage/:key": [("saved", "@saved"), ("title", "A better idea")],
    "/drafts/:stage/:key/text": [("saved", "@saved"), ("title", "A better idea")],
    "/drafts/:stage/:key/hand-in": [("saved", "@saved")],
    "/profile/conflicts": [("email", "@address")],
    "/away": [("first", "2026-10-05"), ("last", "2026-10-09")],
    "/reviews/:review/decline": [("reason", "notMyField")],
    "/reviews/:review/unopenable": [("unopened", "0")],
    "/reviews/:review/reopen": [("reopen", "@kept"), ("reopen-@kept", "It is another's.")],
    "/assignments/:window": [("do", "again")],
    "/assignments/:window/move/:submission/:part": [("to", "@other")],
    "/decisions/release": [("do", "some"), ("release", "@ready")],
    "/decisions/:submission/reopen": [("reason", "An appeal.")],
    "/office/undo": [("command", "@release")],
    "/office/reviews/:review/extend": [("until", "2026-10-16")],
    "/office/reviews/:review/reassign": [("to", "@other")],
    "/people/:person/deputies": [
      ("deputy", "1002"), ("from", "2026-10-01"), ("until", "2026-10-09"),
    ],
    "/people/:person/late": [
      ("window", "@window"), ("until", "2026-10-09"), ("reason", "A broken arm."),
    ],
    "/people/:person/roles": [("role", "clerk")],
    "/submissions/:submission/assign": [("to", "@other"), ("part", "evaluator")],
    "/submissions/:submission/extend": [("until", "2027-12-01"), ("reason", "A broken arm.")],
    "/submissions/:submission/return": [("kind", "linkClosed")],
    "/offerings": [("code", "MCR-2"), ("title", "Number talks")],
    "/offerings/:offering": [("title", "Reading conferences II")],
    "/offerings/:offering/standing": [("active", "no")],
    "/rubrics/adopt": [("rubric", "@rubricText"), ("reason", "As before.")],
    "/texts/:text": [("do", "reset")],
    "/texts/:text/mail": [("source", "@wording")],
    "/windows/add": [
      ("stage", "proposal"), ("label", "Extra"), ("opens", "2027-07-05"), ("last", "2027-07-16"),
    ],
    "/pay/dates/:day/seal": [("shown", "@shown")],
    "/pay/funds": [
      ("change", "more"), ("amount", "500.00"), ("reason", "The board."), ("on", "2026-09-28"),
      ("do", "sure"),
    ],
    "/statement/:person/:item/correct": [
      ("change", "less"), ("amount", "1.00"), ("reason", "Too much."), ("do", "sure"),
    ],
    "/submissions/:submission/amount": [("amount", "$500.00"), ("reason", "Leads the pilot.")],
    "/windows/plan": [("year", "2027")],
    "/windows/:window/cancel": [("reason", "No need.")],
    "/windows/:window/change": [
      ("opens", "2027-05-03"), ("last", "2027-05-14"), ("reason", "A holiday."),
    ],
    "/windows/:window/reopen": [("last", "2026-10-09"), ("reason", "Snow.")],
  ]

  /// Whoever has the link may, whether or not somebody is signed in: there is no page that gave a token.
  private static let withoutToken: Set<String> = [
    "/sign-in", "/s/:token", "/s/:token/renew", "/u/:token/:kind",
  ]

  private func ask(
    _ row: Row, _ browser: Browser, of school: School, _ headers: [(String, String)] = []
  ) throws -> Shown {
    let path = try school.filled(row.path)
    if row.method == .get { return try browser.get(path) }
    let form = try (Self.forms[row.pattern] ?? []).map {
      (try school.filled($0.0), try school.filled($0.1))
    }
    // The forms that take files.
    if row.pattern == "/drafts/:stage/:key" { return try browser.send(path, form, headers) }
    if row.pattern == "/rubrics/preview" {
      let file = Array(try school.filled("@rubricText").utf8)
      return try browser.send(
        path, form, files: [(field: "file", name: "rubric.json5", bytes: file)], headers)
    }
    return try browser.post(
      path, row.pattern == "/reviews/:review/scores" ? try school.card() : form, headers)
  }

  private func entries(_ school: School) throws -> Int64 {
    try school.scene.office.read { try $0.lastSequence() }
  }

  @Test func `is said for every route, and for no other`() throws {
    let school = try School()
    let office = school.scene.office
    let routes = Website(WebDesk(office: { office })).routes
      .map { "\($0.method.rawValue) \($0.pattern)" }
    let rows = try Self.rows().map { "\($0.method.rawValue) \($0.pattern)" }
    #expect(Set(routes).subtracting(rows).sorted() == [], "routes without a row")
    #expect(Set(rows).subtracting(routes).sorted() == [], "rows without a route")
    let posts = Set(try Self.rows().filter { $0.method == .post }.map(\.pattern))
    #expect(Set(Self.forms.keys).subtracting(posts).sorted() == [], "forms without a route")
  }

  @Test func `holds for every page, and looking changes nothing`() throws {
    let school = try School()
    let browsers = try School.Visitor.allCases.map { try school.browser($0) }
    for row in try Self.rows() where row.method == .get {
      let before = try entries(school)
      let signs = try browsers.map { browser in
        let shown = try ask(row, browser, of: school)
        return Sign(shown)?.rawValue ?? Character("\(shown.status / 100)")
      }
      #expect(String(signs) == String(row.signs), "GET \(row.pattern)")
      // That an evaluator has seen what was assigned is told to the office.
      if row.pattern != "/reviews/:review" {
        #expect(try entries(school) == before, "GET \(row.pattern)")
      }
    }
  }

  @Test func `holds for every form, and whoever may not do it changes nothing`() throws {
    let shared = try School()
    let browsers = try School.Visitor.allCases.map { ($0, try shared.browser($0)) }
    for row in try Self.rows() where row.method == .post {
      var signs: [Character] = []
      for ((visitor, browser), wanted) in zip(browsers, row.signs) {
        let isDenied = "sx-".contains(wanted) && row.pattern != "/sign-out"
        let before = try entries(shared)
        // Whoever may does it in a district of their own: the next one finds everything as it was.
        let school = isDenied ? shared : try shared.another()
        let shown = try ask(row, isDenied ? browser : school.browser(visitor), of: school)
        signs.append(Sign(shown)?.rawValue ?? Character("\(shown.status / 100)"))
        if isDenied { #expect(try entries(shared) == before, "\(visitor): POST \(row.pattern)") }
      }
      #expect(String(signs) == String(row.signs), "POST \(row.pattern)")
    }
  }

  @Test func `is known before a form is taken, and whoever is not signed in sends a short one`()
    throws
  {
    let school = try School()
    let pad = { (count: Int) in [("pad", String(repeating: "x", count: count))] }
    for row in try Self.rows() where row.method == .post {
      let path = try school.filled(row.path)
      let isOpen = row.pattern == "/sign-out" || !"sx-".contains(row.signs[0])
      for visitor in [School.Visitor.nobody, .otherTeacher] {
        let sign = row.signs[visitor.rawValue]
        // What is 404 to a colleague may be found out by its action: they could send as much to their own.
        guard isOpen || "sx".contains(sign) else { continue }
        let browser = try school.browser(visitor)
        // Longer than any form that is taken: what is refused for its length had not been refused for who asks.
        let long = try browser.post(path, pad(3 << 20))
        if isOpen {
          #expect(long.status == 413, "\(visitor): POST \(row.pattern)")
          let over = try browser.post(path, pad(4_097))
          #expect(over.status == 413, "\(visitor): POST \(row.pattern)")
        } else {
          #expect(Sign(long)?.rawValue == sign, "\(visitor): POST \(row.pattern)")
        }
      }
    }
  }

  @Test func `asks of every form that it comes from a page that was given to whoever sends it`()
    throws
  {
    let school = try School()
    let foreign = try school.browser(.otherTeacher)
    let elsewhere = [
      ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
      ("Origin", "https://evil.example"), ("Origin", "null"),
    ]
    for row in try Self.rows() where row.method == .post {
      // Whoever may do it with a page's own form.
      let visitor = School.Visitor.allCases.first {
        $0 != .nobody && !"sx-".contains(row.signs[$0.rawValue])
      }
      var browser = try school.browser(visitor ?? .owner)
      let before = try entries(school)
      // A mail program posts to this one by itself (RFC 8058), and it can only switch off.
      if row.pattern != "/u/:token/:kind" {
        for field in elsewhere {
          let shown = try ask(row, browser, of: school, [field])
          #expect(shown.status == 403, "POST \(row.pattern), \(field)")
        }
      }
      if !Self.withoutToken.contains(row.pattern) {
        browser.forget()
        #expect(try ask(row, browser, of: school).status == 403, "POST \(row.pattern), no token")
        browser.take(from: foreign)
        #expect(try ask(row, browser, of: school).status == 403, "POST \(row.pattern), foreign")
      }
      #expect(try entries(school) == before, "POST \(row.pattern)")
    }
  }
}
