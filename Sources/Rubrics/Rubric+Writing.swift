public import Documents

extension Rubric {
  /// The rubric as a document, each criterion with a list of its own levels.
  public var plain: Plain {
    Self.plain(
      id: id, title: title, subject: subject, about: about, criteria: criteria, pass: pass)
  }

  /// The JSON that ``version`` is the hash of. ``read(_:file:)`` makes an equal rubric of it.
  public var canonical: String { JSONText.write(plain) }

  /// A file that people can edit and import again. It has none of the first file's comments.
  public var export: String { JSON5Text.write(plain, heading: ["\(title), exported."]) }

  /// What changes if `other` takes this rubric's place, one line for each text or number.
  public func differences(to other: Rubric) -> [Difference] {
    plain.differences(to: other.plain)
  }

  static func plain(
    id: RubricID, title: String, subject: Subject, about: String, criteria: [Criterion],
    pass: PassRule
  ) -> Plain {
    .fields([
      "format": .integer(format),
      "id": .string(id.rawValue),
      "title": .string(title),
      "subject": .string(subject.rawValue),
      "about": about.isEmpty ? nil : .string(about),
      "criteria": .list(criteria.map(\.plain)),
      "pass": pass.plain,
    ])
  }
}

extension Criterion {
  fileprivate var plain: Plain {
    var considered: Plain?
    var weight: Plain?
    switch weighing {
    case .considered: considered = true
    case .counts(.one): break
    case .counts(let quantity): weight = quantity.plain
    }
    return .fields([
      "id": .string(id.rawValue),
      "title": .string(title),
      "asks": .string(asks),
      "guidance": guidance.isEmpty ? nil : .string(guidance),
      "considered": considered,
      "weight": weight,
      "levels": .list(levels.map(\.plain)),
    ])
  }
}

extension Level {
  fileprivate var plain: Plain {
    .fields([
      "id": .string(id.rawValue),
      "title": .string(title),
      "points": points.plain,
      "stops": stops ? true : nil,
      "descriptor": .string(descriptor),
      "snippets": snippets.isEmpty ? nil : .strings(snippets),
    ])
  }
}

extension PassRule {
  fileprivate var plain: Plain {
    .fields([
      "everyCriterionAtLeast": everyCriterionAtLeast.map { .string($0.rawValue) },
      "totalAtLeast": totalAtLeast?.plain,
      "mustPass": mustPass.isEmpty
        ? nil
        : .map(mustPass.map { .init($0.criterion.rawValue, .string($0.atLeast.rawValue)) }),
    ])
  }
}

extension Quantity {
  /// A whole number where it is one, so that files stay easy to read.
  fileprivate var plain: Plain {
    Int(description).map(Plain.integer) ?? .string(description)
  }
}
