// From the greeting to the first message: EHLO, STARTTLS and signing in.

extension SMTPConversation {
  mutating func handleOpening(_ reply: SMTPReply, to command: Expected) {
    switch command {
    case .greeting:
      guard reply.kind == .completion else { return end(reply, to: command) }
      greeting = reply
      say(.ehlo(settings.clientName), .ehlo)
    case .ehlo:
      if reply.kind == .completion {
        extensions = SMTPExtensions(reply)
        goOn()
      } else if reply.kind == .permanentRefusal {
        // A relay from before 1993 (RFC 5321 §3.2).
        say(.helo(settings.clientName), .helo)
      } else {
        end(reply, to: command)
      }
    case .helo:
      guard reply.kind == .completion else { return end(reply, to: command) }
      extensions = SMTPExtensions()
      goOn()
    case .startTLS: handleStartTLS(reply)
    case .auth: handleAuth(reply)
    case .rset, .mail, .rcpt, .data, .endOfData, .bareDot, .quit: break
    }
  }

  /// What comes after EHLO: TLS, then signing in, then messages.
  private mutating func goOn() {
    guard !isSecured else { return signIn() }
    switch settings.tls {
    case .implicit, .never: signIn()
    case .ifOffered:
      if extensions.startTLS { say(.startTLS, .startTLS) } else { signIn() }
    case .required:
      guard extensions.startTLS else { return fail(.noTLS, in: .hello, blame: .settings) }
      say(.startTLS, .startTLS)
    }
  }

  private mutating func handleStartTLS(_ reply: SMTPReply) {
    if reply.kind == .completion {
      state = .handshaking
      actions.append(.startTLS)
      actions.append(.wait(.handshake))
    } else if settings.tls == .ifOffered, reply.code >= 400 {
      signIn()
    } else {
      end(reply, to: .startTLS)
    }
  }

  private mutating func signIn() {
    guard let credentials = settings.credentials else { return becomeReady() }
    let wanted = credentials.mechanisms
    guard isSecured || settings.allowsSignInWithoutTLS else {
      return fail(.signIn(.notSecured), in: .authentication, blame: .settings)
    }
    guard let mechanism = wanted.first(where: extensions.offers) else {
      let problem = SASLProblem.nothingOffered(
        wanted: wanted, offered: extensions.authMechanisms)
      return fail(.signIn(problem), in: .authentication, blame: .settings)
    }
    let exchange = SASLExchange(
      mechanism, credentials, host: settings.host, port: settings.port, nonce: nonce)
    var command = SMTPCommand.auth(mechanism, initialResponse: exchange.initialResponse)
    authInitialResponseIsDue = false
    if command.wireForm.count > SMTPCommand.lineLengthMaximum {
      command = .auth(mechanism, initialResponse: nil)
      authInitialResponseIsDue = true
    }
    self.exchange = exchange
    say(command, .auth)
  }

  private mutating func handleAuth(_ reply: SMTPReply) {
    guard var exchange else { return }
    do throws(SASLProblem) {
      switch reply.kind {
      case .completion:
        try exchange.finish()
        signedInBy = exchange.mechanism
        self.exchange = nil
        becomeReady()
      case .intermediate:
        let response = try exchange.respond(
          to: reply.text, initialResponseIsDue: authInitialResponseIsDue)
        authInitialResponseIsDue = false
        self.exchange = exchange
        say(.authResponse(response), .auth)
      case .transientRefusal, .permanentRefusal:
        let failure = settings.preset.judge(
          reply, in: .authentication, detail: exchange.errorChallenge)
        close(failure)
      }
    } catch {
      fail(.signIn(error), in: .authentication, blame: .settings)
    }
  }

  /// Ends the conversation because of an answer before any message.
  private mutating func end(_ reply: SMTPReply, to command: Expected) {
    if reply.code >= 400 {
      close(settings.preset.judge(reply, in: command.phase))
    } else {
      fail(.unexpected(reply), in: command.phase)
    }
  }

  mutating func becomeReady() {
    state = .ready
    actions.append(.ready)
  }
}
