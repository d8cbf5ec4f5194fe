import Mail
import Testing

@Suite struct `What a relay's refusal means` {
  private func verdict(
    _ preset: RelayPreset, _ text: String, in phase: SMTPPhase
  ) throws -> String {
    var parser = SMTPReplyParser()
    parser.append(Array((text + "\r\n").utf8))
    let failure = preset.judge(try #require(try parser.next()), in: phase)
    switch failure {
    case .transient(let cause): return "transient \(cause.blame)"
    case .permanent(let cause): return "permanent \(cause.blame)"
    case .unknown(let cause): return "unknown \(cause.blame)"
    }
  }

  @Test(arguments: RelayPreset.allCases)
  func `follows its first digit for every relay`(preset: RelayPreset) throws {
    #expect(try verdict(preset, "550 5.1.1 No such user", in: .recipients) == "permanent message")
    #expect(try verdict(preset, "450 4.2.0 Greylisted", in: .recipients) == "transient message")
    #expect(try verdict(preset, "452 4.2.2 Over quota", in: .recipients) == "transient message")
    #expect(try verdict(preset, "554 5.6.0 Spam", in: .endOfData) == "permanent message")
    #expect(try verdict(preset, "451 4.3.0 Disk", in: .endOfData) == "transient message")
    #expect(try verdict(preset, "451 4.3.0 Disk", in: .sender) == "transient relay")
    #expect(try verdict(preset, "421 4.3.2 Closing", in: .recipients) == "transient relay")
    #expect(try verdict(preset, "554 No service", in: .greeting) == "transient settings")
    #expect(try verdict(preset, "454 4.7.0 Later", in: .authentication) == "transient relay")
    #expect(try verdict(preset, "535 5.7.8 No", in: .authentication) == "transient settings")
    #expect(try verdict(preset, "530 5.7.0 STARTTLS", in: .sender) == "transient settings")
    #expect(try verdict(preset, "552 5.3.4 Too big", in: .sender) == "permanent message")
    #expect(try verdict(preset, "553 5.7.1 Not owned", in: .sender) == "transient settings")
    #expect(
      try verdict(preset, "554 5.7.1 <a@b>: Relay access denied", in: .recipients)
        == "transient settings")
    #expect(
      try verdict(preset, "552 Too many recipients", in: .recipients) == "transient message")
    #expect(try verdict(preset, "552 5.2.2 Mailbox full", in: .recipients) == "permanent message")
  }

  @Test(
    arguments: [
      (
        RelayPreset.google, "550 5.4.5 Daily user sending limit exceeded", SMTPPhase.endOfData,
        "transient quota", "permanent message"
      ),
      (
        .google, "550 5.7.1 Email quota exceeded", .endOfData, "transient quota",
        "permanent message"
      ),
      (
        .google, "550-5.7.1 Daily SMTP relay limit\r\n550 5.7.1 exceeded for customer. q - gsmtp",
        .endOfData, "transient quota", "permanent message"
      ),
      (
        .google, "550 5.7.1 Daily SMTP relay limit exceeded for customer", .recipients,
        "transient quota", "permanent message"
      ),
      (
        .google, "550 5.7.1 Likely unsolicited mail", .endOfData, "permanent message",
        "permanent message"
      ),
      (
        .google, "421 4.7.28 Unusual rate of unsolicited mail", .endOfData, "transient quota",
        "transient relay"
      ),
      (
        .microsoft365, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", .endOfData,
        "transient relay", "transient message"
      ),
      (
        .microsoft365,
        "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", .endOfData,
        "transient quota", "permanent message"
      ),
      (
        .microsoft365, "550 5.7.30 Basic authentication is not supported", .endOfData,
        "transient settings", "permanent message"
      ),
      (
        .microsoft365, "550 5.7.60 Client does not have permissions to send as this sender",
        .endOfData, "transient settings", "transient settings"
      ),
      (
        .microsoft365, "535 5.7.139 Authentication unsuccessful, basic authentication is disabled",
        .authentication, "transient settings", "transient settings"
      ),
    ])
  func `is what its makers say it is, for their relay only`(
    preset: RelayPreset, text: String, phase: SMTPPhase, there: String, elsewhere: String
  ) throws {
    #expect(try verdict(preset, text, in: phase) == there)
    #expect(try verdict(.postfix, text, in: phase) == elsewhere)
  }
}
