import Foundation
import Synchronization
import Testing

/// The real servers, started once for all tests of this process by `Tests/Servers/start.py`.
///
/// They end when this process does, because the input of that script ends with it.
final class Servers: Sendable {
  /// How to reach them.
  struct Description: Decodable {
    struct Server: Decodable {
      var ports: [String: UInt16]
      var password: String?
      /// The Maildir of what was accepted.
      var mail: String?
      /// The file with a line for each accepted message.
      var truth: String?
    }

    struct SignIn: Decodable {
      var user: String
      var password: String
    }

    struct Tokens: Decodable {
      var user: String
      var good: String
      var expired: String
      var forged: String
    }

    struct TokenServer: Decodable {
      var ports: [String: UInt16]
      var client: String
      var secret: String
      /// A service account's key file.
      var key: String
      var mailbox: String
      /// The first refresh token that is taken.
      var refresh: String
      /// The file with a line for each question.
      var log: String
    }

    var certificates: [String: String]
    var postfix: Server
    var exim: Server
    var aiosmtpd: Server
    /// Speaks nothing newer than TLS 1.1.
    var old: Server
    var dovecot: SignIn
    var tokens: Tokens
    var oauth: TokenServer
  }

  private struct Lines {
    var input: FileHandle
    var output: FileHandle
    var rest = Data()

    mutating func next() throws -> Data {
      while true {
        if let end = rest.firstIndex(of: 0x0A) {
          defer { rest = Data(rest[(end + 1)...]) }
          return Data(rest[..<end])
        }
        let more = output.availableData
        guard !more.isEmpty else { throw ServersFailure() }
        rest += more
      }
    }
  }

  /// All of them. The first test that asks waits until they listen.
  static let shared = Result { try Servers() }

  let description: Description
  private let lines: Mutex<Lines>

  private init() throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Servers/start.py").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-B", script, "postfix", "exim", "aiosmtpd", "oauth", "old"]
    process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    // Only the script's own copy may keep its output open, else its end would not show.
    try output.fileHandleForWriting.close()
    var lines = Lines(
      input: input.fileHandleForWriting, output: output.fileHandleForReading)
    description = try JSONDecoder().decode(Description.self, from: try lines.next())
    self.lines = Mutex(lines)
  }

  /// Starts an smtp-sink that runs until the end of the tests.
  ///
  /// - Parameter options: As on its command line.
  /// - Returns: Its port.
  /// - Throws: When it does not start.
  func sink(_ options: [String] = []) throws -> UInt16 {
    struct Answer: Decodable {
      var port: UInt16
    }
    let request = try JSONEncoder().encode(["sink": options])
    return try lines.withLock { lines in
      lines.input.write(request + Data([0x0A]))
      return try JSONDecoder().decode(Answer.self, from: lines.next()).port
    }
  }

  /// A message that aiosmtpd has taken.
  struct Taken: Decodable {
    var from: String?
    var to: [String]
    var tls: Bool
    var user: String?
    var message: Data
  }

  /// What aiosmtpd has taken with these bytes in it.
  func taken(containing text: String) throws -> [Taken] {
    guard let truth = description.aiosmtpd.truth else { return [] }
    let lines = try Data(contentsOf: URL(fileURLWithPath: truth)).split(separator: 0x0A)
    return try lines.map { try JSONDecoder().decode(Taken.self, from: $0) }
      .filter { $0.message.range(of: Data(text.utf8)) != nil }
  }
}

/// The servers did not start; what the script said stands in the test's error output.
struct ServersFailure: Error, CustomStringConvertible {
  var description: String {
    "the mail servers did not start, for the reason above (Scripts/test installs them; Postfix needs root)"
  }
}
