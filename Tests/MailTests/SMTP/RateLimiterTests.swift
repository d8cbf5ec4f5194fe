import CivilTime
import Mail
import Testing

@Suite struct `The rate limiter` {
  private let start = Instant(seconds: 1_790_000_000)

  private func limits(
    _ perMinute: Int, perDay: Int? = nil, connections: Int = 3, percent: Int = 10
  ) -> RelayLimits {
    RelayLimits(
      messagesPerMinute: perMinute, connections: connections, recipientsPerDay: perDay,
      interactivePercent: percent)
  }

  /// Sends as soon as allowed, with a timer that is late by up to so much, and gives the instants.
  private func sendings(
    _ limiter: inout RateLimiter, forMinutes minutes: Int64, lateMilliseconds: Int64 = 0
  ) -> [Instant] {
    var sent: [Instant] = []
    var now = start
    var seed: UInt64 = 1
    while now < start.adding(minutes: minutes) {
      switch limiter.permission(for: .other, recipients: 1, at: now) {
      case .now:
        limiter.note(recipients: 1, at: now)
        sent.append(now)
      case .notBefore(let instant, _):
        #expect(instant > now)
        seed = seed &* 6_364_136_223_846_793_005 &+ 1
        let late = lateMilliseconds == 0 ? 0 : Int64(seed >> 33) % (lateMilliseconds + 1)
        now = instant.adding(milliseconds: late)
      }
    }
    return sent
  }

  @Test(arguments: [1, 7, 30, 59, 60, 600, 60_000], [0, 40] as [Int64])
  func `holds its rate within two percent over ten minutes`(perMinute: Int, late: Int64) {
    var limiter = RateLimiter(limits(perMinute))
    // A thousand a second need no ten minutes to show.
    let minutes: Int64 = perMinute > 1_000 ? 1 : 10
    let slot = 60_000 / Int64(perMinute)
    let sent = sendings(&limiter, forMinutes: minutes, lateMilliseconds: min(late, slot / 2))
    let expected = perMinute * Int(minutes)
    #expect(abs(sent.count - expected) * 100 <= expected * 2 + 100, "\(sent.count)")
    // In no sixty seconds more than allowed.
    var first = 0
    for (index, instant) in sent.enumerated() {
      while instant.milliseconds(since: sent[first]) >= 60_000 { first += 1 }
      #expect(index - first + 1 <= perMinute)
    }
  }

  @Test func `lets a sign-in go in the next slot while 1,500 announcements wait`() {
    var limiter = RateLimiter(limits(30))
    _ = sendings(&limiter, forMinutes: 5)
    // The last announcement went a moment ago.
    limiter.note(recipients: 1, at: start.adding(minutes: 5))
    let asked = start.adding(minutes: 5).adding(milliseconds: 1)
    guard
      case .notBefore(let slot, .messagesPerMinute) = limiter.permission(
        for: .interactive, recipients: 1, at: asked)
    else { return #expect(Bool(false)) }
    #expect(slot.milliseconds(since: asked) <= 2_000)
    #expect(limiter.permission(for: .interactive, recipients: 1, at: slot) == .now)
  }

  @Test func `makes no burst of an hour without mail`() {
    var limiter = RateLimiter(limits(30))
    limiter.note(recipients: 1, at: start)
    let later = start.adding(hours: 1)
    #expect(limiter.permission(for: .other, recipients: 1, at: later) == .now)
    limiter.note(recipients: 1, at: later)
    #expect(
      limiter.permission(for: .other, recipients: 1, at: later)
        == .notBefore(later.adding(seconds: 2), .messagesPerMinute))
  }

  @Test func `keeps a share of the day for interactive mail`() {
    var limiter = RateLimiter(limits(60_000, perDay: 1_000, percent: 10))
    limiter.note(recipients: 899, at: start)
    let now = start.adding(minutes: 1)
    #expect(limiter.permission(for: .other, recipients: 1, at: now) == .now)
    limiter.note(recipients: 1, at: now.adding(seconds: -1))
    guard
      case .notBefore(let instant, .recipientsPerDay) = limiter.permission(
        for: .other, recipients: 1, at: now)
    else { return #expect(Bool(false)) }
    // All of a day later, and at most an hour more.
    #expect((24...26).contains(instant.milliseconds(since: start) / 3_600_000))
    #expect(limiter.permission(for: .interactive, recipients: 100, at: now) == .now)
    guard
      case .notBefore = limiter.permission(for: .interactive, recipients: 101, at: now)
    else { return #expect(Bool(false)) }
    #expect(limiter.permission(for: .other, recipients: 1, at: instant) == .now)
  }

  @Test func `never exceeds the day's recipients in any 24 hours`() {
    var limiter = RateLimiter(limits(60_000, perDay: 100, percent: 0))
    var sent: [Instant] = []
    var now = start
    while now < start.adding(days24h: 4) {
      switch limiter.permission(for: .other, recipients: 1, at: now) {
      case .now:
        limiter.note(recipients: 1, at: now)
        sent.append(now)
        now = now.adding(minutes: 7)
      case .notBefore(let instant, _): now = instant
      }
    }
    for (index, instant) in sent.enumerated().dropFirst(100) {
      #expect(instant.milliseconds(since: sent[index - 100]) >= 24 * 3_600_000)
    }
    #expect(sent.count > 300)
  }

  @Test func `counts what was sent before a start, in any order`() {
    var limiter = RateLimiter(limits(30, perDay: 10, percent: 0))
    for hours: Int64 in [-3, -30, -1, -2, -26] {
      limiter.note(recipients: 3, at: start.adding(hours: hours))
    }
    #expect(limiter.permission(for: .other, recipients: 1, at: start) == .now)
    guard case .notBefore = limiter.permission(for: .other, recipients: 2, at: start) else {
      return #expect(Bool(false))
    }
    // A message for more people than a day may have goes on a day of its own.
    let rested = start.adding(days24h: 2)
    #expect(limiter.permission(for: .other, recipients: 50, at: rested) == .now)
  }

  @Test func `keeps a connection for interactive mail`() {
    var limiter = RateLimiter(limits(30, connections: 3))
    var opened: [Bool] = []
    for priority in [RateLimiter.Priority.other, .other, .other, .interactive, .interactive] {
      opened.append(limiter.openConnection(for: priority))
    }
    #expect(opened == [true, true, false, true, false])
    #expect(limiter.openConnections == 3)
    limiter.closeConnection()
    limiter.closeConnection()
    opened = [limiter.openConnection(for: .other), limiter.openConnection(for: .other)]
    #expect(opened == [true, false])
    var single = RateLimiter(limits(30, connections: 1))
    opened = [single.openConnection(for: .other), single.openConnection(for: .interactive)]
    #expect(opened == [true, false])
    for _ in 0..<3 { single.closeConnection() }
    #expect(single.openConnections == 0)
  }

  @Test func `knows what the makers publish`() {
    let microsoft = RelayPreset.microsoft365.limits
    #expect(microsoft.messagesPerMinute == 30)
    #expect(microsoft.connections == 3)
    #expect(microsoft.recipientsPerDay == 10_000)
    #expect(RelayPreset.google.limits.recipientsPerDay == 2_000)
    #expect(RelayPreset.postfix.limits.recipientsPerDay == nil)
    let extreme = RelayLimits(
      messagesPerMinute: 0, connections: -1, recipientsPerDay: 0, messagesPerConnection: 0,
      interactivePercent: 200)
    #expect(
      extreme
        == RelayLimits(
          messagesPerMinute: 1, connections: 1, recipientsPerDay: 1, messagesPerConnection: 1,
          interactivePercent: 90))
  }
}
