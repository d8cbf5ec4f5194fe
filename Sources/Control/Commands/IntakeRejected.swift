import Documents
import Office

struct IntakeRejected: ControlCommand {
  static let signature = Signature(
    "intake rejected", "List the mails with work that were not taken, and why",
    details: """
      They are kept for 30 days. Mails of unknown senders, programs and lists had no answer; the others were told what \
      is missing.
      """,
    options: [Option("--limit", "N", "Most mails (default 200)")], example: "intake rejected")
  private let limit: Int

  init(_ arguments: Arguments) throws(Failure) {
    limit = try arguments.limit()
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let times = try session.read { try session.times($0) }
    session.output.list(
      try session.office.rejectedMails(limit: limit), none: "No mail was rejected.",
      columns: [
        Column("WHEN") { times.at($0.arrivedAt) }, Column("MAIL", .flexible) { $0.name },
        Column("FROM", .flexible) { $0.from }, Column("SUBJECT", .flexible) { $0.subject },
        Column("BYTES", .right) { "\($0.byteCount)" }, Column("WHY", .flexible) { $0.report },
      ],
      json: { mail in
        .fields([
          "mail": .string(mail.name), "arrivedAt": mail.arrivedAt.plain,
          "bytes": .integer(mail.byteCount), "from": .string(mail.from),
          "subject": .string(mail.subject), "why": .string(mail.report),
        ])
      })
  }
}

struct IntakeRetake: ControlCommand {
  static let signature = Signature(
    "intake retake", "Take a mail that was not taken once more; or remove it",
    details: """
      As when HR's file knows its sender now, or the program accepts what it refused. It counts from the moment at \
      which it first came, is taken when rubricd comes to it, and is answered anew.
      """,
    parameters: [Parameter("MAIL", "Its name in intake rejected")],
    options: [Option("--dismiss", nil, "Remove it for good")],
    example: "intake retake 1798300000.R5f2c.rubricctl")
  private let name: String
  private let isDismissed: Bool

  init(_ arguments: Arguments) throws(Failure) {
    name = arguments.positional[0]
    isDismissed = arguments.has("--dismiss")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    if isDismissed {
      try session.office.dismissMail(named: name, by: session.actor())
    } else {
      try session.office.retakeMail(named: name, by: session.actor())
    }
    session.output.answer(
      .fields(["mail": .string(name)]),
      isDismissed ? "The mail is removed." : "The mail waits to be taken.")
  }
}
