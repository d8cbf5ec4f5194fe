/// What is asked for by posting a form: an access token, or leave to sign in at another device.
public struct TokenRequest: Sendable {
  /// Who asks: an application that was registered with the server (RFC 6749 §2).
  public struct Client: Hashable, Sendable {
    /// How the server learns the secret; the raw values are those of RFC 7591 §2.
    public enum Authentication: String, Hashable, Sendable, CaseIterable {
      /// In the header `Authorization`, which every server takes (RFC 6749 §2.3.1).
      case basic = "client_secret_basic"
      /// In the form, as Microsoft and Google show it.
      case post = "client_secret_post"
    }

    public let id: String
    /// `nil` for an application that can't keep one.
    public let secret: SecretText?
    public let authentication: Authentication

    public init(id: String, secret: SecretText? = nil, authentication: Authentication = .post) {
      self.id = id
      self.secret = secret
      self.authentication = authentication
    }
  }

  /// By what right a token is asked for.
  public enum Grant: Hashable, Sendable {
    /// The application's own (RFC 6749 §4.4).
    case clientCredentials(Client)
    /// That of somebody who signed in earlier (RFC 6749 §6).
    case refreshToken(SecretText, Client)
    /// A signed statement (RFC 7523 §2.1).
    case jwtBearer(SecretText)
    /// That of somebody who is signing in at another device (RFC 8628 §3.4).
    case deviceCode(SecretText, Client)
  }

  let fields: [(name: String, value: String)]
  /// User and secret of the header `Authorization`, if it is sent.
  let basic: (user: String, secret: SecretText)?
  /// What must not stand in any message, even if the server sends it back.
  let secrets: [SecretText]

  /// Asks for an access token.
  ///
  /// - Parameters:
  ///   - grant: By what right.
  ///   - scope: What it is to allow; `nil` for what the server gives by itself.
  public init(_ grant: Grant, scope: String?) {
    var fields: [(name: String, value: String)] = []
    var client: Client?
    var secrets: [SecretText] = []
    switch grant {
    case .clientCredentials(let asking):
      fields = [("grant_type", "client_credentials")]
      client = asking
    case .refreshToken(let token, let asking):
      fields = [("grant_type", "refresh_token"), ("refresh_token", token.text)]
      client = asking
      secrets = [token]
    case .jwtBearer(let assertion):
      fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("assertion", assertion.text),
      ]
      secrets = [assertion]
    case .deviceCode(let code, let asking):
      fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", code.text),
      ]
      client = asking
      secrets = [code]
    }
    // A statement carries its scope itself, and a device's was told when its code was asked for.
    switch grant {
    case .clientCredentials, .refreshToken:
      if let scope { fields.append(("scope", scope)) }
    case .jwtBearer, .deviceCode: break
    }
    self.init(fields, client, secrets)
  }

  /// Asks for a code with which somebody signs in at another device (RFC 8628 §3.1).
  ///
  /// - Parameters:
  ///   - client: Who asks.
  ///   - scope: What the tokens are to allow.
  public init(deviceCodeFor client: Client, scope: String?) {
    self.init(scope.map { [("scope", $0)] } ?? [], client, [])
  }

  private init(
    _ own: [(name: String, value: String)], _ client: Client?, _ secrets: [SecretText]
  ) {
    var fields = own
    var basic: (user: String, secret: SecretText)?
    if let client {
      if let secret = client.secret, client.authentication == .basic {
        basic = (client.id, secret)
      } else {
        fields.append(("client_id", client.id))
        if let secret = client.secret { fields.append(("client_secret", secret.text)) }
      }
    }
    self.fields = fields
    self.basic = basic
    self.secrets = secrets + [client?.secret].compactMap { $0 }
  }

  /// A server's words without any secret of this request in them, whether in clear or as the form has it.
  func withoutSecrets(_ words: String) -> String {
    var clean = words
    for secret in secrets where !secret.text.isEmpty {
      for spelling in [secret.text, FormEncoding.escape(secret.text)] {
        clean = clean.split(separator: spelling, omittingEmptySubsequences: false)
          .joined(separator: "(secret)")
      }
    }
    return clean
  }
}

extension TokenRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names of its fields.
  public var description: String { fields.map(\.name).joined(separator: ", ") }
  public var debugDescription: String { description }

  /// Without the values, which `dump` and failed expectations would show.
  public var customMirror: Mirror { Mirror(self, children: ["fields": description]) }
}
