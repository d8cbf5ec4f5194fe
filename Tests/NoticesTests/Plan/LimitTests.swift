import CivilTime
import Notices
import Programs
import Rubrics
import Testing
import Workflow

/// The limits of the notices' reference, held against school years in which everybody does as a seed says.
@Suite struct `The limits of mail` {
  @Test(arguments: [1, 2, 4, 6] as [UInt64])
  func `hold for a whole year of everybody's doings`(seed: UInt64) throws {
    var season = try RandomSeason(seed: seed)
    try season.play(until: "2027-04-30")
    let district = season.district
    let outbox = district.records.outbox
    #expect(outbox.doubles.isEmpty, "two mails have one key")
    #expect(district.refusals.isEmpty)
    #expect(outbox.mails.count > 120)
    for person in season.teachers + season.evaluators { holdADay(person, district) }
    holdTheOffice(season.administrator, district)
    holdHours(district)
    for teacher in season.teachers { holdASubmission(teacher, district) }
    for evaluator in season.evaluators { holdReviews(evaluator, district) }
    // Everything that was due has exactly one end.
    for (key, notice) in outbox.notices where notice.due <= district.now {
      #expect(district.disposition(key) != "planned", "\(key)")
    }
  }

  // MARK: 1, 4

  /// No more than one unasked mail a day, except on the day of a decision, of a return or of a new review.
  private func holdADay(_ person: PersonID, _ district: SimulatedDistrict) {
    for (day, mails) in unasked(person, district) {
      let exempt = mails.filter { isExempt($0) }
      #expect(mails.count - exempt.count <= 1, "\(person) \(day) \(mails)")
      #expect(mails.count <= max(1, exempt.count + 1), "\(person) \(day) \(mails)")
      #expect(mails.count { $0.name.notice == .nowYours } <= 1, "\(person) \(day) \(mails)")
    }
  }

  private func isExempt(_ letter: Letter) -> Bool {
    switch letter.name.notice {
    case .returned, .nowYours, .proposalApproved, .proposalRevise, .proposalNotApproved, .notYet,
      .earned, .corrected:
      true
    // An assignment that carries what somebody was newly given.
    case .assignment: letter.notices.contains { $0.name == .nowYours }
    default: false
    }
  }

  // MARK: 2

  /// Of each window one mail of a kind, of each arrival one return, of each round one decision.
  private func holdASubmission(_ person: PersonID, _ district: SimulatedDistrict) {
    let letters = district.records.outbox.mails.map(\.letter).filter { $0.person == person }
    for kind in [NoticeName.windowAnnounced, .windowOpen, .windowClosing] {
      let windows = letters.flatMap(\.notices).filter { $0.name == kind }.map(\.about)
      #expect(Set(windows).count == windows.count, "\(person) \(kind)")
    }
    for submission in district.records.submissions(of: person) where submission.arrivals == 1 {
      let about = PlannedNotice.About.submission(submission.id)
      let mails = letters.filter { letter in
        letter.notices.contains { $0.about == about && $0.name != .yearEnding }
      }
      // Its receipt, a return, and a new day.
      #expect(mails.count <= 3, "\(person) \(mails.map(\.key))")
      holdASeason(submission, letters)
    }
  }

  /// Announced, open, closing, returned, delayed, decided: six unasked mails a season, as long as its dates stand.
  private func holdASeason(_ submission: Submission, _ letters: [Letter]) {
    var abouts: Set<PlannedNotice.About> = [.submission(submission.id)]
    if let window = submission.window { abouts.insert(.window(window)) }
    if let decision = submission.decision { abouts.insert(.decision(decision)) }
    let mails = letters.filter { letter in
      letter.mailClass != .interactive
        && letter.notices.contains { abouts.contains($0.about) && $0.name != .windowChanged }
    }
    #expect(mails.count <= 6, "\(mails.map(\.key))")
  }

  // MARK: 3

  /// Of one review at most nine mails, as long as nobody moves its date.
  private func holdReviews(_ person: PersonID, _ district: SimulatedDistrict) {
    let letters = district.records.outbox.mails.map(\.letter).filter { $0.person == person }
    for review in district.records.reviews.values where review.evaluator == person {
      let mails = letters.filter { letter in
        letter.notices.contains { $0.reviews.contains(review.id) }
      }
      let isMoved = mails.flatMap(\.notices).contains { notice in
        remindersOf(review.id).contains { notice.key.hasPrefix($0 + "/") }
      }
      if !isMoved { #expect(mails.count <= 9, "\(mails.map(\.key))") }
    }
  }

  private func remindersOf(_ review: ReviewID) -> [String] {
    [14, 7, 3, 1, 0].map { "review/\(review)/reminder/\($0)d" }
      + [1, 3].map { "review/\(review)/overdue/\($0)" }
  }

  // MARK: 5

  /// The digest, and at most one other a day for each window.
  private func holdTheOffice(_ person: PersonID, _ district: SimulatedDistrict) {
    for (day, letters) in unasked(person, district) {
      #expect(letters.count { $0.name.notice == .digest } <= 1, "\(day)")
      let windows = letters.compactMap { letter -> WindowID? in
        guard let lead = letter.notices.first else { return nil }
        switch lead.about.kind {
        case .window where [.escalation, .ready].contains(lead.name):
          return WindowID(lead.about.number)
        case .assignment: return district.records.assignments[.init(lead.about.number)]?.window
        default: return nil
        }
      }
      #expect(Set(windows).count == windows.count, "\(day) \(letters.map(\.key))")
    }
  }

  // MARK: 6

  /// Nothing on a day off or outside of hours but what answers an act; announcements on school days only.
  private func holdHours(_ district: SimulatedDistrict) {
    let calendar = district.records.theCalendar
    for mail in district.records.outbox.mails where mail.letter.mailClass != .interactive {
      let civil = district.zone.civil(at: mail.at)
      #expect(calendar.isWorkday(civil.date), "\(civil) \(mail.letter.key)")
      #expect((7..<18).contains(civil.time.hour), "\(civil) \(mail.letter.key)")
      switch mail.letter.name.notice {
      case .windowAnnounced, .windowOpen:
        #expect(calendar.isSchoolDay(civil.date), "\(civil) \(mail.letter.key)")
      default: break
      }
    }
  }

  private func unasked(_ person: PersonID, _ district: SimulatedDistrict)
    -> [CivilDate: [Letter]]
  {
    let mails = district.records.outbox.mails.filter {
      $0.letter.person == person && $0.letter.mailClass != .interactive
    }
    return Dictionary(grouping: mails) { district.zone.date(at: $0.at) }
      .mapValues { $0.map(\.letter) }
  }
}

/// The third limit: what one assignment may bring, on whatever weekday it falls due.
@Suite struct `The mails of one assignment` {
  @Test(arguments: Array(0..<28))
  func `are at most nine for somebody silent, four in seven days, spread over three weeks`(
    offset: Int
  ) throws {
    var fall = try Fall { $0.evidence.evaluatorMarginDays = 7 + offset % 3 }
    let silent = try assigned(&fall, offset)
    let review = try #require(fall.district.records.review(fall.review))
    // On the afternoon of the escalation it goes to somebody else.
    try fall.district.pass(to: review.escalate.adding(hours: 7))
    try fall.district.perform(.reassignReview(review.id, to: fall.other))
    try fall.district.pass(to: fall.district.now.adding(days24h: 20))
    let days = fall.district.mails(to: silent, asked: false).filter { !$0.contains("window") }
      .compactMap { CivilDate(iso: String($0.prefix(10))) }
    #expect(days.count <= 9)
    #expect(days.count >= 6)
    for first in days {
      #expect(days.count { (0..<7).contains(first.days(until: $0)) } <= 4, "\(days)")
    }
    let (first, last) = (try #require(days.first), try #require(days.last))
    #expect(first.days(until: last) >= 20)
    #expect(fall.district.mails(to: silent).contains { $0.contains("no-longer-yours") })
  }

  @Test(arguments: Array(0..<14))
  func `are one for somebody who hands in within a week`(offset: Int) throws {
    var fall = try Fall { $0.evidence.evaluatorMarginDays = 7 + offset % 3 }
    let quick = try assigned(&fall, offset)
    try fall.district.pass(to: fall.district.now.adding(days24h: 6))
    try fall.district.judge(fall.review)
    try fall.district.pass(to: fall.district.now.adding(days24h: 60))
    #expect(
      fall.district.mails(to: quick, asked: false).filter { !$0.contains("window") }.count == 1)
  }

  /// An extra window that opens so many days after October 5, assigned two school days after its close; what is overdue
  /// is reassigned on the afternoon of the escalation.
  private func assigned(_ fall: inout Fall, _ offset: Int) throws -> PersonID {
    try fall.district.pass(to: "2026-10-01T12:00")
    let opens = try #require(CivilDate(iso: "2026-10-05")).adding(days: offset)
    let ends = opens.adding(days: 14)
    try fall.district.perform(
      .addWindow(.evidence, label: "Extra", opensOn: opens, endsOn: ends))
    try fall.district.pass(to: "\(opens)T12:00")
    fall.work = try fall.district.handIn(fall.teacher)
    let released = fall.district.records.theCalendar.schoolDay(onOrAfter: ends)
    try fall.district.pass(to: "\(released)T10:00")
    fall.district.evaluators = [fall.evaluator]
    try fall.district.releaseAssignment()
    try fall.district.pass(to: "\(released)T12:00")
    return fall.evaluator
  }
}
