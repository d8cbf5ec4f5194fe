// A draft made of anything: the input is cut at each byte 0xFF into address, names, subject, texts, file
// names and links.
//
// Held: an address reads back as itself and holds no line end; what is made of a draft has CRLF lines
// only, the header fields that it should have and no other, and a form that SMTP takes.

import CivilTime
import Driver
import Glibc
import Mail

@main
struct FuzzMessages {
  static func main() {
    exit(unsafe runFuzzer { start, count in unsafe fuzzMessages(start, count) })
  }
}

private func fuzzMessages(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let pieces = bytes.split(separator: 0xFF, maxSplits: 12, omittingEmptySubsequences: false)
  func text(_ index: Int) -> String {
    index < pieces.count ? String(decoding: pieces[index], as: UTF8.self) : ""
  }
  for index in 0..<min(pieces.count, 3) { check(address: text(index)) }
  _ = try? ClientName(text(0))
  _ = MessageID(received: text(1))
  do {
    let office = try Address("office@maplehollow.example")
    let other = (try? Address(text(0))) ?? office
    var draft = MessageDraft(
      from: Mailbox(name: text(1), other), to: [Mailbox(name: text(2), office)],
      subject: text(3), date: Instant(seconds: 1_790_000_000),
      messageID: try MessageID(left: text(4), domain: "maplehollow.example"), text: text(5))
    if pieces.count > 6 { draft.html = Array(pieces[6]) }
    if pieces.count > 7 {
      draft.attachments = [
        Attachment(fileName: text(7), mediaType: "text/csv", bytes: Array(pieces[5]))
      ]
    }
    if pieces.count > 8 { draft.unsubscribe = Unsubscribe(link: text(8)) }
    if pieces.count > 9 {
      let event = CalendarEvent(
        method: .request(attendee: Mailbox(name: text(2), office)), uid: text(9),
        stamp: draft.date, start: draft.date, end: draft.date.adding(hours: 1), zone: .utc,
        summary: text(10), details: text(11), organizer: draft.from)
      draft.calendar = .invitation(event)
    }
    check(try MailMessage(draft))
  } catch {
    // A refusal, with words.
    precondition(!"\(error)".isEmpty)
  }
  return 0
}

private func check(address text: String) {
  guard let address = try? Address(text) else { return }
  let written = address.string
  precondition(written.utf8.count <= Address.lengthMaximum)
  precondition(!written.utf8.contains { $0 < 0x20 || $0 == 0x7F })
  guard let again = try? Address(written) else { preconditionFailure("does not read back") }
  precondition(again == address, "reads back as another")
}

private func check(_ message: MailMessage) {
  let names: Set<String> = [
    "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
    "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
  ]
  do throws(SMTPMessageProblem) {
    _ = try SMTPMessage(id: 1, message)
  } catch {
    preconditionFailure("SMTP does not take it: \(error)")
  }
  var seen: Set<String> = []
  for line in message.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
    if line == [0x0D] { return }
    guard let first = line.first, first != 0x20, first != 0x09 else { continue }
    let name = String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    precondition(names.contains(name), "a header that nobody wrote")
    precondition(seen.insert(name).inserted, "a header twice")
  }
}
