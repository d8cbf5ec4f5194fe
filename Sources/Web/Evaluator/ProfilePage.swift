import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Store
import Workflow

/// `/profile`: what an evaluator is asked by: their skills, how much they take, whose work they don't judge.
///
/// Skills and load are the office's to change, as the evaluators' table brings them; days away and conflicts are one's
/// own.
enum ProfilePage: Page {
  static let pattern: StaticString = "/profile"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  /// What the page shows.
  private struct Shown {
    var profile: EvaluatorProfile
    var open: Int
    var most: Int
    /// Names of those whose work they don't judge.
    var conflicts: [String]
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    try leaf(call.context, told: call.context.told(call.request))
  }

  static func leaf(
    _ visit: Visit, told: Markup? = nil, typed: String = "", problem: String? = nil
  ) throws -> Leaf {
    let words = visit.words
    let shown = try read(visit)
    var leaf = Leaf(words("profile.title"), at: .profile) {
      h1 { words("profile.heading", count: shown.profile.expertise.count) }
      p(.class("lead")) { words("profile.lead") }
      if let told { div(.class("part-in")) { told } }
      skills(shown, visit)
      load(shown, visit)
      conflicts(shown, visit, typed: typed, problem: problem)
    }
    if problem != nil { leaf.status = .unprocessableContent }
    return leaf
  }

  private static func read(_ visit: Visit) throws -> Shown {
    let person = try visit.person()
    guard let profile = person.evaluator else {
      throw HTTPProblem(.notFound, "for evaluators alone")
    }
    return try visit.read { records in
      let names = try records.names(of: Set(person.conflicts))
      return Shown(
        profile: profile, open: try records.openReviewCounts()[person.id] ?? 0,
        most: profile.loadMax ?? visit.program.evaluators.openReviewsMax,
        conflicts: person.conflicts.map { names.name($0) }.sorted())
    }
  }

  private static func skills(_ shown: Shown, _ visit: Visit) -> Markup {
    let words = visit.words
    let grades = ExpertiseGrade.allCases.map { grade in
      (grade, shown.profile.expertise.filter { $0.grade == grade }.map(\.skill).sorted())
    }.filter { !$0.1.isEmpty }
    let interests = shown.profile.interests.value ?? ""
    return section(.class("card part"), .aria(labelledBy: "skills")) {
      h2(.id("skills")) { words("profile.skills") }
      if grades.isEmpty {
        p { words("profile.no-skills") }
      } else {
        facts(
          grades.map { grade, skills in
            (
              name: words("profile.grade.\(grade.rawValue)"),
              value: Markup { skills.joined(separator: "; ") }
            )
          })
      }
      if !interests.isEmpty {
        p(.class("label part-in")) { words("profile.interests") }
        blockquote(.class("quote prose")) { prose(interests) }
      }
      p(.class("meta part-in")) {
        words("profile.wrong")
        if let link = try? MailLink(to: visit.program.district.officeEmail) {
          " "
          a(href: .mail(link)) { visit.program.district.officeEmail }
        }
      }
    }
  }

  private static func load(_ shown: Shown, _ visit: Visit) -> Markup {
    let words = visit.words
    let trained = shown.profile.trained
    return section(.class("card part"), .aria(labelledBy: "load")) {
      h2(.id("load")) { words("profile.load") }
      facts([
        (
          words("profile.load-open"),
          Markup {
            words("queue.load-of", ["open": "\(shown.open)", "most": "\(shown.most)"])
          }
        ),
        (
          words("profile.trained"),
          Markup {
            trained.map { visit.long($0) } ?? words("profile.untrained")
          }
        ),
        (
          words("nav.away"),
          Markup {
            a(href: .path(Path("away"))) {
              words(
                "profile.away", count: shown.profile.away.count { visit.wording.today <= $0.last })
            }
          }
        ),
      ])
    }
  }

  private static func conflicts(
    _ shown: Shown, _ visit: Visit, typed: String, problem: String?
  ) -> Markup {
    let words = visit.words
    return section(.class("part"), .id("conflicts"), .aria(labelledBy: "conflicts-h")) {
      h2(.id("conflicts-h")) { words("profile.conflicts", count: shown.conflicts.count) }
      p { words("profile.conflicts-lead") }
      if !shown.conflicts.isEmpty {
        ul(.class("rows card part-in")) {
          for name in shown.conflicts { li { p { bdi { name } } } }
        }
      }
      div(.class("part-in")) { form(visit, typed: typed, problem: problem) }
    }
  }

  private static func form(_ visit: Visit, typed: String, problem: String?) -> Markup {
    let words = visit.words
    return visit.form(Path("profile", "conflicts")) {
      field(
        "email", words("profile.email"), hint: words("profile.email-hint"), problem: problem
      ) { described in
        input(
          type: .email, name: "email", .id("email"), .value(typed), .required(),
          .autocomplete("off"), described, .when(problem != nil, .aria(invalid: true)))
      }
      p(.class("actions")) {
        button(.class("button button-quiet")) { words("profile.add-conflict") }
      }
    }
  }
}

/// Adds somebody whose work an evaluator does not judge, from now on.
enum DeclareConflict: Action {
  static let pattern: StaticString = "/profile/conflicts"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let own = try visit.person()
    guard own.evaluator != nil else { throw HTTPProblem(.notFound, "for evaluators alone") }
    let typed = ScorecardForm.text(form["email"])
    let other = try visit.read { try $0.person(email: typed) }
    guard let other, other.erased == nil, other.id != own.id else {
      let key = other?.id == own.id ? "profile.problem.own" : "profile.problem.nobody"
      return visit.framed(try ProfilePage.leaf(visit, typed: typed, problem: visit.words(key)))
    }
    return try visit.attempt(back: Path("profile")) {
      try visit.perform(.declareConflict(own.id, with: other.id))
      return try .done("conflict", at: Path("profile"))
    }
  }
}
