import CivilTime
import Documents
import Rubrics

extension Stage {
  /// How the file names who judges.
  static let judgings: KeyValuePairs<String, Judging> = [
    "oneEvaluator": .evaluators(.one),
    "twoEvaluatorsAndAdjudicator": .evaluators(.twoAndAdjudicator),
    "clerk": .clerk,
    "issuer": .issuer,
  ]

  static func read(_ fields: Fields, schoolYearFirstMonth: Int) -> Stage? {
    fields.refuseWhatIsNotThereYet(Program.notThereYet)
    let intake = fields.required("intake")?
      .intake(schoolYearFirstMonth: schoolYearFirstMonth)
    let judging = fields.required("judging")?.choice(among: judgings)
    let rubricReader = fields.optional("rubric")
    let rubric = rubricReader?
      .parsed(expected: "a rubric's id of small letters, digits and hyphens") {
        RubricID(slug: $0)?.rawValue
      }
    let purpose = fields.required("purpose")?.paragraphs(length: 1...2_000)
    let answerReader = fields.optional("answerMonths")
    let answerMonths = answerReader?.integer(in: 1...12) ?? 1
    let marginReader = fields.optional("evaluatorMarginDays")
    let margin = marginReader?.integer(in: 0...90) ?? 7
    let closingReader = fields.optional("closingDays")
    let closing = closingReader?.integer(in: 0...60) ?? 3

    if let judging {
      switch judging {
      case .evaluators where rubricReader == nil:
        fields.reader.mistake(
          found: "no key \"rubric\"", expected: "one, since evaluators judge by a rubric")
      case .clerk, .issuer:
        rubricReader?.mistake(expected: "no rubric, since no evaluator judges here")
      case .evaluators: break
      }
    }
    // A month has 28 days at least: the evaluator's day must lie after the window's end in every
    // one.
    if margin >= answerMonths * 28 {
      (marginReader ?? answerReader ?? fields.reader).mistake(
        found: "a margin of \(margin) days in \(answerMonths * 28)",
        expected: "an evaluator's due date after the intake's end: at most "
          + "\(answerMonths * 28 - 1) days")
    }
    if case .windows(let windows)? = intake, let shortest = windows.map(\.days).min(),
      closing >= shortest
    {
      (closingReader ?? fields.reader).mistake(
        found: "a reminder \(closing) days before the close of a window of \(shortest) days",
        expected: "a reminder while the window is open: at most \(shortest - 1) days")
    }
    guard let intake, let judging, let purpose else { return nil }
    return Stage(
      intake: intake, judging: judging, rubric: rubric, purpose: purpose,
      answerMonths: answerMonths, evaluatorMarginDays: margin,
      graceMinutes: fields.integer("graceMinutes", in: 0...1_440, else: 10),
      returnDays: fields.integer("returnDays", in: 1...90, else: 7),
      announceDays: fields.integer("announceDays", in: 0...90, else: 14), closingDays: closing)
  }
}

extension Reader {
  /// `"always"`, `{ windows: […] }` or `{ cutOffs: […] }`.
  fileprivate func intake(schoolYearFirstMonth month: Int) -> IntakeKind? {
    guard case .map = value.content else {
      if case .string("always") = value.content { return .always }
      if case .string("email") = value.content {
        mistake(
          expected: "when work may come in; how it comes in by e-mail stands in \"mailIntake\"")
      } else {
        mistake(expected: "\"always\", { windows: [ … ] } or { cutOffs: [ … ] }")
      }
      return nil
    }
    return fields { fields in
      let windows = fields.optional("windows")
      let cutOffs = fields.optional("cutOffs")
      switch (windows, cutOffs) {
      case (let windows?, nil): return windows.windows(schoolYearFirstMonth: month)
      case (nil, let cutOffs?): return cutOffs.cutOffs(schoolYearFirstMonth: month)
      case (nil, nil):
        mistake(expected: "\"windows\" or \"cutOffs\"")
      case (.some, .some):
        mistake(
          found: "both \"windows\" and \"cutOffs\"", expected: "one of the two")
      }
      return nil
    }
  }

  private func windows(schoolYearFirstMonth month: Int) -> IntakeKind? {
    let rules = list(count: 1...12, uniqueBy: "label", \.label) { item in
      item.fields { fields in
        let label = fields.required("label")?.string(length: 1...60)
        let opens = fields.required("opens")?.dateRule()
        let days = fields.integer("days", in: 1...366, else: 14)
        guard let label, let opens else { return WindowRule?.none }
        return WindowRule(label: label, opens: opens, days: days)
      }
    }
    guard let rules else { return nil }
    tellOverlaps(rules.map { Span(label: $0.label, rule: $0.opens, days: $0.days) }, month)
    return .windows(rules)
  }

  private func cutOffs(schoolYearFirstMonth month: Int) -> IntakeKind? {
    let rules = list(count: 1...12, uniqueBy: "label", \.label) { item in
      item.fields { fields in
        let label = fields.required("label")?.string(length: 1...60)
        let lastDay = fields.required("lastDay")?.dateRule()
        guard let label, let lastDay else { return CutOffRule?.none }
        return CutOffRule(label: label, lastDay: lastDay)
      }
    }
    guard let rules else { return nil }
    tellOverlaps(rules.map { Span(label: $0.label, rule: $0.lastDay, days: 1) }, month)
    return .cutOffs(rules)
  }

  /// A rule that names a day in every school year, or a plain date.
  func dateRule() -> DateRule? {
    guard let rule = parsed(expected: DateRule.expected, { DateRule($0) }) else { return nil }
    if case .nth(5, _, _) = rule {
      mistake(expected: "\"first\" to \"fourth\", or \"last\": a fifth is not there every year")
      return nil
    }
    return rule
  }

  private struct Span {
    let label: String
    let rule: DateRule
    let days: Int
  }

  /// Notes the first two spans that share a day, in 28 years and in those around each plain date.
  ///
  /// From 1901 to 2099 weekdays fall the same way every 28 years, so no other year can differ.
  private func tellOverlaps(_ spans: [Span], _ month: Int) {
    var years = Set(2_024...2_052)
    for span in spans {
      if case .date(let date) = span.rule { years.formUnion(date.year - 2...date.year + 1) }
    }
    let taken = years.sorted().flatMap { year in
      spans.compactMap { span in
        span.rule.date(inSchoolYearStarting: year, firstMonth: month).map {
          (span: span, first: $0, end: $0.adding(days: span.days))
        }
      }
    }.sorted { ($0.first, $0.span.label) < ($1.first, $1.span.label) }
    for (earlier, later) in zip(taken, taken.dropFirst()) where later.first < earlier.end {
      mistake(
        found: "\(Mistake.quoted(earlier.span.label)) and \(Mistake.quoted(later.span.label)), "
          + "which both have \(later.first)",
        expected: "days that follow one another in every year")
      return
    }
  }
}
