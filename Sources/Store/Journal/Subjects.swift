import SQLite
import Workflow

/// What an entry can tell the history of.
public enum JournalSubject: String, Hashable, Sendable, CaseIterable {
  case person
  case offering
  case window
  case submission
  case assignment
  /// A command that was undone.
  case undoneCommand
}

extension WriteRecords {
  /// Whose history an event belongs to, each once.
  func subjects(of event: Event) throws(StoreError) -> [(JournalSubject, Int64)] {
    switch event {
    case .programSet, .calendarSet, .rubricAdded, .fileTaken, .clockConfirmed: []
    case .offeringRecorded(let event): [(.offering, event.offering.id.number)]
    case .personRecorded(let event): [(.person, event.person.number)]
    case .roleGranted(let event): [(.person, event.person.number)]
    case .roleRevoked(let event): [(.person, event.person.number)]
    case .evaluatorRecorded(let event): [(.person, event.person.number)]
    case .conflictDeclared(let event):
      [(.person, event.person.number), (.person, event.other.number)]
    case .deputiesSet(let event): [(.person, event.administrator.number)]
    case .addressMarked(let event): [(.person, event.person.number)]
    case .noticesMuted(let event): [(.person, event.person.number)]
    case .awaySet(let event): [(.person, event.person.number)]
    case .personErased(let event): [(.person, event.person.number)]
    case .lateAccepted(let event):
      [(.person, event.person.number), (.window, event.window.number)]
    case .openingRecorded(let event): [(.person, event.opening.earner.number)]
    case .undone(let event): [(.undoneCommand, event.command)]
    case .windowPlanned(let event): [(.window, event.window.number)]
    case .windowAnnounced(let event): [(.window, event.window.number)]
    case .windowOpened(let event): [(.window, event.window.number)]
    case .windowClosingNoted(let event): [(.window, event.window.number)]
    case .windowClosed(let event): [(.window, event.window.number)]
    case .windowChanged(let event): [(.window, event.window.number)]
    case .windowReopened(let event): [(.window, event.window.number)]
    case .windowCancelled(let event): [(.window, event.window.number)]
    case .handedIn, .contentChanged, .withdrawn, .returned, .returnRecalled, .amended, .extended,
      .yearEnded, .answerDelayed, .outcomeReached, .decisionReleased, .decisionRecalled,
      .decisionReopened:
      try submission(of: event).map { [(.submission, $0.number)] } ?? []
    case .entriesMade(let event):
      event.people.map { (.person, $0.number) } + event.submissions.map { (.submission, $0.number) }
    case .assignmentProposed(let event):
      [(.assignment, event.assignment.number), (.window, event.window.number)]
    case .assignmentAdjusted(let event):
      [(.assignment, event.assignment.number), (.submission, event.pair.submission.number)]
    case .assignmentReleased(let event):
      [(.assignment, event.assignment.number), (.window, event.window.number)]
        + event.reviews.map { (.submission, $0.submission.number) }
    case .assignmentRecalled(let event):
      [(.assignment, event.assignment.number)] + (try submissions(of: event.reviews))
    case .reviewAssigned(let event): [(.submission, event.review.submission.number)]
    case .evaluatorNeeded(let event): [(.submission, event.submission.number)]
    case .reviewSeen(let event): try submissions(of: [event.review])
    case .scorecardHandedIn(let event): [(.submission, event.submission.number)]
    case .reviewDeclined(let event): [(.submission, event.submission.number)]
    case .reviewReassigned(let event): try submissions(of: [event.from])
    case .reviewExtended(let event): try submissions(of: [event.review])
    case .criterionReopened(let event): [(.submission, event.submission.number)]
    case .overdueEscalated(let event): try submissions(of: event.reviews)
    }
  }

  private func submission(of event: Event) throws(StoreError) -> SubmissionID? {
    switch event {
    case .handedIn(let event): event.submission
    case .contentChanged(let event): event.submission
    case .withdrawn(let event): event.submission
    case .returned(let event): event.submission
    case .returnRecalled(let event): event.submission
    case .amended(let event): event.submission
    case .extended(let event): event.submission
    case .yearEnded(let event): event.submission
    case .answerDelayed(let event): event.submission
    case .outcomeReached(let event): event.submission
    case .decisionReleased(let event): event.submission
    case .decisionReopened(let event): event.submission
    case .decisionRecalled(let event): try decision(event.decision)?.submission
    default: nil
    }
  }

  private func submissions(
    of reviews: [ReviewID]
  ) throws(StoreError) -> [(JournalSubject, Int64)] {
    var subjects: [(JournalSubject, Int64)] = []
    for review in reviews {
      let submission: Int64? =
        if let known = cache.reviews[review] { known.submission.number } else {
          try line.scalar("SELECT submission FROM review WHERE id = ?", review)
        }
      if let submission { subjects.append((.submission, submission)) }
    }
    return subjects
  }
}
