import Documents

/// How completed work comes in by e-mail, where a program takes it so.
public struct MailIntakePolicy: Hashable, Sendable, Codable {
  /// The address that work is sent to. What stands behind a `+` in it names the catalog's entry:
  /// `microcredentials+CODE@example.org`.
  public var address: String
  /// The name by which the district's mail server signs what it found out about a mail's sender
  /// (`Authentication-Results`, RFC 8601). A mail for which it does not vouch is not taken then. Without one,
  /// whatever the mail server hands over is taken to be from whom it says.
  public var authenticationServer: String?
  /// Which kinds of documents are accepted: all by default.
  public var accepts: [DocumentKind]
  /// Mebibytes of one mail, attachments and all: 100 by default.
  public var mebibytes: Int
  /// How many mails of one person are taken in 24 hours: 20 by default. So nothing can go round in circles for long.
  public var mailsPerDay: Int

  public init(
    address: String, authenticationServer: String? = nil,
    accepts: [DocumentKind] = DocumentKind.allCases, mebibytes: Int = 100, mailsPerDay: Int = 20
  ) {
    self.address = address
    self.authenticationServer = authenticationServer
    self.accepts = accepts
    self.mebibytes = mebibytes
    self.mailsPerDay = mailsPerDay
  }
}

/// What a document is, by its own bytes.
public enum DocumentKind: String, Hashable, Sendable, Codable, CaseIterable {
  case pdf
  case picture
  case video
  case audio
  /// Texts, tables and slides of the usual office programs.
  case office
  /// Plain text.
  case text
}

extension MailIntakePolicy {
  static func read(_ fields: Fields) -> MailIntakePolicy? {
    let standard = MailIntakePolicy(address: "")
    let addressReader = fields.required("address")
    let address = addressReader?.emailAddress()
    if let address, address.split(separator: "@").first?.contains("+") == true {
      addressReader?.mistake(
        found: "an address with \"+\"", expected: "one without: the catalog's codes stand there")
    }
    let server = fields.optional("authenticationServer")?.string(length: 1...253)
    let accepts = fields.optional("accepts")?
      .list(count: 1...DocumentKind.allCases.count, uniqueBy: "kind", \.self) {
        $0.choice(DocumentKind.self)
      }
    let mebibytes = fields.integer("mebibytes", in: 1...256, else: standard.mebibytes)
    let mailsPerDay = fields.integer("mailsPerDay", in: 1...500, else: standard.mailsPerDay)
    guard let address else { return nil }
    return MailIntakePolicy(
      address: address, authenticationServer: server, accepts: accepts ?? standard.accepts,
      mebibytes: mebibytes, mailsPerDay: mailsPerDay)
  }

  var plain: Plain {
    .fields([
      "address": .string(address),
      "authenticationServer": authenticationServer.map(Plain.string),
      "accepts": .strings(accepts.map(\.rawValue)),
      "mebibytes": .integer(mebibytes),
      "mailsPerDay": .integer(mailsPerDay),
    ])
  }
}
