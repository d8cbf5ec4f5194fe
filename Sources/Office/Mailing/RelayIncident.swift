import CivilTime
import Mail
import Notices
import Store
import Synchronization
import Workflow

// That mail waited is told once it flows again: a mail about broken mail could not go either. Meanwhile the service's
// status, `rubricctl outbox list` and the pages say it.

extension SettingKey {
  /// Since when the relay has taken nothing, in milliseconds: kept, so that a restart does not forget it.
  static let relayTroubleSince: SettingKey = "relay-trouble-since"
}

extension Mailer {
  /// What waited for less is told in the weekly digest alone.
  static let toldAfterMilliseconds: Int64 = 3_600_000

  /// Notes that mail begins to wait, or that it flows again; tells the administrators and the technician of the latter.
  ///
  /// - Throws: ``OfficeError``; it is noted the next time then.
  func keepIncident(_ office: DistrictOffice) throws(OfficeError) {
    let (since, hasIncident, flows) = state.withLock { state in
      (state.pause.failingSince, state.hasIncident, state.hasTaken)
    }
    if let since, !hasIncident {
      try office.write { records, _ in
        try records.set(.relayTroubleSince, to: String(since.milliseconds))
      }
      state.withLock {
        $0.hasIncident = true
        $0.hasTaken = false
      }
    } else if since == nil, hasIncident, flows {
      try office.write { records, now in
        guard let text = try records.setting(.relayTroubleSince), let number = Int64(text) else {
          return
        }
        try records.set(.relayTroubleSince, to: nil)
        try tellThatMailFlows(since: Instant(milliseconds: number), at: now, in: &records)
      }
      state.withLock { $0.hasIncident = false }
    }
  }

  private func tellThatMailFlows(
    since: Instant, at now: Instant, in records: inout WriteRecords
  ) throws {
    guard now.milliseconds(since: since) >= Self.toldAfterMilliseconds else { return }
    let counts = try records.mailCounts()
    let waiting = [MailState.queued, .deferred, .sending, .endOfData].reduce(0) {
      $0 + counts[$1, default: 0]
    }
    let people = try records.people(with: .administrator) + records.people(with: .technician)
    for person in Set(people.map(\.id)).sorted() {
      var notice = PlannedNotice.relayTrouble(
        String(since.milliseconds), isOver: true, to: person, due: now, since: since)
      notice[.until] = String(now.milliseconds)
      // The one that has just gone is one of them.
      notice[.waiting] = String(waiting + 1)
      try records.carry(.plan(notice), command: 0, at: now)
    }
  }
}
