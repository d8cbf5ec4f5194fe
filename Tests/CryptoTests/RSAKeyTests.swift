import Crypto
import Foundation
import Testing

@Suite struct `An RSA key` {
  @Test(arguments: [SampleKey.pkcs8, SampleKey.pkcs1])
  func `signs as OpenSSL's command line does`(pem: String) throws {
    let key = try RSAKey(pem: Array(pem.utf8))
    #expect(key.bits == 1_024)
    let signature = try key.sign(Array("The relay takes it.".utf8))
    #expect(Hex.encode(signature) == SampleKey.signature)
    #expect(try key.sign([]).count == 128)
  }

  @Test func `signs from many tasks at once`() async throws {
    let key = try RSAKey(pem: Array(SampleKey.pkcs8.utf8))
    let signatures = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<8 { group.addTask { try key.sign(Array("The relay takes it.".utf8)) } }
      return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
    }
    #expect(signatures.map(Hex.encode) == [SampleKey.signature])
  }

  @Test(
    arguments: [
      ("", RSAKeyProblem.unreadable), ("a text", .unreadable),
      (String(SampleKey.pkcs8.prefix(400)), .unreadable), (SampleKey.locked, .unreadable),
      (SampleKey.elliptic, .notRSA), (SampleKey.short, .tooShort(bits: 768)),
      (SampleKey.pkcs8 + String(repeating: "\n", count: 65_536), .unreadable),
    ])
  func `is refused with what is wrong`(pem: String, problem: RSAKeyProblem) {
    #expect(throws: problem) { try RSAKey(pem: Array(pem.utf8)) }
    #expect(!problem.description.isEmpty)
  }
}

@Suite struct `PBKDF2` {
  /// RFC 7914 §11, the first 32 bytes.
  @Test(
    arguments: [
      ("passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
      (
        "Password", "NaCl", 80_000,
        "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
      ),
    ])
  func `gives the published answers`(password: String, salt: String, iterations: Int, key: String) {
    let derived = PBKDF2SHA256.key(
      password: Array(password.utf8), salt: Array(salt.utf8), iterations: iterations)
    #expect(derived?.hex == key)
  }

  @Test func `is computed within bounds only`() {
    func derive(_ iterations: Int, salt: Int = 8) -> Digest32? {
      PBKDF2SHA256.key(
        password: [], salt: [UInt8](repeating: 1, count: salt), iterations: iterations)
    }
    #expect(derive(0) == nil)
    #expect(derive(-1) == nil)
    #expect(derive(1) != nil)
    #expect(derive(PBKDF2SHA256.iterationsMaximum + 1) == nil)
    #expect(derive(.max) == nil)
    #expect(derive(1, salt: 1_024) != nil)
    #expect(derive(1, salt: 1_025) == nil)
  }
}

@Suite struct `Padded base64` {
  /// RFC 4648 §10, and the two characters that base64url has not.
  @Test(
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func `gives the published answers`(plain: String, text: String) {
    #expect(Base64.encode(Array(plain.utf8)) == text)
    #expect(Base64.decode(text) == Array(plain.utf8))
  }

  @Test(
    arguments: [
      "Z", "Zg", "Zg=", "Zg===", "====", "=", "Z===", "Zm9v=", "Zm 8=", "-_8=", "Zh==", "Zm9=",
      "Zg==Zg==", "Zm9v\n",
    ])
  func `refuses what it would not have written`(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test func `gives back any bytes`() {
    for count in 0..<70 {
      let bytes = SeededRandom(seed: UInt64(count)).bytes(count)
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
      var appended: [UInt8] = [1]
      Base64.append(bytes[...], to: &appended)
      #expect(appended == [1] + Array(Base64.encode(bytes).utf8))
    }
  }
}

/// Keys that were made for these tests and guard nothing.
private enum SampleKey {
  /// The key with which the tests of mail sign, too.
  static let pkcs8 =
    (try? String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/Crypto/signing-key.pem"),
      encoding: .utf8)) ?? ""

  static let pkcs1 = """
    -----BEGIN RSA PRIVATE KEY-----
    MIICWwIBAAKBgQDALtSohWayOT00H1SYGjyoMxGY4w4TlZOV/BVD0ho+FPTug2zK
    nyTawcqRksTr9ckkOUgISLRcx3YYR+xop3kaovtUWqtR/AGjtPj9QvMm2+3K4mcN
    GpcWJ8NqvwrXdLrDZZFurQ6/Gix2bK2e3Nav83z77pzohXH6pHlrbq9GswIDAQAB
    AoGAILbYFGfA942u0XST3eB5ethWooPkHYlUui9TH1xggzjmCMPufP9iMqrSZL1r
    MA+C0du+W0qlCTYa8D8uCxKXFporyj0l1kdqzilzMQBjiwFsj29rcfsF0fVCJZFe
    Q3VV4nVvaF+vnYoMBHZ+ylVD3jSIFwszfuAqF5nvxS6k8CECQQDed+PoQpVWyW0I
    nLnSF4Bo6TlA6QSqWTQ9+eCCpCuXfYMYH/p9zQgoTylZyfSya5kJciRedRlz0Wf3
    lEOzhKL/AkEA3SZbCdwJiTLyAlX3LHZrrplW4t80n8sIHmFLXxnqqD7/+VJLufNM
    bmL69OQySar8p0JK3de4lpuHqPZuiXXATQJATsU6oFF7GUim36bGsNn7cKoryIz5
    Ruvg8JTaZseEW9ZoJZGlGwgO/F7TMGSuzMIGZO7Sa9OgmH6sBmCr/BNZtwJAPuEK
    /ZCsvW/Y08UxlFjPYUOEKtmgEtcdpdWwIogx6kiPa4p0sZh14OUPydWgXsXZNI1q
    0AzoFRp/xhDbeQYb+QJAd0cPTH3PqNoZ9TV8PjihRUNQ5N3DVQgRyZDA7oto6Equ
    w/ZMJ8lRrf3Vg1ZGbp9W8BeAnsqtNKcIGn5boQvxdg==
    -----END RSA PRIVATE KEY-----

    """

  /// Of "The relay takes it.", by `openssl dgst -sha256 -sign`.
  static let signature =
    "200f50f853ba5adf25becfdb42659b7e76fa492e9230e578a43784ae104f2891"
    + "72702357a97430802093476e5e4f64fcd21c7a56287713269e7a7069bcc977f7"
    + "449cb36397cf62d85cbf0ec381ef9ea69009de4366f771aa5b0f75446a44efcd"
    + "f0b51486ffc9909b8a763b6055db0a5f781fc76188945e5548d3a6098503c53a"

  static let short = """
    -----BEGIN PRIVATE KEY-----
    MIIB5gIBADANBgkqhkiG9w0BAQEFAASCAdAwggHMAgEAAmEA6Xh1k+opltwyQuph
    KZbXK3VkVEQUB+Or8zsv9RT/tBNXI1POFTyivZXoflPRytPwUXB2t/bOx1bez64P
    ET2Xeb6c76JNfd+8oybrg4cljXkxGAhRC44p4vGF2BWzGyQfAgMBAAECYQCoj0O0
    axdjx86x6S4FLNZklfi9rfkYSRPYJB9XvrVueZgr9VGQm5qTbivRKQsKeUBjNIkA
    wZu+/0TwgsQyq9x6vLpNb9rg1O8WGgYey1L9qnVcPwU1XihVMn1Ba1Bic8ECMQD5
    lSozn8vH0PiXe4yOVr14U6H/ASMjeJ8gTPYPh0/yOyx2D8Hsw026whU0DlIjkAkC
    MQDveT01kk6tDT87rucSmj6VDR1LmYYyaO8CHtJS/OcyHtv5kxhDBiu3KC0/t2GV
    zOcCMCDS0EEH0/oMbpUlh3+0wqhPf2+VC7T/iRXraTTzm70EsT05p0xnBxL3sWgu
    Nfk9WQIxALDwTLiTdMxKWGlZzuQg0ZLB0N51/gCrJcXUTiUBNjYDNRePhsKnAY/g
    AKbucQ0FCwIxALkDB5SIq+/Sjg2GZqZCWxXPMih900N8rs1spmZ/7UunbPWIll43
    E1G4UdElW6Zp/g==
    -----END PRIVATE KEY-----

    """

  static let elliptic = """
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIJe/otV8QXlrzOMVs/BI9KEWhZkdguzJoBZp5y9AZn99oAoGCCqGSM49
    AwEHoUQDQgAEywfQyMryskKW3vq9NTlg+ncmJMbvLiV8fiWUfPXeN8HDBZW/Fs5i
    enaP9BEMKixAcKsIQuHPF0H8kQ9Zb1Ew2w==
    -----END EC PRIVATE KEY-----

    """

  /// Needs a passphrase.
  static let locked = """
    -----BEGIN ENCRYPTED PRIVATE KEY-----
    MIIC3TBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIMgylUIunQ9UCAggA
    MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBCHoinVfnaylFlMxsn/ABt0BIIC
    gCDX6eOcqlP4S96UfNTTBzltsuDpoSSX1X6vyprILO6ZwIefqTQZQNQBAJrxHl12
    Fuw1vtperhkbsDg8OKtEdUDu3PUNp3zAF5wvLKuEpgk66jYImKSQVWrt2bVdLqKM
    a5Z0HjoYDog5UqEx5gb/CemYpqnm4MRPXE+rCEF8Es6alJ7sMXmYyQYLa7n5tEO7
    0mAddB/EadwOVTFzos0eCTMRAPcRo5BIeILh+kTNeIu+8netPQ90C/3KPh2Zi9Ex
    yN7QMm22P6L9lJmhS+StOt6fCcynW3Xn+OjMunaoxiLbeCCnaIaCrhfaxnxpXjZL
    fcHl9zQf3SOX8GC6KtCdrnSaduOP+xLnFQYMRvMJP0uKjpHEfyMEL+DppgUlWolK
    NmGpZ2IO6ucjxR+e6Tl1rhTkueddpoXC5SI5XWjOlO3DXbEmDD8J/kHdGQTWpQiv
    ECGjNuwoGdgPW0W1Ta8NH+ROq661yXvoB8jlQjPcFQpU5inobubxxq5ZEj4rk7Sa
    ntKzg+VOruZDL9Z1CKXOq5ZCiTzNeFLENwjBn3gdGxUZT4gAYuTkO9Ur5XSWw0i6
    751fTc/y5wugb9k4qrH7oM6HAXmeXtuE0U7E/9Ge0FrGkZQ82TTIub18DkY2b2pM
    Y7SBCZXtrh82HcXFitSB6gqz1iNnGMohHP8WCYbgjKE148nkjjfGKTYsOKKfjPSs
    baTkp1cDSxCQ1jmMcGnoVFgx/YgYbodYLrPimNGKNeovx0esWgsZjl0wcaotaK5y
    ECZlvztyBQgtjBJ33v4iVWKuK8tKUYCz7CtCO+02U9j90Yzz0eCtTxHkS2wewyTy
    Bi2apRRtUKZTJHe6HLwGZ9U=
    -----END ENCRYPTED PRIVATE KEY-----

    """
}
