// A relay that says anything: the first byte chooses the settings, the rest is what the relay says, cut
// into reads at each byte 0xFF, with 0xFE for a lost connection and 0xFD for a write that is not done.
//
// Held: the parser takes a stream however it is cut; each message has one outcome at most, and all that
// were given have one once the conversation is over; it is over once; nothing is asked after that.

import Driver
import Glibc
import Mail

@main
struct FuzzReplies {
  static func main() {
    exit(unsafe runFuzzer { start, count in unsafe fuzzReplies(start, count) })
  }
}

private func fuzzReplies(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = bytes.first else { return 0 }
  let said = Array(bytes.dropFirst())
  compareParsers(said)
  guard var relay = AnyRelay(choice: choice) else { return 0 }
  relay.run(said)
  return 0
}

/// The parser's view of a stream must not depend on how it is cut.
private func compareParsers(_ bytes: [UInt8]) {
  func replies(step: Int) -> ([SMTPReply], SMTPReplyProblem?) {
    var parser = SMTPReplyParser()
    var found: [SMTPReply] = []
    do throws(SMTPReplyProblem) {
      for start in stride(from: 0, to: bytes.count, by: step) {
        parser.append(Array(bytes[start..<min(start + step, bytes.count)]))
        while let reply = try parser.next() { found.append(reply) }
      }
    } catch {
      return (found, error)
    }
    return (found, nil)
  }
  let whole = replies(step: max(bytes.count, 1))
  // Long inputs in few pieces, so that none takes long.
  let cut = replies(step: max(1, bytes.count / 1_024))
  precondition(whole.0 == cut.0, "replies depend on how the stream is cut")
  precondition((whole.1 == nil) == (cut.1 == nil), "a problem depends on how the stream is cut")
  for reply in whole.0 {
    let words = reply.words
    precondition(words.unicodeScalars.count <= SMTPReply.wordsLengthMaximum + 1)
    precondition(words.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    precondition(reply.enhanced.map { $0.statusClass == reply.code / 100 } ?? true)
  }
}

/// A driver that does what the conversation says, and checks what it promised.
private struct AnyRelay {
  private var conversation: SMTPConversation
  private var messages: [SMTPMessage]
  private var given: Set<Int64> = []
  private var answered: Set<Int64> = []
  private var marked: Set<Int64> = []
  private var isOver = false
  private var isWriting = true

  init?(choice: UInt8) {
    do {
      let office = try Address("office@maplehollow.example")
      let credentials: [SMTPCredentials?] = [
        nil, try SMTPCredentials(user: "user", password: "pencil"),
        try SMTPCredentials(user: "user", password: "pencil", mechanism: .login),
        try SMTPCredentials(user: "user", token: "token"),
      ]
      let presets = RelayPreset.allCases
      let settings = SMTPSettings(
        clientName: .loopback, tls: TLSPolicy.allCases[Int(choice) % 4],
        credentials: credentials[Int(choice >> 2) % 4], allowsSignInWithoutTLS: choice & 0x40 == 0,
        preset: presets[Int(choice >> 4) % presets.count], overlapsMessages: choice & 0x80 == 0)
      conversation = SMTPConversation(settings, nonce: "nonce")
      messages = try (1...6).map { id in
        try SMTPMessage(
          id: Int64(id), sender: office,
          recipients: [Address](repeating: office, count: id % 3 + 1),
          content: Array("Subject: x\r\n\r\n.x\r\n".utf8))
      }
    } catch {
      return nil
    }
  }

  mutating func run(_ said: [UInt8]) {
    handle(.connected)
    var read: [UInt8] = []
    for byte in said {
      switch byte {
      case 0xFF:
        handle(.received(read))
        read = []
      case 0xFE: handle(.failed(.reset))
      case 0xFD: isWriting.toggle()
      default: read.append(byte)
      }
      if isOver { break }
    }
    handle(.received(read))
    if !isOver { handle(.failed(.closed)) }
    precondition(isOver, "a lost connection is over")
    precondition(given == answered, "a message without an outcome")
  }

  private mutating func handle(_ event: SMTPEvent) {
    var events = [event]
    while let event = events.popLast() {
      for action in conversation.handle(event) {
        precondition(!isOver, "an action after the end")
        if let next = perform(action) { events.append(next) }
      }
    }
  }

  private mutating func perform(_ action: SMTPAction) -> SMTPEvent? {
    switch action {
    case .write(let bytes):
      precondition(bytes.count >= 2 && bytes.suffix(2) == [0x0D, 0x0A])
      return isWriting ? .written : nil
    case .startTLS: return .secured
    case .markEndOfData(let id):
      precondition(given.contains(id) && marked.insert(id).inserted, "marked twice")
      return .marked(next: next())
    case .ready: return next().map { .send($0) } ?? .quit
    case .outcome(let outcome):
      precondition(given.contains(outcome.id) && answered.insert(outcome.id).inserted)
      precondition(outcome.results.count == Int(outcome.id) % 3 + 1)
      check(outcome)
      return nil
    case .wait: return nil
    case .close:
      isOver = true
      return nil
    }
  }

  private func check(_ outcome: SMTPOutcome) {
    for result in outcome.results {
      switch result {
      case .accepted, .failed(.unknown):
        precondition(marked.contains(outcome.id), "the dot went without its mark")
      case .failed(let failure): precondition(failure.description.utf8.count < 20_000)
      }
    }
  }

  private mutating func next() -> SMTPMessage? {
    guard !messages.isEmpty else { return nil }
    given.insert(messages[0].id)
    return messages.removeFirst()
  }
}
