public import CivilTime

/// What a message says, before it is checked and written. ``MailMessage`` makes it final.
public struct MessageDraft: Hashable, Sendable {
  public var from: Mailbox
  /// Where an answer goes, if not to `from`.
  public var replyTo: [Mailbox] = []
  public var to: [Mailbox]
  public var subject: String
  public var date: Instant
  /// How far the date's clock is ahead of UTC, in seconds; -18,000 for Central Daylight Time.
  public var utcOffsetSeconds: Int
  public var messageID: MessageID
  public var inReplyTo: MessageID?
  /// The thread, oldest first. Its first id need never have been sent.
  public var references: [MessageID] = []
  public var autoSubmitted: AutoSubmitted = .generated
  /// Whether Exchange is asked not to answer automatically (`X-Auto-Response-Suppress: All`).
  public var suppressesAutomaticAnswers = true
  public var unsubscribe: Unsubscribe?
  /// The plain text. Lines end in LF or CRLF.
  public var text: String
  /// The same as HTML, in UTF-8.
  public var html: [UInt8]?
  /// Pictures to which `html` refers as `cid:`.
  public var inlineImages: [InlineImage] = []
  public var calendar: CalendarPart?
  public var attachments: [Attachment] = []

  /// A draft with what every message has; the rest is set on it.
  ///
  /// - Parameters:
  ///   - from: Who writes.
  ///   - to: To whom, at least one.
  ///   - subject: At most 900 bytes.
  ///   - date: When it is sent.
  ///   - utcOffsetSeconds: How far the sender's clock is ahead of UTC.
  ///   - messageID: Unique for all time; a copy that is sent again has the same.
  ///   - text: The plain text.
  public init(
    from: Mailbox, to: [Mailbox], subject: String, date: Instant, utcOffsetSeconds: Int = 0,
    messageID: MessageID, text: String
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.date = date
    self.utcOffsetSeconds = utcOffsetSeconds
    self.messageID = messageID
    self.text = text
  }
}

/// Whether a person or a program wrote the message (RFC 3834 §5).
public enum AutoSubmitted: Hashable, Sendable {
  /// A person; no header.
  case no
  /// A program, of itself: `auto-generated`.
  case generated
  /// A program, in answer to a mail: `auto-replied`.
  case replied
}

/// How to turn this kind of mail off (RFC 2369), in one click if there is a link for that (RFC 8058).
public struct Unsubscribe: Hashable, Sendable {
  /// An `https` address in ASCII.
  public var link: String?
  /// Whether a POST to the link is enough. Only together with the link.
  public var isOneClick: Bool
  /// A mail to this address does it, too.
  public var address: Address?

  /// - Parameters:
  ///   - link: An `https` address in ASCII.
  ///   - isOneClick: Whether a POST to the link is enough.
  ///   - address: A mail to this address does it, too.
  public init(link: String?, isOneClick: Bool = true, address: Address? = nil) {
    self.link = link
    self.isOneClick = isOneClick
    self.address = address
  }
}

/// A file that comes with the message.
public struct Attachment: Hashable, Sendable {
  public var fileName: String
  /// Such as `application/pdf`.
  public var mediaType: String
  public var bytes: [UInt8]

  public init(fileName: String, mediaType: String, bytes: [UInt8]) {
    self.fileName = fileName
    self.mediaType = mediaType
    self.bytes = bytes
  }
}

/// A picture within the HTML part, to which it refers as `cid:` and the id.
public struct InlineImage: Hashable, Sendable {
  /// Letters, digits, `.`, `-`, `_` and at most one `@`.
  public var contentID: String
  /// Such as `image/png`.
  public var mediaType: String
  public var bytes: [UInt8]

  public init(contentID: String, mediaType: String, bytes: [UInt8]) {
    self.contentID = contentID
    self.mediaType = mediaType
    self.bytes = bytes
  }
}

/// A calendar entry, and how it comes.
public enum CalendarPart: Hashable, Sendable {
  /// Beside text and HTML, so that readers offer it at once (RFC 6047 §2.4). Its event has the
  /// method REQUEST or CANCEL.
  case invitation(CalendarEvent)
  /// As a file, which enters a calendar only when somebody opens it.
  case attachment(CalendarEvent, fileName: String = "due-date.ics")

  /// The entry.
  public var event: CalendarEvent {
    switch self {
    case .invitation(let event), .attachment(let event, fileName: _): event
    }
  }
}
