import Foundation
import Glibc
import Synchronization
import Testing

/// The real rubricd, as its own process.
final class RunningDaemon {
  private let process = Process()
  private let errors = Pipe()
  private let ended = DispatchSemaphore(value: 0)

  /// The binary, which was built beside this test bundle.
  static func binary() throws -> URL {
    let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let besides = [bundle, URL(fileURLWithPath: CommandLine.arguments[0])].map {
      $0.deletingLastPathComponent().appendingPathComponent("rubricd")
    }
    return try #require(
      besides.first { FileManager.default.isExecutableFile(atPath: $0.path) },
      "rubricd was not built beside \(bundle.path)")
  }

  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    process.executableURL = try Self.binary()
    process.arguments = arguments
    process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { first, _ in first }
    process.standardError = errors
    let ended = self.ended
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  var pid: Int32 { process.processIdentifier }

  func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  /// Waits for its end.
  ///
  /// - Returns: Its exit status, negative for a signal; `nil` when it has not ended in that time.
  func end(withinSeconds seconds: Int = 120) -> Int32? {
    guard ended.wait(timeout: .now() + .seconds(seconds)) == .success else { return nil }
    ended.signal()
    let status = process.terminationStatus
    return process.terminationReason == .exit ? status : -status
  }

  /// What it has written to standard error; only after its end.
  func log() -> String {
    String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }

  /// The voluntary context switches of all its threads.
  func voluntarySwitches() throws -> Int {
    let tasks = "/proc/\(pid)/task"
    return try FileManager.default.contentsOfDirectory(atPath: tasks).reduce(0) { sum, task in
      let status = try String(contentsOfFile: "\(tasks)/\(task)/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") }
      return sum + (line?.split(separator: "\t").last.flatMap { Int($0) } ?? 0)
    }
  }
}

/// Looks until something holds, or two minutes have passed; it returns as soon as it does.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
  let end = ContinuousClock.now + .seconds(120)
  while ContinuousClock.now < end {
    if try condition() { return true }
    usleep(10_000)
  }
  return try condition()
}
