import CivilTime
import Crypto
import Files
import Office
import Simulation
import Store
import Testing
import Workflow

@Suite struct `A sample life` {
  @Test func `is the same to the last byte of its journal when its seed is the same`() throws {
    func lived(_ seed: UInt64) throws -> (head: String, mails: [String: [UInt8]]) {
      let life = try SampleLife(Sample.plan("2026-08-20", "2026-10-10", seed: seed))
      try life.live()
      let files = life.disk.files()
      var mails: [String: [UInt8]] = [:]
      for entry in try files.list("mail/new") {
        mails[entry.name] = try files.read("mail/new/\(entry.name)", limit: 1 << 20)
      }
      return (try life.office.read { try $0.chainHead()?.hex ?? "" }, mails)
    }
    let first = try lived(3)
    let again = try lived(3)
    let other = try lived(4)
    #expect(!first.mails.isEmpty)
    #expect(first.head == again.head)
    #expect(first.mails == again.mails)
    #expect(first.head != other.head)
    #expect(first.mails != other.mails)
  }

  @Test func `leaves a year in which verify finds nothing and nobody got too much mail`() throws {
    let life = try SampleLife(
      Sample.plan(
        "2026-07-01", "2027-06-30", seed: 2,
        size: .init(staff: 120, evaluators: 6, requestsAWindow: 20)))
    try life.live(untilDay: Sample.day("2026-08-03"))
    // Some have turned announcements off; of them, some will hand in nothing all year.
    let off = Array(try life.office.read { try $0.staff(on: Sample.day("2026-08-03")) }.suffix(40))
    for person in off {
      for kind in ["window-announced", "window-open"] {
        try life.office.perform(.muteNotices(person, kind: kind, isMuted: true), by: .technician)
      }
    }
    try life.live()
    #expect(try LifeCheck.problems(in: life.office, head: nil, replays: true) == [])
    try life.office.read { records in
      let idle = try off.filter {
        try records.submissions(of: $0).isEmpty && records.person($0)?.evaluator == nil
          && records.person($0)?.roles.isEmpty == true
          // Whoever has begun something, and then was refused or forgot, hears that the window closes.
          && (records.drafts(of: $0) as [Draft]).isEmpty
      }
      #expect(!idle.isEmpty)
      for person in idle {
        #expect(try records.mails(.person(person), limit: 9).map(\.key) == [])
      }
    }
    let record = try LifeRecord(of: life)
    #expect(record.mailFaults == [])
    #expect(record.decisions.count > 60)
    #expect(try NoticeLimits.breaches(in: life.office, zone: life.zone) == [])
    try expectOthersTookOver(in: life)
  }

  /// Some evaluator was away in mid-review: others have judged what they had.
  private func expectOthersTookOver(in life: SampleLife) throws {
    try life.office.read { records in
      let people = try records.staff(on: Sample.day("2027-06-30"))
      let away = try Set(
        people.filter { try records.person($0)?.evaluator?.away.isEmpty == false })
      #expect(!away.isEmpty)
      let work = try people.flatMap { try records.submissions(of: $0) }
      let reviews = try work.flatMap { try records.reviews(of: $0.id) }
      let handedOn = reviews.filter {
        $0.state.name == .reassigned && away.contains($0.evaluator)
      }
      #expect(!handedOn.isEmpty)
      let judged = Set(reviews.filter { $0.state.name == .handedIn }.map(\.submission))
      let decided = Set(work.filter { $0.state.name == .decided }.map(\.id))
      #expect(
        handedOn.map(\.submission).filter { decided.contains($0) && !judged.contains($0) } == [])
    }
  }

  @Test func `goes two ways from a branch without either seeing the other`() throws {
    let life = try SampleLife(Sample.plan("2026-09-01", "2026-09-30"))
    try life.live(untilDay: Sample.day("2026-09-15"))
    let branch = try life.branched()
    let before = try LifeRecord(of: life)
    try branch.live()
    #expect(try LifeRecord(of: life) == before)
    try life.live()
    let record = try LifeRecord(of: life)
    #expect(try record.differences(from: LifeRecord(of: branch)) == [])
  }
}
