import HTML
import HTTPServer
import Office
import Store
import Workflow

/// `/work/:submission/withdraw`: what taking it back means, and the button.
enum WithdrawPage: Page {
  static let pattern: StaticString = "/work/:submission/withdraw"

  static func sight(_ call: Call<Visit>) throws -> Sight {
    .work(SubmissionID(try call.number("submission")))
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let id = SubmissionID(try call.number("submission"))
    let submission = try visit.ownWork(id)
    let words = visit.words
    let back = Path("work", "\(id)")
    return Leaf(words("withdraw.title"), at: .home, isGate: true) {
      h1 { words("withdraw.heading") }
      p(.class("lead")) { submission.title.value ?? words("teacher.erased") }
      p { words("withdraw.means.\(submission.stage.rawValue)") }
      visit.form(Path("work", "\(id)", "withdraw")) {
        p(.class("actions")) {
          button(.class("button")) { words("withdraw.yes") }
          a(href: .path(back)) { words("withdraw.no") }
        }
      }
    }
  }
}

/// Takes work back.
enum Withdrawing: Action {
  static let pattern: StaticString = "/work/:submission/withdraw"

  static func sight(_ call: Call<Visit>) throws -> Sight {
    .work(SubmissionID(try call.number("submission")))
  }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let id = SubmissionID(try call.number("submission"))
    _ = try visit.ownWork(id)
    let back = Path("work", "\(id)")
    return try visit.attempt(back: back) {
      try visit.perform(.withdraw(id))
      return try .done("withdrawn", at: back)
    }
  }
}

extension Visit {
  /// A submission of whoever is signed in: 404 for everybody else, whatever else they are.
  func ownWork(_ id: SubmissionID) throws -> Submission {
    guard let submission = try read({ try $0.submission(id) }),
      submission.earner == (try person().id)
    else { throw HTTPProblem(.notFound, "not theirs") }
    return submission
  }
}
