import CivilTime
import Ledger
import Office
import Programs
import Store
import Workflow

/// What is done for pay's sake: funds are granted, pay dates sealed and marked as paid, and what turned out wrong is
/// corrected or looked at again. Whoever got no answer looks first whether it is done.
extension SampleYear {
  /// The payroll clerk seals what is locked, and marks it as paid on its day.
  func payrollWorks() throws {
    guard program.pay != nil, let clerk = world.members[district.payrollClerk] else { return }
    try grantFunds()
    let now = clock.now()
    for date in try office.payDates(from: today.adding(days: -40), through: today.adding(days: 30))
    {
      let day = date.payDate.pays
      switch date.sealed {
      case .none where date.payDate.locks <= now && today <= day: try seal(day, by: clerk)
      case .some(let sealed) where !sealed.isPaid && day <= today:
        // Now and then it is noted a few days later.
        let delay = chance.number(below: 4, "noted", "\(day)")
        if day.adding(days: delay) <= today { try ask(.markPaid(day), by: clerk) }
      case .none, .some: break
      }
    }
  }

  /// What does not fit into the file, or has changed meanwhile, is not sealed.
  private func seal(_ day: CivilDate, by clerk: PersonID) throws {
    let preview = try office.preview(of: day)
    do {
      _ = try office.sealPayDate(day, expecting: preview.token, by: .person(clerk))
    } catch OfficeError.refused {
      return
    }
  }

  /// Where funds can run out, the board grants each year's in July: a little less than all of it could cost.
  private func grantFunds() throws {
    guard let funds = program.pay?.funds, funds.perPeriod == nil,
      let administrator = world.members[0],
      let first = CivilDate(
        year: district.schoolYear(holding: today, program.schoolYearFirstMonth),
        month: program.schoolYearFirstMonth, day: 1),
      try office.read({ try $0.fundsByDay()[first] }) == nil
    else { return }
    let one = program.pay?.amount?.cents ?? 300_00
    let amount = Money(cents: one * Int64(district.size.requestsAWindow))
    try ask(.grantFunds(amount, on: first, reason: "The board's budget."), by: administrator)
  }

  /// The clerk looks at what came in, and finds all that is asked for, or not.
  func clerkChecks() throws {
    guard program.evidence.judging == .clerk,
      let clerk = world.members[district.documentClerk], try isOfficeDay()
    else { return }
    for submission in try office.read({ try $0.submissions(in: .submitted, limit: 500) }) {
      let since = zone.date(at: submission.receivedAt).days(until: today)
      let patience = chance.number(below: 20, "checks", submission.id, submission.arrivals)
      guard since >= patience || submission.times.reviewsDue <= clock.now().adding(days24h: 2)
      else { continue }
      let isMissing =
        submission.arrivals == 1
        && chance.happens(thousandths: 120, "no document", submission.id)
      try ask(
        isMissing
          ? .returnSubmission(
            submission.id, [MissingPart(part: nil, kind: .documentMissing)])
          : .checkDocuments(submission.id), by: clerk)
    }
  }

  /// Now and then what was decided or paid turns out wrong.
  func administratorMends() throws {
    guard program.pay != nil, let administrator = world.members[0], try isOfficeDay() else {
      return
    }
    for submission in try office.read({ try $0.submissions(in: .decided, limit: 5_000) }) {
      guard case .decided(let decision, .earned, let at) = submission.state,
        submission.earner != administrator
      else { continue }
      let day = zone.date(at: at)
      if day.adding(days: 20 + chance.number(below: 90, "reopened on", decision)) == today,
        chance.happens(thousandths: 30, "reopened", decision)
      {
        try ask(
          .reopenDecision(submission.id, reason: "Another's work was mixed in."),
          by: administrator)
      } else if day.adding(days: 30 + chance.number(below: 90, "corrected on", decision)) == today,
        chance.happens(thousandths: 40, "corrected", decision)
      {
        try correct(submission, by: administrator)
      }
    }
  }

  private func correct(_ submission: Submission, by administrator: PersonID) throws {
    let item = submission.item
    let isDone = try office.payStatement(of: submission.earner).contains { line in
      line.entry.kind == .corrected && zone.date(at: line.entry.cause.at) == today
        && line.entry.postings.contains { $0.lot?.item == item }
    }
    guard !isDone else { return }
    let isMore = chance.happens(thousandths: 400, "more", submission.id)
    try ask(
      .correctPay(
        submission.id, by: Money(cents: isMore ? 25_00 : -40_33),
        reason: "A month was counted wrongly."), by: administrator)
  }

  /// HR exports its file on the first of a month, if anything in it has changed.
  func exportPeople() throws {
    guard program.pay != nil, today.day == 1 else { return }
    func file(_ day: CivilDate) -> [UInt8] {
      district.peopleFile(
        asOf: day, unit: program.pay?.eligibility.bargainingUnits.first,
        firstMonth: program.schoolYearFirstMonth)
    }
    let now = file(today)
    guard now != file(today.adding(months: -1)) else { return }
    try office.drop(now, named: "\(today)-people.csv")
  }
}
