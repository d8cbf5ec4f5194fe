public import Documents

extension Installation {
  /// Reads an installation's file.
  ///
  /// - Throws: ``Mistakes`` with all that is wrong.
  public static func read(_ document: Document) throws(Mistakes) -> Installation {
    try document.read { root in root.fields(installation) }
  }

  /// Reads an installation's file from its bytes.
  ///
  /// - Throws: ``Mistakes`` with all that is wrong.
  public static func read(_ bytes: [UInt8], file: String) throws(Mistakes) -> Installation {
    try read(Document(parsing: bytes, file: file))
  }

  private static func installation(_ fields: Fields) -> Installation? {
    let known = fields.required("format")?.integer(in: 1...1)
    let address = fields.required("publicAddress")?.parsed(
      expected: "an address such as \"https://microcredentials.example.org\", without a path"
    ) { isPublicAddress($0) ? $0 : nil }
    fields.refuseWhatIsNotThereYet(["listen": "pages"])
    let mail = fields.optional("mail")?.fields { parts -> (delivery: Delivery, relay: Relay?)? in
      let relay = parts.optional("relay")?.fields(Relay.read)
      let delivery =
        parts.optional("delivery")?.choice(Delivery.self)
        ?? (parts.has("relay") ? .relay : .maildir)
      if delivery == .relay, !parts.has("relay") {
        parts.reader.mistake(
          found: "no key \"relay\"", expected: "one, since mail is delivered to a relay")
      }
      return (delivery, relay)
    }
    let limits = fields.optional("limits")?.fields { parts -> Limits? in
      let standard = Limits()
      parts.refuseWhatIsNotThereYet([
        "artifactMebibytes": "pages, where artifacts come in,",
        "artifactsPerSubmission": "pages, where artifacts come in,",
      ])
      return Limits(
        intakeFileMebibytes: parts.integer(
          "intakeFileMebibytes", in: 1...64, else: standard.intakeFileMebibytes),
        linkDaysAfterDeadline: parts.integer(
          "linkDaysAfterDeadline", in: 0...366, else: standard.linkDaysAfterDeadline))
    }
    guard known != nil, let address else { return nil }
    return Installation(
      publicAddress: address, delivery: mail?.delivery ?? .maildir, relay: mail?.relay,
      limits: limits ?? .init())
  }

  /// The installation as a document, every setting spelled out.
  public var plain: Plain {
    .fields([
      "format": 1,
      "publicAddress": .string(publicAddress),
      "mail": .fields(["delivery": .string(delivery.rawValue), "relay": relay?.plain]),
      "limits": .fields([
        "intakeFileMebibytes": .integer(limits.intakeFileMebibytes),
        "linkDaysAfterDeadline": .integer(limits.linkDaysAfterDeadline),
      ]),
    ])
  }

  /// A file that can be imported again.
  public var export: String {
    JSON5Text.write(plain, heading: ["This installation, exported."])
  }

  /// `https://host`, with a port or without; plain `http` only for this machine itself.
  private static func isPublicAddress(_ text: String) -> Bool {
    let secure = text.hasPrefix("https://")
    guard secure || text.hasPrefix("http://") else { return false }
    let parts = text.dropFirst(secure ? 8 : 7).split(
      separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count) else { return false }
    if parts.count == 2 {
      guard let port = decimal(parts[1], in: 1...65_535), String(port) == parts[1] else {
        return false
      }
    }
    let host = parts[0]
    guard secure || host == "localhost" || host == "127.0.0.1" else { return false }
    return host.utf8.count <= 253
      && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
          && label.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
              UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
              true
            default: false
            }
          }
      }
  }

  private static func decimal(_ text: Substring, in range: ClosedRange<Int>) -> Int? {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(text).flatMap { range.contains($0) ? $0 : nil }
  }
}
