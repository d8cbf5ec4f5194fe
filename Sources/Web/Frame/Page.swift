import HTML
import HTTPServer
import Workflow

/// A page: what is shown at a path, and who may see it.
protocol Page: SendableMetatype {
  static var pattern: StaticString { get }
  /// What it shows, for the question who may see that.
  static func sight(_ call: Call<Visit>) throws -> Sight
  static func show(_ call: Call<Visit>) throws -> Leaf
}

/// An action: what a form does. It ends by sending the browser on.
protocol Action: SendableMetatype {
  static var pattern: StaticString { get }
  /// Longest form, in bytes: none of it is taken from somebody who may not send it.
  static var bodyBytesMax: Int { get }
  static func sight(_ call: Call<Visit>) throws -> Sight
  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse
}

extension Action {
  static var bodyBytesMax: Int { 262_144 }
}

/// What a page shows within its frame.
struct Leaf {
  /// The page's name in the browser's bar; the heading says more.
  var title: String
  /// Which place of the navigation it belongs to.
  var place: Place?
  var content: Markup
  /// Whether the frame keeps out of the way: signing in, and what went wrong.
  var isGate = false
  var status: HTTPStatus = .ok

  init(
    _ title: String, at place: Place? = nil, isGate: Bool = false,
    @MarkupBuilder content: () -> Markup
  ) {
    self.title = title
    self.place = place
    self.isGate = isGate
    self.content = content()
  }
}

/// The places of the navigation.
enum Place: Hashable, Sendable {
  case home, catalog, settings
  case queue, past, away, profile
  case office, windows, assignment, reviews, decisions, submissions, people, mail, more
  case pay, statements, ownPay
}

extension Router<Visit> {
  /// Adds a page: read by whoever may see it.
  mutating func add(_ page: (some Page).Type) {
    get(page.pattern) { call in
      try call.context.require(page.sight(call))
      return call.context.framed(try page.show(call))
    }
  }

  /// Adds an action: done by whoever may see its page, with the token that the page gave them.
  mutating func add(_ action: (some Action).Type) {
    post(
      action.pattern, bodyBytesMax: action.bodyBytesMax,
      before: { call in try call.context.require(action.sight(call)) }
    ) { call in
      let form = try call.request.form()
      try call.context.check(form, of: call.request)
      return try action.act(call, form)
    }
  }
}
