import Mail
import Testing

@Suite struct `A bounce` {
  private func read(_ text: String) -> BounceReport? {
    BounceReader.report(in: Array(text.utf8))
  }

  static let postfix = """
    Return-Path: <>
    From: MAILER-DAEMON@cellar.maplehollow.example (Mail Delivery System)
    Subject: Undelivered Mail Returned to Sender
    To: office@maplehollow.example
    Auto-Submitted: auto-replied
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status;
    \tboundary="4Q7.1790000000/cellar"
    Message-Id: <20260922@cellar.maplehollow.example>

    This is a MIME-encapsulated message.

    --4Q7.1790000000/cellar
    Content-Description: Notification
    Content-Type: text/plain; charset=us-ascii

    <gone@maplehollow.example>: host mx[192.0.2.1] said: 550 5.1.1 no such user

    --4Q7.1790000000/cellar
    Content-Description: Delivery report
    Content-Type: message/delivery-status

    Reporting-MTA: dns; cellar.maplehollow.example
    X-Postfix-Queue-ID: 4Q7
    Arrival-Date: Tue, 22 Sep 2026 09:10:00 -0500 (CDT)

    Final-Recipient: rfc822; gone@maplehollow.example
    Original-Recipient: rfc822;m.gone@maplehollow.example
    Action: failed
    Status: 5.1.1
    Remote-MTA: dns; mx.maplehollow.example
    Diagnostic-Code: smtp; 550 5.1.1 <gone@maplehollow.example>:
        no such user here

    Final-Recipient: rfc822; slow@maplehollow.example
    Action: delayed (will retry)
    Status: 4.4.1 (no answer)

    --4Q7.1790000000/cellar
    Content-Description: Undelivered Message
    Content-Type: message/rfc822
    Content-Transfer-Encoding: 8bit

    From: office@maplehollow.example
    Message-ID: <review/812/reminder/7d@maplehollow.example>
    Subject: Due

    Soon.

    --4Q7.1790000000/cellar--
    """

  @Test func `of the standard form says who, why, and about what`() throws {
    for text in [
      Self.postfix,
      Self.postfix.split(separator: "\n", omittingEmptySubsequences: false).joined(
        separator: "\r\n"),
    ] {
      let report = try #require(read(text))
      #expect(report.originalMessageID?.string == "review/812/reminder/7d@maplehollow.example")
      #expect(
        report.recipients == [
          BouncedRecipient(
            address: "gone@maplehollow.example", originalAddress: "m.gone@maplehollow.example",
            action: .failed, status: EnhancedStatus(5, 1, 1),
            diagnostic: "550 5.1.1 <gone@maplehollow.example>: no such user here"),
          BouncedRecipient(
            address: "slow@maplehollow.example", originalAddress: nil, action: .delayed,
            status: EnhancedStatus(4, 4, 1), diagnostic: ""),
        ])
      #expect(report.recipients.map(\.isAboutAddress) == [true, false])
    }
  }

  @Test func `is the same however its bytes come`() throws {
    let bytes = Array(Self.postfix.utf8)
    for step in [1, 7, 1_000] {
      var reader = BounceReader()
      for start in stride(from: 0, to: bytes.count, by: step) {
        reader.append(bytes[start..<min(start + step, bytes.count)])
      }
      #expect(reader.finish() == read(Self.postfix))
    }
  }

  @Test func `is read from any nesting and encoding`() throws {
    let status =
      "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: RFC822;<a@x.example>\r\nStatus: 5.2.1\r\n"
    for (encoding, body) in [
      ("7bit", status),
      (
        "base64",
        "UmVwb3J0aW5nLU1UQTogZG5zOyB4DQoNCkZpbmFsLVJlY2lwaWVudDogUkZD\r\nODIyOzxhQHguZXhhbXBsZT4NClN0YXR1czogNS4yLjENCg=="
      ),
      ("quoted-printable", status.replacing("Final", with: "=46in=\r\nal")),
    ] {
      let text = """
        Content-Type: multipart/mixed; boundary=outer

        --outer
        Content-Type: multipart/report; boundary="inner \\"quoted"

        --inner "quoted
        Content-Type: Message/Delivery-Status; name="details.txt"
        Content-Transfer-Encoding: \(encoding)

        \(body)
        --inner "quoted
        Content-Type: text/rfc822-headers

        Subject: x
        Message-ID: <1@x.example>
        --inner "quoted--
        --outer--
        """
      let report = try #require(read(text), "\(encoding)")
      #expect(report.recipients.map(\.address) == ["a@x.example"])
      #expect(report.recipients.map(\.action) == [.failed])
      #expect(report.recipients.map(\.isAboutAddress) == [true])
      #expect(report.originalMessageID?.string == "1@x.example")
    }
  }

  @Test func `of Exim in words names its recipients in the header`() throws {
    let report = try #require(
      read(
        """
        Return-path: <>
        X-Failed-Recipients: gone@maplehollow.example,
          full@maplehollow.example
        From: Mail Delivery System <Mailer-Daemon@cellar.maplehollow.example>
        Subject: Mail delivery failed: returning message to sender

        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. The following address(es) failed:

          gone@maplehollow.example
            host mx.maplehollow.example [192.0.2.1]
            SMTP error from remote mail server after RCPT TO:<gone@maplehollow.example>:
            550 5.1.1 Unknown user
          full@maplehollow.example
            mailbox is full: retry timeout exceeded

        ------ This is a copy of the message, including all the headers. ------

        Return-path: <office@maplehollow.example>
        Message-ID: <decision/5@maplehollow.example>
        Subject: Your decision
        """))
    #expect(report.originalMessageID?.string == "decision/5@maplehollow.example")
    #expect(
      report.recipients.map(\.address) == ["gone@maplehollow.example", "full@maplehollow.example"])
    #expect(report.recipients.map(\.status) == [EnhancedStatus(5, 1, 1), nil])
    #expect(report.recipients.map(\.isAboutAddress) == [true, false])
    #expect(report.recipients[1].diagnostic == "mailbox is full: retry timeout exceeded")
  }

  @Test func `of qmail in words says why`() throws {
    let report = try #require(
      read(
        """
        Return-Path: <>
        From: MAILER-DAEMON@mx.x.example
        Subject: failure notice

        Hi. This is the qmail-send program at mx.x.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.

        <gone@x.example>:
        Sorry, no mailbox here by that name. (#5.1.1)

        --- Below this line is a copy of the message.

        Return-Path: <office@maplehollow.example>
        Message-ID: <a@maplehollow.example>
        <not.this@x.example>:
        """))
    #expect(report.recipients.count == 1)
    #expect(report.recipients[0].address == "gone@x.example")
    #expect(report.recipients[0].isAboutAddress)
    #expect(report.originalMessageID?.string == "a@maplehollow.example")
  }

  @Test func `of Exchange in words is found by its answer`() throws {
    let report = try #require(
      read(
        """
        From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.example>
        Subject: Undeliverable: Due
        In-Reply-To: <a@maplehollow.example>
        X-MS-Exchange-Message-Is-Ndr:

        Your message did not reach some or all of the intended recipients.

              gone@x.example on 9/22/2026 9:10 AM
                    The e-mail account does not exist at the organization.
                    < mx.x.example #5.1.10 smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound>
        """))
    #expect(report.recipients.map(\.address) == ["gone@x.example"])
    #expect(report.recipients.map(\.status) == [EnhancedStatus(5, 1, 10)])
    #expect(report.originalMessageID?.string == "a@maplehollow.example")
  }

  @Test(
    arguments: [
      "", "\r\n", "Subject: Hello\n\nHi <a@x.example>:\nno",
      "Return-Path: <>\nAuto-Submitted: auto-replied\nSubject: Out of office\n\n<a@x.example>: away",
      "From: a@x.example\nSubject: Re: Undeliverable\n\n> <a@x.example>: 550 5.1.1",
      "From: postmaster@x.example\nSubject: Your quota\n\n<a@x.example>: full",
      "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n"
        + "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;a@x.example\n--b--",
      "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n\n\n",
    ])
  func `is nothing else`(text: String) {
    #expect(read(text) == nil)
  }

  @Test func `is bounded whatever a stranger sends`() throws {
    let group =
      "Final-Recipient: rfc822;a@x.example\nStatus: 5.1.1\nDiagnostic-Code: smtp;\u{1B}]0;x\u{7} "
    let head =
      "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
    let words = String(repeating: "y", count: 5_000)
    let many = try #require(read(head + String(repeating: group + words + "\n\n", count: 300)))
    #expect(many.recipients.count == BounceReport.recipientCountMaximum)
    let diagnostic = try #require(many.recipients.first?.diagnostic)
    #expect(diagnostic.unicodeScalars.count == BouncedRecipient.diagnosticLengthMaximum + 1)
    #expect(diagnostic.hasPrefix("]0;x yyy"))
    // Parts in parts in parts, boundaries that never come, fields without end.
    var nested = ""
    for depth in 0..<2_000 {
      nested += "Content-Type: multipart/mixed; boundary=b\(depth)\n\n--b\(depth)\n"
    }
    #expect(read(nested + group) == nil)
    #expect(read(String(repeating: "--b\n", count: 300_000)) == nil)
    #expect(read(String(repeating: "a:\n b\n", count: 200_000)) == nil)
    #expect(
      read("Content-Type: multipart/mixed; boundary=\"" + String(repeating: "\\", count: 900_000))
        == nil)
  }
}
