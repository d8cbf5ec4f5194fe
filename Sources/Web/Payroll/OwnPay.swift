import CivilTime
import HTML
import HTTPServer
import Ledger
import Notices
import Programs
import Store
import Workflow

/// What somebody may still apply for, and what comes to them: as their own pages and their statement say it.
struct OwnPay {
  /// What is left, or why nothing can be applied for.
  enum Cap {
    case standing(CapStanding)
    case notEligible(Ineligibility)
    case unknown(LedgerRefusal)
  }

  /// The pay policy of today.
  var policy: PayPolicy
  var cap: Cap
  /// The next pay date, with what would come by it.
  var next: (payDate: PayDate, amount: Money)?
  /// Whether funds can run out before.
  var hasFunds: Bool { policy.funds != nil }
  var account: PersonAccount?
  /// What is held, by what it is held for.
  private var holds: [Item: Money] = [:]

  func held(for item: Item) -> Money { holds[item] ?? .zero }

  /// Reads what concerns somebody.
  ///
  /// - Parameters:
  ///   - person: Whom.
  ///   - day: The day on which something would be applied for; today if none is given.
  ///   - records: Where it is looked up.
  ///   - visit: Who looks, and when.
  /// - Returns: `nil` where the program pays nothing on that day.
  /// - Throws: What the records throw.
  static func read(
    _ person: Person, on day: CivilDate? = nil, _ records: ReadRecords, _ visit: Visit
  ) throws -> OwnPay? {
    let today = day ?? visit.wording.today
    guard let rules = try records.payRules(zone: visit.zone), rules.isInForce(on: today) else {
      return nil
    }
    var book = Book()
    book.apply(
      try records.ledger(.person(person.id)).filter { visit.tells($0, of: person.id) })
    book.apply(try records.ledger(.district))
    book.take(funds: try records.fundsByDay())
    let policy = rules.version(on: today).policy
    let id = person.id.inLedger
    var cap: Cap
    do throws(LedgerRefusal) {
      cap = .standing(
        try rules.standing(of: id, person.employment, on: today, in: book))
    } catch {
      cap = .unknown(error)
    }
    if let why = policy.eligibility.objection(to: person.employment, on: today) {
      cap = .notEligible(why)
    }
    let sealed = book.payDates.keys.max() ?? .first
    let next = rules.payDates(from: today, through: today.adding(years: 1)).first {
      $0.pays > sealed
    }
    return OwnPay(
      policy: policy, cap: cap,
      next: next.map { payDate in
        let settlement = rules.settlement(
          for: payDate, people: [id: person.employment], book: book)
        return (payDate, settlement.total)
      }, account: book.people[id], holds: book.items.mapValues { $0.hold?.reserved ?? .zero })
  }

  /// What something is worth: as the catalog says, as its teacher asks, or as the program says.
  func worth(_ offering: Offering?, asked cents: Int64? = nil) -> Money? {
    (offering?.cents ?? cents).map(Money.init(cents:)) ?? policy.amount
  }

  /// Why an amount can't be applied for today; `nil` if it can.
  func objection(to amount: Money) -> LedgerRefusal? {
    switch cap {
    case .notEligible(let why): return .notEligible(why)
    case .unknown(let refusal): return refusal
    case .standing(let standing):
      guard policy.cap.binds == .whenApplying, amount > standing.left else { return nil }
      return .overCap(OverCap(asked: amount, standing: standing))
    }
  }
}

extension Visit {
  /// Whether an entry of somebody's may be told: to themselves not before they are told of the decision that it
  /// follows from, which can still be taken back unseen.
  func tells(_ entry: LedgerEntry, of person: PersonID) -> Bool {
    guard signedIn?.person.id == person, entry.cause.by != person.inLedger else { return true }
    return entry.cause.at.adding(minutes: Int64(program.mail.holdMinutes)) <= now
  }
}

extension Door {
  /// The day on which something would be handed in: today, or when it opens.
  func day(_ visit: Visit) -> CivilDate {
    if case .closed(_, let opens?) = self { return visit.zone.date(at: opens) }
    return visit.wording.today
  }
}

extension Visit {
  /// The day on which something new would be applied for.
  func applyingDay(_ records: ReadRecords) throws -> CivilDate {
    try doors(records).new(program.proposals == nil ? .evidence : .proposal).day(self)
  }
}

/// How pages show what is left.
enum PayView {
  /// What is left under a cap, in a card of its own.
  static func cap(_ cap: OwnPay.Cap?, _ visit: Visit) -> Markup {
    let words = visit.words
    guard let cap else { return Markup() }
    return section(.class("card part-in"), .aria(labelledBy: "cap")) {
      h2(.id("cap")) { words("pay.cap") }
      switch cap {
      case .standing(let standing):
        p { b { left(standing, visit) } }
        bar(standing)
        p(.class("meta")) {
          words(
            "pay.cap-used",
            [
              "used": standing.used.shown, "cap": standing.cap.shown,
              "bracket": standing.bracket, "period": standing.period.description,
            ])
        }
      case .notEligible(let why): p { visit.sentence(why) }
      case .unknown(let refusal): p { visit.sentence(refusal) }
      }
    }
  }

  /// What an amount means to somebody who may apply for it: what it pays, whether it fits, and what is left.
  ///
  /// - Parameters:
  ///   - pay: What may be applied for; nothing is said where it pays nothing.
  ///   - worth: The amount, if it is known.
  ///   - objection: Why it can't be applied for.
  ///   - visit: How it is said.
  /// - Returns: A note.
  static func applying(
    _ pay: OwnPay?, _ worth: Money?, _ objection: LedgerRefusal?, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    guard let pay else { return Markup() }
    var refusal = objection
    if worth == nil {
      // Whoever can apply for nothing is told before there is an amount.
      switch pay.cap {
      case .notEligible(let why): refusal = .notEligible(why)
      case .unknown(let why): refusal = why
      case .standing: break
      }
    }
    return div(.class("part-in")) {
      if let refusal {
        note(.short, .alert) {
          let isOver = if case .overCap = refusal { true } else { false }
          p { b { words(isOver ? "applying.over" : "applying.not") } }
          p { visit.sentence(refusal) }
        }
      } else if case .standing(let standing) = pay.cap {
        let binds = pay.policy.cap.binds
        note(.plain, .lock) {
          if let worth, worth != .zero {
            p {
              b {
                words(
                  "applying.pays.\(binds.rawValue)",
                  ["amount": pay.policy.kind.said(worth, words)])
              }
            }
          }
          p {
            switch binds {
            case .whenApplying: left(standing, visit)
            case .onPayment: leftToPay(standing, pay.policy, visit)
            }
          }
        }
      }
    }
  }

  private static func leftToPay(
    _ standing: CapStanding, _ policy: PayPolicy, _ visit: Visit
  ) -> String {
    visit.words(
      policy.carryOver.beyondCap == .carriedOver ? "pay.left-paid" : "pay.left-paid-refused",
      [
        "cap": standing.cap.shown, "left": standing.left.shown,
        "period": standing.period.description,
      ])
  }

  /// What was earned and what comes, for somebody's own page.
  static func card(_ pay: OwnPay, of person: PersonID, _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("card")) {
      h2 { words("statement.own") }
      if let next = pay.next, next.amount != .zero {
        p {
          words.markup(
            "statement.next-own",
            [
              "amount": strong { next.amount.shown },
              "day": strong { visit.long(next.payDate.pays) },
            ])
          if pay.hasFunds { " " + words("statement.while-funds") }
        }
      }
      if case .standing(let standing) = pay.cap {
        p { left(standing, visit) }
        bar(standing)
      }
      p(.class("part-in")) {
        a(href: .path(Path("statement", "\(person)"))) { words("home.statement") }
      }
    }
  }

  /// `$300.00 is left for 2026; $2,000.00 again from January 1, 2027.`
  static func left(_ standing: CapStanding, _ visit: Visit) -> String {
    visit.words(
      "pay.left",
      [
        "left": standing.left.shown, "period": standing.period.description,
        "cap": standing.cap.shown, "day": visit.dated(standing.moreFrom),
      ])
  }

  /// How much of a cap is used; the words beside it say the same.
  static func bar(_ standing: CapStanding) -> Markup {
    let share =
      standing.cap > .zero
      ? min(100, Double(standing.used.cents) / Double(standing.cap.cents) * 100) : 100
    return SVG.svg(.class("bar"), .aria(hidden: true)) {
      SVG.rect(
        width: .percent(share), height: .percent(100),
        standing.left == .zero ? .class("bar-full") : .class("bar-fill"))
    }
  }
}
