import CivilTime
import Foundation
import Glibc
import Mail
import MailTransport
import Office
import SQLite
import Simulation
import Store

/// Mails of 2 KiB from the durable outbox to smtp-sink over one connection, against bare commits of one row with FULL
/// sync in the same run, on the same disk.
///
/// Each mail has its mark made durable before its dot, in the commit that also stores the end of the one before: the
/// ratio is 1 if nothing but that commit took any time.
func outboxRate() throws -> [Figure] {
  let sink = try MailSink()
  defer { sink.end() }
  let folder = try Setting.folder("outbox")
  let place = try OutboxPlace(folder, clock: MachineClock(timesAsFast: 1_000), limits: .plenty)
  let session = try OutboxPlace.session(port: sink.port)
  defer { session.close() }
  let bare = try Connection(path: "\(folder)/bare.sqlite3")
  try bare.executeScript("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT) STRICT;")
  let count = 2_000
  var ratios: [Double] = []
  var rates: [Double] = []
  // In turn, so that a disk whose speed drifts slows both.
  for turn in 1...5 {
    let bareSeconds = try seconds {
      for _ in 0..<count {
        try bare.transaction(.immediate) { connection throws(SQLiteError) in
          _ = try connection.execute("INSERT INTO row (text) VALUES (?)", "a row of some length")
        }
      }
    }
    try place.queue(count)
    let outboxSeconds = try seconds { try place.deliver(over: session) }
    let sent = try place.mailCount(.sent)
    precondition(sent == turn * count, "\(sent) of \(turn * count) mails went")
    ratios.append(bareSeconds / outboxSeconds)
    rates.append(Double(count) / outboxSeconds)
  }
  return [
    Figure(
      benchmark: "outbox to smtp-sink against bare commits", measure: "ratio",
      value: ratios.sorted()[ratios.count / 2], aim: 0.4, isLessBetter: false),
    Figure(
      benchmark: "outbox to smtp-sink", measure: "mails_a_second",
      value: rates.sorted()[rates.count / 2], aim: 0, isLessBetter: false),
  ]
}

/// The argument that makes this program send what is queued, and tell what that took.
let queuedMailsChild = "queued-mails-child"

/// 100,000 mails of 2 KiB in the outbox, and a process of its own that delivers 20,000 of them to smtp-sink.
///
/// 100 MB are 95.4 MiB.
func queuedMails() throws -> [Figure] {
  let sink = try MailSink()
  defer { sink.end() }
  let folder = try Setting.folder("queued")
  do {
    let place = try OutboxPlace(folder, clock: MachineClock(timesAsFast: 1_000), limits: .plenty)
    try place.queue(100_000)
  }
  let child = Process()
  child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  child.arguments = [queuedMailsChild, folder, "\(sink.port)"]
  let output = Pipe()
  child.standardOutput = output
  try child.run()
  let words = try output.fileHandleForReading.readToEnd() ?? Data()
  child.waitUntilExit()
  let peak = Double(String(decoding: words, as: UTF8.self).filter { !$0.isWhitespace })
  precondition(child.terminationStatus == 0 && peak != nil, "the process that sends has failed")
  return [
    Figure(
      benchmark: "100,000 mails queued, the mailer at work", measure: "peak_mebibytes",
      value: peak ?? 0, aim: 95.367, isLessBetter: true)
  ]
}

/// What the process of ``queuedMails()`` does: delivers 20,000 mails, and prints its peak of memory in MiB.
func sendQueuedMails(in folder: String, port: String) throws {
  let place = try OutboxPlace(folder, clock: MachineClock(timesAsFast: 1_000), limits: .plenty)
  let client = try OutboxPlace.session(port: UInt16(port) ?? 0)
  let session = CountedSession(client, count: 20_000)
  while session.left > 0, try place.mailer.work(over: session, at: .all(0)) != nil {}
  client.close()
  let sent = try place.mailCount(.sent)
  precondition(sent == 20_000, "\(sent) mails went")
  print(peakMebibytes())
}

/// A way to a relay that ends after so many messages.
private final class CountedSession: RelaySession, DeliveryDesk {
  private let session: any RelaySession
  private var desk: (any DeliveryDesk)?
  private(set) var left: Int

  init(_ session: any RelaySession, count: Int) {
    self.session = session
    left = count
  }

  func deliver(from desk: any DeliveryDesk) -> DeliveryEnd {
    self.desk = desk
    defer { self.desk = nil }
    return session.deliver(from: self)
  }

  func nextMessage() -> SMTPMessage? {
    guard left > 0, let message = desk?.nextMessage() else { return nil }
    left -= 1
    return message
  }

  func markEndOfData(_ id: Int64) throws { try desk?.markEndOfData(id) }

  func record(_ outcome: SMTPOutcome) { desk?.record(outcome) }
}

/// How exactly the rate is kept over ten minutes, and in which slot a sign-in leaves while 1,500 announcements wait; by
/// a simulated clock.
func slots() throws -> [Figure] {
  let begins = Instant(milliseconds: 1_790_000_000_000)
  let limits = RelayPreset.microsoft365.limits
  let clock = SimulatedClock(at: begins)
  let place = try OutboxPlace(try Setting.folder("slots"), clock: clock, limits: limits)
  let relay = RecordingRelay(clock: clock)
  try place.queue(1_500)
  let end = begins.adding(minutes: 10)
  try relay.serve(place.mailer, clock: clock, until: end.adding(milliseconds: -1))
  clock.pass(until: end.adding(milliseconds: -1))
  let wanted = Double(limits.messagesPerMinute * 10)
  let off = abs(Double(relay.taken.count) - wanted) / wanted * 100
  let before = relay.taken.count
  let signIn = try place.queue(1, .interactive)
  try relay.serve(place.mailer, clock: clock, until: end.adding(minutes: 1))
  let slot = relay.taken.firstIndex { $0.mail == signIn }.map { $0 - before + 1 }
  return [
    Figure(
      benchmark: "\(limits.messagesPerMinute) a minute over ten simulated minutes",
      measure: "percent_off", value: off, aim: 2, isLessBetter: true),
    Figure(
      benchmark: "a sign-in while 1,500 announcements wait", measure: "slots",
      value: Double(slot ?? 1_501), aim: 1, isLessBetter: true),
  ]
}
