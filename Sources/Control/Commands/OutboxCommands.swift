import CivilTime
import Documents
import Office
import Store
import Workflow

struct OutboxList: ControlCommand {
  static let signature = Signature(
    "outbox list", "List mails, the latest first",
    options: [
      Option("--state", "STATE", "Only queued, sending, sent, deferred, failed, unknown, …"),
      Option("--person", "PERSON", "Only to this person"),
      Option("--window", "WINDOW", "Only about this window and what came in for it"),
      Option("--limit", "N", "Most rows (default 200)"),
      Option("--before", "NUMBER", "Only before this number: the next page"),
    ], example: "outbox list --state failed")
  private let state: MailState?
  private let named: String?
  private let window: Int64?
  private let limit: Int
  private let before: Int64

  init(_ arguments: Arguments) throws(Failure) {
    state = try arguments.choice("--state")
    named = arguments.text("--person")
    window = try arguments.number("--window")
    limit = try arguments.limit()
    before = try arguments.number("--before") ?? .max
    if [state != nil, named != nil, window != nil].count(where: { $0 }) > 1 {
      throw .usage("Say one of --state, --person and --window.")
    }
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let (rows, isPaused, times) = try session.read { records in
      let filter: OutboxFilter<MailState> =
        if let state {
          .state(state)
        } else if let named {
          .person(try Session.person(named, in: records).id)
        } else if let window {
          .window(try records.theWindow(window).id)
        } else {
          .all
        }
      let names = Names(records)
      let mails = try records.mails(filter, before: before, limit: limit)
      let rows = try mails.map { mail in
        (mail: mail, name: try mail.person.map(names.name) ?? mail.address ?? "")
      }
      return (rows, try records.isOutboxPaused(), try session.times(records))
    }
    if isPaused { session.output.say("The outbox is PAUSED: rubricctl outbox resume") }
    session.output.list(
      rows, none: "No mails.",
      columns: [
        Column("#", .right) { "\($0.mail.id)" }, Column("TO", .flexible) { $0.name },
        Column("ABOUT", .flexible) { $0.mail.key }, Column("STATE") { $0.mail.state.words },
        Column("TRIES", .right) { "\($0.mail.attempts)" },
        Column("SENT OR DUE") { times.at($0.mail.sentAt ?? $0.mail.nextAttempt) },
      ], json: { $0.mail.plain })
  }
}

extension OutgoingMail {
  var plain: Plain {
    .fields([
      "mail": .number(id), "key": .string(key), "person": person.map { .number($0.number) },
      "address": address.map(Plain.string), "messageID": .string(messageID),
      "class": .string(mailClass.rawValue), "state": .string(state.rawValue),
      "createdAt": createdAt.plain, "nextAttempt": nextAttempt.plain,
      "attempts": .integer(attempts), "serverWords": .string(serverWords),
      "sentAt": sentAt?.plain, "notices": .list(notices.map(Plain.number)),
    ])
  }
}

struct OutboxShow: ControlCommand {
  static let signature = Signature(
    "outbox show", "Show one mail: what it tells, every try and the server's words",
    parameters: [mailParameter], example: "outbox show 57")
  private let id: Int64
  init(_ arguments: Arguments) throws(Failure) { id = try arguments.number(0) }
  var access: Access { .reading }

  func run(in session: Session) throws {
    let (facts, json) = try session.read { records in
      let mail = try records.theMail(id)
      let times = try session.times(records)
      let names = Names(records)
      let tries = try records.attempts(of: id)
      let notices = try records.notices(inMail: id)
      let facts: [(name: String, value: String)] = [
        ("Mail", "\(mail.id), \(mail.key)"),
        ("To", try mail.person.map(names.name) ?? mail.address ?? ""),
        ("Message-ID", mail.messageID), ("Class", mail.mailClass.rawValue),
        ("State", mail.state.words), ("Made", times.at(mail.createdAt)),
        ("Sent", mail.sentAt.map(times.at) ?? ""),
        ("Next try", mail.sentAt == nil ? times.at(mail.nextAttempt) : ""),
        (
          "Tells",
          notices.map { "\($0.template)  \($0.key)  \($0.state.rawValue)" }
            .joined(separator: "\n")
        ),
        ("Tries", tries.map { "\(times.at($0.at))  \($0.words)" }.joined(separator: "\n")),
      ]
      let json = Plain.map(
        mail.plain.entries + [
          .init(
            "tries",
            .list(tries.map { .fields(["at": $0.at.plain, "words": .string($0.words)]) })),
          .init("keys", .strings(notices.map(\.key))),
        ])
      return (facts, json)
    }
    session.output.facts(facts, json: json)
  }
}

private let mailParameter = Parameter("MAIL", "The mail's number")

extension StoredRecords {
  fileprivate func theMail(_ id: Int64) throws -> OutgoingMail {
    guard let mail = try mail(id) else {
      throw Failure.notFound("There is no mail \(id): rubricctl outbox list")
    }
    return mail
  }
}

struct OutboxRetry: ControlCommand {
  static let signature = Signature(
    "outbox retry", "Send a mail again that failed, or of which nobody knows",
    parameters: [mailParameter], example: "outbox retry 57")
  private let id: Int64
  init(_ arguments: Arguments) throws(Failure) { id = try arguments.number(0) }
  var access: Access { .changing }

  func run(in session: Session) throws {
    switch try session.office.sendAgain(mail: id, by: session.actor()) {
    case .asItWas:
      session.output.answer(
        .fields(["mail": .number(id), "state": "queued"]), "Mail \(id) is queued again.")
    case .toldAnew:
      session.output.answer(
        .fields(["mail": .number(id), "state": "cancelled"]),
        "What mail \(id) was to tell is told by another, as things stand now.")
    }
  }
}

struct OutboxCancel: ControlCommand {
  static let signature = Signature(
    "outbox cancel", "Do not send a mail that waits", parameters: [mailParameter],
    example: "outbox cancel 57")
  private let id: Int64
  init(_ arguments: Arguments) throws(Failure) { id = try arguments.number(0) }
  var access: Access { .changing }

  func run(in session: Session) throws {
    let mail = try session.read { try $0.theMail(id) }
    let now = try session.now()
    let isDone = try session.office.store.write { records in
      try records.cancelMail(id, reason: "by hand", at: now)
    }
    guard isDone else {
      throw Failure(.refused, "Mail \(id) is \(mail.state.words): it can't be held back.")
    }
    session.output.answer(
      .fields(["mail": .number(id), "state": "cancelled"]), "Mail \(id) will not go out.")
  }
}

struct OutboxPause: ControlCommand {
  static let signature = Signature(
    "outbox pause", "Hold all mail back until it is resumed", example: "outbox pause")
  init(_ arguments: Arguments) throws(Failure) {}
  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.office.pauseOutbox()
    session.output.answer(.fields(["isPaused": true]), "No mail goes out until outbox resume.")
  }
}

struct OutboxResume: ControlCommand {
  static let signature = Signature(
    "outbox resume", "Let mail go out again",
    details: "After a restore, what had gone out already is given up by the day of the backup.",
    options: [
      Option("--give-up-before", "DATE", "What was planned before this day will not go out")
    ],
    example: "outbox resume --give-up-before 2026-11-20")
  private let day: CivilDate?
  init(_ arguments: Arguments) throws(Failure) { day = try arguments.date("--give-up-before") }
  var access: Access { .changing }

  func run(in session: Session) throws {
    let before = try session.read { records in
      let zone = try session.times(records).zone
      return day.map { zone.startOfDay($0) }
    }
    let given = try session.office.resumeOutbox(givingUpBefore: before)
    session.output.answer(
      .fields([
        "isPaused": false, "noticesGivenUp": .integer(given.notices),
        "mailsGivenUp": .integer(given.mails),
      ]),
      "Mail goes out again"
        + (day == nil
          ? "." : "; \(given.notices) notices and \(given.mails) mails were given up."))
  }
}
