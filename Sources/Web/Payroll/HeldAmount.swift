import CivilTime
import HTML
import HTTPServer
import Ledger
import Programs
import Store
import Workflow

/// What is applied for with a submission, on its page at the office; an administrator may hold another amount.
struct HeldAmount {
  var submission: Submission
  /// What is held; nothing where it is released, earned, or the cap binds on payment.
  var held: Money
  /// Whether anything of the ledger is about it.
  var isEntered: Bool
  var pay: OwnPay

  /// Reads it; `nil` where it pays nothing by itself.
  static func read(
    of submission: Submission, _ records: ReadRecords, _ visit: Visit
  ) throws -> HeldAmount? {
    guard submission.proposal == nil, let person = try records.person(submission.earner),
      let pay = try OwnPay.read(person, records, visit)
    else { return nil }
    let isEntered = try records.ledger(.person(person.id)).contains { entry in
      entry.postings.contains { $0.lot?.item == submission.item }
    }
    return HeldAmount(
      submission: submission, held: pay.held(for: submission.item), isEntered: isEntered, pay: pay)
  }

  /// Whether another amount may be held for it: as long as it may be earned.
  private var mayChange: Bool {
    guard pay.policy.cap.binds == .whenApplying else { return false }
    if held != .zero { return true }
    switch submission.state {
    case .submitted, .underReview, .returned, .readyToRelease: return true
    case .decided, .withdrawn: return false
    }
  }

  func card(_ visit: Visit) -> Markup {
    let words = visit.words
    return Markup {
      if isEntered || mayChange {
        section(.class("card")) {
          h2 { words("held.heading") }
          p {
            held == .zero
              ? words("held.none")
              : words("held.amount", ["amount": pay.policy.kind.said(held, words)])
          }
          if case .standing(let standing) = pay.cap {
            p(.class("meta")) { PayView.left(standing, visit) }
          }
          if isEntered {
            p {
              a(
                href: .path(
                  Path("statement", "\(submission.earner)", submission.item.name))
              ) { words("held.why") }
            }
          }
          if mayChange { form(visit) }
        }
      }
    }
  }

  private func form(_ visit: Visit) -> Markup {
    let words = visit.words
    return details {
      summary { words("held.change") }
      p(.class("meta")) { words("held.change-text") }
      visit.form(Path("submissions", "\(submission.id)", "amount")) {
        field("amount", words("column.amount"), hint: words("amount.hint")) { described in
          input(
            type: .text, name: "amount", .id("amount"),
            .value(held == .zero ? "" : held.decimal), .required(), .maxlength(20),
            .inputmode("decimal"), .autocomplete("off"), described)
        }
        field("held-reason", words("office.reason"), hint: words("amount.reason-hint")) {
          described in
          textarea(
            name: "reason", .id("held-reason"), .required(), .rows(3), .maxlength(500), described)
        }
        p(.class("actions")) {
          button(.class("button button-quiet")) { words("held.go") }
        }
      }
    }
  }
}

/// Holds another amount for a submission, whatever the cap, for a reason.
enum HoldAction: Action {
  static let pattern: StaticString = "/submissions/:submission/amount"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let id = SubmissionID(try call.number("submission"))
    let back = Path("submissions", "\(id)")
    let typed = try form.text("amount", max: 100)
    let reason = try form.text("reason", max: 500)
    guard let amount = Money(typed: typed) else {
      // What was typed is told back, so that nothing of it is lost.
      return visit.refused(
        Refusal(.incomplete, visit.words("amount.unclear", ["typed": typed])), back: back,
        kept: reason)
    }
    return try visit.attempt(back: back) {
      try visit.perform(.holdAmount(id, amount, reason: reason))
      return try .done("held", at: back)
    }
  }
}
