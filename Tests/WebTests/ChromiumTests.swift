import Office
import Store
import Testing
import Workflow

/// What people do, in a real Chromium: on a phone and at a desk, dark and light, with script and without, by keyboard.
/// On every page that is opened the HTML parses strictly, axe-core finds nothing, and nothing sticks out at the side.
@Suite(.serialized) struct `In a real browser` {
  @Test func `people sign in`() throws {
    let house = try OpenHouse("2026-09-08", hour: 10)
    let people = try house.read { try $0.people(limit: 8) }
    try house.visit("signing_in", ["links": people.map { try house.link(for: $0.id) }])
  }

  @Test func `teachers propose what they want to work on`() throws {
    let house = try OpenHouse("2026-09-16", hour: 16)
    let teachers = try house.read { records in
      try records.people(limit: 100).filter { $0.evaluator == nil && $0.roles.isEmpty }
    }
    try house.visit(
      "teacher", ["links": teachers.suffix(5).map { try house.link(for: $0.id) }])
  }

  @Test func `evaluators score what is beside its rubric`() throws {
    let house = try OpenHouse("2026-10-01", hour: 18)
    let busiest = try house.read { records in
      try records.openReviewCounts().sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
    let evaluator = try #require(busiest.first)
    let other = try #require(busiest.dropFirst().first)
    // The last of the list comes first.
    let people = [other] + [PersonID](repeating: evaluator, count: 4)
    try house.visit("evaluator", ["links": people.map { try house.link(for: $0) }])
  }

  @Test func `the administrator sees where everything stands, releases, and takes it back`() throws
  {
    let house = try OpenHouse("2026-10-01", hour: 9) { records in
      try records.submissions(.state(.readyToRelease), limit: 2).count == 2
    }
    let administrator = try #require(
      try house.read { try $0.people(with: .administrator).first })
    let submission = try #require(
      try house.read { try $0.submissions(.state(.readyToRelease), limit: 1).first })
    try house.visit(
      "administrator",
      [
        "links": (0..<5).map { _ in try house.link(for: administrator.id) },
        "submissions": submission.id.number, "windows": submission.window?.number ?? 1,
        "people": submission.earner.number,
      ])
  }

  @Test func `every page of everybody is used by keyboard alone`() throws {
    let house = try OpenHouse("2026-10-01", hour: 9) { records in
      try records.submissions(.state(.readyToRelease), limit: 1).count == 1
    }
    let administrator = try #require(
      try house.read { try $0.people(with: .administrator).first }
    ).id
    let evaluator = try #require(
      try house.read { records in
        try records.openReviewCounts().max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
      })
    let teacher = try #require(
      try house.read { try $0.submissions(.state(.readyToRelease), limit: 1).first }
    ).earner
    // The names, their first pages, and how many there are at least: fewer, and the way there was lost.
    let roles: [(String, PersonID?, [String], Int)] = [
      ("nobody", nil, ["/", "/sign-in", "/sign-in/sent", "/no/such/page"], 6),
      ("teacher", teacher, ["/home", "/begin/proposal", "/begin/evidence"], 6),
      ("evaluator", evaluator, ["/queue"], 6), ("administrator", administrator, ["/office"], 14),
    ]
    try house.visit(
      "every_page",
      [
        "roles": try roles.map { name, person, start, least in
          [
            "name": name, "link": try person.map { try house.link(for: $0) } ?? "", "start": start,
            "least": least,
          ] as [String: Any]
        }
      ])
  }

  /// Each at another window, since a pay date is sealed once.
  @Test(arguments: [
    (375, true, false), (375, false, false), (1280, true, true), (1280, false, false),
  ])
  func
    `a teacher is told what is left, the clerk seals a pay date, the administrator opens a cent of it`(
      width: Int, hasScript: Bool, isDark: Bool
    ) throws
  {
    let (pay, door, offering) = try openPayroll()
    func link(_ number: String) throws -> String {
      try pay.office.makeSignInLink(for: pay.district.person(number))
        .replacing(pay.office.settings.publicAddress, with: door.address)
    }
    try door.visit(
      "pay",
      [
        "width": width, "script": hasScript, "dark": isDark, "day": "2026-10-16",
        "offering": offering.number, "teacher": try link(PayScene.teacher),
        "clerk": try link(PayScene.clerk), "administrator": try link(PayScene.administrator),
      ])
  }

  @Test func `every page of pay is used by keyboard alone`() throws {
    let (pay, door, _) = try openPayroll()
    let clerk = try pay.office.makeSignInLink(for: pay.district.person(PayScene.clerk))
      .replacing(pay.office.settings.publicAddress, with: door.address)
    try door.visit(
      "every_page",
      ["roles": [["name": "clerk", "link": clerk, "start": ["/pay"], "least": 6] as [String: Any]]])
  }

  /// A day on which proposals are open and a pay date can be sealed.
  private func openPayroll() throws -> (PayScene, OpenDoor, OfferingID) {
    let pay = try PayScene()
    try pay.earn("Learning paths")
    let offering = try pay.scene.offer("DT-1", "Design sprint", cents: 1_600_00)
    try pay.live(until: "2026-09-24 09:00")
    let clock = pay.district.clock
    return (pay, try OpenDoor(pay.office) { clock.now() }, offering)
  }

  @Test func `an evaluator reads what changed since the round before, and a PDF beside its rubric`()
    throws
  {
    let scene = try EvaluatorScene()
    let id = try scene.secondRoundWithFile()
    let clock = scene.district.clock
    let door = try OpenDoor(scene.office) { clock.now() }
    let judge = try scene.district.person(EvaluatorScene.judge)
    let links = try (0..<3).map { _ in
      try scene.office.makeSignInLink(for: judge)
        .replacing(scene.office.settings.publicAddress, with: door.address)
    }
    try door.visit("second_round", ["links": links, "review": id.number])
  }
}
