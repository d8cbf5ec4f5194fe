import CivilTime
import Mail
import Programs
import Workflow

/// Who writes to whom, and under which ids.
struct LetterHead {
  let office: Mailbox
  let recipient: Mailbox
  let messageID: MessageID
  /// What stands after the @ of our ids: the host that links lead to.
  let host: String
  private let publicAddress: String
  private let text: TemplateName

  init(
    program: Program, publicAddress: String, text: TemplateName, recipient: Person,
    address: String, messageID: String
  ) throws(UnfilledNotice) {
    let sender = try Self.address(program.district.officeEmail, "office_email", in: text)
    office = Mailbox(name: Shortening.singleLine(program.district.officeName), sender)
    let name = recipient.details.value == nil ? nil : Shortening.singleLine(recipient.fullName)
    self.recipient = Mailbox(name: name, try Self.address(address, "address", in: text))
    let linked = Self.host(of: publicAddress)
    // On a machine of one's own the address may be a bare name, which is unique nowhere.
    let isDomain =
      linked.contains(".") && (try? MessageID(left: "thread", domain: linked)) != nil
    host = isDomain ? linked : sender.domain
    if let known = MessageID(received: messageID) {
      self.messageID = known
    } else if let made = try? MessageID(left: messageID, domain: host) {
      self.messageID = made
    } else {
      throw UnfilledNotice(template: text, placeholders: ["message_id"])
    }
    self.publicAddress = publicAddress
    self.text = text
  }

  /// The fixed id of a thread, under which nothing was ever sent: a first mail that was suppressed
  /// breaks no thread.
  func references(thread: String?) throws(UnfilledNotice) -> [MessageID] {
    guard let thread else { return [] }
    guard let id = try? MessageID(left: "thread." + thread, domain: host) else {
      throw UnfilledNotice(template: text, placeholders: ["thread"])
    }
    return [id]
  }

  /// How to turn this kind off in one click, where it can be turned off for good.
  ///
  /// The address has the link's own token, which is the recipient's and no older than the mail, and
  /// names the kind.
  func unsubscribe(link: String) -> Unsubscribe? {
    guard NoticeText.named(text.notice).text(text.variant)?.switchOff == .always,
      let kind = MutableKind(text), publicAddress.hasPrefix("https://"),
      let token = link.split(separator: "/").last
    else { return nil }
    return Unsubscribe(link: "\(publicAddress)/u/\(token)/\(kind.rawValue)")
  }

  /// The date as this kind of notice brings it.
  ///
  /// - Parameters:
  ///   - date: The date.
  ///   - kind: How the notice's dates come.
  ///   - summary: What the text calls it, if it does.
  ///   - wording: The zone and the instant of sending.
  /// - Returns: An invitation, a cancellation, or a file.
  func calendarPart(
    _ date: CalendarDate, _ kind: NoticeText.CalendarPart, named summary: String?,
    _ wording: Wording
  ) -> CalendarPart? {
    let method: CalendarEvent.Method
    switch kind {
    case .none: return nil
    case .attachment, .attachmentIfChanged: method = .publish
    case .invitation, .invitationOrCancellation:
      method = date.isGone ? .cancel(attendee: recipient) : .request(attendee: recipient)
    }
    let end = wording.zone.instant(of: wording.shownEnd(date.ends))
    let event = CalendarEvent(
      method: method, uid: "\(date.name)@\(host)", sequence: date.sequence(at: wording.now),
      stamp: wording.now, start: end.adding(minutes: -CalendarDate.minutes), end: end,
      zone: wording.zone, summary: summary ?? date.summary, details: date.details,
      organizer: office)
    return method == .publish ? .attachment(event) : .invitation(event)
  }

  static func address(
    _ text: String, _ name: String, in template: TemplateName
  ) throws(UnfilledNotice) -> Address {
    guard let address = try? Address(text) else {
      throw UnfilledNotice(template: template, placeholders: [name])
    }
    return address
  }

  /// The host of an address: `https://credentials.maplehollow.example:8443/a` →
  /// `credentials.maplehollow.example`.
  private static func host(of address: String) -> String {
    let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
    return String(rest.prefix { $0 != "/" && $0 != ":" })
  }
}

/// A date that goes into a calendar with a mail.
struct CalendarDate: Hashable {
  /// The same for every version of the date, unique in the district: `assignment-31-evaluator-7`.
  var name: String
  /// Exclusive; the entry ends at the moment that people are shown for it.
  var ends: Instant
  /// What the entry is called if the text does not say it. Calendars are shared: neither titles nor
  /// names.
  var summary: String
  /// As private as the summary.
  var details: String
  /// Nothing is left to do: the entry goes away.
  var isGone = false

  /// How long before the moment the entry begins.
  static let minutes: Int64 = 30

  /// Seconds since the beginning of 2020.
  ///
  /// Whoever sees two versions of an entry takes the one with the higher number (RFC 5546 §2.1.5),
  /// and a later mail is always the truer one, whichever mails before it were merged, cancelled or
  /// lost. 31 bits last until 2088.
  func sequence(at now: Instant) -> Int {
    let seconds = now.seconds - 1_577_836_800
    return Int(min(max(0, seconds), Int64(Int32.max)))
  }
}
