public import Documents

/// A rubric's file:
///
/// ```json5
/// {
///   format: 1,
///   id: "kettle-moraine-evidence",
///   title: "Evidence of learning",
///   subject: "evidence",              // or "proposal"
///   about: "…",
///   scale: [                          // from best to worst; for criteria that share their levels
///     { id: "met", title: "Met", points: 2 },
///     { id: "partly", title: "Partly met", points: "0.5" },
///   ],
///   criteria: [
///     {
///       id: "reflection", title: "Reflection", asks: "…", guidance: "…",
///       weight: "1.5",                // 1 if left out; or considered: true, which decides nothing
///       levels: {                     // a descriptor for each level of the scale …
///         met: "…",
///         partly: { descriptor: "…", snippets: ["…"] },
///       },                            // … or a list of levels of its own, from best to worst
///     },
///   ],
///   pass: { everyCriterionAtLeast: "met", totalAtLeast: "7.5", mustPass: { reflection: "met" } },
/// }
/// ```
extension Rubric {
  /// The file format that this version reads and writes.
  static let format = 1

  /// Reads a rubric.
  ///
  /// - Throws: ``Mistakes`` with all that is wrong, contradictions too.
  public static func read(_ document: Document) throws(Mistakes) -> Rubric {
    try document.read { root in root.fields(rubric) }
  }

  /// Reads a rubric from the bytes of a file, or from the canonical JSON of ``canonical``.
  ///
  /// - Throws: ``Mistakes`` with all that is wrong, contradictions too.
  public static func read(_ bytes: [UInt8], file: String) throws(Mistakes) -> Rubric {
    try read(Document(parsing: bytes, file: file))
  }

  private static func rubric(_ fields: Fields) -> Rubric? {
    let known = fields.required("format")?.integer(in: format...format)
    let id: RubricID? = fields.required("id")?.slug()
    let title = fields.required("title")?.string(length: 1...titleMax)
    let subject = fields.required("subject")?.choice(Subject.self)
    let about = fields.optional("about")?.paragraphs(length: 0...guidanceMax) ?? ""
    let scale = fields.optional("scale")?.levels { steps(of: $0, descriptor: false) } ?? []
    let criteria = fields.required("criteria")?
      .list(count: 1...criteriaMax, uniqueBy: "id", \.id) { item in
        item.fields { criterion($0, scale: scale, subject: subject) }
      }
    let passReader = fields.required("pass")
    guard let id, let title, let subject, let criteria, known != nil else {
      // Without its criteria a rule can't be held against them; only its form can.
      _ = passReader?.fields { rule($0, criteria: criteria ?? [], judged: false) }
      return nil
    }
    guard let pass = passReader?.fields({ rule($0, criteria: criteria, judged: true) })
    else { return nil }
    return Rubric(
      id: id, title: title, subject: subject, about: about, criteria: criteria, pass: pass)
  }

  private static func criterion(
    _ fields: Fields, scale: [Level], subject: Subject?
  ) -> Criterion? {
    let id: CriterionID? = fields.required("id")?.slug()
    let title = fields.required("title")?.string(length: 1...titleMax)
    let asks = fields.required("asks")?.paragraphs(length: 1...passageMax)
    let guidance = fields.optional("guidance")?.paragraphs(length: 0...guidanceMax) ?? ""
    let considered = fields.optional("considered")?.bool() ?? false
    let weight = fields.optional("weight")
    let quantity = weight?.quantity()
    if considered, let weight {
      weight.mistake(expected: "no weight, since what is only considered has none")
    }
    let levelsReader = fields.required("levels")
    let levels = levelsReader?.levels(scale: scale)
    for level in levels ?? [] where level.stops {
      if considered {
        levelsReader?.mistake(
          found: "the level \(Mistake.quoted(level.id.rawValue)) that stops",
          expected: "none in a criterion that is only considered")
      } else if subject == .evidence {
        levelsReader?.mistake(
          found: "the level \(Mistake.quoted(level.id.rawValue)) that stops",
          expected: "none in a rubric for evidence, which is earned or not yet")
      }
    }
    guard let id, let title, let asks, let levels else { return nil }
    return Criterion(
      id: id, title: title, asks: asks, guidance: guidance,
      weighing: considered ? .considered : .counts(weight: quantity ?? .one), levels: levels)
  }

  // MARK: The pass rule

  /// Reads the pass rule; when `judged`, holds it against the criteria as well.
  private static func rule(
    _ fields: Fields, criteria: [Criterion], judged: Bool
  ) -> PassRule? {
    let counting = criteria.filter(\.counts)
    let everyReader = fields.optional("everyCriterionAtLeast")
    let every: LevelID? = everyReader?.slug()
    let totalReader = fields.optional("totalAtLeast")
    let total = totalReader?.quantity(decimals: .total)
    let mustPass =
      fields.optional("mustPass")?.entries(count: 1...criteriaMax) { key, reader in
        bar(key, reader, criteria: criteria, judged: judged)
      } ?? []
    if everyReader == nil, totalReader == nil, !fields.has("mustPass") {
      fields.reader.mistake(
        expected: #"at least one of "everyCriterionAtLeast", "totalAtLeast", "mustPass""#)
      return nil
    }
    guard judged else { return nil }
    if counting.isEmpty {
      fields.reader.mistake(
        found: "a rule over criteria that are all only considered",
        expected: "at least one criterion that counts")
    }
    if let every, let everyReader {
      let own = Set(mustPass.map(\.criterion))
      for criterion in counting where !own.contains(criterion.id) {
        everyReader.checkBar(every, of: criterion)
      }
    }
    if let total, let totalReader {
      let most = counting.reduce(Quantity.zero) { $0 + $1.worth(of: $1.levels.first) }
      if total > most {
        totalReader.mistake(expected: "at most \(most), the highest total there is")
      }
    }
    let ordered = criteria.compactMap { criterion in
      mustPass.first { $0.criterion == criterion.id }
    }
    return PassRule(everyCriterionAtLeast: every, totalAtLeast: total, mustPass: ordered)
  }

  private static func bar(
    _ key: String, _ reader: Reader, criteria: [Criterion], judged: Bool
  ) -> PassRule.Bar? {
    let level: LevelID? = reader.slug()
    guard judged else { return nil }
    guard let criterion = criteria.first(where: { $0.id.rawValue == key }) else {
      reader.mistake(
        found: "the unknown criterion \(Mistake.quoted(key))",
        expected: "one of "
          + criteria.map { Mistake.quoted($0.id.rawValue) }.joined(separator: ", "))
      return nil
    }
    guard criterion.counts else {
      reader.mistake(
        found: "a bar for \(Mistake.quoted(key))",
        expected: "none, since that criterion is only considered")
      return nil
    }
    guard let level else { return nil }
    reader.checkBar(level, of: criterion)
    return PassRule.Bar(criterion: criterion.id, atLeast: level)
  }
}

// MARK: Levels

extension Rubric {
  /// One level: a step of the scale, without a descriptor, or a criterion's own.
  fileprivate static func steps(of reader: Reader, descriptor: Bool) -> Level? {
    reader.fields { fields in
      let id: LevelID? = fields.required("id")?.slug()
      let title = fields.required("title")?.string(length: 1...titleMax)
      let points = fields.required("points")?.quantity()
      let stops = fields.optional("stops")?.bool() ?? false
      let text =
        descriptor ? fields.required("descriptor")?.paragraphs(length: 1...passageMax) : ""
      let snippets = descriptor ? fields.optional("snippets")?.snippets() ?? [] : []
      guard let id, let title, let points, let text else { return nil }
      return Level(
        id: id, title: title, descriptor: text, points: points, stops: stops, snippets: snippets)
    }
  }
}

extension Reader {
  fileprivate func slug<Name: Slug>() -> Name? {
    parsed(expected: "a name of small letters, digits and hyphens, at most \(Name.lengthMax)") {
      Name(slug: $0)
    }
  }

  /// A list of levels, from best to worst.
  fileprivate func levels(_ step: (Reader) -> Level?) -> [Level]? {
    let levels = list(count: 2...Rubric.levelsMax, uniqueBy: "id", \.id, step)
    for (better, worse) in zip(levels ?? [], (levels ?? []).dropFirst())
    where better.points < worse.points {
      mistake(
        found: "\(worse.points) points for \(Mistake.quoted(worse.id.rawValue)), below "
          + "\(Mistake.quoted(better.id.rawValue)) with \(better.points)",
        expected: "levels from best to worst, points never rising")
    }
    return levels
  }

  /// A criterion's levels: its own in a list, or a descriptor for each step of the scale in a map.
  fileprivate func levels(scale: [Level]) -> [Level]? {
    if case .list = value.content {
      return levels { Rubric.steps(of: $0, descriptor: true) }
    }
    guard !scale.isEmpty else {
      if case .map = value.content {
        mistake(expected: "a list of levels, since the rubric has no \"scale\" that can be read")
      } else {
        mistake(expected: "a list of levels in [ ]")
      }
      return nil
    }
    return fields { fields in
      let levels = scale.compactMap { step in
        fields.required(step.id.rawValue)?.described(step)
      }
      return levels.count == scale.count ? levels : nil
    }
  }

  /// A step of the scale with this criterion's descriptor: a text, or a map with snippets.
  private func described(_ step: Level) -> Level? {
    func level(_ text: String?, stops: Bool, snippets: [String]) -> Level? {
      text.map {
        Level(
          id: step.id, title: step.title, descriptor: $0, points: step.points, stops: stops,
          snippets: snippets)
      }
    }
    if case .map = value.content {
      return fields { fields in
        level(
          fields.required("descriptor")?.paragraphs(length: 1...Rubric.passageMax),
          stops: fields.optional("stops")?.bool() ?? step.stops,
          snippets: fields.optional("snippets")?.snippets() ?? [])
      }
    }
    return level(
      paragraphs(length: 1...Rubric.passageMax), stops: step.stops, snippets: [])
  }

  fileprivate func snippets() -> [String]? {
    list(count: 0...Rubric.snippetsMax, uniqueBy: "text", \.self) {
      $0.paragraphs(length: 1...Rubric.passageMax)
    }
  }

  fileprivate enum Decimals {
    /// Points and weights: three decimals, at most ``Quantity/fileMax``.
    case single
    /// A total of weighted points: six decimals.
    case total
  }

  /// A whole number, or a decimal number as a string.
  fileprivate func quantity(decimals: Decimals = .single) -> Quantity? {
    let text: String? =
      switch value.content {
      case .number(let digits) where Int(digits) != nil: digits
      case .string(let digits): digits
      default: nil
      }
    let number: Quantity? =
      switch decimals {
      case .single: text.flatMap { Quantity($0) }
      case .total: text.flatMap { Quantity(total: $0) }
      }
    if number == nil {
      mistake(
        expected: decimals == .single
          ? "a whole number, or a decimal one in quotes like \"1.5\", "
            + "with at most three decimals, from 0 to \(Quantity.fileMax)"
          : "a whole number, or a decimal one in quotes like \"7.5\", with at most six decimals")
    }
    return number
  }

  /// Notes a mistake when a level can't be a criterion's bar.
  fileprivate func checkBar(_ level: LevelID, of criterion: Criterion) {
    let name = Mistake.quoted(criterion.id.rawValue)
    guard criterion[level] != nil else {
      mistake(
        expected: "a level of \(name): "
          + criterion.levels.map { Mistake.quoted($0.id.rawValue) }.joined(separator: ", "))
      return
    }
    for passing in criterion.levels where passing.stops {
      if criterion.reaches(passing.id, bar: level) {
        mistake(
          expected: "a level of \(name) above \(Mistake.quoted(passing.id.rawValue)), which stops")
      }
    }
  }
}
