/// A message as it goes out: checked, and written to the last byte.
///
///     var draft = MessageDraft(from: office, to: [Mailbox(name: "Theo", theo)], …)
///     draft.html = page.bytes
///     let message = try MailMessage(draft)  // MessageRefusal tells everything that is wrong
///
/// Its parts: text and HTML as alternatives, the HTML with its pictures around it, an invitation
/// beside them; files, a calendar file among them, around all that. Only what is there is nested.
public struct MailMessage: Hashable, Sendable {
  /// What it was made from.
  public let draft: MessageDraft

  /// The message in CRLF lines, without the dots that SMTP adds.
  public let bytes: [UInt8]

  /// Whether an address in it has letters beyond ASCII, so that only SMTPUTF8 takes it.
  public let needsSMTPUTF8: Bool

  /// Checks and writes a draft.
  ///
  /// - Parameter draft: What the message says.
  /// - Throws: ``MessageRefusal`` with everything that is wrong.
  public init(_ draft: MessageDraft) throws(MessageRefusal) {
    let problems = draft.problems()
    guard problems.isEmpty else { throw MessageRefusal(problems: problems) }
    self.draft = draft
    needsSMTPUTF8 = draft.addresses.contains(where: \.needsSMTPUTF8)
    var output: [UInt8] = []
    output.reserveCapacity(2_048 + draft.text.utf8.count * 2 + (draft.html?.count ?? 0) * 3 / 2)
    var writer = MIMEWriter(messageID: draft.messageID)
    writer.write(draft.content(), headers: draft.headers(), into: &output)
    if output.last != 0x0A { output.append(contentsOf: [0x0D, 0x0A]) }
    bytes = output
  }
}

extension MessageDraft {
  /// The addresses that stand in the headers as they are. Those in links are percent-encoded.
  var addresses: [Address] {
    ([from] + replyTo + to).map(\.address)
  }

  /// The parts, nested as deep as they must be.
  func content() -> MIMEPart {
    var alternatives: [MIMEPart] = [.leaf(MIMEPart.text("text/plain", Array(text.utf8)))]
    if let html {
      let page = MIMEPart.leaf(MIMEPart.text("text/html", html))
      let pictures = inlineImages.map(Self.part)
      alternatives.append(pictures.isEmpty ? page : .multipart("related", [page] + pictures))
    }
    var files: [MIMEPart] = []
    switch calendar {
    case .invitation(let event)?: alternatives.append(.leaf(Self.part(event)))
    case .attachment(let event, let fileName)?:
      var leaf = Self.part(event)
      leaf.disposition = "attachment"
      leaf.fileName = fileName
      files.append(.leaf(leaf))
    case nil: break
    }
    files += attachments.map(Self.part)
    let body = alternatives.count == 1 ? alternatives[0] : .multipart("alternative", alternatives)
    return files.isEmpty ? body : .multipart("mixed", [body] + files)
  }

  private static func part(_ event: CalendarEvent) -> MIMEPart.Leaf {
    MIMEPart.text(
      "text/calendar", event.bytes, parameters: [("method", event.method.name)])
  }

  private static func part(_ image: InlineImage) -> MIMEPart {
    .leaf(
      MIMEPart.Leaf(
        mediaType: image.mediaType, disposition: "inline", contentID: image.contentID,
        encoding: .base64, bytes: image.bytes))
  }

  private static func part(_ file: Attachment) -> MIMEPart {
    .leaf(
      MIMEPart.Leaf(
        mediaType: file.mediaType, disposition: "attachment", fileName: file.fileName,
        encoding: .base64, bytes: file.bytes))
  }
}
