import CivilTime
import Crypto
import Foundation
import Mail
import Testing

private let client = TokenRequest.Client(id: "app 1", secret: SecretText("s+e&c ü"))
private let now = Instant(rfc3339: "2026-11-22T12:00:00Z") ?? .epoch

/// The form that a request posts, decoded by Foundation, and its head.
private func posted(_ request: TokenRequest) throws -> (head: String, form: [String: String]) {
  let address = try #require(WebAddress("https://login.example.org/token"))
  let text = String(decoding: HTTPRequest.post(request, to: address), as: UTF8.self)
  let parts = text.components(separatedBy: "\r\n\r\n")
  try #require(parts.count == 2)
  var form: [String: String] = [:]
  for field in parts[1].split(separator: "&") {
    let pair = field.split(separator: "=", omittingEmptySubsequences: false).compactMap {
      $0.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
    }
    try #require(pair.count == 2)
    form[pair[0]] = pair[1]
  }
  #expect(parts[0].contains("Content-Length: \(parts[1].utf8.count)"))
  return (parts[0], form)
}

@Suite struct `A request for a token` {
  @Test func `posts what its grant has, and the client's secret as the server wants it`() throws {
    let own = try posted(TokenRequest(.clientCredentials(client), scope: "a b"))
    #expect(
      own.form == [
        "grant_type": "client_credentials", "scope": "a b", "client_id": "app 1",
        "client_secret": "s+e&c ü",
      ])
    #expect(own.head.hasPrefix("POST /token HTTP/1.1\r\nHost: login.example.org\r\n"))
    #expect(!own.head.contains("Authorization"))
    let basic = TokenRequest.Client(
      id: client.id, secret: client.secret, authentication: .basic)
    let header = try posted(TokenRequest(.clientCredentials(basic), scope: nil))
    #expect(header.form == ["grant_type": "client_credentials"])
    let words = Data("app+1:s%2Be%26c+%C3%BC".utf8).base64EncodedString()
    #expect(header.head.contains("Authorization: Basic \(words)\r\n"))
    let refresh = try posted(
      TokenRequest(.refreshToken(SecretText("r1"), .init(id: "app")), scope: nil))
    #expect(
      refresh.form == ["grant_type": "refresh_token", "refresh_token": "r1", "client_id": "app"])
    let statement = try posted(TokenRequest(.jwtBearer(SecretText("a.b.c")), scope: "never sent"))
    #expect(
      statement.form == [
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "a.b.c",
      ])
    let device = try posted(TokenRequest(deviceCodeFor: .init(id: "app"), scope: "s"))
    #expect(device.form == ["client_id": "app", "scope": "s"])
  }

  @Test func `encodes forms as Foundation reads them`() {
    #expect(
      FormEncoding.encode([("a b", "=&+%"), ("", "é*-._~")]) == "a+b=%3D%26%2B%25&=%C3%A9*-._%7E")
  }

  @Test func `shows no secret when it is dumped`() {
    var text = ""
    dump(TokenRequest(.clientCredentials(client), scope: nil).description, to: &text)
    dump(client, to: &text)
    dump(SecretText("hush"), to: &text)
    #expect(!text.contains("s+e&c") && !text.contains("hush"))
  }
}

@Suite struct `The answer of a token address` {
  private let request = TokenRequest(.clientCredentials(client), scope: nil)

  private func read(_ json: String, status: Int = 200) throws(TokenProblem) -> TokenAnswer {
    try TokenAnswer(
      HTTPResponse(status: status, reason: "Reason", body: Array(json.utf8)), to: request, at: now)
  }

  private func problem(_ json: String, status: Int = 200) -> TokenProblem? {
    do throws(TokenProblem) {
      _ = try read(json, status: status)
      return nil
    } catch {
      return error
    }
  }

  @Test func `gives a token, until when it holds, and what renews it`() throws {
    let answer = try read(
      #"{"access_token":"t.o-k_e~n+/=","token_type":"bearer","expires_in":3599,"refresh_token":"r2","x":[1.5]}"#
    )
    #expect(answer.accessToken.text == "t.o-k_e~n+/=")
    #expect(answer.expires == now.adding(seconds: 3_599))
    #expect(answer.refreshToken?.text == "r2")
    let old = try read(#"{"access_token":"t","token_type":"Bearer","expires_in":"60"}"#)
    #expect(old.expires == now.adding(seconds: 60) && old.refreshToken == nil)
    let unsaid = try read(#"{"access_token":"t","token_type":"Bearer"}"#)
    #expect(unsaid.expires == now.adding(seconds: 600))
    let forever = try read(#"{"access_token":"t","token_type":"Bearer","expires_in":999999999999}"#)
    #expect(forever.expires == now.adding(seconds: 86_400))
  }

  @Test func `that is no token is refused`() {
    let wrong = [
      "", "[]", "<html>", #"{"token_type":"Bearer"}"#, #"{"access_token":"t"}"#,
      #"{"access_token":"t","token_type":"mac"}"#, #"{"access_token":"","token_type":"Bearer"}"#,
      #"{"access_token":"t t","token_type":"Bearer"}"#,
      #"{"access_token":"t\u0001auth","token_type":"Bearer"}"#,
      #"{"access_token":"\#(String(repeating: "t", count: 8_193))","token_type":"Bearer"}"#,
    ]
    for json in wrong {
      guard case .malformed? = problem(json) else {
        Issue.record("\(json): \(problem(json).debugDescription)")
        continue
      }
    }
    let longest =
      #"{"access_token":"\#(String(repeating: "t", count: 8_192))","token_type":"Bearer"}"#
    #expect(problem(longest) == nil)
  }

  @Test func `that says no keeps the server's words, and says what to change`() throws {
    let told = try #require(
      problem(
        #"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret.\r\nTrace ID: 1."}"#,
        status: 401))
    #expect(told.description == "invalid_client: AADSTS7000215: Invalid client secret. Trace ID: 1")
    #expect(
      told.advice(for: .clientCredentials)?.contains("client secret is wrong or has expired")
        == true)
    #expect(!told.isTemporary)
    for code in [
      "invalid_client", "invalid_grant", "unauthorized_client", "invalid_scope", "access_denied",
      "unsupported_grant_type", "invalid_request", "expired_token",
    ] {
      for kind in [TokenGrantKind.clientCredentials, .refreshToken, .serviceAccount, .deviceCode] {
        #expect(TokenProblem.refused(code: code, words: "").advice(for: kind) != nil, "\(code)")
      }
    }
    #expect(
      TokenProblem.refused(code: "invalid_grant", words: "").advice(for: .refreshToken)?
        .contains("--sign-in") == true)
    #expect(problem(#"{"error":"temporarily_unavailable"}"#, status: 400)?.isTemporary == true)
    #expect(problem("busy", status: 503) == .status(503, words: "503 Reason"))
    #expect(problem("busy", status: 503)?.isTemporary == true)
    #expect(problem("{}", status: 429)?.isTemporary == true)
    #expect(problem("no", status: 404)?.isTemporary == false)
    #expect(problem("", status: 302)?.advice(for: .refreshToken)?.contains("tokenAddress") == true)
    // Saying no with status 200 is no answer.
    #expect(problem(#"{"error":"invalid_scope"}"#) == .refused(code: "invalid_scope", words: ""))
  }

  @Test func `that sends the secret back is told without it`() throws {
    let told = try #require(
      problem(
        #"{"error":"s+e&c ü","error_description":"s+e&c ü is not s%2Be%26c+%C3%BC\u001b[31m"}"#,
        status: 400))
    #expect(told.description == "(secret): (secret) is not (secret) [31m")
    let long = String(repeating: "s+e&c ü ", count: 100)
    let cut = try #require(problem(#"{"error":"x","error_description":"\#(long)"}"#, status: 400))
    #expect(!cut.description.contains("s+e") && cut.description.count < 420)
  }
}

@Suite struct `A token that is kept` {
  private let token = StoredToken(
    accessToken: SecretText("tok\"en"), expires: now.adding(seconds: 3_600), fetched: now,
    purpose: "p")

  @Test func `is used until five minutes are left, for the same settings`() {
    func isUsable(_ instant: Instant, _ purpose: String = "p", since: Instant? = nil) -> Bool {
      token.isUsable(at: instant, for: purpose, fetchedSince: since)
    }
    #expect(isUsable(now))
    #expect(isUsable(now.adding(seconds: 3_300)))
    #expect(!isUsable(now.adding(milliseconds: 3_300_001)))
    #expect(!isUsable(now, "other"))
    // A clock that was set back says nothing about how long it holds.
    #expect(!isUsable(now.adding(milliseconds: -1)))
    // After a refusal only what was fetched since will do.
    #expect(isUsable(now, since: now))
    #expect(!isUsable(now.adding(seconds: 1), since: now.adding(milliseconds: 1)))
  }

  @Test func `comes back from its file, and nothing else does`() {
    #expect(StoredToken(file: token.file) == token)
    for other in [
      "", "{}", "null", #"{"access_token":"t","purpose":"p","expires_ms":-1,"fetched_ms":0}"#,
    ] {
      #expect(StoredToken(file: Array(other.utf8)) == nil, "\(other)")
    }
    #expect(!"\(token)".contains("tok"))
  }
}

@Suite struct `Signing in at another device` {
  private let request = TokenRequest(deviceCodeFor: .init(id: "app"), scope: nil)

  private func authorization(_ more: String) throws(TokenProblem) -> DeviceAuthorization {
    let json = #"{"device_code":"d","user_code":"AB-CD","verification_uri":"https://v"\#(more)}"#
    return try DeviceAuthorization(
      HTTPResponse(status: 200, body: Array(json.utf8)), to: request)
  }

  @Test func `asks every five seconds unless told otherwise, and slower when it is told so`() throws
  {
    var polling = DevicePolling(try authorization(""))
    #expect(polling.secondsToWait == 5)
    try polling.goOn(after: .refused(code: "authorization_pending", words: ""))
    #expect(polling.secondsToWait == 5)
    try polling.goOn(after: .refused(code: "slow_down", words: ""))
    #expect(polling.secondsToWait == 10)
    try polling.goOn(after: .refused(code: "authorization_pending", words: ""))
    #expect(polling.secondsToWait == 10)
    try polling.goOn(after: nil)
    #expect(polling.secondsToWait == 20)
    try polling.goOn(after: .status(503, words: ""))
    #expect(polling.secondsToWait == 40)
    var told = DevicePolling(try authorization(#","interval":7,"expires_in":15"#))
    #expect(told.secondsToWait == 7)
    try told.waited()
    try told.waited()
    #expect(throws: TokenProblem.refused(code: "expired_token", words: "")) { try told.waited() }
  }

  @Test func `ends when the server says no`() throws {
    for code in ["access_denied", "expired_token", "invalid_grant", "invalid_client"] {
      var polling = DevicePolling(try authorization(""))
      #expect(throws: TokenProblem.refused(code: code, words: "")) {
        try polling.goOn(after: .refused(code: code, words: ""))
      }
    }
  }

  @Test func `knows Google's name for the address, and shows no control characters`() throws {
    let json = #"{"device_code":"d","user_code":"A\u001b[2JB","verification_url":"https://v"}"#
    let read = try DeviceAuthorization(
      HTTPResponse(status: 200, body: Array(json.utf8)), to: request)
    #expect(read.verificationAddress == "https://v")
    #expect(read.userCode == "A [2JB")
    #expect(throws: TokenProblem.self) {
      try DeviceAuthorization(
        HTTPResponse(status: 200, body: Array(#"{"user_code":"A"}"#.utf8)), to: request)
    }
  }
}

@Suite struct `A service account's key` {
  private func problem(_ json: String) -> ServiceAccountKeyProblem? {
    do throws(ServiceAccountKeyProblem) {
      _ = try ServiceAccountKey(file: Array(json.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func `is told apart from the other files of Google's console`() {
    let address = #""token_uri":"https://oauth2.googleapis.com/token""#
    #expect(problem("") == .notJSON)
    #expect(problem(#"{"installed":{"client_id":"x"}}"#) == .otherType("OAuth client"))
    #expect(problem(#"{"type":"authorized_user"}"#) == .otherType("authorized_user"))
    #expect(problem(#"{"type":"service_account"}"#) == .missing("client_email"))
    let email = #""type":"service_account","client_email":"r@p.example""#
    #expect(problem("{\(email)}") == .missing("private_key"))
    #expect(
      problem(#"{\#(email),"private_key":"k","token_uri":"http://x/"}"#) == .missing("token_uri"))
    #expect(problem(#"{\#(email),"private_key":"hush",\#(address)}"#) == .key(.unreadable))
    for wrong in ["", "{\(email)}", #"{\#(email),"private_key":"hush",\#(address)}"#] {
      #expect(problem(wrong).map { !$0.description.contains("hush") } == true)
    }
  }
}
