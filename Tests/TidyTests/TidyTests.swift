import Testing

/// The rules of CONTRIBUTING.md that a machine can check, held against every file of the repository.
@Suite struct `The source tree` {
  let tree: SourceTree
  let manifest: Manifest

  init() throws {
    tree = try SourceTree.shared.get()
    manifest = Manifest(try #require(tree.file("Package.swift")).text)
  }

  /// Modules that come with the toolchain and the system. The daemon's memory has no room for all of
  /// Foundation; whatever a module needs of it beyond the essentials belongs to another.
  static let systemModules: Set<String> = [
    "Dispatch", "FoundationEssentials", "Glibc", "Synchronization",
  ]

  /// Where surroundings are made and passed in from: only here may the clock be read or chance be asked.
  static let edge = ["Sources/Daemon", "Sources/Control", "Sources/rubricd", "Sources/rubricctl"]

  @Test func `is the one that the table of modules describes`() {
    let modules = manifest.targets.filter { $0.folder.hasPrefix("Sources/") }
    let tests = manifest.targets.filter { $0.kind == .test }
    #expect(Set(modules.map(\.name)) == tree.folders(in: "Sources"))
    let others: Set = ["Browser", "Fixtures", "Fuzz", "Servers"]
    #expect(Set(tests.map(\.name)) == tree.folders(in: "Tests").subtracting(others))
    #expect(modules.count > 20)
  }

  @Test func `points downward: a module imports only what stands above it in the table`() {
    var above: Set<String> = []
    for target in manifest.targets where target.kind != .test {
      for dependency in target.dependencies where !above.contains(dependency) {
        Issue.record("\(target.name) may not import \(dependency), which is not above it")
      }
      above.insert(target.name)
    }
  }

  @Test func `imports only what the table allows`() {
    var count = 0
    // The fuzzers are a package of their own, with its own table.
    for file in tree.swiftFiles
    where file.path != "Package.swift" && !file.isIn("Tests/Fuzz") {
      guard let target = manifest.target(of: file.path) else {
        Issue.record("\(file.path): in no target of Package.swift")
        continue
      }
      var allowed = Self.systemModules.union(target.dependencies)
      if !file.isIn("Sources") { allowed.formUnion(["Foundation", "Testing"]) }
      for line in imports(in: file) {
        count += 1
        if !allowed.contains(line.module) {
          Issue.record("\(file.path):\(line.number): \(target.name) may not import \(line.module)")
        }
      }
    }
    #expect(count > 30)
  }

  @Test func `reads the clock and asks for chance only at the edge`() {
    let files = tree.swiftFiles.filter { file in
      file.isIn("Sources") && !Self.edge.contains(where: file.isIn)
    }
    forbid(
      [
        "Date()", "Date.now", "UUID()", "SystemRandomNumberGenerator", ".random(",
        ".randomElement()", ".shuffled()", ".shuffle()", "ContinuousClock", "SuspendingClock",
        "clock_gettime(", "gettimeofday(",
      ], in: files, because: "clock and chance come in from outside")
  }

  @Test func `has no way to crash on purpose, and no test that is switched off`() {
    forbid(
      ["try!", "as!", "fatalError("], in: tree.swiftFiles, because: "a mistake is told")
    forbid(
      ["withKnownIssue"], in: tree.swiftFiles, because: "a test that fails is mended")
    forbid(["@testable"], in: tree.swiftFiles, because: "release builds run the tests")
    for file in tree.swiftFiles {
      for line in file.swift?.linesOfDisabledTests ?? [] {
        Issue.record("\(file.path):\(line): a test that is switched off")
      }
    }
  }

  @Test func `has nothing left to do`() {
    for file in tree.swiftFiles {
      for word in ["TODO", "FIXME", "XXX"] {
        let text = file.swift?.codeAndComments ?? []
        for line in SwiftText.lines(of: text, containing: word) {
          Issue.record("\(file.path):\(line): \(word)")
        }
      }
    }
  }

  @Test func `has no file over 500 lines`() {
    // Manual pages are written by the programs from what their commands say of themselves.
    for file in tree.files where file.isCode && !file.path.hasPrefix("Scripts/man/") {
      let lines = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
      if lines > 500 { Issue.record("\(file.path): \(lines) lines") }
    }
  }

  @Test func `opens each module with what it promises`() {
    for target in manifest.targets where target.kind == .module {
      let path = "\(target.folder)/\(target.name).swift"
      let opening = tree.file(path)?.lines.first
      if opening != "// \(target.name)", opening?.hasPrefix("// \(target.name) ") != true {
        Issue.record("\(path): should open with a comment, \"// \(target.name) — …\"")
      }
    }
  }

  @Test func `tests every module`() {
    for target in manifest.targets where target.kind == .module {
      let tests = manifest.target(named: target.name + "Tests")
      #expect(tests?.dependencies.contains(target.name) == true, "\(target.name)")
      #expect(tree.swiftFiles.contains { $0.isIn("Tests/\(target.name)Tests") }, "\(target.name)")
    }
  }

  @Test func `names no place on somebody's machine`() throws {
    let folders = ["home", "opt", "work"]
    // In a link or a longer path the slash follows a name; the pages' own routes go on with a number, if at all.
    let place = try Regex(
      "(?:^|[^A-Za-z0-9_.~)}>/-])/(?:\(folders.joined(separator: "|")))/[A-Za-z_.$]")
    for file in tree.files where folders.contains(where: { file.text.contains("/" + $0) }) {
      for (index, line) in file.lines.enumerated() where line.contains(place) {
        Issue.record("\(file.path):\(index + 1): \(line)")
      }
    }
  }

  private func forbid(_ pieces: [String], in files: [SourceTree.File], because reason: String) {
    for file in files {
      let code = file.swift?.code ?? []
      for piece in pieces {
        for line in SwiftText.lines(of: code, containing: piece) {
          Issue.record("\(file.path):\(line): \(piece) — \(reason)")
        }
      }
    }
  }

  private func imports(in file: SourceTree.File) -> [(number: Int, module: String)] {
    let code = file.swift?.code ?? []
    let lines = code.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return SwiftText.lines(of: code, containing: "import").compactMap { number in
      let line = String(decoding: lines[number - 1], as: UTF8.self)
      return importedModule(line).map { (number, $0) }
    }
  }
}

/// The module that a line of code imports.
func importedModule(_ line: String) -> String? {
  let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
  guard let index = words.firstIndex(of: "import"),
    words[..<index].allSatisfy({ $0.hasPrefix("@") || isAccessLevel($0) })
  else { return nil }
  let kinds: Set<String> = [
    "struct", "class", "enum", "protocol", "func", "let", "var", "typealias",
  ]
  let rest = words[(index + 1)...].drop { kinds.contains($0) }
  return rest.first?.split { $0 == "." || $0 == ";" }.first.map(String.init)
}

private func isAccessLevel(_ word: String) -> Bool {
  ["public", "package", "internal", "fileprivate", "private"].contains(word)
}
