import CivilTime
import Programs
import Rubrics
import Store
import Workflow

/// Says what happened in a line, in the words of the tables: which key, and what stands in it.
struct Telling {
  let visit: Visit
  let records: ReadRecords

  init(_ visit: Visit, _ records: ReadRecords) {
    self.visit = visit
    self.records = records
  }

  func name(_ id: PersonID) throws -> String {
    try records.person(id)?.fullName ?? visit.words("happened.nobody")
  }

  func name(_ actor: Actor) throws -> String {
    switch actor {
    case .person(let id): try name(id)
    case .clock: visit.words("happened.by-clock")
    case .intake: visit.words("happened.by-intake")
    case .technician: visit.words("happened.by-technician")
    }
  }

  func words(_ event: Event) throws -> String {
    let (line, reason) = try line(event)
    guard let reason, !reason.isEmpty else { return line }
    return visit.words("happened.because", ["line": line, "reason": reason])
  }

  private func say(_ key: String, _ values: [String: String] = [:]) -> String {
    visit.words("happened.\(key)", values)
  }

  private func line(_ event: Event) throws -> (String, reason: String?) {
    switch event {
    case .handedIn, .contentChanged, .withdrawn, .returned, .returnRecalled, .lateAccepted,
      .amended, .extended, .yearEnded, .answerDelayed, .openingRecorded, .outcomeReached,
      .decisionReleased, .decisionRecalled, .decisionReopened:
      try work(event)
    case .assignmentProposed, .assignmentAdjusted, .assignmentReleased, .assignmentRecalled,
      .reviewAssigned, .evaluatorNeeded, .reviewSeen, .scorecardHandedIn, .reviewDeclined,
      .reviewReassigned, .reviewExtended, .criterionReopened, .overdueEscalated:
      try review(event)
    case .windowPlanned, .windowAnnounced, .windowOpened, .windowClosingNoted, .windowClosed,
      .windowChanged, .windowReopened, .windowCancelled:
      window(event)
    case .rubricAdded(let added): (try person(event), added.reason?.value)
    case .programSet, .calendarSet, .offeringRecorded, .personRecorded,
      .roleGranted, .roleRevoked, .evaluatorRecorded, .conflictDeclared, .deputiesSet,
      .addressMarked, .noticesMuted, .awaySet, .personErased, .fileTaken, .undone,
      .clockConfirmed:
      (try person(event), nil)
    case .entriesMade(let event): (say("entries-made"), event.reason.value)
    }
  }

  private func work(_ event: Event) throws -> (String, reason: String?) {
    switch event {
    case .handedIn(let event):
      (
        say(
          event.round > 1 ? "handed-in-again" : "handed-in",
          ["round": "\(event.round)", "title": visit.title(event.title.value)]), nil
      )
    case .contentChanged: (say("content-changed"), nil)
    case .withdrawn: (say("withdrawn"), nil)
    case .returned(let event):
      (
        say(
          "returned",
          [
            "what": event.missing.map { visit.words("office-missing.\($0.kind.rawValue)") }
              .joined(separator: ", "), "until": visit.shortEnd(event.handInBy),
          ]), event.missing.compactMap(\.words.value).joined(separator: " ")
      )
    case .returnRecalled: (say("return-recalled"), nil)
    case .lateAccepted(let event):
      (
        say(
          "late-accepted",
          ["name": try name(event.person), "until": visit.shortEnd(event.until)]),
        event.reason.value
      )
    case .amended(let event): (say("amended"), event.reason.value)
    case .extended(let event):
      (say("extended", ["day": visit.shortDay(ofEnd: event.ends)]), event.reason.value)
    case .yearEnded: (say("year-ended"), nil)
    case .answerDelayed(let event):
      (say("answer-delayed", ["day": visit.shortDay(ofEnd: event.times.notifyBy)]), nil)
    case .openingRecorded: (say("opening-recorded"), nil)
    case .outcomeReached(let event):
      (
        say(
          "outcome-reached", ["outcome": visit.words("office-outcome.\(event.outcome.rawValue)")]),
        nil
      )
    case .decisionReleased(let event):
      (
        say(
          event.corrects == nil ? "decision-released" : "decision-corrected",
          ["outcome": visit.words("office-outcome.\(event.outcome.rawValue)")]), nil
      )
    case .decisionRecalled: (say("decision-recalled"), nil)
    case .decisionReopened(let event): (say("decision-reopened"), event.reason.value)
    default: (event.payload.kindName, nil)
    }
  }

  private func review(_ event: Event) throws -> (String, reason: String?) {
    switch event {
    case .assignmentProposed(let event):
      (visit.words("happened.assignment-proposed", count: event.pairs.count), nil)
    case .assignmentAdjusted(let event):
      (say("assignment-adjusted", ["name": try name(event.pair.evaluator)]), nil)
    case .assignmentReleased(let event):
      (visit.words("happened.assignment-released", count: event.reviews.count), nil)
    case .assignmentRecalled: (say("assignment-recalled"), nil)
    case .reviewAssigned(let event):
      (
        say(
          "review-assigned",
          ["name": try name(event.review.evaluator), "due": visit.shortEnd(event.review.due)]), nil
      )
    case .evaluatorNeeded(let event):
      (say(event.isForAdministrator ? "evaluator-needed" : "evaluator-sought"), nil)
    case .reviewSeen(let event): (say("review-seen", ["name": try evaluator(event.review)]), nil)
    case .scorecardHandedIn(let event):
      (
        say(
          "scorecard-handed-in",
          [
            "name": try evaluator(event.review),
            "outcome": visit.words("office-outcome.\(event.scorecard.outcome.rawValue)"),
          ]), nil
      )
    case .reviewDeclined(let event):
      (
        say(
          "review-declined",
          [
            "name": try name(event.evaluator),
            "reason": visit.words("office-decline.\(event.reason.rawValue)"),
          ]), event.words.value
      )
    case .reviewReassigned(let event):
      if let to = event.to {
        (say("review-reassigned", ["name": try name(to.evaluator)]), nil)
      } else {
        (say("review-taken-back", ["name": try evaluator(event.from)]), nil)
      }
    case .reviewExtended(let event):
      (
        say(
          "review-extended",
          ["name": try evaluator(event.review), "due": visit.shortEnd(event.due)]), nil
      )
    case .criterionReopened(let event): (say("criterion-reopened"), event.reason.value)
    case .overdueEscalated(let event):
      (visit.words("happened.overdue-escalated", count: event.reviews.count), nil)
    default: (event.payload.kindName, nil)
    }
  }

  private func evaluator(_ review: ReviewID) throws -> String {
    try records.review(review).map { try name($0.evaluator) } ?? visit.words("happened.nobody")
  }

  private func window(_ event: Event) -> (String, reason: String?) {
    func days(_ opensOn: CivilDate, _ endsOn: CivilDate) -> [String: String] {
      ["first": visit.short(opensOn), "last": visit.short(endsOn.adding(days: -1))]
    }
    return switch event {
    case .windowPlanned(let event):
      (
        say(
          "window-planned",
          days(event.opensOn, event.endsOn).merging([
            "label": event.label, "stage": visit.stage(event.stage),
          ]) { first, _ in first }), nil
      )
    case .windowAnnounced: (say("window-announced"), nil)
    case .windowOpened: (say("window-opened"), nil)
    case .windowClosingNoted: (say("window-closing-noted"), nil)
    case .windowClosed: (say("window-closed"), nil)
    case .windowChanged(let event):
      (say("window-changed", days(event.opensOn, event.endsOn)), event.reason)
    case .windowReopened(let event):
      (
        say("window-reopened", ["last": visit.short(event.endsOn.adding(days: -1))]), event.reason
      )
    case .windowCancelled(let event): (say("window-cancelled"), event.reason)
    default: (event.payload.kindName, nil)
    }
  }

  private func person(_ event: Event) throws -> String {
    switch event {
    case .programSet(let event): say("program-set", ["name": event.program.name])
    case .calendarSet: say("calendar-set")
    case .rubricAdded(let event): say("rubric-added", ["name": event.version.rubric.rawValue])
    case .offeringRecorded(let event): say("offering-recorded", ["code": event.offering.code])
    case .personRecorded(let event): say("person-recorded", ["name": try name(event.person)])
    case .roleGranted(let event):
      say(
        "role-granted",
        ["name": try name(event.person), "role": visit.words("role.\(event.role.rawValue)")])
    case .roleRevoked(let event):
      say(
        "role-revoked",
        ["name": try name(event.person), "role": visit.words("role.\(event.role.rawValue)")])
    case .evaluatorRecorded(let event):
      say(
        event.profile == nil ? "evaluator-ended" : "evaluator-recorded",
        ["name": try name(event.person)])
    case .conflictDeclared(let event):
      say(
        "conflict-declared", ["name": try name(event.person), "other": try name(event.other)])
    case .deputiesSet(let event):
      say("deputies-set", ["name": try name(event.administrator)])
    case .addressMarked(let event):
      say(
        event.hasBounced ? "address-bounced" : "address-good", ["name": try name(event.person)])
    case .noticesMuted(let event): say("notices-muted", ["name": try name(event.person)])
    case .awaySet(let event): say("away-set", ["name": try name(event.person)])
    case .personErased: say("person-erased")
    case .fileTaken(let event):
      visit.words("happened.file-taken", count: event.taken, ["kind": event.kind])
    case .undone(let event): say("undone", ["what": try undone(event.command)])
    case .clockConfirmed: say("clock-confirmed")
    default: event.payload.kindName
    }
  }
}

extension Telling {
  /// What was taken back, as it was told when it happened.
  private func undone(_ command: Int64) throws -> String {
    let event = try records.entries(ofCommand: command).lazy.map(\.event).first {
      if case .undone = $0 { false } else { true }
    }
    return try event.map(words) ?? say("nobody")
  }
}

extension EventPayload {
  /// The name under which it is stored; shown only where a new kind of event has no words yet.
  var kindName: String { Self.type }
}
