/// Whose relay it is: what its answers mean beyond their first digit.
public enum RelayPreset: String, Hashable, Sendable, CaseIterable {
  case microsoft365
  case google
  case postfix
  case other
}

extension RelayPreset {
  /// Judges a refusal.
  ///
  /// - Parameters:
  ///   - reply: A reply of 400…599.
  ///   - phase: What it answers.
  ///   - detail: What the relay explained beside.
  /// - Returns: What the queue should do.
  public func judge(
    _ reply: SMTPReply, in phase: SMTPPhase, detail: String = ""
  ) -> DeliveryFailure {
    func cause(_ blame: DeliveryBlame) -> DeliveryCause {
      DeliveryCause(.reply(reply), in: phase, blame: blame, detail: detail)
    }
    if let answer = KnownAnswer.first(for: self, reply, in: phase) {
      return answer.isPermanent ? .permanent(cause(answer.blame)) : .transient(cause(answer.blame))
    }
    let isOfSession: Bool
    switch phase {
    case .connecting, .greeting, .hello, .startTLS, .handshake, .authentication, .idle, .reset,
      .quit:
      isOfSession = true
    case .sender, .recipients, .data, .body, .endOfData: isOfSession = false
    }
    if isOfSession {
      // No message is to blame for what happens before it. "Never" needs somebody to change something.
      return .transient(cause(reply.kind == .permanentRefusal ? .settings : .relay))
    }
    guard reply.kind == .permanentRefusal else {
      // At MAIL no recipient is known yet, so it is about the relay's own state.
      return .transient(cause(phase == .sender ? .relay : .message))
    }
    return .permanent(cause(.message))
  }
}

/// A row of the table of answers that mean something else than their first digit says.
private struct KnownAnswer {
  var presets: [RelayPreset]
  var codes: ClosedRange<Int>
  /// `nil` for any or none.
  var enhanced: EnhancedStatus?
  /// One of these stands in the words, in lower case; empty for any.
  var words: [String]
  /// Empty for any.
  var phases: [SMTPPhase]
  var blame: DeliveryBlame
  var isPermanent: Bool

  private init(
    of presets: [RelayPreset] = [], _ codes: ClosedRange<Int>, enhanced: String? = nil,
    words: [String] = [], in phases: [SMTPPhase] = [], about blame: DeliveryBlame,
    isPermanent: Bool = false
  ) {
    self.presets = presets
    self.codes = codes
    self.enhanced = enhanced.flatMap { EnhancedStatus($0) }
    self.words = words
    self.phases = phases
    self.blame = blame
    self.isPermanent = isPermanent
  }

  /// The first row that fits decides. Sources: support.google.com/a/answer/3726730 (SMTP errors of
  /// Gmail), learn.microsoft.com "Email non-delivery reports in Exchange Online" and "SMTP AUTH client
  /// submission", postfix.org/SMTPD_ACCESS_README, RFC 4954 §6, RFC 5321 §4.5.3.1.10.
  private static let table: [KnownAnswer] = [
    // 421 closes the connection, whatever it answers.
    KnownAnswer(of: [.google], .only(421), words: ["rate", "limit", "unusual"], about: .quota),
    KnownAnswer(.only(421), about: .relay),

    // Quotas that say "never" and mean "not today".
    KnownAnswer(of: [.google], .only(550), enhanced: "5.4.5", about: .quota),
    KnownAnswer(
      of: [.google], .only(550), enhanced: "5.7.1",
      words: ["quota", "limit exceeded", "rate limit"], about: .quota),
    // At RCPT a quota is the recipient's own.
    KnownAnswer(
      of: [.google], 400...499, words: ["sending limit", "quota", "relay limit"],
      in: [.authentication, .sender, .data, .endOfData], about: .quota),
    KnownAnswer(of: [.microsoft365], .only(432), enhanced: "4.3.2", about: .relay),
    KnownAnswer(
      of: [.microsoft365], 550...554, words: ["submissionquota", "submission quota"], about: .quota),
    KnownAnswer(of: [.microsoft365], 550...554, enhanced: "5.7.705", about: .quota),
    KnownAnswer(of: [.microsoft365], .only(550), enhanced: "5.7.233", about: .quota),
    KnownAnswer(
      of: [.microsoft365], 400...499, words: ["submission rate", "message rate", "quota exceeded"],
      about: .quota),

    // What an administrator has to set right. The message can wait for it.
    KnownAnswer(.only(530), about: .settings),
    KnownAnswer(534...535, about: .settings),
    KnownAnswer(.only(538), about: .settings),
    KnownAnswer(of: [.microsoft365], .only(550), enhanced: "5.1.8", about: .settings),
    KnownAnswer(of: [.microsoft365], .only(550), enhanced: "5.7.30", about: .settings),
    KnownAnswer(of: [.microsoft365], 550...554, enhanced: "5.7.57", about: .settings),
    KnownAnswer(of: [.microsoft365], 550...554, enhanced: "5.7.60", about: .settings),
    KnownAnswer(of: [.microsoft365], 550...554, enhanced: "5.7.708", about: .settings),
    KnownAnswer(
      550...559,
      words: [
        "relay access denied", "relaying denied", "relay not permitted", "unable to relay",
        "relay denied", "invalid credentials for relay", "authentication required",
        "sendas denied", "send as this sender",
      ], about: .settings),
    // The sender is a setting, and the same for all messages; but a size is the message's own.
    KnownAnswer(.only(552), in: [.sender], about: .message, isPermanent: true),
    KnownAnswer(500...599, enhanced: "5.3.4", in: [.sender], about: .message, isPermanent: true),
    KnownAnswer(500...599, in: [.sender], about: .settings),

    // "Too many recipients" is about this transaction, not about the recipient.
    KnownAnswer(.only(552), enhanced: "5.5.3", in: [.recipients], about: .message),
    KnownAnswer(.only(552), words: ["too many recipients"], in: [.recipients], about: .message),
  ]

  static func first(
    for preset: RelayPreset, _ reply: SMTPReply, in phase: SMTPPhase
  ) -> KnownAnswer? {
    let enhanced = reply.enhanced
    var words: String?
    return table.first { row in
      guard row.codes.contains(reply.code), row.presets.isEmpty || row.presets.contains(preset),
        row.phases.isEmpty || row.phases.contains(phase)
      else { return false }
      if let wanted = row.enhanced, wanted != enhanced { return false }
      guard !row.words.isEmpty else { return true }
      let told = words ?? reply.words.lowercased()
      words = told
      return row.words.contains { told.containsText($0) }
    }
  }
}

extension ClosedRange<Int> {
  fileprivate static func only(_ code: Int) -> ClosedRange<Int> { code...code }
}

extension String {
  /// Whether a text stands in this one, byte for byte.
  func containsText(_ text: String) -> Bool {
    let needle = Array(text.utf8)
    let hay = Array(utf8)
    guard needle.count <= hay.count else { return false }
    return (0...hay.count - needle.count).contains { hay[$0...].starts(with: needle) }
  }
}
