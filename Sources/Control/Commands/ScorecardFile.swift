import Documents
import Rubrics
import Workflow

/// A scorecard as a file:
///
/// ```
/// {
///   scores: {
///     students: { level: "yes", feedback: "Name the students you mean." },
///   },
///   note: "A clear plan.",
/// }
/// ```
enum ScorecardFile {
  /// Reads a scorecard; whether it is complete is for the rubric to say, when it is handed in.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: Its name, for messages.
  ///   - rubric: The version that the work is judged by.
  /// - Returns: The scorecard.
  /// - Throws: ``Failure`` with everything that is wrong.
  static func read(
    _ bytes: [UInt8], file: String, rubric: RubricVersion
  ) throws(Failure) -> Scorecard {
    do throws(Mistakes) {
      return try Document(parsing: bytes, file: file).read { root in
        root.fields { fields in
          let scores = fields.required("scores")?.entries(count: 0...Rubric.criteriaMax) {
            criterion, reader in
            score(CriterionID(rawValue: criterion), reader)
          }
          let note = fields.optional("note")?.paragraphs(length: 0...Scorecard.feedbackMax) ?? ""
          return scores.map { Scorecard(rubric: rubric, scores: $0, note: note) }
        }
      }
    } catch {
      throw Failure(.data, error.description)
    }
  }

  private static func score(_ criterion: CriterionID, _ reader: Reader) -> Scorecard.Score? {
    reader.fields { fields in
      let level = fields.required("level")?.string(length: 0...64)
      let feedback =
        fields.optional("feedback")?.paragraphs(length: 0...Scorecard.feedbackMax) ?? ""
      return level.map {
        Scorecard.Score(
          criterion: criterion, level: $0.isEmpty ? nil : LevelID(rawValue: $0),
          feedback: feedback)
      }
    }
  }

  /// A scorecard to fill in: what stays met from before is left out.
  static func blank(_ rubric: Rubric, for submission: Submission) -> String {
    let reopened = Set(submission.reopened.map(\.criterion))
    let asked = rubric.criteria.filter {
      !submission.met.contains($0.id) || reopened.contains($0.id)
    }
    var heading = ["\(rubric.title)", "", "Put one of these levels beside each criterion:"]
    for criterion in asked {
      let levels = criterion.levels.map(\.id.rawValue).joined(separator: ", ")
      heading.append("  \(criterion.id): \(levels)")
    }
    let scores = asked.map {
      Plain.Entry($0.id.rawValue, .fields(["level": .string(""), "feedback": .string("")]))
    }
    return JSON5Text.write(
      .fields(["scores": .map(scores), "note": .string("")]),
      heading: heading.map(Plainly.line))
  }
}
