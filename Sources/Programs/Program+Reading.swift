public import Documents
import CivilTime

/// A program's file has these keys at the top: `format` (1), `name`, `district`, `zone`,
/// `evidence`, and, if wanted, `schoolYearFirstMonth`, `proposals`, `completion`, `evaluators`,
/// `skills`, `mail`, `pay`, `payroll`, `intake`, `mailIntake`. The keys inside are the names of the types'
/// properties; `Config/kettle-moraine.json5` shows them all. What is left out means the property's
/// stated default.
extension Program {
  /// The file format that this version reads and writes.
  static let format = 1

  /// Parts of a program that later versions carry out.
  static let notThereYet = ["badges": "badges", "credit": "credit hours"]

  /// Reads a program.
  ///
  /// - Throws: ``Mistakes`` with all that is wrong, contradictions too.
  public static func read(_ document: Document) throws(Mistakes) -> Program {
    try document.read { root in root.fields(program) }
  }

  /// Reads a program from the bytes of a file.
  ///
  /// - Throws: ``Mistakes`` with all that is wrong, contradictions too.
  public static func read(_ bytes: [UInt8], file: String) throws(Mistakes) -> Program {
    try read(Document(parsing: bytes, file: file))
  }

  private static func program(_ fields: Fields) -> Program? {
    fields.refuseWhatIsNotThereYet(notThereYet)
    let known = fields.required("format")?.integer(in: format...format)
    let name = fields.required("name")?.string(length: 1...120)
    let district = fields.required("district")?.fields(District.read)
    let zone = fields.required("zone")?
      .parsed(expected: "a time zone such as \"America/Chicago\"") { zoneName($0) }
    let month = fields.optional("schoolYearFirstMonth")?.month() ?? 7
    let proposals = fields.optional("proposals")?
      .fields { Stage.read($0, schoolYearFirstMonth: month) }
    let evidence = fields.required("evidence")?
      .fields { Stage.read($0, schoolYearFirstMonth: month) }
    let completionReader = fields.optional("completion")
    let completion = completionReader?.fields(CompletionPolicy.read)
    let evaluators = fields.optional("evaluators")?.fields(EvaluatorPolicy.read)
    let skills = fields.optional("skills")?.skillTree()
    let mail = fields.optional("mail")?.fields(MailPolicy.read)
    let pay = fields.optional("pay")?
      .fields { PayPolicy.read($0, schoolYearFirstMonth: month) }
    let payrollReader = fields.optional("payroll")
    let payroll = payrollReader?.fields(PayrollFormat.read)
    if !fields.has("pay") {
      payrollReader?.mistake(
        found: "what payroll's files look like", expected: "\"pay\" as well: nothing is paid")
    }
    let intake = fields.optional("intake")?
      .fields { IntakePolicy.read($0, hasProposals: fields.has("proposals")) }
    let mailIntake = fields.optional("mailIntake")?.fields(MailIntakePolicy.read)
    if let proposals, proposals.judging == .issuer {
      fields.optional("proposals")?.mistake(
        found: "proposals judged by the issuer", expected: "evaluators or a clerk")
    }
    guard known != nil, let name, let district, let zone, let evidence else { return nil }
    return Program(
      name: name, district: district, zone: zone, schoolYearFirstMonth: month,
      proposals: proposals, evidence: evidence, completion: completion ?? .init(),
      evaluators: evaluators ?? .init(), mail: mail ?? .init(), pay: pay,
      payroll: payroll, intake: intake ?? .init(), mailIntake: mailIntake, skills: skills)
  }

  private static func zoneName(_ text: String) -> String? {
    do throws(ZoneError) {
      try Zone.checkName(text)
      return text
    } catch {
      return nil
    }
  }
}

extension Reader {
  /// A month by its English name, as its number from 1.
  fileprivate func month() -> Int? {
    parsed(expected: "a month such as \"July\"") { text in
      CivilDate.monthNames.firstIndex { $0.lowercased() == text.lowercased() }.map { $0 + 1 }
    }
  }
}

extension District {
  static func read(_ fields: Fields) -> District? {
    let name = fields.required("name")?.string(length: 1...120)
    let office = fields.required("officeName")?.string(length: 1...120)
    let phone = fields.required("officePhone")?.string(length: 1...40)
    let email = fields.required("officeEmail")?.emailAddress()
    guard let name, let office, let phone, let email else { return nil }
    return District(name: name, officeName: office, officePhone: phone, officeEmail: email)
  }
}

extension CompletionPolicy {
  static func read(_ fields: Fields) -> CompletionPolicy? {
    let standard = CompletionPolicy()
    return CompletionPolicy(
      months: fields.integer("months", in: 1...60, else: standard.months),
      clockStopsUnderReview: fields.flag(
        "clockStopsUnderReview", else: standard.clockStopsUnderReview),
      guaranteedResubmissions: fields.integer(
        "guaranteedResubmissions", in: 0...10, else: standard.guaranteedResubmissions),
      reminderDays: fields.days("reminderDays", in: 0...366, else: standard.reminderDays))
  }
}

extension EvaluatorPolicy {
  static func read(_ fields: Fields) -> EvaluatorPolicy? {
    let standard = EvaluatorPolicy()
    return EvaluatorPolicy(
      openReviewsMax: fields.integer("openReviewsMax", in: 1...500, else: standard.openReviewsMax),
      offeringLeaderMayEvaluate: fields.flag(
        "offeringLeaderMayEvaluate", else: standard.offeringLeaderMayEvaluate),
      sameSchoolMayEvaluate: fields.flag(
        "sameSchoolMayEvaluate", else: standard.sameSchoolMayEvaluate),
      supervisorMayEvaluate: fields.flag(
        "supervisorMayEvaluate", else: standard.supervisorMayEvaluate),
      releasesByItself: fields.flag("releasesByItself", else: standard.releasesByItself),
      reassignsByItself: fields.flag("reassignsByItself", else: standard.reassignsByItself),
      releasesDecisionsByItself: fields.flag(
        "releasesDecisionsByItself", else: standard.releasesDecisionsByItself),
      reminderDays: fields.days("reminderDays", in: 0...120, else: standard.reminderDays),
      overdueSchoolDays: fields.days(
        "overdueSchoolDays", in: 1...30, else: standard.overdueSchoolDays),
      reassignedDaysMin: fields.integer(
        "reassignedDaysMin", in: 1...60, else: standard.reassignedDaysMin),
      reassignsOverdue: fields.has("reassignsOverdue")
        ? fields.flag("reassignsOverdue", else: false) : nil,
      changePoints: fields.has("changePoints")
        ? fields.integer("changePoints", in: 0...100_000, else: 0) : nil)
  }
}

extension MailPolicy {
  static func read(_ fields: Fields) -> MailPolicy? {
    let standard = MailPolicy()
    let from = fields.time("from", else: standard.from)
    let until = fields.time("until", else: standard.until)
    if from >= until {
      fields.reader.mistake(
        found: "mail hours from \(from) until \(until)", expected: "an end after the beginning")
    }
    let weekday = fields.optional("digestWeekday")?
      .parsed(expected: "a weekday such as \"Friday\"") { Weekday(name: $0) }
    return MailPolicy(
      from: from, until: until,
      holdMinutes: fields.integer("holdMinutes", in: 0...1_440, else: standard.holdMinutes),
      feedbackInMail: fields.flag("feedbackInMail", else: standard.feedbackInMail),
      evaluatorNamedToTeacher: fields.flag(
        "evaluatorNamedToTeacher", else: standard.evaluatorNamedToTeacher),
      teacherNamedToEvaluator: fields.flag(
        "teacherNamedToEvaluator", else: standard.teacherNamedToEvaluator),
      delayDays: fields.integer("delayDays", in: 1...60, else: standard.delayDays),
      digestWeekday: weekday ?? standard.digestWeekday,
      digestTime: fields.time("digestTime", else: standard.digestTime),
      releaseDueTime: fields.time("releaseDueTime", else: standard.releaseDueTime))
  }
}

extension Reader {
  /// The narrower skills of each broader one.
  fileprivate func skillTree() -> SkillTree? {
    let broader = entries(count: 1...SkillTree.skillsMax) { name, reader -> (String, [String])? in
      guard (1...100).contains(name.utf8.count) else {
        reader.mistake(
          found: "the key \(Mistake.quoted(name))", expected: "a skill of 1 to 100 letters")
        return nil
      }
      return reader.list(
        count: 1...SkillTree.skillsMax, uniqueBy: "skill", SkillTree.folded
      ) { $0.string(length: 1...100) }
      .map { (name, $0) }
    }
    guard let broader else { return nil }
    let names = broader.map { SkillTree.folded($0.0) }
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      mistake(
        found: "the skill \(Mistake.quoted(twice)) twice", expected: "each broader skill once")
    }
    if let own = broader.first(where: {
      $0.1.map(SkillTree.folded).contains(SkillTree.folded($0.0))
    }) {
      mistake(
        found: "\(Mistake.quoted(own.0)) as a part of itself", expected: "other skills in the list")
    }
    return SkillTree(narrower: Dictionary(broader) { first, _ in first })
  }
}
