import CivilTime
import Mail
import Office
import Simulation
import Store
import Testing

/// What stands in the outbox after a relay went wrong, at each step and in each way, and what becomes of the mail
/// then. `FaultMatrixTests` (MailTests) says what the conversation tells the mailer in the same cases, and that of
/// MailTransportTests has them over sockets.
@Suite struct `In the outbox, when a relay goes wrong` {
  /// What the row of the mail says after the try.
  enum Row: Character {
    /// Sent.
    case sent = "S"
    /// As it was: it was not taken from the outbox. All mail waits for the relay.
    case queued = "q"
    /// To be tried again; the try was the mail's own.
    case deferred = "d"
    /// To be tried again; the try does not count, since all mail waits for the relay.
    case waiting = "w"
    /// To be repeated, as often as may be: nobody knows whether the relay has it. All mail waits.
    case repeated = "?"
    /// Refused for good.
    case failed = "f"
  }

  typealias Step = ScriptedRelay.Step
  typealias Fault = ScriptedRelay.Fault

  /// For each step a state for each fault, in the order of `Fault.allCases`.
  static let matrix: [Step: String] = [
    // refuses for now, for good; closes, breaks, is silent, talks garbage; answers byte by byte,
    // goes on forever, answers twice, answers again later
    .greeting: /* */ "qq qqqq Sqqq",
    .ehlo: /*     */ "qq qqqq Sqqq",
    .startTLS: /* */ "qq qqqq Sqqq",
    .auth: /*     */ "qq qqqq Sqqw",
    .mail: /*     */ "ww wwww Swww",
    .rcpt: /*     */ "df wwww Swww",
    .data: /*     */ "df wwww Sww?",
    .endOfData: /**/ "df ???? S?SS",
    .quit: /*     */ "SS SSSS SSSS",
  ]

  static let cells: [(Step, Fault)] = Step.allCases.flatMap { step in
    Fault.allCases.map { (step, $0) }
  }

  @Test(arguments: cells)
  func `a row says what is true, and its mail arrives once the relay is well`(
    step: Step, fault: Fault
  ) throws {
    let column = try #require(Fault.allCases.firstIndex(of: fault))
    let rows = try #require(Self.matrix[step]).filter { $0 != " " }.compactMap(Row.init)
    let place = try Place(offers: [])
    place.fault = (step, fault)
    let mail = try place.cellar.queue(1)[0]
    _ = try place.cellar.mailer.work(over: place, at: .all(0))
    let row = try #require(try place.cellar.office.read { try $0.mail(mail) })
    #expect(try place.row(row) == rows[column], "\(row.state), \(row.attempts), \(row.serverWords)")
    // No lease is left, the text is there as long as it may be needed, and each try has its words.
    #expect(row.leaseUntil == nil)
    #expect((row.body == nil) == (row.state == .sent))
    let tries = try place.cellar.office.read { try $0.attempts(of: mail) }
    #expect(tries.count == (rows[column] == .queued ? 0 : 1))
    #expect(tries.allSatisfy { !$0.words.isEmpty })

    place.fault = nil
    try place.serve(hours: 6)
    let end = try #require(try place.cellar.office.read { try $0.mail(mail) })
    #expect(end.state == (rows[column] == .failed ? .failed : .sent))
    // One copy more where nobody could know, and none where it was refused.
    let most = rows[column] == .repeated ? 2 : 1
    #expect((rows[column] == .failed ? 0...0 : 1...most).contains(place.taken), "\(place.taken)")
    #expect(place.cellar.mailer.trouble == nil)
  }

  @Test(arguments: [(0, false), (1, true), (1, false), (3, true)])
  func `a relay that is never well gets no more copies than repeats are allowed`(
    repeats: Int, pipelines: Bool
  ) throws {
    var retry = RetryPolicy()
    retry.unknownRepeatsMaximum = repeats
    retry.giveUpAfterSeconds = 1_800
    let place = try Place(offers: pipelines ? ["PIPELINING"] : [], retry: retry)
    for (step, fault) in Self.cells {
      // What the last fault left is sent first.
      place.fault = nil
      try place.serve(hours: 1)
      place.taken = 0
      place.fault = (step, fault)
      let mails = try place.cellar.queue(2)
      try place.serve(hours: 1)
      let name = "\(fault) at \(step), \(repeats) repeats, pipelining \(pipelines)"
      #expect(place.taken <= mails.count * (1 + repeats), "\(name)")
      for mail in mails {
        let row = try #require(try place.cellar.office.read { try $0.mail(mail) })
        // What is not sent is said to be failed or unknown, or waits for the relay: nothing is lost.
        switch row.state {
        case .sent: #expect(place.taken > 0, "\(name)")
        case .failed, .unknown: #expect(!row.serverWords.isEmpty, "\(name)")
        case .queued, .deferred: #expect(place.cellar.mailer.trouble != nil, "\(name)")
        case .sending, .endOfData, .cancelled: Issue.record("\(name): \(row.state)")
        }
      }
    }
  }
}

/// A relay without sockets, and the outbox that it takes mail from: each connection goes wrong as `fault` says.
private final class Place: RelaySession {
  let cellar: Cellar
  var fault: (ScriptedRelay.Step, ScriptedRelay.Fault)?
  /// How many messages the relay has, whether or not it could say so.
  var taken = 0
  private let offers: [String]

  init(offers: [String], retry: RetryPolicy = .init()) throws {
    cellar = try Cellar(retry: retry)
    self.offers = ["STARTTLS", "AUTH PLAIN", "8BITMIME"] + offers
  }

  func deliver(from desk: any DeliveryDesk) -> DeliveryEnd {
    do {
      var relay = ScriptedRelay(
        try Post.settings(
          tls: .required,
          credentials: try SMTPCredentials(user: "office", password: "pencil", mechanism: .plain)),
        offers: offers)
      relay.desk = desk
      relay.fault = fault
      relay.run()
      taken += relay.takenCount
      // Once the last mail has its end, a connection that goes wrong is just replaced: as RelayClient does.
      guard let failure = relay.closings.first.flatMap({ $0 }),
        relay.begun.isEmpty || ![.idle, .quit].contains(failure.cause.phase)
      else { return .drained }
      return .failed(failure)
    } catch {
      Issue.record(error)
      return .stopped
    }
  }

  func serve(hours: Int) throws {
    let end = cellar.clock.now().adding(hours: Int64(hours))
    while let next = try cellar.mailer.work(over: self, at: .all(0)), next <= end {
      cellar.clock.pass(until: next)
    }
    cellar.clock.pass(until: end)
  }

  func row(_ mail: OutgoingMail) throws -> `In the outbox, when a relay goes wrong`.Row? {
    let waits = cellar.mailer.trouble != nil
    return switch (mail.state, mail.attempts, mail.unknowns, waits) {
    case (.sent, 1, 0, false): .sent
    case (.queued, 0, 0, true): .queued
    case (.deferred, 1, 0, false): .deferred
    case (.deferred, 0, 0, true): .waiting
    case (.deferred, 1, 1, true): .repeated
    case (.failed, 1, 0, false): .failed
    default: nil
    }
  }
}
