import HTML
import HTTPServer
import Office
import Workflow

/// Gives a review to somebody else; without a name, to whoever fits best and has room.
enum ReassignAction: Action {
  static let pattern: StaticString = "/office/reviews/:review/reassign"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = ReviewID(try call.number("review"))
    let to = form["to"].flatMap(Int64.init).map { PersonID($0) }
    return try call.context.attempt(back: Path("office", "reviews", "\(id)")) {
      try call.context.perform(.reassignReview(id, to: to))
      return try .done(
        to == nil ? "reassigned-by-itself" : "reassigned", at: Path("office", "reviews"))
    }
  }
}

/// Gives an evaluator more time.
enum ExtendReviewAction: Action {
  static let pattern: StaticString = "/office/reviews/:review/extend"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = ReviewID(try call.number("review"))
    let lastDay = try form.date("until")
    return try call.context.attempt(back: Path("office", "reviews", "\(id)")) {
      try call.context.perform(.extendReview(id, until: lastDay))
      return try .done("review-extended", at: Path("office", "reviews"))
    }
  }
}
