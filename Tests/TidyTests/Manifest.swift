/// The table of modules, as `Package.swift` writes it: who may import whom.
struct Manifest {
  enum Kind {
    case systemLibrary, module, executable, test
  }

  struct Target {
    let kind: Kind
    let name: String
    /// The modules of ours that it may import, in the order of the table.
    let dependencies: [String]
    /// Where its files lie, from the root.
    let folder: String
  }

  let targets: [Target]

  /// Reads the calls of which the table is made.
  ///
  /// - Parameter text: The manifest: after `let package`, each call begins a line, and names are plain
  ///   strings.
  init(_ text: String) {
    let calls: [(opening: String, kind: Kind)] = [
      (".systemLibrary(", .systemLibrary), ("module(", .module), (".target(", .module),
      (".executableTarget(", .executable), ("tests(", .test), (".testTarget(", .test),
    ]
    var targets: [Target] = []
    var start = text.firstRange(of: "let package")?.lowerBound ?? text.startIndex
    while start < text.endIndex {
      let end = text[start...].firstIndex(of: "\n") ?? text.endIndex
      let line = text[start..<end].drop { $0 == " " }
      if let call = calls.first(where: { line.hasPrefix($0.opening) }) {
        let body = Self.balanced(text[line.startIndex...])
        targets += Self.target(call.kind, isShort: call.opening == "tests(", body)
      }
      start = end == text.endIndex ? end : text.index(after: end)
    }
    self.targets = targets
  }

  func target(named name: String) -> Target? { targets.first { $0.name == name } }

  /// The target to which a file belongs.
  func target(of path: String) -> Target? {
    targets.first { path.hasPrefix($0.folder + "/") }
  }

  /// A call up to the parenthesis that closes it.
  private static func balanced(_ text: Substring) -> Substring {
    var open = 0
    for index in text.indices {
      if text[index] == "(" { open += 1 }
      if text[index] == ")" {
        open -= 1
        if open == 0 { return text[...index] }
      }
    }
    return text
  }

  private static func target(_ kind: Kind, isShort: Bool, _ call: Substring) -> [Target] {
    let strings = Self.strings(call)
    guard let first = strings.first else { return [] }
    let name = isShort ? first + "Tests" : first
    let list = call.firstIndex(of: "[").flatMap { start in
      call[start...].firstIndex(of: "]").map { call[start...$0] }
    }
    let named = kind == .systemLibrary ? [] : list.map(Self.strings) ?? []
    let path = call.firstRange(of: "path: ").flatMap {
      Self.strings(call[$0.upperBound...]).first
    }
    return [
      Target(
        kind: kind, name: name, dependencies: (isShort ? [first] : []) + named,
        folder: path ?? (kind == .test ? "Tests/" : "Sources/") + name)
    ]
  }

  private static func strings(_ text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}
