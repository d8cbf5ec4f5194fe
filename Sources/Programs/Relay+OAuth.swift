import Documents

extension Relay {
  /// How OAuth access tokens for the relay are had. It holds no secret, only where secrets are.
  public struct OAuth: Hashable, Sendable {
    /// Whose tokens they are: what is left out follows from it.
    public var provider: Provider
    public var grant: Grant
    /// Microsoft's name or number of the organization.
    public var tenant: String?
    /// The application, as the provider registered it; `nil` for a service account.
    public var clientID: String?
    /// `nil` for an application that can't keep one.
    public var clientSecret: SecretPlace?
    /// How the server learns the secret.
    public var clientAuthentication: ClientAuthentication
    /// A service account's key file.
    public var key: SecretPlace?
    /// What a token is to allow; `nil` for what the server gives by itself.
    public var scope: String?
    /// Where tokens are asked for; `nil` for a service account, whose key says it.
    public var tokenAddress: String?
    /// Where codes for signing in at another device are asked for; `nil` where there are none.
    public var deviceAddress: String?
    /// A PEM file of the authorities to trust there instead of the system's.
    public var authorities: String?

    public enum Provider: String, Hashable, Sendable, CaseIterable {
      case microsoft, google, other
    }

    /// By what right a token is asked for.
    public enum Grant: String, Hashable, Sendable, CaseIterable {
      /// The application's own.
      case clientCredentials = "client_credentials"
      /// That of somebody who signed in by `rubricctl mail token --sign-in`.
      case refreshToken = "refresh_token"
      /// A service account's, which acts for the mailbox.
      case serviceAccount = "service_account"
    }

    public enum ClientAuthentication: String, Hashable, Sendable, CaseIterable {
      /// In the header `Authorization`.
      case basic = "client_secret_basic"
      /// In the form.
      case post = "client_secret_post"
    }

    public init(
      provider: Provider = .other, grant: Grant = .clientCredentials, tenant: String? = nil,
      clientID: String? = nil, clientSecret: SecretPlace? = nil,
      clientAuthentication: ClientAuthentication = .basic, key: SecretPlace? = nil,
      scope: String? = nil, tokenAddress: String? = nil, deviceAddress: String? = nil,
      authorities: String? = nil
    ) {
      self.provider = provider
      self.grant = grant
      self.tenant = tenant
      self.clientID = clientID
      self.clientSecret = clientSecret
      self.clientAuthentication = clientAuthentication
      self.key = key
      self.scope = scope
      self.tokenAddress = tokenAddress
      self.deviceAddress = deviceAddress
      self.authorities = authorities
    }
  }
}

// MARK: - What a provider has by default

extension Relay.OAuth.Provider {
  fileprivate func grant(hasKey: Bool) -> Relay.OAuth.Grant {
    self == .google || hasKey ? .serviceAccount : .clientCredentials
  }

  /// What its pages on SMTP say.
  fileprivate func scope(_ grant: Relay.OAuth.Grant) -> String? {
    switch (self, grant) {
    // The permission SMTP.SendAsApp of the application itself.
    case (.microsoft, .clientCredentials): "https://outlook.office365.com/.default"
    case (.microsoft, _): "https://outlook.office.com/SMTP.Send offline_access"
    case (.google, _): "https://mail.google.com/"
    case (.other, _): nil
    }
  }

  fileprivate func tokenAddress(tenant: String?) -> String? {
    switch self {
    case .microsoft:
      tenant.map { "https://login.microsoftonline.com/\($0)/oauth2/v2.0/token" }
    case .google: "https://oauth2.googleapis.com/token"
    case .other: nil
    }
  }

  fileprivate func deviceAddress(tenant: String?) -> String? {
    switch self {
    case .microsoft:
      tenant.map { "https://login.microsoftonline.com/\($0)/oauth2/v2.0/devicecode" }
    // Google gives no leave to send mail in this way ("Allowed scopes" of its limited-input devices).
    case .google, .other: nil
    }
  }
}

// MARK: - In a file

extension Relay.OAuth {
  static func read(_ fields: Fields) -> Relay.OAuth? {
    let provider = fields.required("provider")?.choice(Provider.self)
    let grant =
      fields.optional("grant")?.choice(Grant.self)
      ?? (provider ?? .other).grant(hasKey: fields.has("key"))
    let isAccount = grant == .serviceAccount
    let tenant = fields.optional("tenant")?.parsed(
      expected: "the organization's domain or number, such as \"example.org\""
    ) { isTenant($0) ? $0 : nil }
    let clientID = fields.optional("clientID")?.string(length: 1...500)
    let secret = fields.optional("clientSecret").flatMap(Relay.secret)
    let authentication = fields.optional("clientAuthentication")?.choice(ClientAuthentication.self)
    let key = fields.optional("key").flatMap(Relay.secret)
    let scope = fields.optional("scope")?.string(length: 1...1_000)
    let token = fields.optional("tokenAddress").flatMap(address)
    let device = fields.optional("deviceAddress").flatMap(address)
    let authorities = fields.optional("authorities").flatMap(Relay.path)
    guard let provider else { return nil }
    if isAccount {
      need("key", of: fields, since: "it is what a service account signs with")
      refuse(
        ["clientID", "clientSecret", "clientAuthentication", "deviceAddress"], of: fields,
        since: "a service account signs with its key")
      if provider != .google { need("scope", of: fields, since: "a statement says what it is for") }
    } else {
      need("clientID", of: fields, since: "it names the application to the server")
      refuse(["key"], of: fields, since: "only a \"service_account\" signs with one")
      if provider == .other {
        need("tokenAddress", of: fields, since: "no provider says where tokens are asked for")
      }
    }
    if grant == .clientCredentials {
      need("clientSecret", of: fields, since: "the grant \"client_credentials\" rests on it")
    }
    if provider != .microsoft {
      refuse(["tenant"], of: fields, since: "only Microsoft has tenants")
    } else if token == nil {
      need("tenant", of: fields, since: "each organization has a token address of its own")
    }
    return Relay.OAuth(
      provider: provider, grant: grant, tenant: tenant, clientID: clientID, clientSecret: secret,
      clientAuthentication: authentication ?? (provider == .other ? .basic : .post), key: key,
      scope: scope ?? provider.scope(grant),
      tokenAddress: token ?? (isAccount ? nil : provider.tokenAddress(tenant: tenant)),
      deviceAddress: device ?? (isAccount ? nil : provider.deviceAddress(tenant: tenant)),
      authorities: authorities)
  }

  /// Notes a mistake where a key is missing that is needed.
  private static func need(_ key: String, of fields: Fields, since why: String) {
    if fields.has(key) { return }
    fields.reader.mistake(found: "no key \(Mistake.quoted(key))", expected: "one, since \(why)")
  }

  /// Notes a mistake where a key stands that would not be obeyed.
  private static func refuse(_ keys: [String], of fields: Fields, since why: String) {
    for key in keys { fields.optional(key)?.mistake(expected: "it left out, since \(why)") }
  }

  private static func isTenant(_ text: String) -> Bool {
    (1...253).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      }
  }

  private static func address(_ reader: Reader) -> String? {
    reader.parsed(expected: "an address that begins with \"https://\"", length: 1_000) { text in
      let host = text.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" }
      let isGood =
        text.hasPrefix("https://") && !host.isEmpty && !host.contains("@")
        && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !text.contains("#")
      return isGood ? text : nil
    }
  }

  /// The settings as a document.
  var plain: Plain {
    .fields([
      "provider": .string(provider.rawValue), "grant": .string(grant.rawValue),
      "tenant": tenant.map(Plain.string), "clientID": clientID.map(Plain.string),
      "clientSecret": clientSecret?.plain,
      "clientAuthentication": grant == .serviceAccount
        ? nil : .string(clientAuthentication.rawValue),
      "key": key?.plain, "scope": scope.map(Plain.string),
      "tokenAddress": tokenAddress.map(Plain.string),
      "deviceAddress": deviceAddress.map(Plain.string),
      "authorities": authorities.map(Plain.string),
    ])
  }
}
