import Foundation
import Testing

/// The tables of words, held against the pages that use them, by their sources: what a page says stands in a table,
/// once, and nothing stands there that no page says.
@Suite struct `The words of the pages` {
  private struct Source {
    var path: String
    var text: String
  }

  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Web")

  private func sources(inWords: Bool) throws -> [Source] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path).sorted()
    return try paths.filter { $0.hasSuffix(".swift") && $0.hasPrefix("Words/") == inWords }.map {
      Source(
        path: $0,
        text: try String(contentsOf: Self.folder.appendingPathComponent($0), encoding: .utf8))
    }
  }

  /// The lines of all tables.
  private func entries() throws -> [(key: String, text: String, path: String)] {
    try sources(inWords: true).flatMap { source in
      source.text.split(separator: "\n").compactMap { line in
        let line = line.drop { $0 == " " }
        guard let parts = line.firstRange(of: " = "), line.prefix(1) != "/",
          line[..<parts.lowerBound].allSatisfy({
            $0.isLetter || $0.isNumber || $0 == "." || $0 == "-"
          }),
          line[..<parts.lowerBound].contains(".")
        else { return nil }
        return (String(line[..<parts.lowerBound]), String(line[parts.upperBound...]), source.path)
      }
    }
  }

  @Test func `stand in one place each`() throws {
    let entries = try entries()
    #expect(entries.count > 200)
    let twice = Dictionary(grouping: entries, by: \.key).filter { $0.value.count > 1 }
    #expect(twice.isEmpty, "\(twice.keys.sorted())")
  }

  @Test func `are all there that a page names`() throws {
    let known = Set(try entries().map(\.key))
    let endings = ["", ".one", ".other", ".none"]
    let named = /words(?:\.markup)?\(\s*"([a-z0-9A-Z.\-]+)"/
    for source in try sources(inWords: false) {
      for match in source.text.matches(of: named) {
        let key = String(match.1)
        #expect(
          endings.contains { known.contains(key + $0) }, "\(key) of \(source.path)")
      }
    }
  }

  @Test func `count one and others alike`() throws {
    let entries = try entries()
    let known = Set(entries.map(\.key))
    for entry in entries where entry.key.hasSuffix(".one") {
      #expect(known.contains(entry.key.dropLast(4) + ".other"), "\(entry.key)")
    }
    for entry in entries where entry.key.hasSuffix(".other") && entry.text.contains("{count}") {
      #expect(known.contains(entry.key.dropLast(6) + ".one"), "\(entry.key)")
    }
  }

  @Test func `speak as a district does: no "please", no "error", no "outbox" and no "command"`()
    throws
  {
    let banned = /(?i)\b(please|error|invalid|oops|sorry|outbox|commands?|evaluators are due)\b/
    for entry in try entries() {
      #expect(entry.text.firstMatch(of: banned) == nil, "\(entry.key): \(entry.text)")
    }
  }
}
