import Documents
import Foundation
import Programs
import Rubrics

/// The repository's root, found from where this file was compiled.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The programs that are shipped.
let shippedNames = [
  "kettle-moraine", "lake-elsinore", "volusia", "new-york-mcsd", "recertification",
]

func bytes(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: repository.appendingPathComponent(path)))
}

func shipped(_ name: String) throws -> Program {
  try Program.read(bytes("Config/\(name).json5"), file: "Config/\(name).json5")
}

func shippedRubrics() throws -> [Rubric] {
  try [
    "kettle-moraine-viability", "kettle-moraine-evidence", "overview-work-samples-reflection",
  ].map { try Rubric.read(bytes("Rubrics/\($0).json5"), file: $0) }
}

func program(_ text: String) throws(Mistakes) -> Program {
  try Program.read(Array(text.utf8), file: "p")
}

/// What is wrong in a program's text, one line each.
func told(_ text: String) -> [String] {
  do throws(Mistakes) {
    _ = try program(text)
    return []
  } catch {
    return error.told.map(\.description)
  }
}

/// A small program, into whose parts a test can put what it needs.
func sample(
  top: String = "", intake: String = "\"always\"", judging: String = "\"clerk\"",
  stage: String = "", zone: String = "America/Chicago"
) -> String {
  """
  { format: 1, name: "M", zone: "\(zone)", \(top)
    district: { name: "D", officeName: "O", officePhone: "1", officeEmail: "o@d.org" },
    evidence: { intake: \(intake), judging: \(judging), purpose: "Hand in.", \(stage) } }
  """
}

/// A generator whose whole state is its seed (SplitMix64, https://prng.di.unimi.it/splitmix64.c).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
