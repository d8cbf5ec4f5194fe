import CivilTime
import Crypto
import Files
import Office
import Store
public import Workflow

/// What a life has left behind, in a form in which two lives can be compared: the same people with the same seed
/// leave the same record, however often the power went meanwhile.
///
/// What a crash may change is left out: salts, links, how often a mail was tried.
public struct LifeRecord: Hashable, Sendable {
  /// Every entry of the journal: number, command, instant, who, and what.
  public var events: [Entry] = []
  /// For each submission and round, what was decided.
  public var decisions: [String] = []
  /// For each notice what became of it, by key.
  public var notices: [String: String] = [:]
  /// For each mail of the outbox where it stands, by key.
  public var mails: [String: String] = [:]
  /// For each file of the Maildir its Message-ID.
  public var maildir: [String: String] = [:]
  /// Which files lie in `intake/` and below it, by what they hold: whoever got no answer drops the same file again,
  /// and it is taken once.
  public var intake: Set<String> = []
  /// Files that were taken, and how many rows; rows set aside; drafts.
  public var desk: [String] = []

  /// Reads what a life has left.
  ///
  /// - Parameter life: The life, its disk in order.
  /// - Throws: Whatever reading throws.
  public init(of life: SampleLife) throws {
    try life.office.read { records in
      try add(records)
      try addOutbox(records)
      for file in try records.intakeFiles(limit: 10_000) {
        desk.append(
          "file \(file.name): \(file.kind), \(file.state.rawValue), \(file.rows) rows, "
            + "\(file.taken) taken, \(file.setAside) set aside")
      }
      desk.append("\(try records.openSetAsideCount()) rows set aside")
      for person in try records.staff(on: life.today) {
        for draft in try records.drafts(of: person) as [Draft] {
          desk.append("draft of \(person): \(draft.stage.rawValue) \(draft.key) \(draft.title)")
        }
      }
    }
    desk.sort()
    let files = life.disk.files()
    for folder in ["mail/new", "mail/cur"] {
      for entry in try files.list(folder) {
        maildir[entry.name] = Self.messageID(
          try files.read("\(folder)/\(entry.name)", limit: 1 << 20))
      }
    }
    for folder in [
      DataDirectory.intake, DataDirectory.intakeDone, DataDirectory.intakeRejected,
    ] {
      for entry in try files.list(folder) where entry.kind == .file {
        // A half-written file under its temporary name is nobody's, the next writer replaces it; and a report
        // tells how the file was read the last time.
        if entry.name.hasSuffix(".part") || entry.name.hasSuffix(".report.txt") { continue }
        let bytes = try files.read("\(folder)/\(entry.name)", limit: 64 << 20)
        intake.insert("\(folder)/\(SHA256.hash(bytes).hex)")
      }
    }
  }

  private mutating func add(_ records: ReadRecords) throws {
    var last: Int64 = 0
    while true {
      let page = try records.entries(after: last, limit: 1_000)
      guard let end = page.last else { break }
      for entry in page {
        events.append(entry)
        if case .decisionReleased(let decision) = entry.event {
          decisions.append(
            "submission \(decision.submission), round \(decision.round): \(decision.outcome.words)")
        }
      }
      last = end.sequence
    }
    decisions.sort()
  }

  private mutating func addOutbox(_ records: ReadRecords) throws {
    var keys: [Int64: String] = [:]
    var before = Int64.max
    while true {
      let page = try records.mails(.all, before: before, limit: 1_000)
      guard let end = page.last else { break }
      for mail in page {
        keys[mail.id] = mail.key
        mails[mail.key] =
          "\(mail.state.rawValue) to \(mail.person.map { "\($0)" } ?? "nobody") "
          + "at \(mail.createdAt), \(mail.messageID)"
      }
      before = end.id
    }
    before = .max
    while true {
      let page = try records.notices(.all, before: before, limit: 1_000)
      guard let end = page.last else { break }
      for notice in page {
        notices[notice.key] =
          "\(notice.template) to \(notice.person) due \(notice.due): \(notice.state.rawValue) "
          + "\(notice.reason ?? "") \(notice.mail.flatMap { keys[$0] } ?? "")"
      }
      before = end.id
    }
  }

  /// The Message-ID of a message, also where its header is folded.
  private static func messageID(_ message: [UInt8]) -> String {
    let head = String(decoding: message.prefix(4_096), as: UTF8.self).replacing("\n ", with: " ")
    for line in head.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == "message-id" {
        return parts[1].filter { !$0.isWhitespace }
      }
    }
    return ""
  }

  /// What this life has otherwise than another, in sentences; empty if nothing.
  ///
  /// - Parameters:
  ///   - other: The life that it should be like.
  ///   - limit: Most sentences of each kind.
  /// - Returns: At most `limit` sentences for each of the parts.
  public func differences(from other: LifeRecord, limit: Int = 3) -> [String] {
    var found: [String] = []
    func compare(_ what: String, _ mine: [String], _ others: [String]) {
      let different = mine.indices.first { !others.indices.contains($0) || mine[$0] != others[$0] }
      if let different {
        let expected = others.indices.contains(different) ? others[different] : "nothing"
        found.append("\(what): \(mine[different]), and without faults \(expected)")
      } else if mine.count < others.count {
        found.append("\(what): nothing, and without faults \(others[mine.count])")
      }
    }
    func compare(_ what: String, _ mine: [String: String], _ others: [String: String]) {
      let keys = Set(mine.keys).union(others.keys).filter { mine[$0] != others[$0] }.sorted()
      for key in keys.prefix(limit) {
        found.append(
          "\(what) \(key): \(mine[key] ?? "none"), and without faults \(others[key] ?? "none")")
      }
    }
    compare("decision", decisions, other.decisions)
    let first = events.indices.first {
      !other.events.indices.contains($0) || events[$0] != other.events[$0]
    }
    if let first, other.events.indices.contains(first) {
      found.append(
        "entry \(Self.words(events[first])), and without faults \(Self.words(other.events[first]))")
    } else if events.count != other.events.count {
      found.append("\(events.count) entries, and without faults \(other.events.count)")
    }
    compare("notice", notices, other.notices)
    compare("mail", mails, other.mails)
    compare("file of the Maildir", maildir, other.maildir)
    compare("intake", intake.sorted(), other.intake.sorted())
    compare("desk", desk, other.desk)
    return found
  }

  private static func words(_ entry: Entry) -> String {
    let event = String("\(entry.event)".prefix(300))
    return "\(entry.sequence) of command \(entry.command) at \(entry.at) by \(entry.by): \(event)"
  }

  /// What is told twice, or was sent and is not there: rules that a life keeps by itself.
  public var mailFaults: [String] {
    var found: [String] = []
    var seen: [String: String] = [:]
    for (name, id) in maildir.sorted(by: { $0.key < $1.key }) {
      if id.isEmpty {
        found.append("file \(name) of the Maildir has no Message-ID")
      } else if let before = seen.updateValue(name, forKey: id) {
        found.append("files \(before) and \(name) of the Maildir have the same Message-ID")
      }
    }
    let sent = mails.values.count { $0.hasPrefix("sent") }
    if sent != maildir.count {
      found.append("\(sent) mails were sent, and \(maildir.count) are in the Maildir")
    }
    return found
  }
}
