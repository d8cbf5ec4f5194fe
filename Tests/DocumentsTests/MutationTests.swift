import Documents
import Testing

@Suite struct `A damaged document` {
  @Test func `is read or told with a place, and never traps`() {
    let seed = Array(
      """
      { // comment
        a: [1, -2.5e3, 0xFF, 'x\\u00e9\\ud83d\\ude00', "é😀", ],
        "b c": { d: true, e: null, /* x */ f: [[], {}] },
      }
      """.utf8)
    var generator = SeededGenerator(state: 2_026)
    for _ in 0..<3_000 {
      var bytes = seed
      for _ in 0...Int.random(in: 0...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(seed.randomElement(using: &generator) ?? 0, at: place)
        default: bytes.removeSubrange(place..<min(place + 9, bytes.count))
        }
        if bytes.isEmpty { bytes = [0x7B] }
      }
      do throws(Mistakes) {
        let document = try Document(parsing: bytes, file: "f")
        _ = try document.read { root in root.entries { key, _ in key } }
      } catch {
        for mistake in error.told {
          #expect(mistake.place.line != nil && mistake.place.column != nil, "\(mistake)")
          #expect(!mistake.description.contains("\n"))
        }
      }
    }
  }
}
