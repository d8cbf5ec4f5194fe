import CivilTime
import Foundation
import Mail
import Notices
import Programs
import Rubrics
import Testing
import Workflow

private typealias District = LetterDistrict

@Suite struct `A letter about a decision` {
  private func letter(
    _ name: NoticeName, _ district: LetterDistrict, as number: Int64 = 51,
    _ data: [String: String] = [:]
  ) throws -> Letter {
    try district.letter(
      district.notice(
        name, to: District.maya, about: .decision(DecisionID(number)), due: "2026-10-22T12:00", data
      ))
  }

  private let nothing: NoticeValue = .block([])

  @Test func `tells which windows the year has, and which is the last`() throws {
    var district = try District()
    try district.decide(
      District.proposal, .approvedToBegin, met: ["helps", "mission", "need"],
      note: "Think early about how you will show what students learned.",
      yearEnds: "2027-10-23T00:00")
    let letter = try letter(.proposalApproved, district)
    try district.expectExample(
      TemplateName(.proposalApproved), letter, at: "2026-10-22T12:00",
      but: ["amount_line": nothing])
    // The entry is the last window's close, which comes before the year's end.
    let event = try #require(try district.draft(letter, at: "2026-10-22T12:00").calendar?.event)
    #expect(event.end == (try MapleHollow.instant("2027-09-26T23:59")))
  }

  @Test func `says what stands and what to work on`() throws {
    var district = try District()
    try district.decide(
      District.proposal, .revise, met: ["mission", "helps"],
      feedback: [
        "need": "Which data show the need in your grade? Last spring's science results would do.",
        "helps": "Well said.",
      ], againBy: "2027-01-25T00:00")
    try district.expectExample(
      TemplateName(.proposalRevise), letter(.proposalRevise, district), at: "2026-10-22T12:00")

    try district.decide(
      District.proposal, .notApproved, met: ["helps", "need"],
      feedback: [
        "mission": "The course is for adult learners outside our schools. "
          + "We could not see how our students would gain from it."
      ])
    try district.expectExample(
      TemplateName(.proposalNotApproved), letter(.proposalNotApproved, district),
      at: "2026-10-22T12:00")
  }

  private func decideNotYet(_ district: inout LetterDistrict, met: [CriterionID]) throws {
    try district.decide(
      District.design, .notYet, met: met,
      feedback: [
        "students": "You describe three lessons clearly. Add how you saw a change: a short check "
          + "before and after, or your notes on one group over time.",
        "samples": "The posters show the result. Add one sample of the way there, such as a first "
          + "sketch, and a few words from students on what changed.",
      ], note: "The interviews with families were a strong idea. Build on them.",
      againBy: "2027-01-25T00:00")
  }

  @Test func `brings a "not yet" with what is met, what to add, and by when`() throws {
    var district = try District()
    try decideNotYet(&district, met: ["learning", "reflection"])
    let letter = try letter(.notYet, district)
    try district.expectExample(
      TemplateName(.notYet), letter, at: "2026-10-22T12:00", but: ["kept_line": nothing])
    let draft = try district.draft(letter, at: "2026-10-22T12:00")
    #expect(!draft.text.contains("Theo") && !draft.text.contains("61,234"))

    try decideNotYet(&district, met: [])
    let text = try district.draft(letter, at: "2026-10-22T12:00").text
    #expect(text.contains("It is a \"not yet\": here is what"))
    #expect(!text.contains("Met, and stays met"))
    #expect(text.unwrapped.contains("Your reflection This is asked: Show it."))
  }

  @Test func `keeps feedback on the page, or names who wrote it, as the program says`() throws {
    var district = try District()
    try decideNotYet(&district, met: ["learning", "reflection"])
    let letter = try letter(.notYet, district)
    district.records.theProgram.mail.evaluatorNamedToTeacher = true
    #expect(
      try district.draft(letter, at: "2026-10-22T12:00").text
        .contains("From Theo Birch: The interviews"))
    district.records.theProgram.mail.feedbackInMail = false
    let text = try district.draft(letter, at: "2026-10-22T12:00").text
    #expect(!text.contains("posters") && !text.contains("interviews"))
    #expect(text.contains("\nSamples of student work, with reflections\n"))
    #expect(text.contains("What was written about it is on your page."))
  }

  @Test func `says it when an evaluator's words were erased`() throws {
    var district = try District()
    try decideNotYet(&district, met: ["learning", "reflection"])
    let review = try #require(district.records.reviews[ReviewID(51)])
    guard case .handedIn(var card, let at) = review.state else {
      Issue.record("the review is handed in")
      return
    }
    card.words = Personal(nil)
    district.records.reviews[ReviewID(51)]?.state = .handedIn(card, at: at)
    let text = try district.draft(letter(.notYet, district), at: "2026-10-22T12:00").text
    #expect(text.contains("Samples of student work, with reflections\n  (erased)\n"))
  }

  @Test func `rests on the adjudicator's scorecard where two differed`() throws {
    var district = try District()
    try decideNotYet(&district, met: ["learning", "reflection"])
    try district.decide(
      District.design, .notYet, met: ["learning", "reflection", "samples"],
      feedback: ["students": "Add a check before and after."], as: 52,
      againBy: "2027-01-25T00:00")
    district.records.reviews[ReviewID(52)]?.part = .adjudicator
    district.records.decisions[DecisionID(52)]?.reviews = [ReviewID(51), ReviewID(52)]
    let text = try district.draft(letter(.notYet, district, as: 52), at: "2026-10-22T12:00").text
    #expect(text.contains("Your own learning\nSamples of student work, with reflections\nYour"))
    #expect(text.contains("Add a check") && !text.contains("posters"))
  }

  @Test func `congratulates, and promises no badge, pay or credit that the program does not give`()
    throws
  {
    var district = try District()
    try district.decide(
      District.design, .earned, note: "The sketches show it.", at: "2026-12-10T11:50")
    let draft = try district.draft(letter(.earned, district), at: "2026-12-10T12:00")
    #expect(draft.subject == "Earned: Design thinking in grade 4 science")
    #expect(
      draft.text.contains("What you receive:\n\nRecord: earned, from Thursday, December 10.\n"))
    #expect(draft.text.contains("From your evaluator: The sketches show it.\n"))
    for word in ["badge", "Pay:", "Credit:", "$"] { #expect(!draft.text.contains(word)) }
  }

  @Test func `says what was awarded, when it is paid, and what is held back until when`() throws {
    var district = try District()
    try district.decide(District.design, .earned, at: "2026-12-10T11:50")
    let january = try #require(CivilDate(iso: "2027-01-29"))
    let july = try #require(CivilDate(iso: "2027-07-01"))
    func line(_ pay: PayTold) throws -> String {
      district.records.payOf[DecisionID(51)] = pay
      let text = try district.draft(letter(.earned, district), at: "2026-12-10T12:00").text
      return text.unwrapped.components(separatedBy: " Pay: ").dropFirst().first?
        .components(separatedBy: " There is nothing left").first ?? ""
    }
    #expect(
      try line(.stipend(cents: 600_00, paid: january, rest: nil))
        == "$600.00 with the January 2027 warrant.")
    #expect(
      try line(
        .stipend(cents: 200_00, paid: january, rest: PayRest(cents: 50_00, until: .year(july))))
        == "$200.00 with the January 2027 warrant. The other $50.00 waits for a later year, which "
        + "begins on July 1, 2027, when funds are available.")
    #expect(
      try line(.stipend(cents: 0, paid: nil, rest: PayRest(cents: 250_00, until: .funds)))
        == "$250.00 waits until funds are available.")
    #expect(
      try line(.stipend(cents: 0, paid: nil, rest: PayRest(cents: 250_00, until: .salary)))
        == "$250.00 waits until payroll knows your salary.")
    #expect(
      try line(
        .stipend(cents: 200_00, paid: january, rest: PayRest(cents: 50_00, until: .never)))
        == "$200.00 with the January 2027 warrant. The other $50.00 is more than can be paid for "
        + "this year.")
    #expect(
      try line(.raise(cents: 500_00, from: july, paid: january))
        == "$500.00 a year, from July 1, 2027, first with the January 2027 warrant.")
    #expect(try line(.notEligible).hasPrefix("none, because"))
  }

  @Test func `says what is set aside, and never asks money back in a mail`() throws {
    var district = try District()
    try district.decide(District.proposal, .approvedToBegin, yearEnds: "2027-10-23T00:00")
    district.records.payOf[DecisionID(51)] = .setAside(cents: 600_00)
    #expect(
      try district.draft(letter(.proposalApproved, district), at: "2026-10-22T12:00").text.unwrapped
        .contains("Pay set aside for this micro-credential: $600.00."))

    try decideNotYet(&district, met: ["learning"])
    district.records.decisions[DecisionID(51)]?.corrects = DecisionID(50)
    district.records.decisions[DecisionID(50)] = district.records.decisions[DecisionID(51)]
    let letter = try letter(.corrected, district, ["outcomeBefore": "earned"])
    for (wasExported, words) in [
      (true, "somebody from payroll will call you"), (false, "nothing was paid for it yet"),
    ] {
      district.records.payOf[DecisionID(51)] = .takenBack(wasExported: wasExported)
      let text = try district.draft(letter, at: "2026-10-29T12:00").text.unwrapped
      #expect(text.contains("Pay: \(words)") && !text.contains("$"), "\(text)")
    }
  }

  @Test func `is corrected with the old outcome, the new one and the reason`() throws {
    var district = try District()
    try decideNotYet(&district, met: ["learning"])
    try district.decide(District.design, .earned, at: "2026-10-29T11:50", as: 52)
    district.records.decisions[DecisionID(52)]?.corrects = DecisionID(51)
    district.records.decisions[DecisionID(51)]?.standing = .reopened(
      at: .epoch,
      reason: Personal("One of your files was not shown to the evaluator. It has now been read."))
    district.records.told["decision/51/sent"] = try MapleHollow.instant("2026-10-22T12:00")
    let letter = try letter(.corrected, district, as: 52, ["outcomeBefore": "notYet"])
    try district.expectExample(
      TemplateName(.corrected), letter, at: "2026-10-29T12:00",
      but: [
        "change_lines": .block([.entry("Record: earned, from Thursday, October 29.")]),
        "feedback_lines": nothing,
        "appeal_by": .promise(try MapleHollow.instant("2026-11-28T00:00")),
      ])
    #expect(try district.draft(letter, at: "2026-10-29T12:00").calendar == nil)

    district.records.decisions[DecisionID(52)]?.outcome = .notYet
    let against = try self.letter(.corrected, district, as: 52, ["outcomeBefore": "earned"])
    let draft = try district.draft(against, at: "2026-10-29T12:00")
    #expect(draft.text.contains("This is hard to read after good news"))
    #expect(draft.text.contains("it does not count as earned for now."))
    #expect(draft.calendar?.event.summary == "Last day to hand in again")
    let same = try self.letter(.corrected, district, as: 52, ["outcomeBefore": "notYet"])
    #expect(try district.draft(same, at: "2026-10-29T12:00").subject.hasPrefix("Looked at again: "))
  }

  @Test func `invites the certificate with the catalog's hours`() throws {
    var district = try District()
    try district.decide(District.design, .earned, at: "2026-12-10T11:50")
    let invited = try letter(
      .certificateInvited, district,
      ["credit": "3 to 5 credits", "uploadBy": MapleHollow.field("2027-05-29T00:00")])
    try district.expectExample(
      TemplateName(.certificateInvited), invited, at: "2026-12-11T07:00")
  }
}
