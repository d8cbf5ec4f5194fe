public import CivilTime
public import Mail
public import Programs
public import Workflow

/// Puts a letter into words, when it is sent: from the records as they stand then.
///
/// So a reminder names only what is still open, days left are true on that day, and what was erased
/// is not told. What a notice carries itself (``PlannedNotice/data``) is only what the records do
/// not tell.
public struct LetterWriter {
  let program: Program
  let zone: Zone
  let texts: NoticeCatalog
  let publicAddress: String

  /// A writer for one program.
  ///
  /// - Parameters:
  ///   - program: The program in force.
  ///   - zone: Its zone.
  ///   - texts: Our texts, with the district's own in place of some.
  ///   - publicAddress: What links begin with, such as `https://credentials.maplehollow.example`.
  public init(program: Program, zone: Zone, texts: NoticeCatalog, publicAddress: String) {
    self.program = program
    self.zone = zone
    self.texts = texts
    self.publicAddress =
      publicAddress.hasSuffix("/") ? String(publicAddress.dropLast()) : publicAddress
  }

  /// The letter as a message that can be sent now.
  ///
  /// - Parameters:
  ///   - letter: What it tells.
  ///   - recipient: Whom it is for.
  ///   - address: The recipient's mail address.
  ///   - link: The one link, with the token that was made for this mail at its end.
  ///   - messageID: The mail's id, with or without brackets; without an `@` the part before it.
  ///   - facts: The records and what lies beside them.
  ///   - now: The instant of sending.
  /// - Returns: A draft with text, HTML, and a calendar entry where a date goes with it.
  /// - Throws: ``UnfilledNotice`` where the records lack what the text has to say, or an address is
  ///   none; else what the facts throw.
  public func draft(
    of letter: Letter, to recipient: Person, address: String, link: String, messageID: String,
    facts: some NoticeFacts, at now: Instant
  ) throws -> MessageDraft {
    let told = try tell(letter, to: recipient, link: link, facts: facts, at: now)
    let wording = Wording(zone: zone, now: now)
    let filled = try texts.fill(told.text, with: told.values, wording)
    let head = try LetterHead(
      program: program, publicAddress: publicAddress, text: told.text, recipient: recipient,
      address: address, messageID: messageID)
    var draft = MessageDraft(
      from: head.office, to: [head.recipient], subject: filled.subject, date: now,
      utcOffsetSeconds: zone.offset(at: now), messageID: head.messageID, text: filled.text)
    draft.html = filled.html
    draft.replyTo = [Mailbox(try LetterHead.address(filled.replyTo, "reply_to", in: told.text))]
    draft.references = try head.references(thread: letter.thread ?? told.thread)
    draft.autoSubmitted = told.text.notice.isAnswer ? .replied : .generated
    draft.inReplyTo = letter.notices.first?[.inReplyTo].flatMap(MessageID.init(received:))
    draft.unsubscribe = head.unsubscribe(link: link)
    draft.calendar = told.date.flatMap { date in
      head.calendarPart(
        date, NoticeText.named(told.text.notice).calendar, named: filled.calendarSummary, wording)
    }
    return draft
  }

  /// Its values by placeholder, as ``draft(of:to:address:link:messageID:facts:at:)`` fills them in.
  ///
  /// - Parameters:
  ///   - letter: What it tells.
  ///   - recipient: Whom it is for.
  ///   - link: The one link.
  ///   - facts: The records and what lies beside them.
  ///   - now: The instant of sending.
  /// - Returns: What the records tell; where they lack something, its value is missing.
  /// - Throws: What the facts throw.
  public func values(
    of letter: Letter, to recipient: Person, link: String, facts: some NoticeFacts, at now: Instant
  ) throws -> NoticeValues {
    try tell(letter, to: recipient, link: link, facts: facts, at: now).values
  }

  /// Which text says it: the letter's own, or the variant of it that fits the records as they stand
  /// now.
  ///
  /// - Parameters:
  ///   - letter: What it tells.
  ///   - recipient: Whom it is for.
  ///   - facts: The records and what lies beside them.
  ///   - now: The instant of sending.
  /// - Returns: The name of a text.
  /// - Throws: What the facts throw.
  public func text(
    of letter: Letter, to recipient: Person, facts: some NoticeFacts, at now: Instant
  ) throws -> TemplateName {
    try tell(letter, to: recipient, link: "", facts: facts, at: now).text
  }

  private func tell(
    _ letter: Letter, to recipient: Person, link: String, facts: some NoticeFacts, at now: Instant
  ) throws -> Told {
    let teller = Teller(
      letter: letter, recipient: recipient, program: program, facts: facts,
      wording: Wording(zone: zone, now: now))
    var told = try teller.told()
    let office = program.district
    let common: NoticeValues = [
      "first_name": .text(recipient.greetingName), "link": .text(link),
      "office_name": .text(office.officeName), "district_name": .text(office.name),
      "office_phone": .text(office.officePhone), "office_email": .text(office.officeEmail),
      "title": .text(TitleWords.missing),
    ]
    told.values = common.merging(told.values)
    return told
  }
}

/// What a letter says.
struct Told {
  /// The text that says it.
  var text: TemplateName
  var values: NoticeValues = [:]
  /// The date that goes into a calendar.
  var date: CalendarDate?
  /// The thread it belongs to, if the letter names none.
  var thread: String?

  init(_ text: TemplateName, _ values: NoticeValues = [:]) {
    self.text = text
    self.values = values
  }

  init(_ name: NoticeName, _ variant: NoticeVariant = .standard, _ values: NoticeValues = [:]) {
    self.init(TemplateName(name, variant), values)
  }
}

extension NoticeName {
  /// Whether it answers a mail.
  var isAnswer: Bool { self == .mailTaken || self == .mailMissing }
}
