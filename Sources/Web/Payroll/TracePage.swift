import CivilTime
import HTML
import HTTPServer
import Ledger
import Programs
import Rubrics
import Store
import Workflow

/// `/statement/:person/:item`: where an amount comes from, step by step, down to the decision and its scorecards.
///
/// Payroll learns what it rests on: who decided, when, by which rubric and policy. What evaluators wrote, and who they
/// are, is the administrator's to read, and the teacher's where the program says so.
enum TracePage: Page {
  static let pattern: StaticString = "/statement/:person/:item"

  static func sight(_ call: Call<Visit>) throws -> Sight {
    .statement(PersonID(try call.number("person")))
  }

  /// The thing that an address names.
  static func item(_ call: Call<Visit>) throws -> Item {
    guard let item = Item(name: try call.text("item")) else {
      throw HTTPProblem(.notFound, "not a thing of the ledger")
    }
    return item
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let person = PersonID(try call.number("person"))
    let sheet = try TraceSheet.read(person, try item(call), visit)
    let view = TraceView(
      sheet: sheet, visit: visit, capacities: try visit.capacities(toSee: .statement(person)))
    return Leaf(sheet.title, at: view.isOwn ? .ownPay : .statements) {
      visit.told(call.request)
      p(.class("eyebrow")) {
        a(href: .path(Path("statement", "\(person)"))) {
          view.isOwn ? words("statement.own") : words("trace.statement")
        }
        " · " + sheet.person.fullName
      }
      h1 {
        sheet.owed == .zero
          ? words("trace.heading-none") : words("trace.heading", ["amount": sheet.owed.shown])
      }
      p(.class("lead")) { sheet.title }
      section(.class("card part-in"), .aria(label: words("trace.steps"))) {
        ol(.class("trace")) { view.steps }
      }
      p(.class("fine part-in")) { words("trace.latest-first") }
      if view.mayCorrect {
        p(.class("actions")) {
          buttonLink(
            words("correct.title"),
            Path("statement", "\(person)", sheet.item.name, "correct"), isQuiet: true)
        }
      }
    }
  }
}

extension LedgerEntry.Kind {
  /// Whether it is worth saying by which policy: what is sealed, paid or released is what was reckoned before.
  fileprivate var isReckoned: Bool {
    switch self {
    case .applied, .appliedBeyondCap, .amended, .amendedBeyondCap, .resumed, .resumedBeyondCap,
      .awarded, .recurred, .opened:
      true
    case .released, .reversed, .corrected, .fundsGranted, .sealed, .settled, .paid: false
    }
  }
}

/// The steps of a trace, the latest first.
struct TraceView {
  let sheet: TraceSheet
  let visit: Visit
  let capacities: Set<Capacity>

  var words: Words { visit.words }
  var isOwn: Bool { sheet.person.id == visit.signedIn?.person.id }
  /// Whether an administrator may set its amount right: somebody else's, once it is earned.
  var mayCorrect: Bool {
    isAdministrator && !isOwn && sheet.account?.isAwarded == true
      && sheet.item.source == .submission
  }
  private var isAdministrator: Bool { capacities.contains(.administrator) }

  var steps: Markup {
    Markup {
      for step in sheet.steps.reversed() {
        entry(step)
        if step.entry.kind == .awarded {
          if let decided = step.decided { decision(decided) }
          handedIn
        }
      }
    }
  }

  private func line(
    _ symbol: Symbol, _ heading: String, @MarkupBuilder meta: () -> Markup
  ) -> Markup {
    li {
      symbol.icon
      b { heading }
      p(.class("meta")) { meta() }
    }
  }

  private func entry(_ step: TraceSheet.Step) -> Markup {
    let heading =
      step.words.amount.map {
        words("trace.step", ["amount": $0.shown, "text": step.words.text])
      } ?? step.words.text
    return line(symbol(step.entry.kind), heading) {
      if let how = how(step) { how + " " }
      words("trace.entered", ["at": visit.when(step.entry.cause.at)])
      // A decision's own step says who released it.
      if let by = step.by, step.decided == nil { " " + words("trace.by", ["name": by]) }
      if step.entry.kind.isReckoned {
        " "
        policy(step.entry.policy)
      }
      if let reason = step.reason {
        " "
        words.markup("trace.reason", ["reason": bdi { reason }])
      }
    }
  }

  private func policy(_ number: Int) -> Markup {
    Markup {
      if let version = sheet.versions.first(where: { $0.number == number }) {
        words(
          "trace.policy", ["number": "\(number)", "since": visit.dated(version.effective)])
      }
    }
  }

  private func symbol(_ kind: LedgerEntry.Kind) -> Symbol {
    switch kind {
    case .applied, .appliedBeyondCap, .amended, .amendedBeyondCap, .resumed, .resumedBeyondCap:
      .lock
    case .released, .reversed, .corrected: .back
    case .awarded, .recurred, .fundsGranted: .dot
    case .sealed, .settled: .file
    case .paid: .check
    case .opened: .arrow
    }
  }

  /// How an amount was reckoned.
  private func how(_ step: TraceSheet.Step) -> String? {
    if let limit = step.entry.limit, limit.person == sheet.person.id.inLedger {
      return words(
        "trace.cap",
        [
          "cap": limit.cap.shown, "used": limit.used.shown,
          "period": limit.period.description,
        ])
    }
    guard step.entry.kind == .awarded, case .rise(let annual, let from)? = step.entry.terms?.kind,
      let policy = sheet.versions.first(where: { $0.number == step.entry.policy })?.policy,
      case .salaryRise(let rise) = policy.kind
    else { return nil }
    let year = Period(
      rise.year, holding: from, schoolYearFirstMonth: visit.program.schoolYearFirstMonth)
    let amount = (-(step.moved[.earned] ?? .zero)).shown
    let last = visit.dated(year.end.adding(days: -1))
    switch rise.prorated {
    case .none: return nil
    case .days:
      return words(
        "trace.days",
        [
          "annual": annual.shown, "days": "\(from.days(until: year.end))",
          "all": "\(year.days)", "amount": amount, "last": last,
        ])
    case .months:
      // A month that has begun does not count, as the ledger reckons it.
      let whole = from.day == 1 ? from : from.adding(days: 1 - from.day).adding(months: 1)
      let months = (year.end.year - whole.year) * 12 + year.end.month - whole.month
      return words(
        "trace.months",
        ["annual": annual.shown, "months": "\(months)", "amount": amount, "last": last])
    }
  }

  // MARK: The decision

  private func decision(_ decided: TraceSheet.Decided) -> Markup {
    let decision = decided.decision
    let submission = decision.submission
    return Markup {
      line(.check, words("trace.decision", ["name": decided.by])) {
        visit.when(decision.releasedAt) + "."
        if isAdministrator {
          " "
          a(href: .path(Path("decisions", "\(submission)"))) { words("trace.read-decision") }
        } else if isOwn {
          " "
          a(href: .path(Path("work", "\(submission)"))) { words("trace.read-decision") }
        }
      }
      if !decided.reviews.isEmpty {
        line(.file, scorecards(decided)) {
          let days = decided.reviews.compactMap { review -> String? in
            guard case .handedIn(_, let at) = review.state else { return nil }
            return visit.day(of: at)
          }
          if !days.isEmpty {
            words("trace.scored", ["days": days.joined(separator: "; ")]) + " "
          }
          if let version = decision.rubric {
            words("trace.rubric", ["name": decided.rubric ?? version.rubric.rawValue])
            " "
            if isAdministrator {
              a(
                href: .path(Path("rubrics", version.rubric.rawValue, version.hash)),
                .class("hash")
              ) { PayDatePage.grouped(version.hash) }
            } else {
              span(.class("hash")) { PayDatePage.grouped(version.hash) }
            }
          }
        }
      }
    }
  }

  /// Who judged is told where it may be: to whoever releases decisions.
  private func scorecards(_ decided: TraceSheet.Decided) -> String {
    guard isAdministrator else {
      return words("trace.scorecards", count: decided.reviews.count)
    }
    let names = decided.reviews.map { sheet.names.name($0.evaluator) }
    return words("trace.scorecards-of", ["names": names.joined(separator: ", ")])
  }

  private var handedIn: Markup {
    Markup {
      if let evidence = sheet.evidence {
        line(.arrow, words("trace.handed-in")) {
          visit.when(evidence.receivedAt) + "."
          if let receipt = sheet.receipt {
            " " + words("trace.receipt") + " "
            span(.class("hash")) { receipt }
          }
        }
      }
    }
  }
}
