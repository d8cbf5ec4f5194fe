import CivilTime
import Documents
import Programs
import Testing

/// A program in which nothing is at its default.
private func odd() -> Program {
  Program(
    name: "Ünïcode \"quoted\"",
    district: District(
      name: "D\\", officeName: "O", officePhone: "+1 555", officeEmail: "o@d.org"),
    zone: "America/Los_Angeles", schoolYearFirstMonth: 12,
    proposals: Stage(
      intake: .cutOffs([CutOffRule(label: "A", lastDay: .last(.friday, month: 5))]),
      judging: .clerk, rubric: nil, purpose: "Two\nlines", answerMonths: 2,
      evaluatorMarginDays: 20, graceMinutes: 0, returnDays: 30, announceDays: 0, closingDays: 9),
    evidence: Stage(
      intake: .windows([
        WindowRule(label: "W", opens: .nth(4, .sunday, month: 2), days: 20),
        WindowRule(
          label: "Once", opens: DateRule("2031-06-01") ?? .last(.sunday, month: 6), days: 12),
      ]),
      judging: .evaluators(.twoAndAdjudicator), rubric: "r-1", purpose: "p"),
    completion: CompletionPolicy(
      months: 18, clockStopsUnderReview: false, guaranteedResubmissions: 0, reminderDays: []),
    evaluators: EvaluatorPolicy(
      openReviewsMax: 3, offeringLeaderMayEvaluate: true, sameSchoolMayEvaluate: false,
      supervisorMayEvaluate: true, releasesByItself: true, reassignsByItself: false,
      releasesDecisionsByItself: true, reminderDays: [1, 30], overdueSchoolDays: [5],
      reassignedDaysMin: 2),
    mail: MailPolicy(
      from: WallTime(iso: "06:30") ?? .midnight, until: WallTime(iso: "20:15:30") ?? .midnight,
      holdMinutes: 0, feedbackInMail: false, evaluatorNamedToTeacher: true,
      teacherNamedToEvaluator: false, delayDays: 1, digestWeekday: .sunday,
      digestTime: .midnight, releaseDueTime: .midnight),
    pay: oddPay(), payroll: PayrollFormat(columns: [PayrollColumn("A", .amount)]),
    intake: IntakePolicy(
      proposalForm: FormMapping(recognizedBy: "x", title: "T"),
      evidenceForm: FormMapping(
        recognizedBy: "y", timestamp: "Zeit", email: "Mail", title: "T", skills: "S",
        skillOptions: ["a, b", "c"], links: "L", answers: ["one": "1", "two": "2"]),
      columns: ["people": ["email": ["E", "M"], "Name": ["N"]], "catalog": [:]]),
    mailIntake: MailIntakePolicy(
      address: "m@d.org", authenticationServer: "mx.d.org", accepts: [.text, .pdf], mebibytes: 7,
      mailsPerDay: 3))
}

/// Pay in which nothing is at its default, as far as its parts go together.
private func oddPay() -> PayPolicy {
  PayPolicy(
    kind: .salaryRise(
      RiseTerms(effective: .decision, prorated: .days, year: .calendarYear, recurs: false)),
    amount: Money(cents: 12_34),
    cap: CapPolicy(
      period: .calendarYear, binds: .whenApplying, salaryOn: .periodStart,
      brackets: [
        CapBracket(label: "a", salaryBelow: Money(cents: 1), amount: .zero),
        CapBracket(label: "b", salaryBelow: Money(cents: 100_000_05), amount: .most),
        CapBracket(label: "c", amount: Money(cents: 600_00)),
      ], exactly: .below),
    carryOver: CarryOverPolicy(
      beyondCap: .refused, beyondFunds: .refused, countsAgainstCap: false, paidFirst: false),
    eligibility: EligibilityPolicy(
      bargainingUnits: ["A", "B"], employedDaysMin: 90, hiredUntil: CivilDate(iso: "2020-02-29"),
      on: .paying),
    funds: FundsPolicy(period: .calendarYear, perPeriod: Money(cents: 1), order: .proRata),
    payDates: PayDatePolicy(
      cutOffBy: .decision, lockDays: 0, lockTime: WallTime(iso: "09:30"), releaseDays: 9,
      dates: [
        PayDateRule(
          label: "P", cutOff: .last(.friday, month: 12), pays: .nth(2, .monday, month: 1)),
        PayDateRule(
          label: "Once", cutOff: DateRule("2031-06-01") ?? .last(.sunday, month: 5),
          pays: DateRule("2031-06-30") ?? .last(.sunday, month: 6)),
      ]))
}

@Suite struct `Writing a program` {
  @Test func `gives a file that is read to an equal program`() throws {
    #expect(try program(odd().export) == odd())
    #expect(try program(JSONText.write(odd().plain)) == odd())
    for name in shippedNames {
      let program = try shipped(name)
      #expect(try Programs.Program.read(Array(program.export.utf8), file: "export") == program)
    }
  }

  @Test func `tells what changes in people's words`() throws {
    let before = try shipped("kettle-moraine")
    #expect(before.differences(to: before).isEmpty)
    var after = before
    after.evidence.evaluatorMarginDays = 10
    after.mail.digestWeekday = .monday
    after.evaluators.reminderDays = [7]
    if case .windows(var windows)? = after.proposals?.intake {
      windows[0].days = 10
      windows[2].opens = .nth(2, .monday, month: 4)
      windows.remove(at: 1)
      after.proposals?.intake = .windows(windows)
    }
    #expect(
      before.differences(to: after).map(\.description) == [
        "proposals.intake.windows[Fall].days: 14 → 10",
        "proposals.intake.windows[Winter]: removed (was { label: \"Winter\", "
          + "opens: \"second Monday of January\", days: 14 })",
        "proposals.intake.windows[Spring].opens: \"first Monday of April\" → \"second Monday of April\"",
        "evidence.evaluatorMarginDays: 7 → 10",
        "evaluators.reminderDays: 14, 7, 3, 1, 0 → 7",
        "mail.digestWeekday: \"Friday\" → \"Monday\"",
      ])
    after = before
    after.proposals = nil
    #expect(before.differences(to: after).count == 1)
    #expect(after.differences(to: before)[0].description.hasPrefix("proposals: added { intake: "))
  }

  @Test func `forgets no setting of the pay`() throws {
    let before = odd()
    var after = before
    after.pay = try shipped("lake-elsinore").pay
    let changed = before.differences(to: after).map(\.path)
    for key in [
      "kind", "rise", "amount", "cap.period", "cap.binds", "cap.salaryOn", "cap.brackets[a]",
      "cap.brackets[everybody]", "cap.exactly", "carryOver.beyondCap", "carryOver.beyondFunds",
      "carryOver.countsAgainstCap", "carryOver.paidFirst", "eligibility.bargainingUnits",
      "eligibility.employedDaysMin", "eligibility.hiredUntil", "eligibility.on", "funds.period",
      "funds.perPeriod", "funds.order", "payDates.cutOffBy", "payDates.lockDays",
      "payDates.lockTime", "payDates.releaseDays", "payDates.dates[P]",
    ] {
      #expect(changed.contains("pay.\(key)"), "\(key)")
    }
    after.pay?.kind = .salaryRise(RiseTerms())
    after.pay?.cap.binds = .whenApplying
    let rise = before.differences(to: after).map(\.path)
    for key in ["effective", "prorated", "year", "recurs"] {
      #expect(rise.contains("pay.rise.\(key)"), "\(key)")
    }
  }

  /// Each setting that differs is told, so none can be forgotten in the writing.
  @Test func `forgets no setting`() throws {
    let changed = odd().differences(to: try program(sample())).map(\.path)
    for key in [
      "months", "clockStopsUnderReview", "guaranteedResubmissions", "openReviewsMax",
      "offeringLeaderMayEvaluate", "sameSchoolMayEvaluate", "supervisorMayEvaluate",
      "releasesByItself", "reassignsByItself", "releasesDecisionsByItself", "overdueSchoolDays",
      "reassignedDaysMin", "from", "until", "holdMinutes", "feedbackInMail",
      "evaluatorNamedToTeacher", "teacherNamedToEvaluator", "delayDays", "digestWeekday",
      "digestTime", "releaseDueTime", "zone", "schoolYearFirstMonth", "pay", "payroll",
    ] {
      #expect(changed.contains { $0 == key || $0.hasSuffix(".\(key)") }, "\(key)")
    }
  }
}
