import Glibc
import Mail
import Programs

/// Where the tokens come from that `mail.relay.signIn.oauth` speaks of.
public struct RelayTokens: Sendable {
  /// Gives a token; a new one if the last one was refused.
  let fetch: @Sendable (_ isFresh: Bool) throws(RelayProblem) -> String

  /// From `rubricctl mail token`, run as a process of its own, so that no key and no refresh token is ever in the
  /// daemon's memory. It lies beside the program that runs, whatever that is called.
  ///
  /// - Parameters:
  ///   - data: The data directory.
  ///   - installation: The installation's file.
  /// - Returns: Where tokens come from.
  public static func byProgram(data: String, installation: String) -> RelayTokens {
    RelayTokens { isFresh throws(RelayProblem) in
      guard let folder = folderOfThisProgram() else {
        throw RelayProblem("rubricctl can't be found: /proc/self/exe says nothing")
      }
      let words =
        ["\(folder)/rubricctl", "--data", data, "mail", "token", "--installation", installation]
        + (isFresh ? ["--fresh"] : [])
      return try TokenCommand(words: words, isOurs: true).token()
    }
  }

  /// From this process, for the commands of rubricctl.
  static func ofThisProcess(
    _ relay: Relay, data: String, secrets: Secrets, _ environment: Environment
  ) -> RelayTokens {
    RelayTokens { isFresh throws(RelayProblem) in
      guard let signIn = relay.signIn, case .oauth(let oauth) = signIn.secret else {
        throw RelayProblem(
          "there is no oauth in mail.relay.signIn",
          advice: "Say how tokens are had: the installation's file shows it.")
      }
      let desk = try TokenDesk(
        oauth, mailbox: signIn.user, data: data, secrets: secrets, environment)
      return try desk.token(isFresh: isFresh).accessToken.text
    }
  }

  private static func folderOfThisProgram() -> String? {
    var name = [CChar](repeating: 0, count: 4_096)
    let count = unsafe readlink("/proc/self/exe", &name, name.count)
    guard count > 0, count < name.count else { return nil }
    let bytes = name[..<count].map { UInt8(bitPattern: $0) }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return String(decoding: bytes[..<slash], as: UTF8.self)
  }
}
