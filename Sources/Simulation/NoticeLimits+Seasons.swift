import CivilTime
import Notices
import Store
import Workflow

// The limits of whole seasons: what one window brings a teacher, and one assignment an evaluator.

extension NoticeLimits {
  /// Mails of a season that come of the window itself, and of each arrival of the work, and of its decision.
  private static let ofWindowMax = 3
  private static let ofArrivalMax = 2
  private static let ofDecisionMax = 1
  /// Mails of one assignment to somebody who does nothing at all.
  private static let ofAssignmentMax = 9
  /// Somebody who hands in within so many days hears once.
  private static let quickDays: Int64 = 7

  private static let announcements: Set<NoticeName> = [.windowAnnounced, .windowOpen]
  private static let ofWork: Set<NoticeName> = [
    .returned, .decisionDelayed, .proposalApproved, .proposalRevise, .proposalNotApproved, .notYet,
    .earned,
  ]

  /// 2. Announced, open, closing, returned, delayed, decided: six a season for whoever hands in once, and one return
  /// and one delay more for each further arrival; two where there is nothing to do; none for whoever has turned
  /// announcements off and has nothing in hand.
  static func seasonBreaches(
    of person: PersonID, _ mails: [Told], _ records: ReadRecords
  ) throws -> [String] {
    let work = try records.submissions(of: person)
    var breaches: [String] = []
    for window in try records.windows() where window.version == 0 {
      let handedIn = work.filter { $0.window == window.id }
      let ofWindow = mails.filter { mail in
        mail.notices.contains { $0.aboutKind == "window" && $0.aboutID == window.id.number }
      }
      let isOff = try records.person(person).map { person in
        announcements.allSatisfy { person.muted.contains($0.rawValue) }
      }
      if isOff == true, ofWindow.contains(where: { announcements.contains($0.name) }) {
        breaches.append("2: turned off, and still \(list(ofWindow))")
      }
      if handedIn.isEmpty {
        let most = ofWindow.contains { $0.name == .windowClosing } ? ofWindowMax : 2
        if ofWindow.count > most { breaches.append("2: nothing to do, and \(list(ofWindow))") }
      }
      guard handedIn.count == 1, let only = handedIn.first else { continue }
      // A second look at the same work, and what comes after its decision, is another season.
      let rounds = try records.history(of: only.id).filter { entry in
        if case .handedIn(let arrived) = entry.event { return arrived.round == 1 }
        return false
      }
      let decision = mails.first { mail in
        mail.notices.contains { isDecision($0, on: only.id, records) }
      }
      let season = mails.filter { mail in
        mail.at <= decision?.at ?? .distantFuture
          && mail.notices.contains { notice in
            notice.aboutKind == "window" && notice.aboutID == window.id.number
              || isDecision(notice, on: only.id, records)
              || notice.aboutKind == "submission" && notice.aboutID == only.id.number
                && NoticeName(rawValue: notice.template).map(ofWork.contains) == true
          }
      }
      let most = ofWindowMax + ofDecisionMax + ofArrivalMax * max(1, rounds.count)
      if season.count > most { breaches.append("2: a season of \(list(season))") }
    }
    return breaches
  }

  private static func isDecision(
    _ notice: Store.Notice, on submission: SubmissionID, _ records: ReadRecords
  ) -> Bool {
    guard notice.aboutKind == "decision",
      let decision = try? records.decision(DecisionID(notice.aboutID))
    else { return false }
    return decision.submission == submission
  }

  /// 3. One mail of an assignment whose reviews are all in within a week; nine at most for somebody who does
  /// nothing, and those spread over three weeks or more.
  static func assignmentBreaches(
    of person: PersonID, _ mails: [Told], _ records: ReadRecords
  ) throws -> [String] {
    let told = mails.filter { evaluators.contains($0.name) }
    var breaches: [String] = []
    for first in told where first.name == .assignment && first.lead.aboutKind == "assignment" {
      guard let assignment = try records.assignment(AssignmentID(first.lead.aboutID)) else {
        continue
      }
      var reviews: [Review] = []
      for pair in assignment.pairs where pair.evaluator == person {
        reviews += try records.reviews(of: pair.submission).filter {
          $0.evaluator == person && $0.round == 1 && $0.part == pair.part
        }
      }
      let numbers = Set(reviews.map(\.id.number))
      let ofThese = told.filter { mail in
        mail.key == first.key
          || mail.notices.contains { $0.aboutKind == "review" && numbers.contains($0.aboutID) }
      }
      let quickly = first.at.adding(days24h: quickDays)
      let isQuick = reviews.allSatisfy { review in
        if case .handedIn(_, let at) = review.state { return at < quickly }
        return false
      }
      if isQuick, ofThese.count > 1 { breaches.append("3: all in, and \(list(ofThese))") }
      if ofThese.count > ofAssignmentMax { breaches.append("3: \(list(ofThese))") }
      if ofThese.count == ofAssignmentMax, let last = ofThese.last,
        first.day.days(until: last.day) < 20
      {
        breaches.append("3: in less than three weeks \(list(ofThese))")
      }
    }
    return breaches
  }
}
