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
  ///   - rubric: What the work is judged by: a criterion or level that it does not have is a mistake of the file.
  /// - Returns: The scorecard.
  /// - Throws: ``Failure`` with everything that is wrong.
  static func read(
    _ bytes: [UInt8], file: String, rubric: Rubric
  ) throws(Failure) -> Scorecard {
    do throws(Mistakes) {
      return try Document(parsing: bytes, file: file).read { root in
        root.fields { fields in
          let scores = fields.required("scores")?.entries(count: 0...Rubric.criteriaMax) {
            criterion, reader in
            score(CriterionID(rawValue: criterion), reader, of: rubric)
          }
          let note = fields.optional("note")?.paragraphs(length: 0...Scorecard.feedbackMax) ?? ""
          return scores.map { Scorecard(rubric: rubric.version, scores: $0, note: note) }
        }
      }
    } catch {
      throw Failure(.data, error.description)
    }
  }

  private static func score(
    _ id: CriterionID, _ reader: Reader, of rubric: Rubric
  ) -> Scorecard.Score? {
    guard let criterion = rubric[id] else {
      let known = rubric.criteria.map(\.id.rawValue).joined(separator: ", ")
      reader.mistake(found: "no criterion of this rubric", expected: "one of \(known)")
      return nil
    }
    return reader.fields { fields in
      let name = fields.required("level").flatMap { level(in: $0, of: criterion) }
      let feedback =
        fields.optional("feedback")?.paragraphs(length: 0...Scorecard.feedbackMax) ?? ""
      return name.map { name in
        Scorecard.Score(
          criterion: id, level: name.isEmpty ? nil : LevelID(rawValue: name), feedback: feedback)
      }
    }
  }

  /// A level's name; empty where there is none yet.
  private static func level(in reader: Reader, of criterion: Criterion) -> String? {
    guard let name = reader.string(length: 0...64) else { return nil }
    guard name.isEmpty || criterion[LevelID(rawValue: name)] != nil else {
      let known = criterion.levels.map(\.id.rawValue).joined(separator: ", ")
      reader.mistake(expected: "one of \(known)")
      return nil
    }
    return name
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
