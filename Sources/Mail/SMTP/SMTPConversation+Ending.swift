// How a conversation ends before its time: who gets which outcome.

extension SMTPConversation {
  /// The connection is lost.
  mutating func lose(_ loss: SMTPLoss) {
    switch state {
    case .ready:
      // A relay may close a connection that waits. That is no failure.
      switch loss {
      case .closed, .reset, .timedOut, .stopped: close(nil)
      case .notConnected, .tls: fail(.lost(loss))
      }
    case .quitting: close(nil)
    case .connecting, .opening, .handshaking, .transaction, .marking, .sendingBody, .closed:
      fail(.lost(loss), blame: Self.blame(loss))
    }
  }

  /// Wrong certificates don't mend themselves.
  private static func blame(_ loss: SMTPLoss) -> DeliveryBlame {
    switch loss {
    case .tls: .settings
    case .notConnected, .closed, .reset, .timedOut, .stopped: .relay
    }
  }

  /// The relay's own refusal ends everything: 421, or a refusal where no command waits for one.
  mutating func refuse(_ reply: SMTPReply) {
    if case .quitting = state { return close(nil) }
    if case .ready = state { return close(nil) }
    let phase = self.phase
    let failure = settings.preset.judge(reply, in: phase)
    if let transaction = finishing, expected.first == .endOfData {
      // The answer to the end of data itself: the message was not taken.
      finishing = nil
      tell(transaction, .failed(failure))
    }
    if case .sendingBody = state, let transaction = current {
      // A word amid the text is about this message, unless the relay itself is going away.
      current = nil
      body = nil
      tell(transaction, .failed(failure))
      let gone = DeliveryCause(.reply(reply), in: phase, blame: .relay)
      return close(reply.code == 421 ? .transient(gone) : nil)
    }
    endAll(failure)
  }

  mutating func failUnexpectedly(_ reply: SMTPReply, in phase: SMTPPhase) {
    fail(.unexpected(reply), in: phase)
  }

  /// Gives up: nothing that comes now could be trusted, or nothing comes any more.
  mutating func fail(
    _ event: DeliveryCause.Event, in phase: SMTPPhase? = nil, blame: DeliveryBlame = .relay
  ) {
    endAll(.transient(DeliveryCause(event, in: phase ?? self.phase, blame: blame)))
  }

  private mutating func endAll(_ failure: DeliveryFailure) {
    if let transaction = finishing {
      finishing = nil
      // A dot that did not leave this machine as a whole ends nothing.
      let mayHaveArrived = isWritten || !dotEndsWrite
      let cause = failure.cause
      tell(
        transaction,
        .failed(
          mayHaveArrived
            ? .unknown(DeliveryCause(cause.event, in: .endOfData, blame: .relay))
            : .transient(DeliveryCause(cause.event, in: .body, blame: .relay))))
    }
    if let transaction = current {
      current = nil
      let isFresh = messageCount > 0 && !transaction.hasAnswer
      let result = transaction.refusal ?? asTransient(failure)
      actions.append(
        .outcome(
          SMTPOutcome(
            id: transaction.message.id, results: transaction.results(others: .failed(result)),
            deservesFreshConnection: isFresh)))
    }
    if let message = waiting {
      waiting = nil
      tell(message, .failed(asTransient(failure)), deservesFreshConnection: true)
    }
    close(asTransient(failure))
  }

  /// What the queue is told of a message that was not at fault.
  private func asTransient(_ failure: DeliveryFailure) -> DeliveryFailure {
    .transient(failure.cause)
  }

  mutating func close(_ failure: DeliveryFailure?) {
    state = .closed
    expected.removeAll()
    body = nil
    exchange = nil
    // What was to be done before the end came has no sense any more, but for what is known for sure.
    actions.removeAll { action in
      switch action {
      case .wait, .markEndOfData, .ready, .startTLS: true
      case .write, .outcome, .close: false
      }
    }
    actions.append(.close(failure))
  }

  /// A message that comes when the connection has gone.
  mutating func refuseClosed(_ message: SMTPMessage) {
    let cause = DeliveryCause(.lost(.closed), in: .idle, blame: .relay)
    tell(message, .failed(.transient(cause)), deservesFreshConnection: true)
  }
}
