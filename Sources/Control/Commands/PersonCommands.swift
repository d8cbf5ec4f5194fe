import CivilTime
import Documents
import Notices
import Office
import Store
import Workflow

let personParameter = Parameter("PERSON", "E-mail address, employee number, or #NUMBER")

struct PersonList: ControlCommand {
  static let signature = Signature(
    "person list", "List people",
    options: [
      Option("--role", "ROLE", "Only administrators, adjudicators, clerks, payroll, technicians"),
      Option("--evaluators", nil, "Only who evaluates"),
      Option("--limit", "N", "Most rows (default 200)"),
      Option("--after", "NUMBER", "Only after this number: the next page"),
    ], example: "person list --evaluators")
  private let role: Role?
  private let areEvaluators: Bool
  private let limit: Int
  private let after: Int64

  init(_ arguments: Arguments) throws(Failure) {
    role = try arguments.choice("--role")
    areEvaluators = arguments.has("--evaluators")
    limit = try arguments.limit()
    after = try arguments.number("--after") ?? 0
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let people = try session.read { records -> [Person] in
      if let role { return try records.people(with: role) }
      if areEvaluators { return try records.evaluators() }
      return try records.people(after: PersonID(after), limit: limit)
    }.filter { !areEvaluators || $0.evaluator != nil }
    session.output.list(
      Array(people.filter { $0.id.number > after }.prefix(limit)),
      none: "Nobody: rubricctl import people FILE",
      columns: [
        Column("#", .right) { "\($0.id)" },
        Column("EMPLOYEE") { $0.details.value?.employeeNumber ?? "" },
        Column("NAME", .flexible) { $0.fullName },
        Column("E-MAIL", .flexible) { $0.details.value?.email ?? "" },
        Column("SCHOOL", .flexible) { $0.record.school }, Column("ROLES") { $0.rolesInWords },
      ], json: \.plain)
  }
}

struct PersonShow: ControlCommand {
  static let signature = Signature(
    "person show", "Show one person: place, roles, what they handed in and have to evaluate",
    parameters: [personParameter], example: "person show rvale@example.org")
  private let named: String
  init(_ arguments: Arguments) throws(Failure) { named = arguments[0] }
  var access: Access { .reading }

  func run(in session: Session) throws {
    let (facts, json) = try session.read { records in
      let person = try Session.person(named, in: records)
      let times = try session.times(records)
      let names = Names(records)
      let work = try records.submissions(.earner(person.id), limit: 200)
      let open = try records.openReviewRows(of: person.id, limit: 200)
      var facts: [(name: String, value: String)] = [
        ("Person", "\(person.fullName) (#\(person.id))"),
        ("Employee number", person.details.value?.employeeNumber ?? ""),
        ("E-mail", person.details.value?.email ?? ""),
        ("", person.addressBounced ? "mail to this address came back" : ""),
        ("School", person.record.school),
        ("Supervisor", try person.record.supervisor.map(names.name) ?? ""),
        ("Bargaining unit", person.record.bargainingUnit ?? ""),
        ("Hired", person.record.hired.map { "\($0)" } ?? ""),
        ("Left", person.record.left.map { "\($0)" } ?? ""), ("Roles", person.rolesInWords),
        ("Conflicts", try person.conflicts.map(names.name).joined(separator: ", ")),
        (
          "Deputies",
          try person.deputies.map { deputy in
            "\(try names.name(deputy.person)), \(deputy.from) to \(deputy.until)"
          }.joined(separator: "\n")
        ), ("Switched off", person.muted.joined(separator: ", ")),
        ("Erased", person.erased.map(times.at) ?? ""),
      ]
      if let evaluator = person.evaluator { facts += Self.facts(evaluator) }
      facts.append(
        (
          "Handed in",
          work.map { row in
            "\(row.id)  \(row.stage.rawValue)  \(row.state.words)  \(row.title ?? "(erased)")"
          }.joined(separator: "\n")
        ))
      facts.append(
        (
          "To evaluate",
          open.map { row in
            "\(row.id)  until \(times.end(row.due))  \(row.title ?? "(erased)")"
          }.joined(separator: "\n")
        ))
      let json = Plain.map(
        person.plain.entries + [
          .init("submissions", .list(work.map { .number($0.id.number) })),
          .init("openReviews", .list(open.map { .number($0.id.number) })),
        ])
      return (facts, json)
    }
    session.output.facts(facts.map { ($0.name, Plainly.paragraphs($0.value)) }, json: json)
  }

  private static func facts(_ profile: EvaluatorProfile) -> [(name: String, value: String)] {
    [
      (
        "Evaluates",
        profile.expertise.map { "\($0.skill) (\($0.grade.rawValue))" }.joined(separator: ", ")
      ), ("Trained", profile.trained.map { "\($0)" } ?? "not yet"),
      ("Load", profile.loadMax.map { "at most \($0) open reviews" } ?? "the program's"),
      (
        "Away",
        profile.away.map { "\($0.first) to \($0.last)" }.joined(separator: "\n")
      ),
    ]
  }
}

struct PersonGrant: ControlCommand {
  static let signature = Signature(
    "person grant", "Give somebody a role", parameters: [personParameter, roleParameter],
    example: "person grant rvale@example.org administrator")
  private let named: String
  private let role: Role

  init(_ arguments: Arguments) throws(Failure) {
    named = arguments[0]
    role = try arguments.choice(1)
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(.grantRole(session.person(named), role), "Granted \(role.rawValue).")
  }
}

struct PersonRevoke: ControlCommand {
  static let signature = Signature(
    "person revoke", "Take a role from somebody", parameters: [personParameter, roleParameter],
    example: "person revoke 100021 clerk")
  private let named: String
  private let role: Role

  init(_ arguments: Arguments) throws(Failure) {
    named = arguments[0]
    role = try arguments.choice(1)
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(.revokeRole(session.person(named), role), "Revoked \(role.rawValue).")
  }
}

private let roleParameter = Parameter(
  "ROLE", "administrator, adjudicator, clerk, payroll or technician")

struct PersonDeputy: ControlCommand {
  static let signature = Signature(
    "person deputy", "Set who stands in for an administrator, and when",
    parameters: [Parameter("PERSON", "The administrator")],
    options: [
      Option("--deputy", "PERSON", "Who stands in"), Option("--from", "DATE", "The first day"),
      Option("--until", "DATE", "The last day"), Option("--clear", nil, "Nobody any more"),
    ],
    example: "person deputy rvale@example.org --deputy 100021 --from 2026-10-05 --until 2026-10-16")
  private let named: String
  private let deputy: String?
  private let from: CivilDate?
  private let until: CivilDate?

  init(_ arguments: Arguments) throws(Failure) {
    named = arguments[0]
    deputy = arguments.text("--deputy")
    from = try arguments.date("--from")
    until = try arguments.date("--until")
    let isClear = arguments.has("--clear")
    guard isClear != (deputy != nil), isClear || (from != nil && until != nil) else {
      throw .usage("Say --deputy PERSON --from DATE --until DATE, or --clear.")
    }
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let (id, deputies) = try session.read { records in
      let administrator = try Session.person(named, in: records)
      guard let deputy, let from, let until else { return (administrator.id, [Deputy]()) }
      let person = try Session.person(deputy, in: records)
      let others = administrator.deputies.filter { $0.person != person.id }
      return (administrator.id, others + [Deputy(person: person.id, from: from, until: until)])
    }
    try session.perform(.setDeputies(of: id, deputies), "Deputies are set.")
  }
}

struct PersonConflict: ControlCommand {
  static let signature = Signature(
    "person conflict", "Declare that two people must not judge each other's work",
    parameters: [personParameter, Parameter("OTHER", "The other person")],
    example: "person conflict 100021 100035")
  private let named: String
  private let other: String

  init(_ arguments: Arguments) throws(Failure) {
    named = arguments[0]
    other = arguments[1]
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .declareConflict(session.person(named), with: session.person(other)), "Declared.")
  }
}

struct PersonMute: ControlCommand {
  static let signature = Signature(
    "person mute", "Switch a kind of notice off for somebody, or on again",
    parameters: [personParameter, Parameter("KIND", "announcements or early-reminders")],
    options: [Option("--off", nil, "No longer: switch it on again")],
    example: "person mute maya@example.org announcements")
  private let named: String
  private let kind: MutableKind
  private let isMuted: Bool

  init(_ arguments: Arguments) throws(Failure) {
    named = arguments[0]
    kind = try arguments.choice(1)
    isMuted = !arguments.has("--off")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .muteNotices(session.person(named), kind: kind.rawValue, isMuted: isMuted),
      "\(kind.rawValue): \(isMuted ? "off" : "on").")
  }
}

struct PersonLink: ControlCommand {
  static let signature = Signature(
    "person link", "Make a link that signs somebody in, once",
    details: """
      For whoever can't get mail: hand it over yourself, since whoever has it is that person. It works for 24 hours. \
      Everybody else asks for a link on the sign-in page.
      """,
    parameters: [personParameter], example: "person link rvale@example.org")
  private let named: String
  init(_ arguments: Arguments) throws(Failure) { named = arguments[0] }
  var access: Access { .changing }

  func run(in session: Session) throws {
    let person = try session.person(named)
    let link = try session.office.makeSignInLink(for: person)
    session.output.answer(.fields(["person": .number(person.number), "link": .string(link)]), link)
  }
}

extension Person {
  /// What this person is, beyond teaching.
  var rolesInWords: String {
    (roles.map(\.rawValue) + (evaluator == nil ? [] : ["evaluator"])).joined(separator: ", ")
  }

  var plain: Plain {
    .fields([
      "person": .number(id.number),
      "employeeNumber": details.value.map { .string($0.employeeNumber) },
      "name": .string(fullName), "email": details.value.map { .string($0.email) },
      "school": .string(record.school),
      "supervisor": record.supervisor.map { .number($0.number) },
      "bargainingUnit": record.bargainingUnit.map(Plain.string),
      "hired": record.hired.map(Plain.date), "left": record.left.map(Plain.date),
      "roles": .strings(roles.map(\.rawValue)), "isEvaluator": .bool(evaluator != nil),
      "addressBounced": .bool(addressBounced), "muted": .strings(muted),
      "erased": erased?.plain,
    ])
  }
}

extension Plain {
  /// The members of a map; none of anything else.
  var entries: [Entry] {
    if case .map(let entries) = self { entries } else { [] }
  }
}
