import CivilTime
import Simulation

/// Ten years of the whole sample district, rehearsed in memory.
func rehearsedYears() throws -> [Figure] {
  var plan = Rehearsal.Plan(
    program: try Setting.program(), rubrics: try Setting.rubrics(),
    from: CivilDate(year: 2026, month: 7, day: 1) ?? .first,
    through: CivilDate(year: 2036, month: 6, day: 30) ?? .first, zoneFile: Setting.zoneFile)
  plan.scratch = try Setting.folder("rehearsal")
  let taken = try seconds { _ = try Rehearsal.run(plan) }
  return [
    Figure(
      benchmark: "ten rehearsed years", measure: "seconds", value: taken, aim: 10,
      isLessBetter: true)
  ]
}
