import CivilTime
import Files
import Office
import Simulation
import Store
import Testing
import Workflow

/// Two warrants of Lake Elsinore, for which most work comes by mail: some of it twice, or without its document.
@Suite struct `A sample year in which work comes by mail` {
  @Test func `takes each mail once, answers it once, and keeps every rule`() throws {
    let plan = try Sample.lakeElsinore(
      Sample.plan(
        "2026-07-01", "2027-07-10", seed: 4,
        size: .init(staff: 40, evaluators: 2, requestsAWindow: 24)))
    let life = try SampleLife(plan)
    try life.live()
    #expect(try life.office.read { try $0.findings().map(\.description) } == [])
    #expect(try LifeCheck.problems(in: life.office, head: life.answered, replays: true) == [])
    #expect(try LifeRecord(of: life).mailFaults == [])

    let mails = life.mails
    let automatic = mails.filter { $0.kind == .automatic }
    let answered = mails.filter { $0.kind != .automatic }
    let forgotten = mails.filter { $0.kind == .withoutDocument }
    // The year is no use if it never comes near what it tries.
    #expect(automatic.count > 1 && forgotten.count > 1 && answered.count > 20)
    #expect(answered.contains { $0.copies > 1 && $0.kind == .work })
    #expect(answered.contains { $0.title != answered.first?.title })

    let files = life.disk.files()
    #expect(try files.list("incoming/new").isEmpty)
    try life.office.read { records in
      let known = try records.intakeFiles(limit: 10_000).filter { $0.kind == "mail" }
      func of(_ mail: SentMail) -> [IntakeFile] { known.filter { $0.name.hasPrefix(mail.file) } }
      for mail in answered { #expect(of(mail).count == 1, "\(mail)") }
      for mail in forgotten {
        #expect(of(mail).map(\.state) == [.rejected])
        #expect(of(mail).map(\.problem) == ["no-attachment"])
      }
      // Nobody argues with a mailbox.
      for mail in automatic { #expect(of(mail).isEmpty) }
      #expect(known.count == answered.count)
      for (person, own) in Dictionary(grouping: answered, by: \.person) {
        let answers = try records.answersToMail(of: person, since: .distantPast)
        #expect(answers == own.count, "\(person)")
      }
      // Whatever was taken is somebody's work, with its document; and one mail never makes two of it.
      let taken = answered.filter { of($0).first?.state == .taken }
      #expect(taken.count > 15)
      #expect(
        try taken.contains { mail in
          try records.submissions(of: mail.person).contains { $0.source == .mail }
        })
      for (person, own) in Dictionary(grouping: taken, by: \.person) {
        // What was missing may have been added on the page.
        let work = try records.submissions(of: person)
        #expect(!work.isEmpty && work.count <= own.count, "\(person)")
        #expect(work.allSatisfy { $0.content.value?.artifacts.isEmpty == false })
      }
    }
  }
}
