public import CivilTime
import Office
import Programs
public import Workflow

/// A mail that somebody of the sample district sent to the program.
public struct SentMail: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// Work, with its document.
    case work
    /// Work whose document was forgotten. It comes again some days later.
    case withoutDocument
    /// What a mailbox answers by itself.
    case automatic
  }

  public var person: PersonID
  public var kind: Kind
  /// What it is about, as its subject says.
  public var title: String
  /// The name of its file, with which each copy's begins.
  public var file: String
  public var sentAt: Instant
  /// How often it was delivered.
  public var copies: Int
}

/// Work that goes by mail, where the program takes it so: delivered twice now and then, without its document, or
/// answered by a mailbox whose owner is away.
extension SampleYear {
  /// Whether somebody would rather write a mail than open a page.
  func writesMail(_ member: Int, for window: Window) -> Bool {
    program.mailIntake != nil && window.stage == .evidence
      && chance.happens(thousandths: 700, "mails", member)
  }

  /// Sends what somebody hands in.
  func mail(_ work: HandIn, by member: Int, _ window: Window) throws {
    let forgets = chance.happens(thousandths: 150, "forgets the document", member, window.id)
    try send(
      forgets ? .withoutDocument : .work, work.title, by: member, named: "\(window.id)")
  }

  /// Sends again, with the document, what was answered with the question for it; and has the mailboxes of those who
  /// are away answer what the office wrote to them.
  func mailAgain() throws {
    for sent in world.mails {
      guard let member = world.indices[sent.person] else { continue }
      let since = zone.date(at: sent.sentAt).days(until: today)
      switch sent.kind {
      case .withoutDocument where since == 1 + chance.number(below: 4, "again", sent.file):
        try send(.work, sent.title, by: member, named: "again-\(sent.file)")
      case .work where since == 1 && chance.happens(thousandths: 150, "away", sent.file):
        try send(.automatic, sent.title, by: member, named: "away-\(sent.file)")
      case .work, .withoutDocument, .automatic: break
      }
    }
  }

  /// Whoever got no answer sends the very same mail again.
  private func send(
    _ kind: SentMail.Kind, _ title: String, by member: Int, named name: String
  ) throws {
    guard let intake = program.mailIntake, let person = world.members[member] else { return }
    try once("mail/\(member)/\(name)") {
      let sent = SentMail(
        person: person, kind: kind, title: title, file: "\(member)-\(name).\(kind.rawValue).",
        sentAt: clock.now(),
        copies: chance.happens(thousandths: 120, "delivered twice", member, name) ? 2 : 1)
      let bytes = message(sent, from: district.member(member).email, to: intake.address)
      for copy in 1...sent.copies { try office.dropMail(bytes, named: "\(sent.file)\(copy)") }
      world.mails.append(sent)
    }
  }

  private func message(_ sent: SentMail, from sender: String, to address: String) -> [UInt8] {
    var lines = [
      "From: <\(sender)>", "To: <\(address)>", "Message-ID: <\(sent.file)mail@maplehollow.example>",
    ]
    switch sent.kind {
    case .automatic:
      lines += [
        "Subject: Away: Taken: \(sent.title)", "Auto-Submitted: auto-replied", "",
        "I am away until Monday.",
      ]
    case .withoutDocument:
      lines += ["Subject: \(sent.title)", "", "Here is my certificate."]
    case .work:
      lines += [
        "Subject: \(sent.title)", "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=part", "", "--part",
        "Content-Type: text/plain; charset=utf-8", "", "Here is my certificate, with thanks.",
        "--part", "Content-Type: application/pdf",
        "Content-Disposition: attachment; filename=certificate.pdf", "",
        "%PDF-1.7 \(sent.file)\(sent.title)", "--part--",
      ]
    }
    return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
  }
}
