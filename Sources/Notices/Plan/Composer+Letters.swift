import CivilTime
import Workflow

// Which notices stand together in one mail, and how many mails there are on a day.
extension Composing {
  mutating func write(_ notices: [Outgoing]) throws {
    func those(_ weights: NoticeName.Weight...) -> [Outgoing] {
      notices.filter { weights.contains($0.name.weight) }
    }
    writeAnswers(those(.asked))
    var daily = those(.daily)
    writeExempt(those(.exempt), &daily)
    writeNewWork(those(.exemptOnceADay), &daily)
    writeDaily(daily)
    writeAnnouncements(those(.announcement))
    try writeOffice(those(.officeOfWindow))
    writeRunning(those(.office))
  }

  // MARK: What answers an act

  private mutating func writeAnswers(_ notices: [Outgoing]) {
    // Of several receipts for one submission the last one holds.
    let receipts = notices.filter {
      $0.name == .proposalReceived || $0.name == .evidenceReceived
    }
    for (_, same) in Dictionary(grouping: receipts, by: \.notice.about).sorted(by: byDue) {
      guard let last = same.last else { continue }
      merge(same.dropLast(), into: last)
      write(last)
    }
    writeTogether(notices.filter { $0.name == .givenBack })
    for notice in notices where notice.name != .givenBack && !receipts.contains(notice) {
      write(notice)
    }
  }

  // MARK: What goes whatever else goes

  /// Each decision, and each return, is a mail of its own: nobody's outcome hides in a list.
  private mutating func writeExempt(_ notices: [Outgoing], _ daily: inout [Outgoing]) {
    for decision in notices {
      write(decision)
      guard decision.name == .proposalApproved else { continue }
      // Less than two months are left from the approval: its mail says by when.
      let said = daily.filter {
        $0.name == .yearEnding && $0.notice.command == decision.notice.command
          && $0.notice.due <= decision.notice.due
      }
      merge(said, into: decision)
      daily.removeAll(where: said.contains)
    }
  }

  /// What somebody was newly given goes at once, but once a day; their assignment and what is gone go with it.
  private mutating func writeNewWork(_ notices: [Outgoing], _ daily: inout [Outgoing]) {
    guard !notices.isEmpty else { return }
    if sent.todayHas(.exemptOnceADay) { return putOff(notices) }
    let assignments = daily.filter { $0.name == .assignment }
    let gone = daily.filter { $0.name == .noLongerYours }
    daily.removeAll { $0.name == .assignment || $0.name == .noLongerYours }
    let all = assignments + notices + gone
    let given = Set((assignments + notices).flatMap(\.notice.reviews))
    takeReminders(of: given, into: all[0], &daily)
    let isSeveral = assignments.isEmpty && notices.count > 1
    write(all, as: isSeveral ? .several : all[0].variant)
  }

  /// Reminders of what the same mail gives say nothing more.
  private mutating func takeReminders(
    of reviews: Set<ReviewID>, into lead: Outgoing, _ daily: inout [Outgoing]
  ) {
    let said = daily.filter {
      $0.name == .reminder && !reviews.isDisjoint(with: $0.notice.reviews)
    }
    merge(said, into: lead)
    daily.removeAll(where: said.contains)
  }

  // MARK: One mail a day

  /// All that is due on a day is one mail: the most urgent gives subject and text, the others a line each.
  private mutating func writeDaily(_ notices: [Outgoing]) {
    guard !notices.isEmpty else { return }
    if sent.todayHas(.daily, .announcement) { return putOff(notices) }
    let isPatient = notices.allSatisfy { $0.name == .noLongerYours }
    if isPatient, sent.inDays >= SentMail.unaskedInDaysMax { return putOff(notices) }
    var rest = notices
    let assignments = rest.filter { $0.name == .assignment }
    if let first = assignments.first {
      takeReminders(of: Set(assignments.flatMap(\.notice.reviews)), into: first, &rest)
    }
    keepNearest(&rest)
    mergeYearsIntoClosing(&rest)
    rest.sort { ($0.urgency, $0.notice.due, $0.key) < ($1.urgency, $1.notice.due, $1.key) }
    guard let lead = rest.first else { return }
    let alike = rest.count { lead.isOverdue ? $0.isOverdue : $0.name == lead.name }
    write(rest, as: alike > 1 && lead.hasSeveralText ? .several : lead.variant)
  }

  /// Of the notes on one review, or on one year, the nearest says it all.
  private mutating func keepNearest(_ notices: inout [Outgoing]) {
    let staged = notices.filter {
      remindersOfReviews.contains($0.name) || $0.name == .yearEnding
    }
    for (_, same) in Dictionary(grouping: staged, by: \.notice.about).sorted(by: byDue) {
      let ordered = same.sorted {
        ($0.urgency, $0.notice.stageDays ?? 0, $0.key)
          < ($1.urgency, $1.notice.stageDays ?? 0, $1.key)
      }
      guard let nearest = ordered.first else { continue }
      merge(ordered.dropFirst(), into: nearest)
      notices.removeAll(where: ordered.dropFirst().contains)
    }
  }

  /// A window that closes soon and is the last of a year is told once.
  private mutating func mergeYearsIntoClosing(_ notices: inout [Outgoing]) {
    for closing in notices where closing.name == .windowClosing {
      let said = notices.filter {
        $0.name == .yearEnding && $0.notice.instant(.lastClose) == closing.notice.notAfter
      }
      merge(said, into: closing)
      notices.removeAll(where: said.contains)
    }
  }

  // MARK: Announcements

  /// Announcements wait for a day on which nothing else goes; of two windows one day makes one mail.
  private mutating func writeAnnouncements(_ notices: [Outgoing]) {
    guard !notices.isEmpty else { return }
    let goes = result.letters.contains { $0.name.notice.weight != .asked }
    if goes || !sent.today.isEmpty { return putOff(notices) }
    let ordered = notices.sorted {
      ($0.urgency, $0.notice.due, $0.key) < ($1.urgency, $1.notice.due, $1.key)
    }
    write(ordered, as: ordered[0].variant)
  }

  // MARK: The office

  /// One mail a day and window, besides an escalation, which somebody has to act on today.
  private mutating func writeOffice(_ notices: [Outgoing]) throws {
    let windows = Dictionary(grouping: notices) { windowKey(of: $0.notice) }
    for (window, same) in windows.sorted(by: byDue) {
      var rest = same
      let sentToday = sent.today.contains { told in
        told.name.weight == .officeOfWindow && windowKey(ofMail: told.key) == window
      }
      let isUrgent = rest.contains { $0.name == .escalation }
      if sentToday, !isUrgent {
        putOff(rest)
        continue
      }
      if !isUrgent, let later = try escalation(laterTodayFor: window) {
        for notice in rest { result.later[notice.key] = later }
        continue
      }
      // What is due tomorrow and what is all there say the same of one group.
      for all in same where all.notice[.stage] == ReadyStage.all.rawValue {
        let said = rest.filter {
          $0.name == .ready && $0 != all && $0.notice[.promised] == all.notice[.promised]
        }
        merge(said, into: all)
        rest.removeAll(where: said.contains)
      }
      rest.sort { ($0.urgency, $0.notice.due, $0.key) < ($1.urgency, $1.notice.due, $1.key) }
      guard let lead = rest.first else { continue }
      write(rest, as: lead.variant)
    }
  }

  /// An escalation of a window that is planned for later today: what is ready goes with it.
  private func escalation(laterTodayFor window: String) throws -> Instant? {
    try facts.plannedNotices(for: person.id).first {
      $0.name == .escalation && now < $0.due && zone.date(at: $0.due) == today
        && windowKey(of: $0) == window
    }?.due
  }

  private func windowKey(of notice: PlannedNotice) -> String {
    switch notice.about.kind {
    case .assignment: windowKey(ofAssignment: notice.about.number)
    case .window: "window/\(notice.about.number)"
    default: "\(notice.about.kind)"
    }
  }

  private func windowKey(ofMail key: String) -> String {
    let parts = key.split(separator: "/")
    guard parts.count > 1, let number = Int64(parts[1]) else { return key }
    if parts[0] == "assignment" { return windowKey(ofAssignment: number) }
    return number == 0 ? "district" : "\(parts[0])/\(number)"
  }

  private func windowKey(ofAssignment number: Int64) -> String {
    let window = (try? facts.assignment(AssignmentID(number)))?.window
    return "window/\(window?.number ?? 0)"
  }

  /// The digest, files, addresses, the relay: each by itself, and of each kind one.
  private mutating func writeRunning(_ notices: [Outgoing]) {
    // Of several weeks' digests the last one holds, and of several mornings' bounces the first, which goes back furthest.
    let digests = notices.filter { $0.name == .digest }
    if let last = digests.last {
      merge(digests.dropLast(), into: last)
      write(last)
    }
    let bounces = notices.filter { $0.name == .addressBounced }
    if let first = bounces.first {
      merge(bounces.dropFirst(), into: first)
      write(first)
    }
    for variant in [NoticeVariant.standard, .notTaken] {
      writeTogether(notices.filter { $0.name == .intakeReport && $0.variant == variant })
    }
    for notice in notices {
      switch (notice.name, notice.variant) {
      case (.digest, _), (.addressBounced, _), (.intakeReport, _): continue
      default: write(notice)
      }
    }
  }

  // MARK: Writing

  /// One mail with a line for each; the text speaks of several where it has one for that.
  private mutating func writeTogether(_ notices: [Outgoing]) {
    guard let lead = notices.first else { return }
    write(notices, as: notices.count > 1 && lead.hasSeveralText ? .several : lead.variant)
  }

  private mutating func write(_ notice: Outgoing) { write([notice], as: notice.variant) }

  private mutating func write(_ notices: [Outgoing], as variant: NoticeVariant) {
    let lead = notices[0].notice
    let key =
      switch lead.name {
      case .reminder: NoticeKeys.reminderMail(to: person.id, on: today)
      case .overdueOne, .overdueThree: NoticeKeys.overdueMail(to: person.id, on: today)
      default: lead.key
      }
    result.letters.append(
      Letter(
        key: key, name: TemplateName(lead.name, variant), person: person.id,
        notices: notices.map(\.notice), mailClass: lead.name.mailClass, thread: thread(of: lead)))
  }

  private mutating func merge(_ notices: some Sequence<Outgoing>, into lead: Outgoing) {
    for notice in notices { result.ended[notice.key] = .merged(into: lead.key) }
  }

  /// Waits for the next day, unless its own deadline comes first: then it goes all the same, but a reminder, which
  /// has had its day.
  private mutating func putOff(_ notices: [Outgoing]) {
    for notice in notices {
      let next = times.nextDay(notice.name, after: now)
      if let notAfter = notice.notice.notAfter, notAfter <= next {
        switch notice.name {
        case .reminder, .windowAnnounced, .windowOpen:
          result.ended[notice.key] = .cancelled(.stale)
        default: write(notice)
        }
      } else {
        result.later[notice.key] = next
      }
    }
  }

  private func thread(of notice: PlannedNotice) -> String? {
    switch NoticeText.named(notice.name).thread {
    case .none: return nil
    case .assignment: return notice[.thread]
    case .window: return windowKey(of: notice).replacing("/", with: ".")
    case .submission:
      if notice.about.kind == .decision,
        let decision = try? facts.decision(DecisionID(notice.about.number))
      {
        return "submission.\(decision.submission)"
      }
      return notice.about.kind == .submission ? "submission.\(notice.about.number)" : nil
    }
  }
}

/// Groups in the order of their first notice, so that letters come in the same order every time.
private func byDue<Key>(
  _ left: (key: Key, value: [Outgoing]), _ right: (key: Key, value: [Outgoing])
) -> Bool {
  guard let first = left.value.first, let second = right.value.first else { return false }
  return (first.notice.due, first.key) < (second.notice.due, second.key)
}

extension Outgoing {
  fileprivate var isOverdue: Bool { name == .overdueOne || name == .overdueThree }

  /// Whether its texts have one for several of its kind.
  fileprivate var hasSeveralText: Bool { NoticeText.named(name).text(.several) != nil }

  /// Its place among those that are due together: the first gives the mail its subject and its text.
  ///
  /// An assignment stands first, because it lists what is given, and the others need but a line each.
  fileprivate var urgency: Int {
    switch (name, notice.stageDays ?? 0) {
    case (.assignment, _): 0
    case (.overdueThree, _), (.escalation, _): 1
    case (.overdueOne, _), (.ready, 1): 2
    case (.reminder, ...0): 3
    case (.windowClosing, _): 4
    case (.decisionDelayed, _): 5
    case (.windowChanged, _), (.assignmentProposed, _): 6
    case (.reminder, ...3): 7
    case (.yearEnding, ...15): 8
    case (.yearEnded, _): 9
    case (.extended, _): 10
    case (.reminder, ...10): 11
    case (.yearEnding, ...45): 12
    case (.noLongerYours, _), (.windowOpen, _), (.ready, _): 13
    case (.reminder, _), (.windowAnnounced, _): 14
    default: 15
    }
  }
}
