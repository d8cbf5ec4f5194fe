import CivilTime
import Crypto
import Foundation
import Mail

/// What other people's programs say of mails: Python's `email`, mail-parser, icalendar, dkimpy, and SpamAssassin's
/// local rules. Scripts/test installs them. Two folders of tests share this file.
struct IndependentReaders: Decodable {
  /// What was wrong, a line each, beginning with the mail's name.
  var problems: [String]
  /// How many calendar parts icalendar has read.
  var calendarParts: Int
  /// How many mails have a text and a page.
  var alternatives: Int
  /// How many mails were signed, and dkimpy finds the signature good; one that was changed is not among them.
  var signatures: Int
  /// SpamAssassin's score for one mail of each kind.
  var scores: [String: Double]
  /// The rules that it found there.
  var rules: [String: String]

  /// A mail as a file of a Maildir, and the kind of notice that it brings.
  struct Mail: Encodable {
    var name: String
    var kind: String
    var bytes: Data
    /// The same with its DKIM signature, if it is to be checked.
    var signed: Data?

    init(name: String, kind: String, bytes: Data, signed: Data? = nil) {
      self.name = name
      self.kind = kind
      self.bytes = bytes
      self.signed = signed
    }
  }

  /// A key that was made for these tests and guards nothing; dkimpy is told its public half as a record of
  /// `rubricd._domainkey.maplehollow.example`.
  private static let keyPath = "Tests/Fixtures/Mail/dkim-key.pem"

  /// Signs as a district would. dkimpy takes no signature from the future, and a sample year may lie there: the
  /// instant of signing is long ago.
  static func sign(_ mail: [UInt8]) throws -> Data {
    let key = root.appending(path: keyPath)
    let signer = try DKIMSigner(
      domain: "maplehollow.example", selector: "rubricd",
      key: try RSAKey(pem: [UInt8](try Data(contentsOf: key))))
    return Data(try signer.sign(mail, at: Instant(seconds: 1_700_000_000)))
  }

  private static var root: URL {
    URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  /// Has mails read.
  ///
  /// - Parameters:
  ///   - mails: Any number; SpamAssassin gets the first of each kind, as a relay would hand it on.
  ///   - areJudged: Whether SpamAssassin gets any.
  /// - Returns: What was found.
  /// - Throws: When one of the programs is missing or fails.
  static func read(_ mails: [Mail], areJudged: Bool = true) throws -> IndependentReaders {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "rubricd-readers-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "mails.json")
    try JSONEncoder().encode(mails).write(to: input)
    let process = Process()
    process.executableURL = root.appending(path: ".venv/bin/python3")
    process.arguments = [
      "-B", "-c", script, input.path, areJudged ? "judge" : "read",
      root.appending(path: keyPath).path,
    ]
    // SpamAssassin keeps what it learns at home; it shall know nothing from elsewhere.
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path]
    let output = Pipe()
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw ReadersFailure(words: "no virtual environment .venv: Scripts/test makes it")
    }
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ReadersFailure(words: "the readers ended with \(process.terminationStatus)")
    }
    return try JSONDecoder().decode(IndependentReaders.self, from: answer)
  }

  struct ReadersFailure: Error {
    var words: String
  }

  private static let script = #"""
    import base64, email, email.policy, email.utils, json, logging, re, subprocess, sys
    import dkim, icalendar, mailparser

    # mail-parser logs each calendar part, which it does not read.
    logging.disable(logging.WARNING)

    mails = json.load(open(sys.argv[1]))
    problems, calendar_parts, alternatives, signatures = [], 0, 0, 0

    public = subprocess.run(
        ["openssl", "pkey", "-in", sys.argv[3], "-pubout", "-outform", "DER"],
        capture_output=True, check=True).stdout
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    def dns(name, timeout=5):
        return record if name == b"rubricd._domainkey.maplehollow.example." else None

    def is_signed(raw):
        try:
            return dkim.DKIM(raw, minkey=2048).verify(dnsfunc=dns)
        except dkim.DKIMException:
            return False

    def read(name, kind, raw):
        global calendar_parts, alternatives
        def problem(words):
            problems.append(f"{name} ({kind}): {words}")
        message = email.message_from_bytes(raw, policy=email.policy.SMTP)
        for header in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
            if len(message.get_all(header, [])) != 1:
                problem(f"{header} should be there once")
        if email.utils.parsedate_to_datetime(message["Date"]).tzinfo is None:
            problem("the date has no offset")
        types = set()
        for part in message.walk():
            for defect in part.defects:
                problem(f"defect {defect!r} in {part.get_content_type()}")
            for header, value in part.items():
                for defect in getattr(value, "defects", []):
                    problem(f"defect {defect!r} in {header}")
            if part.is_multipart():
                continue
            types.add(part.get_content_type())
            content = part.get_content()
            for defect in part.defects:
                problem(f"defect {defect!r} in the content of {part.get_content_type()}")
            if part.get_content_type() == "text/calendar":
                calendar_parts += 1
                calendar = icalendar.Calendar.from_ical(content)
                if str(calendar.get("METHOD", "")) != part["Content-Type"].params.get("method", ""):
                    problem("the calendar's method is not its part's")
                if not calendar.get("PRODID") or str(calendar.get("VERSION")) != "2.0":
                    problem("the calendar does not say who wrote it, or its version")
                events = calendar.walk("VEVENT")
                if not events:
                    problem("a calendar without an event")
                for component in calendar.walk():
                    for error in component.errors:
                        problem(f"icalendar: {error}")
                for event in events:
                    for key in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
                        if key not in event:
                            problem(f"an event without {key}")
        if {"text/plain", "text/html"} <= types:
            alternatives += 1
        parsed = mailparser.parse_from_bytes(raw)
        for defect in parsed.defects:
            problem(f"mail-parser: {defect}")
        # mail-parser drops the blank between a plain word and an encoded one.
        if re.sub(r"\s", "", parsed.subject) != re.sub(r"\s", "", str(message["Subject"])):
            problem(f"mail-parser reads another subject: {parsed.subject!r}")

    first = {}
    for mail in mails:
        raw = base64.b64decode(mail["bytes"])
        read(mail["name"], mail["kind"], raw)
        if signed := mail.get("signed"):
            signed = base64.b64decode(signed)
            if not is_signed(signed):
                problems.append(f"{mail['name']} ({mail['kind']}): dkimpy does not find it signed")
            elif is_signed(re.sub(rb"(?m)^Subject: ", b"Subject: x", signed)) or is_signed(signed + b"x"):
                problems.append(f"{mail['name']} ({mail['kind']}): dkimpy takes a changed one for signed")
            else:
                signatures += 1
        if sys.argv[2] == "judge" and mail["kind"] not in first:
            first[mail["kind"]] = raw.replace(b"\r\n", b"\n")

    # As the relay gets it, without any line of a relay: among those it trusts, SpamAssassin is milder.
    mbox = b""
    for kind, raw in first.items():
        mbox += b"From office@maplehollow.example Mon Sep 14 08:00:00 2026\n"
        mbox += b"X-Kind: " + kind.encode() + b"\n"
        mbox += re.sub(rb"^From ", b">From ", raw, flags=re.M) + b"\n"
    judged = subprocess.run(
        ["spamassassin", "--local", "--test-mode", "--mbox"], input=mbox, capture_output=True,
        check=True).stdout if first else b""
    scores, rules = {}, {}
    for part in re.split(rb"^From office@", judged, flags=re.M)[1:]:
        message = email.message_from_bytes(part.split(b"\n", 1)[1], policy=email.policy.default)
        status = re.sub(r"\s+", " ", str(message["X-Spam-Status"]))
        kind = str(message["X-Kind"])
        scores[kind] = float(re.search(r"score=(-?[0-9.]+)", status).group(1))
        rules[kind] = re.search(r"tests=(.*?) autolearn", status).group(1)
    if set(scores) != set(first):
        problems.append(f"SpamAssassin judged {len(scores)} of {len(first)} mails")
    json.dump({
        "problems": problems, "calendarParts": calendar_parts, "alternatives": alternatives,
        "signatures": signatures, "scores": scores, "rules": rules,
    }, sys.stdout)
    """#
}
