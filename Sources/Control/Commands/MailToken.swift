import Documents
import Mail
import Office
import Programs

struct MailToken: ControlCommand {
  static let signature = Signature(
    "mail token", "Print an OAuth access token for the relay, a new one when it is needed",
    details: """
      It goes by mail.relay.signIn.oauth of the installation's file, and is what rubricd runs by itself before it signs \
      in. A token is kept in run/ for its owner only, and renewed when less than five minutes of it are left. The way \
      out is direct, or the proxy that https_proxy names.
      """,
    options: [
      Option(
        "--sign-in", nil,
        "Have a person sign in at another device, once, and keep what renews the token"),
      Option("--fresh", nil, "Fetch a new token even if the last one should still hold"),
      Option("--installation", "FILE", "Another installation's file", isInputFile: true),
    ], example: "mail token --sign-in")
  private let file: String?
  private let isSignIn: Bool
  private let isFresh: Bool

  init(_ arguments: Arguments) throws(Failure) {
    file = arguments.text("--installation")
    isSignIn = arguments.has("--sign-in")
    isFresh = arguments.has("--fresh")
  }

  var access: Access { .nothing }

  func run(in session: Session) throws {
    let relay = try session.installation(file).installation.relay
    do throws(RelayProblem) {
      let signIn = try Self.signIn(relay)
      let desk = try TokenDesk(
        signIn.oauth, mailbox: signIn.user, data: session.directory,
        secrets: .ofThisProcess(), session.environment)
      if isSignIn { return try askPerson(desk, signIn.user, session) }
      let token = try desk.token(isFresh: isFresh)
      session.output.answer(
        .fields(["token": .string(token.accessToken.text), "expires": token.expires.plain]),
        token.accessToken.text)
    } catch {
      throw Failure(
        error.isTemporary ? .temporary : .unavailable, "\(error).", hint: error.advice)
    }
  }

  private func askPerson(
    _ desk: TokenDesk, _ user: String, _ session: Session
  ) throws(RelayProblem) {
    try desk.signIn(
      tell: { code in
        session.output.answer(
          .fields([
            "address": .string(code.verificationAddress), "code": .string(code.userCode),
            "seconds": .number(code.secondsValid),
          ]),
          "Open \(code.verificationAddress) on any device, and type the code \(code.userCode)",
          "Sign in there as \(user). This waits for \(code.secondsValid / 60) minutes.")
      }, pause: session.environment.pause)
    session.output.answer(
      .fields(["signedIn": .string(user)]),
      "Signed in as \(user). From now on the token is renewed by itself.")
  }

  private static func signIn(
    _ relay: Relay?
  ) throws(RelayProblem) -> (user: String, oauth: Relay.OAuth) {
    guard let signIn = relay?.signIn, case .oauth(let oauth) = signIn.secret else {
      throw RelayProblem(
        "the installation's file has no mail.relay.signIn.oauth",
        advice: "It says how tokens are had; the file that init wrote shows it.")
    }
    return (signIn.user, oauth)
  }
}
