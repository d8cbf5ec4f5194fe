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
