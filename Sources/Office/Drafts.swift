public import CivilTime
public import Rubrics
import Store
public import Workflow

// Work in progress: kept as one goes, seen by nobody else, no part of the record.

extension DistrictOffice {
  /// Keeps what a teacher has written so far.
  public func saveDraft(_ work: HandIn, at instant: Instant) throws(OfficeError) {
    try write { records, _ in
      try records.save(
        Draft(
          person: work.earner, stage: work.stage,
          key: work.submission.map { "submission/\($0)" } ?? "", title: work.title,
          skills: work.skills, content: work.content, savedAt: instant))
    }
  }

  /// Keeps how far an evaluator is with a scorecard.
  public func saveScorecard(
    _ card: Scorecard, of review: ReviewID, at instant: Instant
  ) throws(OfficeError) {
    try write { records, _ in
      guard try records.review(review)?.isOpen == true else { return }
      try records.saveDraft(card, of: review, at: instant)
    }
  }
}
