import CivilTime
import Programs
import Rubrics
import Workflow

// Notices 8 to 10 and 26 to 29: what was decided, and what follows from it.

/// Days in which a decision can be questioned, and somebody who took no part looks again.
private let appealDays = 30
/// Months to hand in again where no further window is planned.
private let handInAgainMonths = 3

/// A decision with what it is about.
private struct Decided {
  let decision: Decision
  let submission: Submission
  let judged: Judged
}

extension Teller {
  private func decided(_ notice: PlannedNotice) throws -> Decided? {
    guard notice.about.kind == .decision,
      let decision = try facts.decision(DecisionID(notice.about.number)),
      let submission = try facts.submission(decision.submission)
    else { return nil }
    return Decided(
      decision: decision, submission: submission,
      judged: try Judged(decision, of: submission, facts: facts))
  }

  // MARK: Proposals

  func approved(_ notice: PlannedNotice) throws -> Told {
    guard let decided = try decided(notice) else { return Told(.proposalApproved) }
    let ends = yearEnd(of: decided)
    let windows = try EvidenceWindows(facts: facts, program: program, zone: zone)
    var told = Told(
      .proposalApproved, .standard,
      [
        "title": .text(try title(decided.submission)), "span": .text(span),
        "year_end": .end(ends),
        "windows_lines": .block(try windowsLines(yearEnding: ends, marksLast: true)),
        "amount_line": .block(try payLines(decided.decision)),
        "feedback_line": .block(try noteLines(decided)),
      ])
    let last = windows.within(yearEnding: ends, after: now).map(\.ends).max()
    told.date = lastDay(of: decided.submission, ends: last ?? ends)
    return told
  }

  private func yearEnd(of decided: Decided) -> Instant {
    if let ends = decided.submission.progress?.ends { return ends }
    let released = zone.date(at: decided.decision.releasedAt)
    return zone.startOfDay(released.adding(months: program.completion.months).adding(days: 1))
  }

  /// How long a teacher has, in words: `a year`, `18 months`.
  private var span: String {
    let months = program.completion.months
    let (years, rest) = months.quotientAndRemainder(dividingBy: 12)
    if rest == 0, years > 0 { return years == 1 ? "a year" : "\(years) years" }
    return months == 1 ? "a month" : "\(months) months"
  }

  func revise(_ notice: PlannedNotice) throws -> Told {
    guard let decided = try decided(notice) else { return Told(.proposalRevise) }
    let until = try handInAgainBy(decided)
    var told = Told(
      .proposalRevise, .standard,
      [
        "title": .text(try title(decided.submission)),
        "met_lines": .block(decided.judged.metTitles.map { .met($0) }),
        "feedback_lines": .block(feedback(decided)), "resubmit_by": .end(until),
      ])
    told.date = again(decided.submission, until, "Due: revised proposal")
    return told
  }

  func notApproved(_ notice: PlannedNotice) throws -> Told {
    guard let decided = try decided(notice) else { return Told(.proposalNotApproved) }
    let next = try nextWindow(.proposal, after: now)
    return Told(
      .proposalNotApproved, .standard,
      [
        "title": .text(try title(decided.submission)),
        "feedback_lines": .block(feedback(decided)),
        "next_window_line": .block(
          next.map { [wording.nextWindow("proposal", opens: $0.times.opens)] } ?? []),
        "appeal_by": .promise(appealEnd),
      ])
  }

  private var appealEnd: Instant { zone.startOfDay(today.adding(days: appealDays)) }

  // MARK: Evidence

  func notYet(_ notice: PlannedNotice) throws -> Told {
    guard let decided = try decided(notice) else { return Told(.notYet) }
    let until = try handInAgainBy(decided)
    let met = decided.judged.metTitles
    let months = program.stage(decided.submission.stage)?.answerMonths ?? 1
    var told = Told(
      .notYet, met.isEmpty ? .nothingMet : .standard,
      [
        "title": .text(try title(decided.submission)),
        "met_lines": .block(met.map { .met($0) }), "feedback_lines": .block(feedback(decided)),
        "evaluator_note": .block(try noteLines(decided, isAlone: true)),
        "resubmit_from": .text("today"), "resubmit_by": .end(until),
        "answer_within": .text(months == 1 ? "within a month" : "within \(months) months"),
        "kept_line": .block([]),
      ])
    told.date = again(decided.submission, until, "Last day to hand in again")
    return told
  }

  /// What is earned here is the record itself, and pay: badges and credit have no figures yet.
  func earned(_ notice: PlannedNotice) throws -> Told {
    guard let decided = try decided(notice) else { return Told(.earned, .withoutBadge) }
    return Told(
      .earned, .withoutBadge,
      [
        "title": .text(try title(decided.submission)),
        "badge_line": .block([recordLine(of: decided.decision)]),
        "pay_line": .block(try payLines(decided.decision)),
        "credit_line": .block([]), "feedback_line": .block(try noteLines(decided)),
        "next_line": .block([.nothingLeft]),
      ])
  }

  private func recordLine(of decision: Decision) -> BlockLine {
    .entry("Record: earned, from \(wording.day(zone.date(at: decision.releasedAt))).")
  }

  func certificateInvited(_ notice: PlannedNotice) throws -> Told {
    guard let submission = try submission(of: notice) else { return Told(.certificateInvited) }
    let offering = try submission.offering.flatMap(facts.offering(_:))
    let hours = offering?.hoursHundredths.map { Wording.hours(hundredths: Int64($0)) }
    return Told(
      .certificateInvited, .standard,
      [
        "title": .text(try title(submission)),
        "credit_range": .text(notice[.credit] ?? hours ?? "as the catalog says"),
        "upload_by_line": .block(notice.instant(.uploadBy).map { [wording.uploadBy($0)] } ?? []),
      ])
  }

  // MARK: Corrected

  func corrected(_ notice: PlannedNotice) throws -> Told {
    guard let decided = try decided(notice),
      let old = try decided.decision.corrects.flatMap(facts.decision(_:))
    else { return Told(.corrected) }
    let before = notice[.outcomeBefore].flatMap(Outcome.init(rawValue:)) ?? old.outcome
    let after = decided.decision.outcome
    let variant: NoticeVariant =
      before == after ? .unchanged : after.rank < before.rank ? .against : .standard
    let told = try facts.toldAt(key: NoticeKeys.decision(old.id)) ?? old.releasedAt
    var reason = ""
    if case .reopened(_, let words) = old.standing { reason = words.value ?? TitleWords.erased }
    let asksForMore = after.asksForMore || after == .notApproved
    var words = Told(
      .corrected, variant,
      [
        "title": .text(try title(decided.submission)), "old_outcome": .text(before.words),
        "new_outcome": .text(after.words), "decided_on": .date(zone.date(at: told)),
        "reason": .text(reason), "change_lines": .block(try changeLines(decided, before)),
        "feedback_lines": .block(asksForMore ? feedback(decided) : []),
        "appeal_by": .promise(appealEnd),
      ])
    if after.asksForMore {
      words.date = again(
        decided.submission, try handInAgainBy(decided), "Last day to hand in again")
    } else if after == .approvedToBegin {
      words.date = lastDay(of: decided.submission, ends: yearEnd(of: decided))
    }
    return words
  }

  private func changeLines(_ decided: Decided, _ before: Outcome) throws -> [BlockLine] {
    var lines: [BlockLine] = []
    switch decided.decision.outcome {
    case .earned: lines.append(recordLine(of: decided.decision))
    case .approvedToBegin:
      lines.append(.entry("You can begin, and have until \(wording.end(yearEnd(of: decided)))."))
    case .revise, .notYet:
      let until = wording.end(try handInAgainBy(decided))
      lines.append(.entry("You can hand in again until \(until)."))
    case .notApproved: lines.append(.entry("You can propose something else at any time."))
    }
    switch before {
    case .earned where decided.decision.outcome != .earned:
      lines.insert(.entry("Record: it does not count as earned for now."), at: 0)
    case .approvedToBegin where decided.decision.outcome != .approvedToBegin:
      lines.insert(.entry("It is not under way for now."), at: 0)
    default: break
    }
    return lines + (try payLines(decided.decision))
  }

  // MARK: What evaluators wrote, and the next round

  private func feedback(_ decided: Decided) -> [BlockLine] {
    decided.judged.feedback(isWhole: program.mail.feedbackInMail)
  }

  /// The evaluators' words about the whole, where the program sends them and names, or does not
  /// name, who wrote them.
  ///
  /// - Parameters:
  ///   - decided: The decision.
  ///   - isAlone: The text around says whose words they are.
  /// - Returns: A line for each evaluator who wrote something.
  /// - Throws: What the facts throw.
  private func noteLines(_ decided: Decided, isAlone: Bool = false) throws -> [BlockLine] {
    guard program.mail.feedbackInMail else { return [] }
    return try decided.judged.notes.map { note in
      let text = Shortening.atSentence(note.text, maximum: Shortening.feedbackMaximum)
      if program.mail.evaluatorNamedToTeacher, let evaluator = try facts.person(note.evaluator) {
        return .line("From \(evaluator.fullName): \(text)")
      }
      return isAlone ? .line(text) : .fromEvaluator(note.text)
    }
  }

  /// Until when the work can come again; by the workflow's own rule where the record no longer says
  /// it.
  private func handInAgainBy(_ decided: Decided) throws -> Instant {
    if let until = decided.submission.handInAgainBy { return until }
    let released = decided.decision.releasedAt
    if let next = try nextWindow(decided.submission.stage, after: released) {
      return next.times.ends
    }
    return zone.startOfDay(
      zone.date(at: released).adding(months: handInAgainMonths).adding(days: 1))
  }

  private func again(_ submission: Submission, _ until: Instant, _ summary: String) -> CalendarDate
  {
    CalendarDate(
      name: "submission-\(submission.id)-again", ends: until, summary: summary,
      details: ends(until, "It can be handed in again"))
  }
}

extension Outcome {
  /// How good it is for the teacher, within its stage.
  fileprivate var rank: Int {
    switch self {
    case .notApproved: 0
    case .revise, .notYet: 1
    case .approvedToBegin, .earned: 2
    }
  }
}
