import CivilTime
import Office
import Programs
import Store
import Testing
import Workflow

@Suite struct `Undoing within the ten minutes` {
  /// An evidence window whose work waits for its assignment's release, on a morning.
  private func closed(teachers: Int = 4) throws -> District {
    let district = try District.begun(at: "2026-10-20 09:00", teachers: teachers)
    let rows = (0..<teachers).map { FormRow($0, teacher: $0) }
    try district.office.drop(FormRow.approvals(of: rows, besides: false), named: "opening.csv")
    try district.beat()
    try district.live(until: "2026-11-03 12:00")
    try district.take(FormRow.sheet(rows, in: district.zone), named: "a.csv")
    try district.live(until: "2026-11-10 10:00")
    return district
  }

  private func assignment(of district: District) throws -> AssignmentID {
    try #require(try district.window(.evidence).assignment)
  }

  private func letters(_ district: District, _ prefix: String) throws -> [MailHeaders] {
    try district.mails().filter { $0.key.hasPrefix(prefix) && !$0.key.contains("proposed") }
  }

  private func undo(_ performed: Performed, in district: District) throws {
    let number = try #require(performed.command)
    try district.office.perform(.undo(command: number), by: try district.administrator)
  }

  @Test func `an assignment's release tells nobody, and the next release tells everybody once`()
    throws
  {
    let district = try closed()
    let administrator = try district.administrator
    let id = try assignment(of: district)
    let before = try district.evidence
    let release = try district.office.perform(.releaseAssignment(id), by: administrator)
    try district.live(until: "2026-11-10 10:09")
    try undo(release, in: district)
    #expect(try district.evidence.map(\.state.name) == before.map(\.state.name))
    try district.live(until: "2026-11-10 11:00")
    #expect(try letters(district, "assignment/").isEmpty)
    // The same assignment, or the next, goes out again, and its letters with it.
    let again = try district.window(.evidence).assignment ?? id
    try district.office.perform(.releaseAssignment(again), by: administrator)
    try district.live(until: "2026-11-10 12:00")
    let evaluators = Set(
      try district.evidence.flatMap { submission in
        try district.office.read { try $0.reviews(of: submission.id) }.filter(\.isOpen)
          .map(\.evaluator)
      })
    #expect(try letters(district, "assignment/").count == evaluators.count)
    #expect(try district.office.verify().problems == [])
  }

  @Test func `is refused once somebody has been told`() throws {
    let district = try closed()
    let id = try assignment(of: district)
    let release = try district.office.perform(
      .releaseAssignment(id), by: try district.administrator)
    let number = try #require(release.command)
    try district.live(until: "2026-11-10 10:09")
    #expect(try district.office.read { try $0.recordedCommand(number)?.isTold } == false)
    try district.live(until: "2026-11-10 10:11")
    #expect(try district.office.read { try $0.recordedCommand(number)?.isTold } == true)
    let before = try district.state
    #expect(throws: OfficeError.self) { try undo(release, in: district) }
    #expect(try district.state == before)
  }

  @Test func `decisions are taken back, and released anew are told once each`() throws {
    let district = try closed()
    let administrator = try district.administrator
    try district.office.perform(
      .releaseAssignment(try assignment(of: district)), by: administrator)
    try district.live(until: "2026-11-12 10:00")
    for submission in try district.evidence { try district.judge(submission, isMet: true) }
    let ids = try district.evidence.map(\.id)
    let release = try district.office.perform(.releaseDecisions(ids), by: administrator)
    try district.live(until: "2026-11-12 10:05")
    try undo(release, in: district)
    #expect(try district.evidence.allSatisfy { $0.state.name == .readyToRelease })
    try district.live(until: "2026-11-12 11:00")
    #expect(try letters(district, "decision/").isEmpty)
    try district.office.perform(.releaseDecisions(ids), by: administrator)
    try district.live(until: "2026-11-13 12:00")
    #expect(try letters(district, "decision/").count == ids.count)
    #expect(try district.office.verify().problems == [])
  }

  @Test func `a window's new dates are as they were`() throws {
    let district = try District.begun(at: "2026-09-21 10:00")
    try district.live(until: "2026-09-21 12:00")
    let window = try district.window(.proposal)
    #expect(window.state == .open)
    // Somebody has handed in, and counts on the dates.
    let teacher = try district.person("1000")
    try district.office.perform(
      .handIn(
        HandIn(
          stage: .proposal, earner: teacher, title: "Genius Hour", content: Content(),
          source: .page, arrivedAt: district.clock.now())), by: .person(teacher))
    let change = try district.office.perform(
      .changeWindow(
        window.id, opensOn: window.opensOn, endsOn: window.endsOn.adding(days: 7),
        reason: "snow days"), by: try district.administrator)
    #expect(try district.window(.proposal).endsOn == window.endsOn.adding(days: 7))
    try undo(change, in: district)
    #expect(try district.window(.proposal).dates == window.dates)
    try district.live(until: "2026-09-22 12:00")
    #expect(try district.mails().filter { $0.key.contains("/changed/") }.isEmpty)
    // Said again, it is told.
    try district.office.perform(
      .changeWindow(
        window.id, opensOn: window.opensOn, endsOn: window.endsOn.adding(days: 7),
        reason: "snow days"), by: try district.administrator)
    try district.live(until: "2026-09-23 12:00")
    #expect(try district.mails().filter { $0.key.contains("/changed/") }.count == 1)
  }

  @Test func `a return leaves the work with its evaluator, and tells the teacher nothing`() throws {
    let district = try closed()
    let administrator = try district.administrator
    try district.office.perform(
      .releaseAssignment(try assignment(of: district)), by: administrator)
    try district.live(until: "2026-11-12 10:00")
    let submission = try #require(try district.evidence.first)
    let back = try district.office.perform(
      .returnSubmission(submission.id, [MissingPart(part: nil, kind: .linkClosed)]),
      by: administrator)
    #expect(try district.evidence.first?.state.name == .returned)
    try undo(back, in: district)
    #expect(try district.evidence.first?.state.name == .underReview)
    try district.live(until: "2026-11-13 12:00")
    #expect(try district.mails().filter { $0.key.hasSuffix("/returned") }.isEmpty)
    try district.office.perform(
      .returnSubmission(submission.id, [MissingPart(part: nil, kind: .linkClosed)]),
      by: administrator)
    try district.live(until: "2026-11-14 12:00")
    #expect(try district.mails().filter { $0.key.hasSuffix("/returned") }.count == 1)
    #expect(try district.office.verify().problems == [])
  }

  @Test func `an extension ends when it ended before`() throws {
    let district = try District.begun(at: "2026-10-20 09:00")
    try district.office.drop(
      FormRow.approvals(of: [FormRow(0, teacher: 0)], besides: false), named: "opening.csv")
    try district.beat()
    let proposal = try #require(try district.submissions.first)
    let until = try #require(CivilDate(iso: "2027-09-30"))
    let longer = Command.extend(proposal.id, until: until, reason: "a leave")
    let extended = try district.office.perform(longer, by: try district.administrator)
    #expect(try district.submissions.first?.progress != proposal.progress)
    try undo(extended, in: district)
    #expect(try district.submissions.first?.progress == proposal.progress)
    try district.live(until: "2026-10-21 12:00")
    #expect(try district.mails().filter { $0.key.contains("/extended/") }.isEmpty)
    try district.office.perform(longer, by: try district.administrator)
    try district.live(until: "2026-10-22 12:00")
    #expect(try district.mails().filter { $0.key.contains("/extended/") }.count == 1)
  }
}

extension Window {
  /// What a change of dates changes.
  fileprivate var dates: [String] { ["\(opensOn)", "\(endsOn)", "\(times)"] }
}
