import Foundation
import Mail
import Notices
import Testing

/// What a sample year may never send, too: every kind of notice, read by programs that others wrote.
@Suite struct `A mail of every kind` {
  @Test func `is read without a defect, is signed, and looks like mail that somebody wants`() throws
  {
    var sample = try SampleLetters()
    let mails = try mails(&sample, at: "2026-10-20T07:00")
    #expect(Set(mails.map(\.kind)) == Set(NoticeName.allCases.map(\.rawValue)))
    let readers = try IndependentReaders.read(mails)
    #expect(readers.problems == [])
    #expect(readers.alternatives == mails.count)
    #expect(readers.signatures == mails.count)
    #expect(readers.calendarParts >= 10)
    #expect(Set(readers.scores.keys) == Set(mails.map(\.kind)))
    for (kind, score) in readers.scores {
      #expect(score < 1.0, "\(kind): \(readers.rules[kind] ?? "")")
    }
  }

  @Test func `is read without a defect whatever the records hold`() throws {
    var mails: [IndependentReaders.Mail] = []
    for seed in UInt64(0)..<8 {
      var sample = try SampleLetters(seed: seed)
      mails += try self.mails(&sample, at: "2026-10-2\(seed)T07:00")
    }
    let readers = try IndependentReaders.read(mails, areJudged: false)
    #expect(readers.problems == [])
    #expect(readers.signatures == mails.count)
  }

  private func mails(
    _ sample: inout SampleLetters, at time: String
  ) throws -> [IndependentReaders.Mail] {
    try sample.drafts(at: time).map { letter, draft in
      let bytes = try MailMessage(draft).bytes
      return IndependentReaders.Mail(
        name: letter.key, kind: letter.name.notice.rawValue, bytes: Data(bytes),
        signed: try IndependentReaders.sign(bytes))
    }
  }
}
