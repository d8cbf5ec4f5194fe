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
}
