import CivilTime
import Crypto
import Files
import Foundation
import Mail
import Notices
import Office
import Programs
import SQLite
import Simulation
import Store
import Synchronization
import Testing
import Workflow

@Suite struct `A mailer` {
  @Test func `hands every mail over once, the longest waiting first`() throws {
    let cellar = try Cellar()
    let mails = try cellar.queue(120)
    try cellar.serve()
    #expect(cellar.relay.taken.map(\.mail) == mails)
    #expect(cellar.relay.taken.map(\.messageID) == mails.map { "<m\($0)@maplehollow.example>" })
    #expect(try cellar.counts() == [.sent: 120])
    let tries = try cellar.office.read { try $0.attempts(of: mails[7]) }
    #expect(tries.map(\.words) == ["250 2.0.0 taken"])
  }

  @Test func `stores the end of one mail together with the mark of the next`() throws {
    let cellar = try Cellar(limits: .plenty)
    try cellar.queue(100)
    cellar.takesTime()
    let before = cellar.commits.count
    try cellar.serve()
    #expect(try cellar.counts() == [.sent: 100])
    // One commit a mail, and a few for taking them and for the last one's end.
    let commits = cellar.commits.count - before
    #expect((100...106).contains(commits), "\(commits) commits")
  }

  @Test func `lets a sign-in leave within one slot while 1,500 announcements wait`() throws {
    let cellar = try Cellar(limits: RelayPreset.microsoft365.limits)
    try cellar.queue(1_500)
    try cellar.serve(minutes: 5)
    // Thirty a minute, evenly, beginning with one at once.
    #expect(cellar.relay.taken.count == 151)
    let asked = cellar.clock.now()
    let signIn = try cellar.queue(1, .interactive)[0]
    try cellar.serve(minutes: 1)
    let left = try #require(cellar.relay.taken.first { $0.mail == signIn }?.at)
    #expect(left.milliseconds(since: asked) <= 2_000)
    #expect(cellar.relay.taken.firstIndex { $0.mail == signIn } == 151)
  }

  @Test(arguments: [30, 100])
  func `keeps to the rate exactly, over ten minutes and over any one`(rate: Int) throws {
    let cellar = try Cellar(
      limits: RelayLimits(messagesPerMinute: rate, connections: 1, recipientsPerDay: nil))
    try cellar.queue(rate * 10 + 5)
    try cellar.relay.serve(
      cellar.mailer, clock: cellar.clock,
      until: Cellar.begins.adding(minutes: 10).adding(milliseconds: -1))
    let taken = cellar.relay.taken.map(\.at)
    #expect(taken.count == rate * 10)
    // A minute that begins with any of them has no more, either.
    for (index, at) in taken.enumerated() where index + rate < taken.count {
      #expect(taken[index + rate].milliseconds(since: at) >= 60_000)
    }
  }

  @Test func `keeps to the recipients of a day over a restart, and a share for sign-ins`() throws {
    let limits = RelayLimits(
      messagesPerMinute: 600, connections: 1, recipientsPerDay: 100, interactivePercent: 10)
    let cellar = try Cellar(limits: limits)
    try cellar.queue(120)
    try cellar.serve(minutes: 30)
    #expect(cellar.relay.taken.count == 90)
    try cellar.restart()
    try cellar.serve(minutes: 30)
    #expect(cellar.relay.taken.count == 90)
    try cellar.queue(12, .interactive)
    try cellar.serve(minutes: 30)
    #expect(cellar.relay.taken.count == 100)
    try cellar.serve(minutes: 26 * 60)
    #expect(cellar.relay.taken.count == 132)
    #expect(try cellar.counts() == [.sent: 132])
  }

  @Test func `leaves a relay alone that is away, and counts that as no try of a mail`() throws {
    let cellar = try Cellar()
    let mails = try cellar.queue(3)
    cellar.relay.isAway = true
    try cellar.serve(minutes: 120)
    // A pause doubles from half a minute to ten.
    #expect((12...30).contains(cellar.relay.connections))
    let trouble = try #require(cellar.mailer.trouble)
    #expect(trouble.cause.description.contains("Connection refused"))
    #expect(try cellar.counts() == [.queued: 3])
    cellar.relay.isAway = false
    try cellar.serve(minutes: 15)
    #expect(try cellar.counts() == [.sent: 3])
    #expect(cellar.mailer.trouble == nil)
    #expect(try cellar.office.read { try $0.mail(mails[0])?.attempts } == 1)
  }

  @Test func `tries a mail again that was not wanted now, and not one that never is`() throws {
    let cellar = try Cellar()
    let mails = try cellar.queue(3)
    let refusals = Mutex<[Int64: Int]>([:])
    cellar.relay.react { message in
      let times = refusals.withLock { counts in
        counts[message.id, default: 0] += 1
        return counts[message.id] ?? 0
      }
      if message.id == mails[0], times <= 2 { return .refuse(.of(450, "4.2.0 greylisted")) }
      if message.id == mails[1] { return .refuse(.of(550, "5.1.1 no such user")) }
      return .take
    }
    let begun = cellar.clock.now()
    try cellar.serve(minutes: 30)
    #expect(cellar.relay.taken.map(\.mail) == [mails[2], mails[0]])
    #expect(try cellar.counts() == [.sent: 2, .failed: 1])
    // After half a minute to one, then after one to two.
    let second = try #require(cellar.relay.taken.last?.at).milliseconds(since: begun)
    #expect((90_000...180_000).contains(second))
    let tries = try cellar.office.read { try $0.attempts(of: mails[0]) }
    #expect(tries.map { $0.words.contains("4.2.0 greylisted") } == [true, true, false])
    let failed = try #require(try cellar.office.read { try $0.mail(mails[1]) })
    #expect(failed.serverWords.contains("550 5.1.1 no such user"))
    #expect(refusals.withLock { $0[mails[1]] } == 1)
  }

  @Test(arguments: [(0, 1, MailState.unknown), (1, 2, .unknown), (3, 4, .unknown)])
  func `repeats a mail whose fate nobody knows as often as it may, the same to the last byte`(
    repeats: Int, copies: Int, state: MailState
  ) throws {
    var retry = RetryPolicy()
    retry.unknownRepeatsMaximum = repeats
    let cellar = try Cellar(retry: retry)
    try cellar.queue(1)
    cellar.relay.react { _ in .vanish(hasTaken: true) }
    try cellar.serve(minutes: 24 * 60)
    #expect(cellar.relay.taken.count == copies)
    #expect(Set(cellar.relay.taken.map(\.digest)).count == 1)
    #expect(try cellar.counts() == [state: 1])
    try cellar.restart()
    try cellar.serve(minutes: 60)
    #expect(cellar.relay.taken.count == copies)
  }

  /// What follows in the outbox from one try: the state, how many tries count, how often nobody knew, and whether all
  /// other mail waits too.
  struct Row: Sendable {
    var reaction: RecordingRelay.Reaction
    var state: MailState
    var attempts: Int
    var unknowns = 0
    var isPaused = false
  }

  static let table: [Row] = [
    Row(reaction: .take, state: .sent, attempts: 1),
    Row(reaction: .refuse(.of(450, "4.2.0 not now")), state: .deferred, attempts: 1),
    Row(reaction: .refuse(.of(452, "4.2.2 mailbox full")), state: .deferred, attempts: 1),
    Row(reaction: .refuse(.of(550, "5.1.1 nobody")), state: .failed, attempts: 1),
    Row(reaction: .refuse(.of(554, "5.7.1 no")), state: .failed, attempts: 1),
    Row(
      reaction: .refuse(.of(550, "5.7.1 relaying denied")), state: .deferred, attempts: 0,
      isPaused: true),
    Row(
      reaction: .refuse(.of(530, "5.7.0 sign in first")), state: .deferred, attempts: 0,
      isPaused: true),
    Row(
      reaction: .refuse(.of(421, "4.3.2 going down")), state: .deferred, attempts: 0,
      isPaused: true),
    Row(
      reaction: .vanish(hasTaken: true), state: .deferred, attempts: 1, unknowns: 1,
      isPaused: true),
    Row(
      reaction: .vanish(hasTaken: false), state: .deferred, attempts: 1, unknowns: 1,
      isPaused: true),
  ]

  @Test(arguments: table) func `leaves each end of a try in the outbox as it was`(row: Row) throws {
    let cellar = try Cellar()
    let first = try cellar.queue(1)[0]
    cellar.relay.react { _ in row.reaction }
    _ = try cellar.mailer.work(over: cellar.relay.session(), at: .all(0))
    let mail = try #require(try cellar.office.read { try $0.mail(first) })
    #expect(mail.state == row.state)
    #expect(mail.attempts == row.attempts)
    #expect(mail.unknowns == row.unknowns)
    #expect(mail.leaseUntil == nil)
    #expect((cellar.mailer.trouble != nil) == row.isPaused)
    #expect(try cellar.office.read { try $0.attempts(of: first) }.count == 1)
    // The text is kept for as long as it may be needed again.
    #expect((mail.body == nil) == (row.state == .sent))
  }

  @Test func `waits longer at a quota, for all mail`() throws {
    let cellar = try Cellar(preset: .google)
    try cellar.queue(5)
    cellar.relay.react { _ in
      .refuse(.of(550, "5.4.5 Daily user sending limit exceeded"))
    }
    try cellar.serve(minutes: 20)
    #expect(try cellar.counts() == [.queued: 4, .deferred: 1])
    cellar.relay.react { _ in .take }
    try cellar.serve(minutes: 120)
    #expect(try cellar.counts() == [.sent: 5])
    #expect(
      try #require(cellar.relay.taken.first?.at).milliseconds(since: Cellar.begins) > 1_800_000)
  }

  @Test func `sends nothing while the outbox is paused, and goes on when it is resumed`() throws {
    let cellar = try Cellar()
    try cellar.queue(40)
    try cellar.office.pauseOutbox()
    try cellar.serve(minutes: 10)
    #expect(cellar.relay.taken.isEmpty)
    _ = try cellar.office.resumeOutbox(givingUpBefore: nil)
    try cellar.serve()
    #expect(cellar.relay.taken.count == 40)
  }

  @Test func `gives back what it took and did not send when it is stopped`() throws {
    let cellar = try Cellar()
    try cellar.queue(40)
    cellar.relay.react { message in message.id > 3 ? .vanish(hasTaken: false) : .take }
    _ = try cellar.mailer.work(over: cellar.relay.session(), at: .all(0))
    try cellar.mailer.stop()
    let counts = try cellar.counts()
    #expect(counts[.sending] == nil && counts[.endOfData] == nil)
    #expect(counts.values.reduce(0, +) == 40)
    #expect(try cellar.mailer.work(over: cellar.relay.session(), at: .all(0)) == nil)
  }
}

@Suite struct `A relay that is down for two days` {
  @Test func `leads to no heap: reminders that went stale are put together, and no mail is lost`()
    throws
  {
    var plan = try Sample.plan("2026-08-20", "2026-12-20")
    plan.mail = .relay
    // Without trouble first, to see what is told at all.
    let calm = try RelayLife(plan, away: nil)
    let troubled = try RelayLife(
      plan, away: try Sample.day("2026-10-27")..<(try Sample.day("2026-10-29")))
    #expect(troubled.fromDuring > 0)
    #expect(troubled.composedAnew > 0)
    // Everybody who was told without trouble is told, in no more mails, and nothing waits.
    #expect(troubled.recipients == calm.recipients)
    #expect(troubled.taken.count { !$0.messageID.contains("relay.") } <= calm.taken.count)
    #expect(try troubled.left() == 0)
    #expect(Set(troubled.taken.map(\.messageID)).count == troubled.taken.count)
    // On the morning after, nobody gets more than a few.
    let most = troubled.mailsAPerson(onOrAfter: try Sample.day("2026-10-29"), days: 1).max() ?? 0
    #expect(most <= 3, "\(most) mails to one person")
    // Whoever runs the program is told that it is over, once; a relay without trouble is no news.
    let told = troubled.taken.filter { $0.messageID.contains("relay.") }
    #expect(Set(told.map(\.recipient)).count == told.count && !told.isEmpty)
    let end = try troubled.life.zone.startOfDay(Sample.day("2026-10-29"))
    #expect(told.allSatisfy { $0.at >= end })
    #expect(!calm.taken.contains { $0.messageID.contains("relay.") })
  }
}

/// A life whose mail goes over a relay that may be away for some days.
private struct RelayLife {
  let life: SampleLife
  let relay: RecordingRelay
  var taken: [RecordingRelay.Taken] { relay.taken }
  /// Mails that were made while the relay was away.
  var fromDuring = 0
  /// Of these, those that were taken back and told anew.
  var composedAnew = 0

  init(_ plan: LifePlan, away: Range<CivilDate>?) throws {
    life = try SampleLife(plan)
    let life = self.life
    let relay = RecordingRelay(clock: life.clock)
    self.relay = relay
    let mailer = Mailer(
      MailerSettings(
        limits: RelayLimits(messagesPerMinute: 60_000, connections: 1, recipientsPerDay: nil))
    ) { [office = life.office] in office }
    var day = plan.firstDay
    while day <= plan.lastDay {
      relay.isAway = away?.contains(day) ?? false
      for hour in [1, 8, 11, 14, 17, 21] {
        try life.live(until: life.zone.startOfDay(day).adding(hours: Int64(hour)))
        // Pauses are over by the next hour.
        try relay.serve(mailer, clock: life.clock, until: life.clock.now().adding(minutes: 1))
        while try life.office.beat().isMore {}
        try relay.serve(mailer, clock: life.clock, until: life.clock.now().adding(minutes: 1))
      }
      day = day.adding(days: 1)
    }
    if let away {
      let span = (
        life.zone.startOfDay(away.lowerBound), life.zone.startOfDay(away.upperBound)
      )
      let mails = try life.office.read {
        try $0.mails(.span(from: span.0, until: span.1), limit: 10_000)
      }
      fromDuring = mails.count
      composedAnew = mails.count { $0.state == .cancelled }
    }
  }

  var recipients: Set<String> { Set(taken.map(\.recipient)) }

  func left() throws -> Int {
    try life.office.read { try $0.mailCounts() }
      .filter { [.queued, .deferred, .sending, .endOfData, .unknown].contains($0.key) }
      .values.reduce(0, +)
  }

  func mailsAPerson(onOrAfter day: CivilDate, days: Int) -> [Int] {
    let span =
      life.zone.startOfDay(day)..<life.zone.startOfDay(day.adding(days: days))
    let mails = taken.filter { span.contains($0.at) }
    return Dictionary(grouping: mails, by: \.recipient).values.map(\.count)
  }
}
