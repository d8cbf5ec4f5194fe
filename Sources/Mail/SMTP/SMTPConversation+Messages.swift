// A message's way: its commands, its text, and what the relay says to each.

extension SMTPConversation {
  /// A message underway.
  struct Transaction: Sendable {
    let message: SMTPMessage
    /// How many of its recipients have an answer.
    var answered = 0
    /// Whether the relay has answered anything to it.
    var hasAnswer = false
    /// Why MAIL or DATA was refused, and so all who were not refused before.
    var refusal: DeliveryFailure?
    /// Recipients who were refused, by their index.
    var refused: [(index: Int, failure: DeliveryFailure)] = []

    var acceptedCount: Int { answered - refused.count }

    /// Results where `others` holds for all who were not refused themselves.
    func results(others: RecipientResult) -> [RecipientResult] {
      var results = [RecipientResult](repeating: others, count: message.recipients.count)
      for (index, failure) in refused { results[index] = .failed(failure) }
      return results
    }
  }

  // MARK: - Commands

  /// Begins a message that was given while nothing is underway.
  mutating func take(_ message: SMTPMessage) {
    guard case .ready = state else {
      // Given out of turn: it has not gone, and the conversation goes on as before.
      let cause = DeliveryCause(.outOfStep, in: phase, blame: .relay)
      tell(message, .failed(.transient(cause)))
      return
    }
    if let failure = unfitness(of: message) {
      tell(message, .failed(failure))
      return becomeReady()
    }
    guard !isInterrupted else {
      let cause = DeliveryCause(.outOfStep, in: .idle, blame: .relay)
      tell(message, .failed(.transient(cause)), deservesFreshConnection: true)
      return close(nil)
    }
    state = .transaction
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    appendCommands(of: message, to: &bytes)
    write(bytes)
    wait()
  }

  /// Appends the commands that may go now: the whole group with PIPELINING, else the first.
  private mutating func appendCommands(of message: SMTPMessage, to bytes: inout [UInt8]) {
    current = Transaction(message: message)
    if needsReset {
      needsReset = false
      SMTPCommand.rset.append(to: &bytes)
      expect(.rset)
      // The answer to RSET brings MAIL, where one thing comes after the other.
      guard extensions.pipelining else { return }
    }
    mailCommand(of: message).append(to: &bytes)
    expect(.mail)
    guard extensions.pipelining else { return }
    for recipient in message.recipients {
      SMTPCommand.rcpt(to: recipient).append(to: &bytes)
      expect(.rcpt)
    }
    SMTPCommand.data.append(to: &bytes)
    expect(.data)
  }

  private func mailCommand(of message: SMTPMessage) -> SMTPCommand {
    .mail(
      from: message.sender, sizeBytes: extensions.size ? message.content.count : nil,
      is8Bit: message.is8Bit && extensions.eightBitMIME, usesSMTPUTF8: message.needsSMTPUTF8)
  }

  /// Why the relay can't take a message by what it said of itself; nothing needs to be sent to know.
  private func unfitness(of message: SMTPMessage) -> DeliveryFailure? {
    let size = message.content.count
    if let limit = extensions.sizeBytesMaximum, size > limit {
      return .permanent(
        DeliveryCause(.tooLarge(sizeBytes: size, limit: limit), in: .sender, blame: .message))
    }
    if message.needsSMTPUTF8, !extensions.smtpUTF8 {
      return .permanent(DeliveryCause(.needsSMTPUTF8, in: .sender, blame: .message))
    }
    if message.is8Bit, !extensions.eightBitMIME {
      return .permanent(DeliveryCause(.needs8BitMIME, in: .sender, blame: .message))
    }
    return nil
  }

  // MARK: - Answers

  /// The relay has forgotten the message before; the next one goes on, where it waited for that.
  mutating func handleReset() {
    guard !extensions.pipelining, let message = current?.message else { return }
    say(mailCommand(of: message), .mail)
  }

  mutating func handleMail(_ reply: SMTPReply) {
    guard let message = current?.message else { return }
    current?.hasAnswer = true
    guard reply.kind != .intermediate else { return failUnexpectedly(reply, in: .sender) }
    if reply.kind != .completion { current?.refusal = settings.preset.judge(reply, in: .sender) }
    guard !extensions.pipelining else { return }
    if let refusal = current?.refusal {
      finishCurrent(.failed(refusal))
      becomeReadyIfDone()
    } else {
      say(.rcpt(to: message.recipients[0]), .rcpt)
    }
  }

  mutating func handleRecipient(_ reply: SMTPReply) {
    guard var transaction = current else { return }
    guard reply.kind != .intermediate else { return failUnexpectedly(reply, in: .recipients) }
    let index = transaction.answered
    current = nil
    transaction.answered += 1
    transaction.hasAnswer = true
    // After a refused MAIL the answers to RCPT say only that there was none.
    if reply.kind != .completion, transaction.refusal == nil {
      transaction.refused.append((index, settings.preset.judge(reply, in: .recipients)))
    }
    current = transaction
    guard !extensions.pipelining else { return }
    if transaction.answered < transaction.message.recipients.count {
      say(.rcpt(to: transaction.message.recipients[transaction.answered]), .rcpt)
    } else if transaction.acceptedCount > 0 {
      say(.data, .data)
    } else {
      needsReset = true
      finishCurrent(nil)
      becomeReadyIfDone()
    }
  }

  mutating func handleData(_ reply: SMTPReply) {
    guard let transaction = current else { return }
    current?.hasAnswer = true
    switch reply.kind {
    case .completion: failUnexpectedly(reply, in: .data)
    case .intermediate:
      guard transaction.refusal == nil, transaction.acceptedCount > 0 else {
        // The relay waits for a message to nobody. It gets an empty one (RFC 2920 §3.1).
        finishCurrent(transaction.refusal.map { .failed($0) })
        expect(.bareDot)
        write([UInt8(ascii: "."), 0x0D, 0x0A])
        wait()
        return
      }
      body = DotStuffing(transaction.message.content)
      sendBlock()
    case .transientRefusal, .permanentRefusal:
      // Without a sender or recipients the refusal only says that they are missing.
      let isOwnRefusal = transaction.refusal == nil && transaction.acceptedCount > 0
      let refusal =
        isOwnRefusal ? settings.preset.judge(reply, in: .data) : transaction.refusal
      needsReset = transaction.refusal == nil
      finishCurrent(refusal.map { .failed($0) })
      becomeReadyIfDone()
    }
  }

  mutating func handleEndOfData(_ reply: SMTPReply) {
    guard let transaction = finishing else { return }
    switch reply.kind {
    case .completion:
      finishing = nil
      tell(transaction, .accepted(reply))
    case .intermediate:
      // It answered, but neither yes nor no.
      return failUnexpectedly(reply, in: .endOfData)
    case .transientRefusal, .permanentRefusal:
      finishing = nil
      tell(transaction, .failed(settings.preset.judge(reply, in: .endOfData)))
    }
    becomeReadyIfDone()
  }

  // MARK: - The text

  /// Sends the next block of the text, or asks for the mark before the last one.
  mutating func sendBlock() {
    guard var body, let message = current?.message else { return }
    if body.nextIsLast {
      state = .marking
      actions.append(.markEndOfData(message.id))
      return
    }
    self.body = nil
    state = .sendingBody
    var bytes: [UInt8] = []
    body.appendBlock(to: &bytes)
    self.body = body
    write(bytes)
    wait()
  }

  /// Sends the last block with the end of data, and behind it the next message's commands.
  mutating func endOfDataIsMarked(next: SMTPMessage?) {
    guard case .marking = state, var body, let transaction = current else {
      if let next { take(next) }
      return
    }
    self.body = nil
    current = nil
    finishing = transaction
    state = .transaction
    var bytes: [UInt8] = []
    body.appendBlock(to: &bytes)
    expect(.endOfData)
    var isDotLast = true
    if let next {
      if let failure = unfitness(of: next) {
        tell(next, .failed(failure))
      } else if extensions.pipelining, settings.overlapsMessages {
        appendCommands(of: next, to: &bytes)
        isDotLast = false
      } else {
        waiting = next
      }
    }
    write(bytes, dotEndsWrite: isDotLast)
    wait()
  }

  /// The mark could not be made, so the dot does not go; without it the relay takes nothing.
  mutating func endOfDataIsUnmarked() {
    guard case .marking = state else { return }
    fail(.unmarked, in: .body, blame: .settings)
  }

  // MARK: - Outcomes

  /// Goes on once nothing is underway.
  mutating func becomeReadyIfDone() {
    guard expected.isEmpty, current == nil, finishing == nil else { return }
    becomeReady()
    guard let next = waiting else { return }
    waiting = nil
    actions.removeLast()
    take(next)
  }

  /// Tells the outcome of the message whose commands are out.
  ///
  /// - Parameter others: What holds for those who were not refused themselves; `nil` if all were.
  private mutating func finishCurrent(_ others: RecipientResult?) {
    guard let transaction = current else { return }
    current = nil
    let last = transaction.refused.last.map { RecipientResult.failed($0.failure) }
    guard let result = others ?? last else { return }
    tell(transaction, result)
  }

  mutating func tell(_ transaction: Transaction, _ others: RecipientResult) {
    messageCount += 1
    actions.append(
      .outcome(
        SMTPOutcome(id: transaction.message.id, results: transaction.results(others: others))))
  }

  mutating func tell(
    _ message: SMTPMessage, _ result: RecipientResult, deservesFreshConnection: Bool = false
  ) {
    let results = [RecipientResult](repeating: result, count: message.recipients.count)
    actions.append(
      .outcome(
        SMTPOutcome(
          id: message.id, results: results, deservesFreshConnection: deservesFreshConnection)))
  }
}
