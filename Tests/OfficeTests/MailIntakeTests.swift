import CivilTime
import Crypto
import Files
import Foundation
import Notices
import Office
import Programs
import Store
import Testing
import Workflow

@Suite struct `Work that comes by mail` {
  private let district: District

  init() throws {
    district = try .mailing()
  }

  @Test func `becomes a submission with its documents, and is answered with a receipt`() throws {
    try district.mailIn(subject: "Re: certificate MC-100", id: "1")
    let submission = try #require(try district.submissions.first)
    #expect(submission.title.value == "Genius Hour" && submission.source == .mail)
    let content = try #require(submission.content.value)
    #expect(
      content.artifacts.map(\.fileName) == ["certificate.pdf", "mail.txt"])
    for artifact in content.artifacts {
      guard case .file(let sha256, let bytes, let type, _) = artifact.place else { continue }
      #expect(try district.blobs.isSound(sha256, bytes: bytes))
      #expect(type.hasPrefix("application/pdf") || type.hasPrefix("text/plain"))
    }
    #expect(try district.names(in: "incoming/new") == [])
    #expect(try district.names(in: "incoming/rejected") == [])
    let answer = try #require(try district.answers.first)
    #expect(try district.answers.count == 1)
    #expect(answer.to == District.address(0) && answer["Subject"].contains("Taken: Genius Hour"))
    #expect(answer["In-Reply-To"] == "<1@kmsd.example.org>")
    #expect(answer["Auto-Submitted"].contains("auto-replied"))
    #expect(answer.text.contains("Receipt"))
    #expect(answer.text.contains("It is in time for the January 2027 warrant."))
    let file = try #require(try district.office.read { try $0.intakeFiles(limit: 1) }.first)
    #expect(file.kind == "mail" && file.state == .taken && file.taken == 1)
  }

  @Test func `is taken once, however often it is delivered`() throws {
    for _ in 0..<3 { try district.mailIn(subject: "MC-100", id: "1") }
    #expect(try district.submissions.count == 1 && district.answers.count == 1)
    // Another mail with documents for the same adds to it.
    try district.mailIn(subject: "MC-100", id: "2", file: "reflection.pdf", content: "%PDF-1.7 two")
    let submission = try #require(try district.submissions.first)
    #expect(try district.submissions.count == 1 && district.answers.count == 2)
    #expect(
      submission.content.value?.artifacts.map(\.fileName)
        == ["certificate.pdf", "mail.txt", "reflection.pdf"])
    // Somebody else's mail with a Message-ID that was there before is another mail.
    try district.mailIn(from: District.address(1), subject: "MC-100", id: "1")
    #expect(try district.submissions.count == 2)
  }

  @Test(
    arguments: [
      ("mc+mc-100@kmsd.example.org", "my work", "Genius Hour"),
      ("mc@kmsd.example.org", "Fwd: AW: genius  HOUR!", "Genius Hour"),
      ("mc@kmsd.example.org", "my work (MC-200)", "Podcasts for the school library"),
      ("MC+MC-200@kmsd.example.org", "Genius Hour", "Podcasts for the school library"),
    ])
  func `is for the catalog's entry that its address or subject names`(
    to: String, subject: String, title: String
  ) throws {
    try district.mailIn(to: to, subject: subject, id: "1")
    #expect(try district.submissions.map(\.title.value) == [title])
  }

  @Test func `is kept, and asked about, if nobody can tell what it is for`() throws {
    try district.mailIn(subject: "my podcasts", id: "1", text: "")
    #expect(try district.submissions.isEmpty)
    let answer = try #require(try district.answers.first)
    #expect(answer["Subject"].contains("Missing: the micro-credential's name [D1]"))
    #expect(answer["Reply-To"].contains("mc+d1@kmsd.example.org"))
    #expect(answer.text.contains("Podcasts for the school library"))
    #expect(answer.text.contains("We have kept: 1 file."))
    // The answer names it, and has no attachment: the document was here already.
    try district.mailIn(
      to: "mc+d1@kmsd.example.org", subject: "Re: Missing: the micro-credential's name [D1]",
      id: "2", text: "Podcasts for the school library\n> It may be one of these:\n", file: nil)
    let submission = try #require(try district.submissions.first)
    #expect(submission.title.value == "Podcasts for the school library")
    #expect(
      submission.content.value?.artifacts.map(\.fileName) == ["certificate.pdf", "mail.txt"])
    let person = try district.person("1000")
    let drafts: [Draft] = try district.office.read { try $0.drafts(of: person) }
    #expect(drafts.isEmpty)
  }

  @Test func `adds what was missing, by its mark`() throws {
    try district.mailIn(subject: "MC-100", id: "1")
    let submission = try #require(try district.submissions.first)
    try district.mailIn(
      to: "mc+s\(submission.id)@kmsd.example.org", subject: "here it is", id: "2",
      file: "more.pdf", content: "%PDF-1.7 more")
    #expect(
      try district.submissions.first?.content.value?.artifacts.contains {
        $0.fileName == "more.pdf"
      }
        == true)
    // The mark of somebody else's work is none.
    try district.mailIn(
      from: District.address(1), to: "mc+s\(submission.id)@kmsd.example.org", subject: "mine",
      id: "3", file: "foreign.pdf", content: "%PDF-1.7 foreign")
    #expect(try district.submissions.count == 1)
    #expect(
      try district.submissions.first?.content.value?.artifacts.contains {
        $0.fileName == "foreign.pdf"
      } == false)
  }

  @Test(
    arguments: [
      ("", nil, "found no attachment"),
      ("", ("run.exe", "MZ\u{90}"), "An attachment is of a kind that is not accepted"),
      ("", ("certificate.pdf", "<html>no PDF"), "An attachment is of a kind"),
      ("application/pkcs7-mime; smime-type=enveloped-data", ("smime.p7m", "x"), "is encrypted"),
      ("application/pkcs7-mime; smime-type=signed-data", ("smime.p7m", "x"), "without a signature"),
      ("application/ms-tnef", ("winmail.dat", "no"), "winmail.dat"),
    ] as [(String, (String, String)?, String)])
  func `is answered with what is missing, and how to send it instead`(
    type: String, file: (String, String)?, words: String
  ) throws {
    try district.mailIn(
      subject: "MC-100", id: "1", file: file?.0, content: file?.1 ?? "",
      type: type.isEmpty ? "application/pdf" : type)
    #expect(try district.submissions.isEmpty)
    let answer = try #require(try district.answers.first)
    let told = answer.text.replacing("\n", with: " ")
    #expect(told.contains(words), "\(answer.text)")
    #expect(told.contains("What comes later counts for the June 2027 warrant."))
    #expect(try district.names(in: "incoming/rejected").count == 2)
  }

  @Test func `says what was left out beside what was taken`() throws {
    try district.mailIn(
      subject: "MC-100", id: "1",
      more: "--b\nContent-Type: application/zip; name=all.zip\n\nPK\u{3}\u{4}\n")
    let answer = try #require(try district.answers.first)
    #expect(answer["Subject"].contains("Taken"))
    #expect(answer.text.contains("not accepted"))
    #expect(try district.submissions.first?.content.value?.artifacts.count == 2)
  }

  @Test func `is kept where nothing can be handed in`() throws {
    let closed = try District.mailing(at: "2026-08-24 09:00", program: "kettle-moraine")
    try closed.mailIn(subject: "MC-100", id: "1")
    #expect(try closed.submissions.isEmpty)
    let answer = try #require(try closed.answers.first)
    #expect(answer["Subject"].contains("Not handed in"))
    #expect(answer.text.contains("We have kept: 2 files."))
    let person = try closed.person("1000")
    let drafts: [Draft] = try closed.office.read { try $0.drafts(of: person) }
    #expect(drafts.map(\.title) == ["Genius Hour"])
  }

  @Test func `is too large beyond the program's limit, and may be as large as that`() throws {
    let large = try District.mailing { $0.mailIntake?.mebibytes = 1 }
    let text = large.mail(subject: "MC-100", id: "1", more: "--b\n\n%%%\n")
    let room = (1 << 20) - text.utf8.count + 3
    for (number, length) in [room, room + 1].enumerated() {
      let body = text.replacing("%%%", with: String(repeating: "x", count: length))
        .replacing("<1@", with: "<\(number)@")
      try large.mailIn(body, named: "\(number)")
    }
    let answers = try large.answers.map { $0["Subject"].prefix(8) }
    #expect(Set(answers) == ["Taken: G", "Missing:"])
    #expect(try large.answers.contains { $0.text.contains("larger than mail can carry") })
  }

  @Test(
    arguments: [
      ("From: Nobody <nobody@elsewhere.example>", "From"),
      ("From: t0@kmsd.example.org, t1@kmsd.example.org", "From"),
      ("Auto-Submitted: auto-replied", ""), ("List-Id: <staff.kmsd.example.org>", ""),
      ("Precedence: bulk", ""), ("Return-Path: <>", ""), ("From: mc@kmsd.example.org", "From"),
      ("From: t1@kmsd.example.org", ""),
    ])
  func `gets no answer from nobody, programs and lists`(field: String, replaced: String) throws {
    var text = district.mail(subject: "MC-100", id: "1")
    if replaced.isEmpty {
      text = field + "\n" + text
    } else {
      text = text.replacing("From: Teacher <\(District.address(0))>", with: field)
    }
    try district.mailIn(text, named: "1")
    #expect(try district.submissions.isEmpty && district.answers.isEmpty)
    #expect(try district.names(in: "incoming/rejected") == ["1", "1.report.txt"])
    #expect(try district.text(of: "incoming/rejected/1.report.txt").contains("set aside"))
  }

  @Test func `is believed only as far as the district's server vouches for it`() throws {
    let strict = try District.mailing {
      $0.mailIntake?.authenticationServer = "mx.kmsd.example.org"
    }
    let pass =
      "Authentication-Results: mx.kmsd.example.org; dmarc=pass header.from=kmsd.example.org"
    let fail =
      "Authentication-Results: mx.kmsd.example.org; dmarc=fail header.from=kmsd.example.org"
    let other = "Authentication-Results: mx.evil.example; dmarc=pass header.from=kmsd.example.org"
    let mails = [
      ("1", "", 0), ("2", fail, 0), ("3", other, 0), ("4", "\(fail)\n\(pass)", 0),
      ("5", "X: a\r\(pass)", 0), ("6", pass, 1), ("7", "\(other)\n\(pass)\n\(fail)", 2),
    ]
    for (id, fields, count) in mails {
      let text = strict.mail(
        subject: "MC-100", id: id, file: "\(id).pdf", content: "%PDF-1.7 \(id)")
      try strict.mailIn(fields.isEmpty ? text : "\(fields)\n\(text)", named: id)
      #expect(try strict.answers.count == count, "\(id)")
    }
  }

  @Test func `is taken so often a day, and no more`() throws {
    let few = try District.mailing { $0.mailIntake?.mailsPerDay = 2 }
    for id in ["1", "2", "3"] { try few.mailIn(subject: "MC-100", id: id) }
    #expect(try few.answers.count == 2)
    #expect(try few.names(in: "incoming/rejected").count == 2)
    try few.mailIn(from: District.address(1), subject: "MC-100", id: "4")
    #expect(try few.answers.count == 3)
    few.clock.pass(until: few.clock.now().adding(days24h: 1))
    try few.mailIn(subject: "MC-100", id: "5")
    #expect(try few.answers.count == 4)
  }

  @Test func `waits where the program takes no mail`() throws {
    let none = try District.mailing { $0.mailIntake = nil }
    try none.mailIn(subject: "MC-100", id: "1")
    #expect(try none.names(in: "incoming/new").count == 1 && !none.office.isMailComing())
  }

  @Test func `is kept a month if it was not taken, and goes with whoever is erased`() throws {
    try district.mailIn(subject: "nothing", id: "1", file: nil)
    try district.mailIn(
      from: "nobody@elsewhere.example", subject: "about Teacher1 Zeugnis1", id: "2", file: nil)
    #expect(try district.names(in: "incoming/rejected").count == 4)
    try district.office.erase(try district.person("1001"), by: try district.administrator)
    #expect(try district.names(in: "incoming/rejected").count == 2)
    district.clock.pass(until: district.clock.now().adding(days24h: 31))
    try district.office.perform(.confirmClock, by: .technician)
    try district.beat()
    #expect(try district.names(in: "incoming/rejected").isEmpty)
  }

  @Test(arguments: [SimulatedDisk.Loss.processOnly, .unsynced])
  func `is taken exactly once, whenever the power goes`(loss: SimulatedDisk.Loss) throws {
    var step = 1
    while true {
      let district = try District.mailing()
      try district.drop(mail: district.mail(subject: "MC-100", id: "1"), named: "1")
      district.disk.arm(.powerLoss(loss), at: step)
      var hasFailed = false
      do { try district.beat() } catch { hasFailed = true }
      district.disk.disarm()
      if district.disk.isDown { district.disk.reopen() }
      district.clock.pass(until: district.clock.now().adding(minutes: 20))
      try district.beat()
      #expect(try district.submissions.count == 1, "step \(step)")
      #expect(try district.names(in: "incoming/new").isEmpty)
      for artifact in try district.submissions.first?.content.value?.artifacts ?? [] {
        guard case .file(let sha256, let bytes, _, _) = artifact.place else { continue }
        #expect(try district.blobs.isSound(sha256, bytes: bytes), "step \(step)")
      }
      let planned = try district.office.read { records in
        try records.answersToMail(of: try district.person("1000"), since: .distantPast)
      }
      #expect(planned == 1)
      guard hasFailed else { break }
      step += 1
    }
    #expect(step > 10)
  }
}

extension Artifact {
  fileprivate var fileName: String {
    if case .file(_, _, _, let name) = place { name } else { "" }
  }
}

extension District {
  /// Lake Elsinore in December, with two entries in its catalog.
  static func mailing(
    at time: String = "2026-12-21 09:00", program name: String = "lake-elsinore",
    _ change: (inout Program) -> Void = { _ in }
  ) throws -> District {
    let district = try District.begun(at: time, program: name) {
      $0.mailIntake = MailIntakePolicy(address: "mc@kmsd.example.org")
      change(&$0)
    }
    try district.take(
      "Code,Title,Skills\nMC-100,Genius Hour,Technology\n"
        + "MC-200,Podcasts for the school library,Technology\n", named: "catalog.csv")
    return district
  }

  var blobs: Blobs { Blobs(files: files, random: office.surroundings.random) }

  /// The answers to mails, as they went.
  var answers: [MailHeaders] {
    get throws { try mails().filter { $0["Auto-Submitted"].contains("auto-replied") } }
  }

  func mail(
    from: String = District.address(0), to: String = "mc@kmsd.example.org", subject: String,
    id: String, text: String = "Here is my certificate, and what I learned.",
    file: String? = "certificate.pdf", content: String = "%PDF-1.7 one",
    type: String = "application/pdf", more: String = ""
  ) -> String {
    var mail = """
      From: Teacher <\(from)>
      To: \(to)
      Subject: \(subject)
      Message-ID: <\(id)@kmsd.example.org>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b

      \(text)

      """
    if let file {
      mail += "--b\nContent-Type: \(type)\n"
      mail += "Content-Disposition: attachment; filename=\"\(file)\"\n\n\(content)\n"
    }
    return mail + more + "--b--\n"
  }

  func drop(mail: String, named name: String) throws {
    try files.writeDurably(
      Array(mail.utf8), to: "incoming/new/\(name)", temporary: "incoming/tmp/\(name)")
  }

  /// A mail arrives and is taken.
  func mailIn(_ mail: String, named name: String) throws {
    try drop(mail: mail, named: name)
    // No two arrive in one instant.
    clock.pass(until: clock.now().adding(minutes: 1))
    try beat()
  }

  func mailIn(
    from: String = District.address(0), to: String = "mc@kmsd.example.org", subject: String,
    id: String, text: String = "Here is my certificate, and what I learned.",
    file: String? = "certificate.pdf", content: String = "%PDF-1.7 one",
    type: String = "application/pdf", more: String = ""
  ) throws {
    try mailIn(
      mail(
        from: from, to: to, subject: subject, id: id, text: text, file: file, content: content,
        type: type, more: more), named: "mail-\(id)")
  }
}
