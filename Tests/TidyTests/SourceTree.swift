import Foundation

/// The files of this repository, found from where this file lies.
struct SourceTree: Sendable {
  struct File: Sendable {
    /// From the root, with slashes.
    let path: String
    let text: String
    /// Nothing if it is not Swift.
    let swift: SwiftText?

    init(path: String, text: String) {
      self.path = path
      self.text = text
      swift = path.hasSuffix(".swift") ? SwiftText(text) : nil
    }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// `Sources/Mail/Address.swift` is in the folder `Sources/Mail`.
    func isIn(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }

    /// Written in Swift, C or a shell, by hand.
    var isCode: Bool {
      [".swift", ".h", ".modulemap", ".py", ".sh"].contains(where: path.hasSuffix)
        || isIn("Scripts") || isIn(".ci")
    }
  }

  /// Read once for all tests.
  static let shared = Result { try SourceTree() }

  /// All text files that belong to the repository, by path.
  let files: [File]

  var swiftFiles: [File] { files.filter { $0.swift != nil } }

  private init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let paths = try Self.pathsByGit(root) ?? Self.pathsByWalking(root)
    files = try paths.sorted().compactMap { path in
      let url = root.appending(path: path)
      // A file may be deleted and not yet committed as such; a link may lead to a folder.
      var isFolder = ObjCBool(false)
      guard unsafe FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
        !isFolder.boolValue
      else { return nil }
      let data = try Data(contentsOf: url)
      guard !data.contains(0), let text = String(data: data, encoding: .utf8) else { return nil }
      return File(path: path, text: text)
    }
  }

  func file(_ path: String) -> File? { files.first { $0.path == path } }

  /// The names of the folders in a folder that hold any file.
  func folders(in folder: String) -> Set<String> {
    Set(
      files.filter { $0.isIn(folder) }.compactMap {
        let rest = $0.path.dropFirst(folder.count + 1)
        return rest.contains("/") ? rest.split(separator: "/").first.map(String.init) : nil
      })
  }

  /// What Git tracks or would track; nothing where there is no Git or no repository.
  private static func pathsByGit(_ root: URL) throws -> [String]? {
    let git = Process()
    let output = Pipe()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    git.currentDirectoryURL = root
    git.standardInput = FileHandle.nullDevice
    git.standardOutput = output
    git.standardError = FileHandle.nullDevice
    try git.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    git.waitUntilExit()
    guard git.terminationStatus == 0, let text = String(data: data, encoding: .utf8) else {
      return nil
    }
    let paths = text.split(separator: "\0").map(String.init)
    // An export inside somebody else's repository has no tracked manifest.
    return paths.contains("Package.swift") ? Array(Set(paths)) : nil
  }

  /// Every file but those of builds and hidden folders.
  private static func pathsByWalking(_ root: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { path in
      let folders = path.split(separator: "/").dropLast()
      let isHidden = folders.contains { $0.hasPrefix(".") && $0 != ".ci" }
      let isFile = try root.appending(path: path).resourceValues(forKeys: [.isRegularFileKey])
        .isRegularFile
      return !isHidden && folders.first != "var" && isFile == true
    }
  }
}
