import CivilTime
import Office
import Store
import Testing
import Workflow

@Suite struct `Performing a command` {
  @Test func `that is refused changes nothing`() throws {
    let district = try District.begun()
    let before = try district.state
    let teacher = try district.person("1000")
    let window = try district.window(.evidence)
    let refused: [(Command, Actor)] = [
      (.releaseDecisions([]), .person(teacher)),
      (.grantRole(teacher, .administrator), .person(teacher)),
      (.closeWindow(WindowID(999)), .clock),
      (.releaseAssignment(AssignmentID(7)), try district.administrator),
      (
        .changeWindow(
          window.id, opensOn: window.endsOn, endsOn: window.opensOn, reason: "the wrong way round"),
        try district.administrator
      ),
      (.undo(command: 12_345), try district.administrator),
    ]
    for (command, actor) in refused {
      #expect(throws: OfficeError.self, "\(command.kind)") {
        try district.office.perform(command, by: actor)
      }
      #expect(try district.state == before, "\(command.kind)")
    }
  }

  @Test func `together with others is performed at one instant, or none of them is`() throws {
    let district = try District.begun()
    let people = try (0..<3).map { try district.person("\(1_000 + $0)") }
    let good = [people[1], people[2]].map { Command.declareConflict($0, with: people[0]) }
    let before = try district.state
    #expect(throws: OfficeError.self) {
      // Nobody has a conflict with themselves.
      try district.office.performTogether(by: .technician) { _ in
        good + [.declareConflict(people[0], with: people[0])]
      }
    }
    #expect(try district.state == before)
    let done = try district.office.performTogether(by: .technician) { _ in good }
    // Each is a command of its own.
    #expect(Set(done.map(\.command)).count == 2)
    #expect(Set(done.map(\.at)).count == 1)
    #expect(try district.state != before)
  }

  @Test func `never happens before what happened already`() throws {
    let district = try District.begun()
    let teacher = try district.person("1000")
    let last: Instant = try district.office.read { try $0.lastInstant() }
    district.clock.step(to: last.adding(hours: -1))
    let performed = try district.office.perform(
      .muteNotices(teacher, kind: "window-open", isMuted: true), by: .person(teacher))
    #expect(performed.at == last)
  }

  @Test func `by the clock waits when the clock has jumped, until somebody confirms it`() throws {
    let district = try District.begun(at: "2026-09-01 09:00")
    let window = try district.window(.proposal)
    // A week forward, and no time has passed: the window would be open.
    district.clock.step(to: window.times.opens.adding(hours: 12))
    #expect(throws: OfficeError.self) { try district.office.beat() }
    #expect(try district.window(.proposal).state != .open)
    // What people ask for goes on meanwhile.
    let teacher = try district.person("1000")
    try district.office.perform(
      .muteNotices(teacher, kind: "window-open", isMuted: true), by: .person(teacher))
    try district.office.perform(.confirmClock, by: try district.administrator)
    try district.beat()
    #expect(try district.window(.proposal).state == .open)
  }

  @Test func `by the clock goes on when the clock steps by less than a day`() throws {
    let district = try District.begun(at: "2026-09-01 09:00")
    district.clock.step(to: district.clock.now().adding(hours: 23))
    try district.beat()
    district.clock.step(to: district.clock.now().adding(hours: -1))
    try district.beat()
    district.clock.step(to: district.clock.now().adding(hours: 24).adding(milliseconds: 1))
    #expect(throws: OfficeError.self) { try district.office.beat() }
  }
}
