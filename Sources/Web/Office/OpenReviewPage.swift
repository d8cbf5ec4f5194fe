import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Store
import Workflow

/// `/office/reviews/:review`: gives one open review to somebody else, or more time.
enum OpenReviewPage: Page {
  static let pattern: StaticString = "/office/reviews/:review"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  private struct Sheet {
    var review: Review
    var work: Submission
    var names: [PersonID: PersonName]
    /// What its evaluator was told of it, the oldest first.
    var told: [Store.Notice]
  }

  /// Most notices of a review that are looked at.
  private static let noticesMax = 50

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let sheet = try read(ReviewID(try call.number("review")), visit)
    let review = sheet.review
    let title = visit.title(sheet.work.title.value)
    let people =
      review.isOpen
      ? try Candidate.of(sheet.work.id, besides: [review.evaluator], visit) : []
    return Leaf(title, at: .reviews) {
      visit.told(call.request)
      p(.class("eyebrow")) {
        a(href: .path(Path("office", "reviews"))) { words("nav.reviews") }
        " · " + title
      }
      h1 {
        words(
          !review.isOpen
            ? "review.closed" : review.due <= visit.now ? "review.late" : "review.open",
          ["name": sheet.names.name(review.evaluator)])
      }
      p(.class("lead")) {
        words(
          "review.lead",
          [
            "due": visit.shortEnd(review.due), "teacher": sheet.names.name(sheet.work.earner),
            "hear": visit.longDay(ofEnd: sheet.work.times.notifyBy),
          ])
      }
      p { a(href: .path(Path("submissions", "\(sheet.work.id)"))) { words("decision.history") } }
      if review.isOpen, review.due <= visit.now { remind(sheet, visit) }
      if review.isOpen {
        div(.class("pair part")) {
          section(.class("card")) {
            h2 { words("review.reassign") }
            visit.form(Path("office", "reviews", "\(review.id)", "reassign")) {
              choices(people, visit)
              p(.class("actions")) { button(.class("button")) { words("review.reassign-go") } }
            }
          }
          section(.class("card")) {
            h2 { words("review.extend") }
            p(.class("meta")) { words("review.extend-text") }
            visit.form(Path("office", "reviews", "\(review.id)", "extend")) {
              field("until", words("review.last-day"), hint: words("review.last-day-hint")) {
                described in
                input(
                  type: .date, name: "until", .id("until"), .required(), described,
                  .min("\(max(visit.wording.today, visit.wording.shownEnd(review.due).date))"))
              }
              p(.class("actions")) {
                button(.class("button button-quiet")) { words("review.extend-go") }
              }
            }
          }
        }
      }
    }
  }

  private static func read(_ id: ReviewID, _ visit: Visit) throws -> Sheet {
    try visit.read { records in
      guard let review = try records.review(id),
        let work = try records.submission(review.submission)
      else { throw HTTPProblem(.notFound, "no such review") }
      return Sheet(
        review: review, work: work, names: try records.names(of: [review.evaluator, work.earner]),
        told: try records.notices(
          aboutKind: PlannedNotice.About.Kind.review.rawValue, id.number, limit: noticesMax
        ).filter { $0.person == review.evaluator && $0.mail != nil })
    }
  }

  private static func remind(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("card part")) {
      h2 { words("review.remind", ["name": sheet.names.name(sheet.review.evaluator)]) }
      p(.class("meta")) { words("review.remind-text") }
      if !sheet.told.isEmpty {
        ul(.class("rows")) {
          for notice in sheet.told {
            li {
              words("notice.\(notice.template)")
              " "
              if let mail = notice.mail {
                a(href: .path(Path("mail", "\(mail)"))) {
                  visit.stamped(notice.updatedAt, visit.moment(notice.updatedAt))
                }
              }
            }
          }
        }
      }
      visit.remindButton(sheet.review.id, of: nil)
    }
  }

  private static func choices(_ found: [Candidate], _ visit: Visit) -> Markup {
    let words = visit.words
    return fieldset(.class("levels")) {
      legend { words("review.to") }
      label(.class("level")) {
        input(type: .radio, name: "to", .value(""), .checked())
        b { words("review.by-itself") }
        span { words("review.by-itself-text") }
      }
      for candidate in found { candidate.choice(visit) }
    }
  }
}

/// Somebody who could judge a submission.
struct Candidate {
  var person: PersonID
  var name: String
  var skills: [String]
  var open: Int
  var most: Int

  /// The best matches for a submission, those without room last.
  static func of(
    _ submission: SubmissionID, besides: [PersonID], _ visit: Visit
  ) throws -> [Candidate] {
    let ids = try visit.office.suggestions(for: submission, limit: 12)
      .filter { !besides.contains($0) }.prefix(8)
    return try visit.read { records in
      let counts = try records.openReviewCounts()
      let evaluators = try records.evaluators()
      return ids.compactMap { id in
        guard let person = evaluators.first(where: { $0.id == id }) else { return nil }
        return Candidate(
          person: id, name: person.fullName,
          skills: person.evaluator?.expertise.prefix(3).map {
            visit.words(
              "skill.known",
              ["skill": $0.skill, "grade": visit.words("office-grade.\($0.grade.rawValue)")])
          } ?? [],
          open: counts[id] ?? 0,
          most: person.evaluator?.loadMax ?? visit.program.evaluators.openReviewsMax)
      }
    }
  }

  /// A radio card for them.
  func choice(_ visit: Visit, isFirst: Bool = false) -> Markup {
    let words = visit.words
    return label(.class("level")) {
      input(type: .radio, name: "to", .value("\(person)"), .required(), .checked(isFirst))
      b {
        name
        " "
        small {
          words(
            open >= most ? "candidate.full" : "candidate.load",
            ["open": "\(open)", "most": "\(most)"])
        }
      }
      span { skills.joined(separator: "; ") }
    }
  }
}

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

extension FormData {
  /// A day, as browsers send it.
  ///
  /// - Throws: ``HTTPProblem`` where it is none: the page asked for one.
  func date(_ name: String) throws(HTTPProblem) -> CivilDate {
    guard let date = self[name].flatMap({ CivilDate(iso: $0) }) else {
      throw HTTPProblem(.badRequest, "a field without its day")
    }
    return date
  }
}
