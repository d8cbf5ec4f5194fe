import CivilTime
import IntakeFormats

/// Chicago, where the sample district lies.
func chicago() throws -> Zone {
  try Zone(name: "America/Chicago", posixRule: "CST6CDT,M3.2.0,M11.1.0")
}

func day(_ iso: String) throws -> CivilDate {
  guard let date = CivilDate(iso: iso) else { throw FixtureMistake(text: iso) }
  return date
}

func instant(_ rfc3339: String) throws -> Instant {
  guard let instant = Instant(rfc3339: rfc3339) else { throw FixtureMistake(text: rfc3339) }
  return instant
}

struct FixtureMistake: Error {
  let text: String
}

/// Numbers that look random and are the same on every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, not including, `bound`.
  mutating func below(_ bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &self)
  }
}

/// The rows of a CSV file that is given in pieces of a size.
func records(
  _ bytes: [UInt8], piece: Int = .max, separator: Separator? = nil, limits: Limits = .standard
) throws(FileProblem) -> [CSVRecord] {
  var reader = CSVReader(file: "table.csv", separator: separator, limits: limits)
  var found: [CSVRecord] = []
  var start = 0
  while start < bytes.count {
    let end = piece < bytes.count - start ? start + piece : bytes.count
    reader.append(Array(bytes[start..<end]))
    while let record = try reader.next() { found.append(record) }
    start = end
  }
  reader.finish()
  while let record = try reader.next() { found.append(record) }
  return found
}

extension CSVRecord {
  var texts: [String] { (0..<count).map { text($0) } }
}

/// The form through which the sample district's teachers hand in evidence.
func evidenceForm() throws -> FormFormat {
  FormFormat(
    name: "evidence", zone: try chicago(), title: ["Micro-credential title"],
    questions: [
      FormQuestion(
        "areas", headings: ["Areas (check all that apply)"],
        kind: .choices([
          "STEM/STEAM", "Design thinking", "Technology", "Literacy", "Reading, Writing & Talk",
        ])),
      FormQuestion(
        "artifacts", headings: ["Upload your artifacts (PDF, video)"], kind: .links,
        isRequired: false),
      FormQuestion("reflection", headings: ["Reflection"], kind: .text),
    ])
}
