import CivilTime
import Mail
import Testing

@Suite struct `Trying again` {
  private let policy = RetryPolicy()
  private let queued = Instant(seconds: 1_790_000_000)

  private func failure(_ blame: DeliveryBlame, isUnknown: Bool = false) -> DeliveryFailure {
    let cause = DeliveryCause(.lost(.closed), in: .endOfData, blame: blame)
    return isUnknown ? .unknown(cause) : .transient(cause)
  }

  @Test func `waits twice as long each time, up to four hours, and up to a half less by chance`() {
    let expected: [Int64] = [60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 14_400, 14_400]
    for (attempts, seconds) in expected.enumerated() {
      #expect(policy.delaySeconds(attempts, random: UInt64(seconds / 2)) == seconds)
      #expect(policy.delaySeconds(attempts, random: 0) == seconds - seconds / 2)
      for random: UInt64 in [1, 77, 9_999_999_999, .max] {
        let delay = policy.delaySeconds(attempts, random: random)
        #expect((seconds - seconds / 2...seconds).contains(delay))
      }
    }
    #expect(policy.delaySeconds(.max, random: 7_200) == 14_400)
    #expect(policy.delaySeconds(-1, random: 30) == 60)
  }

  @Test func `counts only what the message itself is to blame for`() {
    let history = DeliveryHistory(queuedAt: queued, attempts: 3)
    let now = queued.adding(hours: 1)
    func verdict(_ blame: DeliveryBlame) -> DeliveryVerdict {
      policy.verdict(on: failure(blame), after: history, at: now, random: 240)
    }
    #expect(verdict(.message) == .retry(at: now.adding(seconds: 480), countsAsAttempt: true))
    for blame in [DeliveryBlame.relay, .quota, .settings] {
      #expect(verdict(blame) == .retry(at: now, countsAsAttempt: false))
    }
  }

  @Test func `ends with a refusal for good`() {
    let cause = DeliveryCause(.lost(.closed), in: .recipients, blame: .message)
    #expect(
      policy.verdict(
        on: .permanent(cause), after: DeliveryHistory(queuedAt: queued), at: queued, random: 0)
        == .giveUp(.refused))
  }

  @Test func `repeats what the relay may have as often as it is allowed`() {
    var policy = policy
    func verdict(_ unknowns: Int) -> DeliveryVerdict {
      policy.verdict(
        on: failure(.relay, isUnknown: true),
        after: DeliveryHistory(queuedAt: queued, attempts: unknowns, unknowns: unknowns),
        at: queued, random: 0)
    }
    #expect(verdict(0) == .retry(at: queued.adding(seconds: 60), countsAsAttempt: true))
    #expect(verdict(1) == .giveUp(.unknown))
    policy.unknownRepeatsMaximum = 0
    #expect(verdict(0) == .giveUp(.unknown))
    policy.unknownRepeatsMaximum = 3
    #expect(verdict(2) == .retry(at: queued.adding(seconds: 60), countsAsAttempt: true))
    #expect(verdict(3) == .giveUp(.unknown))
  }

  @Test func `ends after five days, whoever is to blame`() {
    let end = queued.adding(seconds: policy.giveUpAfterSeconds)
    let history = DeliveryHistory(queuedAt: queued)
    for blame in DeliveryBlame.allCases {
      #expect(
        policy.verdict(on: failure(blame), after: history, at: end, random: 0)
          == .giveUp(.tooOld))
      let before = policy.verdict(
        on: failure(blame), after: history, at: end.adding(seconds: -61), random: 30)
      guard case .retry = before else {
        Issue.record("\(blame): \(before)")
        continue
      }
    }
  }
}

@Suite struct `A relay's pause` {
  private let now = Instant(seconds: 1_790_000_000)

  private func failure(_ blame: DeliveryBlame) -> DeliveryFailure {
    .transient(DeliveryCause(.lost(.closed), in: .greeting, blame: blame))
  }

  @Test func `grows from half a minute to ten, and ends with a success`() {
    var pause = RelayPause()
    #expect(pause.isOver(at: now))
    var lengths: [Int64] = []
    for _ in 0..<7 {
      pause.note(failure(.relay), at: now, random: .max)
      let until = pause.until ?? now
      lengths.append(until.milliseconds(since: now) / 1_000)
      #expect(!pause.isOver(at: until.adding(milliseconds: -1)))
      #expect(pause.isOver(at: until))
    }
    #expect(lengths == lengths.sorted())
    #expect((15...30).contains(lengths[0]))
    #expect((300...600).contains(lengths[6]))
    #expect(pause.failingSince == now)
    pause.noteSuccess()
    #expect(pause == RelayPause())
  }

  @Test func `is longer for a quota, steady for a setting, and none for a message`() {
    for (blame, range) in [
      (DeliveryBlame.quota, Int64(1_800)...3_600), (.settings, 450...900), (.message, 0...0),
    ] {
      var pause = RelayPause()
      pause.note(failure(blame), at: now, random: 12_345)
      let seconds = (pause.until ?? now).milliseconds(since: now) / 1_000
      #expect(range.contains(seconds), "\(blame)")
      #expect((pause.cause == nil) == (blame == .message))
    }
  }

  @Test func `never becomes shorter by a later failure`() {
    var pause = RelayPause()
    pause.note(failure(.quota), at: now, random: 0)
    let until = pause.until
    pause.note(failure(.relay), at: now.adding(seconds: 1), random: 0)
    #expect(pause.until == until)
  }
}
