import CivilTime
import HTML
import HTTPServer
import Ledger
import Programs
import Workflow

/// A change of money as an administrator types it: more or less, how much, and why.
struct AmountForm {
  var isLess: Bool
  /// The amount as it was typed.
  var typed: String
  var reason: String
  /// Whether it is to be done, rather than looked at.
  var isSure: Bool

  static let empty = AmountForm(isLess: false, typed: "", reason: "", isSure: false)

  init(isLess: Bool, typed: String, reason: String, isSure: Bool) {
    self.isLess = isLess
    self.typed = typed
    self.reason = reason
    self.isSure = isSure
  }

  init(_ form: FormData) throws {
    self.init(
      isLess: form["change"] == "less", typed: try form.text("amount", max: 100),
      reason: try form.text("reason", max: 500), isSure: form["do"] == "sure")
  }

  /// The amount; `nil` where what was typed is none.
  var amount: Money? { Money(typed: typed).map { isLess ? -$0 : $0 } }

  /// What is wrong with it: each field's mistake, all at once.
  func problems(_ visit: Visit) -> (amount: String?, reason: String?) {
    (
      amount.map { $0 == .zero } ?? true
        ? visit.words("amount.unclear", ["typed": typed]) : nil,
      reason.isEmpty ? visit.words("amount.no-reason") : nil
    )
  }

  /// The fields, with what is wrong with them.
  func fields(
    more: String, less: String, problems: (amount: String?, reason: String?), _ visit: Visit
  ) -> Markup {
    let words = visit.words
    return Markup {
      fieldset {
        legend { words("amount.change") }
        label(.class("choice")) {
          input(type: .radio, name: "change", .value("more"), .checked(!isLess))
          span { more }
        }
        label(.class("choice")) {
          input(type: .radio, name: "change", .value("less"), .checked(isLess))
          span { less }
        }
      }
      field(
        "amount", words("column.amount"), hint: words("amount.hint"), problem: problems.amount
      ) { described in
        input(
          type: .text, name: "amount", .id("amount"), .value(typed), .required(), .maxlength(20),
          .inputmode("decimal"), .autocomplete("off"), described,
          .when(problems.amount != nil, .aria(invalid: true)))
      }
      field(
        "reason", words("office.reason"), hint: words("amount.reason-hint"),
        problem: problems.reason
      ) { described in
        input(
          type: .text, name: "reason", .id("reason"), .value(reason), .required(), .maxlength(500),
          described, .when(problems.reason != nil, .aria(invalid: true)))
      }
    }
  }

  /// The same, to be sent once more by whoever is sure.
  var hidden: Markup {
    Markup {
      input(type: .hidden, name: "change", .value(isLess ? "less" : "more"))
      input(type: .hidden, name: "amount", .value(typed))
      input(type: .hidden, name: "reason", .value(reason))
    }
  }
}
