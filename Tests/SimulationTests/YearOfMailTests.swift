import Files
import Foundation
import Office
import Simulation
import Store
import Testing

/// Every mail of a sample year, read by programs that others wrote.
@Suite struct `The mails of a sample year` {
  @Test func `are read without a defect, and look like mail that somebody wants`() throws {
    let life = try SampleLife(
      Sample.plan("2026-07-01", "2027-06-30", seed: 5))
    try life.live()
    let mails = try mails(of: life)
    #expect(mails.count > 200)
    let kinds = Set(mails.map(\.kind))
    #expect(kinds.count >= 15, "\(kinds.sorted())")

    let readers = try IndependentReaders.read(mails)
    #expect(readers.problems == [])
    #expect(readers.alternatives == mails.count)
    #expect(readers.signatures == mails.count)
    #expect(readers.calendarParts > 0)
    #expect(Set(readers.scores.keys) == kinds)
    for (kind, score) in readers.scores {
      #expect(score < 1.0, "\(kind): \(readers.rules[kind] ?? "")")
    }
  }

  /// The files of the Maildir, each with the template of its first notice, and signed as for a relay.
  private func mails(of life: SampleLife) throws -> [IndependentReaders.Mail] {
    let files = life.disk.files()
    return try files.list("mail/new").map { entry in
      // Maildir names end with the mail's number: `1789387200.M17.rubricd`.
      let number = entry.name.split(separator: ".").dropFirst().first.flatMap {
        Int64($0.dropFirst())
      }
      let kind = try life.office.read { records in
        try records.notices(inMail: number ?? 0).first?.template ?? "other"
      }
      let bytes = try files.read("mail/new/\(entry.name)", limit: 1 << 20)
      return IndependentReaders.Mail(
        name: entry.name, kind: kind, bytes: Data(bytes),
        signed: try IndependentReaders.sign(bytes))
    }
  }
}
