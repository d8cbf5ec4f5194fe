public import Documents
import CivilTime

extension Program {
  /// The program as a document, every setting spelled out, defaults too.
  public var plain: Plain {
    .fields([
      "format": .integer(Self.format),
      "name": .string(name),
      "district": .fields([
        "name": .string(district.name),
        "officeName": .string(district.officeName),
        "officePhone": .string(district.officePhone),
        "officeEmail": .string(district.officeEmail),
      ]),
      "zone": .string(zone),
      "schoolYearFirstMonth": .string(monthName(schoolYearFirstMonth)),
      "proposals": proposals?.plain,
      "evidence": evidence.plain,
      "completion": completion.plain,
      "evaluators": evaluators.plain,
      "skills": skills?.plain,
      "mail": mail.plain,
      "pay": pay?.plain,
      "payroll": payroll?.plain,
      "intake": intake.plain,
      "mailIntake": mailIntake?.plain,
    ])
  }

  /// A file that people can edit and import again. It has none of the first file's comments.
  public var export: String {
    JSON5Text.write(plain, heading: ["\(name), \(district.name), exported."])
  }

  /// What changes if `other` takes this program's place, one line for each setting.
  public func differences(to other: Program) -> [Difference] {
    plain.differences(to: other.plain)
  }
}

private func monthName(_ month: Int) -> String {
  CivilDate.monthNames.indices.contains(month - 1)
    ? CivilDate.monthNames[month - 1] : String(month)
}

private func plain(_ numbers: [Int]) -> Plain { .list(numbers.map(Plain.integer)) }

extension Stage {
  fileprivate var plain: Plain {
    .fields([
      "intake": intake.plain,
      "judging": Self.judgings.first { $0.value == judging }.map { .string($0.key) },
      "rubric": rubric.map(Plain.string),
      "purpose": .string(purpose),
      "answerMonths": .integer(answerMonths),
      "evaluatorMarginDays": .integer(evaluatorMarginDays),
      "graceMinutes": .integer(graceMinutes),
      "returnDays": .integer(returnDays),
      "announceDays": .integer(announceDays),
      "closingDays": .integer(closingDays),
    ])
  }
}

extension IntakeKind {
  fileprivate var plain: Plain {
    switch self {
    case .always: "always"
    case .windows(let rules):
      .fields([
        "windows": .list(
          rules.map {
            .fields([
              "label": .string($0.label), "opens": .string($0.opens.description),
              "days": .integer($0.days),
            ])
          })
      ])
    case .cutOffs(let rules):
      .fields([
        "cutOffs": .list(
          rules.map {
            .fields(["label": .string($0.label), "lastDay": .string($0.lastDay.description)])
          })
      ])
    }
  }
}

extension CompletionPolicy {
  fileprivate var plain: Plain {
    .fields([
      "months": .integer(months),
      "clockStopsUnderReview": .bool(clockStopsUnderReview),
      "guaranteedResubmissions": .integer(guaranteedResubmissions),
      "reminderDays": Programs.plain(reminderDays),
    ])
  }
}

extension EvaluatorPolicy {
  fileprivate var plain: Plain {
    .fields([
      "openReviewsMax": .integer(openReviewsMax),
      "offeringLeaderMayEvaluate": .bool(offeringLeaderMayEvaluate),
      "sameSchoolMayEvaluate": .bool(sameSchoolMayEvaluate),
      "supervisorMayEvaluate": .bool(supervisorMayEvaluate),
      "releasesByItself": .bool(releasesByItself),
      "reassignsByItself": .bool(reassignsByItself),
      "releasesDecisionsByItself": .bool(releasesDecisionsByItself),
      "reminderDays": Programs.plain(reminderDays),
      "overdueSchoolDays": Programs.plain(overdueSchoolDays),
      "reassignedDaysMin": .integer(reassignedDaysMin),
      "reassignsOverdue": reassignsOverdue.map { .bool($0) },
      "changePoints": changePoints.map { .integer($0) },
    ])
  }
}

extension MailPolicy {
  fileprivate var plain: Plain {
    .fields([
      "from": .string(from.description),
      "until": .string(until.description),
      "holdMinutes": .integer(holdMinutes),
      "feedbackInMail": .bool(feedbackInMail),
      "evaluatorNamedToTeacher": .bool(evaluatorNamedToTeacher),
      "teacherNamedToEvaluator": .bool(teacherNamedToEvaluator),
      "delayDays": .integer(delayDays),
      "digestWeekday": .string(digestWeekday.name),
      "digestTime": .string(digestTime.description),
      "releaseDueTime": .string(releaseDueTime.description),
    ])
  }
}

extension IntakePolicy {
  /// Mappings that are empty are left out; so is the whole, then.
  fileprivate var plain: Plain? {
    let kinds = columns.sorted { $0.key < $1.key }.map { kind, fields in
      Plain.Entry(
        kind,
        .map(
          fields.sorted { $0.key < $1.key }.map { Plain.Entry($0.key, .strings($0.value)) }))
    }
    if proposalForm == nil, evidenceForm == nil, kinds.isEmpty { return nil }
    return .fields([
      "proposalForm": proposalForm?.plain,
      "evidenceForm": evidenceForm?.plain,
      "columns": kinds.isEmpty ? nil : .map(kinds),
    ])
  }
}

extension FormMapping {
  fileprivate var plain: Plain {
    let sorted = answers.sorted { $0.key < $1.key }
    return .fields([
      "recognizedBy": .string(recognizedBy),
      "timestamp": .string(timestamp),
      "email": .string(email),
      "title": .string(title),
      "skills": skills.map(Plain.string),
      "skillOptions": skillOptions.isEmpty ? nil : .strings(skillOptions),
      "links": links.map(Plain.string),
      "answers": sorted.isEmpty
        ? nil : .map(sorted.map { Plain.Entry($0.key, .string($0.value)) }),
    ])
  }
}
