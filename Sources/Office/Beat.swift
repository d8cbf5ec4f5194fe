public import CivilTime
import Files
import Notices
import Store
import Synchronization
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
  /// Items of the agenda that were refused, and why.
  public var refused: [AgendaItem: Refusal] = [:]

  public init() {}
}

extension DistrictOffice {
  /// Most items of the agenda that one beat does, so that a stop never waits long.
  static let agendaItemsMax = 200
  /// Most that it tries, those that are refused included.
  static let agendaTriesMax = 2_000

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
    let trouble = try takeWhatCameIn(&report)
    try doAgenda(&report)
    try tellPeople(&report)
    try tidy()
    if let trouble { throw .file(trouble) }
    return report
  }

  /// Looks into the folders.
  ///
  /// - Parameter report: Gets how many files were taken.
  /// - Returns: What keeps a folder from being looked into: deadlines don't wait for that, so it is told when they are
  ///   done.
  /// - Throws: ``OfficeError`` when the database fails.
  private func takeWhatCameIn(_ report: inout BeatReport) throws(OfficeError) -> FileError? {
    do {
      try takeWordOfBackup()
      report.files = try takeFiles()
      report.files += try takeIncoming()
      try takeBounces()
    } catch OfficeError.file(let error) {
      return error
    } catch {
      throw error
    }
    return nil
  }

  /// Does what is due from where the last beat stopped: what is refused stays on the agenda, since what keeps it
  /// from being done may go, and must neither keep what comes after it waiting nor be tried again at each beat.
  private func doAgenda(_ report: inout BeatReport) throws(OfficeError) {
    let now = try now()
    var last = agendaPlace.withLock { $0 }
    var tried = 0
    while true {
      let page = try read { try $0.due(at: now, after: last, limit: Self.agendaItemsMax) }
      for entry in page {
        guard report.done < Self.agendaItemsMax, tried < Self.agendaTriesMax else {
          report.isMore = true
          agendaPlace.withLock { $0 = last }
          return
        }
        tried += 1
        last = entry
        do {
          try perform(entry.item)
          report.done += 1
        } catch OfficeError.refused(let refusal) {
          report.refused[entry.item] = refusal
          // Whoever reads the log finds the words by asking for the same thing; they may hold what a log may not.
          surroundings.log.write(
            .warning, "agenda \(entry.item.name) \(entry.item.subject): \(refusal.reason.rawValue)")
        }
      }
      if page.count < Self.agendaItemsMax { break }
    }
    agendaPlace.withLock { $0 = nil }
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
    case .beginPayYear(let day): try perform(.beginPayYear(day), by: .clock)
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
