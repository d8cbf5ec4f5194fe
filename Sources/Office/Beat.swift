public import CivilTime
import Notices
import Store
public import Workflow

/// What one beat did.
public struct BeatReport: Hashable, Sendable {
  /// Items of the agenda that were done.
  public var done = 0
  /// Files that were taken or refused.
  public var files = 0
  /// Mails that went out.
  public var mails = 0
  /// Whether more is due than one beat does: beat again at once.
  public var isMore = false
  /// Items of the agenda that were refused, with what was said.
  public var refused: [AgendaItem: String] = [:]

  public init() {}
}

extension DistrictOffice {
  /// Most items of the agenda that one beat does, so that a stop never waits long.
  static let agendaItemsMax = 200

  /// Does what is due: files that came in, the agenda, oldest first, and the mails that follow.
  ///
  /// What is due twice is done once: doing it changes the record that the agenda is derived from.
  ///
  /// - Returns: What was done.
  /// - Throws: ``OfficeError``; what was done before stays done, and the next beat goes on from there.
  @discardableResult
  public func beat() throws(OfficeError) -> BeatReport {
    let jump = watch.jumpMilliseconds()
    guard jump == 0 else { throw .clockHeld(byMilliseconds: jump) }
    var report = BeatReport()
    report.files = try takeFiles()
    try doAgenda(&report)
    try tellPeople(&report)
    return report
  }

  private func doAgenda(_ report: inout BeatReport) throws(OfficeError) {
    let now = try now()
    let due = try read { try $0.due(at: now, limit: Self.agendaItemsMax) }
    report.isMore = due.count == Self.agendaItemsMax
    for entry in due {
      do {
        try perform(entry.item)
        report.done += 1
      } catch OfficeError.refused(let refusal) {
        // It stays on the agenda: what keeps it from being done may go, and verify shows it meanwhile.
        report.refused[entry.item] = refusal.text
      }
    }
    for (item, text) in report.refused {
      surroundings.log.write(.warning, "agenda \(item.name) \(item.subject): \(text)")
    }
  }

  /// Does one item of the agenda.
  private func perform(_ item: AgendaItem) throws(OfficeError) {
    switch item {
    case .announceWindow(let id): try perform(.announceWindow(id), by: .clock)
    case .openWindow(let id): try perform(.openWindow(id), by: .clock)
    case .noteWindowClosing(let id): try perform(.noteWindowClosing(id), by: .clock)
    case .closeWindow(let id): try perform(.closeWindow(id), by: .clock)
    case .proposeAssignment(let id): try proposeAssignment(for: id, by: .clock)
    case .findEvaluator(let id): try findEvaluator(for: id)
    case .releaseDecision(let id): try perform(.releaseDecisions([id]), by: .clock)
    case .delayAnswer(let id): try perform(.delayAnswer(id), by: .clock)
    case .endYear(let id): try perform(.endYear(id), by: .clock)
    case .escalateOverdue(let id):
      let window = try read { records in
        try records.review(id).flatMap { try records.submission($0.submission)?.window }
      }
      try perform(.escalateOverdue(window), by: .clock)
    }
  }

  /// When something falls due next; `nil` when nothing is planned.
  public func nextDue() throws(OfficeError) -> Instant? {
    try read { records in
      [try records.nextDue(), try records.nextNoticeDue()].compactMap { $0 }.min()
    }
  }
}
