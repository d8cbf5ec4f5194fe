import Documents

/// A document from text.
func document(_ text: String, file: String = "Config/x.json5") throws(Mistakes) -> Document {
  try Document(parsing: Array(text.utf8), file: file)
}

/// The mistakes that reading tells, one line each; empty when all is well.
func mistakes<Result>(
  in text: String, _ read: (Reader) -> Result? = { _ in true }
) -> [String] {
  do throws(Mistakes) {
    _ = try document(text).read(read)
    return []
  } catch {
    return error.told.map(\.description)
  }
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
