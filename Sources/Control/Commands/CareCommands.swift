import Crypto
import Documents
import Office
import Store
import Workflow

/// Holds the database against what it must be.
struct VerifyCommand: ControlCommand {
  static let signature = Signature(
    "verify", "Hold the journal, the tables and the rules against each other",
    details: """
      Exit status 0 says that nothing was found, 1 that something was. With --head it also finds a journal \
      whose end was cut off: give the hash of the administrator's latest weekly digest.
      """,
    options: [Option("--head", "HASH", "A hash that was kept, of 64 hexadecimal digits")],
    example: "verify --head 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
  private let head: String?

  init(_ arguments: Arguments) throws(Failure) {
    head = arguments.text("--head")
    if let head {
      let digits = head.filter { !$0.isWhitespace }
      guard digits.count == 64, digits.allSatisfy(\.isHexDigit) else {
        throw .usage("--head: found \(digits.count) characters, expected 64 hexadecimal digits")
      }
    }
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    session.progress("walking and replaying the journal …")
    defer { session.endProgress() }
    let report = try session.office.verify(head: head)
    session.endProgress()
    let findings = report.problems
    session.output.answer(
      .fields([
        "entries": .number(report.chain.entries), "head": .string(report.chain.head.hex),
        "isSound": .bool(report.isSound), "findings": .strings(findings),
      ]), findings.isEmpty ? "Nothing found." : findings.joined(separator: "\n"),
      "\(report.chain.entries) entries; the journal's head is \(report.chain.head.hex)")
    if !findings.isEmpty { throw Failure(.refused, "") }
  }
}

struct EraseCommand: ControlCommand {
  static let signature = Signature(
    "erase", "Erase a person's name, address and words, for good",
    details: """
      Figures and histories stay, without the words. It can't be undone, and it is applied again after \
      restoring an older backup.
      """,
    parameters: [personParameter], options: [Option("--yes", nil, "Do it")],
    example: "erase #57 --yes")
  private let named: String
  private let isDone: Bool

  init(_ arguments: Arguments) throws(Failure) {
    named = arguments[0]
    isDone = arguments.has("--yes")
  }

  var access: Access { isDone ? .changing : .reading }

  func run(in session: Session) throws {
    let (person, submissions, entries) = try session.read { records in
      let person = try Session.person(named, in: records)
      return (
        person, try records.submissions(of: person.id).count,
        try records.entries(concerning: person.id).count
      )
    }
    guard isDone else {
      session.output.answer(
        .fields([
          "person": .number(person.id.number), "submissions": .integer(submissions),
          "entries": .integer(entries), "isErased": .bool(person.erased != nil),
        ]),
        "\(person.fullName) (#\(person.id)): the words of \(submissions) submissions and "
          + "\(entries) journal entries would be erased.",
        "Nothing was erased. To erase: --yes")
      return
    }
    let report = try session.office.erase(person.id, by: session.actor())
    session.output.answer(
      .fields([
        "person": .number(person.id.number),
        "command": report.performed.command.map(Plain.number),
        "mails": .integer(report.mails), "files": .integer(report.files),
        "rows": .integer(report.rows), "artifacts": .integer(report.artifacts),
      ]),
      "Person \(person.id) is erased, with \(report.mails) mails, \(report.files) files, "
        + "\(report.rows) rows and \(report.artifacts) artifacts.")
  }
}

struct ClockConfirm: ControlCommand {
  static let signature = Signature(
    "clock confirm", "Say that a jump of the clock is right, so that things fall due again",
    example: "clock confirm")
  init(_ arguments: Arguments) throws(Failure) {}
  var access: Access { .changing }
  func run(in session: Session) throws {
    try session.perform(.confirmClock, "The clock is confirmed.")
  }
}
