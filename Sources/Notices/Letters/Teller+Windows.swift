import CivilTime
import Programs
import Workflow

// Notices 1 to 4: a window is announced, open, closing, moved.

extension Teller {
  func windowAnnounced(_ notice: PlannedNotice) throws -> Told {
    guard let window = try window(of: notice) else { return Told(.windowAnnounced) }
    var told = Told(.windowAnnounced, .standard, values(of: window))
    told.date = closing(of: window)
    return told
  }

  func windowOpen(_ notice: PlannedNotice) throws -> Told {
    guard let window = try window(of: notice) else { return Told(.windowOpen) }
    var told = Told(.windowOpen, .standard, values(of: window))
    told.values["yours_line"] = .block(try yours(in: window))
    told.date = closing(of: window)
    return told
  }

  func windowClosing(_ notice: PlannedNotice) throws -> Told {
    guard let window = try window(of: notice) else { return Told(.windowClosing) }
    let next = try nextWindow(window.stage, after: window.times.opens)
    var told = Told(
      .windowClosing, .standard,
      values(of: window).merging([
        "closes_short": .end(window.times.ends), "days_left": .end(window.times.ends),
        "state_line": .block(try waiting(in: window)),
        "next_window_line": .block(
          next.map { [wording.nextWindow(window.stage.rawValue, opens: $0.times.opens)] } ?? []),
      ]))
    told.date = closing(of: window)
    return told
  }

  func windowChanged(_ notice: PlannedNotice) throws -> Told {
    guard let window = try window(of: notice), let before = notice.instant(.closesBefore) else {
      return Told(.windowChanged)
    }
    let reason = notice[.reason] ?? ""
    var told: Told
    if before == window.times.ends {
      // Only its opening moved: what can be said is what its announcement says, with the reason
      // before it.
      told = Told(.windowAnnounced, .standard, values(of: window))
      let purpose = program.stage(window.stage)?.purpose ?? ""
      told.values["window_purpose"] = .text(
        [reason, purpose].filter { !$0.isEmpty }.joined(separator: " "))
    } else {
      let own = try facts.submissions(in: window.id).last {
        $0.earner == recipient.id && $0.state.name != .withdrawn
      }
      told = Told(
        .windowChanged, window.times.ends < before ? .sooner : .standard,
        values(of: window).merging([
          "old_closes": .end(before), "new_closes": .end(window.times.ends),
          "new_closes_short": .end(window.times.ends), "reason": .text(reason),
          "notify_by": .promise(own?.times.notifyBy ?? window.times.notifyBy),
        ]))
    }
    told.date = closing(of: window)
    return told
  }

  /// What every notice of a window may say.
  private func values(of window: Window) -> NoticeValues {
    let kind = window.stage.rawValue
    return [
      "window_kind": .text(kind), "window_subject": .text(Self.subject(of: window)),
      "opens_short": .start(window.times.opens), "closes_short": .end(window.times.ends),
      "opens": .start(window.times.opens), "closes": .end(window.times.ends),
      "window_purpose": .text(program.stage(window.stage)?.purpose ?? ""),
      "notify_by": .promise(window.times.notifyBy),
    ]
  }

  /// `Evidence window`
  static func subject(of window: Window) -> String {
    switch window.stage {
    case .proposal: "Proposal window"
    case .evidence: "Evidence window"
    }
  }

  private func closing(of window: Window) -> CalendarDate {
    let subject = Self.subject(of: window)
    return CalendarDate(
      name: "window-\(window.id)-closes", ends: window.times.ends, summary: "\(subject) closes",
      details:
        "\(subject): \(wording.start(window.times.opens)) to \(wording.end(window.times.ends)).")
  }
}

// MARK: - What of one's own waits for a window

/// Most lines about one's own in a mail; the page has all.
private let ownLinesMax = 5

extension Teller {
  /// What the recipient can hand in during a window, and whether a draft is there.
  private func yours(in window: Window) throws -> [BlockLine] {
    var drafts = try facts.drafts(of: recipient.id).filter { $0.stage == window.stage }
    var lines: [BlockLine] = []
    for submission in try open(for: window) {
      let title = try title(submission)
      let draft = drafts.firstIndex {
        $0.submission == submission.id || $0.title.foldedTitle == title.foldedTitle
      }
      if let draft { drafts.remove(at: draft) }
      lines.append(.yours(title, hasDraft: draft != nil))
    }
    for draft in drafts where draft.submission == nil {
      lines.append(.yours(named(draft), hasDraft: true))
    }
    return Array(lines.prefix(ownLinesMax))
  }

  /// The recipient's work that can come in during a window: proposals in progress, and what may
  /// come again.
  private func open(for window: Window) throws -> [Submission] {
    let own = try facts.submissions(of: recipient.id)
    var open: [Submission] = []
    var proposals: Set<SubmissionID> = []
    for submission in own where submission.stage == window.stage {
      guard let until = submission.handInAgainBy, now < until else { continue }
      switch submission.state {
      case .returned: open.append(submission)
      case .decided(_, let outcome, _) where outcome.asksForMore: open.append(submission)
      case .decided, .submitted, .underReview, .readyToRelease, .withdrawn: continue
      }
      if let proposal = submission.proposal { proposals.insert(proposal) }
    }
    guard window.stage == .evidence else { return open }
    for proposal in own where !proposals.contains(proposal.id) {
      if case .inProgress(let ends) = proposal.progress, window.times.opens < ends {
        open.append(proposal)
      }
    }
    return open
  }

  /// What of the recipient's is not in yet, shortly before a window closes.
  private func waiting(in window: Window) throws -> [BlockLine] {
    var lines: [BlockLine] = []
    for draft in try facts.drafts(of: recipient.id)
    where draft.stage == window.stage && draft.notThisTime != window.id {
      lines.append(
        .draftWaits(named(draft), partsWithText: draft.partsWithText, of: draft.partsTotal))
    }
    let own = try facts.submissions(of: recipient.id)
    for submission in own
    where submission.window == window.id && submission.state.name == .returned {
      lines.append(.returnedWaits(try title(submission)))
    }
    if window.stage == .evidence {
      let windows = try EvidenceWindows(facts: facts, program: program, zone: zone)
      for proposal in own {
        guard case .inProgress(let ends) = proposal.progress,
          windows.isLast(window, yearEnding: ends)
        else { continue }
        lines.append(.lastWindow(try title(proposal)))
      }
    }
    return Array(lines.prefix(ownLinesMax))
  }

  private func named(_ draft: DraftSummary) -> String {
    let title = Shortening.singleLine(draft.title)
    return title.isEmpty ? TitleWords.missing : title
  }
}
