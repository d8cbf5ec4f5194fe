import Mail
import Testing

/// A relay that keeps to the rules, and a driver that does what a conversation says, without sockets.
///
/// What the client writes is kept line by line; each complete command is answered at once by `answer`,
/// which a test may replace for what it wants to see.
struct ScriptedRelay {
  var conversation: SMTPConversation
  /// What EHLO offers.
  var offers: [String]
  /// The answer to a command, by its first word; `nil` for the usual one.
  var answers: [String: String] = [:]
  /// The answers to RCPT, by address.
  var recipients: [String: String] = [:]
  var greeting = "220 relay.example ESMTP"
  /// Messages to send, one after the other.
  var messages: [SMTPMessage] = []

  /// The command lines that came, and `(text)` for the text of a message.
  private(set) var lines: [String] = []
  /// How many writes they came in.
  private(set) var writeCount = 0
  private(set) var texts: [[UInt8]] = []
  private(set) var outcomes: [SMTPOutcome] = []
  private(set) var marks: [Int64] = []
  private(set) var phases: [SMTPPhase] = []
  private(set) var closing: [DeliveryFailure?] = []
  private(set) var isSecured = false

  private var isReadingText = false
  private var isSigningIn = false
  private var text: [UInt8] = []
  private var reply: [UInt8] = []

  init(
    _ settings: SMTPSettings, offers: [String] = ["PIPELINING", "SIZE 10000000"],
    messages: [SMTPMessage] = [], nonce: String = "rOprNGfwEbeRWgbNEkqO"
  ) {
    conversation = SMTPConversation(settings, nonce: nonce)
    self.offers = offers
    self.messages = messages
  }

  /// Lets the whole conversation happen.
  mutating func run() {
    var actions = conversation.handle(.connected)
    say(greeting)
    while true {
      var next: SMTPEvent?
      for action in actions {
        if let event = perform(action) { next = event }
      }
      if next == nil, !reply.isEmpty, closing.isEmpty {
        next = .received(reply)
        reply = []
      }
      guard let event = next else { return }
      actions = conversation.handle(event)
      if case .marked = event { continue }
    }
  }

  private mutating func perform(_ action: SMTPAction) -> SMTPEvent? {
    switch action {
    case .write(let bytes):
      writeCount += 1
      read(bytes)
      _ = conversation.handle(.written)
      return nil
    case .startTLS:
      isSecured = true
      return .secured
    case .markEndOfData(let id):
      marks.append(id)
      return .marked(next: messages.isEmpty ? nil : messages.removeFirst())
    case .outcome(let outcome):
      outcomes.append(outcome)
      return nil
    case .ready: return messages.isEmpty ? .quit : .send(messages.removeFirst())
    case .wait(let phase):
      phases.append(phase)
      return nil
    case .close(let failure):
      closing.append(failure)
      return nil
    }
  }

  private mutating func say(_ line: String) {
    reply.append(contentsOf: (line + "\r\n").utf8)
  }

  private mutating func read(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      let line = rest[..<end].dropLast()
      rest = rest[(end + 1)...]
      if isReadingText { readText(line) } else { read(String(decoding: line, as: UTF8.self)) }
    }
    #expect(rest.isEmpty, "a command that does not end")
  }

  private mutating func readText(_ line: ArraySlice<UInt8>) {
    if Array(line) == [UInt8(ascii: ".")] {
      isReadingText = false
      texts.append(text)
      lines.append("(text)")
      say(answers["."] ?? "250 2.0.0 Ok: queued as 4Q7")
    } else {
      text.append(contentsOf: line.first == UInt8(ascii: ".") ? line.dropFirst() : line)
      text.append(contentsOf: [0x0D, 0x0A])
    }
  }

  private mutating func read(_ line: String) {
    lines.append(line)
    if isSigningIn { return continueSignIn() }
    let word = String(line.split(separator: " ").first ?? "").uppercased()
    if let answer = answers[word] {
      if word == "AUTH" { isSigningIn = answer.hasPrefix("334") }
      if word == "DATA", answer.hasPrefix("354") { beginText() }
      return say(answer)
    }
    switch word {
    case "EHLO":
      let offered = ["relay.example"] + offers
      for (index, line) in offered.enumerated() {
        say("250" + (index + 1 < offered.count ? "-" : " ") + line)
      }
    case "STARTTLS": say("220 2.0.0 Ready to start TLS")
    case "AUTH": say("235 2.7.0 Authentication successful")
    case "RCPT":
      let address = line.split(separator: "<").last?.split(separator: ">").first ?? ""
      say(recipients[String(address)] ?? "250 2.1.5 Ok")
    case "DATA":
      beginText()
      say("354 End data with <CR><LF>.<CR><LF>")
    case "QUIT": say("221 2.0.0 Bye")
    default: say("250 2.0.0 Ok")
    }
  }

  /// The next answers of AUTH, in order; the last is given again and again.
  var challenges: [String] = ["235 2.7.0 Authentication successful"]

  private mutating func continueSignIn() {
    let answer = challenges.count > 1 ? challenges.removeFirst() : challenges[0]
    isSigningIn = answer.hasPrefix("334")
    say(answer)
  }

  private mutating func beginText() {
    isReadingText = true
    text = []
  }
}

/// Messages and settings of the district's world.
enum Post {
  static let office = address("office@maplehollow.example")
  static let maya = address("m.alder@maplehollow.example")
  static let theo = address("t.birch@maplehollow.example")
  static let ines = address("i.cedar@maplehollow.example")

  static func address(_ text: String) -> Address {
    do {
      return try Address(text)
    } catch {
      preconditionFailure("\(text) is no address")
    }
  }

  static func message(
    _ id: Int64 = 1, to recipients: [Address] = [maya],
    text: String = "Subject: Due\r\n\r\nSoon.\r\n"
  ) throws -> SMTPMessage {
    try SMTPMessage(id: id, sender: office, recipients: recipients, content: Array(text.utf8))
  }

  static func settings(
    tls: TLSPolicy = .never, credentials: SMTPCredentials? = nil, preset: RelayPreset = .postfix
  ) throws -> SMTPSettings {
    SMTPSettings(
      clientName: try ClientName("cellar.maplehollow.example"), tls: tls, credentials: credentials,
      preset: preset, host: "relay.example", port: 587)
  }
}
