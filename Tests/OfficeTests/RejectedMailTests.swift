import CivilTime
import Files
import Office
import Programs
import Store
import Testing
import Workflow

@Suite struct `A mail that was not taken` {
  @Test func `is listed with the reason, the latest first`() throws {
    let district = try District.mailing()
    try district.mailIn(subject: "MC-100", id: "1", file: nil)
    try district.mailIn(from: "nobody@elsewhere.example", subject: "buy now", id: "2")
    let mails = try district.office.rejectedMails(limit: 10)
    #expect(mails.map(\.name) == ["mail-2", "mail-1"])
    #expect(mails.map(\.subject) == ["buy now", "MC-100"])
    #expect(mails[0].from.contains("nobody@elsewhere.example"))
    #expect(mails[0].report.contains("nobody here is known by the sender's address"))
    #expect(mails[1].report == "It was answered: no-attachment.")
    #expect(mails[0].arrivedAt > mails[1].arrivedAt && mails[0].byteCount > 100)
    #expect(try district.office.rejectedMails(limit: 1).map(\.name) == ["mail-2"])
    try district.drop(mail: district.mail(subject: "MC-100", id: "3"), named: "mail-3")
    let aside = try district.office.mailsAside()
    #expect(aside.waiting == 1 && aside.rejected == 2)
  }

  @Test func `is taken once its sender is known, as of the moment at which it came`() throws {
    let district = try District.mailing()
    try district.mailIn(from: "new@kmsd.example.org", subject: "MC-100", id: "1")
    let arrived = try #require(try district.office.rejectedMails(limit: 1).first).arrivedAt
    try district.take(
      District.people(teachers: 6, evaluators: 3)
        .replacing(District.address(5), with: "new@kmsd.example.org"), named: "people-2.csv")
    try district.office.retakeMail(named: "mail-1", by: district.administrator)
    #expect(try district.names(in: "incoming/rejected").isEmpty)
    try district.beat()
    let work = try #require(try district.submissions.first)
    #expect(work.source == .mail && work.receivedAt == arrived)
    #expect(try district.names(in: "incoming/new").isEmpty)
  }

  @Test func `is read again though it was answered, and answered each time`() throws {
    let district = try District.mailing { $0.mailIntake?.accepts = [.picture] }
    try district.mailIn(subject: "MC-100", id: "1")
    #expect(try district.submissions.isEmpty && district.answers.count == 1)
    // Nothing has changed: it is answered once more, and lies where it lay.
    for count in 2...3 {
      try district.office.retakeMail(named: "mail-1", by: .technician)
      try district.beat()
      #expect(try district.answers.count == count)
      #expect(try district.office.rejectedMails(limit: 10).map(\.name) == ["mail-1"])
    }
    var program = district.program
    program.mailIntake?.accepts = [.pdf]
    try district.office.perform(.setProgram(program), by: .technician)
    try district.office.retakeMail(named: "mail-1", by: .technician)
    try district.beat()
    #expect(try district.submissions.map(\.title.value) == ["Genius Hour"])
    #expect(try district.answers.last?["Subject"].contains("Taken") == true)
    // The same mail, delivered late once more, is known.
    try district.mailIn(subject: "MC-100", id: "1")
    #expect(try district.submissions.count == 1 && district.answers.count == 4)
  }

  @Test func `is removed when that is asked for, by those who may leave out rows`() throws {
    let district = try District.mailing()
    try district.mailIn(subject: "MC-100", id: "1", file: nil)
    let teacher = Actor.person(try district.person("1000"))
    for name in ["mail-2", "", ".", "../new/x", "mail-1.report.txt"] {
      #expect(throws: OfficeError.self, "\(name)") {
        try district.office.dismissMail(named: name, by: .technician)
      }
      #expect(throws: OfficeError.self, "\(name)") {
        try district.office.retakeMail(named: name, by: .technician)
      }
    }
    #expect(throws: OfficeError.self) {
      try district.office.dismissMail(named: "mail-1", by: teacher)
    }
    #expect(throws: OfficeError.self) {
      try district.office.retakeMail(named: "mail-1", by: teacher)
    }
    #expect(try district.names(in: "incoming/rejected").count == 2)
    try district.office.dismissMail(named: "mail-1", by: district.administrator)
    #expect(try district.names(in: "incoming/rejected").isEmpty)
    #expect(try district.names(in: "incoming/new").isEmpty)
  }
}
