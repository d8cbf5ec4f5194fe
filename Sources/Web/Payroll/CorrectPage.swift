import CivilTime
import HTML
import HTTPServer
import Ledger
import Notices
import Programs
import Store
import Workflow

/// `/statement/:person/:item/correct`: more or less for something that was earned, as a line of its own in the next file.
enum CorrectPage: Page {
  static let pattern: StaticString = "/statement/:person/:item/correct"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    leaf(try Correction.read(call), .empty, call.context)
  }

  static func leaf(
    _ correction: Correction, _ wish: AmountForm, isSent: Bool = false,
    refusal: LedgerRefusal? = nil, _ visit: Visit
  ) -> Leaf {
    let words = visit.words
    var problems = isSent ? wish.problems(visit) : (nil, nil)
    if let refusal { problems.0 = visit.sentence(refusal) }
    return Leaf(words("correct.title"), at: .statements) {
      correction.eyebrow(visit)
      h1 { words("correct.heading", ["title": correction.title]) }
      p(.class("lead")) { words("correct.lead") }
      div(.class("card part-in")) { facts(correction.facts(visit)) }
      section(.class("card part"), .aria(labelledBy: "correct")) {
        h2(.id("correct")) { words("correct.form") }
        visit.form(correction.path("correct")) {
          wish.fields(
            more: words("correct.more"), less: words("correct.less"), problems: problems, visit)
          p(.class("actions")) { button(.class("button")) { words("amount.look") } }
        }
      }
    }
  }
}

/// What is corrected, read at once.
struct Correction {
  var person: Person
  var item: Item
  var title: String
  var account: ItemAccount
  var rules: PayRules
  var book: Book
  /// The pay date with which a correction would go.
  var next: PayDate?

  var submission: SubmissionID { SubmissionID(item.number) }

  func path(_ action: String? = nil) -> Path {
    Path(segments: ["statement", "\(person.id)", item.name] + (action.map { [$0] } ?? []))
  }

  static func read(_ call: Call<Visit>) throws -> Correction {
    let visit = call.context
    let id = PersonID(try call.number("person"))
    let item = try TracePage.item(call)
    return try visit.read { records in
      guard item.source == .submission, let person = try records.person(id),
        let submission = try records.submission(SubmissionID(item.number)),
        let rules = try records.payRules(zone: visit.zone)
      else { throw HTTPProblem(.notFound, "nothing to correct") }
      var book = Book()
      book.apply(try records.ledger(.person(id)))
      guard let account = book.items[item] else {
        throw HTTPProblem(.notFound, "nothing was entered for it")
      }
      var sealed = Book()
      sealed.apply(try records.ledger(.district))
      let last = sealed.payDates.keys.max() ?? .first
      let today = visit.wording.today
      return Correction(
        person: person, item: item, title: visit.title(submission.title.value), account: account,
        rules: rules, book: book,
        next: rules.payDates(from: today, through: today.adding(years: 1)).first {
          $0.pays > last && visit.now < $0.locks
        })
    }
  }

  /// What a correction enters, or why it is refused.
  func entries(
    by amount: Money, _ visit: Visit
  ) -> Result<[LedgerEntry], LedgerRefusal> {
    do throws(LedgerRefusal) {
      return .success(
        try rules.entries(
          for: .corrected(item, by: amount), cause: Cause(journal: 0, at: visit.now), people: [:],
          book: book))
    } catch {
      return .failure(error)
    }
  }

  func eyebrow(_ visit: Visit) -> Markup {
    p(.class("eyebrow")) {
      a(href: .path(path())) { visit.words("correct.back") }
      " · " + person.fullName
    }
  }

  func facts(_ visit: Visit) -> [(name: String, value: Markup)] {
    let lots = account.lots
    let earned = lots.reduce(Money.zero) { $0 + $1.earned - $1.reversed }
    let exported = lots.flatMap(\.exported.values).reduce(Money.zero, +)
    return [
      (visit.words("correct.earned"), Markup { earned.shown }),
      (visit.words("correct.exported"), Markup { exported.shown }),
    ]
  }
}

/// Corrects an amount with a reason: first it says what that does.
enum CorrectAction: Action {
  static let pattern: StaticString = "/statement/:person/:item/correct"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let words = visit.words
    let wish = try AmountForm(form)
    let correction = try Correction.read(call)
    func again(_ refusal: LedgerRefusal? = nil) -> HTTPResponse {
      var leaf = CorrectPage.leaf(correction, wish, isSent: true, refusal: refusal, visit)
      leaf.status = .unprocessableContent
      return visit.framed(leaf)
    }
    guard wish.problems(visit) == (nil, nil), let amount = wish.amount else { return again() }
    if wish.isSure {
      return try visit.attempt(back: correction.path("correct")) {
        try visit.perform(.correctPay(correction.submission, by: amount, reason: wish.reason))
        return try .done("corrected", at: correction.path())
      }
    }
    if case .failure(let refusal) = correction.entries(by: amount, visit) { return again(refusal) }
    return visit.framed(
      Leaf(words("correct.title"), at: .statements) {
        correction.eyebrow(visit)
        h1 { words("correct.look", ["amount": amount.shown, "name": correction.person.fullName]) }
        p(.class("lead")) {
          if let next = correction.next {
            words.markup("correct.with", ["day": strong { visit.long(next.pays) }])
          } else {
            words("correct.later")
          }
        }
        div(.class("card part-in")) {
          facts(
            correction.facts(visit) + [
              (words("correct.change"), Markup { b { amount.shown } }),
              (words("office.reason"), Markup { bdi { wish.reason } }),
            ])
        }
        visit.form(correction.path("correct")) {
          wish.hidden
          p(.class("actions")) {
            button(.class("button"), .name("do"), .value("sure")) { words("correct.go") }
            a(href: .path(correction.path())) { words("amount.not") }
          }
        }
      })
  }
}
