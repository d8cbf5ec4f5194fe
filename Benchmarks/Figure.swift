import Documents
import Glibc

/// One measured figure.
struct Figure {
  var benchmark: String
  /// What is counted, with its unit: `seconds`, `peak_mebibytes`, `ratio`.
  var measure: String
  var value: Double
  /// The aim, and whether less or more is better.
  var aim: Double
  var isLessBetter: Bool

  /// The figure as a line of JSON.
  var json: String {
    let isMet = isLessBetter ? value <= aim : value >= aim
    return "{\"benchmark\":\"\(benchmark)\",\"measure\":\"\(measure)\",\"value\":\(rounded(value)),"
      + "\"aim\":\"\(isLessBetter ? "at most" : "at least") \(rounded(aim))\",\"met\":\(isMet)}"
  }

  private func rounded(_ value: Double) -> String {
    let thousandths = Int64((value * 1_000).rounded())
    let rest = String(abs(thousandths % 1_000))
    return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}

/// Seconds that something takes, by the monotonic clock.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = monotonicSeconds()
  try body()
  return monotonicSeconds() - start
}

private func monotonicSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory that this process has had resident, in MiB.
func peakMebibytes() -> Double {
  var usage = rusage()
  unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return Double(usage.ru_maxrss) / 1_024
}

/// A number below a bound that follows from a seed: the same load in every run.
struct Draw {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
