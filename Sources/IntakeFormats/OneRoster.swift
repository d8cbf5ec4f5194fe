public import CivilTime

/// One member of staff in a roster.
public struct RosterRow: Hashable, Sendable {
  /// What the roster says of the person's employment.
  public enum Standing: String, Hashable, Sendable {
    case active
    /// The account is switched off (`enabledUser`).
    case disabled
    case inactive
    case toBeDeleted
  }

  /// The row of `users.csv` as a spreadsheet numbers it.
  public var row: Int
  /// The physical line on which it begins.
  public var line: Int
  /// The roster's own name for the person.
  public var sourcedID: String
  public var standing: Standing
  /// There for everybody who is active.
  public var employeeNumber: String?
  public var username: String?
  /// Empty only for somebody who is not active.
  public var givenName: String
  public var familyName: String
  public var preferredName: String?
  /// In small letters; there for everybody who is active.
  public var email: String?
  public var orgIDs: [String]
  /// The names of the schools, as far as `orgs.csv` has them.
  public var schools: [String]
  /// In small letters, as OneRoster names them.
  public var roles: [String]
  /// The first day of the earliest role (1.2).
  public var begins: CivilDate?
  /// The last day of the last role (1.2); nil when one has no end.
  public var ends: CivilDate?

  /// The same as a row of a file of people; nil for somebody who is not active.
  public var person: PersonRow? {
    guard standing == .active, let employeeNumber, let email else { return nil }
    return PersonRow(
      row: row, line: line, employeeNumber: employeeNumber, givenName: givenName,
      familyName: familyName, preferredName: preferredName, email: email, school: schools.first,
      supervisorNumber: nil, bargainingUnit: nil, fullTimeThousandths: 1_000, hired: begins,
      left: ends, salaryCents: nil, salaryFrom: nil)
  }
}

/// What a OneRoster export says of a district's staff.
public struct Roster: Hashable, Sendable {
  /// How much the export says.
  public enum Mode: String, Hashable, Sendable {
    /// Everybody: who is not in it is gone.
    case bulk
    /// Only what changed. Also taken where there is no manifest, so that nobody is taken to have
    /// left whom the export merely does not have.
    case delta
  }

  /// `1.1` or `1.2`.
  public var version: String
  public var mode: Mode
  /// Staff only, in the order of `users.csv`.
  public var people: [RosterRow] = []
  /// The first problems, each with the file it is about.
  public var problems: [Problem] = []
  /// How many problems there were.
  public var problemCount = 0
  /// How many rows of `users.csv` were passed over: students, families, and whom no role names.
  public var passedOver = 0

  /// A problem in one of the export's files.
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    public let file: String
    public let problem: RowProblem

    public var description: String { "\(file), \(problem)" }
  }
}

/// Reads OneRoster 1.1 and 1.2 CSV exports: the staff, and nothing of the students.
///
/// A student's row is read as far as the cell that says so, and forgotten with the piece of the
/// file that it lay in. In 1.2 the roles stand in a file of their own: it is read first, for the
/// staff's ids, and once more for those who are students too, who are left out.
///
/// Source: 1EdTech, OneRoster CSV Tables 1.1 (2017) and OneRoster CSV Binding 1.2 (2022).
public struct OneRoster: Sendable {
  /// Which column holds the employee number.
  public enum NumberSource: String, Hashable, Sendable {
    case identifier
    case sourcedID = "sourcedId"
    case username
  }

  private let numberFrom: NumberSource
  private let staffRoles: Set<String>
  private let dateOrder: DateOrder
  private let limits: Limits
  private let isKnownStaff: @Sendable (String) -> Bool

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - numberFrom: Which column holds the employee number.
  ///   - staffRoles: The roles whose holders are wanted.
  ///   - dateOrder: In which order dates with slashes name month and day.
  ///   - limits: What each file may hold at most.
  ///   - isKnownStaff: Whether a `sourcedId` is known as staff from an earlier export: a delta of
  ///     1.2 has no role for somebody whose role did not change.
  public init(
    numberFrom: NumberSource = .identifier,
    staffRoles: Set<String> = Self.standardStaffRoles, dateOrder: DateOrder = .monthFirst,
    limits: Limits = .standard, isKnownStaff: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    self.numberFrom = numberFrom
    self.staffRoles = Set(staffRoles.map { $0.lowercased() })
    self.dateOrder = dateOrder
    self.limits = limits
    self.isKnownStaff = isKnownStaff
  }

  /// Everybody who works for the district, whatever their role.
  public static let standardStaffRoles = RosterRole.staff

  /// Reads an export.
  ///
  /// - Parameter files: Its files.
  /// - Returns: The staff, and the problems of single rows.
  /// - Throws: ``FileProblem`` when a file that is needed is missing or cannot be used, or when the
  ///   manifest contradicts what is there.
  public func read(_ files: RosterFiles) throws(FileProblem) -> Roster {
    var roster = try manifest(files)
    let isByRole = roster.version == "1.1"
    for name in isByRole ? ["users.csv"] : ["users.csv", "roles.csv"]
    where !files.names.contains(name) {
      let found = files.names.sorted().prefix(12).joined(separator: ", ")
      throw FileProblem(
        file: name, .empty, found: found.isEmpty ? "no files" : "the files \(found)",
        expected: "also \(name), as OneRoster \(roster.version) has it")
    }

    var orgs: [String: String] = [:]
    if files.names.contains("orgs.csv") {
      try rows("orgs.csv", OrgsFormat(), files, &roster) { org in orgs[org.id] = org.name }
    }
    var roles: [String: [StaffRole]] = [:]
    if !isByRole { roles = try staffRoles(files, &roster) }
    let staffIDs = Set(roles.keys)
    let isKnownStaff = isKnownStaff
    let selection: UsersFormat.Selection =
      isByRole
      ? .byRole(staff: staffRoles) : .byID { staffIDs.contains($0) || isKnownStaff($0) }

    var people: [RosterRow] = []
    let passedOver = try rows(
      "users.csv", UsersFormat(selection: selection, numberFrom: numberFrom), files, &roster
    ) { person in people.append(person) }
    roster.passedOver = passedOver
    for person in people {
      var person = person
      if !isByRole { Self.give(roles.removeValue(forKey: person.sourcedID) ?? [], to: &person) }
      person.schools = person.orgIDs.compactMap { orgs[$0] }
      roster.people.append(person)
    }
    for role in roles.values.flatMap(\.self).sorted(by: { $0.row < $1.row }) {
      keep(
        "roles.csv", role.row, role.line, "userSourcedId", found: "a person whom users.csv lacks",
        expected: "the person's row in users.csv; a bulk export has it", .rowLeftOut, &roster)
    }
    leaveOutDoubles(&roster)
    return roster
  }

  // MARK: - The manifest

  private func manifest(_ files: RosterFiles) throws(FileProblem) -> Roster {
    let name = "manifest.csv"
    guard files.names.contains(name) else {
      let version = files.names.contains("roles.csv") ? "1.2" : "1.1"
      var roster = Roster(version: version, mode: .delta)
      keep(
        name, 1, 1, "the file", found: "nothing",
        expected: "a manifest that says “bulk”; without one nobody is taken to have left", .noted,
        &roster)
      return roster
    }
    var values: [String: String] = [:]
    var contradictory: [String] = []
    var unread = Roster(version: "", mode: .delta)
    try rows(name, ManifestFormat(), files, &unread) { row in
      if let earlier = values.updateValue(row.value, forKey: row.name), earlier != row.value {
        contradictory.append(row.name)
      }
    }
    func refuse(_ found: String, _ expected: String) -> FileProblem {
      FileProblem(file: name, .content, found: found, expected: expected)
    }
    guard contradictory.isEmpty else {
      throw refuse(
        "two values for \(contradictory.sorted().joined(separator: ", "))", "one of each")
    }
    let version = values["oneroster.version"] ?? ""
    guard version == "1.1" || version == "1.2" else {
      throw refuse(
        version.isEmpty ? "no oneroster.version" : "another oneroster.version", "1.1 or 1.2")
    }
    var mode = Roster.Mode.bulk
    for needed in version == "1.1" ? ["users", "orgs"] : ["users", "roles", "orgs"] {
      let isThere = files.names.contains("\(needed).csv")
      switch values["file.\(needed)"] {
      case "bulk"? where isThere: break
      case "delta"? where isThere: if needed != "orgs" { mode = .delta }
      case "bulk"?, "delta"?:
        throw refuse("\(needed) announced", "the file \(needed).csv, which is missing")
      case "absent"?, nil:
        if isThere {
          throw refuse("\(needed) said to be absent", "bulk or delta, since \(needed).csv is there")
        }
        if needed != "orgs" { throw refuse("no \(needed)", "\(needed) as bulk or delta") }
      case _?: throw refuse("another word for \(needed)", "bulk, delta or absent")
      }
    }
    var roster = Roster(version: version, mode: mode)
    roster.problems = unread.problems
    roster.problemCount = unread.problemCount
    return roster
  }

  // MARK: - Rows

  /// The roles of staff by user, without those who are students too.
  private func staffRoles(
    _ files: RosterFiles, _ roster: inout Roster
  ) throws(FileProblem) -> [String: [StaffRole]] {
    var roles: [String: [StaffRole]] = [:]
    try rows("roles.csv", RolesFormat(staff: staffRoles), files, &roster) { role in
      roles[role.userID, default: []].append(role)
    }
    var both: Set<String> = []
    var ignored = Roster(version: "", mode: .delta)
    try rows("roles.csv", StudentRolesFormat(staffIDs: Set(roles.keys)), files, &ignored) { id in
      both.insert(id)
    }
    for role in both.compactMap({ roles.removeValue(forKey: $0)?.first })
      .sorted(by: { $0.row < $1.row })
    {
      keep(
        "roles.csv", role.row, role.line, "role", found: "a person with a student's role too",
        expected: "staff only; students are never taken", .rowLeftOut, &roster)
    }
    return roles
  }

  private static func give(_ roles: [StaffRole], to person: inout RosterRow) {
    let held = roles.filter { !$0.isDeleted }
    for role in held where !person.roles.contains(role.role) { person.roles.append(role.role) }
    for role in held {
      if let org = role.orgID, !person.orgIDs.contains(org) { person.orgIDs.append(org) }
    }
    person.begins = held.compactMap(\.begins).min()
    let ends = held.map(\.ends)
    person.ends = ends.contains(nil) ? nil : ends.compactMap(\.self).max()
    // Whose every role is taken away works here no more.
    if !roles.isEmpty, held.isEmpty, person.standing == .active { person.standing = .inactive }
  }

  /// Leaves out people who would be one and the same to everybody else.
  private func leaveOutDoubles(_ roster: inout Roster) {
    for (column, key) in [
      ("sourcedId", { $0.sourcedID }),
      (numberFrom.rawValue, { $0.standing == .active ? $0.employeeNumber : nil }),
      ("email", { $0.standing == .active ? $0.email : nil }),
    ] as [(String, (RosterRow) -> String?)] {
      let groups = Dictionary(grouping: roster.people.filter { key($0) != nil }) { key($0) }
        .filter { $0.value.count > 1 }
      for row in groups.values.flatMap(\.self).sorted(by: { $0.row < $1.row }) {
        keep(
          "users.csv", row.row, row.line, column, found: "the same as another person has",
          expected: "each person's own", .rowLeftOut, &roster)
      }
      roster.people.removeAll { groups[key($0)] != nil }
    }
  }

  /// Reads a file's rows, keeps its problems, and counts what was passed over.
  @discardableResult
  private func rows<Format: RowFormat>(
    _ name: String, _ format: Format, _ files: RosterFiles, _ roster: inout Roster,
    each: (Format.Row) -> Void
  ) throws(FileProblem) -> Int {
    var passedOver = 0
    var problems: [RowProblem] = []
    var count = 0
    try files.rows(of: name, as: format, dateOrder: dateOrder, limits: limits) { read in
      if let row = read.row { each(row) }
      // Of a row that is passed over it does not matter whether it has all its cells.
      if read.row == nil, read.problems.allSatisfy({ $0.consequence == .noted }) {
        passedOver += 1
        return
      }
      count += read.problems.count
      problems += read.problems.prefix(max(0, limits.keptProblems - problems.count))
    }
    for problem in problems.prefix(max(0, limits.keptProblems - roster.problems.count)) {
      roster.problems.append(Roster.Problem(file: name, problem: problem))
    }
    roster.problemCount += count
    return passedOver
  }

  private func keep(
    _ file: String, _ row: Int, _ line: Int, _ column: String, found: String, expected: String,
    _ consequence: Consequence, _ roster: inout Roster
  ) {
    roster.problemCount += 1
    guard roster.problems.count < limits.keptProblems else { return }
    let problem = RowProblem(
      row: row, line: line, column: column, found: found, expected: expected,
      consequence: consequence)
    roster.problems.append(Roster.Problem(file: file, problem: problem))
  }
}
