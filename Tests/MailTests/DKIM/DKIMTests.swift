import CivilTime
import Crypto
import Foundation
import Mail
import Testing

@Suite struct `A DKIM signature` {
  private let signer: DKIMSigner

  init() throws {
    signer = try DKIMSigner(
      domain: "MapleHollow.example", selector: "rubricd2026",
      key: try RSAKey(pem: Array(SigningKey.pem.utf8)))
  }

  private let now = Instant(seconds: 1_790_000_000)

  private func signed(_ text: String) throws -> [UInt8] {
    try signer.sign(Array(text.utf8), at: now)
  }

  @Test func `is one folded header before the message`() throws {
    let message = "From: a@maplehollow.example\r\nSubject: Due\r\n\r\nSoon.\r\n"
    let text = String(decoding: try signed(message), as: UTF8.self)
    #expect(text.hasSuffix("\r\n" + message))
    #expect(
      text.hasPrefix(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=maplehollow.example;\r\n"
          + " s=rubricd2026;\r\n t=1790000000;\r\n h=From:From:To:Subject:Subject:Date;\r\n bh="))
    let header = text.components(separatedBy: "From: ")[0]
    #expect(header.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 })
  }

  @Test func `holds for a whole notice and for odd lines, as an independent reader finds`() throws {
    var draft = MessageDraft(
      from: Mailbox(name: "Maple Höllow", Post.office), to: [Mailbox(Post.maya)],
      subject: String(repeating: "A long subject with ümlauts ", count: 8), date: now,
      messageID: try MessageID(left: "review/812", domain: "maplehollow.example"),
      text: "Dear Maya  \n\n\ttwo  blanks \n.\n\n\n")
    draft.html = Array("<p>Dear Maya</p>".utf8)
    draft.unsubscribe = Unsubscribe(link: "https://x.example/u/1")
    draft.attachments = [
      Attachment(
        fileName: "list.csv", mediaType: "text/csv",
        bytes: (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    ]
    let head =
      "From: a@x.example\r\nTo:b@x.example\r\nsUBJECT \t:  many \t blanks \r\n\t folded  \r\n"
    let texts = [
      "", "\r\n", "\r\n\r\n", " \r\n", "a", "a\r\n", "a\r\n\r\n\r\n", "a \t b \r\n \r\n\t\r\nc\r\n",
      "\r\na\r\n", " a\r\n  b", "a\r\n \r\n \t",
    ]
    var messages = try texts.map { try signed(head + "\r\n" + $0) }
    messages.append(try signed("From: a@x.example\r\nTo: b@x.example\r\nTo: c@x.example\r\n"))
    messages.append(try signer.sign(try MailMessage(draft).bytes, at: now))
    #expect(try verdicts(messages) == messages.map { _ in "good" })
    // The notice's headers that must be covered are (RFC 8058 §4).
    let notice = String(decoding: try #require(messages.last).prefix(1_500), as: UTF8.self)
    #expect(notice.contains("List-Unsubscribe:List-Unsubscribe-Post:"))
  }

  @Test func `breaks when something signed is changed or a guarded header is added`() throws {
    let message = "From: a@x.example\r\nTo: b@x.example\r\nSubject: x\r\n\r\nHello there\r\n"
    let text = String(decoding: try signed(message), as: UTF8.self)
    let changed = [
      text, text.replacingOccurrences(of: "Hello", with: "Hallo"),
      text.replacingOccurrences(of: "Subject: x", with: "Subject: y"),
      text.replacingOccurrences(of: "Subject: x", with: "From: evil@x.example\r\nSubject: x"),
      text.replacingOccurrences(of: "Subject: x", with: "Subject: x\r\nDate: Mon"),
      text.replacingOccurrences(of: "t=1790000000", with: "t=1790000001"),
      text + "more\r\n",
      // What relaxed forgives.
      text.replacingOccurrences(of: "Hello there", with: "Hello \t there  "),
      text.replacingOccurrences(of: "Subject: x", with: "SUBJECT:\r\n   x "),
      "Received: by x\r\n" + text, text + "\r\n\r\n",
    ]
    let verdicts = try verdicts(changed.map { Array($0.utf8) })
    #expect(verdicts[0] == "good")
    #expect(verdicts[1] == "body")
    #expect(verdicts[2...5].allSatisfy { $0 == "headers" })
    #expect(verdicts[6] == "body")
    #expect(verdicts[7...].allSatisfy { $0 == "good" }, "\(verdicts)")
  }

  @Test func `needs a From, and names that are names`() throws {
    #expect(throws: DKIMProblem.noFrom) { try signed("To: b@x.example\r\n\r\nFrom: x\r\n") }
    let key = try RSAKey(pem: Array(SigningKey.pem.utf8))
    for (domain, selector) in [
      ("x", "s"), ("x.example\r\n", "s"), ("x.example", "s; h=x"), ("x.example", ""),
    ] {
      #expect(throws: AddressProblem.self) {
        try DKIMSigner(domain: domain, selector: selector, key: key)
      }
    }
  }

  /// What a verifier written from the RFC alone says of messages.
  private func verdicts(_ messages: [[UInt8]]) throws -> [String] {
    let input = try JSONEncoder().encode(messages.map { Data($0) })
    return try JSONDecoder().decode([String].self, from: Python.run(Self.verifier, input: input))
  }

  private static let verifier = #"""
    import base64, hashlib, json, re, sys

    N = int("c02ed4a88566b2393d341f54981a3ca8331198e30e13959395fc1543d21a3e14"
            "f4ee836cca9f24dac1ca9192c4ebf5c92439480848b45cc7761847ec68a7791a"
            "a2fb545aab51fc01a3b4f8fd42f326dbedcae2670d1a971627c36abf0ad774ba"
            "c365916ead0ebf1a2c766cad9edcd6aff37cfbee9ce88571faa4796b6eaf46b3", 16)

    def relaxed_header(raw):
        name, value = raw.split(b":", 1)
        value = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip(b" ")
        return name.strip(b" \t").lower() + b":" + value

    def relaxed_body(body):
        lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
        while lines and not lines[-1]:
            lines.pop()
        return b"".join(line + b"\r\n" for line in lines)

    def verify(message):
        head, _, body = message.partition(b"\r\n\r\n")
        if not _:
            head = head.removesuffix(b"\r\n")
        fields = re.split(rb"\r\n(?![ \t])", head)
        mine = [f for f in fields if f.lower().startswith(b"dkim-signature:")][0]
        tags = dict(
            (re.sub(rb"\s", b"", k), re.sub(rb"\s", b"", v))
            for k, v in (t.split(b"=", 1) for t in mine.split(b":", 1)[1].split(b";") if t.strip()))
        if base64.b64decode(tags[b"bh"]) != hashlib.sha256(relaxed_body(body)).digest():
            return "body"
        left, signed = list(fields), b""
        for name in tags[b"h"].split(b":"):
            for field in reversed(left):
                if field.split(b":", 1)[0].strip(b" \t").lower() == name.lower():
                    signed += relaxed_header(field) + b"\r\n"
                    left.remove(field)
                    break
        signed += relaxed_header(re.sub(rb"(\bb=)[^;]*$", rb"\1", mine, flags=re.S))
        digest = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(signed).digest()
        size = (N.bit_length() + 7) // 8
        padded = b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest
        opened = pow(int.from_bytes(base64.b64decode(tags[b"b"]), "big"), 65537, N)
        return "good" if opened.to_bytes(size, "big") == padded else "headers"

    json.dump([verify(base64.b64decode(m)) for m in json.load(sys.stdin)], sys.stdout)
    """#
}

/// A key that was made for these tests and guards nothing.
enum SigningKey {
  static let pem =
    (try? String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/Crypto/signing-key.pem"),
      encoding: .utf8)) ?? ""
}
