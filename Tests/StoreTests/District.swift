import CivilTime
import Crypto
import Foundation
import Programs
import Rubrics
import SQLite
import Store
import Testing
import Workflow

// A small district for the tests of the store: a program, a rubric, five people, and a school year that is
// told event by event, as a journal tells it.

let technician = Actor.technician
let morning = Instant(rfc3339: "2026-09-14T12:00:00Z") ?? .epoch

func newStore() throws -> DistrictStore {
  try DistrictStore(at: .memory, random: SeededRandom(seed: 7))
}

/// A folder of its own for a test that needs files; it is gone afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = FileManager.default.temporaryDirectory.path + "/store-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}
