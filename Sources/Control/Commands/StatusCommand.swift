import CivilTime
import Crypto
import Documents
import Glibc
import Office
import Programs
import Store
import Workflow

/// Where everything stands, on one page.
struct StatusCommand: ControlCommand {
  static let signature = Signature(
    "status", "Say where everything stands: windows, work, mail, the journal",
    example: "status")

  init(_ arguments: Arguments) throws(Failure) {}

  var access: Access { .reading }

  func run(in session: Session) throws {
    let isRunning = Self.isAnswering(session.directory)
    let now = try session.now()
    let aside = try session.office.mailsAside()
    let facts = try session.read { records in
      let program = try records.program()
      let times = try session.times(records)
      let open = try records.windows().filter { $0.state == .open }
      let ready = try records.submissions(.state(.readyToRelease), limit: 10_000).count
      let lacking = try records.submissions(.lacking, limit: 10_000).count
      let late = try records.lateReviews(at: now, limit: 10_000).count
      let mails = try records.mailCounts()
      let paused = try records.isOutboxPaused()
      let setAside = try records.openSetAsideCount()
      let next = [try records.nextDue(), try records.nextNoticeDue()].compactMap(\.self).min()
      let entries = try records.lastSequence()
      let head = try records.chainHead()?.hex ?? ""
      let json = Plain.fields([
        "district": (program?.district.name).map(Plain.string),
        "program": (program?.name).map(Plain.string), "directory": .string(session.directory),
        "isRunning": .bool(isRunning), "now": now.plain, "nextDue": next?.plain,
        "openWindows": .list(open.map { .number($0.id.number) }),
        "readyToRelease": .integer(ready), "needEvaluator": .integer(lacking),
        "lateReviews": .integer(late), "setAsideRows": .integer(setAside),
        "mailsToTake": .integer(aside.waiting), "mailsRejected": .integer(aside.rejected),
        "outboxPaused": .bool(paused),
        "mails": .map(
          MailState.allCases.compactMap { state in
            mails[state].map { Plain.Entry(state.rawValue, .integer($0)) }
          }),
        "journalEntries": .number(entries), "journalHead": .string(head),
      ])
      let facts: [(name: String, value: String)] = [
        ("District", program?.district.name ?? ""), ("Program", program?.name ?? "none yet"),
        ("Data directory", session.directory),
        ("rubricd", isRunning ? "is running" : "is not running"),
        ("Now", "\(times.at(now)) (\(times.zone.name))"),
        ("Next due", next.map(times.at) ?? "nothing"),
        (
          "Open windows",
          open.isEmpty
            ? "none"
            : open.map { "\($0.stage.rawValue) \($0.label), until \(times.end($0.times.ends))" }
              .joined(separator: "\n")
        ), ("Ready to release", "\(ready)"), ("Need an evaluator", "\(lacking)"),
        ("Late reviews", "\(late)"), ("Rows set aside", "\(setAside)"),
        (
          "Mails with work",
          "\(aside.waiting) to take, \(aside.rejected) not taken"
            + (aside.rejected > 0 ? " (rubricctl intake rejected)" : "")
        ), ("Outbox", Self.words(mails, paused)), ("Journal", "\(entries) entries"),
        ("Journal's head", head),
      ]
      return (facts, json)
    }
    session.output.facts(facts.0, json: facts.1)
  }

  private static func words(_ mails: [MailState: Int], _ isPaused: Bool) -> String {
    let counts = MailState.allCases.compactMap { state in
      mails[state].map { "\($0) \(state.words)" }
    }
    let words = counts.isEmpty ? "empty" : counts.joined(separator: ", ")
    return isPaused ? "PAUSED (rubricctl outbox resume); \(words)" : words
  }

  /// Whether a daemon answers at the control socket.
  private static func isAnswering(_ directory: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { _ = close(descriptor) }
    do throws(WireError) {
      let path = try SocketPath(folder: "\(directory)/\(DataDirectory.run)", name: "control.sock")
      return unsafe path.with { unsafe connect(descriptor, $0, $1) } == 0
    } catch {
      return false
    }
  }
}

extension MailState {
  /// The state as people read it.
  var words: String {
    switch self {
    case .queued: "queued"
    case .sending: "sending"
    case .endOfData: "being handed over"
    case .sent: "sent"
    case .deferred: "deferred"
    case .failed: "failed"
    case .unknown: "unknown"
    case .cancelled: "cancelled"
    }
  }
}
