import HTML
import Office
import Programs
import Store
import Workflow

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
