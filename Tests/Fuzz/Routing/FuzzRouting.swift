// A request target of any bytes, asked of a table of routes with each method.
//
// Held: no segment steps up or hides a control character; a route's parameters are segments of the path; a
// redirect leads to a path of this site, which finds its route without another redirect.

import Driver
import Glibc
import HTTPServer

@main
struct FuzzRouting {
  static func main() {
    exit(unsafe runFuzzer { start, count in unsafe fuzzRouting(start, count) })
  }
}

private let router: Router<Void> = {
  var router = Router<Void>()
  router.get("/") { _ in .text("") }
  router.get("/reviews") { _ in .text("") }
  router.get("/reviews/:review") { _ in .text("") }
  router.post("/reviews/:review") { _ in .text("") }
  router.get("/reviews/new") { _ in .text("") }
  router.get("/:any/of/:other") { _ in .text("") }
  router.get("/:a/:b/:c") { _ in .text("") }
  router.on(.put, "/:a/:b/:c/d") { _ in .respond(.text("")) }
  return router
}()

private func fuzzRouting(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let target = try? RequestTarget(String(decoding: bytes, as: UTF8.self)) else { return 0 }
  for segment in target.segments {
    precondition(segment != "." && segment != ".." && !segment.contains("\\"))
    precondition(segment.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
  }
  for method in HTTPMethod.allCases {
    switch router.match(method, target) {
    case .problem(let problem):
      precondition(problem.status == .notFound || problem.status == .methodNotAllowed)
      precondition(!problem.allowed.contains(method))
    case .route(let route, let parameters):
      precondition(route.method == method || (route.method == .get && method == .head))
      precondition(parameters.count == route.pattern.parameterNames.count)
      precondition(parameters.values.allSatisfy { target.segments.contains($0) && !$0.isEmpty })
    case .redirect(let path):
      precondition(HTTPResponse.isPathOfThisSite(path), "a redirect that leads elsewhere")
      guard let next = try? RequestTarget(path), case .route = router.match(method, next) else {
        preconditionFailure("a redirect that leads nowhere")
      }
      precondition(next.segments == target.segments && next.query == target.query)
    }
  }
  return 0
}
