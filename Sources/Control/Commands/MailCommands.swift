import Documents
import Mail
import MailTransport
import Office
import Programs
import Store

struct MailTest: ControlCommand {
  static let signature = Signature(
    "mail test", "Send one message the very same way as a notice",
    parameters: [Parameter("ADDRESS", "Where to")], example: "mail test me@example.org")
  private let address: Address

  init(_ arguments: Arguments) throws(Failure) {
    let text = arguments.positional[0]
    do throws(AddressProblem) {
      address = try Address(text)
    } catch {
      throw .usage("\"\(Plainly.line(text))\" is no e-mail address: \(error)")
    }
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let id = try session.office.queueTestMail(to: address)
    session.output.answer(
      .fields(["mail": .number(id), "state": "queued"]),
      "Mail \(id) is in the outbox. What becomes of it: rubricctl outbox show \(id)")
  }
}

struct MailCheck: ControlCommand {
  static let signature = Signature(
    "mail check", "Talk to the relay step by step, and say what to change",
    details: """
      No message is sent. It reads the installation's file and the secret that it names, as the daemon does; a \
      credential of systemd's is found while the service runs, by root.
      """,
    options: [
      Option("--installation", "FILE", "Another installation's file", isInputFile: true)
    ], example: "mail check")
  private let file: String?
  init(_ arguments: Arguments) throws(Failure) { file = arguments.text("--installation") }
  var access: Access { .nothing }

  func run(in session: Session) throws {
    let (name, installation) = try session.installation(file)
    guard let relay = installation.relay else {
      return session.output.answer(
        .fields(["works": true, "delivery": "maildir"]),
        "Mail goes into the Maildir mail/: no relay is set in \(name).")
    }
    let secrets = Secrets.ofThisProcess()
    let setup = RelaySetup(
      relay, publicAddress: installation.publicAddress, secrets: secrets,
      tokens: .ofThisProcess(
        relay, data: session.directory, secrets: secrets, session.environment))
    var check = RelayCheck(setup)
    let isGood = check.run(
      clock: { [clock = session.environment.clock] in clock.monotonicMilliseconds() },
      random: session.environment.random)
    session.output.answer(
      .fields([
        "works": .bool(isGood), "host": .string(relay.host), "port": .integer(relay.port),
        "steps": .list(
          check.steps.map {
            .fields(["works": .bool($0.isGood), "words": .string($0.words)])
          }),
        "advice": check.advice.map(Plain.string),
      ]),
      (check.steps.map { "\($0.isGood ? "ok   " : "FAILS") \($0.words)" }
        + (check.advice.map { ["", $0] } ?? [])
        + (isGood && installation.delivery != .relay
          ? ["", "Mail still goes into the Maildir: set delivery: \"relay\"."] : []))
        .joined(separator: "\n"))
    if !isGood { throw Failure(.unavailable, "") }
  }
}

extension Session {
  /// The installation's file: the one that was named, or that of the data directory.
  func installation(_ file: String?) throws -> (name: String, installation: Installation) {
    let name = file ?? "\(directory)/\(DataDirectory.installation)"
    let bytes = try self.file(name, limit: 1 << 20)
    return (name, try Installation.read(bytes, file: name))
  }
}
