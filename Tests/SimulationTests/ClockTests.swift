import CivilTime
import Office
import Simulation
import Store
import Testing
import Workflow

@Suite struct `An office whose clock is not what it was` {
  private func entries(_ life: SampleLife) throws -> [Entry] {
    try life.office.read { try $0.entries(after: 0, limit: 100_000) }
  }

  @Test func `was down for three days over a window's close, and catches up without a flood`()
    throws
  {
    let life = try SampleLife(Sample.plan("2026-08-20", "2026-11-10"))
    try life.live(untilDay: Sample.day("2026-09-26"))
    life.clock.pass(until: try life.instant("2026-09-29", 6, 30))
    try life.live(untilDay: Sample.day("2026-10-17"))
    // And again over the days on which evaluators are reminded and overdue.
    life.clock.pass(until: try life.instant("2026-10-22", 6, 30))
    try life.live()
    #expect(try NoticeLimits.breaches(in: life.office, zone: life.zone) == [])
    #expect(try LifeCheck.problems(in: life.office, head: life.answered, replays: true) == [])
    let closed = try entries(life).filter {
      if case .windowClosed = $0.event { true } else { false }
    }
    #expect(try closed.first?.at == life.instant("2026-09-29", 7))
  }

  @Test func `goes back an hour, and no instant of the journal goes back with it`() throws {
    let life = try SampleLife(Sample.plan("2026-09-10", "2026-09-20"))
    try life.live(untilDay: Sample.day("2026-09-15"))
    life.clock.pass(until: try life.instant("2026-09-15", 12))
    try life.office.perform(
      .addWindow(
        .proposal, label: "Extra", opensOn: Sample.day("2026-12-01"),
        endsOn: Sample.day("2026-12-08")), by: .person(life.administrator()))
    let last = try entries(life).last?.at
    life.clock.step(to: try life.instant("2026-09-15", 11))
    try life.office.beat()
    let window = try #require(try life.window("Extra"))
    try life.office.perform(
      .cancelWindow(window.id, reason: "Not needed."), by: .person(life.administrator()))
    #expect(try entries(life).last?.at == last)
    try life.live()
    let instants = try entries(life).map(\.at)
    #expect(instants == instants.sorted())
  }

  @Test func `goes forward a week, and nothing falls due until somebody confirms it`() throws {
    let life = try SampleLife(Sample.plan("2026-09-10", "2026-10-10"))
    try life.live(untilDay: Sample.day("2026-09-23"))
    let before = try entries(life).count
    life.clock.step(to: try life.instant("2026-09-30", 9))
    #expect {
      try life.office.beat()
    } throws: { error in
      if case OfficeError.clockHeld(let jump) = error { jump > 6 * 24 * 3_600_000 } else { false }
    }
    #expect(try entries(life).count == before)
    try life.office.perform(.confirmClock, by: .person(life.administrator()))
    try life.office.beat()
    let closed = try entries(life).filter {
      if case .windowClosed = $0.event { true } else { false }
    }
    #expect(try closed.map(\.at) == [life.instant("2026-09-30", 9)])
  }

  @Test func `may go forward a day without anybody being asked`() throws {
    let life = try SampleLife(Sample.plan("2026-09-10", "2026-10-10"))
    try life.live(untilDay: Sample.day("2026-09-23"))
    life.clock.step(to: life.clock.now().adding(milliseconds: 24 * 3_600_000))
    try life.office.beat()
    life.clock.step(to: life.clock.now().adding(milliseconds: 24 * 3_600_000 + 1))
    #expect(throws: OfficeError.self) { try life.office.beat() }
  }
}

@Suite struct `A window` {
  /// Lives through a proposal window that somebody added by hand, and gives back when it opened and closed.
  private func lived(
    _ opensOn: String, _ endsOn: String, from: String, through: String
  ) throws -> (life: SampleLife, window: Window, opened: Instant?, closed: Instant?) {
    let life = try SampleLife(Sample.plan(from, through))
    try life.live(untilDay: Sample.day(from).adding(days: 1))
    try life.office.perform(
      .addWindow(
        .proposal, label: "By hand", opensOn: Sample.day(opensOn), endsOn: Sample.day(endsOn)),
      by: .person(life.administrator()))
    try life.live()
    let window = try #require(try life.window("By hand"))
    var opened: Instant?
    var closed: Instant?
    for entry in try life.office.read({ try $0.entries(after: 0, limit: 100_000) }) {
      switch entry.event {
      case .windowOpened(let event) where event.window == window.id: opened = entry.at
      case .windowClosed(let event) where event.window == window.id: closed = entry.at
      default: continue
      }
    }
    #expect(try LifeCheck.problems(in: life.office, head: nil, replays: true) == [])
    #expect(try NoticeLimits.breaches(in: life.office, zone: life.zone) == [])
    return (life, window, opened, closed)
  }

  @Test func `over the change to standard time in November 2026 is an hour longer`() throws {
    let (_, window, opened, closed) = try lived(
      "2026-10-26", "2026-11-09", from: "2026-10-10", through: "2026-11-20")
    #expect(window.times.opens.description == "2026-10-26T05:00:00Z")
    #expect(window.times.ends.description == "2026-11-09T06:00:00Z")
    #expect(opened?.description == "2026-10-26T05:04:00Z")
    #expect(closed?.description == "2026-11-09T06:30:00Z")
  }

  @Test func `over the change to daylight time in March 2027 is an hour shorter`() throws {
    let (_, window, opened, closed) = try lived(
      "2027-03-08", "2027-03-22", from: "2027-02-20", through: "2027-03-28")
    #expect(window.times.opens.description == "2027-03-08T06:00:00Z")
    #expect(window.times.ends.description == "2027-03-22T05:00:00Z")
    #expect(opened?.description == "2027-03-08T06:04:00Z")
    #expect(closed?.description == "2027-03-22T05:30:00Z")
  }

  @Test func `that ends with 29 February 2028 closes behind it, and answers a month later`()
    throws
  {
    let (life, window, _, closed) = try lived(
      "2028-02-16", "2028-03-01", from: "2028-02-01", through: "2028-03-10")
    #expect(closed?.description == "2028-03-01T06:30:00Z")
    #expect(try life.zone.date(at: window.times.notifyBy) == Sample.day("2028-04-01"))
  }

  @Test func `takes work in the last minute of 29 February 2028, and none after its grace`() throws
  {
    let life = try SampleLife(Sample.plan("2028-02-01", "2028-03-10"))
    try life.live(untilDay: Sample.day("2028-02-02"))
    let administrator = try life.administrator()
    try life.office.perform(
      .addWindow(
        .proposal, label: "By hand", opensOn: Sample.day("2028-02-16"),
        endsOn: Sample.day("2028-03-01")), by: .person(administrator))
    try life.live(until: life.instant("2028-02-29", 22))
    func handIn(_ title: String) throws {
      let work = HandIn(
        stage: .proposal, earner: administrator, title: title, skills: ["media"],
        content: Content(), source: .page, arrivedAt: life.clock.now())
      try life.office.perform(.handIn(work), by: .person(administrator))
    }
    life.clock.pass(until: try life.instant("2028-02-29", 23, 59))
    try handIn("Podcasts on leap years")
    life.clock.pass(until: try life.instant("2028-03-01", 0, 10))
    #expect(throws: OfficeError.self) { try handIn("Podcasts on the first of March") }
  }

  @Test func `of January 2028 is answered by 29 February`() throws {
    let (life, window, _, _) = try lived(
      "2028-01-24", "2028-02-01", from: "2028-01-02", through: "2028-03-02")
    let promised = life.zone.date(at: window.times.notifyBy.adding(milliseconds: -1))
    #expect(try promised == Sample.day("2028-02-29"))
  }

  @Test func `over New Year opens and closes in the break, and tells people on school days`()
    throws
  {
    let (life, window, opened, closed) = try lived(
      "2026-12-28", "2027-01-09", from: "2026-12-10", through: "2027-01-20")
    #expect(opened?.description == "2026-12-28T06:04:00Z")
    #expect(closed?.description == "2027-01-09T06:30:00Z")
    let work = try life.office.read { try $0.submissions(in: window.id).map(\.receivedAt) }
    let years = Set(work.map { life.zone.date(at: $0).year })
    #expect(years == [2026, 2027])
  }
}
