import Mail
import Testing

@Suite struct `A sender` {
  private func addresses(_ value: String) -> [String] {
    ReceivedAddress.list(Array(value.utf8)).map { "\($0.name)|\($0.address.string)" }
  }

  private func header(_ text: String) -> MessageHeader {
    CollectedMessage(Array((text + "\n\n").utf8)).parts[0].part.header
  }

  @Test(
    arguments: [
      ("m.alder@maplehollow.example", ["|m.alder@maplehollow.example"]),
      ("Maya Alder <M.Alder@MapleHollow.example>", ["Maya Alder|M.Alder@maplehollow.example"]),
      (
        "\"Alder, Maya\" <a@b.example>, c@d.example (Theo, too)",
        ["Alder, Maya|a@b.example", "|c@d.example"]
      ),
      ("=?utf-8?q?=C3=89lise?= <a@b.example>", ["Élise|a@b.example"]),
      ("Staff: a@b.example, B <c@d.example>;", ["|a@b.example", "B|c@d.example"]),
      ("<@relay.example:a@b.example>", ["|a@b.example"]),
      ("\"maya alder\"@b.example", ["|\"maya alder\"@b.example"]),
      ("principal@b.example <a@c.example>", ["principal@b.example|a@c.example"]),
      ("no address", []), ("", []), ("<>", []), ("\"", []), ("((((", []),
    ])
  func `is read as it is written`(value: String, expected: [String]) {
    #expect(addresses(value) == expected)
  }

  @Test func `is vouched for by DMARC, or by SPF or DKIM of the very domain`() throws {
    func vouches(_ value: String, _ domain: String = "b.example") -> Bool {
      AuthenticationResults(Array(value.utf8))?.vouches(for: domain) ?? false
    }
    #expect(vouches("mx.b.example; dmarc=pass (p=REJECT) header.from=b.example"))
    #expect(vouches("mx.b.example 1; spf=fail; dmarc = pass header.from = B.example"))
    #expect(!vouches("mx.b.example; dmarc=pass header.from=c.example"))
    #expect(
      !vouches("mx.b.example; dmarc=fail header.from=b.example; dkim=pass header.d=b.example"))
    #expect(vouches("mx.b.example; dmarc=none header.from=b.example; dkim=pass header.d=b.example"))
    #expect(vouches("mx.b.example; spf=pass smtp.mailfrom=a@b.example"))
    #expect(!vouches("mx.b.example; spf=pass smtp.mailfrom=a@evil.example"))
    #expect(!vouches("mx.b.example; dkim=pass header.d=evilb.example"))
    #expect(!vouches("mx.b.example; none"))
    #expect(!vouches("mx.b.example; x=\"; dmarc=pass header.from=b.example\""))
    #expect(!vouches("mx.b.example; (dmarc=pass header.from=b.example)"))
    #expect(!vouches("mx.b.example 2; dmarc=pass header.from=b.example"))
    #expect(AuthenticationResults(Array("MX.b.example;".utf8))?.server == "mx.b.example")
  }

  @Test(
    arguments: [
      ("From: a@b.example", nil), ("From: a@b.example\nAuto-Submitted: no", nil),
      ("Auto-Submitted: auto-replied (vacation)", .automatic), ("Return-Path: <>", .nullSender),
      ("List-Id: <x>", .list), ("Precedence: BULK", .bulk),
      ("X-Auto-Response-Suppress: All", .automatic),
      ("From: Mail <MAILER-DAEMON@b.example>", .system), ("From: mc@b.example", .own),
      ("From: owner-staff@b.example", .system),
    ] as [(String, Unanswerable?)])
  func `gets no answer if it is a program`(text: String, reason: Unanswerable?) {
    #expect(
      Unanswerable.reason(in: header(text), sender: nil, own: ["mc@b.example"]) == reason)
  }

  @Test func `gets no answer if the envelope names none`() {
    #expect(Unanswerable.reason(in: header("A: b"), sender: "", own: []) == .nullSender)
    #expect(Unanswerable.reason(in: header("A: b"), sender: "a@b.example", own: []) == nil)
  }
}
