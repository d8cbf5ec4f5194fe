import CivilTime
import Programs
import Workflow

// Notices 12 to 14: a proposal's year comes to its end, has ended, goes on for longer.

extension Teller {
  func yearEnding(_ notice: PlannedNotice) throws -> Told {
    guard let proposal = try submission(of: notice), let ends = proposal.progress?.ends else {
      return Told(letter.name)
    }
    let last = notice.instant(.lastClose)
    let close = last ?? ends
    let windows = try EvidenceWindows(facts: facts, program: program, zone: zone)
    let window = windows.within(yearEnding: ends, after: now).last { $0.opens < close }
    let hasDraft = try facts.drafts(of: recipient.id).contains { draft in
      guard draft.stage == .evidence else { return false }
      if draft.submission == proposal.id { return true }
      let evidence = try draft.submission.flatMap(facts.submission(_:))
      let title = try title(proposal)
      return evidence?.proposal == proposal.id || draft.title.foldedTitle == title.foldedTitle
    }
    var told = Told(
      .yearEnding, last == nil ? .noWindow : Self.stage(of: notice),
      [
        "title": .text(try title(proposal)), "last_close_short": .end(close),
        "last_close": .end(close), "days_left": .end(close), "time_left": .end(close),
        "window_line": .block(
          window.map { now < $0.opens ? [wording.windowOpens($0.opens)] : [] } ?? []),
        "state_line": .block(hasDraft ? [.draftIsSaved] : []),
      ])
    told.date = lastDay(of: proposal, ends: close)
    return told
  }

  /// The text for so many days before the end; a program may have other days than ours.
  private static func stage(of notice: PlannedNotice) -> NoticeVariant {
    switch notice.stageDays ?? 0 {
    case 45...: .sixtyDays
    case 15...: .thirtyDays
    default: .sevenDays
    }
  }

  func yearEnded(_ notice: PlannedNotice) throws -> Told {
    guard let proposal = try submission(of: notice), case .ended(let at) = proposal.progress else {
      return Told(.yearEnded)
    }
    let next = try nextWindow(.proposal, after: now)
    return Told(
      .yearEnded, .standard,
      [
        "title": .text(try title(proposal)), "year_end": .end(yearEnd(endedAt: at)),
        "next_window_line": .block(
          next.map { [wording.nextWindow("proposal", opens: $0.times.opens)] } ?? []),
      ])
  }

  /// A year's end at 00:00 is recorded by the first look at the clock after it, which may be some
  /// hours later.
  private func yearEnd(endedAt at: Instant) -> Instant {
    let start = zone.startOfDay(zone.date(at: at))
    return at < start.adding(hours: 6) ? start : at
  }

  func extended(_ notice: PlannedNotice) throws -> Told {
    guard let proposal = try submission(of: notice), let before = notice.instant(.before),
      let end = proposal.progress?.ends ?? notice.instant(.after)
    else { return Told(.extended) }
    var told = Told(
      .extended, .standard,
      [
        "title": .text(try title(proposal)), "old_end": .end(before), "new_end": .end(end),
        "windows_lines": .block(try windowsLines(yearEnding: end, marksLast: false)),
      ])
    told.date = lastDay(of: proposal, ends: end)
    return told
  }

  /// The windows in which evidence can come in until a year ends.
  func windowsLines(yearEnding ends: Instant, marksLast: Bool) throws -> [BlockLine] {
    let windows = try EvidenceWindows(facts: facts, program: program, zone: zone)
    let spans = windows.within(yearEnding: ends, after: now)
    return spans.enumerated().map { index, span in
      wording.window(
        from: span.opens, to: span.ends, isLast: marksLast && index == spans.count - 1)
    }
  }

  /// The last day for evidence, under one name from the approval on: more time moves the entry.
  func lastDay(of proposal: Submission, ends: Instant) -> CalendarDate {
    CalendarDate(
      name: "proposal-\(proposal.id)-year-end", ends: ends, summary: "Last day for evidence",
      details: self.ends(ends, "Evidence can come in"))
  }
}

extension Progress {
  /// When the year ends, while it runs or stands still.
  var ends: Instant? {
    switch self {
    case .inProgress(let ends), .stopped(since: _, let ends): ends
    case .completed, .ended: nil
    }
  }
}
