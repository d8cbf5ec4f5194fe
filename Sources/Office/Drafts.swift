public import CivilTime
import Programs
public import Rubrics
public import Store
public import Workflow

// Work in progress: kept as one goes, seen by nobody else, no part of the record.

/// What became of a change of a draft.
public enum DraftChange: Hashable, Sendable {
  /// It is kept, as it is now.
  case kept(Draft)
  /// It was saved elsewhere after it was read; that one is still there, and nothing was written over it.
  case newer(Draft)
  /// There is none any more: it was handed in, or given up.
  case gone
}

/// What handing in a draft gave.
public enum DraftHandIn: Hashable, Sendable {
  /// It arrived, as this submission.
  case arrived(SubmissionID)
  /// It was changed after the teacher looked at it.
  case newer
  /// There is none: it was handed in before, or given up.
  case gone
}

extension DistrictOffice {
  /// Most drafts that somebody has at once.
  public static let draftsMax = 60

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

  /// Begins a draft, if there is none under its key.
  ///
  /// - Returns: The draft that is there now.
  /// - Throws: ``OfficeError/refused(_:)`` when somebody has too many.
  @discardableResult
  public func beginDraft(_ draft: Draft) throws(OfficeError) -> Draft {
    try write { records, now in
      let known = try records.draft(of: draft.person, stage: draft.stage, key: draft.key)
      if let known { return known }
      let others: [Draft] = try records.drafts(of: draft.person)
      guard others.count < Self.draftsMax else {
        throw Refusal(
          .againstTheRules, "You have \(others.count) drafts. Hand one in, or give one up, first.")
      }
      var draft = draft
      draft.savedAt = now
      try records.save(draft)
      return draft
    }
  }

  /// Changes a draft in one transaction.
  ///
  /// - Parameters:
  ///   - person: Whose it is.
  ///   - stage: Of which step.
  ///   - key: Under which key.
  ///   - change: Told the draft as it is, changes it; `false` when it must not be written, because it is newer than what
  ///     the change was made from. Its time of saving is set here, and grows with each change.
  /// - Returns: What became of it.
  /// - Throws: ``OfficeError``.
  public func changeDraft(
    of person: PersonID, stage: StageKind, key: String, _ change: (inout Draft) throws -> Bool
  ) throws(OfficeError) -> DraftChange {
    try write { records, now in
      guard let known = try records.draft(of: person, stage: stage, key: key) else { return .gone }
      var draft = known
      guard try change(&draft) else { return .newer(known) }
      guard draft != known else { return .kept(known) }
      // Later than the one before, so that whoever read that one can be told.
      draft.savedAt = max(now, known.savedAt.adding(milliseconds: 1))
      try records.save(draft)
      return .kept(draft)
    }
  }

  /// Gives a draft up.
  public func removeDraft(
    of person: PersonID, stage: StageKind, key: String
  ) throws(OfficeError) {
    try write { records, _ in try records.removeDraft(of: person, stage: stage, key: key) }
  }

  /// Hands a draft in: it becomes a submission, and is a draft no more, in one transaction.
  ///
  /// - Parameters:
  ///   - draft: As the teacher has looked at it. One that was changed since is not handed in.
  ///   - submission: The submission that it continues.
  ///   - proposal: For evidence: the proposal that it completes.
  ///   - arrival: When the request came.
  /// - Returns: What came of it.
  /// - Throws: ``OfficeError/refused(_:)``: the draft stays as it is then.
  public func handIn(
    _ draft: Draft, submission: SubmissionID?, proposal: SubmissionID?, arrivedAt arrival: Instant
  ) throws(OfficeError) -> DraftHandIn {
    try write { records, now in
      let known = try records.draft(of: draft.person, stage: draft.stage, key: draft.key)
      guard let known else { return .gone }
      guard known.savedAt == draft.savedAt else { return .newer }
      let work = HandIn(
        stage: known.stage, earner: known.person, submission: submission, proposal: proposal,
        title: known.title, skills: known.skills, content: known.content, source: .page,
        arrivedAt: arrival, amount: known.cents.map(Money.init(cents:)))
      let performed = try self.perform(
        .handIn(work), by: .person(known.person), at: now, in: &records)
      let arrived = performed.events.lazy.compactMap(\.arrivedSubmission).first
      // Without any event the very same is here already.
      let same =
        try submission
        ?? records.submissions(of: known.person, titled: known.title)
        .last { $0.stage == known.stage }?.id
      guard let id = arrived ?? same else { return .newer }
      try records.removeDraft(of: known.person, stage: known.stage, key: known.key)
      return .arrived(id)
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

extension Event {
  /// The submission with which a teacher's work arrived, or was changed by them.
  fileprivate var arrivedSubmission: SubmissionID? {
    switch self {
    case .handedIn(let event): event.submission
    case .contentChanged(let event): event.submission
    default: nil
    }
  }
}
