import HTML
import HTTPServer
import Office
import Store
import Workflow

/// Reminds an evaluator of an overdue review, now.
enum RemindAction: Action {
  static let pattern: StaticString = "/office/reviews/:review/remind"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let id = ReviewID(try call.number("review"))
    let actor = Actor.person(try visit.person().id)
    return try visit.attempt(back: Path("office", "reviews", "\(id)")) {
      let due = try visit.office.remind(of: id, by: actor)
      return try .done(
        due <= visit.now ? "reminded-now" : "reminded-later", at: Path("office", "reviews", "\(id)")
      )
    }
  }
}

extension Visit {
  /// The button that reminds an evaluator of a review; in a row it names its object.
  func remindButton(_ review: ReviewID, of title: String?) -> Markup {
    form(Path("office", "reviews", "\(review)", "remind")) {
      button(
        title == nil ? .class("button button-quiet") : .class("button button-plain button-small")
      ) {
        words("review.remind-go")
        if let title { span(.class("unseen")) { " " + title } }
      }
    }
  }
}
