public import CivilTime
import Notices
public import Office
import Store
import Workflow

/// What people may be sent at most: the limits that the season of `NOTICES.md` §4 sets, as questions to an outbox.
public enum NoticeLimits {
  /// One mail that went out, as the limits see it.
  struct Told {
    var key: String
    var person: PersonID
    var at: Instant
    var day: CivilDate
    /// What it tells; the first gave it its subject.
    var notices: [Store.Notice]
    var lead: Store.Notice
    var name: NoticeName
  }

  private static let asked: Set<NoticeName> = [
    .proposalReceived, .evidenceReceived, .withdrawn, .givenBack, .signIn, .mailTaken, .mailMissing,
  ]
  /// On the day of one of these there may be one mail more.
  private static let exempt: Set<NoticeName> = [
    .proposalApproved, .proposalRevise, .proposalNotApproved, .notYet, .earned, .corrected,
    .returned, .nowYours,
  ]
  static let evaluators: Set<NoticeName> = [
    .assignment, .reminder, .overdueOne, .overdueThree, .noLongerYours,
  ]
  private static let ofWindow: Set<NoticeName> = [.escalation, .assignmentProposed, .ready]

  /// Looks for mails beyond the limits.
  ///
  /// - Parameters:
  ///   - office: An office after a life.
  ///   - zone: Its zone.
  /// - Returns: A sentence for each breach, with the limit's number; empty if nobody got too much.
  /// - Throws: `OfficeError`.
  public static func breaches(in office: DistrictOffice, zone: Zone) throws -> [String] {
    try office.read { records in
      let told = try mails(records, zone).sorted { ($0.at, $0.key) < ($1.at, $1.key) }
      let unasked = told.filter { !asked.contains($0.name) }
      let calendar = try records.calendar()
      let administrators = Set(
        unasked.filter { $0.name == .digest || ofWindow.contains($0.name) }.map(\.person))
      var breaches: [String] = []
      for (person, mails) in Dictionary(grouping: unasked, by: \.person).sorted(by: {
        $0.key < $1.key
      }) {
        if administrators.contains(person) {
          breaches += officeBreaches(mails)
        } else {
          breaches += dayBreaches(mails)
        }
        breaches += windowBreaches(mails) + evaluatorBreaches(mails)
        if !administrators.contains(person) {
          breaches += try seasonBreaches(of: person, mails, records)
        }
        breaches += try assignmentBreaches(of: person, mails, records)
      }
      for mail in unasked {
        let hour = zone.civil(at: mail.at).time
        let isOpen = (7..<18).contains(hour.hour) || (hour.hour == 18 && hour.minute == 0)
        if !isOpen || mail.day.weekday.isWeekend || calendar.isHoliday(mail.day) {
          breaches.append("6: \(mail.key) went out at \(zone.civil(at: mail.at))")
        }
      }
      return breaches
    }
  }

  /// 1. One unasked mail a day, or two where one is a decision, something returned or newly given.
  private static func dayBreaches(_ mails: [Told]) -> [String] {
    Dictionary(grouping: mails, by: \.day).sorted { $0.key < $1.key }.compactMap { day, mails in
      let most = mails.contains { exempt.contains($0.name) } ? 2 : 1
      return mails.count > most ? "1: on \(day) \(list(mails))" : nil
    }
  }

  /// 2. Of one window a teacher hears twice, and a third time only with something unfinished; of one arrival of
  /// their work that it was returned, and that the answer is delayed.
  private static func windowBreaches(_ mails: [Told]) -> [String] {
    var breaches: [String] = []
    let ofWindows = mails.filter {
      [.windowAnnounced, .windowOpen, .windowClosing].contains($0.name)
    }
    for (_, mails) in Dictionary(grouping: ofWindows, by: \.lead.aboutID)
    where Set(mails.map(\.name)).count < mails.count {
      breaches.append("2: \(list(mails))")
    }
    return breaches.sorted()
  }

  /// 3. An evaluator hears at most four times in any seven days, and nine times of one assignment.
  private static func evaluatorBreaches(_ mails: [Told]) -> [String] {
    let told = mails.filter { evaluators.contains($0.name) }
    var breaches: [String] = []
    for (place, mail) in told.enumerated() {
      let week = told[place...].prefix { $0.day < mail.day.adding(days: 7) }
      if week.count > 4 { breaches.append("3: in a week \(list(Array(week)))") }
    }
    return breaches
  }

  /// 5. The digest, and one other a day for each window.
  private static func officeBreaches(_ mails: [Told]) -> [String] {
    let ofWindows = mails.filter { ofWindow.contains($0.name) && $0.lead.aboutKind == "window" }
    let days = Dictionary(grouping: ofWindows) { "\($0.day) \($0.lead.aboutID)" }
    return days.sorted { $0.key < $1.key }.compactMap { _, mails in
      mails.count > 1 ? "5: on \(mails[0].day) \(list(mails))" : nil
    }
  }

  static func list(_ mails: [Told]) -> String {
    mails.map { "\($0.key) to \($0.person)" }.joined(separator: ", ")
  }

  private static func mails(_ records: ReadRecords, _ zone: Zone) throws -> [Told] {
    var told: [Told] = []
    var before = Int64.max
    while true {
      let page = try records.mails(.all, before: before, limit: 2_000)
      guard let last = page.last else { return told }
      for mail in page where mail.state == .sent {
        guard let person = mail.person,
          case let notices = try mail.notices.compactMap({ try records.notice($0) }),
          let lead = notices.first, let name = NoticeName(rawValue: lead.template)
        else { continue }
        let at = mail.createdAt
        told.append(
          Told(
            key: mail.key, person: person, at: at, day: zone.date(at: at), notices: notices,
            lead: lead, name: name))
      }
      before = last.id
    }
  }
}
