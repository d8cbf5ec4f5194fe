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
    let listen = fields.optional("listen")?.fields(self.listen)
    let pages = fields.optional("pages")?.fields { $0.flag("showsCatalog", else: true) }
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
      return Limits(
        intakeFileMebibytes: parts.integer(
          "intakeFileMebibytes", in: 1...64, else: standard.intakeFileMebibytes),
        linkDaysAfterDeadline: parts.integer(
          "linkDaysAfterDeadline", in: 0...366, else: standard.linkDaysAfterDeadline),
        artifactMebibytes: parts.integer(
          "artifactMebibytes", in: 1...16_384, else: standard.artifactMebibytes),
        artifactsPerSubmission: parts.integer(
          "artifactsPerSubmission", in: 1...60, else: standard.artifactsPerSubmission))
    }
    guard known != nil, let address else { return nil }
    return Installation(
      publicAddress: address, delivery: mail?.delivery ?? .maildir, relay: mail?.relay,
      listen: listen, showsCatalog: pages ?? true, limits: limits ?? .init())
  }

  private static func listen(_ fields: Fields) -> Listen? {
    let socket = fields.optional("socket")?.parsed(expected: "\"systemd\"") {
      $0 == "systemd" ? Listen.Place.systemd : nil
    }
    let proxies = fields.optional("proxies")?.list(count: 0...20, uniqueBy: "address", \.self) {
      $0.parsed(expected: "an address or a network such as \"10.0.0.0/8\"", length: 43) {
        isNumericAddress($0, allowsPrefix: true) ? $0 : nil
      }
    }
    let header =
      fields.optional("proxyHeader")?.choice(Listen.ProxyHeader.self) ?? .xForwarded
    let address = fields.optional("address")?.parsed(
      expected: "a numeric address such as \"127.0.0.1\" or \"::1\"", length: 39
    ) { isNumericAddress($0, allowsPrefix: false) ? $0 : nil }
    if fields.has("socket") {
      for key in ["address", "port"] where fields.has(key) {
        fields.refuse(key, because: "the socket is systemd's, and so is where it listens")
      }
      return socket.map {
        Listen($0, proxies: proxies ?? Listen.thisMachine, proxyHeader: header)
      }
    }
    let port = fields.required("port")?.integer(in: 1...65_535)
    return port.map {
      Listen(
        .address(address ?? "127.0.0.1", port: $0), proxies: proxies ?? Listen.thisMachine,
        proxyHeader: header)
    }
  }

  /// Whether a text is made of what a numeric address is made of; the server says whether it is one.
  private static func isNumericAddress(_ text: String, allowsPrefix: Bool) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 1 || (allowsPrefix && parts.count == 2 && Int(parts[1]) != nil) else {
      return false
    }
    let host = parts[0]
    let isHexadecimal = host.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: ":"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    return isHexadecimal && (host.contains(".") || host.contains(":"))
  }

  /// The installation as a document, every setting spelled out.
  public var plain: Plain {
    .fields([
      "format": 1,
      "publicAddress": .string(publicAddress),
      "mail": .fields(["delivery": .string(delivery.rawValue), "relay": relay?.plain]),
      "listen": listen?.plain,
      "pages": .fields(["showsCatalog": .bool(showsCatalog)]),
      "limits": .fields([
        "intakeFileMebibytes": .integer(limits.intakeFileMebibytes),
        "linkDaysAfterDeadline": .integer(limits.linkDaysAfterDeadline),
        "artifactMebibytes": .integer(limits.artifactMebibytes),
        "artifactsPerSubmission": .integer(limits.artifactsPerSubmission),
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

extension Installation.Listen {
  fileprivate var plain: Plain {
    let proxies = Plain.strings(proxies)
    let header = Plain.string(proxyHeader.rawValue)
    return switch place {
    case .address(let address, let port):
      .fields([
        "address": .string(address), "port": .integer(port), "proxies": proxies,
        "proxyHeader": header,
      ])
    case .systemd: .fields(["socket": "systemd", "proxies": proxies, "proxyHeader": header])
    }
  }
}
