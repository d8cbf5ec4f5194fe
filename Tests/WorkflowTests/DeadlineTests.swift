import CivilTime
import Programs
import Testing
import Workflow

@Suite struct `The instants that follow from dates` {
  private func deadlines() throws -> Deadlines {
    let program = try MapleHollow.program()
    return Deadlines(zone: centralTime, calendar: try MapleHollow.calendar(), mail: program.mail)
  }

  private func times(_ opensOn: String, _ endsOn: String) throws -> WindowTimes {
    try deadlines().times(
      for: MapleHollow.program().evidence, opensOn: day(opensOn), endsOn: day(endsOn))
  }

  @Test func `are those of the worked example for a window of the fall of 2026`() throws {
    let times = try times("2026-09-14", "2026-09-28")
    // August 31 is before school begins.
    #expect(try times.announce == at("2026-09-01 07:00"))
    #expect(try times.opens == at("2026-09-14"))
    #expect(try times.closingNote == at("2026-09-24 07:00"))
    #expect(try times.ends == at("2026-09-28"))
    #expect(try times.graceEnds == at("2026-09-28 00:10"))
    #expect(try times.assignBy == at("2026-09-30 16:00"))
    #expect(try times.reviewsDue == at("2026-10-21"))
    #expect(try times.releaseBy == at("2026-10-26 16:00"))
    #expect(try times.promisedMorning == at("2026-10-27 07:00"))
    #expect(try times.notifyBy == at("2026-10-28"))
    #expect(
      try deadlines().escalation(due: times.reviewsDue, notifyBy: times.notifyBy)
        == at("2026-10-23 07:00"))
  }

  @Test(arguments: [
    ("2027-01-31", "2027-02-28"), ("2028-01-31", "2028-02-29"), ("2026-12-31", "2027-01-31"),
    ("2027-02-28", "2027-03-28"), ("2026-10-31", "2026-11-30"),
  ])
  func `end a month later, on the month's last day if it is shorter`(end: String, heard: String)
    throws
  {
    let times = try times(end.dropLast(2) + "15", end)
    #expect(try times.notifyBy == at(heard))
    #expect(try times.reviewsDue == at(day(heard).adding(days: -7).description))
  }

  @Test func `count the month from the day after an arrival, whatever its hour`() throws {
    let stage = try MapleHollow.program().evidence
    for time in ["2026-11-03 00:00", "2026-11-03 23:59:59.999"] {
      #expect(
        try deadlines().answerTimes(for: stage, arrivedAt: at(time)).notifyBy == at("2026-12-04"))
    }
    #expect(
      try deadlines().answerTimes(for: stage, arrivedAt: at("2026-11-04")).notifyBy
        == at("2026-12-05"))
  }

  @Test func `give the office until the day before people are told that it is late`() throws {
    // Heard before Monday, October 12: the promised day is a Sunday, so that people are told on Friday.
    let times = try times("2026-09-01", "2026-09-12")
    #expect(try times.notifyBy == at("2026-10-12"))
    #expect(try times.promisedMorning == at("2026-10-09 07:00"))
    #expect(try times.releaseBy == at("2026-10-08 16:00"))
  }

  @Test func `hold in a long break, in which there is no school day to release on`() throws {
    let times = try times("2026-11-20", "2026-12-01")
    #expect(try times.notifyBy == at("2027-01-01"))
    #expect(try times.promisedMorning == at("2026-12-31 07:00"))
    #expect(try times.releaseBy == at("2026-12-30 16:00"))
  }

  @Test func `escalate on a weekday after the due day, and three days before the promise`() throws {
    let deadlines = try deadlines()
    // Due on a Friday: the third school day is Wednesday.
    #expect(
      try deadlines.escalation(due: at("2026-10-17"), notifyBy: at("2026-11-20"))
        == at("2026-10-21 07:00"))
    // Due on Friday, promised on Monday: at once, on the Monday.
    #expect(
      try deadlines.escalation(due: at("2026-10-17"), notifyBy: at("2026-10-20"))
        == at("2026-10-19 07:00"))
  }

  @Test func `move by the program's days when a promise is missed, and the evaluators' day stays`()
    throws
  {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    try district.pass(until: "2026-10-27 06:59:59.999")
    #expect(try district.submission(id).delays == 0)
    try district.pass(until: "2026-10-27 07:00")
    let times = try district.submission(id).times
    #expect(try district.submission(id).delays == 1)
    #expect(try times.notifyBy == at("2026-11-04") && times.reviewsDue == at("2026-10-21"))
  }

  @Test func `move past a long stop to a day that lies ahead`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    district.now = try at("2027-02-10 12:00")
    try district.perform(.delayAnswer(id), by: .clock)
    #expect(try district.submission(id).times.promisedMorning == at("2027-02-16 07:00"))
    #expect(try district.decided(.delayAnswer(id), by: .clock).isEmpty)
  }
}

@Suite struct `A review that begins late` {
  private func due(assignedOn time: String) throws -> (Review, Submission) {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.pass(until: at(time))
    try district.assign(id, to: omar)
    return (try district.openReview(of: id), try district.submission(id))
  }

  @Test func `is due on the promise's own day as long as that leaves a week`() throws {
    let (review, submission) = try due(assignedOn: "2026-10-13 23:59")
    #expect(try review.due == at("2026-10-21") && submission.times.notifyBy == at("2026-10-28"))
  }

  @Test func `gets a week where that ends before the day before the promise`() throws {
    for (time, expected) in [
      ("2026-10-14 00:00", "2026-10-22"), ("2026-10-19 12:00", "2026-10-27"),
    ] {
      let (review, submission) = try due(assignedOn: time)
      #expect(try review.due == at(expected) && submission.times.notifyBy == at("2026-10-28"))
    }
  }

  @Test func `gets what is left, if that is three days`() throws {
    for time in ["2026-10-20 12:00", "2026-10-24 12:00"] {
      let (review, submission) = try due(assignedOn: time)
      #expect(try review.due == at("2026-10-27") && submission.times.notifyBy == at("2026-10-28"))
    }
  }

  @Test func `moves the promise when not even that is left`() throws {
    let (review, submission) = try due(assignedOn: "2026-10-25 12:00")
    #expect(try review.due == at("2026-11-02"))
    #expect(try submission.times.notifyBy == at("2026-11-09") && submission.delays == 1)
  }
}
