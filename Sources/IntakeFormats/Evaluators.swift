public import CivilTime

/// How well somebody knows a skill, the best first.
public enum ExpertiseGrade: String, Hashable, Sendable, CaseIterable {
  case expert, proficient, related, interested
}

/// A skill, and how well somebody knows it.
public struct GradedSkill: Hashable, Sendable {
  public let skill: String
  public let grade: ExpertiseGrade

  /// Puts together a skill and its grade.
  public init(skill: String, grade: ExpertiseGrade) {
    self.skill = skill
    self.grade = grade
  }
}

/// One row of a file of evaluators.
public struct EvaluatorRow: Hashable, Sendable {
  /// The row as a spreadsheet numbers it.
  public var row: Int
  /// One of this and `email` is there.
  public var employeeNumber: String?
  /// In small letters.
  public var email: String?
  /// In the cell's order, each skill once.
  public var skills: [GradedSkill]
  /// The day on which the evaluator was trained.
  public var trained: CivilDate?
  /// How many reviews at once, at least and at most.
  public var loadMin: Int?
  public var loadMax: Int?
  /// The days on which the evaluator is away, both included.
  public var away: ClosedRange<CivilDate>?

  /// Puts together a row.
  public init(
    row: Int, employeeNumber: String? = nil, email: String? = nil, skills: [GradedSkill] = [],
    trained: CivilDate? = nil, loadMin: Int? = nil, loadMax: Int? = nil,
    away: ClosedRange<CivilDate>? = nil
  ) {
    self.row = row
    self.employeeNumber = employeeNumber
    self.email = email
    self.skills = skills
    self.trained = trained
    self.loadMin = loadMin
    self.loadMax = loadMax
    self.away = away
  }
}

/// Reads files of evaluators.
///
/// Skills stand in one cell: `design thinking: expert; STEM: related`. A grade is never assumed.
public struct EvaluatorsFormat: RowFormat {
  public let mapping: ColumnMapping

  /// The built-in headings.
  public static let standardMapping = ColumnMapping([
    Column(
      "employeeNumber",
      ["Employee Number", "Employee ID", "Employee No", "Emp ID", "Staff ID"], .oneOf("person")),
    Column("email", ["E-mail", "Email Address", "Work Email"], .oneOf("person")),
    Column(
      "skills", ["Skills", "Expertise", "Fields", "Areas", "Areas of Expertise"], .required),
    Column("trained", ["Training Date", "Trained On", "Trained", "Date of Training"]),
    Column("loadMin", ["Load Min", "Minimum Load", "Min Reviews", "Minimum Reviews", "At Least"]),
    Column(
      "loadMax", ["Load Max", "Maximum Load", "Max Reviews", "Maximum Reviews", "At Most", "Load"]),
    Column("awayFrom", ["Away From", "Absent From", "Unavailable From"]),
    Column("awayTo", ["Away To", "Away Until", "Absent To", "Unavailable To"]),
  ])

  private static let loads = 0...1000

  /// Makes the format.
  ///
  /// - Parameter mapping: The headings to accept, with the fields of `standardMapping`.
  public init(mapping: ColumnMapping = Self.standardMapping) {
    self.mapping = mapping
  }

  public func keys(of row: EvaluatorRow) -> [(column: String, key: String)] {
    (row.employeeNumber.map { [("Employee Number", $0)] } ?? [])
      + (row.email.map { [("E-mail", $0)] } ?? [])
  }

  public func row(from cells: inout Cells) -> EvaluatorRow? {
    let number = cells.text("employeeNumber")
    let email = cells.email("email")
    if cells.bytes("employeeNumber").isEmpty, cells.bytes("email").isEmpty {
      cells.refuse(
        cells.has("employeeNumber") ? "employeeNumber" : "email",
        expected: "an employee number or an e-mail address")
    }
    let skills = skills(&cells)
    let trained = cells.date("trained")
    let loadMin = cells.whole("loadMin", in: Self.loads)
    let loadMax = cells.whole("loadMax", in: Self.loads)
    if let loadMin, let loadMax, loadMin > loadMax {
      cells.refuse("loadMin", found: "more than the most", expected: "at most the most")
    }
    let from = cells.date("awayFrom")
    let to = cells.date("awayTo")
    var away: ClosedRange<CivilDate>?
    switch (from, to) {
    case (let from?, let to?) where from <= to: away = from...to
    case (_?, _?):
      cells.refuse("awayTo", found: "a day before the first", expected: "the first day or later")
    case (_?, nil) where cells.bytes("awayTo").isEmpty:
      cells.refuse("awayTo", expected: "the last day of being away")
    case (nil, _?) where cells.bytes("awayFrom").isEmpty:
      cells.refuse("awayFrom", expected: "the first day of being away")
    case (nil, _), (_, nil): break
    }
    return EvaluatorRow(
      row: cells.row, employeeNumber: number, email: email, skills: skills, trained: trained,
      loadMin: loadMin, loadMax: loadMax, away: away)
  }

  private func skills(_ cells: inout Cells) -> [GradedSkill] {
    let cell = cells.bytes("skills")
    let hasSemicolons = cell.contains { $0 == 0x3B || $0 == 0x0A || $0 == 0x0D }
    let parts = cell.split(at: hasSemicolons ? [0x3B, 0x0A, 0x0D] : [0x2C])
    guard parts.count <= cells.limits.listEntries else {
      cells.refuse(
        "skills", found: "a list of \(parts.count)",
        expected: "at most \(cells.limits.listEntries) skills")
      return []
    }
    var skills: [GradedSkill] = []
    var ungraded = 0
    var contradictory = 0
    for part in parts {
      guard let colon = part.lastIndex(of: 0x3A), !part[..<colon].trimmed.isEmpty,
        part.count <= cells.limits.shortTextCharacters,
        let grade = ExpertiseGrade.allCases.first(where: {
          part[(colon + 1)...].trimmed.isASCII($0.rawValue)
        })
      else {
        ungraded += 1
        continue
      }
      let skill = CellValues.text(part[..<colon].trimmed)
      if let earlier = skills.first(where: { $0.skill.lowercased() == skill.lowercased() }) {
        if earlier.grade != grade { contradictory += 1 }
      } else {
        skills.append(GradedSkill(skill: skill, grade: grade))
      }
    }
    let grades = ExpertiseGrade.allCases.map(\.rawValue).joined(separator: ", ")
    if parts.isEmpty || ungraded > 0 {
      cells.refuse(
        "skills",
        found: parts.isEmpty ? "nothing" : "\(ungraded) of \(parts.count) entries without a grade",
        expected: "each as “skill: grade”, with ; between them, the grade one of \(grades)")
    }
    if contradictory > 0 {
      cells.refuse("skills", found: "a skill with two grades", expected: "each skill once")
    }
    return skills
  }
}
