import CivilTime
import Mail
import Notices
import Programs
import Workflow
struct LinkScopeT { var kind = "x"; var number: Int64 = 0; var deadline: Instant? }
struct LetterWriter {
  var program: Program; var zone: Zone; var texts: NoticeCatalog; var publicAddress: String
  func draft(
    of letter: Letter, to r: Person, address: String, link: String, messageID: String,
    facts: some NoticeFacts, at now: Instant
  ) throws -> MessageDraft {
    let filled = try texts.preview(letter.name, in: zone)
    var d = MessageDraft(
      from: Mailbox(try Address(program.district.officeEmail)), to: [Mailbox(try Address(address))],
      subject: filled.subject, date: now,
      messageID: try MessageID(
        left: messageID.split(separator: "@").first.map(String.init) ?? "x", domain: "x.example"),
      text: filled.text)
    d.html = filled.html
    return d
  }
  func scope(of letter: Letter, facts: some NoticeFacts) throws -> LinkScopeT { LinkScopeT() }
}
