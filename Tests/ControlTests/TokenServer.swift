import Foundation

/// The token server and Postfix with Dovecot, started for these tests by `Tests/Servers/start.py`.
///
/// They end when this process does, because the input of that script ends with it.
final class TokenServer: Sendable {
  struct Description: Decodable {
    struct Server: Decodable {
      var ports: [String: UInt16]
    }

    struct OAuth: Decodable {
      var ports: [String: UInt16]
      var client: String
      var secret: String
      var key: String
      var mailbox: String
      var log: String
    }

    struct Tokens: Decodable {
      var expired: String
    }

    var certificates: [String: String]
    var postfix: Server
    var oauth: OAuth
    var tokens: Tokens
  }

  struct DidNotStart: Error {}

  static let shared = Result { try TokenServer() }

  let description: Description
  private let input: FileHandle

  private init() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-B", repository + "/Tests/Servers/start.py", "postfix", "oauth",
    ]
    process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    // Only the script's own copy may keep its output open, else its end would not show.
    try output.fileHandleForWriting.close()
    var line = Data()
    while !line.contains(0x0A) {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw DidNotStart() }
      line += more
    }
    description = try JSONDecoder().decode(Description.self, from: line)
    self.input = input.fileHandleForWriting
  }

  func address(_ path: String, port: String = "good") -> String {
    "https://localhost:\(description.oauth.ports[port] ?? 0)\(path)"
  }

  /// The questions that came to a path, as the server noted them.
  func questions(_ path: String) throws -> [[String: Any]] {
    try String(contentsOfFile: description.oauth.log, encoding: .utf8).split(separator: "\n")
      .compactMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
      .filter { $0["path"] as? String == path }
  }
}
