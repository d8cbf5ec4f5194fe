import CivilTime
import Notices
import Rubrics
import Testing
import Workflow

/// "A season, day by day" of the notices' reference: Kettle Moraine's way in fall 2026.
@Suite struct `A season` {
  @Test
  func `tells the teacher, both evaluators and the administrator what the table says, day by day`()
    throws
  {
    let season = try Season.played()
    let district = season.district
    #expect(
      district.mails(to: season.teacher) == [
        "2026-09-01 window-announced",
        "2026-09-14 window-open",
        "2026-09-24 window-closing",
        "2026-09-26 evidence-received",
        "2026-10-06 returned",
        "2026-10-07 evidence-received",
        "2026-10-22 not-yet",
        // Winter
        "2027-01-04 window-announced",
        "2027-01-11 window-open",
        "2027-01-13 evidence-received",
        "2027-02-04 earned",
      ])
    #expect(
      district.mails(to: season.steady) == [
        "2026-09-30 assignment",
        "2026-10-13 reminder-7d",
      ])
    #expect(
      district.mails(to: season.silent) == [
        "2026-09-30 assignment",
        "2026-10-13 reminder-7d",
        "2026-10-16 reminder-3d",
        "2026-10-19 reminder-1d",
        "2026-10-20 reminder-0d",
        "2026-10-21 overdue-1-several",
        "2026-10-23 overdue-3-several",
        "2026-10-26 no-longer-yours-several",
      ])
    #expect(
      district.mails(to: season.administrator).filter { $0 < "2026-10-27" } == [
        "2026-09-04 digest-nothing-waits",
        "2026-09-11 digest-nothing-waits",
        "2026-09-18 digest-nothing-waits",
        "2026-09-25 digest-nothing-waits",
        "2026-09-28 assignment-proposed",
        "2026-10-02 digest-nothing-waits",
        "2026-10-09 digest-nothing-waits",
        "2026-10-16 digest-nothing-waits",
        "2026-10-23 digest-nothing-waits",
        "2026-10-23 escalation",
        "2026-10-26 ready",
      ])
    #expect(
      district.mails(to: season.helper).filter { $0 < "2026-10-27" } == [
        "2026-10-23 now-yours-several"
      ])
  }

  @Test func `has the counts that the table adds up to`() throws {
    let season = try Season.played()
    func unasked(_ person: PersonID) -> [String] {
      season.district.mails(to: person, asked: false).filter { $0 < "2026-10-27" }
    }
    #expect(unasked(season.teacher).count == 5)
    #expect(unasked(season.steady).count == 2)
    #expect(unasked(season.silent).count == 8)
    #expect(unasked(season.administrator).count == 11)
    #expect(season.mostInSevenDays(season.teacher) == 1)
    #expect(season.mostInSevenDays(season.steady) == 1)
    #expect(season.mostInSevenDays(season.silent) == 4)
    #expect(season.mostInSevenDays(season.administrator) == 3)
  }

  @Test func `says why each mail that was not sent was not`() throws {
    let season = try Season.played()
    let district = season.district
    for evaluator in [season.steady, season.silent] {
      for review in season.first[evaluator] ?? [] {
        #expect(
          district.disposition("review/\(review)/reminder/14d") == "cancelled youngAssignment")
      }
    }
    let last = try #require(season.first[season.steady]?.last)
    #expect(district.disposition("review/\(last)/reminder/3d") == "cancelled atWork")
    #expect(district.disposition("review/\(last)/reminder/1d") == "cancelled handedIn")
    #expect(
      district.disposition("window/\(season.window)/ready/1d/\(season.administrator)")
        == "cancelled decided")
    #expect(district.records.outbox.doubles.isEmpty)
    #expect(district.refusals.isEmpty)
  }

  @Test func `is the same season however often the beat runs`() throws {
    let often = try Season.played(beatMinutes: 1)
    let seldom = try Season.played(beatMinutes: 15)
    let everybody = often.district.records.people.keys.sorted()
    for person in everybody {
      #expect(often.district.mails(to: person) == seldom.district.mails(to: person))
    }
  }
}

/// The season's people and what they do.
struct Season {
  var district: SimulatedDistrict
  var administrator = PersonID(0)
  var teacher = PersonID(0)
  var steady = PersonID(0)
  var silent = PersonID(0)
  var helper = PersonID(0)
  var window = WindowID(0)
  /// What the two evaluators were given at first.
  var first: [PersonID: [ReviewID]] = [:]

  static func played(beatMinutes: Int64 = 5) throws -> Season {
    var season = Season(district: try SimulatedDistrict("2026-09-01T05:00"))
    season.district.beatMinutes = beatMinutes
    try season.play()
    return season
  }

  private mutating func play() throws {
    try people()
    try september()
    try october()
    try winter()
  }

  private mutating func people() throws {
    administrator = try district.hire("Robin", roles: [.administrator])
    try district.perform(.planYear(2026))
    window = try district.window(.evidence, "Fall 2026")
    // The teacher's evidence goes to the third in turn, who is none of the table's two.
    steady = try district.hireEvaluator("Ada")
    silent = try district.hireEvaluator("Theo")
    teacher = try district.hire("Maya")
    try district.approve(teacher, until: "2027-06-30")
  }

  private mutating func september() throws {
    try district.pass(to: "2026-09-20T19:00")
    district.draft(teacher)
    var colleagues: [PersonID] = []
    for name in ["Ines", "Noor", "Lior", "Sam", "Kim", "Pat"] {
      let person = try district.hire(name)
      try district.approve(person, until: "2027-06-30")
      colleagues.append(person)
    }
    try district.pass(to: "2026-09-25T12:00")
    for person in colleagues { try district.handIn(person) }
    try district.pass(to: "2026-09-26T21:42")
    try district.handIn(teacher)
    // In turn: Ada and Theo three each, and Maya's to Lea.
    let third = try district.hireEvaluator("Lea")
    helper = try district.hire("Hal")
    try district.perform(.recordEvaluator(helper, EvaluatorProfile(expertise: [])))
    try district.pass(to: "2026-09-30T10:00")
    let assignment = try #require(district.records.assignments(of: window).last).id
    let turn = [steady, silent]
    for (index, person) in (colleagues + [teacher]).enumerated() {
      let work = try #require(district.records.submissions(of: person).last).id
      try district.perform(
        .moveAssignment(
          assignment, work, to: person == teacher ? third : turn[index % 2], part: .evaluator))
    }
    try district.releaseAssignment()
    first = [steady: district.open(steady), silent: district.open(silent)]
  }

  private mutating func october() throws {
    let work = try #require(district.records.submissions(of: teacher).last).id
    try district.pass(to: "2026-10-06T08:00")
    try district.perform(
      .returnSubmission(work, [MissingPart(part: "work", kind: .linkClosed)]))
    try district.pass(to: "2026-10-07T16:00")
    try district.handIn(teacher)
    try district.pass(to: "2026-10-09T14:00")
    try district.judge(district.open(steady)[0])
    try district.releaseReady()
    try district.pass(to: "2026-10-15T15:00")
    try district.judge(district.open(steady)[0])
    district.save(district.open(steady)[0])
    try district.releaseReady()
    try district.pass(to: "2026-10-18T20:00")
    try district.judge(district.open(steady)[0])
    try district.releaseReady()
    try district.pass(to: "2026-10-22T10:00")
    let review = try #require(
      district.records.reviews(of: work).last { $0.isOpen }?.id)
    try district.judge(review, isMet: false)
    try district.releaseReady()
    try district.pass(to: "2026-10-23T14:00")
    for review in district.open(silent) {
      try district.perform(.reassignReview(review, to: helper))
    }
    try district.pass(to: "2026-10-25T15:00")
    for review in district.open(helper) { try district.judge(review) }
    try district.pass(to: "2026-10-26T09:00")
    try district.releaseReady()
  }

  private mutating func winter() throws {
    try district.pass(to: "2027-01-13T16:00")
    try district.handIn(teacher)
    try district.pass(to: "2027-02-04T10:00")
    for evaluator in district.records.evaluators() {
      for review in district.open(evaluator.id) { try district.judge(review) }
    }
    try district.releaseReady()
    try district.pass(to: "2027-03-01T12:00")
  }

  /// Most unasked mails in any seven days up to October 26.
  func mostInSevenDays(_ person: PersonID) -> Int {
    let days = district.mails(to: person, asked: false).compactMap {
      CivilDate(iso: String($0.prefix(10)))
    }.filter { $0.year == 2026 }
    return days.map { first in
      days.count { (0..<7).contains(first.days(until: $0)) }
    }.max() ?? 0
  }
}
