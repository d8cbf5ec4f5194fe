import Documents
import Foundation
import Rubrics

/// The repository's root, found from where this file was compiled.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The rubrics that are shipped.
let shippedNames = [
  "kettle-moraine-viability", "kettle-moraine-evidence", "overview-work-samples-reflection",
]

func shippedBytes(_ name: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: repository.appendingPathComponent("Rubrics/\(name).json5")))
}

func shipped(_ name: String) throws -> Rubric {
  try Rubric.read(shippedBytes(name), file: "Rubrics/\(name).json5")
}

func rubric(_ text: String) throws(Mistakes) -> Rubric {
  try Rubric.read(Array(text.utf8), file: "r")
}

/// What is wrong in a rubric's text, one line each.
func told(_ text: String) -> [String] {
  do throws(Mistakes) {
    _ = try rubric(text)
    return []
  } catch {
    return error.told.map(\.description)
  }
}

/// A small rubric for evidence: three criteria that count and one that is considered, three levels.
func sample(
  pass: String = #"{ everyCriterionAtLeast: "met" }"#, weights: [String] = ["1", "1", "1"],
  subject: String = "evidence", lowest: String = "", extra: String = "", without: String = ""
) -> String {
  let ids = ["plan", "work", "reflection"].filter { $0 != without }
  let criteria = zip(ids, weights).map { id, weight in
    """
    { id: "\(id)", title: "The \(id)", asks: "Where is it?", weight: "\(weight)",
      levels: { more: "All and more.", met: "All of it.", partly: "Some of it." } },
    """
  }
  return """
    {
      format: 1, id: "sample", title: "A sample", subject: "\(subject)",
      scale: [
        { id: "more", title: "More", points: 3 }, { id: "met", title: "Met", points: 2 },
        { id: "partly", title: "Partly", points: "0.5"\(lowest) },
      ],
      criteria: [
        \(criteria.joined(separator: "\n"))
        \(extra)
        { id: "beyond", title: "Beyond", asks: "Who else?", considered: true,
          levels: [
            { id: "yes", title: "Yes", points: 1, descriptor: "Others could use it." },
            { id: "no", title: "No", points: 0, descriptor: "It stays here." },
          ] },
      ],
      pass: \(pass),
    }
    """
}

/// A scorecard with levels by criterion, feedback everywhere.
func card(_ rubric: Rubric, _ levels: KeyValuePairs<CriterionID, LevelID>) -> Scorecard {
  Scorecard(
    rubric: rubric.version,
    scores: levels.map { .init(criterion: $0.key, level: $0.value, feedback: "Go on.") })
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
