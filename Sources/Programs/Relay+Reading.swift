import Documents

extension Relay {
  static func read(_ fields: Fields) -> Relay? {
    let kind = fields.optional("kind")?.choice(Kind.self) ?? .other
    let host = fields.required("host")?.parsed(
      expected: "a host such as \"smtp.example.org\"", length: 253
    ) { isHost($0) ? $0 : nil }
    let tls = fields.optional("tls")?.choice(TLS.self) ?? .required
    let port = fields.integer("port", in: 1...65_535, else: tls == .implicit ? 465 : 587)
    let authorities = fields.optional("authorities").flatMap(path)
    let clientName = fields.optional("clientName")?.parsed(
      expected: "a host name such as \"rubricd.example.org\"", length: 253
    ) { isHost($0) ? $0 : nil }
    let signIn = fields.optional("signIn")?.fields(signIn)
    let limits = fields.optional("limits")?.fields { parts -> Limits? in
      Limits(
        messagesPerMinute: parts.optional("messagesPerMinute")?.integer(in: 1...60_000),
        connections: parts.optional("connections")?.integer(in: 1...20),
        recipientsPerDay: parts.optional("recipientsPerDay")?.integer(in: 1...1_000_000))
    }
    let repeats = fields.integer("unknownRepeats", in: 0...10, else: 1)
    let dkim = fields.optional("dkim")?.fields(dkim)
    if signIn != nil, tls == .never || tls == .ifOffered, let host,
      !["localhost", "127.0.0.1", "::1"].contains(host)
    {
      fields.optional("tls")?.mistake(
        expected: "\"required\" or \"implicit\", since a password or token goes to another machine")
    }
    guard let host else { return nil }
    return Relay(
      kind: kind, host: host, port: port, tls: tls, authorities: authorities,
      clientName: clientName, signIn: signIn, limits: limits ?? .init(), unknownRepeats: repeats,
      dkim: dkim)
  }

  private static func signIn(_ fields: Fields) -> SignIn? {
    let user = fields.required("user")?.string(length: 1...255)
    let mechanism = fields.optional("mechanism")?.choice(SignIn.Mechanism.self)
    let password = fields.optional("password").flatMap(secret)
    let command = fields.optional("tokenCommand")?.list(count: 1...20) {
      $0.string(length: 1...1_000)
    }
    if let command, let program = command.first, !program.hasPrefix("/") {
      fields.optional("tokenCommand")?.mistake(
        found: Mistake.quoted(program), expected: "the program's absolute path first")
    }
    let oauth = fields.optional("oauth")?.fields(OAuth.read)
    let secrets = ["password", "oauth", "tokenCommand"].filter(fields.has)
    guard let named = secrets.first, secrets.count == 1 else {
      fields.reader.mistake(
        found: secrets.isEmpty ? "none" : secrets.map(Mistake.quoted).joined(separator: " and "),
        expected: "one of \"password\", \"oauth\" and \"tokenCommand\"")
      return nil
    }
    if let mechanism, mechanism.takesToken != (named != "password") {
      fields.optional("mechanism")?.mistake(
        expected: mechanism.takesToken
          ? "a mechanism for a password, or \"oauth\""
          : "\"XOAUTH2\" or \"OAUTHBEARER\", since there is \(Mistake.quoted(named))")
    }
    let secret =
      password.map(SignIn.Secret.password) ?? oauth.map(SignIn.Secret.oauth)
      ?? command.map(SignIn.Secret.tokenCommand)
    guard let user, let secret else { return nil }
    return SignIn(user: user, mechanism: mechanism, secret: secret)
  }

  private static func dkim(_ fields: Fields) -> DKIM? {
    let domain = fields.required("domain")?.parsed(
      expected: "a domain such as \"example.org\"", length: 253
    ) { isHost($0) && $0.contains(".") ? $0 : nil }
    let selector = fields.required("selector")?.parsed(
      expected: "a selector such as \"rubricd2026\"", length: 63
    ) { isHost($0) ? $0 : nil }
    let key = fields.required("key").flatMap(secret)
    guard let domain, let selector, let key else { return nil }
    return DKIM(domain: domain, selector: selector, key: key)
  }

  /// `{ credential: "relay-password" }` or `{ file: "/etc/rubricd/relay-password" }`.
  static func secret(_ reader: Reader) -> SecretPlace? {
    reader.fields { parts in
      let name = parts.optional("credential")?.parsed(
        expected: "a credential's name such as \"relay-password\"", length: 255
      ) { isCredential($0) ? $0 : nil }
      let file = parts.optional("file").flatMap(path)
      guard parts.has("credential") != parts.has("file") else {
        parts.reader.mistake(expected: "one of \"credential\" and \"file\": no secret stands here")
        return nil
      }
      return name.map(SecretPlace.credential) ?? file.map(SecretPlace.file)
    }
  }

  static func path(_ reader: Reader) -> String? {
    reader.parsed(expected: "an absolute path", length: 1_000) {
      $0.hasPrefix("/") && !$0.hasSuffix("/") ? $0 : nil
    }
  }

  private static func isCredential(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(".")
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
  }

  /// A name or an address as numbers.
  private static func isHost(_ text: String) -> Bool {
    if text.contains(":") {
      return text.utf8.allSatisfy { "0123456789abcdefABCDEF:.".utf8.contains($0) }
    }
    return !text.isEmpty
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
          && label.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
              || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          }
      }
  }

  /// The relay as a document.
  var plain: Plain {
    .fields([
      "kind": .string(kind.rawValue), "host": .string(host), "port": .integer(port),
      "tls": .string(tls.rawValue), "authorities": authorities.map(Plain.string),
      "clientName": clientName.map(Plain.string), "signIn": signIn?.plain,
      "limits": limits == Limits()
        ? nil
        : .fields([
          "messagesPerMinute": limits.messagesPerMinute.map(Plain.integer),
          "connections": limits.connections.map(Plain.integer),
          "recipientsPerDay": limits.recipientsPerDay.map(Plain.integer),
        ]), "unknownRepeats": .integer(unknownRepeats),
      "dkim": dkim.map {
        .fields([
          "domain": .string($0.domain), "selector": .string($0.selector), "key": $0.key.plain,
        ])
      },
    ])
  }
}

extension Relay.SignIn {
  fileprivate var plain: Plain {
    let (name, value): (String, Plain) =
      switch secret {
      case .password(let place): ("password", place.plain)
      case .oauth(let oauth): ("oauth", oauth.plain)
      case .tokenCommand(let words): ("tokenCommand", .strings(words))
      }
    let members: [Plain.Entry?] = [
      .init("user", .string(user)),
      mechanism.map { .init("mechanism", .string($0.rawValue)) }, .init(name, value),
    ]
    return .map(members.compactMap(\.self))
  }
}

extension SecretPlace {
  var plain: Plain {
    switch self {
    case .credential(let name): .fields(["credential": .string(name)])
    case .file(let path): .fields(["file": .string(path)])
    }
  }
}
