import Mail
import Testing

/// A relay that keeps to the rules but for one fault, and a driver that does what a conversation says,
/// without sockets.
///
/// What the client writes is kept line by line; each command is answered at once, by `answers` where a
/// test wants to see something else than the usual. The tests of the outbox (SimulationTests) share this file.
struct ScriptedRelay {
  /// Where a relay may go wrong: what it answers, or fails to.
  enum Step: String, CaseIterable {
    case greeting, ehlo, startTLS, auth, mail, rcpt, data, endOfData, quit
  }

  enum Fault: String, CaseIterable {
    case refusesForNow, refusesForGood, closes, breaks, isSilent, talksGarbage, answersByteByByte
    case goesOnForever, answersTwice, answersAgainLater
  }

  var conversation: SMTPConversation
  /// What EHLO offers.
  var offers: [String]
  /// The answer to a command, by its first word, `.` for the end of data; `nil` for the usual one.
  var answers: [String: String] = [:]
  /// The answers to RCPT, by address.
  var recipients: [String: String] = [:]
  var greeting = "220 relay.example ESMTP"
  /// The next answers of AUTH after a 334, in order; the last is given again and again.
  var challenges: [String] = ["235 2.7.0 Authentication successful"]
  /// Messages to send, one after the other.
  var messages: [SMTPMessage]
  /// Whose messages to send, in place of these.
  var desk: (any DeliveryDesk)?
  /// What goes wrong, once, and at which message's command.
  var fault: (Step, Fault)?
  var faultAtMessage = 1
  /// Whether a next message comes along with the mark of the one before.
  var sendsAhead = true

  /// The command lines that came, and `(text)` for the text of a message.
  private(set) var lines: [String] = []
  /// How many writes they came in.
  private(set) var writeCount = 0
  private(set) var texts: [[UInt8]] = []
  /// Texts that it did not refuse: it has these, whether or not it could say so. A bare dot is none.
  private(set) var takenCount = 0
  private(set) var outcomes: [SMTPOutcome] = []
  private(set) var marks: [Int64] = []
  private(set) var phases: [SMTPPhase] = []
  private(set) var closings: [DeliveryFailure?] = []
  private(set) var begun: [Int64] = []

  private var isReadingText = false
  private var isSigningIn = false
  private var text: [UInt8] = []
  private var unread: [UInt8] = []
  private var reply: [UInt8] = []
  /// What is said before the next reply.
  private var late: [UInt8] = []
  private var isByteByByte = false
  private var loss: SMTPLoss?
  /// Whether the relay reads no more.
  private var isDeaf = false
  private var messageNumber = 1

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
    say(greeting, .greeting)
    while closings.isEmpty {
      var events: [SMTPEvent] = []
      for action in actions { events += perform(action) }
      if events.isEmpty { events = heard() }
      guard !events.isEmpty else { return }
      actions = events.flatMap { conversation.handle($0) }
    }
    #expect(conversation.handle(.received(Array("250 ok\r\n".utf8))).isEmpty)
    #expect(conversation.handle(.failed(.closed)).isEmpty)
  }

  /// What reaches the client: the replies, then the end.
  private mutating func heard() -> [SMTPEvent] {
    guard closings.isEmpty else { return [] }
    if !reply.isEmpty {
      defer { reply = [] }
      return isByteByByte ? reply.map { .received([$0]) } : [.received(reply)]
    }
    return loss.map { [.failed($0)] } ?? []
  }

  private mutating func perform(_ action: SMTPAction) -> [SMTPEvent] {
    #expect(closings.isEmpty, "after close: \(action)")
    switch action {
    case .write(let bytes):
      writeCount += 1
      if !isDeaf { read(bytes) }
      return [.written]
    case .startTLS: return [.secured]
    case .markEndOfData(let id):
      do {
        try desk?.markEndOfData(id)
      } catch {
        return [.unmarked]
      }
      marks.append(id)
      return [.marked(next: sendsAhead ? nextMessage() : nil)]
    case .outcome(let outcome):
      outcomes.append(outcome)
      desk?.record(outcome)
      return []
    case .ready: return [nextMessage().map { .send($0) } ?? .quit]
    case .wait(let phase):
      phases.append(phase)
      return []
    case .close(let failure):
      closings.append(failure)
      return []
    }
  }

  private mutating func nextMessage() -> SMTPMessage? {
    if let desk {
      guard let message = desk.nextMessage() else { return nil }
      begun.append(message.id)
      return message
    }
    guard !messages.isEmpty else { return nil }
    begun.append(messages[0].id)
    return messages.removeFirst()
  }

  // MARK: - Saying

  private mutating func say(_ usual: String, _ step: Step) {
    guard let fault, fault.0 == step, messageNumber == faultAtMessage || step != .mail,
      messageNumber >= faultAtMessage || step == .greeting || step == .ehlo
    else { return send(usual) }
    self.fault = nil
    switch fault.1 {
    case .refusesForNow: send("451 4.3.0 Not now")
    case .refusesForGood:
      isReadingText = false
      send("550 5.3.0 Never")
    case .closes: fall(.closed)
    case .breaks: fall(.reset)
    case .isSilent: fall(.timedOut)
    case .talksGarbage: send("HTTP/1.1 400 Bad Request")
    case .answersByteByByte:
      isByteByByte = true
      send(usual)
    case .goesOnForever:
      for _ in 0..<5_000 { send("250-and so on, and so on") }
    case .answersTwice:
      send(usual)
      send(usual)
    case .answersAgainLater:
      send(usual)
      late = Array((usual + "\r\n").utf8)
    }
    if fault.1 == .refusesForNow { isReadingText = false }
  }

  private mutating func send(_ line: String) {
    if !late.isEmpty, reply.isEmpty {
      reply = late
      late = []
    }
    reply.append(contentsOf: (line + "\r\n").utf8)
  }

  private mutating func fall(_ loss: SMTPLoss) {
    self.loss = loss
    isDeaf = true
  }

  // MARK: - Reading

  private mutating func read(_ bytes: [UInt8]) {
    var rest = (unread + bytes)[...]
    while let end = rest.firstIndex(of: 0x0A), !isDeaf {
      let line = rest[..<end].dropLast()
      rest = rest[(end + 1)...]
      if isReadingText { readText(line) } else { read(String(decoding: line, as: UTF8.self)) }
    }
    // Only a text may be cut anywhere.
    unread = Array(rest)
    #expect(unread.isEmpty || isReadingText || isDeaf, "a command that does not end")
  }

  private mutating func readText(_ line: ArraySlice<UInt8>) {
    if Array(line) == [UInt8(ascii: ".")] {
      isReadingText = false
      texts.append(text)
      lines.append("(text)")
      let isRefused =
        fault.map { $0.0 == .endOfData && [.refusesForNow, .refusesForGood].contains($0.1) }
        ?? false
      if !isRefused, !text.isEmpty { takenCount += 1 }
      say(answers["."] ?? "250 2.0.0 Ok: queued as 4Q7", .endOfData)
      messageNumber += 1
    } else {
      text.append(contentsOf: line.first == UInt8(ascii: ".") ? line.dropFirst() : line)
      text.append(contentsOf: [0x0D, 0x0A])
    }
  }

  private mutating func read(_ line: String) {
    lines.append(line)
    if isSigningIn { return continueSignIn() }
    let word = String(line.split(separator: " ").first ?? "").uppercased()
    switch word {
    case "EHLO":
      if let answer = answers[word] { return say(answer, .ehlo) }
      let offered = ["relay.example"] + offers
      let reply = offered.enumerated().map { index, line in
        "250" + (index + 1 < offered.count ? "-" : " ") + line
      }
      say(reply.joined(separator: "\r\n"), .ehlo)
    case "STARTTLS": say(answers[word] ?? "220 2.0.0 Ready to start TLS", .startTLS)
    case "AUTH":
      let answer = answers[word] ?? "235 2.7.0 Authentication successful"
      isSigningIn = answer.hasPrefix("334")
      say(answer, .auth)
    case "MAIL": say(answers[word] ?? "250 2.1.0 Ok", .mail)
    case "RCPT":
      let address = line.split(separator: "<").last?.split(separator: ">").first ?? ""
      say(recipients[String(address)] ?? answers[word] ?? "250 2.1.5 Ok", .rcpt)
    case "DATA":
      let answer = answers[word] ?? "354 End data with <CR><LF>.<CR><LF>"
      if answer.hasPrefix("354") {
        isReadingText = true
        text = []
      }
      say(answer, .data)
    case "QUIT": say(answers[word] ?? "221 2.0.0 Bye", .quit)
    default: send(answers[word] ?? "250 2.0.0 Ok")
    }
  }

  private mutating func continueSignIn() {
    let answer = challenges.count > 1 ? challenges.removeFirst() : challenges[0]
    isSigningIn = answer.hasPrefix("334")
    send(answer)
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
