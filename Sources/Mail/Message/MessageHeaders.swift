import CivilTime

extension MessageDraft {
  /// The message's own fields; those of its content follow in the same section.
  func headers() -> HeaderWriter {
    var headers = HeaderWriter()
    headers.field("Date", words: [Self.date(date, utcOffsetSeconds: utcOffsetSeconds)])
    headers.field("From", mailboxes: [from])
    if !replyTo.isEmpty { headers.field("Reply-To", mailboxes: replyTo) }
    headers.field("To", mailboxes: to)
    headers.field("Subject", text: subject)
    headers.field("Message-ID", words: [messageID.description])
    if let inReplyTo { headers.field("In-Reply-To", words: [inReplyTo.description]) }
    if !references.isEmpty { headers.field("References", words: references.map(\.description)) }
    switch autoSubmitted {
    case .no: break
    case .generated: headers.field("Auto-Submitted", words: ["auto-generated"])
    case .replied: headers.field("Auto-Submitted", words: ["auto-replied"])
    }
    if suppressesAutomaticAnswers { headers.field("X-Auto-Response-Suppress", words: ["All"]) }
    if let unsubscribe { headers.fields(unsubscribe) }
    headers.field("MIME-Version", words: ["1.0"])
    return headers
  }

  /// A date as RFC 5322 §3.3 wants it: `Wed, 30 Sep 2026 09:10:00 -0500`.
  ///
  /// - Parameters:
  ///   - date: The instant; what is below a second is left out.
  ///   - utcOffsetSeconds: The clock; what is below a minute is left out.
  /// - Returns: The field's value.
  static func date(_ date: Instant, utcOffsetSeconds: Int) -> String {
    let minutes = utcOffsetSeconds / 60
    let civil = Zone.utc.civil(at: date.adding(minutes: Int64(minutes)))
    let day = civil.date
    let time = civil.time
    let sign = minutes < 0 ? "-" : "+"
    let zone = Digits.two(abs(minutes) / 60) + Digits.two(abs(minutes) % 60)
    let clock = [time.hour, time.minute, time.second].map(Digits.two).joined(separator: ":")
    return "\(day.weekday.name.prefix(3)), \(Digits.two(day.day)) \(day.monthName.prefix(3)) "
      + "\(Digits.four(day.year)) \(clock) \(sign)\(zone)"
  }
}

extension HeaderWriter {
  /// Writes a field of mailboxes, with commas between them.
  fileprivate mutating func field(_ name: String, mailboxes: [Mailbox]) {
    begin(name)
    for (index, mailbox) in mailboxes.enumerated() {
      let comma = index + 1 < mailboxes.count ? "," : ""
      if let name = mailbox.name {
        phrase(name)
        word("<" + mailbox.address.string + ">" + comma)
      } else {
        word(mailbox.address.string + comma)
      }
    }
    end()
  }

  /// RFC 2369 §3.2 and RFC 8058 §3.1.
  fileprivate mutating func fields(_ unsubscribe: Unsubscribe) {
    let link = unsubscribe.link.map { "<" + $0 + ">" }
    let mail = unsubscribe.address.map { "<" + $0.mailto + ">" }
    let words = [link, mail].compactMap { $0 }
    begin("List-Unsubscribe")
    for (index, word) in words.enumerated() {
      self.word(word + (index + 1 < words.count ? "," : ""))
    }
    end()
    guard link != nil, unsubscribe.isOneClick else { return }
    field("List-Unsubscribe-Post", words: ["List-Unsubscribe=One-Click"])
  }
}

extension Address {
  /// The address as a URI (RFC 6068), percent-encoded where it must be.
  var mailto: String {
    var encoded: [UInt8] = Array("mailto:".utf8)
    for byte in string.utf8 {
      let isKept =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-._~+@!$*".utf8.contains(byte)
      if isKept {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        Hexadecimal.append(byte, to: &encoded)
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}

/// Numbers with leading zeros.
enum Digits {
  static func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  static func four(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
