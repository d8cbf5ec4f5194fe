import CivilTime
import Programs
import Workflow

// Notices 23 to 25: what waits for the administrator.

/// Evaluators that a mail names; the page has all.
private let evaluatorsMax = 20
/// Below this affinity, in thousandths, a match is pointed out.
private let weakAffinity = 200

extension Teller {
  // MARK: Overdue

  func escalation(_ notice: PlannedNotice) throws -> Told {
    let reviews = try reviews(in: listed(.escalation)).filter { $0.isOpen && $0.due <= now }
    guard let first = reviews.first else { return Told(.escalation) }
    var promises: [Instant] = []
    for review in reviews {
      if let submission = try facts.submission(review.submission) {
        promises.append(submission.times.notifyBy)
      }
    }
    var told = Told(
      .escalation, reviews.count == 1 ? .one : .standard,
      [
        "open_count": .counted(reviews.count, .review), "due_short": .end(first.due),
        "overdue_lines": .block(try overdueLines(reviews)),
      ])
    if let promise = promises.min() {
      told.values["notify_by"] = .promise(promise)
      told.values["days_left"] = .promise(promise)
    }
    return told
  }

  /// A line for each evaluator, who has most open first, with who could take it.
  private func overdueLines(_ reviews: [Review]) throws -> [BlockLine] {
    let takers = try facts.takers(for: reviews.map(\.id))
    let byEvaluator = Dictionary(grouping: reviews, by: \.evaluator)
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    var lines = try byEvaluator.prefix(evaluatorsMax).map { evaluator, reviews -> BlockLine in
      var worked: Instant?
      var counts: [PersonID: Int] = [:]
      for review in reviews {
        if case .seen(let at) = review.state { worked = max(worked ?? at, at) }
        if let saved = try facts.scorecardProgress(of: review.id)?.savedAt {
          worked = max(worked ?? saved, saved)
        }
        if let best = takers[review.id]?.first { counts[best, default: 0] += 1 }
      }
      let matches = try counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
        let name = try name(of: $0.key)
        return reviews.count > 1 ? "\(name) (\($0.value))" : name
      }
      return wording.overdue(
        try name(of: evaluator), open: reviews.count,
        lastWorkedOn: worked.map { zone.date(at: $0) }, matches: matches)
    }
    if byEvaluator.count > evaluatorsMax {
      let more = Wording.counted(
        byEvaluator.count - evaluatorsMax,
        Noun(one: "more evaluator", many: "more evaluators"))
      lines.append(.line("And \(more), on the page."))
    }
    return lines
  }

  func name(of id: PersonID) throws -> String {
    try facts.person(id)?.fullName ?? TitleWords.erased
  }

  // MARK: An assignment to check

  func assignmentProposed(_ notice: PlannedNotice) throws -> Told {
    guard notice.about.kind == .assignment,
      let assignment = try facts.assignment(AssignmentID(notice.about.number)),
      let window = try facts.window(assignment.window)
    else { return Told(.assignmentProposed) }
    let pairs = assignment.pairs
    let loads = Dictionary(grouping: pairs, by: \.evaluator).mapValues(\.count).values
    let submissions = Set(pairs.map(\.submission)).union(assignment.unassigned)
    let outside = pairs.count { $0.isOutsideField }
    var attention: [BlockLine] = []
    if !assignment.unassigned.isEmpty {
      attention.append(.needEvaluator(Set(assignment.unassigned).count))
    }
    let weak = pairs.count { $0.affinityThousandths < weakAffinity }
    if weak > 0 {
      attention.append(
        .entry(
          weak == 1
            ? "1 match is weak: the page says why."
            : "\(Wording.number(weak)) matches are weak: the page says why."))
    }
    return Told(
      .assignmentProposed, .standard,
      [
        "submission_count": .counted(submissions.count, .submission),
        "evaluator_count": .counted(loads.count, .evaluator),
        "load_line": .text(Wording.load(from: loads.min() ?? 0, to: loads.max() ?? 0)),
        "in_field_line": .text(
          pairs.isEmpty
            ? "none yet" : Wording.match(inField: pairs.count - outside, outside: outside)),
        "attention_lines": .block(attention), "release_by": .end(window.times.assignBy),
        "due_span": .end(window.times.reviewsDue), "due_short": .end(window.times.reviewsDue),
      ])
  }

  // MARK: Decisions to release

  func ready(_ notice: PlannedNotice) throws -> Told {
    let isOneDay = notice[.stage] == ReadyStage.oneDay.rawValue
    let variant: NoticeVariant = isOneDay ? .oneDay : .standard
    guard let promised = notice.instant(.promised) else { return Told(.ready, variant) }
    guard let window = try window(of: notice) else {
      return try readyWithoutWindow(promised, variant)
    }
    let ready = try facts.submissions(in: window.id).filter {
      $0.times.notifyBy == promised && $0.state.name == .readyToRelease
    }
    guard let releaseBy = ready.map(\.times.releaseBy).min() else { return Told(.ready, variant) }
    var outcomes: [Outcome: Int] = [:]
    for submission in ready {
      if case .readyToRelease(let outcome, _) = submission.state {
        outcomes[outcome, default: 0] += 1
      }
    }
    var told = Told(.ready, variant, values(ready: ready.count, releaseBy, promised))
    told.values["outcome_line"] = .text(
      Outcome.allCases.filter { outcomes[$0] != nil }
        .map { "\(Wording.number(outcomes[$0] ?? 0)) \($0.words)" }.joined(separator: ", "))
    let differed = try settledByAdjudicator(ready, of: window.stage)
    told.values["attention_lines"] = .block(differed > 0 ? [.differed(differed)] : [])
    told.date = CalendarDate(
      name: "window-\(window.id)-release", ends: releaseBy, summary: "Due: release decisions",
      details: "The teachers were told to expect an answer by \(wording.promise(promised)).")
    return told
  }

  /// Where intake is always open, each day's decisions wait together, whatever day they are for.
  private func readyWithoutWindow(_ promised: Instant, _ variant: NoticeVariant) throws -> Told {
    let count = try facts.counts().readyToRelease
    guard count > 0 else { return Told(.ready, variant) }
    let calendar = try facts.calendar()
    let day = wording.promisedDay(promised)
    let releaseOn = calendar.schoolDay(onOrBefore: day.adding(days: -1))
    let releaseBy = zone.instant(of: CivilDateTime(releaseOn, program.mail.releaseDueTime))
    var told = Told(.ready, variant, values(ready: count, releaseBy, promised))
    told.values["outcome_line"] = .text("on the page, each with its scorecard")
    told.values["attention_lines"] = .block([])
    told.date = CalendarDate(
      name: "release-\(day)", ends: releaseBy, summary: "Due: release decisions",
      details: "A teacher was told to expect an answer by \(wording.promise(promised)).")
    return told
  }

  private func values(
    ready count: Int, _ releaseBy: Instant, _ promised: Instant
  ) -> NoticeValues {
    [
      "decision_count": .counted(count, .decision),
      "decisions_wait": .counted(count, .decisionWaits), "release_by": .end(releaseBy),
      "release_by_short": .end(releaseBy), "days_left": .end(releaseBy),
      "notify_by": .promise(promised),
    ]
  }

  /// How many of these rest on an adjudicator's scorecard.
  private func settledByAdjudicator(_ ready: [Submission], of stage: StageKind) throws -> Int {
    guard program.parts(stage).contains(.secondEvaluator) else { return 0 }
    var count = 0
    for submission in ready {
      let reviews = try facts.reviews(of: submission.id)
      let isSettled = reviews.contains {
        $0.round == submission.round && $0.part == .adjudicator && $0.state.name == .handedIn
      }
      if isSettled { count += 1 }
    }
    return count
  }
}
