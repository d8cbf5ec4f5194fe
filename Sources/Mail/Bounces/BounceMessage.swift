/// A message that may be a bounce, and what it says.
struct BounceMessage {
  private let reader: MIMEReader

  init(_ bytes: [UInt8]) {
    reader = MIMEReader(bytes)
  }

  private var headers: [HeaderFields.Field] { reader.parts.first?.fields ?? [] }

  func report() -> BounceReport? {
    var recipients: [BouncedRecipient] = []
    for part in reader.parts where DeliveryStatus.mediaTypes.contains(part.mediaType) {
      let room = BounceReport.recipientCountMaximum - recipients.count
      guard room > 0 else { break }
      recipients += DeliveryStatus.recipients(in: reader.content(of: part), limit: room)
    }
    if recipients.isEmpty { recipients = TextBounce(reader)?.recipients ?? [] }
    return BounceReport(originalMessageID: originalMessageID(), recipients: recipients)
  }

  /// From the copy of the message, else from what the report is in answer to.
  private func originalMessageID() -> MessageID? {
    let copies: Set<String> = [
      "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers",
      "message/rfc822-headers",
    ]
    for part in reader.parts.dropFirst() where copies.contains(part.mediaType) {
      let content = reader.content(of: part)
      if let id = Self.messageID(in: HeaderFields.split(content).fields) { return id }
    }
    for part in reader.parts where part.mediaType == "text/plain" {
      if let id = TextBounce.messageIDOfCopy(in: reader.content(of: part)) { return id }
    }
    for name in ["x-original-message-id", "original-message-id", "in-reply-to", "references"] {
      guard let value = headers.value(of: name) else { continue }
      let ids = value.split(whereSeparator: ByteKind.isBlank)
      if let id = ids.last.flatMap({ MessageID(received: String(decoding: $0, as: UTF8.self)) }) {
        return id
      }
    }
    return nil
  }

  static func messageID(in fields: [HeaderFields.Field]) -> MessageID? {
    fields.value(of: "message-id").flatMap {
      MessageID(received: String(decoding: $0, as: UTF8.self))
    }
  }
}

/// The part that machines read: groups of fields, the first about the message, each further one about a
/// recipient (RFC 3464 §2).
enum DeliveryStatus {
  static let mediaTypes: Set<String> = [
    "message/delivery-status", "message/global-delivery-status",
  ]

  static func recipients(in content: [UInt8], limit: Int) -> [BouncedRecipient] {
    var found: [BouncedRecipient] = []
    var index = 0
    while index < content.count, found.count < limit {
      let (fields, next) = HeaderFields.split(content, from: index, limit: content.count)
      if let recipient = recipient(fields) { found.append(recipient) }
      // An empty line more than needed is its own, empty group.
      index = max(next, index + 1)
    }
    return found
  }

  private static func recipient(_ fields: [HeaderFields.Field]) -> BouncedRecipient? {
    let original = fields.value(of: "original-recipient").flatMap(address)
    guard let address = fields.value(of: "final-recipient").flatMap(address) ?? original else {
      return nil
    }
    let status = fields.value(of: "status").flatMap { EnhancedStatus(leading: $0[...]) }
    let told = (fields.text(of: "action", lengthMaximum: 40) ?? "").lowercased()
    let word = told.prefix { $0 != " " && $0 != "(" }
    // The action must be there, but is sometimes missing; the status says nearly the same.
    let action =
      BouncedRecipient.Action(rawValue: String(word))
      ?? (status?.statusClass == 5 ? .failed : status?.statusClass == 2 ? .delivered : .delayed)
    let diagnostic = typedValue(fields.value(of: "diagnostic-code") ?? [])
    return BouncedRecipient(
      address: address, originalAddress: original, action: action, status: status,
      diagnostic: CleanText.line(
        diagnostic, lengthMaximum: BouncedRecipient.diagnosticLengthMaximum))
  }

  /// The address in `rfc822; m.alder@maplehollow.example`.
  private static func address(_ value: [UInt8]) -> String? {
    var text = typedValue(value)
    if text.first == UInt8(ascii: "<"), text.last == UInt8(ascii: ">") {
      text = text.dropFirst().dropLast()
    }
    let address = CleanText.line(text, lengthMaximum: BouncedRecipient.addressLengthMaximum)
    return address.isEmpty ? nil : address
  }

  /// What stands after the type and its semicolon; everything if there is no type.
  private static func typedValue(_ value: [UInt8]) -> ArraySlice<UInt8> {
    let type = value.prefix { $0 != UInt8(ascii: ";") }
    let isType =
      type.count < value.count && type.count <= 40
      && type.allSatisfy { HeaderWriter.isToken($0) || ByteKind.isBlank($0) }
    return (isType ? value[(type.endIndex + 1)...] : value[...]).drop(while: ByteKind.isBlank)
  }
}
