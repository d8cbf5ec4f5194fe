import CivilTime
import Documents

/// Settings with a default: what is left out means the default, what is wrong is told.
extension Fields {
  func integer(_ key: String, in range: ClosedRange<Int>, else value: Int) -> Int {
    optional(key)?.integer(in: range) ?? value
  }

  func flag(_ key: String, else value: Bool) -> Bool {
    optional(key)?.bool() ?? value
  }

  func time(_ key: String, else value: WallTime) -> WallTime {
    optional(key)?.parsed(expected: "a time of day such as \"07:00\"") { WallTime(iso: $0) }
      ?? value
  }

  /// Days before or after something, each once, in the file's order; at most ten.
  func days(_ key: String, in range: ClosedRange<Int>, else value: [Int]) -> [Int] {
    optional(key)?.list(count: 0...10, uniqueBy: "number", \.self) { $0.integer(in: range) }
      ?? value
  }

  /// Tells each of these parts that the file names.
  ///
  /// A policy that isn't carried out must not look as if it were.
  func refuseWhatIsNotThereYet(_ parts: [String: String]) {
    for (key, what) in parts.sorted(by: { $0.key < $1.key }) {
      refuse(key, because: "this version of rubricd does not do \(what) yet")
    }
  }
}

extension Reader {
  /// An e-mail address in its plain form, `name@domain`: it is checked fully where mail is written.
  func emailAddress() -> String? {
    parsed(expected: "an e-mail address such as office@example.org", length: 254) { text in
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64,
        parts[1].contains("."), !parts[1].hasPrefix("."), !parts[1].hasSuffix("."),
        text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !#"<>(),;:"[]\"#.utf8.contains($0) })
      else { return nil }
      return text
    }
  }
}
