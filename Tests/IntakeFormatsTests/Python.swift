import Foundation

/// Runs a Python script from the standard library's parts, for what it knows independently of us.
///
/// - Parameters:
///   - script: Reads `sys.argv[1]`, writes `sys.argv[2]`.
///   - input: What the first file holds.
/// - Returns: What the script wrote.
/// - Throws: ``PythonFailure`` when the script did not end well.
func python(_ script: String, input: [UInt8] = []) throws -> [UInt8] {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "intake-\(ProcessInfo.processInfo.globallyUniqueString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let inputFile = folder.appendingPathComponent("in")
  let outputFile = folder.appendingPathComponent("out")
  try Data(input).write(to: inputFile)
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", "-c", script, inputFile.path, outputFile.path]
  try process.run()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw PythonFailure(status: process.terminationStatus)
  }
  return Array(try Data(contentsOf: outputFile))
}

struct PythonFailure: Error {
  let status: Int32
}

/// Packs files as Python's `zipfile` does.
///
/// - Parameters:
///   - files: Names and contents, in this order; a name may occur twice.
///   - patch: Python statements that may change the list `entries` of (ZipInfo, bytes).
/// - Returns: The archive.
/// - Throws: ``PythonFailure`` when the script did not end well.
func zip(_ files: [(name: String, text: String)], patch: String = "") throws -> [UInt8] {
  let input = try JSONEncoder().encode(files.map { [$0.name, $0.text] })
  return try python(
    """
    import sys, json, zipfile, warnings
    warnings.simplefilter("ignore")
    entries = [(zipfile.ZipInfo(name), text.encode()) for name, text in json.load(open(sys.argv[1]))]
    for info, _ in entries:
        info.compress_type = zipfile.ZIP_DEFLATED
    \(patch)
    with zipfile.ZipFile(sys.argv[2], "w") as archive:
        for info, data in entries:
            archive.writestr(info, data)
    """, input: Array(input))
}
