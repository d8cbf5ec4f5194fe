import CivilTime
import Notices
import Testing

/// The district of the examples, and what the tests of this module share.
enum MapleHollow {
  static func central() throws -> Zone {
    try zone.get()
  }

  static func pacific() throws -> Zone {
    try Zone(name: "America/Los_Angeles", posixRule: "PST8PDT,M3.2.0,M11.1.0")
  }

  private static let builtIn = Result { try NoticeCatalog() }
  private static let zone = Result {
    try Zone(name: "America/Chicago", posixRule: "CST6CDT,M3.2.0,M11.1.0")
  }

  /// Our own texts.
  static func catalog() throws -> NoticeCatalog {
    try builtIn.get()
  }

  /// The wording of a mail that is sent at that wall time.
  static func wording(sent time: String) throws -> Wording {
    try Wording(zone: central(), now: instant(time))
  }

  static func instant(_ time: String) throws -> Instant {
    try central().instant(of: #require(CivilDateTime(iso: time)))
  }

  static func date(_ text: String) throws -> CivilDate {
    try #require(CivilDate(iso: text))
  }

  /// The example of a text, with some values in place of its own.
  static func preview(
    _ name: TemplateName, with values: NoticeValues = [:], overrides: [Template] = []
  ) throws -> FilledNotice {
    try catalog().overriding(with: overrides).preview(name, in: central(), with: values)
  }
}

extension FilledNotice {
  var lines: [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  var paragraphs: [String] {
    lines.split(separator: "", omittingEmptySubsequences: true).map { $0.joined(separator: "\n") }
  }

  var page: String { String(decoding: html, as: UTF8.self) }
}

/// Numbers that are the same on every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
