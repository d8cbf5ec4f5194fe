import CivilTime

/// The roles of OneRoster 1.1 and 1.2, in small letters.
enum RosterRole {
  /// Who works for the district.
  static let staff: Set<String> = [
    "teacher", "aide", "counselor", "administrator", "principal", "districtadministrator",
    "siteadministrator", "systemadministrator", "proctor",
  ]
  /// Children and their families: their rows are passed over.
  static let others: Set<String> = ["student", "guardian", "parent", "relative"]
}

/// A line of `manifest.csv`.
struct ManifestRow: Sendable {
  let row: Int
  let line: Int
  let name: String
  let value: String
}

/// Reads `manifest.csv`: what the export holds, and whether it is all or only what changed.
struct ManifestFormat: RowFormat {
  let mapping = ColumnMapping([
    Column("propertyName", ["Property"], .required), Column("value", [], .required),
  ])

  func row(from cells: inout Cells) -> ManifestRow? {
    guard let name = cells.requiredText("propertyName") else { return nil }
    return ManifestRow(
      row: cells.row, line: cells.line, name: name.lowercased(),
      value: (cells.text("value") ?? "").lowercased())
  }
}

/// Reads `orgs.csv`: the names of schools.
struct OrgsFormat: RowFormat {
  let mapping = ColumnMapping([
    Column("sourcedId", [], .required), Column("name", [], .required),
  ])

  func row(from cells: inout Cells) -> (id: String, name: String)? {
    guard let id = cells.requiredText("sourcedId"), let name = cells.requiredText("name") else {
      return nil
    }
    return (id, name)
  }
}

/// A line of `roles.csv` (1.2) that is about staff.
struct StaffRole: Sendable {
  let row: Int
  let line: Int
  let userID: String
  let role: String
  let orgID: String?
  let begins: CivilDate?
  let ends: CivilDate?
  let isDeleted: Bool
}

/// Reads the staff's lines of `roles.csv`; of the others nothing but the role.
struct RolesFormat: RowFormat {
  let staff: Set<String>
  let mapping = ColumnMapping([
    Column("userSourcedId", [], .required), Column("role", [], .required), Column("status", []),
    Column("orgSourcedId", []), Column("beginDate", []), Column("endDate", []),
  ])

  func row(from cells: inout Cells) -> StaffRole? {
    guard let role = staffRole(&cells, among: staff) else { return nil }
    let user = cells.requiredText("userSourcedId")
    let begins = cells.date("beginDate")
    let ends = cells.date("endDate")
    let isDeleted = cells.bytes("status").isASCII("tobedeleted")
    guard let user else { return nil }
    return StaffRole(
      row: cells.row, line: cells.line, userID: user, role: role,
      orgID: cells.text("orgSourcedId"), begins: begins, ends: ends, isDeleted: isDeleted)
  }
}

/// Finds people of `roles.csv` who are staff and students at once.
struct StudentRolesFormat: RowFormat {
  /// The users who have a staff's role.
  let staffIDs: Set<String>
  let mapping = ColumnMapping([
    Column("userSourcedId", [], .required), Column("role", [], .required), Column("status", []),
  ])

  func row(from cells: inout Cells) -> String? {
    guard cells.bytes("role").isASCII("student"), !cells.bytes("status").isASCII("tobedeleted")
    else { return nil }
    let id = CellValues.text(cells.bytes("userSourcedId"))
    return staffIDs.contains(id) ? id : nil
  }
}

/// Reads `users.csv` of either version; of those who are not staff nothing but what says so.
struct UsersFormat: RowFormat {
  /// How a row shows whether it is about staff.
  enum Selection: Sendable {
    /// By its role (1.1).
    case byRole(staff: Set<String>)
    /// By its id (1.2), for which the roles say it.
    case byID(@Sendable (String) -> Bool)
  }

  let selection: Selection
  let numberFrom: OneRoster.NumberSource
  let mapping: ColumnMapping

  init(selection: Selection, numberFrom: OneRoster.NumberSource) {
    self.selection = selection
    self.numberFrom = numberFrom
    var columns = [
      Column("sourcedId", [], .required), Column("givenName", [], .required),
      Column("familyName", [], .required), Column("status", []), Column("enabledUser", []),
      Column("username", []), Column("identifier", []), Column("email", []),
      // Real exports have misspelt this one, and it stayed so for years.
      Column(
        "preferredGivenName", ["preferredGivenName", "prefferedGivenName", "preferedGivenName"]),
      Column("primaryOrgSourcedId", []), Column("orgSourcedIds", []),
    ]
    if case .byRole = selection { columns.append(Column("role", [], .required)) }
    mapping = ColumnMapping(columns)
  }

  func row(from cells: inout Cells) -> RosterRow? {
    var roles: [String] = []
    switch selection {
    case .byRole(let staff):
      guard let role = staffRole(&cells, among: staff) else { return nil }
      roles = [role]
    case .byID(let isStaff):
      guard isStaff(CellValues.text(cells.bytes("sourcedId"))) else { return nil }
    }
    let id = cells.requiredText("sourcedId")
    let standing = standing(&cells)
    let isActive = standing == .active
    let given = isActive ? cells.requiredText("givenName") : cells.text("givenName")
    let family = isActive ? cells.requiredText("familyName") : cells.text("familyName")
    let email = cells.email("email")
    if isActive, cells.bytes("email").isEmpty {
      cells.refuse("email", expected: "an e-mail address")
    }
    let number = cells.text(numberFrom.rawValue)
    if isActive, cells.bytes(numberFrom.rawValue).isEmpty {
      cells.refuse(numberFrom.rawValue, expected: "the employee number")
    }
    let orgs = cells.list("orgSourcedIds") + (cells.text("primaryOrgSourcedId").map { [$0] } ?? [])
    guard let id else { return nil }
    return RosterRow(
      row: cells.row, line: cells.line, sourcedID: id, standing: standing, employeeNumber: number,
      username: cells.text("username"), givenName: given ?? "", familyName: family ?? "",
      preferredName: cells.text("preferredGivenName"), email: email, orgIDs: orgs, schools: [],
      roles: roles, begins: nil, ends: nil)
  }

  private func standing(_ cells: inout Cells) -> RosterRow.Standing {
    let status = cells.bytes("status")
    if status.isASCII("tobedeleted") { return .toBeDeleted }
    if status.isASCII("inactive") { return .inactive }
    if !status.isEmpty, !status.isASCII("active") {
      cells.refuse("status", expected: "active, inactive or tobedeleted")
    }
    return cells.boolean("enabledUser") == false ? .disabled : .active
  }
}

/// The row's role in small letters if it is one of staff.
///
/// - Returns: Nil for children and their families, and, with a note, for a role that OneRoster does
///   not have: it may be a misspelt "student".
private func staffRole(_ cells: inout Cells, among staff: Set<String>) -> String? {
  let cell = cells.bytes("role")
  if RosterRole.others.contains(where: { cell.isASCII($0) }) { return nil }
  if let role = staff.first(where: { cell.isASCII($0) }) { return role }
  if !RosterRole.staff.contains(where: { cell.isASCII($0) }) {
    cells.refuse("role", expected: "a role of OneRoster, such as teacher")
  }
  return nil
}
