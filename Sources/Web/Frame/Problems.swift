import HTML
import HTTPServer
import Office
import Programs
import Store
import Workflow

extension Website {
  /// The page for what went wrong: what is safe, then what can be done.
  func errorPage(_ problem: HTTPProblem, _ request: HTTPRequest?) -> HTTPResponse {
    let words = desk.words
    let key =
      switch problem.status {
      case .forbidden: "problem.forbidden"
      case .notFound, .methodNotAllowed: "problem.not-found"
      case .contentTooLarge: "problem.too-large"
      case .tooManyRequests: "problem.too-many"
      case .serviceUnavailable: "problem.unavailable"
      case .badRequest, .unsupportedMediaType: "problem.bad-request"
      default: problem.status.code < 500 ? "problem.bad-request" : "problem.internal"
      }
    let page = document(.lang(words.language)) {
      head {
        metaCharset()
        meta(name: "viewport", content: "width=device-width, initial-scale=1")
        meta(name: "color-scheme", content: "light dark")
        HTML.title(words(key + ".title"))
        stylesheet(desk.path(of: "style.css"))
        icon(desk.path(of: "icon.svg"))
      }
      body {
        Symbol.sheet
        a(href: .fragment("main"), .class("skip")) { words("frame.skip") }
        header(.class("top")) {
          div(.class("top-in")) { brand }
        }
        HTML.main(.id("main"), .class("page"), .tabindex(-1)) {
          div(.class("gate gate-card")) {
            h1 { words(key + ".heading") }
            p(.class("lead")) { words(key + ".lead") }
            p(.class("actions")) { buttonLink(words("problem.start"), Path()) }
          }
        }
      }
    }
    return .html(page.bytes, status: problem.status)
  }

  /// The bar's name; the district's too, unless the records themselves are what is broken.
  private var brand: Markup {
    a(href: .path(Path()), .class("brand")) {
      Symbol.brand
      span {
        desk.words("frame.brand")
        if let program = try? desk.office.read({ try $0.program() }) {
          " "
          span { program.district.name }
        }
      }
    }
  }
}

extension Visit {
  /// The page for what the office refused: nothing has changed, and why.
  ///
  /// - Parameters:
  ///   - refusal: The office's words.
  ///   - back: Where to go on.
  ///   - kept: What is safe, if anything was sent along.
  /// - Returns: The page, with 403, 404 or 409.
  func refused(_ refusal: Refusal, back: Path, kept: String? = nil) -> HTTPResponse {
    var leaf = Leaf(words("refused.title"), isGate: true) {
      h1 { words("refused.heading") }
      p(.class("lead")) { sentence(refusal) }
      p { kept ?? words("refused.nothing-changed") }
      p(.class("actions")) { buttonLink(words("refused.back"), back) }
    }
    leaf.status =
      switch refusal.reason {
      case .notAllowed: .forbidden
      case .notFound: .notFound
      case .notNow, .notInThisState, .againstTheRules, .incomplete: .conflict
      }
    return framed(leaf)
  }

  /// Does something that the office may refuse, and goes on to a page either way.
  func attempt(
    back: Path, _ body: () throws -> HTTPResponse
  ) throws -> HTTPResponse {
    do {
      return try body()
    } catch OfficeError.refused(let refusal) {
      return refused(refusal, back: back)
    }
  }
}
