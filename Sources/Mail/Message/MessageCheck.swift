// What a draft must be to become a message. Everything that is wrong is told at once.

extension MessageDraft {
  /// The most bytes of a subject: a header line of RFC 5322 §2.1.1 less its name.
  public static let subjectLengthMaximum = 900
  /// The most bytes of a name before an address.
  public static let nameLengthMaximum = 300
  /// The most mailboxes in To and in Reply-To.
  public static let mailboxCountMaximum = 100
  /// The most ids in References.
  public static let referenceCountMaximum = 50
  /// The most bytes of the text, and of the HTML.
  public static let textLengthMaximum = 1_048_576
  /// The most attachments and pictures together.
  public static let fileCountMaximum = 20
  /// The most bytes of all attachments and pictures together, before they are encoded.
  public static let fileBytesMaximum = 10_485_760

  /// Everything that is wrong, in the order of the fields.
  func problems() -> [MessageProblem] {
    var problems: [MessageProblem] = []
    check([from], "From", into: &problems)
    check(replyTo, "Reply-To", into: &problems)
    check(to, "To", into: &problems)
    if to.isEmpty { problems.append(.empty("To")) }
    Self.check(subject, "Subject", limit: Self.subjectLengthMaximum, into: &problems)
    if !subject.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) {
      problems.append(.empty("Subject"))
    }
    if !(-86_340...86_340).contains(utcOffsetSeconds) {
      problems.append(.malformed("Date", "the clock is more than a day from UTC"))
    }
    if references.count > Self.referenceCountMaximum {
      problems.append(.tooMany("References", limit: Self.referenceCountMaximum))
    }
    if let unsubscribe { Self.check(unsubscribe, into: &problems) }
    Self.check(Array(text.utf8), "text", into: &problems)
    if text.isEmpty { problems.append(.empty("text")) }
    if let html { Self.check(html, "HTML", into: &problems) }
    checkFiles(into: &problems)
    checkCalendar(into: &problems)
    return problems
  }

  private func check(_ mailboxes: [Mailbox], _ field: String, into problems: inout [MessageProblem])
  {
    if mailboxes.count > Self.mailboxCountMaximum {
      problems.append(.tooMany(field, limit: Self.mailboxCountMaximum))
    }
    for mailbox in mailboxes {
      Self.check(mailbox.name ?? "", field, limit: Self.nameLengthMaximum, into: &problems)
    }
  }

  /// Checks text that goes into a header.
  static func check(
    _ text: String, _ field: String, limit: Int, into problems: inout [MessageProblem]
  ) {
    if text.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) {
      problems.append(.lineBreakOrNUL(field))
    }
    if text.utf8.count > limit { problems.append(.tooLong(field, limit: limit)) }
  }

  /// Checks a body.
  private static func check(
    _ bytes: [UInt8], _ part: String, into problems: inout [MessageProblem]
  ) {
    if bytes.end(ofRunFrom: 0, limit: bytes.count, where: { $0 != 0 }) < bytes.count {
      problems.append(.lineBreakOrNUL(part))
    }
    if bytes.count > textLengthMaximum { problems.append(.tooLong(part, limit: textLengthMaximum)) }
  }

  private static func check(_ unsubscribe: Unsubscribe, into problems: inout [MessageProblem]) {
    let field = "List-Unsubscribe"
    if unsubscribe.link == nil, unsubscribe.address == nil { problems.append(.empty(field)) }
    guard let link = unsubscribe.link else { return }
    check(link, field, limit: 900, into: &problems)
    let isLink =
      link.hasPrefix("https://") && link.utf8.count > 8
      && link.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>\"\\^`{|},".utf8.contains($0) }
    if !isLink { problems.append(.malformed(field, "is no https address in ASCII")) }
  }

  private func checkFiles(into problems: inout [MessageProblem]) {
    if attachments.count + inlineImages.count > Self.fileCountMaximum {
      problems.append(.tooMany("attachments", limit: Self.fileCountMaximum))
    }
    let sizes = attachments.map(\.bytes.count) + inlineImages.map(\.bytes.count)
    if sizes.reduce(0, +) > Self.fileBytesMaximum {
      problems.append(.tooLong("attachments", limit: Self.fileBytesMaximum))
    }
    for file in attachments {
      Self.check(fileName: file.fileName, into: &problems)
      Self.check(mediaType: file.mediaType, into: &problems)
    }
    if !inlineImages.isEmpty, html == nil {
      problems.append(.malformed("pictures", "there is no HTML that shows them"))
    }
    for image in inlineImages {
      Self.check(mediaType: image.mediaType, into: &problems)
      let isPlain = image.contentID.utf8.allSatisfy {
        HeaderWriter.isLetterOrDigit($0) || ".-_@".utf8.contains($0)
      }
      let parts = image.contentID.split(separator: "@", omittingEmptySubsequences: false)
      if !isPlain || parts.count > 2 || parts.contains("") || image.contentID.utf8.count > 70 {
        problems.append(.malformed("Content-ID", "letters, digits, and one @ at most"))
      }
    }
    if Set(inlineImages.map(\.contentID)).count < inlineImages.count {
      problems.append(.malformed("Content-ID", "two pictures have the same"))
    }
  }

  private func checkCalendar(into problems: inout [MessageProblem]) {
    guard let calendar else { return }
    problems += calendar.event.problems()
    switch calendar {
    case .invitation(let event):
      if case .publish = event.method {
        problems.append(.malformed("calendar", "an invitation has somebody who is invited"))
      }
    case .attachment(_, let fileName): Self.check(fileName: fileName, into: &problems)
    }
  }

  private static func check(fileName: String, into problems: inout [MessageProblem]) {
    check(fileName, "file name", limit: 200, into: &problems)
    if fileName.isEmpty { problems.append(.empty("file name")) }
    let isPath =
      fileName == "." || fileName == ".." || fileName.utf8.contains { "/\\".utf8.contains($0) }
    if isPath { problems.append(.malformed("file name", "is a path")) }
    if fileName.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      problems.append(.malformed("file name", "holds a control character"))
    }
  }

  /// `multipart` and `message` have rules of their own, which a file of bytes does not keep.
  private static func check(mediaType: String, into problems: inout [MessageProblem]) {
    let parts = mediaType.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isType =
      parts.count == 2 && mediaType.utf8.count <= 127
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(HeaderWriter.isToken) }
    let isComposite = ["multipart/", "message/"].contains { mediaType.lowercased().hasPrefix($0) }
    guard !isType || isComposite else { return }
    problems.append(.malformed("media type", "is none of a file, such as image/png"))
  }
}

extension HeaderWriter {
  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }
}
