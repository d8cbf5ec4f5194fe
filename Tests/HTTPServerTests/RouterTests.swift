import HTTPServer
import Testing

@Suite struct `The router` {
  let site: Site

  init() {
    var router = Router<String>()
    router.get("/") { _ in .text("home") }
    router.get("/reviews") { _ in .text("list") }
    router.get("/reviews/new") { _ in .text("new") }
    router.get("/reviews/:review") { try .text("\($0.context) reads \($0.number("review"))") }
    router.get("/reviews/:review/of/:person") {
      try .text("\($0.text("review")) of \($0.text("person"))")
    }
    router.post("/reviews/:review") { call in
      let form = try call.request.form()
      return try .text("\(call.number("review")): \(form["outcome"] ?? "none")")
    }
    router.post("/reviews/new", bodyBytesMax: 8) { .text("\($0.request.body.count)") }
    router.get("/broken") { try .text($0.text("missing")) }
    let table = router
    site = Site(handle: { request in
      try table.handle(request) { _, route in "\(route.method.rawValue) \(route.pattern)" }
    })
  }

  private func ask(_ method: HTTPMethod, _ target: String, body: String = "") throws -> (
    HTTPStatus, String, HTTPHeaders
  ) {
    var headers = HTTPHeaders()
    if !body.isEmpty { try headers.add("Content-Type", "application/x-www-form-urlencoded") }
    let answer = site.answer(
      try HTTPRequest(method, target, headers: headers, body: Array(body.utf8)))
    return (answer.status, String(decoding: try answer.content(), as: UTF8.self), answer.headers)
  }

  @Test func `asks whether an action may be before it takes any of the body`() throws {
    var router = Router<String>()
    router.post(
      "/held",
      before: { call in
        if call.context == "nobody" { throw HTTPProblem(.forbidden, "nobody may") }
      }
    ) { call in .text("\(call.request.body.count)") }
    let request = try HTTPRequest(.post, "/held", headers: HTTPHeaders(), body: [])
    #expect(throws: HTTPProblem.self) { _ = try router.handle(request) { _, _ in "nobody" } }
    guard case .collect = try router.handle(request, context: { _, _ in "somebody" }) else {
      Issue.record("whoever may sends the body")
      return
    }
  }

  @Test(arguments: [
    ("/", "home"), ("/reviews", "list"), ("/reviews/new", "new"),
    ("/reviews/812", "GET /reviews/:review reads 812"),
    ("/reviews/1?x=2", "GET /reviews/:review reads 1"),
    ("/reviews/a%2Fb/of/%C3%A9", "a/b of é"), ("/reviews/new/of/x", "new of x"),
  ])
  func `finds the page, a literal segment before a parameter`(target: String, text: String) throws {
    let (status, content, _) = try ask(.get, target)
    #expect(status == .ok)
    #expect(content == text)
  }

  @Test(arguments: [
    "/nothing", "/reviews/0", "/reviews/-1", "/reviews/01", "/reviews/99999999999999999999",
    "/reviews/abc", "/reviews/812/of", "/reviews//of/x", "//", "//reviews", "//evil.example/",
    "/reviews//", "/nothing/", "/reviews/812/of/x/y",
  ])
  func `knows what there is not`(target: String) throws {
    #expect(try ask(.get, target).0 == .notFound)
  }

  @Test func `hands an action its body`() throws {
    #expect(try ask(.post, "/reviews/812", body: "outcome=met").1 == "812: met")
    #expect(try ask(.post, "/reviews/812").1 == "812: none")
    #expect(try ask(.post, "/reviews/new", body: "12345678").1 == "8")
    #expect(try ask(.post, "/reviews/new", body: "123456789").0 == .contentTooLarge)
  }

  @Test func `says which methods there are`() throws {
    let (status, _, headers) = try ask(.delete, "/reviews/812")
    #expect(status == .methodNotAllowed)
    #expect(headers["Allow"] == "GET, HEAD, POST")
    #expect(try ask(.post, "/reviews").2["Allow"] == "GET, HEAD")
    // The path of two routes: what each allows, together.
    #expect(try ask(.put, "/reviews/new").2["Allow"] == "GET, HEAD, POST")
  }

  @Test func `answers HEAD as GET, without content`() throws {
    let request = try HTTPRequest(.head, "/reviews")
    let answer = site.answer(request)
    #expect(answer.status == .ok)
    #expect(answer.isHeaderOnly)
    #expect(try answer.content().isEmpty)
    #expect(answer.body.length == 4)
  }

  @Test func `takes a slash off the end, and never leads elsewhere`() throws {
    let (status, _, headers) = try ask(.get, "/reviews/812/?a=b%20c")
    #expect(status == .permanentRedirect)
    #expect(headers["Location"] == "/reviews/812?a=b%20c")
    #expect(try ask(.get, "/reviews/%2Fevil.example/").2["Location"] == "/reviews/%2Fevil.example")
    #expect(try ask(.post, "/reviews/812/").0 == .notFound)
    #expect(try ask(.get, "//evil.example/..%2F/").0 == .notFound)
    // What no Location may hold is not carried on (found by fuzzing).
    #expect(try ask(.get, "/reviews/812/?a=\\b").0 == .notFound)
  }

  @Test func `names the route in the answer, never the path`() throws {
    let answer = site.answer(try HTTPRequest(.get, "/reviews/812"))
    #expect(answer.route?.text == "/reviews/:review")
    #expect(site.answer(try HTTPRequest(.get, "/nothing")).route == nil)
  }

  @Test func `lists its routes, for tests of who may see what`() {
    var router = Router<Void>()
    router.get("/a/:b") { _ in .text("") }
    router.post("/a/:b") { _ in .text("") }
    #expect(
      router.routes.map { "\($0.method.rawValue) \($0.pattern)" } == ["GET /a/:b", "POST /a/:b"])
    #expect(router.routes[0].pattern.parameterNames == ["b"])
  }

  @Test func `owns up to a mistake of the program`() throws {
    #expect(try ask(.get, "/broken").0 == .internalServerError)
  }
}
