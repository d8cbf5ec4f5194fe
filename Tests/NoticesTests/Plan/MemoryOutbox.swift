import CivilTime
import Notices
import Workflow

/// The outbox over dictionaries: each key once, and what became of it.
struct MemoryOutbox {
  /// A mail that was written.
  struct Mail {
    var letter: Letter
    var at: Instant
  }

  private(set) var notices: [String: PlannedNotice] = [:]
  private(set) var dispositions: [String: Disposition] = [:]
  private(set) var mails: [Mail] = []
  private var waiting: [PersonID: Set<String>] = [:]
  private var waitingAbout: [PlannedNotice.About: Set<String>] = [:]
  private var told: [String: Instant] = [:]
  /// Mails whose key was there already: must stay empty.
  private(set) var doubles: [String] = []

  /// The number of notices that wait.
  var waitingCount: Int { waiting.values.map(\.count).reduce(0, +) }

  // MARK: Changes

  mutating func carryOut(_ changes: [PlanChange]) {
    for change in changes {
      switch change {
      case .plan(let notice):
        switch dispositions[notice.key] {
        case .none, .cancelled: put(notice)
        case .mailed, .merged, .suppressed: break
        }
      case .cancel(let selector, let reason):
        for notice in planned(selector) { end(notice.key, .cancelled(reason)) }
      case .move(let key, let due, let notAfter):
        guard var notice = notices[key], dispositions[key] == nil else { continue }
        notice.due = due
        notice.notAfter = notAfter
        put(notice)
      }
    }
  }

  mutating func carryOut(_ composition: Composition, at now: Instant) {
    for letter in composition.letters {
      if mails.contains(where: { $0.letter.key == letter.key }) { doubles.append(letter.key) }
      mails.append(Mail(letter: letter, at: now))
      for notice in letter.notices {
        told[notice.key] = now
        end(notice.key, .mailed(mail: letter.key))
      }
    }
    for (key, disposition) in composition.ended {
      if case .merged(let other) = disposition { told[key] = told[other] }
      end(key, disposition)
    }
    for (key, due) in composition.later {
      guard var notice = notices[key] else { continue }
      notice.due = due
      put(notice)
    }
  }

  private mutating func put(_ notice: PlannedNotice) {
    if let old = notices[notice.key] { remove(old) }
    notices[notice.key] = notice
    dispositions[notice.key] = nil
    waiting[notice.person, default: []].insert(notice.key)
    waitingAbout[notice.about, default: []].insert(notice.key)
  }

  private mutating func end(_ key: String, _ disposition: Disposition) {
    guard let notice = notices[key] else { return }
    remove(notice)
    dispositions[key] = disposition
  }

  private mutating func remove(_ notice: PlannedNotice) {
    waiting[notice.person]?.remove(notice.key)
    waitingAbout[notice.about]?.remove(notice.key)
  }

  // MARK: Questions

  private func planned(_ selector: PlanSelector) -> [PlannedNotice] {
    let keys: [String] =
      if let key = selector.key { [key] } else if let about = selector.about {
        Array(waitingAbout[about] ?? [])
      } else if let person = selector.person {
        Array(waiting[person] ?? [])
      } else {
        waiting.values.flatMap(\.self)
      }
    return keys.sorted().compactMap { notices[$0] }.filter { notice in
      dispositions[notice.key] == nil
        && selector.about.map { notice.about == $0 } ?? true
        && (selector.names.isEmpty || selector.names.contains(notice.name))
        && selector.person.map { notice.person == $0 } ?? true
        && selector.command.map { notice.command == $0 } ?? true
    }
  }

  func planned(for person: PersonID) -> [PlannedNotice] {
    planned(PlanSelector(person: person)).sorted { ($0.due, $0.key) < ($1.due, $1.key) }
  }

  func planned(about: PlannedNotice.About) -> [PlannedNotice] {
    planned(PlanSelector(about: about))
  }

  /// Who has something that is due, by id.
  func peopleWithDue(at now: Instant) -> [PersonID] {
    waiting.filter { $0.value.contains { (notices[$0]?.due ?? .distantFuture) <= now } }
      .map(\.key).sorted()
  }

  /// When something falls due next.
  var nextDue: Instant? { waiting.values.joined().compactMap { notices[$0]?.due }.min() }

  func peopleTold(about: PlannedNotice.About, in names: [NoticeName]) -> [PersonID] {
    let found = notices.values.filter {
      $0.about == about && names.contains($0.name) && told[$0.key] != nil
    }
    return Set(found.map(\.person)).sorted()
  }

  func toldAt(_ key: String) -> Instant? { told[key] }

  func isTold(command: Int64) -> Bool {
    notices.values.contains { $0.command == command && told[$0.key] != nil }
  }

  func mails(to person: PersonID, since: Instant) -> [ToldMail] {
    mails.filter { $0.letter.person == person && since <= $0.at }.map {
      ToldMail(key: $0.letter.key, name: $0.letter.name.notice, at: $0.at)
    }
  }
}
